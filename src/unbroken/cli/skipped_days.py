"""The days that `skip` and `unskip` are about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from unbroken.cli.arguments import Parser
from unbroken.cli.session import Session
from unbroken.cli.usage_errors import UsageError
from unbroken.core.reports import Skip
from unbroken.wording.dates import short_day


def declare_days(parser: Parser) -> None:
    """The words for a streak and its days, and the option that takes the streak's place."""
    parser.word("words", "the streak (unless --all) and DAY or DAY..DAY", nargs="*")
    parser.flag("--all", "every streak of yours")


def given_days(session: Session, verb: str) -> tuple[str | None, date, date]:
    """The streak, None for all of them, and the first and the last day. Raises UsageError."""
    from unbroken.engine.when import read_days  # only where a time is read

    words: list[str] = session.options.words
    expected = 1 if session.options.all else 2
    if len(words) != expected:
        how = f"`unbroken {verb} STREAK DAY..DAY` or `unbroken {verb} --all DAY..DAY`"
        raise UsageError(f"Name a streak and a day: {how}.")
    first, last = read_days(words[-1], session.now, session.me())
    return None if session.options.all else words[0], first, last


def skip_lines(session: Session, skip: Skip) -> Iterator[str]:
    """What was skipped, and what is still asked for all the same."""
    yield skip_text(session, "Skipped", skip)
    if skip.last_day is not None:
        from unbroken.engine.day_actions import asking_still  # few periods have several days
        from unbroken.wording.skips import days_still_asked

        days = skip.first_day, skip.last_day
        told = days_still_asked(asking_still(session.engine, skip.activity_type, *days))
        if told:
            yield told


def skip_text(session: Session, verb: str, skip: Skip) -> str:
    """`Skipped: Read, Fri 2026-03-20 to Wed 2026-03-25 (sea).`"""
    name = "all streaks"
    if skip.activity_type is not None:
        name = session.engine.streak(skip.activity_type).name
    days = short_day(skip.first_day)
    if skip.last_day != skip.first_day and skip.last_day is not None:
        days += f" to {short_day(skip.last_day)}"
    return f"{verb}: {name}, {days}{f' ({skip.reason})' if skip.reason else ''}."
