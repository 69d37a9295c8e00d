"""An interchange document as rows of the tables (docs/interfaces.md section 3)."""

from __future__ import annotations

from collections.abc import Collection

from unbroken.core.instants import Instant
from unbroken.core.local_days import Day, LocalDays
from unbroken.core.typing import Final, NamedTuple
from unbroken.store.staged_logs import StagedLogs
from unbroken.store.stored_values import Row

VERSION: Final = 1
"""The version that is written, and the only one that is read."""


CONFIG: Final = ("grace_period_days", "activity_types")
"""The settings of apps that record by HTTP, which are in a document."""


class OwnerPart(NamedTuple):
    """An owner of a document; the rows are those of the tables."""

    row: Row
    days: LocalDays


class StreakPart(NamedTuple):
    """A streak of a document. `starts_on` is None where it is left to the earliest log."""

    row: Row
    targets: list[tuple[Day, int]]
    milestones: list[Row]


class LogGroup:
    """What is to be known of the logs of one owner in one streak before they are written."""

    __slots__ = (
        *("activity_type", "count", "days", "first_at", "first_date", "first_day"),
        *("last_day", "needs_value", "number", "owner_id"),
    )

    def __init__(
        self, number: int, activity_type: str, owner_id: str, days: LocalDays, needs_value: bool
    ) -> None:
        self.number = number
        """Its place among all groups."""
        self.activity_type = activity_type
        self.owner_id = owner_id
        self.days = days
        self.needs_value = needs_value
        """Whether a log must say its amount."""
        self.count = 0
        self.first_day = self.last_day = Day(0)
        self.first_at: Instant | None = None
        self.first_date = Day(0)
        """The local date of the log that is earliest in time."""

    def count_in(self, at: Instant, day: Day) -> None:
        """Counts a log in."""
        self.count += 1
        if self.first_at is None:
            self.first_day = self.last_day = day
        elif day > self.last_day:
            self.last_day = day
        elif day < self.first_day:
            self.first_day = day
        if self.first_at is None or at < self.first_at:
            self.first_at, self.first_date = at, day


class Document(NamedTuple):
    """A whole document as rows; enrolments, logs and skips name their streak and owner."""

    owners: list[OwnerPart]
    streaks: list[StreakPart]
    enrolments: list[Row]
    groups: list[LogGroup]
    """Those of the logs that are staged, by their numbers."""
    logs: StagedLogs
    skips: list[Row]
    coupons: list[Row]
    config: Row
    """Settings by key, as they are stored."""

    def without(self, activity_types: Collection[str]) -> Document:
        """The same without some streaks and all that is about them."""
        if not activity_types:
            return self

        def kept(rows: list[Row]) -> list[Row]:
            return [each for each in rows if each["activity_type"] not in activity_types]

        self.logs.drop_groups(
            each.number for each in self.groups if each.activity_type in activity_types
        )
        return self._replace(
            streaks=[
                each for each in self.streaks if each.row["activity_type"] not in activity_types
            ],
            enrolments=kept(self.enrolments),
            groups=[each for each in self.groups if each.activity_type not in activity_types],
            skips=kept(self.skips),
        )
