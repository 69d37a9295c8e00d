"""harsh's text files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from unbroken.exchange import registry
from unbroken.exchange.contract import CivilInstants, ExchangeError, Plan
from unbroken.exchange.importers import harsh
from unbroken.exchange.importers.harsh import parse_frequency

Read = Callable[[Path], Plan]


def make(folder: Path, habits: str, log: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "habits").write_text(habits, encoding="utf-8")
    (folder / "log").write_text(log, encoding="utf-8")
    return folder


def test_habits_and_log(tmp_path: Path, importing: Read, untouched: Callable[[], None]) -> None:
    path = make(
        tmp_path / "harsh",
        "\ufeff# mine\n! Body\nGym: 3/7  \nWater: 8\n\n! Mind\nRead: 1\nCoffee: 0\n"
        "Old: 1w: 2024-06-15\nLater: 1: 2099-01-01\nRead: 7\nbroken\nAlso: often\n",
        "# log\n2026-01-01 : Gym : y : legs : 1.50\n2026-01-02 : Gym : s : ill : 0\n"
        "2026-01-03 : Gym : n : lazy\n\n2026-01-01 : Read : y\n2026-01-01 : Read : n\n"
        "2026-01-02 : Read : y :  : \n2026-01-03 : Read : y : at 3:00 PM : 5abc\n"
        "2026-01-04 : Read : y :  : 2\n2026-13-01 : Read : y\n2026-01-05 : Read : maybe\n"
        "2026-01-05 : Read\n2026-01-05 : Read : y : a : 1 : b\n2026-01-05 : Gone : y\n"
        "2027-01-01 : Read : y\n",
    )
    untouched()
    plan = importing(path)
    rules = ("aggregation_method", "aggregation_period", "every", "aggregation_target_value")
    assert [
        (s["name"], s["group"], *(s[key] for key in rules), s["status"], s.get("starts_on"))
        for s in plan.document["streaks"]
    ] == [
        ("Gym", "Body", "days", "weekly", 1, 3, "live", "2026-01-01"),
        ("Water", "Body", "count", "daily", 8, 1, "live", None),
        ("Read", "Mind", "count", "daily", 1, 1, "live", "2026-01-01"),
        ("Coffee", "Mind", "count", "daily", 1, 1, "live", None),
        ("Old", "Mind", "days", "weekly", 1, 1, "archived", None),
        ("Later", "Mind", "count", "daily", 1, 1, "live", None),
        ("Gone", None, "count", "daily", 1, 1, "archived", "2026-01-05"),
    ]
    assert [
        (g["activity_type"], g["local_date"], g["value"], g["note"]) for g in plan.document["logs"]
    ] == [
        ("gym", "2026-01-01", 1, "legs, amount 1.5"),
        ("read", "2026-01-02", 1, ""),
        ("read", "2026-01-03", 1, "at 3:00 PM"),
        ("read", "2026-01-04", 1, "amount 2"),
        ("gone", "2026-01-05", 1, ""),
    ]
    assert [(s["first_day"], s["reason"]) for s in plan.document["skips"]] == [
        ("2026-01-02", "ill")
    ]
    assert [tuple(note) for note in plan.notes] == [
        (
            "",
            "3 habits counted over a rolling window of days; Unbroken counts fixed periods such "
            "as calendar weeks and months, so their streaks can differ.",
        ),
        ("Coffee", "It had no target; its target is now once a day."),
        (
            "Later",
            "Its end date was left out: only a past one can be carried over, as archived.",
        ),
        ("Read", "It is listed twice; its first line was kept."),
        ("", "2 lines of “habits” were left out: they cannot be read, the first is line 12."),
        ("", "2 amounts were put into the notes of their entries: in harsh they do not count."),
        ("Read", "1 day was recorded twice; its last entry was kept."),
        ("Gone", "It stands in the log only, so it comes over archived, as a daily habit."),
        ("", "4 lines of “log” were left out: they cannot be read, the first is line 11."),
        ("Gym", "1 note was left out: it stands on a day without a done mark."),
        ("Read", "1 entry was left out: its date lies in the future or outside 1970-2100."),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1", (1, 1)),
        ("7", (1, 7)),
        ("2w", (1, 14)),
        ("3/7", (3, 7)),
        ("3/2w", (3, 14)),
        ("0", (0, 1)),
        ("0w", (0, 1)),
        ("3/0", None),
        ("", None),
        ("-1", None),
        ("٣", None),
        ("9" * 20, None),
    ],
)
def test_frequencies(text: str, expected: tuple[int, int] | None) -> None:
    assert parse_frequency(text) == expected


def test_a_file_of_the_folder_stands_for_it(tmp_path: Path, importing: Read) -> None:
    path = make(tmp_path / "harsh", "A: 1\n", "2026-01-01 : A : y\n")
    assert importing(path / "log") == importing(path)


def test_told_from_habitctl_by_the_habits_where_the_log_is_empty(tmp_path: Path) -> None:
    assert registry.detect(make(tmp_path / "a", "5 minutes: 1\n", "")) == "harsh"
    assert registry.detect(make(tmp_path / "b", "5 minutes\n", "")) == "habitctl"
    assert registry.detect(make(tmp_path / "c", "", "")) is None


def test_a_name_that_would_steer_the_terminal(tmp_path: Path, importing: Read) -> None:
    path = make(tmp_path / "harsh", "a\x1b]0;x\x07b: 1\n", "2026-01-01 : a\x1b]0;x\x07b : y\n")
    (streak,) = importing(path).document["streaks"]
    assert streak["name"] == "a\ufffd]0;x\ufffdb"
    assert len(importing(path).document["logs"]) == 1


def test_refusals_name_the_file(tmp_path: Path, moments: CivilInstants) -> None:
    path = make(tmp_path / "harsh", "A: 1\n", "2026-01-01 : A : y\n")
    (path / "log").write_bytes(b"2026-01-01 : A : y : caf\xe9\n")
    with pytest.raises(ExchangeError, match=r"^“log” is not UTF-8 text\.$"):
        registry.read(path, moments)
    (path / "log").unlink()
    with pytest.raises(ExchangeError, match="is not a folder with the files habits and log"):
        harsh.read(path, moments)
