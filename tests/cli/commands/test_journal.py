"""journal, and undo and redo up to one of its changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Answered = Callable[..., Any]
Unbroken = Callable[..., Any]

pytestmark = pytest.mark.usefixtures("read")


def numbers(answered: Answered, *argv: str) -> list[int]:
    """The numbers of the changes that are not taken back."""
    return [each["number"] for each in answered("journal", *argv) if not each["undone"]]


def test_the_journal_in_columns(unbroken: Unbroken) -> None:
    unbroken("undo")
    assert unbroken("journal").out.splitlines() == [
        "No.  When              Change                        Made in",
        "  3  2026-03-11 10:00  log Read: 20.5 min yesterday  command line  taken back",
        "  2  2026-03-11 10:00  log Read: 20.5 min Mon 9 Mar  command line",
        "  1  2026-03-11 10:00  add Read                      command line",
    ]


def test_the_journal_as_json(answered: Answered) -> None:
    assert answered("journal", "--limit", "1") == [
        {
            "number": 3,
            "label": "log Read",
            "rows": "20.5 min yesterday",
            "made_at": "2026-03-11T10:00:00Z",
            "undone": False,
            "program": "command",
            "opened_at": None,
        }
    ]


def test_twenty_changes_are_listed_or_so_many(unbroken: Unbroken, answered: Answered) -> None:
    for _ in range(20):
        unbroken("log", "read", "1")
    assert numbers(answered) == list(range(23, 3, -1))
    assert numbers(answered, "--limit", "22") == list(range(23, 1, -1))
    ran = unbroken("journal", "--limit", "many")
    assert (ran.code, ran.err) == (1, "The limit must be a whole number, not “many”.\n")


def test_a_long_name_is_cut(unbroken: Unbroken) -> None:
    unbroken("add", "Walk " * 30)
    line = unbroken("journal").out.splitlines()[1]
    assert line == f"  4  2026-03-11 10:00  add{' Walk' * 9}…  command line"


def test_up_to_a_change_and_back(unbroken: Unbroken, answered: Answered) -> None:
    tried = unbroken("undo", "--to", "2", "--dry-run")
    assert tried.out == (
        "Would take back 2 changes:\n"
        "  log Read, 20.5 min yesterday (a few seconds ago)\n"
        "  log Read, 20.5 min Mon 9 Mar (a few seconds ago)\n"
    )
    assert numbers(answered) == [3, 2, 1]
    assert unbroken("undo", "--to", "2").out == tried.out.replace("Would take", "Took")
    assert numbers(answered) == [1]
    assert answered("status", "read")[0]["total_count"] == 0
    again = answered("redo", "--to", "3")
    assert again == {
        "changes": [{"label": "log Read", "made_at": "2026-03-11T10:00:00Z"}] * 2,
        "dry_run": False,
    }
    assert answered("status", "read")[0]["total_count"] == 2


def test_a_change_that_cannot_be_turned(unbroken: Unbroken, answered: Answered) -> None:
    ran = unbroken("undo", "--to", "4")
    assert (ran.code, ran.err) == (
        1,
        "There is no change 4 to be taken back; `unbroken journal` lists them.\n",
    )
    assert unbroken("redo", "--to", "3").code == 1
    assert numbers(answered) == [3, 2, 1]


@pytest.mark.parametrize("command", ["undo", "redo"])
def test_a_dry_run_needs_a_number(unbroken: Unbroken, answered: Answered, command: str) -> None:
    ran = unbroken(command, "--dry-run")
    assert ran.code == 2
    assert ran.err == "--dry-run goes with --to; `unbroken journal` lists the changes.\n"
    assert numbers(answered) == [3, 2, 1]
