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


class Span:
    """How many logs there are, and the first and the last of their local dates."""

    __slots__ = ("count", "first", "last")

    def __init__(self) -> None:
        self.count = 0
        self.first = self.last = Day(0)

    def count_in(self, day: Day) -> None:
        """Counts a log of a day in."""
        if not self.count:
            self.first = self.last = day
        elif day > self.last:
            self.last = day
        elif day < self.first:
            self.first = day
        self.count += 1


class LogGroup:
    """What is to be known of the logs of one owner in one streak before they are written."""

    __slots__ = (
        *("activity_type", "days", "earliest_at", "earliest_day", "has_identifiers"),
        *("needs_value", "number", "owner_id", "span"),
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
        self.has_identifiers = False
        """Whether a log has a unique identifier."""
        self.span = Span()
        self.earliest_at: Instant | None = None
        self.earliest_day = Day(0)
        """Time and local date of the log that is earliest in time."""

    def count_in(self, at: Instant, day: Day) -> None:
        """Counts a log in."""
        self.span.count_in(day)
        if self.earliest_at is None or at < self.earliest_at:
            self.earliest_at, self.earliest_day = at, day


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

        return self._replace(
            streaks=[
                each for each in self.streaks if each.row["activity_type"] not in activity_types
            ],
            enrolments=kept(self.enrolments),
            groups=[each for each in self.groups if each.activity_type not in activity_types],
            skips=kept(self.skips),
        )
