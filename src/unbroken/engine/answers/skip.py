"""Skips, as the engine answers them."""

from __future__ import annotations

from datetime import date

from unbroken.core.local_days import optional_date
from unbroken.core.reports import Skip
from unbroken.store.skips import SkipRow
from unbroken.store.streaks import StreakRow


def skip_answer(skip: SkipRow, streak: StreakRow | None) -> Skip:
    """A skip, of a streak or of all (None)."""
    return Skip(
        skip.id,
        None if streak is None else streak.activity_type,
        skip.owner_id,
        date.fromordinal(skip.first_day),
        optional_date(skip.last_day),
        skip.reason,
    )
