"""The met periods of the owner's streaks, as events of a calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final

from unbroken.core.days import Day
from unbroken.engine.local import today_of
from unbroken.engine.results import CalendarDay
from unbroken.engine.service import Engine
from unbroken.exchange.ical import Event, grid_of

_PIECE: Final = 1461
"""Days that the engine is asked for at a time: four years."""


def met_periods(engine: Engine, document: dict[str, Any]) -> Iterator[Event]:
    """An event for each met period, streak by streak in the owner's order."""
    person = engine.owner()
    me, today = person.id, today_of(person, engine.clock())
    owner = next(each for each in document["owners"] if each["id"] == me)
    streaks = {each["activity_type"]: each for each in document["streaks"]}
    days: dict[str, list[str]] = {}
    for log in document["logs"]:
        if log["owner_id"] == me:
            days.setdefault(log["activity_type"], []).append(log["local_date"])
    enrolled = [each for each in document["enrolments"] if each["owner_id"] == me]
    for key in (each["activity_type"] for each in sorted(enrolled, key=lambda e: e["position"])):
        streak, grid = streaks[key], grid_of(streaks[key], owner)
        recorded = days.get(key, [])
        first = date.fromisoformat(min([streak["starts_on"], *recorded]))
        last = date.fromisoformat(max([today.isoformat(), *recorded]))
        met = {
            grid.index_of(Day(day.date.toordinal()))
            for day in _days(engine, key, first, last)
            if day.state == "met"
        }
        for index in sorted(index for index in met if index is not None):
            begins = date.fromordinal(grid.first_day(index))
            ends = date.fromordinal(grid.last_day(index))
            yield Event((me, streak["id"], begins.isoformat()), streak["name"], begins, ends)


def _days(engine: Engine, key: str, first: date, last: date) -> Iterator[CalendarDay]:
    """The days of a range of any length, which the engine answers in pieces."""
    while first <= last:
        until = min(first + timedelta(days=_PIECE - 1), last)
        yield from engine.days(key, first, until)
        first = until + timedelta(days=1)
