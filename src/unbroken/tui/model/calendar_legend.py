"""What the shapes of the calendar mean, for its help. Pure."""

from __future__ import annotations

from unbroken.tui.model.key_help import HelpGroup, HelpLine
from unbroken.wording.states import LEGEND_OF_ALL, LEGEND_OF_ONE
from unbroken.wording.symbols import Shapes


def calendar_legend(shapes: Shapes, *, of_one: bool) -> HelpGroup:
    """Those of the days of one streak, or else of all together."""
    told = LEGEND_OF_ONE if of_one else LEGEND_OF_ALL
    lines = (HelpLine(shapes.of_state(state), said.capitalize()) for state, said in told)
    return HelpGroup("What is shown", tuple(lines))
