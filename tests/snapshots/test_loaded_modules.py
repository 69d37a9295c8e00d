"""What each command loads: it is what its start takes long or short for.

A command runs in an interpreter of its own, without the site's start files. The golden
file `loaded_modules.txt` names the product's modules that each loads, and of those from outside
the heavy ones; it is written anew as `golden.py` says where modules get other names.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from snapshots import sample, trackers
from snapshots.golden import check_golden
from unbroken import open_engine

HEAVY = (
    *("peewee", "pendulum", "textual", "rich", "platformdirs", "tzlocal", "tomllib", "difflib"),
    *("json", "csv", "zipfile", "dataclasses", "asyncio", "inspect", "sqlite3", "zoneinfo"),
    *("decimal", "argparse", "uuid", "zlib", "tempfile", "shutil", "logging"),
    *("typing", "pathlib", "re", "enum"),
)

LINES = (
    "--help",
    "--names streaks",
    "completion bash",
    "nonsense",
    "add Juggle",
    "edit read --target 30 --yes",
    "log walk",
    "log walk --at yesterday",
    "undo",
    "redo",
    "undo --to 1",
    "journal",
    "status",
    "due --short",
    "due --format tmux",
    "ask",
    "progress",
    "why read",
    "history",
    "notes",
    "calendar",
    "stats read",
    "rewards",
    "skip walk 2026-03-02",
    "unskip guitar 2026-01-20",
    "pause walk",
    "resume yoga",
    "archive walk",
    "restore museums",
    "remove gym --yes",
    "owner list",
    "owner add Cid --tz Asia/Tokyo",
    "owner edit Ann --name Anna",
    "owner remove Ben",
    "config",
    "import harsh --merge --dry-run",
    "import beaver.json",
    "export",
    "export --format ics",
    "export --format harsh -o out",
    "backup",
    "doctor",
)
"""The command lines that are looked at."""

SYNCED = ("log walk", "undo", "due --short")
"""Those that are looked at over a database that is synced to a folder, too."""

NEVER = {
    "": ("textual", "rich", "asyncio", "dataclasses"),
    "log status due": (
        *("peewee", "pendulum", "logging", "inspect", "typing", "argparse", "pathlib"),
    ),
    "--help status due": ("uuid", "zlib", "typing", "pathlib", "argparse"),
    "--names": ("argparse", "decimal", "zoneinfo", "unbroken.engine.api"),
}
"""Commands (all where none is named) to what they must never load."""

_CODE = """
import sys
before = set(sys.modules)
from unbroken.cli.main import main
code = main(sys.argv[1:])
loaded = sorted(set(sys.modules) - before)
import json
print("\\n" + json.dumps([code, loaded]))
"""


def loaded_by(line: str, folder: Path, source: Path) -> tuple[int, list[str]]:
    """The exit code of a command line, and every module that it loads."""
    name = f"{source.stem}_" + "".join(each if each.isalnum() else "_" for each in line) + ".db"
    shutil.copyfile(source, folder / name)
    if source.stem == "synced":
        with closing(open_engine(folder / name, clock=lambda: sample.MOMENT)) as engine:
            place = folder / name.removesuffix(".db")
            place.mkdir()
            engine.sync_setup(str(place))
    path = os.pathsep.join(each for each in sys.path if each)
    done = subprocess.run(
        [sys.executable, "-S", "-c", _CODE, *shlex.split(line)],
        capture_output=True,
        encoding="utf-8",
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path, "PYTHONUTF8": "1", "UNBROKEN_DB": name},
        timeout=60,
        check=True,
    )
    code, loaded = json.loads(done.stdout.splitlines()[-1])
    return code, loaded


@pytest.fixture
def loaded(tmp_path: Path) -> dict[str, list[str]]:
    """Every command line of the table, and what it loads."""
    source = tmp_path / "sample.db"
    sample.make(source, since=sample.TODAY.replace(day=1))
    engine = open_engine(source, clock=lambda: sample.MOMENT)
    engine.log("walk")
    engine.log("piano")
    engine.undo()
    engine.close()
    trackers.write(tmp_path)
    synced = tmp_path / "synced.db"
    shutil.copyfile(source, synced)
    lines = {line: (line, source) for line in LINES}
    lines |= {f"synced: {line}": (line, synced) for line in SYNCED}
    with ThreadPoolExecutor(2) as pool:
        found = pool.map(lambda each: loaded_by(each[0], tmp_path, each[1]), lines.values())
        runs = dict(zip(lines, found, strict=True))
    assert {line: code for line, (code, _) in runs.items() if code} == {"nonsense": 2}
    return {line: names for line, (_, names) in runs.items()}


def test_what_each_command_loads(loaded: dict[str, list[str]]) -> None:
    for commands, absent in NEVER.items():
        for line, names in loaded.items():
            command = line.removeprefix("synced: ").split()[0]
            if not commands or command in commands.split():
                assert not set(absent) & set(names), line
    reading = {"unbroken.sync.errors", "unbroken.sync.segment_reading", "hashlib"}
    assert not reading & {*loaded["synced: log walk"]}
    told = []
    for line, names in loaded.items():
        ours = sorted(each for each in names if each.partition(".")[0] == "unbroken")
        heavy = " ".join(sorted(each for each in HEAVY if each in names))
        told.append(f"{line} ({len(ours)}; {heavy})\n" + "".join(f"    {each}\n" for each in ours))
    check_golden("loaded_modules.txt", "".join(told))
