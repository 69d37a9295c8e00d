"""`unbroken notes`: what was written down."""

from __future__ import annotations

import json

import pytest

from cli.conftest import Unbroken


@pytest.fixture(autouse=True)
def written(unbroken: Unbroken) -> None:
    """Three notes of two streaks, and a log without one."""
    unbroken("add", "Read")
    unbroken("add", "Walk")
    unbroken("log", "read", "--at", "yesterday", "--note", "A café in the rain")
    unbroken("log", "walk", "--note", "RAIN again\nand wind")
    unbroken("log", "read", "--at", "-2h", "--note", "at home")
    unbroken("log", "read", "--at", "-1h")


def test_all_notes_newest_first(unbroken: Unbroken) -> None:
    lines = unbroken("notes").out.splitlines()
    assert [line.split()[-1] for line in lines[1:]] == ["wind", "home", "rain"]
    assert "RAIN again and wind" in lines[1]


def test_a_text_whatever_its_case_and_accents(unbroken: Unbroken) -> None:
    assert len(unbroken("notes", "rain").out.splitlines()) == 3
    found = json.loads(unbroken("notes", "CAFE", "--json").out)
    assert [each["note"] for each in found] == ["A café in the rain"]


def test_of_one_streak(unbroken: Unbroken) -> None:
    out = unbroken("notes", "rain", "--streak", "walk").out
    assert "Walk" in out
    assert "Read" not in out


def test_no_more_than_are_asked_for(unbroken: Unbroken) -> None:
    lines = unbroken("notes", "--limit", "1").out.splitlines()
    assert len(lines) == 3
    assert lines[2] == "The newest 1 note; --limit N lists more."
    refused = unbroken("notes", "--limit", "none")
    assert refused.code == 1
    assert "“none”" in refused.err


def test_nothing_found(unbroken: Unbroken) -> None:
    assert unbroken("notes", "snow").out == "No note has “snow” in it.\n"
    assert unbroken("notes", "--streak", "nothing").code == 1
