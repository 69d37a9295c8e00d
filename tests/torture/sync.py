"""Machines that share a folder: changes, files that come late, torn or out of order, clocks years
apart, restores, clones and machines that are set back. At the end all agree, and no log is lost.
"""

from __future__ import annotations

import os
from typing import Final

import pytest

from machines import World, play
from torture.doors import Raised, a_folder
from torture.report import Report

STEPS: Final = 50
"""What happens in a story."""


def run(count: int, seed: int, report: Report) -> None:
    """Tries `count` stories."""
    for _, chance in report.rounds(count):
        raised = Raised()
        with a_folder() as home, pytest.MonkeyPatch.context() as patch, raised:
            patch.setenv("TZ", "UTC")
            patch.setattr(os, "urandom", chance.randbytes)  # ids too are the same again
            world = World(home, patch, chance)
            try:
                play(world, STEPS)
                world.settle()
                world.check()
            finally:
                world.close()
        if raised.told:
            report.found(raised.told[-3000:])
