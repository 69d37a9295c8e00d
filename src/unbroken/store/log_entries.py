"""What judging needs of logs: entries in order of time, and days with what they come to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from operator import attrgetter, itemgetter

from unbroken.core.instants import MICROSECONDS
from unbroken.core.judge_state import LogEntry
from unbroken.core.local_days import AROUND_A_DAY, Day, earliest_of, iso, latest_of, zone_info
from unbroken.core.typing import Any, Final, NamedTuple
from unbroken.store.connection import Store
from unbroken.store.logs import NO_LATER, zone_names
from unbroken.store.stored_values import (
    MAYBE_TEXT,
    TEXT,
    WHOLE,
    Known,
    batched,
    check_instants,
    check_numbers,
    marks,
    optional_day,
    stored_amount,
    stored_day,
    typed,
)

_ENTRY: Final = (WHOLE, TEXT, WHOLE, WHOLE)
_JUDGED: Final = itemgetter(1, 3, 4, 7)
"""What a judge needs of a row of such columns."""
_AT: Final = attrgetter("at")
_IN_SPAN: Final = (
    "l.enrolment_id = spans.enrolment_id AND l.activity_at BETWEEN spans.since AND spans.until"
)
"""A day or two more than a span has."""
_ON_DAYS: Final = "l.local_date BETWEEN spans.first_day AND spans.last_day"
_DAYS: Final = (WHOLE, MAYBE_TEXT)
_DAY_AND_VALUE: Final = "local_date || ' ' || value"
_END: Final = "~"
"""A text behind every date, and behind most of what is none."""
_SPANS: Final = 300
"""Spans of one statement: each takes five parameters."""


class DaySpan(NamedTuple):
    """Local dates of an enrolment, both ends included: None where there is no end."""

    enrolment_id: int
    first: Day | None
    last: Day | None


def entries_of(rows: list[tuple[Any, ...]]) -> list[LogEntry]:
    """What a judge needs of such rows. Raises Unreadable where one of them is no log's."""
    return _entries([*map(_JUDGED, rows)])


def load_entries(store: Store, enrolment_id: int) -> list[LogEntry]:
    """What a judge needs of an enrolment's whole history, oldest first."""
    rows = store.rows(
        "SELECT activity_at, local_date, value, recorded_at FROM logs WHERE enrolment_id = ?"
        " ORDER BY activity_at",
        (enrolment_id,),
    )
    return _entries(rows)


def load_entries_and_hours(store: Store, enrolment_id: int) -> tuple[list[LogEntry], list[int]]:
    """What a judge needs of the logs of an enrolment, oldest first, and the hour of each.

    That is the one which the clocks of its zone showed.
    """
    rows = store.rows(
        "SELECT activity_at, local_date, value, recorded_at, timezone FROM logs"
        " WHERE enrolment_id = ? ORDER BY activity_at",
        (enrolment_id,),
    )
    entries = _entries([row[:4] for row in rows])
    names = Known(zone_names(store))
    zones = {key: zone_info(names[key]) for key in {row[4] for row in rows}}
    hours = [datetime.fromtimestamp(row[0] // MICROSECONDS, zones[row[4]]).hour for row in rows]
    return entries, hours


class LoggedDays(NamedTuple):
    """By local date: how many logs there are, and what their values add up to."""

    logs: dict[Day, int]
    values: dict[Day, int]


def load_days_in(
    store: Store, spans: Iterable[DaySpan], *, valued: bool = True
) -> dict[int, LoggedDays]:
    """By enrolment: what lies on the days of spans, of which an enrolment has one at most.

    Without `valued` no values are read. SQLite makes one text of what is in a span, since a row
    for each log takes five times as long. Raises Unreadable also for what is no date around it.
    """
    found: dict[int, LoggedDays] = Known()
    read = _DAY_AND_VALUE if valued else "local_date"
    for batch in batched(spans, _SPANS):
        rows = store.rows(
            f"WITH {_spans(batch)} SELECT enrolment_id, (SELECT group_concat({read})"
            f" FROM logs l WHERE {_IN_SPAN}) FROM spans",
            _ends(batch),
        )
        for enrolment, text in typed(rows, _DAYS):
            tally = Counter(text.split(",") if text else ())
            found[enrolment] = _days_and_values(tally) if valued else _days_alone(tally)
        for enrolment, first, last in batch:
            for numbers in found[enrolment]:
                outside = [
                    day
                    for day in numbers
                    if (first is not None and day < first) or (last is not None and day > last)
                ]
                for day in outside:
                    del numbers[day]
    return found


def _days_alone(tally: Mapping[str, int]) -> LoggedDays:
    """The days that stand in a text, each as often as it does."""
    return LoggedDays({stored_day(day): count for day, count in tally.items()}, {})


def _days_and_values(tally: Mapping[str, int]) -> LoggedDays:
    """The same of a text in which each has a value."""
    logs, values = dict[Day, int](), dict[Day, int]()
    for each, count in tally.items():
        date, _, value = each.partition(" ")
        day = stored_day(date)
        logs[day] = logs.get(day, 0) + count
        values[day] = values.get(day, 0) + stored_amount(value) * count
    return LoggedDays(logs, values)


def load_entries_in(store: Store, spans: Iterable[DaySpan]) -> dict[int, list[LogEntry]]:
    """By enrolment: what a judge needs of the logs in spans of days, oldest first.

    The span is the inner loop's key: the cost grows with what is in it, not with the history.
    Raises Unreadable for a log that only a damaged index has among them.
    """
    found: dict[int, list[LogEntry]] = Known()
    for batch in batched(spans, _SPANS):
        for span in batch:
            found.setdefault(span.enrolment_id, [])
        rows = store.rows(
            f"WITH {_spans(batch)} SELECT l.enrolment_id, l.activity_at, l.local_date, l.value,"
            f" l.recorded_at FROM spans CROSS JOIN logs l WHERE {_IN_SPAN} AND {_ON_DAYS}",
            _ends(batch),
        )
        for row, entry in zip(rows, _entries([row[1:] for row in rows]), strict=True):
            found[row[0]].append(entry)
    for entries in found.values():  # each span comes in order already, unless its index is gone
        entries.sort(key=_AT)
    return found


def _spans(batch: Sequence[DaySpan]) -> str:
    """Spans as a table within a statement."""
    rows = ", ".join(["(?, ?, ?, ?, ?)"] * len(batch))
    return f"spans (enrolment_id, first_day, last_day, since, until) AS (VALUES {rows})"


def _ends(batch: Iterable[DaySpan]) -> list[Any]:
    """Its values."""
    return [
        value
        for each in batch
        for value in (
            each.enrolment_id,
            "" if each.first is None else iso(each.first),
            _END if each.last is None else iso(each.last),
            -NO_LATER if each.first is None else earliest_of(each.first),
            NO_LATER if each.last is None else latest_of(each.last),
        )
    ]


def earliest_days(store: Store, enrolment_ids: Iterable[int]) -> dict[int, Day | None]:
    """By enrolment: the earliest local date with a log, None without any.

    That is of one of the first logs in time.
    """
    return {
        enrolment: optional_day(day)
        for batch in batched(enrolment_ids)
        for enrolment, day in store.rows(
            "SELECT e.id, (SELECT MIN(l.local_date) FROM logs l WHERE l.enrolment_id = e.id"
            " AND l.activity_at <= ? + (SELECT MIN(f.activity_at) FROM logs f"
            f" WHERE f.enrolment_id = e.id)) FROM enrolments e WHERE e.id IN ({marks(len(batch))})",
            (AROUND_A_DAY, *batch),
        )
    }


def _entries(rows: list[tuple[Any, ...]]) -> list[LogEntry]:
    """Rows of (activity at, local date, value, recorded at), as a judge takes them.

    What is checked is checked of all at once. Raises Unreadable where one of them is no log's.
    """
    if not rows:
        return []
    instants, dates, values, recorded = zip(*typed(rows, _ENTRY), strict=True)
    check_instants(min(instants), max(instants), min(recorded), max(recorded))
    check_numbers(min(values), max(values))
    days = {each: stored_day(each) for each in set(dates)}
    return [*map(LogEntry, instants, map(days.__getitem__, dates), values, recorded)]
