"""`sync`: set up, told of, ended; and two processes over one folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.conftest import Typed, Unbroken
from unbroken.cli.registry import COMMANDS


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    folder = tmp_path / "Shared"
    folder.mkdir()
    return folder


@pytest.fixture
def on(unbroken: Unbroken, tmp_path: Path) -> Callable[..., str]:
    """Runs a command line on one of two machines; answers what it says."""

    def run(machine: str, *argv: str) -> str:
        home = tmp_path / machine
        home.mkdir(exist_ok=True)
        done = unbroken("--db", str(home / "u.db"), *argv)
        assert (done.code, done.err) == (0, ""), done
        return done.out

    return run


def test_two_machines_find_one_truth(on: Callable[..., str], shared: Path) -> None:
    on("a", "log", "Read", "--new")
    on("b", "log", "Walk", "--new")
    founded = on("a", "sync", "setup", str(shared), "--yes")
    assert founded.splitlines() == [
        f"Synced to {shared}, which no other machine uses yet.",
        "From here: 1 streak, 1 log.",
    ]
    joined = on("b", "sync", "setup", str(shared), "--yes").splitlines()
    assert joined[1:] == ["From there: 1 streak, 1 log.", "From here: 1 streak, 1 log."]
    on("a", "log", "walk")
    assert json.loads(on("b", "status", "walk", "--json"))[0]["total_count"] == 2
    assert on("b", "export") == on("a", "export")
    assert on("a", "due", "--short") == on("b", "due", "--short")
    on("b", "log", "walk")
    on("b", "add", "Swim")
    assert "Swim" in on("a", "due", "--short")
    on("b", "undo")
    on("a", "sync")
    status = on("a", "sync", "status").splitlines()
    assert status[:2] == [f"Folder    {shared}", "Waiting   nothing to be written"]
    assert status[2].endswith(", this one")
    assert status[3].endswith(", last seen today 10:00")
    assert on("a", "sync") == f"Nothing new; {shared} has everything.\n"
    assert json.loads(on("b", "sync", "rebuild", "--json"))["folder"] == str(shared)
    assert "Synced no more" in on("b", "sync", "leave")
    assert "is not synced" in on("b", "sync", "status")
    assert json.loads(on("b", "sync", "status", "--json"))["folder"] is None


def test_it_asks_before_it_is_set_up(
    unbroken: Unbroken, read: None, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (shared / "vault").mkdir()
    place = str(shared / "vault")
    refused = unbroken("sync", "setup", place)
    assert refused.code == 2
    assert "add --yes" in refused.err
    monkeypatch.setattr(sys, "stdin", Typed("n\n"))
    answer = unbroken("sync", "setup", place)
    assert answer.code == 1
    assert answer.out.splitlines()[0] == f"Would sync to {place}, which no other machine uses yet."
    assert answer.out.endswith("Nothing was changed.\n")
    assert list((shared / "vault").iterdir()) == []
    monkeypatch.setattr(sys, "stdin", Typed("y\n"))
    assert unbroken("sync", "setup", place).code == 0
    assert (shared / "vault" / "unbroken" / "vault.json").exists()


@pytest.mark.parametrize("words", [["nonsense"], ["setup"], ["setup", ""], ["status", "more"]])
def test_how_it_is_used(unbroken: Unbroken, words: list[str]) -> None:
    assert unbroken("sync", *words).code == 2


def test_a_folder_that_is_gone_keeps_nobody_from_logging(
    on: Callable[..., str], unbroken: Unbroken, shared: Path, tmp_path: Path
) -> None:
    on("a", "log", "Read", "--new")
    on("a", "sync", "setup", str(shared), "--yes")
    away = tmp_path / "away"
    shared.rename(away)
    done = unbroken("--db", str(tmp_path / "a" / "u.db"), "log", "read")
    assert done.code == 0
    assert done.err.startswith("Kept here, and synced later: ")
    waiting = unbroken("--db", str(tmp_path / "a" / "u.db"), "sync", "status")
    assert "Waiting   1 change to be written" in waiting.out
    away.rename(shared)
    assert "wrote 1." in on("a", "sync")


def test_a_database_in_the_folder_is_refused(unbroken: Unbroken, tmp_path: Path) -> None:
    assert "sync" in COMMANDS
    unbroken("log", "Read", "--new")
    done = unbroken("sync", "setup", str(tmp_path), "--yes")
    assert done.code == 1
    assert "The database itself lies in" in done.err


def test_two_processes_at_once(on: Callable[..., str], shared: Path, tmp_path: Path) -> None:
    """Both log at the same time, many times; then both know everything."""

    def start(machine: str, *argv: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "unbroken", "--db", str(tmp_path / machine / "u.db"), *argv],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            env={**os.environ, "PYTHONUTF8": "1"},
        )

    on("a", "log", "Read", "--new")
    on("a", "sync", "setup", str(shared), "--yes")
    on("b", "sync", "setup", str(shared), "--yes")
    for _ in range(4):
        both = [start(machine, "log", "read") for machine in ("a", "b", "a")]
        for each in both:
            out, err = each.communicate(timeout=60)
            assert (each.returncode, err) == (0, ""), out
    for machine in "abab":
        on(machine, "sync")
    first, second = on("a", "export"), on("b", "export")
    assert first == second
    assert len(json.loads(first)["logs"]) == 13
    assert len(list((shared / "unbroken" / "d").iterdir())) == 2
    assert "All is well" in on("b", "doctor")


def test_a_sealed_folder_is_joined_by_a_code(
    on: Callable[..., str], unbroken: Unbroken, shared: Path, tmp_path: Path
) -> None:
    on("a", "log", "Read", "--new")
    on("a", "sync", "setup", str(shared), "--seal", "--yes")
    (tmp_path / "b").mkdir()
    machine = ("--db", str(tmp_path / "b" / "u.db"))
    asked = unbroken(*machine, "sync", "setup", str(shared), "--yes")
    assert asked.code == 1
    assert asked.err == ""
    assert asked.out.startswith(f"{shared} is sealed, and this machine waits to be let in.\n")
    said = json.loads(unbroken(*machine, "sync", "setup", str(shared), "--json").out)
    assert f"unbroken sync admit {said['code']}" in asked.out
    waiting = unbroken(*machine, "sync")
    assert waiting.code == 1
    assert waiting.err.startswith("This machine waits to be let into")
    assert "waits to be let into" in unbroken(*machine, "sync", "status").out
    assert f"{said['device']} asks to be let in" in on("a", "sync", "status")
    assert unbroken(*machine, "sync", "admit", said["code"]).code == 1
    assert f"{said['device']} is let in" in on("a", "sync", "admit", said["code"])
    on("b", "sync", "setup", str(shared), "--yes")
    assert on("b", "export") == on("a", "export")
    assert "Sealed    read by " in on("a", "sync", "status")
    status = json.loads(on("b", "sync", "status", "--json"))
    assert status["sealed"] is True
    assert said["device"] in status["readers"]


def test_a_passphrase_comes_from_a_file_or_the_environment(
    on: Callable[..., str],
    unbroken: Unbroken,
    shared: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given: list[str] = []

    def sealed(content: bytes, passphrase: str) -> bytes:
        given.append(passphrase)
        return content

    def opened(content: bytes, passphrase: str) -> bytes:
        given.append(passphrase)
        return content

    monkeypatch.setattr("pyrage.passphrase.encrypt", sealed)
    monkeypatch.setattr("pyrage.passphrase.decrypt", opened)
    file = tmp_path / "phrase"
    file.write_text("open sesame, please\nmore\n")
    setup = ("sync", "setup", str(shared), "--yes")
    on("a", *setup, "--passphrase-file", str(file))
    monkeypatch.setenv("UNBROKEN_SYNC_PASSPHRASE", "from outside")
    on("b", *setup)
    assert given == ["open sesame, please", "from outside"]
    refused = unbroken("--db", str(tmp_path / "c.db"), *setup, "--passphrase-file", "nowhere")
    assert (refused.code, refused.err) == (1, "The passphrase cannot be read from nowhere.\n")


def test_a_passphrase_is_typed_unseen_and_twice_by_who_seals(
    unbroken: Unbroken, read: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "Place"
    place.mkdir()
    setup = ("sync", "setup", str(place), "--yes", "--passphrase")
    nobody = unbroken(*setup)
    assert nobody.code == 2
    assert "UNBROKEN_SYNC_PASSPHRASE" in nobody.err
    monkeypatch.setattr(sys, "stdin", Typed(""))
    for typed, code, said in (
        (["open sesame", "open barley"], 2, "The two were not the same"),
        (["short", "short"], 1, "at least 10 characters"),
    ):
        answers = iter(typed)
        monkeypatch.setattr("getpass.getpass", lambda *_, answers=answers: next(answers))
        refused = unbroken(*setup)
        assert refused.code == code
        assert said in refused.err
    assert list(place.iterdir()) == []


def test_the_folder_is_looked_at_before_anybody_is_asked(unbroken: Unbroken, read: None) -> None:
    done = unbroken("sync", "setup", "/nowhere/at/all")
    assert done.code == 1
    assert done.err == "There is no folder /nowhere/at/all; make it first.\n"
