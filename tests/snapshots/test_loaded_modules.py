"""What each command loads: it is what its start takes long or short for.

A command runs in an interpreter of its own, without the site's start files. Of the modules from
outside only the heavy ones are told, by the table below; those of the product are in the golden
file `loaded_modules.txt`, which is written anew as `golden.py` says where modules get other names.
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from snapshots import sample, trackers
from snapshots.golden import check_golden
from unbroken import open_engine

HEAVY = (
    *("peewee", "pendulum", "textual", "rich", "platformdirs", "tzlocal", "tomllib", "difflib"),
    *("json", "csv", "zipfile", "dataclasses", "asyncio", "inspect", "sqlite3", "zoneinfo"),
    *("decimal", "argparse", "uuid", "zlib", "tempfile", "shutil", "logging"),
)

_READING = "argparse decimal sqlite3 zoneinfo"
_WHOLE = f"{_READING} json shutil zlib"
_CHANGING = f"{_WHOLE} inspect logging peewee uuid"

TABLE = {
    "--help": "sqlite3",
    "nonsense": "difflib sqlite3",
    "add Juggle": _CHANGING,
    "edit read --target 30 --yes": _CHANGING,
    "log walk": f"{_READING} json uuid zlib",
    "log walk --at yesterday": f"{_READING} json uuid zlib",
    "undo": f"{_CHANGING} pendulum tempfile zipfile",
    "redo": f"{_CHANGING} pendulum tempfile zipfile",
    "status": _READING,
    "due --short": _READING,
    "progress": _WHOLE,
    "why read": _WHOLE,
    "history": _WHOLE,
    "calendar": _WHOLE,
    "rewards": _WHOLE,
    "skip walk 2026-03-02": _CHANGING,
    "unskip guitar 2026-01-20": _CHANGING,
    "pause walk": _CHANGING,
    "resume yoga": _CHANGING,
    "archive walk": _CHANGING,
    "restore museums": _CHANGING,
    "remove gym --yes": _CHANGING,
    "owner list": _WHOLE,
    "owner add Cid --tz Asia/Tokyo": f"{_CHANGING} tempfile zipfile",
    "owner edit Ann --name Anna": _CHANGING,
    "owner remove Ben": _CHANGING,
    "config": _WHOLE,
    "import harsh --merge --dry-run": f"{_CHANGING} csv tempfile zipfile",
    "import beaver.json": f"{_CHANGING} csv tempfile zipfile",
    "export": f"{_WHOLE} uuid",
    "export --format ics": f"{_WHOLE} uuid",
    "export --format harsh -o out": f"{_WHOLE} csv uuid zipfile",
    "backup": _WHOLE,
    "doctor": f"{_WHOLE} uuid",
}
"""Command line to the heavy modules that it loads."""

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
    name = "".join(each if each.isalnum() else "_" for each in line) + ".db"
    (folder / name).write_bytes(source.read_bytes())
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
    with ThreadPoolExecutor(2) as pool:
        runs = list(pool.map(lambda line: loaded_by(line, tmp_path, source), TABLE))
    assert {line: code for line, (code, _) in zip(TABLE, runs, strict=True) if code} == {
        "nonsense": 2
    }
    return {line: names for line, (_, names) in zip(TABLE, runs, strict=True)}


def test_what_each_command_loads(loaded: dict[str, list[str]]) -> None:
    heavy = {
        line: " ".join(sorted(each for each in HEAVY if each in names))
        for line, names in loaded.items()
    }
    expected = {line: " ".join(sorted(text.split())) for line, text in TABLE.items()}
    wrong = [line for line in TABLE if heavy[line] != expected[line]]
    assert not wrong, [
        (line, set(heavy[line].split()) ^ set(expected[line].split())) for line in wrong
    ]
    told = []
    for line, names in loaded.items():
        ours = sorted(each for each in names if each.partition(".")[0] == "unbroken")
        told.append(f"{line} ({len(ours)})\n" + "".join(f"    {each}\n" for each in ours))
    check_golden("loaded_modules.txt", "".join(told))
