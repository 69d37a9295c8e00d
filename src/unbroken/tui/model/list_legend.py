"""What the shapes and columns of the list mean, for its help. Pure."""

from __future__ import annotations

from typing import Final

from unbroken.tui.model.key_help import HelpGroup, HelpLine
from unbroken.wording.states import LEGEND
from unbroken.wording.symbols import Shapes

_WORDS: Final = (
    ("Now", "Its chance is closing, and a run of two or more ends with it"),
    ("Left", "Not done yet, with time to spare"),
    ("Ends", "How much time the open period has"),
    ("Run", "How many periods are met in a row"),
    ("Best", "The longest run"),
    ("Last 14", "The last periods; the one at the right is open"),
    ("Grace", "So many missed periods in a row end no run"),
    ("At most", "A log is one more of what is to be avoided: do nothing on a good day"),
)


def legend(shapes: Shapes) -> HelpGroup:
    """The signs as they are shown, and the words."""
    signs = [(shapes.of_state(state), said.capitalize()) for state, said in LEGEND]
    now = (shapes.now, "Has to be done now")
    return HelpGroup("What is shown", tuple(HelpLine(*each) for each in (*signs, now, *_WORDS)))
