"""What the shapes and columns of the list mean, for its help. Pure."""

from __future__ import annotations

from typing import Final

from unbroken.tui.model.key_help import HelpGroup, HelpLine
from unbroken.wording.states import LEGEND
from unbroken.wording.symbols import Shapes

RUNS: Final = (
    ("Run", "How many periods are met in a row"),
    ("Best", "The longest run"),
)
_NUMBER: Final = (
    "1-9",
    "The place in your own order, which it keeps in every order of the list; that key logs it",
)
_WORDS: Final = (
    ("Now", "Its chance is closing, and a run of two or more ends with it"),
    ("Left", "Not done yet, with time to spare"),
    (
        "Heading",
        "What was logged stays below its old one until you move on, so that no row jumps away",
    ),
    ("Ends", "How much time the open period has"),
    *RUNS,
)
_STRIP: Final = "The last periods; the one at the right is open"
_RULES: Final = (
    ("Grace", "So many missed periods in a row end no run"),
    ("At most", "A log is one more of what is to be avoided: do nothing on a good day"),
)


def legend(shapes: Shapes, strip: int) -> HelpGroup:
    """The signs as they are shown, and the words; the `strip` has so many periods, if any."""
    signs = [(shapes.of_state(state), said.capitalize()) for state, said in LEGEND]
    now = (shapes.now, "Has to be done now")
    last = [(f"Last {strip}", _STRIP)] if strip else []
    told = (_NUMBER, *signs, now, *_WORDS, *last, *_RULES)
    return HelpGroup("What is shown", tuple(HelpLine(*each) for each in told))
