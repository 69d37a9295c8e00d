"""What other trackers say about single days, as logs and skips of an interchange document."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any, Final, NamedTuple

from unbroken.exchange.contract import CivilInstants
from unbroken.exchange.documents.import_notes import ImportNotes
from unbroken.exchange.documents.source_ids import source_id
from unbroken.exchange.readers import cell_values

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


class MarkPlacer:
    """Turns marks into logs and skips, counting what cannot become one."""

    def __init__(self, format_name: str, instants: CivilInstants, notes: ImportNotes) -> None:
        self._format = format_name
        self._civil = instants
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
                        "id": source_id(self._format, key, "skip", local_date),
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
                    "id": source_id(self._format, key, "log", local_date, *ordinal),
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
            self._instants[day] = self._civil.on(day)
        return self._instants[day]

    def _value(self, value: Decimal, subject: str) -> int | Decimal | None:
        """The value of a log (docs/domain.md section 3); None for one that makes no log."""
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
