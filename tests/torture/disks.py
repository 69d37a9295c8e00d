"""Disks that are full, that fail, or that can only be read: a change is made, or it is refused in
one sentence and nothing has changed.

Full is a disk at some length of a file, or at some system call.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Final

from snapshots.driving import Ran
from torture import program
from torture.doors import DATABASE, ended, start
from torture.report import Report
from torture.scenes import Scene, all_scenes, leftovers, played
from torture.traces import Trace, can_trace, traced

_LONGEST: Final = 250_000
"""Bytes; the databases of the scenes are shorter."""
_ERRORS: Final = ("ENOSPC", "EIO", "EROFS", "EDQUOT")
_READ_ONLY: Final = (
    'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && cd "$0" && exec "$@"'
)


def run(count: int, seed: int, report: Report) -> None:
    """Tries each change on `count` disks."""
    ways = [_full_at_a_length, _output_full]
    if can_trace():
        ways.append(_failing_at_a_call)
    else:
        report.skip("disks that fail at a system call need strace")
    if can_mount():
        ways.append(_read_only)
    else:
        report.skip("disks that can only be read need a name space of one's own (unshare)")
    with all_scenes() as scenes:
        traces: dict[Scene, Trace] = {}
        for number, chance in report.rounds(count):
            scene = scenes[number]
            if can_trace() and scene not in traces:
                traces[scene] = traced(scene)
            way = ways[(number // len(scenes) + number) % len(ways)]
            with played(scene) as folder:
                how, ran = way(scene, folder, traces.get(scene), chance)
                for fault in _faults(scene, folder, ran):
                    report.found(f"{fault} ({how})", [*scene.change.before, scene.line])


def _faults(scene: Scene, folder: Path, ran: Ran) -> list[str]:
    said = set(ran.err.splitlines()) - set(scene.ran.err.splitlines())
    if ran.code in (0, 1, 3) and len(said) <= 2 and "Traceback" not in ran.err:
        faults = []
    else:
        faults = [f"it answers {ran.code}: {ran.err}"]
    return faults + list(scene.faults(folder, acknowledged=ran.code == 0))


def _full_at_a_length(
    scene: Scene, folder: Path, trace: Trace | None, chance: random.Random
) -> tuple[str, Ran]:
    """No file may grow longer than so many bytes."""
    longest = str(int(_LONGEST * chance.random() ** 2))
    ran = ended(start(folder, *scene.line, told={program.LONGEST_FILE: longest}))
    left = leftovers(folder, scene.files) - {f"{DATABASE}-journal"}  # of use where it is open next
    return f"no file longer than {longest}", ran._replace(err=f"{ran.err}{_told(left)}")


def _told(left: set[str]) -> str:
    """What lies about although nothing kept the program from tidying up."""
    return f"Traceback of nothing; left over: {left}" if left else ""


def _output_full(
    scene: Scene, folder: Path, trace: Trace | None, chance: random.Random
) -> tuple[str, Ran]:
    """What is done is done, though its answer has no room."""
    with open("/dev/full", "w", encoding="utf-8") as full:
        ran = ended(start(folder, *scene.line, stdout=full))
    return "output into /dev/full", ran


def _failing_at_a_call(
    scene: Scene, folder: Path, trace: Trace | None, chance: random.Random
) -> tuple[str, Ran]:
    """A system call fails, once or from then on."""
    assert trace is not None
    name, turn = chance.choice(trace.turns)
    error = chance.choice(_ERRORS)
    again = chance.choice(("", "+"))
    inject = f"inject={name}:error={error}:when={turn}{again}"
    tracer = ("strace", "-qq", "-o", "/dev/null", "-e", f"trace={name}", "-e", inject)
    ran = ended(start(folder, *scene.line, before=tracer))
    return f"{error} at {name} number {turn}{again}", ran


def _read_only(
    scene: Scene, folder: Path, trace: Trace | None, chance: random.Random
) -> tuple[str, Ran]:
    """Nothing in the folder can be written."""
    before = ("unshare", "-rm", "sh", "-c", _READ_ONLY, str(folder))
    return "a folder that can only be read", ended(start(folder, *scene.line, before=before))


@cache
def can_mount() -> bool:
    """Whether a name space of one's own can be had, in which a folder is made read-only."""
    if shutil.which("unshare") is None or not os.path.exists("/dev/full"):
        return False
    tried = subprocess.run(
        ["unshare", "-rm", "sh", "-c", "mount -t tmpfs none /mnt"], check=False, capture_output=True
    )
    return tried.returncode == 0
