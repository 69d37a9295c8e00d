"""Programs that are killed in the middle of a change: at a system call, or at any moment."""

from __future__ import annotations

import random
import subprocess
import time
from pathlib import Path
from typing import Final

from snapshots.driving import Ran
from torture.doors import ended, start
from torture.report import Report
from torture.scenes import Scene, all_scenes, played
from torture.traces import Trace, can_trace, traced

_MOST: Final = 0.25
"""Seconds within which a killed program is killed; a change takes less on most machines."""


def run(count: int, seed: int, report: Report) -> None:
    """Kills `count` programs; by halves at a system call and at any moment."""
    at_calls = can_trace()
    if not at_calls:
        report.skip("kills at system calls need strace; all are at any moment")
    with all_scenes() as scenes:
        traces: dict[Scene, Trace] = {}
        for number, chance in report.rounds(count):
            scene = scenes[number]
            with played(scene) as folder:
                if at_calls and number // len(scenes) % 2 == 0:
                    if scene not in traces:
                        traces[scene] = traced(scene)
                    how, ran = _at_a_call(scene, folder, traces[scene], chance)
                else:
                    how, ran = _at_any_moment(scene, folder, chance)
                for fault in _faults(scene, folder, ran):
                    report.found(f"{fault} ({how})", [*scene.change.before, scene.line])


def _faults(scene: Scene, folder: Path, ran: Ran) -> list[str]:
    faults = [f"a traceback: {ran.err}"] if "Traceback" in ran.err else []
    return faults + list(scene.faults(folder, acknowledged=bool(ran.out) or ran.code == 0))


def _at_a_call(scene: Scene, folder: Path, trace: Trace, chance: random.Random) -> tuple[str, Ran]:
    """Killed when it is about to make one of its system calls."""
    name, turn = chance.choice(trace.turns)
    inject = f"inject={name}:signal=KILL:when={turn}"
    tracer = ("strace", "-qq", "-o", "/dev/null", "-e", f"trace={name}", "-e", inject)
    return f"killed at {name} number {turn}", ended(start(folder, *scene.line, before=tracer))


def _at_any_moment(scene: Scene, folder: Path, chance: random.Random) -> tuple[str, Ran]:
    """Killed so many microseconds after it was let go."""
    program = start(folder, *scene.line, waits=True)
    assert program.stdin is not None
    after = chance.uniform(0, _MOST) * chance.random()
    program.stdin.write("\n")
    program.stdin.flush()
    began = time.monotonic()
    try:
        program.wait(after)
    except subprocess.TimeoutExpired:
        program.kill()
    passed = time.monotonic() - began
    return f"killed after {passed * 1e6:.0f} µs", ended(program)
