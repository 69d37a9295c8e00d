"""Two to eight programs at once on one database: each change is there once, and none is spoiled."""

from __future__ import annotations

import json
import random
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from snapshots import sample, trackers
from snapshots.driving import Ran
from torture.doors import DATABASE, a_folder, ended, run_here, standing_in, start
from torture.report import Report
from torture.scenes import SINCE, Line, copies, facts_of, leftovers, wrong_sums
from unbroken.engine.api import open_engine

MOST: Final = 8
_BUSY: Final = 3
"""The exit code of a program that waited for the others too long."""


class Entered(NamedTuple):
    """A line with a given id, by which its log is found again."""

    line: Line
    given: str | None = None


def run(count: int, seed: int, report: Report) -> None:
    """Runs `count` races."""
    with a_folder() as room:
        with standing_in(room):
            sample.make(room / DATABASE, since=SINCE)
            trackers.write(room)
        for _, chance in report.rounds(count):
            entered = [_line(chance, number) for number in range(chance.randint(2, MOST))]
            with a_folder() as folder:
                shutil.copytree(room, folder, dirs_exist_ok=True)
                if first := chance.random() < 0.2:
                    (folder / DATABASE).unlink()
                    entered = [Entered(("add", f"Run {number}")) for number in range(len(entered))]
                ran = _raced([each.line for each in entered], folder)
                for fault in _faults(entered, ran, folder, room, first=first):
                    report.found(fault, [each.line for each in entered])


def _line(chance: random.Random, number: int) -> Entered:
    kind = chance.random()
    if kind < 0.5:
        given = f"race-{number}"
        return Entered(("log", chance.choice(("walk", "piano")), "--id", given), given)
    if kind < 0.6:  # the same thing, told twice
        return Entered(("log", "kanji", "--id", "race-twice"), "race-twice")
    lines: tuple[Line, ...] = (
        ("undo",),
        ("redo",),
        ("backup",),
        ("backup", "./copy.db"),
        ("import", "wide.csv"),
        ("add", "Run"),
        ("skip", "gym", "2026-03-10"),
        ("edit", "read", "--target", "7", "--yes"),
        ("doctor", "--repair"),
        ("status",),
        ("export", "-o", "all.json", "--force"),
    )
    return Entered(chance.choice(lines))


def _raced(lines: list[Line], folder: Path) -> list[Ran]:
    """Lets all of them go at once, when each has loaded what it needs."""
    started = [start(folder, "--json", *line, waits=True) for line in lines]
    for each in started:
        assert each.stdin is not None
        each.stdin.write("\n")
        each.stdin.flush()
    return [ended(each) for each in started]


def _faults(
    entered: list[Entered], ran: list[Ran], folder: Path, room: Path, *, first: bool
) -> Iterator[str]:
    for each, answer in zip(entered, ran, strict=True):
        if "Traceback" in answer.err or answer.code not in (0, 1, _BUSY):
            yield f"{' '.join(each.line)} answers {answer.code}: {answer.err}"
    yield from wrong_sums(folder)
    known = frozenset(str(each.relative_to(room)) for each in room.rglob("*"))
    allowed = ("copy.db", "copy.db.sha256", "all.json")
    yield from (f"left over: {name}" for name in leftovers(folder, known) if name not in allowed)
    yield from (f"{copy.name} cannot be used" for copy in _copies(folder) if not facts_of(copy))
    with standing_in(folder):
        checked = run_here("doctor")
        if checked.code:
            yield f"doctor: {checked.out}{checked.err}"
            return
    done = [
        (each, json.loads(answer.out or "null"))
        for each, answer in zip(entered, ran, strict=True)
        if answer.code == 0
    ]
    if first:
        yield from _faults_of_a_first_start(done, folder)
    else:
        yield from _faults_of_logs(done, folder)


def _copies(folder: Path) -> list[Path]:
    return [*copies(folder), *folder.glob("copy.db")]


def _faults_of_a_first_start(done: list[tuple[Entered, object]], folder: Path) -> Iterator[str]:
    """Each streak that was made is there, and there is one owner."""
    engine = open_engine(folder / DATABASE, clock=lambda: sample.MOMENT)
    made = {each.name for each in engine.streaks()}
    owners = len(engine.owners())
    engine.close()
    if lost := {each.line[1] for each, _ in done} - made:
        yield f"what was said to be made is not there: {lost}"
    if owners != 1:
        yield f"there are {owners} owners"


def _faults_of_logs(done: list[tuple[Entered, object]], folder: Path) -> Iterator[str]:
    """Each log that was acknowledged is there once, but for those that were taken back."""
    engine = open_engine(folder / DATABASE, clock=lambda: sample.MOMENT)
    there = Counter(each.unique_identifier for each in engine.history(limit=None))
    taken_back = len(engine.store.rows("SELECT id FROM changes WHERE undone = 1"))
    engine.close()
    wanted = {each.given for each, _ in done if each.given}
    for given, times in there.items():
        if given and given.startswith("race-") and times > 1:
            yield f"the log {given} is there {times} times"
    undone = sum(each.line == ("undo",) for each, _ in done)
    missing = [given for given in wanted if not there[given]]
    if len(missing) > undone:
        yield f"what was said to be logged is not there: {missing}, with {undone} undone"
    if taken_back > undone:
        yield f"{taken_back} changes are taken back, and undo was done {undone} times"
