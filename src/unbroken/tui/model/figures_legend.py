"""What the figures mean, for the help of the screens that show them (docs/domain.md 4). Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from unbroken.tui.model.key_help import HelpGroup, HelpLine
from unbroken.tui.model.list_legend import RUNS

EVERY_ONE: Final = ("100%", "Every one, with none missing: shares are cut to whole ones")
_MET: Final = ("Met", "How many periods were met, of those that are decided; an open one is not")
_STRENGTH: Final = (
    "Strength",
    "How firm the habit is: it grows with what is met; what is missed takes a part",
)
_OF_ALL: Final = (
    _MET,
    ("All", "The same as a share, since the first period"),
    ("30 days", "The share of the last 30 days"),
    ("Change", "How much that is above or below the 30 days before them"),
    _STRENGTH,
    *RUNS,
    EVERY_ONE,
)
_OF_ONE: Final = (
    _MET,
    _STRENGTH,
    *RUNS,
    EVERY_ONE,
    ("Completion", "The share of the last so many days, against as many before them"),
    ("Target", "What was done, against what its days asked for; skipped days do not"),
    ("Pace", "Periods met a day in the last 90 days"),
    ("Attempt", "From a log on until the streak breaks or is completed; a run may go on behind it"),
)
_OF_YEAR: Final = (
    _MET,
    ("Share", "The same as a share"),
    EVERY_ONE,
    ("Longest run", "As long as it was at its end, or is by now"),
    ("Perfect days", "Days on which each daily streak was met that asked for something"),
    ("All met", "In the map: each streak was, the longer periods around that day too"),
    ("Best month", "The one with the highest share; so the best weekday, of daily streaks"),
)


def legend_of_all() -> list[HelpGroup]:
    """The columns of the list of figures."""
    return _group(_OF_ALL)


def legend_of_one() -> list[HelpGroup]:
    """The figures of a streak."""
    return _group(_OF_ONE)


def legend_of_year() -> list[HelpGroup]:
    """The figures of a year."""
    return _group(_OF_YEAR)


def _group(told: Iterable[tuple[str, str]]) -> list[HelpGroup]:
    return [HelpGroup("What is shown", tuple(HelpLine(*each) for each in told))]
