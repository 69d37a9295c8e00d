"""What people see of a streak's fields: the flags of the command line, the lines of the editor.

The fields themselves are in `core.streak_fields`; a test sees that each rule is in both tables.
"""

from __future__ import annotations

from unbroken.core.typing import Any, Final, NamedTuple


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
    Flag(
        "starts_on",
        "--starts-on",
        "DAY",
        "from when on it asks for something; earlier logs count too",
    ),
    Flag(
        "reminders",
        "--remind",
        "TIME",
        "when to be reminded, as 08:30 or '2h before' the period ends; may be repeated",
    ),
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
    is_more: bool = False
    """Whether it is one of those that most streaks do without."""

    @property
    def field(self) -> str:
        """The field whose errors stand below the line."""
        return self.entries[self.named].field


LINES: Final = (
    Line("Name", (Entry("name", "what you do"),)),
    Line("How much", (Entry("aggregation_target_value", "how much is enough, as 20", longest=64),)),
    Line("Unit", (Entry("unit", "none, as min"),)),
    Line(
        "Every",
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
        "What counts",
        (
            Entry(
                "aggregation_method",
                words=(
                    ("every log", "count"),
                    ("the amount of each log", "sum"),
                    ("days with a log", "days"),
                ),
            ),
        ),
        is_more=True,
    ),
    Line(
        "Goal",
        (
            Entry(
                "goal", words=(("to reach it", "at_least"), ("to stay at or below it", "at_most"))
            ),
        ),
        is_more=True,
    ),
    Line(
        "Ends after",
        (Entry("completion_target_value", "no end", refused="The length must be a whole number."),),
        is_more=True,
    ),
    Line(
        "Grace",
        (
            Entry(
                "grace_periods",
                "{grace}, as in the settings",
                refused="Grace must be a whole number.",
            ),
        ),
        is_more=True,
    ),
    Line("Starts on", (Entry("starts_on", "today, {today}"),), is_more=True),
    Line("Late logs", (Entry("strict", words=((" do not count", True),)),), is_more=True),
    Line("Remind at", (Entry("reminders", "never, as 08:30, 2h before"),), is_more=True),
    Line("Milestones", (Entry("milestones"),), is_more=True),
    Line("Group", (Entry("group", "none"),), is_more=True),
    Line("Colour", (Entry("color"),), is_more=True),
    Line("Description", (Entry("description", longest=1000),), is_more=True),
    Line("Short name", (Entry("activity_type", "from the name"),), is_more=True),
)
"""In the order in which people think of them; three questions (what, how much of it, how often)
come first.
"""

KINDS: Final = (
    (" done once", "once"),
    (" so many times", "times"),
    (" an amount", "amount"),
    (" so many days", "days"),
    (" at most, or never", "limit"),
)
"""What kind of streak it is: as it is called in the editor, and in short."""

HELP: Final = {
    **{flag.field: flag.help for flag in FLAGS},
    "name": "what you do, as you would say it",
    "kind": "arrows choose what makes a day, a week or a month count",
    "aggregation_target_value": "how much is enough, or the most that is still all right",
    "every": "1 for each day, week or month; 2 for each second one",
    "aggregation_period": "arrows choose how long there is time for it",
    "schedule": "the days that count: arrows go there, space turns one over",
    "completion_target_value": "so many days, weeks or months in a row and it is complete",
    "grace_periods": "so many missed in a row are forgiven, and the run goes on",
    "aggregation_method": "what is added up towards the goal",
    "goal": "to reach the amount, or to stay at or below it",
    "strict": "when ticked, a log that is written down after its day has ended counts for nothing",
    "reminders": "times of the day, as 08:30, or 2h before the period ends; once a period each",
    "milestones": "a title to win when the run is so long",
    "milestone_number": "so many periods in a row, as 30; the title comes beside it",
    "add_milestone": "one more: after how many periods in a row, and what you get for it",
    "activity_type": "how commands and files call it: a-z 0-9 - _ .",
    "color": "a bar of that colour stands before the name",
    "fold": "what most streaks do without",
}
"""What is said of a field while it has the focus."""

ENTRIES: Final = {entry.field: entry for line in LINES for entry in line.entries}
