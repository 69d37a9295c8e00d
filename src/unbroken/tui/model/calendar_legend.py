"""What the shapes of the calendar mean, for its help. Pure."""

from __future__ import annotations

from unbroken.core.typing import Final
from unbroken.tui.model.figures_legend import EVERY_ONE
from unbroken.tui.model.key_help import HelpGroup, HelpLine
from unbroken.wording.states import LEGEND_OF_ALL, LEGEND_OF_ONE
from unbroken.wording.symbols import Shapes

_OPEN: Final = "Open; so is a limit that holds so far, which is met once its period is over"
_IN_YEAR: Final = "Periods met of those decided, as in the year in review; of weekdays days alone"
_IN_MONTH: Final = "How much was met of all that the days asked for"


def calendar_legend(shapes: Shapes, *, of_one: bool, yearly: bool) -> HelpGroup:
    """Those of the days of one streak, or else of all together, and what its shares are of."""
    told = LEGEND_OF_ONE if of_one else LEGEND_OF_ALL
    lines = [
        HelpLine(shapes.of_state(state), _OPEN if state == "open" else said.capitalize())
        for state, said in told
        if state != "kept"
    ]
    if yearly or not of_one:
        lines += [HelpLine("%", _IN_YEAR if yearly else _IN_MONTH), HelpLine(*EVERY_ONE)]
    return HelpGroup("What is shown", tuple(lines))
