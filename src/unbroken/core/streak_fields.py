"""The fields of a streak: one list, from which every layer makes its own.

Columns, checks, answers, JSON keys, documents and the judge's rules follow from it, and from what
people see of a field, which is in `wording.rule_fields`. Order and names are those of the
interchange document (docs/interfaces.md section 3), meanings those of docs/domain.md section 3.
"""

from __future__ import annotations

from unbroken.core.amounts import ONE
from unbroken.core.periods import PERIODS
from unbroken.core.rules import GOALS, LARGEST_COUNT, LARGEST_EVERY, METHODS
from unbroken.core.typing import Any, Final, NamedTuple, StrEnum

STATUSES: Final = ("live", "paused", "archived")


class Kind(StrEnum):
    """What the values of a field are. Each layer converts them by kind."""

    ID = "id"
    KEY = "key"
    """A text of a-z, 0-9 and - _ . alone."""
    NAME = "name"
    TEXT = "text"
    COLOUR = "colour"
    CHOICE = "choice"
    """One of a few words."""
    WHOLE = "whole"
    """A whole number."""
    TARGET = "target"
    """An amount, in thousandths; whether it may be 0 is for the goal to say."""
    TARGETS = "targets"
    """The later targets, rows of a table of their own."""
    WEEKDAYS = "weekdays"
    """Weekdays, 0 for Monday; they are stored as `0,1,4`."""
    DAY = "day"
    FLAG = "flag"
    REMINDERS = "reminders"
    """Times of reminders as texts; they are stored as `08:30,2h before`."""
    INSTANT = "instant"
    MILESTONES = "milestones"
    """Rows of a table of their own."""


class StreakField(NamedTuple):
    """One field: by `name` in every layer, in JSON and in documents."""

    name: str
    kind: Kind
    default: Any = None
    """The value, as it is stored, of a new streak of which nothing is said."""
    judged_as: str | None = None
    """What `Rules` calls it; None where no judgement depends on it."""
    is_optional: bool = False
    """Whether a streak may have none of it."""
    is_rule: bool = True
    """Whether people give it, as one of a streak's rules."""
    called: str | None = None
    """What messages call it, where that is not its name."""
    choices: tuple[str, ...] = ()
    least: int = 1
    most: int = LARGEST_COUNT
    stored_as: str | None = None
    """The column, where that has not its name."""

    @property
    def column(self) -> str:
        """Its column in the table of streaks."""
        return self.stored_as or self.name

    @property
    def noun(self) -> str:
        """What messages call it."""
        return self.called or self.name


FIELDS: Final = (
    StreakField("id", Kind.ID, is_rule=False),
    StreakField("activity_type", Kind.KEY, called="activity type"),
    StreakField("name", Kind.NAME, ""),
    StreakField("description", Kind.TEXT, ""),
    StreakField("unit", Kind.TEXT, is_optional=True),
    StreakField("color", Kind.COLOUR, is_optional=True, called="colour"),
    StreakField("group", Kind.TEXT, is_optional=True, stored_as="group_name"),
    StreakField(
        "aggregation_method",
        Kind.CHOICE,
        "count",
        judged_as="method",
        called="method",
        choices=METHODS,
    ),
    StreakField(
        "aggregation_period",
        Kind.CHOICE,
        "daily",
        judged_as="period",
        called="period",
        choices=PERIODS,
    ),
    StreakField(
        "every",
        Kind.WHOLE,
        1,
        judged_as="every",
        called="number after “every”",
        most=LARGEST_EVERY,
    ),
    StreakField("goal", Kind.CHOICE, "at_least", judged_as="goal", choices=GOALS),
    StreakField("aggregation_target_value", Kind.TARGET, ONE, judged_as="target"),
    StreakField("targets", Kind.TARGETS, judged_as="targets", is_rule=False),
    StreakField(
        "completion_target_value",
        Kind.WHOLE,
        judged_as="length",
        is_optional=True,
        called="length",
    ),
    StreakField(
        "grace_periods", Kind.WHOLE, judged_as="grace", is_optional=True, called="grace", least=0
    ),
    StreakField("schedule", Kind.WEEKDAYS, judged_as="schedule", is_optional=True),
    StreakField("starts_on", Kind.DAY, judged_as="starts_on"),
    StreakField("strict", Kind.FLAG, False, judged_as="strict"),
    StreakField("reminders", Kind.REMINDERS, is_optional=True),
    StreakField("status", Kind.CHOICE, "live", is_rule=False, choices=STATUSES),
    StreakField("archived_at", Kind.INSTANT, is_optional=True, is_rule=False),
    StreakField("milestones", Kind.MILESTONES, judged_as="milestones", is_rule=False),
)
"""Every field, in the order of documents and of JSON."""

RULES: Final = tuple(field for field in FIELDS if field.is_rule)
"""The fields that people give."""

STORED: Final = tuple(
    field for field in FIELDS if field.kind not in (Kind.TARGETS, Kind.MILESTONES)
)
"""The fields that are columns of the table of streaks, in its order."""
