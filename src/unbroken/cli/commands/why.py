"""`why`: why a streak broke, is left for now, or is alive."""

from __future__ import annotations

from unbroken.cli.arguments import Parser
from unbroken.cli.output import paint
from unbroken.cli.session import Session
from unbroken.cli.usage_errors import UsageError


def declare(parser: Parser) -> None:
    parser.word("streak", "the streak whose judgement is to be explained")
    parser.word(
        "day", "a day that is past: what was judged of it, and what came of that", nargs="?"
    )
    parser.value("--at", "DAY", "the same; the period is judged that holds DAY")


def run(session: Session) -> None:
    """The judgement in words: a title, and its reasons indented below."""
    options = session.options
    if options.day is not None and options.at is not None:
        raise UsageError("Name one day: as the second word, or by --at DAY.")
    streak, said = options.streak, options.day if options.at is None else options.at
    why = session.engine.why(streak, None if said is None else session.day(said))
    session.answer(why, lambda: [paint(why.title, "strong"), *(f"  {line}" for line in why.lines)])
