"""How things stand: the dashboard as text, and what is due."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from unbroken.cli.arguments import Parser
from unbroken.cli.dashboard_text import counts, ranked, table
from unbroken.cli.output import fit, paint
from unbroken.cli.session import Session
from unbroken.core.instants import instant_of
from unbroken.core.results import Enrolment
from unbroken.engine.owner_clock import days_of, end_of_day
from unbroken.engine.progress import Progress
from unbroken.engine.status import LEFT, RISK, counts_of, stand_of
from unbroken.wording.amounts import amount
from unbroken.wording.dates import local_clock, long_day
from unbroken.wording.symbols import dot

BEGIN: Final = "No streak yet; make the first one, for example `unbroken add Read`."


def declare_status(parser: Parser) -> None:
    parser.word("streak", "only this one", nargs="?")


def status(session: Session) -> None:
    """The dashboard as text."""
    session.light(Progress)
    enrolments = session.engine.status(session.options.streak)
    session.answer(enrolments, lambda: _dashboard(session, enrolments))


def _dashboard(session: Session, enrolments: Sequence[Enrolment]) -> Iterator[str]:
    if not enrolments:
        yield _nothing(session)
        return
    yield f"{paint(_heading(session), 'strong')}    {counts(enrolments, session.shapes)}"
    yield ""
    yield from table(ranked(enrolments), session.shapes)
    if session.options.streak is not None:
        streak = session.engine.streak(session.options.streak)
        yield ""
        yield streak.rule
        for each in streak.milestones:
            yield f"  at {each.milestone_target_value}: {each.title}"


def _heading(session: Session) -> str:
    """Which day it is where; in a late-night window, until when it is still that day."""
    me, now = session.me(), instant_of(session.now)
    days = days_of(me)
    zone, today = days.zone_at(now), days.date_at(now)
    parts = [long_day(date.fromordinal(today)), zone.rsplit("/", 1)[-1].replace("_", " ")]
    if me.day_start and session.now.astimezone(ZoneInfo(zone)).toordinal() > today:
        parts[0] += f" (until {local_clock(end_of_day(days, today, now), zone)})"
    if session.clock_is_set:
        parts.append(f"clock set to {local_clock(session.now, zone)}")
    return dot(session.shapes).join(parts)


def _nothing(session: Session) -> str:
    known = session.engine.streaks()
    if session.options.streak is not None:
        return "You have not logged to that streak yet; `unbroken log` begins it."
    if any(each.status != "archived" for each in known):
        other = ", or `unbroken add` another" if session.engine.caller.admin else ""
        return f"You are in no streak yet; log to one that is there{other}."
    if known:
        return "Every streak is archived; `unbroken restore` brings one back."
    return BEGIN


def declare_due(parser: Parser) -> None:
    parser.flag("--short", "one line for a status bar")
    parser.set_defaults(streak=None)


def due(session: Session) -> None:
    """What is still open, most urgent first."""
    session.light(Progress)
    enrolments = session.engine.due()
    still = [each for each in enrolments if stand_of(each).group in (RISK, LEFT)]
    short = session.options.short
    session.answer(enrolments, lambda: [_short(session, still)] if short else _open(session, still))


def _open(session: Session, enrolments: Sequence[Enrolment]) -> Iterator[str]:
    if enrolments:
        yield from table(enrolments, session.shapes)
    else:
        yield "All done." if session.engine.status() else _nothing(session)


def _short(session: Session, enrolments: Sequence[Enrolment]) -> str:
    if not enrolments:
        return "all done" if session.engine.status() else "no streak yet"
    told = counts_of(enrolments)
    parts = [f"{told.left} left"] if told.left else []
    if told.risk:
        parts.append(f"{told.risk} at risk")
    shapes, first = session.shapes, enrolments[0]
    task = first.task_progress
    if task is not None:
        unit = f" {task.unit}" if task.unit else ""
        done = f"{amount(task.value)}/{amount(task.target)}{unit}"
        parts.append(f"{fit(first.name, 20, shapes)} {done}")
    return dot(shapes).join(parts)


COMMANDS: Final = {"status": (declare_status, status), "due": (declare_due, due)}
