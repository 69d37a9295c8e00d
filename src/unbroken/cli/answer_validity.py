"""Until when an answer stays true if nothing is changed; so long it is kept beside the database."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from unbroken import kept_answers
from unbroken.cli.session import Session
from unbroken.core.instants import instant_of, moment_of
from unbroken.core.local_days import Day, start_of_day
from unbroken.core.results import Enrolment, Owner
from unbroken.engine.owner_clock import days_of, end_of_day
from unbroken.engine.urgency import LEFT, NOW, closes_at, stand_of
from unbroken.wording.dates import left_words_hold


def keep_line(
    session: Session,
    kept: str,
    line: str,
    key: str | None,
    due: Sequence[Enrolment],
    code: int,
) -> None:
    """Keeps a line of what is due; `code` is what `--check` answers. See `_keep` for `key`."""
    _keep(session, kept, line, key, partial(_line_holds_until, due), code)


def keep_table(
    session: Session, kept: str, text: str, key: str | None, shown: Sequence[Enrolment]
) -> None:
    """Keeps a table of streaks, of which it tells how much time is left. See `_keep` for `key`."""
    _keep(session, kept, text, key, partial(_table_holds_until, shown), 0)


def _line_holds_until(due: Sequence[Enrolment], me: Owner, now: datetime) -> datetime:
    """Until when a line of what is due stays as it is: at most till the day ends."""
    days = days_of(me)
    ends = [end_of_day(days, days.date_at(instant_of(now)), instant_of(now))]
    ends += (each.effective_from for each in me.timezones)
    for each in due:
        task, pressing = each.task_progress, closes_at(each)
        if task is not None:
            ends += (task.ends_at, now + timedelta(seconds=task.seconds_left))
        if pressing is not None:
            ends.append(pressing)
    return min(each for each in ends if each >= now)


def _table_holds_until(shown: Sequence[Enrolment], me: Owner, now: datetime) -> datetime:
    """Until when a table of streaks stays as it is; where a timer runs it does not."""
    if any(each.timer_started_at is not None for each in shown):
        return now
    left = (
        each.task_progress.seconds_left
        for each in shown
        if each.task_progress is not None and stand_of(each).group in (NOW, LEFT)
    )
    ends = [_line_holds_until(shown, me, now), *_ends_of_civil_day(me, now)]
    ends += (now + timedelta(seconds=left_words_hold(seconds)) for seconds in left)
    return min(ends)


def _ends_of_civil_day(me: Owner, now: datetime) -> Iterable[datetime]:
    """When the date on the wall may be another: a late-night window is told of by then.

    Midnight, and how far it is on a clock that may be put back meanwhile.
    """
    if not me.day_start:
        return
    zone = days_of(me).zone_at(instant_of(now))
    wall = now.astimezone(ZoneInfo(zone))
    yield now + timedelta(hours=23 - wall.hour, minutes=59 - wall.minute, seconds=60 - wall.second)
    midnight = moment_of(start_of_day(Day(wall.toordinal() + 1), zone, 0))
    if midnight > now:
        yield midnight


def _keep(
    session: Session,
    kept: str,
    text: str,
    key: str | None,
    holds_until: Callable[[Owner, datetime], datetime],
    code: int,
) -> None:
    """Keeps an answer once it is said, unless the database was changed while it was found.

    `key` is that of the state which it was found in. Where other machines write into a folder, no
    file here tells how long an answer holds.
    """
    if key is None or session.clock_is_set or session.passed_over() or session.engine.is_synced:
        return
    until = holds_until(session.me(), session.now)
    holds = int(session.now.timestamp()), int(until.timestamp())

    def keep() -> None:
        kept_answers.keep(session.path, kept, text, code, holds, key)
        if kept_answers.key_of(session.path, session.owner, kept) != key:
            kept_answers.forget(session.path, kept)

    session.afterwards.append(keep)
