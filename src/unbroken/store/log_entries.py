"""What judging needs of logs: entries in order of time, and days with what they come to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
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
    " AND l.local_date BETWEEN spans.first_day AND spans.last_day"
)
_DAYS: Final = (WHOLE, MAYBE_TEXT)
_DAY_AND_VALUE: Final = "local_date || ' ' || value"
_END: Final = "~"
"""A text behind every date, and behind most of what is none."""
_SPANS: Final = 300
"""Spans of one statement: each takes five parameters."""


class DaySpan(NamedTuple):
    """Local dates of an enrolment, both ends included."""

    enrolment_id: int
    first: Day
    last: Day


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


def load_by_day(
    store: Store, enrolment_id: int, first: Day | None, last: Day | None, *, summed: bool
) -> dict[Day, int]:
    """By local date: how many logs an enrolment has, or with `summed` what their values add up to.

    Without a `first` or a `last` day from the beginning or to the end. SQLite makes one text of
    them, since a row for each log takes five times as long.
    """
    [(text,)] = typed(
        store.rows(
            f"SELECT group_concat({_DAY_AND_VALUE if summed else 'local_date'}) FROM logs"
            " WHERE enrolment_id = ? AND activity_at BETWEEN ? AND ?"
            " AND local_date BETWEEN ? AND ?",
            (
                enrolment_id,
                -NO_LATER if first is None else earliest_of(first),
                NO_LATER if last is None else latest_of(last),
                "" if first is None else iso(first),
                _END if last is None else iso(last),
            ),
        ),
        (MAYBE_TEXT,),
    )
    if summed:
        return _days_in(text).values
    return {stored_day(day): count for day, count in _tally(text).items()}


class LoggedDays(NamedTuple):
    """By local date: how many logs there are, and what their values add up to."""

    logs: dict[Day, int]
    values: dict[Day, int]


def load_days_in(store: Store, spans: Iterable[DaySpan]) -> dict[int, LoggedDays]:
    """By enrolment: what lies on the days of spans, of which an enrolment has one at most."""
    found: dict[int, LoggedDays] = Known()
    for batch in batched(spans, _SPANS):
        rows = store.rows(
            f"WITH {_spans(batch)} SELECT enrolment_id, (SELECT group_concat({_DAY_AND_VALUE})"
            f" FROM logs l WHERE {_IN_SPAN}) FROM spans",
            _ends(batch),
        )
        for enrolment, text in typed(rows, _DAYS):
            found[enrolment] = _days_in(text)
    return found


def _tally(text: str | None) -> Counter[str]:
    """How often each part comes in a text that SQLite has put together."""
    return Counter(text.split(",") if text else ())


def _days_in(text: str | None) -> LoggedDays:
    """What days and values come to that stand together in such a text."""
    logs, values = dict[Day, int](), dict[Day, int]()
    for each, count in _tally(text).items():
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
            f" l.recorded_at FROM spans CROSS JOIN logs l WHERE {_IN_SPAN}",
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
            *(each.enrolment_id, iso(each.first), iso(each.last)),
            *(earliest_of(each.first), latest_of(each.last)),
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
