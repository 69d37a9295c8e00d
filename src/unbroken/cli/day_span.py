"""From which day to which, both included, where a command asks for days."""

from __future__ import annotations

from unbroken.cli.arguments import Parser
from unbroken.cli.session import Session
from unbroken.core.typing import Any


def declare_span(parser: Parser) -> None:
    """The first day and the last; without one there is no end on that side."""
    parser.value("--from", "DAY", "the first day", dest="first")
    parser.value("--to", "DAY", "the last day", dest="last")


def given_span(session: Session) -> dict[str, Any]:
    """The days that were given, as the engine's `first` and `last`. Raises Refusal for no day."""
    given = {"first": session.options.first, "last": session.options.last}
    return {name: None if text is None else session.day(text) for name, text in given.items()}
