"""What the dashboard shows, as it was read from the engine at one moment."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from unbroken.core.errors import ErrorCode, Refusal
from unbroken.core.instants import instant_of
from unbroken.core.results import Enrolment, Owner, Recording, Settings, Streak
from unbroken.engine.callers import Caller
from unbroken.engine.owner_clock import days_of, end_of_day
from unbroken.engine.urgency import closes_at
from unbroken.wording.status import STRIPS

if TYPE_CHECKING:
    from unbroken.engine.api import Engine
    from unbroken.engine.calendar import Recent

STRIP: Final = STRIPS[1]
"""So many of the last periods are read for a strip."""
LONG_STRIP: Final = STRIPS[-1]
"""The same where the window is wide."""


class Page(NamedTuple):
    """The owner's streaks at `now`, archived ones too.

    `recent` holds the last periods by streak, where read already.
    `changes_at` is the first instant at which something on the page would read differently:
    a day or a period ends, or the time that is left is another one in words.
    """

    version: int
    now: datetime
    owner: Owner
    admin: bool
    settings: Settings
    enrolments: tuple[Enrolment, ...]
    streaks: Mapping[str, Streak]
    zone: str
    today: date
    day_ends_at: datetime
    changes_at: datetime
    recent: Mapping[str, Recent] = MappingProxyType({})

    def enrolment(self, streak_id: str) -> Enrolment | None:
        """The enrolment in a streak, if it is on the page."""
        return next((each for each in self.enrolments if each.streak_id == streak_id), None)

    def with_enrolment(self, enrolment: Enrolment, recent: Mapping[str, Recent]) -> Page:
        """The page with one streak standing differently."""
        enrolments = tuple(
            enrolment if each.streak_id == enrolment.streak_id else each for each in self.enrolments
        )
        page = self._replace(enrolments=enrolments)
        return page.with_recent(recent)

    def in_order(self, streak_ids: Sequence[str]) -> Page:
        """The page in another order; those not named stay behind as they were."""
        places = {streak_id: place for place, streak_id in enumerate(streak_ids)}
        last = len(places)
        enrolments = sorted(self.enrolments, key=lambda each: places.get(each.streak_id, last))
        return self._replace(enrolments=tuple(enrolments))

    def with_recent(self, recent: Mapping[str, Recent]) -> Page:
        """The page with the last periods of some more streaks."""
        return self._replace(recent={**self.recent, **recent})


class Logged(NamedTuple):
    """An activity that was recorded, and how its streak stands now."""

    recording: Recording
    enrolment: Enrolment
    recent: Mapping[str, Recent]


def load_page(engine: Engine) -> Page:
    """Reads the page; the version first, so that no change made meanwhile is overlooked."""
    version = engine.version()
    now, owner = engine.clock(), engine.owner()
    days = days_of(owner)
    today = days.date_at(instant_of(now))
    day_ends_at = end_of_day(days, today, instant_of(now))
    enrolments = tuple(engine.status(archived=True))
    return Page(
        version,
        now,
        owner,
        engine.caller.admin,
        engine.settings(),
        enrolments,
        {streak.id: streak for streak in engine.streaks()},
        days.zone_at(instant_of(now)),
        date.fromordinal(today),
        day_ends_at,
        min([day_ends_at, *(_changes_at(each, now) for each in enrolments)]),
    )


def first_owner(engine: Engine) -> Caller:
    """Whom to act for where the owner in use is gone: the first one, who is the admin too.

    Raises Refusal where there is nobody at all.
    """
    owners = engine.acting_as(Caller(True, None)).owners()
    if not owners:
        raise Refusal(
            ErrorCode.NO_OWNER, "Nobody is in this database any more; start Unbroken again."
        )
    return Caller(True, owners[0].id)


def recent_of(
    engine: Engine, streak_ids: Collection[str], count: int = LONG_STRIP
) -> dict[str, Recent]:
    """The last periods of some streaks; one removed meanwhile is left out."""
    return engine.recent(streak_ids, count)


def log_one(
    engine: Engine,
    activity_type: str,
    amount: str | None,
    at: datetime | None = None,
    note: str = "",
) -> Logged:
    """Records an activity, and reads how its streak stands. `at` is None for now."""
    recording = engine.log(activity_type, amount, at=at, note=note, new=False)
    enrolment = engine.status(activity_type)[0]
    return Logged(recording, enrolment, recent_of(engine, [enrolment.streak_id]))


def _changes_at(enrolment: Enrolment, now: datetime) -> datetime:
    """When the time left of an open period is another one in words, or is pressing, or is over; or
    when that of a running timer is another.
    """
    progress = enrolment.task_progress if enrolment.status == "live" else None
    ticks = datetime.max.replace(tzinfo=now.tzinfo)
    if enrolment.timer_started_at is not None:
        ran = (now - enrolment.timer_started_at).total_seconds()
        ticks = now + timedelta(seconds=60 - ran % 60)
    if progress is None or progress.ends_at <= now:
        return ticks
    left = progress.seconds_left
    if left < 3600:
        step = left % 60
    elif left < 36 * 3600:
        step = left % 3600
    else:
        step = min((left + 12 * 3600) % 86_400, left - 36 * 3600)
    moments = [now + timedelta(seconds=step + 1), progress.ends_at, ticks]
    closing = closes_at(enrolment)
    if closing is not None and closing > now:
        moments.append(closing + timedelta(seconds=1))
    return min(moments)
