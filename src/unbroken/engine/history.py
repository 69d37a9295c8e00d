"""What was recorded: the logs of any range of days, newest first."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from unbroken.core.amounts import decimal_of
from unbroken.core.instants import Instant, moment_of
from unbroken.core.local_days import Day
from unbroken.core.results import Log
from unbroken.engine.context import Desk
from unbroken.engine.owner_rows import check_zone
from unbroken.store.stored_values import check_instants, stored_day

LOG_COLUMNS: Final = (
    "l.id, e.streak_id, s.activity_type, e.owner_id, l.activity_at, l.timezone, l.local_date,"
    " l.value, l.note, l.unique_identifier, l.recorded_at"
)
LOG_TABLES: Final = (
    "logs l JOIN enrolments e ON e.id = l.enrolment_id JOIN streaks s ON s.id = e.streak_id"
)


def check_log(at: Instant, zone: str, local_date: str, recorded_at: Instant) -> Day:
    """The local date of a log, as it is stored. Raises Unreadable where that is no log's time."""
    check_instants(at, recorded_at)
    check_zone(zone)
    return stored_day(local_date)


def log_result(row: tuple[Any, ...]) -> Log:
    """A row of LOG_COLUMNS as the engine answers it. Raises Unreadable for what is no log."""
    log, streak, activity, owner, at, zone, day, value, note, unique, recorded_at = row
    local_date = check_log(at, zone, day, recorded_at)
    return Log(
        log,
        streak,
        activity,
        owner,
        moment_of(at),
        zone,
        date.fromordinal(local_date),
        decimal_of(value),
        note,
        unique,
        moment_of(recorded_at),
    )


class History(Desk):
    """Looking back."""

    def history(
        self,
        streak: str | None = None,
        *,
        first: date | None = None,
        last: date | None = None,
        limit: int | None = None,
        all_owners: bool = False,
    ) -> list[Log]:
        """The logs of local dates `first` to `last`, both included, newest first.

        The owner's own, or with `all_owners` everybody's (admins only).
        """
        if all_owners:
            self._require_admin("see everybody's logs")
        conditions: list[str] = []
        parameters: list[Any] = []

        def narrow(condition: str, value: Any) -> None:
            conditions.append(condition)
            parameters.append(value)

        if not all_owners:
            narrow("e.owner_id = ?", self._owner_id())
        with self.store.reading():
            if streak is not None:
                narrow("e.streak_id = ?", self._habit(streak).id)
            if first is not None:
                narrow("l.local_date >= ?", first.isoformat())
            if last is not None:
                narrow("l.local_date <= ?", last.isoformat())
            where = " AND ".join(conditions) or "1"
            ending = "" if limit is None else f" LIMIT {limit:d}"
            return [
                log_result(row)
                for row in self.store.rows(
                    f"SELECT {LOG_COLUMNS} FROM {LOG_TABLES} WHERE {where}"
                    f" ORDER BY l.activity_at DESC, l.recorded_at DESC, l.id{ending}",
                    parameters,
                )
            ]
