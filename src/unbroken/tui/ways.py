"""Where screens lead to from anywhere."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Protocol

from unbroken.core.results import Streak


class Ways(Protocol):
    """What opens a screen in front of the one that is there; without a streak, of all."""

    def open_calendar(self, activity_type: str | None, day: date | None = None) -> Any:
        """Shows the days, with one chosen, else today."""

    def open_notes(self, streak: Streak | None = None) -> Any:
        """Lists what was written down."""

    def open_review(self, streak: Streak | None = None) -> Any:
        """Shows the year in review."""

    def as_listed(self, streaks: Iterable[Streak]) -> list[Streak]:
        """Streaks in the order in which the list has them."""
