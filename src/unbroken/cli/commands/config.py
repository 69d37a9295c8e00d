"""`config`: the settings, shown or changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from unbroken.cli.arguments import Parser
from unbroken.cli.output import Cell, columns
from unbroken.cli.session import Session


def declare(parser: Parser) -> None:
    parser.word("key", "the setting", nargs="?")
    parser.word("value", "its new value; empty for the default", nargs="?")


def run(session: Session) -> None:
    """Shows settings, or changes one."""
    key, value = session.options.key, session.options.value
    engine = session.engine
    settings = engine.settings() if value is None else engine.configure(key, value)
    if key is not None and key not in settings:
        from unbroken.core.errors import NotFound  # only where something is refused

        raise NotFound(f"There is no setting “{key[:40]}”; there are {', '.join(settings)}.")
    shown = settings if key is None else {key: settings[key]}
    session.answer(settings, lambda: _lines(shown))


def _lines(shown: dict[str, Any]) -> Iterator[str]:
    from unbroken.engine.settings import SETTINGS  # only for the list of settings

    rows: list[list[str | Cell]] = []
    for key, value in shown.items():
        text = ",".join(map(str, value)) if isinstance(value, list) else str(value)
        rows.append([key, text, (SETTINGS[key].meaning, "dim")])
    yield from columns(rows)
