"""Logs as records: `/schema/streak_log` (docs/service.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Final

from unbroken.core.errors import ErrorCode, NotFound, Refusal
from unbroken.core.results import Log, Owner, Recording
from unbroken.core.text import clean
from unbroken.engine.api import Engine
from unbroken.engine.callers import owner
from unbroken.engine.zones import zone_named
from unbroken.http.bodies import camel_record
from unbroken.http.calls import Answer, Call
from unbroken.http.lists import Fields, ListQuery, Page, Record, Single, limits_of, page_of
from unbroken.http.milestone_records import reward_record
from unbroken.http.record_access import (
    asked_of,
    known_streak,
    member_of,
    owned_by,
    people_of,
    reader_of,
)
from unbroken.http.record_bodies import NewLog

LOG_FIELDS: Final[Fields] = {
    **dict.fromkeys(("id", "streakId", "activityType", "ownedById", "activityId"), str),
    "uniqueIdentifier": str,
    **dict.fromkeys(("activityAt", "recordedAt"), datetime),
    "localDate": date,
    "activityValue": Decimal,
}
_ZONES: Final = 3
"""So many days a local date is off that of UTC, at most."""


def list_logs(engine: Engine, call: Call) -> Page:
    """Logs, newest first: an admin's of everybody, a person's own."""
    query: ListQuery = call.query
    asked = asked_of(engine, call)
    if asked is None:
        return page_of([], query, LOG_FIELDS)
    chosen = partial(asked.mine.history, asked.activity_type, all_owners=asked.of_everybody)
    count = partial(asked.mine.log_count, asked.activity_type, all_owners=asked.of_everybody)
    total = count() if query.is_plain() and query.fetch_total_count else None
    people = people_of(engine) if asked.of_everybody else None
    first, last = _dates_of(query)
    logs = _by_and_by(partial(chosen, first=first, last=last), query)
    return page_of((_log(each, people) for each in logs), query, LOG_FIELDS, total=total)


def _dates_of(query: ListQuery) -> tuple[date | None, date | None]:
    """Local dates between which all logs lie that a filter lets through."""
    first, last = limits_of(query, "localDate", LOG_FIELDS)
    since, until = limits_of(query, "activityAt", LOG_FIELDS)
    firsts = [each for each in (first, since and _shifted(since.date(), -_ZONES)) if each]
    lasts = [each for each in (last, until and _shifted(until.date(), _ZONES)) if each]
    return max(firsts, default=None), min(lasts, default=None)


def _shifted(day: date, days: int) -> date:
    low, high = date.min.toordinal(), date.max.toordinal()
    return date.fromordinal(min(max(day.toordinal() + days, low), high))


def _by_and_by(chosen: Callable[..., Sequence[Log]], query: ListQuery) -> Iterator[Log]:
    """Logs as they are asked for, newest first; those of a page, and then ever more."""
    seen, most = 0, query.offset + query.limit + 1
    while True:
        found = chosen(limit=None if query.needs_all() else most)
        yield from found[seen:]
        if len(found) < most or query.needs_all():
            return
        seen, most = len(found), 8 * most


def get_log(engine: Engine, call: Call) -> Single:
    """One log."""
    mine = reader_of(engine, call)
    if mine is None:
        raise NotFound("There is no such log.")
    people = people_of(engine) if mine.caller.owner_id is None else None
    return Single(_log(mine.log_by_id(call.path["id"]), people))


def create_log(engine: Engine, call: Call) -> Answer:
    """Records an activity; the same `unique_identifier` with the same body is answered again."""
    body: NewLog = call.body
    streak = known_streak(engine, body.streak_id)
    if streak.aggregation_method == "sum" and body.activity_value is None:
        message = "A streak that adds up needs an activityValue."
        raise Refusal(ErrorCode.BAD_AMOUNT, message, "activityValue")
    if body.activity_at is not None and body.activity_at.tzinfo is None:
        message = "The activityAt must say its offset, such as Z."
        raise Refusal(ErrorCode.BAD_TIME, message, "activityAt")
    zone = None if body.timezone is None else zone_named(body.timezone)
    person = member_of(engine, call, body.owned_by_id, zone or "UTC")
    mine = engine.acting_as(owner(person))
    done = mine.log(
        streak.activity_type,
        body.activity_value,
        at=body.activity_at,
        tz=zone,
        note=body.note,
        unique_identifier=body.unique_identifier,
        metadata=body.metadata,
        reference=body.activity_id,
        new=False,
    )
    if done.duplicate and not _is_same(done.log, body, zone):
        message = "There is another log with this uniqueIdentifier."
        raise Refusal(ErrorCode.EXISTS, message)
    engine.tell(done)
    return Answer(Single(_recorded(done, mine.owner())), 200 if done.duplicate else 201)


def _is_same(log: Log, body: NewLog, zone: str | None) -> bool:
    """Whether a log is what was sent, as far as that says anything; `zone` is the one it names."""
    known = None if log.metadata is None else dict(log.metadata)
    return (
        body.activity_at in (None, log.activity_at)
        and body.activity_value in (None, log.value)
        and body.activity_id == log.reference
        and body.metadata == known
        and clean(body.note).strip() == log.note
        and zone in (None, log.timezone)
    )


def _recorded(done: Recording, member: Owner) -> Record:
    people = {member.id: member}
    record, progress = _log(done.log, people), camel_record(done.progress)
    if progress is not None:
        progress["ownedBy"] = record["ownedBy"]
    reward = done.rewards[0] if done.rewards else None
    return {
        **record,
        "duplicate": done.duplicate,
        "achievedMilestone": reward
        and {
            "id": reward.milestone_id,
            "streakId": reward.streak_id,
            "milestoneTargetValue": reward.milestone_target_value,
            "title": reward.title,
        },
        "achievedMilestoneRewardLog": reward and reward_record(reward),
        "currentStreak": done.current_streak,
        "longestStreak": done.longest_streak,
        "totalCount": done.total_count,
        "streakExtended": done.streak_extended,
        "streakStarted": done.streak_started,
        "taskProgress": camel_record(done.task_progress),
        "progress": progress,
    }


def _log(log: Log, people: Mapping[str, Owner] | None) -> Record:
    record = camel_record(log)
    record["activityValue"], record["activityId"] = record.pop("value"), record.pop("reference")
    if people is not None:
        record["ownedBy"] = owned_by(people, log.owned_by_id)
    return dict(record)
