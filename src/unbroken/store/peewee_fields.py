"""Column types of our own: SQLite has neither instants nor dates that compare rightly."""

from __future__ import annotations

from peewee import IntegerField, TextField

from unbroken.core.instants import Instant
from unbroken.core.local_days import Day, iso
from unbroken.store.stored_values import stored_day


class InstantField(IntegerField):
    """An instant as INTEGER microseconds since 1970."""

    def python_value(self, value: int | None) -> Instant | None:
        return None if value is None else Instant(value)


class DayField(TextField):
    """A local date as TEXT `YYYY-MM-DD`."""

    def db_value(self, value: Day | None) -> str | None:
        return None if value is None else iso(value)

    def python_value(self, value: str | None) -> Day | None:
        return None if value is None else stored_day(value)
