"""Marks of single days, placed into the document as logs and skips."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any, Final, NamedTuple

from unbroken.exchange.contract import Moments
from unbroken.exchange.import_notes import Notes
from unbroken.exchange.readers import cell_values

NAMESPACE: Final = uuid.UUID("6f1d3c52-8a0e-5b7c-9d43-2e7f10c4ab96")
"""The fixed namespace of all ids made from other trackers' files."""

LARGEST_VALUE: Final = 1_000_000_000
THOUSANDTH: Final = Decimal("0.001")

DONE: Final = "done"
SKIP: Final = "skip"
NO: Final = "no"
"""An explicit no, or a zero."""
UNKNOWN: Final = "unknown"
"""Nothing recorded; the day only carries a note."""


class Mark(NamedTuple):
    """What a tracker says about one day."""

    kind: str
    value: Decimal
    note: str
    at: str | None


def id_of(*parts: str) -> str:
    """The id made from where something stands in its source: the same at every import."""
    return str(uuid.uuid5(NAMESPACE, json.dumps(parts)))


class Placer:
    """Turns marks into logs and skips, counting what cannot become one."""

    def __init__(self, format_name: str, moments: Moments, notes: Notes) -> None:
        self._format = format_name
        self._moments = moments
        self._notes = notes
        self._instants: dict[date, str | None] = {}

    def place(
        self,
        key: str,
        fields: dict[str, Any],
        marks: Mapping[tuple[date, int], Mark],
        logs: list[dict[str, Any]],
        skips: list[dict[str, Any]],
    ) -> date | None:
        """Adds one habit's logs and skips; answers its earliest recorded day."""
        first = None
        name, activity_type = fields["name"], fields["activity_type"]
        for (day, nth), mark in sorted(marks.items()):
            moment = mark.at or self._moment(day)
            if moment is None:
                self._notes.out_of_range(name)
                continue
            if first is None and mark.kind != UNKNOWN:
                first = day
            local_date = day.isoformat()
            if mark.kind == SKIP:
                skips.append(
                    {
                        "id": id_of(self._format, key, "skip", local_date),
                        "activity_type": activity_type,
                        "first_day": local_date,
                        "last_day": local_date,
                        "reason": mark.note,
                    }
                )
                continue
            value = self._value(mark.value, name) if mark.kind == DONE else None
            if value is None:
                if mark.note:
                    self._notes.lost_note(name)
                continue
            ordinal = (str(nth),) if nth else ()
            logs.append(
                {
                    "id": id_of(self._format, key, "log", local_date, *ordinal),
                    "activity_type": activity_type,
                    "activity_at": moment,
                    "local_date": local_date,
                    "value": value,
                    "note": mark.note,
                    "unique_identifier": None,
                }
            )
        return first

    def _moment(self, day: date) -> str | None:
        if day not in self._instants:
            self._instants[day] = self._moments.on(day)
        return self._instants[day]

    def _value(self, value: Decimal, subject: str) -> int | Decimal | None:
        """A value that a log may have (DOMAIN.md 3); None for one that makes no log."""
        if value > LARGEST_VALUE:
            self._notes.tally(
                "1 value was left out: it is above 1,000,000,000.",
                "{n} values were left out: they are above 1,000,000,000.",
                subject,
            )
            return None
        if value < 0:
            self._notes.tally(
                "1 value was left out: it is below zero.",
                "{n} values were left out: they are below zero.",
                subject,
            )
            return None
        rounded = value.quantize(THOUSANDTH, ROUND_HALF_EVEN)
        if rounded != value:
            self._notes.tally(
                "1 value was rounded to 3 decimal places.",
                "{n} values were rounded to 3 decimal places.",
                subject,
            )
        return cell_values.plain(rounded) if rounded else None
