"""Every harness by its name, and how much of it is a full run."""

from __future__ import annotations

from importlib import import_module
from typing import Final

from torture.doors import Raised
from torture.report import Report, Run

FULL: Final = {
    "kills": 1000,
    "power_cuts": 1000,
    "flips": 2000,
    "disks": 500,
    "races": 200,
    "hostile_text": 200,
    "command_lines": 50_000,
    "files": 20_000,
    "keys": 20_000,
    "clocks": 2000,
    "sequences": 300,
    "sync": 10_000,
    "service": 50,
    "requests": 20_000,
}
"""Name, which is that of its module, to what is tried in a full run."""


def harness(name: str) -> Run:
    """The harness of a name; each is loaded only when it is run."""
    run: Run = import_module(f"torture.{name}").run
    return run


def run_harness(
    name: str, count: int, seed: int, *, first: int = 0, seconds: float | None = None
) -> Report:
    """Runs a harness; answers what it found. One that fails itself is not in the others' way."""
    report = Report(name, seed, first=first, seconds=seconds)
    raised = Raised()
    with raised:
        harness(name)(count, seed, report)
    if raised.told:
        report.found(f"the harness fails: {raised.told[-1500:]}")
    return report
