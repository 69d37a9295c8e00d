"""A machine whose clock jumps, forward and back, between one command and the next."""

from __future__ import annotations

import random
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from snapshots import sample
from torture.answers import answer_faults
from torture.doors import DATABASE, a_folder, run_here, standing_in
from torture.report import Report
from torture.scenes import SINCE, Line

COMMANDS: Final = 10
"""Commands that are given to one database."""
_EDGES: Final = tuple(
    datetime.fromisoformat(each)
    for each in (
        *("1970-01-01T00:00:00Z", "1970-01-01T11:30:00Z", "2100-12-31T23:30:00Z"),
        *("2026-03-29T00:59:59Z", "2026-03-29T01:00:00Z", "2026-10-25T00:30:00Z"),
        *("2024-02-29T23:59:59Z", "2025-12-31T23:00:00Z", "2026-01-01T10:30:00Z"),
    )
)
_LAST: Final = datetime(2100, 12, 31, 23, tzinfo=UTC)
_LINES: Final[tuple[Line, ...]] = (
    *(
        ("log", "walk"),
        ("log", "piano"),
        ("log", "read", "5"),
        ("log", "coffee"),
        ("undo",),
        ("redo",),
    ),
    *(
        ("status",),
        ("due", "--short"),
        ("why", "walk"),
        ("calendar",),
        ("calendar", "gym"),
        ("history",),
    ),
    *(
        ("skip", "walk", "today"),
        ("unskip", "walk", "yesterday"),
        ("pause", "gym"),
        ("resume", "gym"),
    ),
    *(
        ("archive", "yoga"),
        ("restore", "yoga"),
        ("edit", "read", "--target", "3", "--yes"),
        ("backup",),
    ),
    *(("owner", "edit", "Ann", "--tz", "Asia/Tokyo"), ("log", "walk", "--at", "yesterday 21:30")),
    *(
        ("export",),
        ("export", "--format", "ics"),
        ("progress",),
        ("add", "Run"),
        ("--owner", "Ben", "due"),
    ),
)


def run(count: int, seed: int, report: Report) -> None:
    """Gives `count` commands, each at another time."""
    with a_folder() as room:
        with standing_in(room):
            sample.make(room / DATABASE, since=SINCE)
        for _, chance in report.rounds(count, COMMANDS):
            with a_folder() as folder:
                shutil.copytree(room, folder, dirs_exist_ok=True)
                with standing_in(folder):
                    _jump(report, folder, chance)


def _jump(report: Report, folder: Path, chance: random.Random) -> None:
    now = sample.MOMENT
    done: list[Line] = []
    for _ in range(COMMANDS):
        now = _jumped(now, chance)
        line: Line = chance.choice(_LINES)
        if chance.random() < 0.5:  # as `--now` says, or as the machine does
            line = ("--now", now.isoformat(), *line)
        done.append((f"{now:%Y-%m-%dT%H:%M:%SZ}:", *line))
        for said in (line, ("doctor",)):
            ran = run_here(*said, now=now)
            faults = list(answer_faults(said, ran))
            if said == ("doctor",) and ran.code:
                faults.append(f"the doctor finds: {ran.out}{ran.err}")
            for fault in faults:
                report.found(fault, done)
                return


def _jumped(now: datetime, chance: random.Random) -> datetime:
    """A time near or far from the one before."""
    kind = chance.random()
    if kind < 0.3:
        return chance.choice(_EDGES)
    span = chance.choice((timedelta(minutes=20), timedelta(days=2), timedelta(days=400)))
    moved = now + span * chance.uniform(-1, 1) * (10 if kind > 0.9 else 1)
    return min(max(moved, _EDGES[0]), _LAST).replace(microsecond=0)
