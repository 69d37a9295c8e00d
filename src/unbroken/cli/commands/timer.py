"""`timer`: what runs, and since when."""

from __future__ import annotations

from collections.abc import Iterator

from unbroken.cli.arguments import Parser
from unbroken.cli.output import columns, head
from unbroken.cli.session import Session
from unbroken.core.reports import Timer
from unbroken.engine.owner_clock import today_of, zone_of
from unbroken.wording.dates import local_clock, near_day
from unbroken.wording.timers import elapsed_words


def declare(parser: Parser) -> None:
    parser.set_defaults(streak=None)


def run(session: Session) -> None:
    """The owner's timers that run, the oldest first."""
    timers = session.engine.timer()
    session.answer(timers, lambda: _lines(session, timers))


def _lines(session: Session, timers: list[Timer]) -> Iterator[str]:
    if not timers:
        yield "No timer runs; `unbroken start STREAK` starts one."
        return
    me = session.me()
    zone, today = zone_of(me, session.now), today_of(me, session.now)
    rows = []
    for each in timers:
        day = today_of(me, each.started_at)
        since = local_clock(each.started_at, zone)
        if day != today:
            since = f"{near_day(day, today)} {since}"
        rows.append([each.name, elapsed_words(each.seconds), since])
    yield from columns([head("Streak", "runs", "since"), *rows])
