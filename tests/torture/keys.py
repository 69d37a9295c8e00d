"""Random keys at random sizes of the terminal, in bursts, with pasted text between them."""

from __future__ import annotations

from typing import Final

from torture.apps import a_bench
from torture.doors import Raised
from torture.report import Report
from tui.opening import travelled
from tui.test_key_fuzz import press_at_random

KEYS: Final = 50
"""Keys that one app is given."""


def run(count: int, seed: int, report: Report) -> None:
    """Presses `count` keys."""
    for _, chance in report.rounds(count, KEYS):
        raised = Raised()
        with a_bench(travelled) as made, raised:
            press_at_random(made, chance, KEYS)
        if raised.told:
            report.found(f"the app fails: {raised.told[-1500:]}")
