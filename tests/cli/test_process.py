"""The command line as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("textual", "rich", "pendulum", "asyncio", "importlib.metadata")


def run(*argv: str, code: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    command = ["-c", code] if code else ["-m", "unbroken"]
    return subprocess.run(
        [sys.executable, *command, *argv],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1", **environment},
        timeout=60,
        check=False,
    )


def test_a_life(tmp_path: Path) -> None:
    assert run("add", "Café").returncode == 0
    assert run("log", "café").stdout == "Café: 1 in a row (started). 1 of 1 today, done.\n"
    assert "■  Café" in run("status").stdout
    refused = run("log", "tea")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert run("status", "--now", "x").returncode == 2
    assert run("status", UNBROKEN_DB=str(tmp_path)).returncode == 3


def test_nothing_heavy_is_loaded() -> None:
    run("add", "Walk")
    code = (
        "import sys; from unbroken.cli.main import main\n"
        "assert main(sys.argv[1:]) == 0\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    for argv in (
        ("status",),
        ("due", "--short"),
        ("log", "walk"),
        ("log", "walk", "--at", "yesterday"),
        ("history",),
        ("calendar",),
    ):
        done = run(*argv, code=code)
        assert done.stderr == ""
        assert done.stdout.endswith("\n[]\n")


def test_an_encoding_without_the_shapes() -> None:
    run("add", "Café")
    done = run("status", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert "o  Caf?" in done.stdout
    assert (
        '"Caf\\u00e9"' in run("status", "--json", PYTHONUTF8="0", PYTHONIOENCODING="ascii").stdout
    )


def test_a_reader_that_leaves() -> None:
    run("add", "Walk")
    read_end, write_end = os.pipe()
    os.close(read_end)
    done = subprocess.run(
        [sys.executable, "-m", "unbroken", "status"],
        stdout=write_end,
        stderr=subprocess.PIPE,
        timeout=60,
        check=False,
    )
    os.close(write_end)
    assert (done.returncode, done.stderr) == (141, b"")


def test_without_a_standard_output() -> None:
    run("add", "Walk")
    shell = f'"{sys.executable}" -m unbroken status >&-'
    done = subprocess.run(["sh", "-c", shell], capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
def test_what_was_done_is_said_done_where_the_answer_has_no_room() -> None:
    run("add", "Run")

    def into_full(*argv: str) -> subprocess.CompletedProcess[str]:
        with open("/dev/full", "w", encoding="utf-8") as full:
            return subprocess.run(
                [sys.executable, "-m", "unbroken", *argv],
                stdout=full,
                stderr=subprocess.PIPE,
                encoding="utf-8",
                env={**os.environ, "PYTHONUTF8": "1"},
                timeout=60,
                check=False,
            )

    logged = into_full("log", "run")
    assert logged.returncode == 0
    assert logged.stderr.startswith("It was done, but the answer could not be written: no space")
    assert run("history", "--json").stdout.count('"id"') == 1
    asked = into_full("status")
    assert asked.returncode == 1 and asked.stderr.startswith("The system refused it: no space")
