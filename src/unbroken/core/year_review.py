"""A year in review, as the engine answers it (docs/domain.md 4, the year in review)."""

from datetime import date
from decimal import Decimal

from unbroken.core.results import CalendarDay, Streak
from unbroken.core.typing import Final, NamedTuple

FIRST_YEAR: Final = 1970
"""The first year that there can be logs of."""


class YearMonth(NamedTuple):
    """A month of it: periods met of those decided, their share (None without any), logs."""

    first_day: date
    met: int
    asked: int
    share: Decimal | None
    logs: int


class YearWeekday(NamedTuple):
    """A weekday of it; `met` of `asked` only of periods of one day."""

    weekday: str
    met: int
    asked: int
    share: Decimal | None
    logs: int


class YearFigures(NamedTuple):
    """What a year comes to.

    `total` is what counted, of one streak alone; `perfect_days` are told of all alone.
    """

    met: int
    asked: int
    share: Decimal | None
    logs: int
    days_with_logs: int
    longest_run: int
    milestones: int
    total: Decimal | None
    perfect_days: int | None
    best_month: YearMonth | None
    best_weekday: YearWeekday | None


class YearRun(NamedTuple):
    """One of the longest chains that reach into the year."""

    activity_type: str
    name: str
    first_day: date
    last_day: date
    length: int


class First(NamedTuple):
    """What was so for the first time ever: `kind` is `log`, a first log, or `met`, a period met."""

    day: date
    kind: str
    activity_type: str
    name: str


class Won(NamedTuple):
    """A milestone that was reached."""

    day: date
    activity_type: str
    name: str
    milestone_target_value: int
    title: str


class YearStreak(NamedTuple):
    """One of several streaks, with its share in the year before."""

    activity_type: str
    name: str
    met: int
    asked: int
    share: Decimal | None
    share_before: Decimal | None
    logs: int
    longest_run: int
    archived: bool


class YearReview(NamedTuple):
    """A year of one streak, or of all (`streak` None), up to `last_day`.

    `before` is what the same days of the year before came to, None where nothing was decided or
    logged in them. The best come first; firsts and milestones are oldest first.
    """

    year: int
    streak: Streak | None
    first_day: date
    last_day: date
    figures: YearFigures
    before: YearFigures | None
    months: tuple[YearMonth, ...]
    weekdays: tuple[YearWeekday, ...]
    runs: tuple[YearRun, ...]
    firsts: tuple[First, ...]
    milestones: tuple[Won, ...]
    streaks: tuple[YearStreak, ...]
    days: tuple[CalendarDay, ...]
