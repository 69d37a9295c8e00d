"""`status`: the dashboard as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from unbroken.cli.answer_validity import keep_table
from unbroken.cli.arguments import Parser
from unbroken.cli.output import paint, width
from unbroken.cli.session import Session
from unbroken.core.instants import instant_of
from unbroken.core.results import Enrolment
from unbroken.core.text import cells
from unbroken.engine.owner_clock import days_of, end_of_day
from unbroken.engine.urgency import ORDERS, Place, arranged, stand_of
from unbroken.kept_answers import TABLES, key_of
from unbroken.wording.dates import city, local_clock, long_day
from unbroken.wording.rules import milestone_lines, reminder_lines
from unbroken.wording.symbols import dot


def declare(parser: Parser) -> None:
    parser.word("streak", "only this one", nargs="?")
    parser.value(
        "--order",
        "ORDER",
        "listed by how they stand (risk), in your own groups (own), or by name",
        choices=ORDERS,
        default=ORDERS[0],
    )
    parser.flag("--watch", "stay, and draw it anew when something has changed; Ctrl-C ends it")


def run(session: Session) -> None:
    """How every streak stands; of one streak, its rule too.

    What is said of all is kept for those who ask next, while it holds.
    """
    name = session.options.streak
    if session.options.watch:
        from unbroken.cli.watch import watch  # only for those who stay

        watch(session, lambda: _lines(session, session.engine.status(name)))
        return
    kept = TABLES["status"]
    key = key_of(session.path, session.owner, kept)
    enrolments = session.engine.status(name)
    if session.json:
        session.say_json(enrolments)
        return
    text = session.say(_lines(session, enrolments))
    if name is None and session.options.order == ORDERS[0]:
        keep_table(session, kept, text, key, enrolments)


def _lines(session: Session, enrolments: Sequence[Enrolment]) -> Iterator[str]:
    # JSON goes without words
    from unbroken.cli.dashboard_text import counts, empty_text, table

    if not enrolments:
        yield empty_text(session)
        return
    heading, numbers = _heading(session), counts(enrolments, session.shapes)
    if cells(heading) + 4 + cells(numbers) <= width():
        yield f"{paint(heading, 'strong')}    {numbers}"
    else:
        yield from (paint(heading, "strong"), numbers)
    yield ""
    streaks = {each.id: each for each in session.engine.streaks()}
    if session.options.streak is None:
        headed = arranged(
            enrolments,
            session.options.order,
            lambda each: Place(
                each.name,
                stand_of(each).group,
                streaks[each.streak_id].group or "",
                None if each.task_progress is None else each.task_progress.ends_at,
            ),
        )
        yield from table(session, headed, streaks, strip=True)
    else:
        yield from table(session, [("", each) for each in enrolments], streaks, strip=True)
        streak = streaks[enrolments[0].streak_id]
        yield ""
        yield streak.rule
        yield from milestone_lines(streak.milestones)
        yield from reminder_lines(streak)


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
