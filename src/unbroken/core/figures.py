"""The figures of a streak, as the engine answers them (docs/domain.md 4, figures)."""

from datetime import date
from decimal import Decimal

from unbroken.core.results import OwnerRef
from unbroken.core.typing import NamedTuple


class Completion(NamedTuple):
    """How many periods were met of those decided in the last `days` days, None for all.

    `share` is 0 to 1, None where nothing was decided; `change` is against the span before,
    None where the streak did not last all of that.
    """

    days: int | None
    met: int
    asked: int
    share: Decimal | None
    change: Decimal | None


class RunDays(NamedTuple):
    """Met periods in a row, with the first and the last day of them."""

    first_day: date
    last_day: date
    length: int


class Stretch(NamedTuple):
    """A week, month or quarter: its total, its average per decided period, its last strength."""

    first_day: date
    last_day: date
    total: Decimal
    average: Decimal | None
    met: int
    asked: int
    strength: Decimal


class Aim(NamedTuple):
    """What is done in the present week, month, quarter or year, against what it asks for."""

    span: str
    first_day: date
    last_day: date
    done: Decimal
    target: Decimal


class WeekdayFigures(NamedTuple):
    """What was done on one weekday; `met` of `asked` only where a day is a period.

    `hours` are the logs of each hour of the day.
    """

    weekday: str
    logs: int
    total: Decimal
    met: int
    asked: int
    hours: tuple[int, ...]


class Ahead(NamedTuple):
    """The next milestone: how many periods it is off, and how many days at the present pace."""

    milestone_target_value: int
    title: str
    left: int
    days: int | None


class SlipMonth(NamedTuple):
    """How often an `at_most` streak went above its target in a month."""

    first_day: date
    slips: int


class Slips(NamedTuple):
    """Since when an `at_most` streak has had no slip, and for how many days it had none at most."""

    last_day: date | None
    days_since: int | None
    longest_days: int
    months: tuple[SlipMonth, ...]


class Overview(NamedTuple):
    """The figures of one streak of one owner that stand in a line; `month` is of 30 days.

    `early` says that less than half of the strength is what was done since it began.
    """

    streak_id: str
    activity_type: str
    name: str
    owned_by_id: str
    owned_by: OwnerRef
    met: int
    asked: int
    share: Decimal | None
    month: Completion
    strength: Decimal
    current_streak: int
    longest_streak: int
    goal: str
    early: bool


class Statistics(NamedTuple):
    """All figures of one streak, over the days from `first_day` to `last_day`; `early` is that of
    an overview.
    """

    streak_id: str
    activity_type: str
    name: str
    first_day: date
    last_day: date
    met: int
    asked: int
    share: Decimal | None
    strength: Decimal
    current_streak: int
    longest_streak: int
    logs: int
    total: Decimal
    runs: tuple[RunDays, ...]
    completion: tuple[Completion, ...]
    stretch: str
    stretches: tuple[Stretch, ...]
    aims: tuple[Aim, ...]
    weekdays: tuple[WeekdayFigures, ...]
    ahead: Ahead | None
    slips: Slips | None
    early: bool
