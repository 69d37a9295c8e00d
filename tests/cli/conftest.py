"""What the tests of the command line share: a database, a clock that stands still, a runner."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from unbroken.cli.main import main

NOW = "2026-03-11T10:00:00Z"


class Ran(NamedTuple):
    """What one command line did."""

    code: int
    out: str
    err: str


Unbroken = Callable[..., Ran]


class Typed(io.StringIO):
    """Somebody at a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("UNBROKEN_DB", "UNBROKEN_OWNER", "UNBROKEN_NOW", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.setenv("UNBROKEN_DB", str(tmp_path / "u.db"))
    monkeypatch.setenv("UNBROKEN_PREFERENCES", str(tmp_path / "preferences.toml"))
    monkeypatch.setenv("UNBROKEN_NOW", NOW)


@pytest.fixture
def unbroken(capsys: pytest.CaptureFixture[str]) -> Unbroken:
    """Runs a command line in this process."""

    def run(*argv: str) -> Ran:
        capsys.readouterr()
        code = main(argv)
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return run


@pytest.fixture
def answered(unbroken: Unbroken) -> Callable[..., Any]:
    """The JSON answer of a command line that succeeds and says nothing else."""

    def run(*argv: str) -> Any:
        ran = unbroken("--json", *argv)
        assert (ran.code, ran.err) == (0, "")
        assert ran.out.count("\n") == 1 or argv[0] == "export"
        return json.loads(ran.out)

    return run


Prepared = Callable[[str, Callable[[], None]], None]


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for what was prepared once and is wanted again."""
    return tmp_path_factory.mktemp("kept")


@pytest.fixture
def prepared(kept: Path, tmp_path: Path) -> Prepared:
    """Fills the test's folder by what `prepare` does, once, and from then on with a copy of that.

    What is prepared has a name, and begins in an empty folder.
    """

    def fill(name: str, prepare: Callable[[], None]) -> None:
        if not (kept / name).exists():
            prepare()
            shutil.copytree(tmp_path, kept / name)
        else:
            shutil.copytree(kept / name, tmp_path, dirs_exist_ok=True)

    return fill


@pytest.fixture
def read(unbroken: Unbroken, prepared: Prepared) -> None:
    """A streak of 20 minutes a day, met on the 9th and the 10th of March."""

    def prepare() -> None:
        add = ("add", "Read", "--method", "sum", "--target", "20", "--unit", "min")
        assert unbroken(*add, "--starts-on", "2026-03-01", "--milestone", "2=Two").code == 0
        for day in ("2026-03-09", "2026-03-10"):
            assert unbroken("log", "read", "20.5", "--at", day).code == 0

    prepared("read", prepare)
