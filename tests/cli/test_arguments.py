"""Words that look like something else."""

from __future__ import annotations

import pytest

from cli.conftest import Unbroken


def test_two_dashes_are_a_value_like_any_other(unbroken: Unbroken) -> None:
    unbroken("add", "Run")
    assert unbroken("log", "run", "--note=--").code == 0
    assert '"note": "--"' in unbroken("history", "--json").out
    assert unbroken("edit", "run", "--name=--", "--yes").code == 0
    assert '"name": "--"' in unbroken("status", "--json").out


@pytest.mark.parametrize(
    "line",
    [("log", "run", "--at=--"), ("status", "--now=--"), ("history", "--from=--"), ("--now=--",)],
)
def test_two_dashes_are_no_time(unbroken: Unbroken, line: tuple[str, ...]) -> None:
    unbroken("add", "Run")
    ran = unbroken(*line)
    assert ran.code in (1, 2) and "“--”" in ran.err and ran.err.count("\n") == 1


def test_two_dashes_name_a_file(
    unbroken: Unbroken, tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(str(tmp_path))
    unbroken("--db=--", "add", "Run")
    assert "Run" in unbroken("--db=--", "status").out
    assert "Run" not in unbroken("status").out


@pytest.mark.parametrize(
    ("now", "zone", "title"),
    [
        ("2100-12-31T23:30:00Z", "Europe/Berlin", "January 2101"),
        ("1970-01-01T00:30:00Z", "America/Los_Angeles", "December 1969"),
    ],
)
def test_a_month_that_nobody_named_is_shown(
    unbroken: Unbroken, now: str, zone: str, title: str
) -> None:
    unbroken("owner", "edit", "me", "--tz", zone, "--always")
    ran = unbroken("calendar", "--now", now)
    assert ran.code == 0 and ran.out.startswith(title)


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        (("log", "run", "--when", "8pm"), "no option --when; did you mean --at?"),
        (("log", "run", "--date=today"), "no option --date=today; did you mean --at?"),
        (("log", "run", "--noet", "x"), "no option --noet; did you mean --note?"),
        (("status", "--when", "x"), "no option --when; see `unbroken status --help`."),
    ],
)
def test_an_option_that_there_is_not(unbroken: Unbroken, line: tuple[str, ...], hint: str) -> None:
    ran = unbroken(*line)
    assert ran.code == 2
    assert ran.err.endswith(f"{hint}\n")


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("raed", "did you mean reading-20-minutes?"),
        ("raeding", "did you mean reading-20-minutes?"),
        ("strecth", "did you mean yoga?"),
        ("xyz", "see `unbroken status` for those there are."),
    ],
)
def test_a_streak_that_there_is_not(unbroken: Unbroken, written: str, hint: str) -> None:
    unbroken("add", "Reading 20 minutes")
    unbroken("add", "Stretching", "--type", "yoga")
    assert unbroken("log", written).err == f"There is no streak “{written}”; {hint}\n"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            ("status", "--order", "fun"),
            "unbroken status: --order is risk, own or name, not “fun”; see"
            " `unbroken status --help`.",
        ),
        (
            ("export", "--format=Jsn"),
            "unbroken export: --format is json, csv, loop, loop-db, harsh or ics, not “Jsn”; did"
            " you mean json?",
        ),
        (
            ("completion", "fich"),
            "unbroken completion: SHELL is bash, zsh or fish, not “fich”; did you mean fish?",
        ),
        (
            ("add", "Run", "--color"),
            "unbroken add: --color needs a value: a name such as green, or #rrggbb; see `unbroken"
            " add --help`.",
        ),
        (
            ("status", "--json=1"),
            "unbroken status: --json takes no value; see `unbroken status --help`.",
        ),
    ],
)
def test_a_value_that_there_is_not(unbroken: Unbroken, line: tuple[str, ...], said: str) -> None:
    ran = unbroken(*line)
    assert (ran.code, ran.out, ran.err) == (2, "", f"{said}\n")
