"""`why`: why a streak broke, is left for now, or is alive."""

from __future__ import annotations

from unbroken.cli.arguments import Parser
from unbroken.cli.output import paint
from unbroken.cli.session import Session


def declare(parser: Parser) -> None:
    parser.word("streak", "the streak whose judgement is to be explained")
    parser.word(
        "day", "a day that is past: what was judged of it, and what came of that", nargs="?"
    )


def run(session: Session) -> None:
    """The judgement in words: a title, and its reasons indented below."""
    streak, said = session.options.streak, session.options.day
    why = session.engine.why(streak, None if said is None else session.day(said))
    session.answer(why, lambda: [paint(why.title, "strong"), *(f"  {line}" for line in why.lines)])
