"""A short form of every harness; the full runs are `make torture`."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Final

import pytest

from effort import thorough
from torture.command_lines import leave_at_once
from torture.doors import a_folder, run_here, standing_in
from torture.harnesses import FULL, run_harness
from torture.power_cuts import Disk, faults_of_a_cut
from torture.report import Report
from torture.scenes import CHANGES, Line, all_scenes
from torture.traces import ROOM, Call, can_trace, traced

SHORT: Final = {
    "kills": 3,
    "power_cuts": 4,
    "flips": 2,
    "disks": 3,
    "races": 1,
    "hostile_text": 1,
    "command_lines": 100,
    "files": 20,
    "keys": 50,
    "clocks": 10,
    "sequences": 3,
    "sync": 4,
    "service": 1,
    "requests": 1,
}
"""What is tried of each in a few seconds."""
_DEEPER: Final = 10
_FIRST: Final = {"service": 2}
"""Where its first round is a long one: a round that is not."""


@pytest.mark.parametrize("name", FULL)
def test_it_finds_nothing(name: str) -> None:
    count = SHORT[name] * (_DEEPER if thorough() else 1)
    report = run_harness(name, count, seed=0, first=_FIRST.get(name, 0))
    assert not report.findings, report.told("python -m tests.torture")
    assert report.tried >= count or report.skipped


FOUND: Final = (("sync", 15, 1304), ("sync", 15, 8918))
"""Harness, seed and round of what long runs have found: a file torn twice, and a machine that joins
with what nobody else has read of one that was set back.
"""


@pytest.mark.parametrize(("name", "seed", "first"), FOUND)
def test_what_was_found_once_is_mended(name: str, seed: int, first: int) -> None:
    report = run_harness(name, 1, seed=seed, first=first)
    assert not report.findings, report.told("python -m tests.torture")


def quoted(text: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in text.encode())


NEW: Final = f"3<{quoted(ROOM)}{quoted('/new')}>"


def call(name: str, arguments: str, answer: int = 0, told: str = "") -> Call:
    """A call with its texts as strace writes them, and `~` for the scene's folder."""
    pieces = arguments.split("'")
    pieces[1::2] = [f'"{quoted(piece.replace("~", ROOM))}"' for piece in pieces[1::2]]
    return Call(name, "".join(pieces), str(answer), told and f"<{quoted(told.replace('~', ROOM))}>")


def left(disk: Disk, folder: Path) -> list[dict[str, bytes]]:
    """What many power cuts leave, each once."""
    found: list[dict[str, bytes]] = []
    for seed in range(60):
        disk.leave(folder, random.Random(seed))
        files = {each.name: each.read_bytes() for each in folder.iterdir()}
        if files not in found:
            found.append(files)
    return found


def test_a_disk_forgets_what_was_not_synced(tmp_path: Path) -> None:
    template, folder = tmp_path / "before", tmp_path / "after"
    template.mkdir()
    folder.mkdir()
    (template / "a").write_bytes(b"old")
    disk = Disk(template)
    opened = call("openat", "AT_FDCWD, '~/new', O_CREAT|O_WRONLY", 3, "~/new")
    assert disk.play((opened, call("write", f"{NEW}, 'whole', 5", 5))) is False
    assert {"a": b"old"} in (kept := left(disk, folder))
    assert {"a": b"old", "new": b""} in kept and {"a": b"old", "new": b"whole"} in kept

    renamed = call("rename", "'~/new', '~/a'")
    unsynced = Disk(template)
    unsynced.play((opened, call("write", f"{NEW}, 'whole', 5", 5), renamed))
    assert {"a": b""} in left(unsynced, folder)
    disk.play((call("fsync", NEW), renamed))
    assert {frozenset(each.items()) for each in left(disk, folder)} == {
        frozenset({("a", b"old"), ("new", b"whole")}),
        frozenset({("a", b"whole")}),
    }
    disk.play(
        (call("openat", "AT_FDCWD, '~', O_RDONLY", 4, "~"), call("fsync", f"4<{quoted(ROOM)}>"))
    )
    assert left(disk, folder) == [{"a": b"whole"}]


LOST: Final = "what was said to be done is not there"
CUTS: Final = 60
"""The most that are tried before a fault must have been found."""


@pytest.mark.skipif(not can_trace(), reason="needs strace")
def test_a_program_that_does_not_sync_is_found_out() -> None:
    with all_scenes() as scenes:
        scene = scenes[next(i for i, each in enumerate(CHANGES) if each.line == ("log", "walk"))]
        calls = traced(scene).calls

        def is_found_out(**kept: bool) -> bool:
            for seed in range(CUTS):
                disk = Disk(scene.template, **kept)
                faults = faults_of_a_cut(scene, calls, disk, random.Random(seed))
                if any(LOST in fault for fault in faults):
                    return True
            return False

        assert is_found_out(keep_files=False), "files need not be synced"
        assert is_found_out(keep_names=False), "the folder need not be synced after a commit"


@pytest.mark.parametrize(
    "line", [("serve", "--port", "0", "--data", "kept"), ("status", "--watch")]
)
def test_a_command_that_stays_does_not_hold_up_the_others(line: Line) -> None:
    with a_folder() as folder, standing_in(folder) as patch:
        leave_at_once(patch)
        ran = run_here(*line, terminal=True)
    assert ran.code == 0 and ran.out


def test_what_was_said_is_known(tmp_path: Path) -> None:
    assert Disk(tmp_path).play((call("write", "1</dev/pts/1>, 'done', 4", 4),)) is True


def test_a_finding_says_how_to_see_it_again() -> None:
    report = Report("kills", 7, first=3)
    for number, _ in report.rounds(2):
        if number == 4:
            report.found("it is gone", [("log", "two words"), ("add", "\x1b")])
    assert (report.tried, len(report.findings)) == (2, 1)
    told = report.told("torture").splitlines()
    assert told[0].startswith("kills: 2 tried in ") and told[0].endswith(", 1 found")
    assert told[1:] == [
        "  - it is gone",
        "      $ unbroken log 'two words'",
        "      $ unbroken ['add', '\\x1b']",
        "      again: torture kills --seed 7 --first 4 --count 1",
    ]


def test_a_harness_that_fails_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(count: int, seed: int, report: Report) -> None:
        for number, _ in report.rounds(count):
            assert number < 2, "it stumbles"

    monkeypatch.setattr("torture.harnesses.harness", lambda _: fail)
    report = run_harness("kills", 5, seed=1)
    [finding] = report.findings
    assert (report.tried, finding.round) == (2, 2)
    assert finding.what.startswith("the harness fails: ") and "it stumbles" in finding.what


def test_time_ends_a_harness() -> None:
    report = Report("kills", 1, seconds=-1)
    assert list(report.rounds(5)) == [] and report.tried == 0
