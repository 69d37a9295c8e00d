"""Logs, as the engine answers them."""

from __future__ import annotations

from datetime import date

from unbroken.core.amounts import decimal_of
from unbroken.core.instants import moment_of
from unbroken.core.results import Log
from unbroken.store.logs import LogRow
from unbroken.store.stored_values import stored_day, stored_object


def log_answer(row: LogRow) -> Log:
    """A log, of a row that was checked as it was read."""
    return Log(
        row.id,
        row.streak_id,
        row.activity_type,
        row.owner_id,
        moment_of(row.activity_at),
        row.timezone,
        date.fromordinal(stored_day(row.local_date)),
        decimal_of(row.value),
        row.note,
        row.unique_identifier,
        moment_of(row.recorded_at),
        None if row.metadata is None else stored_object(row.metadata),
        row.reference,
    )
