"""`status`: the dashboard as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from unbroken.cli.arguments import Parser
from unbroken.cli.dashboard_text import counts, empty_text, ranked, table
from unbroken.cli.output import paint
from unbroken.cli.session import Session
from unbroken.core.instants import instant_of
from unbroken.core.results import Enrolment
from unbroken.engine.owner_clock import days_of, end_of_day
from unbroken.wording.dates import city, local_clock, long_day
from unbroken.wording.rules import milestone_lines
from unbroken.wording.symbols import dot


def declare(parser: Parser) -> None:
    parser.word("streak", "only this one", nargs="?")


def run(session: Session) -> None:
    """How every streak stands; of one streak, its rule too."""
    enrolments = session.engine.status(session.options.streak)
    session.answer(enrolments, lambda: _lines(session, enrolments))


def _lines(session: Session, enrolments: Sequence[Enrolment]) -> Iterator[str]:
    if not enrolments:
        yield empty_text(session)
        return
    yield f"{paint(_heading(session), 'strong')}    {counts(enrolments, session.shapes)}"
    yield ""
    yield from table(ranked(enrolments), session.shapes)
    if session.options.streak is not None:
        streak = session.engine.streak(session.options.streak)
        yield ""
        yield streak.rule
        yield from milestone_lines(streak.milestones)


def _heading(session: Session) -> str:
    """Which day it is where; in a late-night window, until when it is still that day."""
    me, now = session.me(), instant_of(session.now)
    days = days_of(me)
    zone, today = days.zone_at(now), days.date_at(now)
    parts = [long_day(date.fromordinal(today)), city(zone)]
    if me.day_start and session.now.astimezone(ZoneInfo(zone)).toordinal() > today:
        parts[0] += f" (until {local_clock(end_of_day(days, today, now), zone)})"
    if session.clock_is_set:
        parts.append(f"clock set to {local_clock(session.now, zone)}")
    return dot(session.shapes).join(parts)
