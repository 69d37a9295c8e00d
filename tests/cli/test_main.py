"""The command line as a whole: options, help, failures and their exit codes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from unbroken.cli.help_text import _ELSEWHERE
from unbroken.cli.main import main
from unbroken.cli.registry import COMMANDS
from unbroken.version import __version__

Answered = Callable[..., Any]
Unbroken = Callable[..., Any]


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (("lgo",), "There is no command “lgo”; did you mean log?"),
        (("list",), "There is no command “list”; did you mean status?"),
        (("xyzzy",), "There is no command “xyzzy”; see `unbroken --help`."),
        (("--foo",), "There is no option --foo before a command; see `unbroken --help`."),
        (
            ("log",),
            "unbroken log: STREAK is missing: the streak that was done; see `unbroken log --help`.",
        ),
        (
            ("add",),
            "unbroken add: NAME is missing: what the streak is called; see `unbroken add --help`.",
        ),
        (
            ("status", "--foo"),
            "unbroken status: there is no option --foo; see `unbroken status --help`.",
        ),
        (
            ("status", "a", "b"),
            "unbroken status: there is no place for “b”; put words that belong together into "
            "quotes; see `unbroken status --help`.",
        ),
        ((), "The app needs a terminal; name a command, such as `unbroken status`."),
        (("--db", "", "status"), "--db needs the path of a database file."),
        (("owner", "x"), "There is no command “owner x”; see `unbroken owner --help`."),
        (("--owner", "", "status"), "--owner needs the name of an owner."),
    ],
)
def test_wrong_usage(unbroken: Unbroken, argv: tuple[str, ...], message: str) -> None:
    assert unbroken(*argv) == (2, "", message + "\n")
    ran = unbroken(*argv, "--json")
    assert (ran.code, ran.out) == (2, "")
    error = json.loads(ran.err)["error"]
    assert error["code"] == "usage"
    assert argv == () or error["message"] == message


@pytest.mark.parametrize(
    "text",
    ["2026-01-01", "2026-01-01T00:00:00", "now", "1969-12-31T00:00:00Z", "2026-02-30T00:00:00Z"],
)
def test_a_clock_that_cannot_be_set(unbroken: Unbroken, text: str) -> None:
    ran = unbroken("status", "--now", text)
    assert ran.code == 2
    assert ran.err.startswith("The clock can")


def test_options_before_or_after(unbroken: Unbroken, answered: Answered, tmp_path: Path) -> None:
    other = str(tmp_path / "other.db")
    unbroken("--db", other, "add", "Walk")
    assert answered("status", "--db", other) == answered(f"--db={other}", "status")
    assert answered("status") == []
    late = answered("--now", "2026-03-12T00:00:00+01:00", "undo", f"--db={other}")
    assert late["made_at"] == "2026-03-11T10:00:00Z"


def test_help(unbroken: Unbroken) -> None:
    ran = unbroken("--help")
    assert (ran.code, ran.err) == (0, "")
    for name in COMMANDS:
        if " " not in name:
            assert f"  {name} " in ran.out
    assert set(json.loads(unbroken("--json", "-h").out)) == {"help"}


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_every_command(unbroken: Unbroken, name: str) -> None:
    ran = unbroken(*name.split(), "--help")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"usage: unbroken {name}")
    assert "--json" in ran.out


@pytest.mark.parametrize("argv", [("owner", "--help"), ("owner", "--json", "-h")])
def test_help_of_a_family(unbroken: Unbroken, argv: tuple[str, ...]) -> None:
    ran = unbroken(*argv)
    assert (ran.code, ran.err) == (0, "")
    for name, (_, summary) in COMMANDS.items():
        if name.startswith("owner "):
            assert f"  {name.removeprefix('owner '):<10} {summary}" in ran.out
    assert "unbroken owner edit --help" in ran.out
    assert "everybody" not in unbroken("owner", "edit", "--help").out


def test_version(unbroken: Unbroken) -> None:
    assert unbroken("--version").out == f"unbroken {__version__}\n"
    assert json.loads(unbroken("--json", "--version").out) == {"version": __version__}


def test_a_file_that_cannot_be_used(unbroken: Unbroken, tmp_path: Path) -> None:
    bad = tmp_path / "bad.db"
    bad.write_text("not a database, but long enough to look like one" * 10)
    for path in (bad, tmp_path):
        ran = unbroken("status", "--db", str(path))
        assert (ran.code, ran.out) == (3, "")
        assert str(path) in ran.err
    ran = unbroken("status", "--db", str(bad), "--json")
    assert json.loads(ran.err)["error"]["code"] == "not_a_database"


@pytest.mark.parametrize(
    "line", [("status", "--db"), ("doctor", "--db"), ("backup",), ("import",), ("export", "-o")]
)
def test_a_path_that_no_file_can_have(unbroken: Unbroken, line: tuple[str, ...]) -> None:
    ran = unbroken(*line, "a\0b")
    assert ran.code in (1, 3) and ran.out == ""
    assert "a\ufffdb" in ran.err and ran.err.count("\n") == 1


def test_an_owner_that_is_not_known(unbroken: Unbroken) -> None:
    assert unbroken("status", "--owner", "Zed").code == 1


def test_ambiguous_and_begun_names(unbroken: Unbroken, answered: Answered) -> None:
    unbroken("add", "Read")
    unbroken("add", "Reading")
    unbroken("add", "Walk far")
    assert answered("log", "READ")["log"]["activity_type"] == "read"
    assert answered("log", "walk f")["log"]["activity_type"] == "walk-far"
    ran = unbroken("log", "rea", "--json")
    assert (ran.code, json.loads(ran.err)["error"]["code"]) == (1, "ambiguous_streak")


def test_what_is_echoed_is_clean(unbroken: Unbroken) -> None:
    nasty = "\x1b[2J\x07\u202e\udcff"
    for argv in ((nasty,), ("log", nasty), ("log", "x", f"--{nasty}"), ("config", nasty)):
        ran = unbroken(*argv)
        assert ran.code in (1, 2)
        assert not set("\x1b\x07\u202e\udcff") & set(ran.err)


def test_interrupted(unbroken: Unbroken, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("unbroken.engine.api.open_engine", stop)
    assert unbroken("status") == (130, "", "")


def test_without_a_command_the_app_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys
    from types import SimpleNamespace

    opened: dict[str, Any] = {}

    def run_app(path: str, **how: Any) -> int:
        opened.update(how, path=path)
        return 0

    monkeypatch.setitem(sys.modules, "unbroken.tui.run", SimpleNamespace(run_app=run_app))
    monkeypatch.setattr("unbroken.cli.output.is_terminal", lambda stream: True)
    assert main(["--owner", "ann", "--db", "x.db"]) == 0
    assert (opened["path"], opened["owner"]) == ("x.db", "ann")
    assert opened["clock_is_set"] is True
    assert opened["clock"]().isoformat() == "2026-03-11T10:00:00+00:00"


def test_help_is_a_word_too(unbroken: Unbroken) -> None:
    assert unbroken("help").out == unbroken("--help").out
    assert unbroken("help", "log").out == unbroken("log", "--help").out
    assert unbroken("help", "owner").out == unbroken("owner", "--help").out
    assert unbroken("help", "lgo").err == unbroken("lgo").err


def test_what_is_called_otherwise_elsewhere_has_a_command_here() -> None:
    assert set(_ELSEWHERE.values()) <= set(COMMANDS)
    assert not set(_ELSEWHERE) & set(COMMANDS)
