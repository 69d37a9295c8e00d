"""`start`: a timer for a streak."""

from __future__ import annotations

from unbroken.cli.arguments import Parser
from unbroken.cli.session import Session
from unbroken.wording.timers import elapsed_words


def declare(parser: Parser) -> None:
    parser.word("streak", "the streak that is being done")
    parser.value("--at", "WHEN", "since when, as -20m or 14:05; else now")


def run(session: Session) -> None:
    """Starts a timer; it runs until it is stopped, whatever becomes of this terminal."""
    options = session.options
    at = None if options.at is None else session.moment(options.at)
    timer = session.engine.start(options.streak, at=at)
    since = f", {elapsed_words(timer.seconds)} ago" if timer.seconds >= 60 else ""
    stop = f"`unbroken stop {timer.activity_type}`"
    session.answer(timer, lambda: [f"{timer.name}: started{since}; {stop} logs it."])
