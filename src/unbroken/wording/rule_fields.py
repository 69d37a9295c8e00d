"""What people see of a streak's fields: the flags of the command line, the lines of the editor.

The fields themselves are in `core.streak_fields`; a test sees that each rule is in both tables.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple


class Flag(NamedTuple):
    """A flag of `add` and `edit` that takes a field's value (docs/interfaces.md section 1)."""

    field: str
    flag: str
    metavar: str
    help: str


class Switch(NamedTuple):
    """A flag that stands for one value of a field."""

    field: str
    flag: str
    value: Any
    help: str

    @property
    def dest(self) -> str:
        """What it is called among the options of a command."""
        return self.flag.removeprefix("--").replace("-", "_")


FLAGS: Final = (
    Flag("activity_type", "--type", "ACTIVITY_TYPE", "the streak's key in words: a-z 0-9 - _ ."),
    Flag("aggregation_method", "--method", "METHOD", "sum, count or days"),
    Flag("aggregation_period", "--period", "PERIOD", "daily, weekly, monthly, quarterly or yearly"),
    Flag("every", "--every", "N", "so many days, weeks, … are one period"),
    Flag("aggregation_target_value", "--target", "AMOUNT", "how much is enough, or the most"),
    Flag("unit", "--unit", "TEXT", "what is added up, such as min"),
    Flag("completion_target_value", "--length", "N", "periods until it is completed"),
    Flag("grace_periods", "--grace", "N", "missed periods in a row that are forgiven"),
    Flag("schedule", "--schedule", "DAYS", "weekdays that count, as mon,wed,fri"),
    Flag("starts_on", "--starts-on", "DAY", "the first day that counts"),
    Flag("color", "--color", "NAME", "a name such as green, or #rrggbb"),
    Flag("group", "--group", "TEXT", "a group to stand in"),
    Flag("description", "--description", "TEXT", "what it is about"),
)
"""In the order of the help."""

SWITCHES: Final = (
    Switch("goal", "--at-most", "at_most", "staying at or below the target is the goal"),
    Switch("goal", "--at-least", "at_least", "reaching the target is the goal"),
    Switch("strict", "--strict", True, "late logs do not count"),
    Switch("strict", "--not-strict", False, "late logs count"),
)


class Entry(NamedTuple):
    """The entry of one field in the editor."""

    field: str
    placeholder: str = ""
    """What stands there while nothing is written; `{grace}` and `{today}` are the owner's."""
    longest: int = 200
    """The most characters that it takes."""
    words: tuple[tuple[str, Any], ...] = ()
    """What can be chosen: as it is called there, and the value."""
    refused: str = ""
    """What is said in place of the rule's sentence while no number is written."""


class Line(NamedTuple):
    """A line of the editor; its errors and its name are those of the entry named."""

    label: str
    entries: tuple[Entry, ...]
    named: int = 0
    is_apart: bool = False
    """Whether there is a gap above it."""

    @property
    def field(self) -> str:
        """The field whose errors stand below the line."""
        return self.entries[self.named].field


LINES: Final = (
    Line("Name", (Entry("name", "what you do"),)),
    Line(
        "Count",
        (
            Entry(
                "aggregation_method",
                words=(("each log", "count"), ("the amounts", "sum"), ("the days", "days")),
            ),
        ),
        is_apart=True,
    ),
    Line(
        "Enough is",
        (
            Entry("goal", words=(("at least", "at_least"), ("at most", "at_most"))),
            Entry("aggregation_target_value", "1", longest=64),
        ),
        named=1,
    ),
    Line("Unit", (Entry("unit", "none, as min"),)),
    Line(
        "In every",
        (
            Entry("every", "1", longest=6, refused="Say how many make one period."),
            Entry(
                "aggregation_period",
                words=(
                    ("day", "daily"),
                    ("week", "weekly"),
                    ("month", "monthly"),
                    ("quarter", "quarterly"),
                    ("year", "yearly"),
                ),
            ),
        ),
    ),
    Line("On", (Entry("schedule"),)),
    Line(
        "Length",
        (Entry("completion_target_value", "no end", refused="The length must be a whole number."),),
        is_apart=True,
    ),
    Line(
        "Grace",
        (Entry("grace_periods", "yours: {grace}", refused="Grace must be a whole number."),),
    ),
    Line("Starts on", (Entry("starts_on", "today, {today}"),)),
    Line("Late logs", (Entry("strict", words=((" do not count", True),)),)),
    Line("Milestones", (Entry("milestones"),)),
    Line("Group", (Entry("group", "none"),), is_apart=True),
    Line("Colour", (Entry("color"),)),
    Line("Description", (Entry("description", longest=1000),)),
    Line("Key", (Entry("activity_type", "from the name"),)),
)
"""In the order in which people think of them."""

ENTRIES: Final = {entry.field: entry for line in LINES for entry in line.entries}
