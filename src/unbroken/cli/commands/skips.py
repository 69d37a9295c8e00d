"""Excusing dates, and taking that back."""

from __future__ import annotations

from datetime import date
from typing import Final

from unbroken.cli.arguments import Parser
from unbroken.cli.session import Session
from unbroken.cli.usage_errors import UsageError
from unbroken.core.reports import Skip
from unbroken.wording.dates import short_day


def declare_unskip(parser: Parser) -> None:
    parser.word("words", "the streak (unless --all) and DAY or DAY..DAY", nargs="*")
    parser.flag("--all", "every streak of yours")


def declare_skip(parser: Parser) -> None:
    declare_unskip(parser)
    parser.value("--reason", "TEXT", "why", default="")


def skip(session: Session) -> None:
    """Excuses dates."""
    streak, first, last = _meant(session, "skip")
    made = session.engine.skip(streak, first, last, reason=session.options.reason)
    session.answer(made, lambda: [_said(session, "Skipped", made)])


def unskip(session: Session) -> None:
    """Excuses dates no longer."""
    streak, first, last = _meant(session, "unskip")
    taken = session.engine.unskip(streak, first, last)
    session.answer(taken, lambda: [_said(session, "No longer skipped", taken)])


def _meant(session: Session, verb: str) -> tuple[str | None, date, date]:
    from unbroken.engine.when import read_days

    words: list[str] = session.options.words
    expected = 1 if session.options.all else 2
    if len(words) != expected:
        how = f"`unbroken {verb} STREAK DAY..DAY` or `unbroken {verb} --all DAY..DAY`"
        raise UsageError(f"Name a streak and a day: {how}.")
    first, last = read_days(words[-1], session.now, session.me())
    return None if session.options.all else words[0], first, last


def _said(session: Session, verb: str, skip: Skip) -> str:
    name = "all streaks"
    if skip.activity_type is not None:
        name = session.engine.streak(skip.activity_type).name
    days = short_day(skip.first_day)
    if skip.last_day != skip.first_day and skip.last_day is not None:
        days += f" to {short_day(skip.last_day)}"
    return f"{verb}: {name}, {days}{f' ({skip.reason})' if skip.reason else ''}."


COMMANDS: Final = {"skip": (declare_skip, skip), "unskip": (declare_unskip, unskip)}
