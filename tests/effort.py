"""How many random examples a property is tried with.

Every property names the number of its deep run (`UNBROKEN_TESTS=deep`, or
`--hypothesis-profile=deep`); the run of every day does with a share of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeVar

from hypothesis import settings

PLAIN: Final = "default"
DEEP: Final = "deep"

_SHARE: Final = 32
_FEWEST: Final = 12
_Choice = TypeVar("_Choice")


def examples(deep: int) -> int:
    """The number of examples in the profile in force, of a property that has `deep` at most."""
    return deep if thorough() else max(deep // _SHARE, _FEWEST)


def thorough() -> bool:
    """Whether what holds after every step is looked at after every step, not after the last."""
    return settings.get_current_profile_name() == DEEP


def in_turn(number: int, choices: Sequence[_Choice], many: int = 1) -> Sequence[_Choice]:
    """All choices in the deep run; else as many from the one on whose turn it is."""
    return choices if thorough() else [*choices, *choices][number % len(choices) :][:many]
