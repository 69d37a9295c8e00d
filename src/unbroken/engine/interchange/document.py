"""An interchange document as rows of the tables (docs/interfaces.md section 3)."""

from __future__ import annotations

from collections.abc import Collection

from unbroken.core.local_days import Day, LocalDays
from unbroken.core.typing import Final, NamedTuple
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


class Document(NamedTuple):
    """A whole document as rows; enrolments, logs and skips name their streak and owner."""

    owners: list[OwnerPart]
    streaks: list[StreakPart]
    enrolments: list[Row]
    logs: list[Row]
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
            logs=kept(self.logs),
            skips=kept(self.skips),
        )
