"""Notes about imports and exports."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from unbroken.core.exchange_results import Note
from unbroken.exchange.contract import Plan
from unbroken.exchange.notes import NoteTally

EVIL = "\x1b]0;x\x07\x1b[2JRun\u202e\x9b31m"


def test_a_note_holds_nothing_that_steers_a_terminal() -> None:
    notes = NoteTally()
    notes.tally(f"It was “{EVIL}”.", "{n}", EVIL)
    cleaned = "\ufffd]0;x\ufffd\ufffd[2JRun\ufffd\ufffd31m"
    assert notes.collected() == (Note(cleaned, f"It was “{cleaned}”."),)


def harsh(path: Path, name: str) -> None:
    path.mkdir()
    path.joinpath("habits").write_text(f"{name}: 0\n{name}: 1\n{name}2: 1: 2090-01-01\n")
    log = "".join(f"2026-01-0{day} : {name}3 : y : {EVIL}\n" for day in (1, 1, 2))
    path.joinpath("log").write_text(log)


def habitctl(path: Path, name: str) -> None:
    path.mkdir()
    path.joinpath("habits").write_text(f"0 {name}\n1 {name}\n")
    path.joinpath("log").write_text(f"2026-01-01\t{name}3\ty\n2026-01-01\t{name}3\ts\n")


def habitbull(path: Path, name: str) -> None:
    rows = f"{name},2026-01-01,1\n{name},2026-01-01,0\n{name},x,1\n"
    path.write_text(f"HabitName,CalendarDate,Value\n{rows}")


def beaver(path: Path, name: str) -> None:
    records = [{"day": "2026-01-01", "done": False, "text": EVIL}, {"day": name}]
    habit = {"name": name, "tags": [name, name], "period": {"period_type": name}}
    path.write_text(json.dumps({"habits": [{**habit, "records": records}]}))


def dijo(path: Path, name: str) -> None:
    habit = {"type": "Count", "name": name, "goal": -1, "auto": True, "stats": {name: name}}
    path.write_text(json.dumps([habit]))


def habitkit(path: Path, name: str) -> None:
    habit = {"id": "h", "name": name, "color": name, "mood": name, name: name}
    done = {"habitId": "h", "date": name, "amountOfCompletions": 1, "note": name}
    path.write_text(json.dumps({"habits": [habit], "completions": [done]}))


def streaks_ios(path: Path, name: str) -> None:
    row = f"{name},{name},{name},20260101,{name}\n"
    path.write_text(f"task_id,title,entry_type,entry_date,{name}\n{row}")


def table(path: Path, name: str) -> None:
    path.write_text(f"date,{name}\n2026-01-01,1\n")


def long_table(path: Path, name: str) -> None:
    path.write_text(f"date,habit,{name}\n2026-01-01,{name},1\n")


def habitica(path: Path, name: str) -> None:
    task = {"text": name, "history": [{"date": name}], "checklist": [name]}
    path.write_text(json.dumps({"tasks": {"dailys": [task], "habits": [task]}}))


def org_habit(path: Path, name: str) -> None:
    text = f'* {name} :{name}:a:b:\n:STYLE: habit\n:X: {name}\n- State "{name}" [2026-01-01]\n'
    path.write_text(text)


@pytest.mark.parametrize(
    ("make", "file"),
    [
        *((make, "x") for make in (harsh, habitctl, habitbull, beaver, dijo, habitkit, table)),
        *((make, "x") for make in (streaks_ios, long_table, habitica)),
        (org_habit, "x.org"),
    ],
)
def test_names_of_files_are_cleaned(
    make: Callable[[Path, str], None], file: str, tmp_path: Path, importing: Callable[[Path], Plan]
) -> None:
    make(tmp_path / file, EVIL)
    plan = importing(tmp_path / file)
    assert plan.notes
    told = json.dumps([plan.document, plan.notes], ensure_ascii=False, default=str)
    for part in ("\x1b", "\x07", "\x9b", "\u202e", "\\u001b", "\\u0007"):
        assert part not in told


def bull(path: Path) -> None:
    path.write_text("HabitName,CalendarDate,Value,Mood,Sky\nRun,2026-01-01,1,good,\n")


def loop(path: Path) -> None:
    path.mkdir()
    head = "Position,Name,Question,Description,NumRepetitions,Interval,Color,Mood,Sky"
    path.joinpath("Habits.csv").write_text(f"{head}\n001,Run,,,1,1,,good,\n")


def beaver_more(path: Path) -> None:
    record = {"day": "2026-01-01", "done": True, "Mood": "good", "Sky": None}
    path.write_text(json.dumps({"habits": [{"name": "Run", "records": [record]}]}))


def dijo_more(path: Path) -> None:
    path.write_text(json.dumps([{"type": "Bit", "name": "Run", "stats": {}, "Mood": 1, "Sky": 0}]))


@pytest.mark.parametrize("make", [bull, loop, beaver_more, dijo_more])
def test_fields_that_nothing_is_known_of(
    make: Callable[[Path], None], tmp_path: Path, importing: Callable[[Path], Plan]
) -> None:
    make(tmp_path / "x")
    told = [note.text for note in importing(tmp_path / "x").notes]
    assert told[-1] == "Left out, since nothing is known of it: “Mood”."
