"""What the engine has for exporters: the document, the owner, and the met periods."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, Final

from unbroken.core.results import Owner
from unbroken.engine.api import Engine
from unbroken.engine.context import Progressed
from unbroken.engine.owner_clock import today_of
from unbroken.exchange.contract import MetPeriod

_DAYS_AT_ONCE: Final = 1461
"""Days that the engine is asked for at a time: four years."""
_STEP: Final = 1000
"""Logs after which an export says how far it is."""


class EngineSource:
    """What one caller of the engine may export, each part read when it is first asked for.

    It is to be used inside one `snapshot` of the engine: logs are read when they are taken.

    `progressed` is told how many logs were taken from the document, or of how many streaks the met
    periods are known; what it raises ends the export.
    """

    def __init__(
        self, engine: Engine, *, progressed: Progressed | None = None, ascii_only: bool = False
    ) -> None:
        self._engine = engine
        self._progressed = progressed
        self.ascii_only = ascii_only

    @cached_property
    def document(self) -> dict[str, Any]:
        """Everything of everybody, as an interchange document. Raises Forbidden."""
        document = self._engine.export_stream()
        if self._progressed is not None:
            document["logs"] = _CountedLogs(document["logs"], self._progressed)
        return document

    @property
    def owner_id(self) -> str:
        """The owner in use."""
        return self._owner.id

    @cached_property
    def today(self) -> date:
        """The owner's local date."""
        return today_of(self._owner, self._engine.clock())

    @cached_property
    def now(self) -> datetime:
        """The instant of the export, an aware time."""
        return self._engine.clock()

    def met_periods(self) -> Iterator[MetPeriod]:
        """The met periods of the owner's streaks, streak by streak in the owner's order."""
        document, me, today = self.document, self.owner_id, self.today
        streaks = {each["activity_type"]: each for each in document["streaks"]}
        days: dict[str, list[str]] = {}
        for log in document["logs"]:
            if log["owner_id"] == me:
                days.setdefault(log["activity_type"], []).append(log["local_date"])
        enrolled = [each for each in document["enrolments"] if each["owner_id"] == me]
        enrolled.sort(key=lambda each: each["position"])
        for number, enrolment in enumerate(enrolled):
            if self._progressed is not None:
                self._progressed(number, len(enrolled))
            key = enrolment["activity_type"]
            streak, recorded = streaks[key], days.get(key, [])
            first = date.fromisoformat(min([streak["starts_on"], *recorded]))
            last = date.fromisoformat(max([today.isoformat(), *recorded]))
            for begins, ends in self._met(key, first, last).items():
                parts = (me, streak["id"], begins.isoformat())
                yield MetPeriod(parts, streak["name"], begins, ends)

    @cached_property
    def _owner(self) -> Owner:
        return self._engine.owner()

    def _met(self, key: str, first: date, last: date) -> dict[date, date]:
        """First to last day of the met periods of a range of any length, asked for in pieces."""
        met: dict[date, date] = {}
        while first <= last:
            until = min(first + timedelta(days=_DAYS_AT_ONCE - 1), last)
            for periods in self._engine.periods(key, first, until).values():
                met.update((one.first_day, one.last_day) for one in periods if one.state == "met")
            first = until + timedelta(days=1)
        return met


class _CountedLogs:
    """Logs that tell how many of them were taken, whoever takes them."""

    def __init__(self, logs: Collection[Any], progressed: Progressed) -> None:
        self._logs = logs
        self._progressed = progressed

    def __len__(self) -> int:
        return len(self._logs)

    def __iter__(self) -> Iterator[Any]:
        count = len(self)
        for number, log in enumerate(self._logs):
            if number % _STEP == 0:
                self._progressed(number, count)
            yield log
