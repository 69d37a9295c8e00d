"""`stop`: a timer stopped, and its time logged."""

from __future__ import annotations

from collections.abc import Iterator

from unbroken.cli.arguments import Parser
from unbroken.cli.commands.log import recording_lines
from unbroken.cli.session import Session
from unbroken.cli.usage_errors import UsageError
from unbroken.core.reports import Stopped
from unbroken.wording.timers import logged_words, ran_words


def declare(parser: Parser) -> None:
    parser.word("streak", "the streak; not needed where only one timer runs", nargs="?")
    parser.value("--at", "WHEN", "when it ended, as -10m or 14:05; else now")
    parser.flag("--discard", "log nothing")
    parser.flag("--yes", "log it, however long it ran")


def run(session: Session) -> None:
    """Stops a timer, and says what was logged and what that did to the streak."""
    options = session.options
    if options.discard and options.at is not None:
        raise UsageError("--at and --discard exclude each other; give one of them.")
    at = None if options.at is None else session.moment(options.at)
    stopped = session.engine.stop(
        options.streak, at=at, confirmed=options.yes, discard=options.discard
    )
    session.answer(stopped, lambda: _lines(session, stopped))


def _lines(session: Session, stopped: Stopped) -> Iterator[str]:
    timer, recording = stopped
    ran = ran_words(timer.seconds)
    if recording is None:
        yield f"{timer.name}: the timer was dropped after {ran}; nothing was logged."
        return
    yield f"{timer.name}: stopped after {ran}, logged {logged_words(timer)}."
    yield from recording_lines(session, recording)
