"""The met periods of the owner's streaks, as events of a calendar."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, Final

from unbroken.engine.api import Engine
from unbroken.engine.context import Progressed
from unbroken.engine.owner_clock import today_of
from unbroken.exchange.exporters.icalendar import Event

_PIECE: Final = 1461
"""Days that the engine is asked for at a time: four years."""


def met_periods(
    engine: Engine, document: Mapping[str, Any], progressed: Progressed | None = None
) -> Iterator[Event]:
    """An event for each met period, streak by streak in the owner's order.

    `progressed` is told of the streaks.
    """
    person = engine.owner()
    me, today = person.id, today_of(person, engine.clock())
    streaks = {each["activity_type"]: each for each in document["streaks"]}
    days: dict[str, list[str]] = {}
    for log in document["logs"]:
        if log["owner_id"] == me:
            days.setdefault(log["activity_type"], []).append(log["local_date"])
    enrolled = [each for each in document["enrolments"] if each["owner_id"] == me]
    for number, key in enumerate(
        each["activity_type"] for each in sorted(enrolled, key=lambda each: each["position"])
    ):
        if progressed is not None:
            progressed(number, len(enrolled))
        streak, recorded = streaks[key], days.get(key, [])
        first = date.fromisoformat(min([streak["starts_on"], *recorded]))
        last = date.fromisoformat(max([today.isoformat(), *recorded]))
        for begins, ends in _met(engine, key, first, last).items():
            yield Event((me, streak["id"], begins.isoformat()), streak["name"], begins, ends)


def _met(engine: Engine, key: str, first: date, last: date) -> dict[date, date]:
    """The met periods of a range of any length, first to last day, asked for in pieces."""
    met: dict[date, date] = {}
    while first <= last:
        until = min(first + timedelta(days=_PIECE - 1), last)
        for periods in engine.periods(key, first, until).values():
            met.update((each.first_day, each.last_day) for each in periods if each.state == "met")
        first = until + timedelta(days=1)
    return met
