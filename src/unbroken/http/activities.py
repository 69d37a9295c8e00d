"""Record an activity, get streaks: the routes under `/apps` (docs/service.md)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Any, Final

from msgspec import Meta, Struct

from unbroken.core.results import Enrolment
from unbroken.core.text import one_line, unaccented
from unbroken.engine.api import Engine
from unbroken.engine.callers import owner
from unbroken.engine.civil_instants import moment_in
from unbroken.engine.zones import zone_named
from unbroken.http.calls import Call

LONGEST_PAGE: Final = 1000

ActivityType = Annotated[str, Meta(min_length=1, max_length=200)]


class RecordActivity(Struct, frozen=True):
    """An activity as it is recorded: `timestamp` null is now, without an offset it is local."""

    activity_type: ActivityType = "default"
    timestamp: datetime | None = None
    timezone: Annotated[str, Meta(min_length=1, max_length=100)] = "UTC"
    metadata: dict[str, Any] | None = None


class Recorded(Struct, frozen=True):
    """What recording an activity did."""

    activity_id: str
    current_streak: int
    longest_streak: int
    total_count: int
    streak_extended: bool
    streak_started: bool


class ActivityTypeQuery(Struct, frozen=True):
    """Of which activity type; None is all."""

    activity_type: str | None = None


class UserStreak(Struct, frozen=True):
    """How one streak of a person stands; the last four say until when it lives without a log."""

    user_id: str
    activity_type: str
    current_streak: int
    longest_streak: int
    total_count: int
    last_activity_date: date
    last_activity_at: datetime
    expires_at: datetime | None
    seconds_left: int | None
    at_risk: bool
    last_safe_day: date | None


class HistoryQuery(Struct, frozen=True):
    """Which activities: local dates, both included, and how many at most."""

    activity_type: str | None = None
    start_date: date | None = None
    end_date: date | None = None
    limit: Annotated[int, Meta(ge=1, le=LONGEST_PAGE)] = 100


class Activity(Struct, frozen=True):
    """An activity: when it was done, and the date that this was for the person."""

    activity_id: str
    activity_type: str
    recorded_at: datetime
    date: date
    metadata: dict[str, Any] | None


class UserHistory(Struct, frozen=True):
    """Activities, newest first; `total_count` counts all that match, not the page."""

    user_id: str
    activities: list[Activity]
    total_count: int


def record(engine: Engine, call: Call) -> Recorded:
    """Records an activity; a person's first makes them, and a type's first makes the streak."""
    body: RecordActivity = call.body
    zone = zone_named(body.timezone)
    at = body.timestamp
    if at is not None and at.tzinfo is None:
        at = moment_in(zone, at)
    person = engine.member_id(call.path["user_id"], tz=zone)
    assert person is not None
    done = engine.acting_as(owner(person)).log(
        body.activity_type, at=at, tz=zone, metadata=body.metadata
    )
    engine.tell(done)
    return Recorded(
        activity_id=done.activity_id,
        current_streak=done.current_streak,
        longest_streak=done.longest_streak,
        total_count=done.total_count,
        streak_extended=done.streak_extended,
        streak_started=done.streak_started,
    )


def user_streaks(engine: Engine, call: Call) -> list[UserStreak]:
    """How the streaks stand that a person has recorded to."""
    mine = acting_for(engine, call.path["user_id"])
    if mine is None:
        return []
    streaks, wanted = mine.status(), call.query.activity_type
    return [
        UserStreak(
            call.path["user_id"],
            each.activity_type,
            each.current_streak,
            each.longest_streak,
            each.total_count,
            each.last_activity_date,
            each.last_activity_at,
            each.expires_at,
            seconds_left(engine, each),
            each.at_risk,
            each.last_safe_day,
        )
        for each in (streaks if wanted is None else streak_called(wanted, streaks))
        if each.last_activity_date is not None and each.last_activity_at is not None
    ]


def streak_called(wanted: str, streaks: Iterable[Enrolment]) -> list[Enrolment]:
    """The streak that recording would log to for such an activity type, if it is among some."""
    plain, known = unaccented(one_line(wanted)), list(streaks)
    found = [each for each in known if each.activity_type == plain]
    return found or [each for each in known if unaccented(each.name) == plain][:1]


def acting_for(engine: Engine, user_id: str) -> Engine | None:
    """The engine for a person that an app calls so; None where it has not recorded for them."""
    person = engine.member_id(user_id)
    return None if person is None else engine.acting_as(owner(person))


def seconds_left(engine: Engine, streak: Enrolment) -> int | None:
    """Whole seconds until a streak ends without a log; None where silence ends nothing."""
    if streak.expires_at is None:
        return None
    return max(int((streak.expires_at - engine.clock()).total_seconds()), 0)


def user_history(engine: Engine, call: Call) -> UserHistory:
    """What a person has recorded."""
    user_id, query = call.path["user_id"], call.query
    mine = acting_for(engine, user_id)
    if mine is None:
        return UserHistory(user_id, [], 0)
    key = None
    if query.activity_type is not None:
        found = streak_called(query.activity_type, mine.status(archived=True))
        if not found:
            return UserHistory(user_id, [], 0)
        key = found[0].activity_type
    first, last = query.start_date, query.end_date
    activities = [
        Activity(
            each.id,
            each.activity_type,
            each.activity_at,
            each.local_date,
            None if each.metadata is None else dict(each.metadata),
        )
        for each in mine.history(key, first=first, last=last, limit=query.limit)
    ]
    return UserHistory(user_id, activities, mine.log_count(key, first=first, last=last))
