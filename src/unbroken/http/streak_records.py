"""Streaks as records: `/schema/streak` (docs/service.md)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

from unbroken.core.results import Streak
from unbroken.engine.api import Engine
from unbroken.http.bodies import camel_record
from unbroken.http.calls import Answer, Call
from unbroken.http.lists import Fields, Page, Record, Single, page_of
from unbroken.http.record_access import known_streak
from unbroken.http.record_bodies import given_in

_STATUSES: Final = {"live": "live", "paused": "paused", "archived": "draft"}
"""A streak that is put away takes no logs and is not shown: in this family it is a draft."""

STREAK_FIELDS: Final[Fields] = {
    **dict.fromkeys(("id", "activityType", "name", "status", "aggregationMethod"), str),
    **dict.fromkeys(("aggregationPeriod", "goal"), str),
    "startsOn": date,
    "completionTargetValue": int,
    "aggregationTargetValue": Decimal,
}


def list_streaks(engine: Engine, call: Call) -> Page:
    """Every streak of the app."""
    wanted = call.query.streak_id
    found = (each for each in engine.streaks() if wanted in (None, each.id))
    return page_of(map(_streak, found), call.query, STREAK_FIELDS)


def get_streak(engine: Engine, call: Call) -> Single:
    """One streak."""
    return Single(_streak(known_streak(engine, call.path["id"])))


def create_streak(engine: Engine, call: Call) -> Single:
    """Makes a streak; nobody takes part in it before their first log."""
    rules = given_in(call.body)
    status = rules.pop("status")
    made = engine.add(**{"aggregation_method": "sum"} | rules)
    return Single(_streak(_turned(engine, made, status)))


def change_streak(engine: Engine, call: Call) -> Single:
    """Changes what is given of a streak; a new target holds from the present period on."""
    found, rules = known_streak(engine, call.path["id"]), given_in(call.body)
    status = rules.pop("status", None)
    if rules:
        found = engine.edit(found.activity_type, **rules).streak
    return Single(_streak(found if status is None else _turned(engine, found, status)))


def delete_streak(engine: Engine, call: Call) -> Answer:
    """Deletes a streak with everybody's logs on it."""
    engine.remove(known_streak(engine, call.path["id"]).activity_type)
    return Answer(None, 204)


def _turned(engine: Engine, streak: Streak, status: str) -> Streak:
    """The streak with another status."""
    if _STATUSES[streak.status] == status:
        return streak
    if streak.status == "archived":
        streak = engine.restore(streak.activity_type)
    if status == "draft":
        return engine.archive(streak.activity_type)
    if streak.status == status:
        return streak
    turn = engine.pause if status == "paused" else engine.resume
    return turn(streak.activity_type)


def _streak(streak: Streak) -> Record:
    return {**camel_record(streak), "status": _STATUSES[streak.status]}
