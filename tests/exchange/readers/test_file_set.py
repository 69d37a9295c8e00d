"""Files of endless length: refused with one sentence."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from unbroken.exchange import contract, registry
from unbroken.exchange.contract import CivilInstants, ExchangeError
from unbroken.exchange.importers import unbroken_json
from unbroken.exchange.readers import json_file

DAYS = [f"2026-03-{number:02}" for number in range(1, 7)]
LOOP = "Position,Name,Question,Description,NumRepetitions,Interval,Color\n001,Run,,,1,1,\n"


def folder(path: Path, **files: str) -> Path:
    for name, text in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_text(text)
    return path


def harsh(path: Path) -> Path:
    return folder(path, habits="Run: 1\n", log="".join(f"{day} : Run : y\n" for day in DAYS))


def habitctl(path: Path) -> Path:
    return folder(path, habits="1 Run\n", log="".join(f"{day}\tRun\ty\n" for day in DAYS))


def loop_csv(path: Path) -> Path:
    folder(path / "001 Run", **{"Checkmarks.csv": "".join(f"{day},2\n" for day in DAYS)})
    return folder(path, **{"Habits.csv": LOOP})


def habitbull(path: Path) -> Path:
    rows = "".join(f"Run,{day},1\n" for day in DAYS)
    path.write_text(f"HabitName,CalendarDate,Value\n{rows}")
    return path


def dijo(path: Path) -> Path:
    stats = dict.fromkeys(DAYS, True)
    path.write_text(json.dumps([{"type": "Bit", "name": "Run", "stats": stats}]))
    return path


def beaver(path: Path) -> Path:
    records = [{"day": day, "done": True} for day in DAYS]
    path.write_text(json.dumps({"habits": [{"name": "Run", "records": records}]}))
    return path


def mhabit(path: Path) -> Path:
    records = [{"record_date": day, "record_type": 1, "record_value": 1} for day in range(6)]
    habit = {"type": 1, "status": 1, "name": "Run", "start_date": 1, "freq_type": 1}
    path.write_text(json.dumps({"habits": [{**habit, "records": records}], "groups": []}))
    return path


def habitkit(path: Path) -> Path:
    done = [{"habitId": "h", "date": f"{day}T08:00:00Z", "amountOfCompletions": 1} for day in DAYS]
    habits = [{"id": "h", "name": "Run"}]
    path.write_text(json.dumps({"habits": habits, "completions": done, "intervals": []}))
    return path


def streaks_ios(path: Path) -> Path:
    rows = "".join(f"t,Run,completed,{day.replace('-', '')}\n" for day in DAYS)
    path.write_text(f"task_id,title,entry_type,entry_date\n{rows}")
    return path


def table(path: Path) -> Path:
    path.write_text("date,habit\n" + "".join(f"{day},Run\n" for day in DAYS))
    return path


def habitica(path: Path) -> Path:
    history = [{"date": f"{day}T12:00:00Z", "completed": True} for day in DAYS]
    tasks = {"dailys": [{"_id": "d", "text": "Run", "history": history}], "habits": []}
    path.write_text(json.dumps({"tasks": tasks}))
    return path


def org_habit(path: Path) -> Path:
    done = "".join(f'- State "DONE" from "TODO" [{day}]\n' for day in DAYS)
    path = path.with_suffix(".org")
    path.write_text(f"* TODO Run\n:PROPERTIES:\n:STYLE: habit\n:END:\n{done}")
    return path


def database(path: Path, habits: str, marks: str, columns: int) -> Path:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"CREATE TABLE {habits}")
        connection.execute(f"CREATE TABLE {marks}")
        row = ", ".join("1" * columns)
        table = marks.partition("(")[0]
        connection.executemany(f"INSERT INTO {table} VALUES ({row})", [()] * len(DAYS))
    return path


def loop_db(path: Path) -> Path:
    return database(path, "Habits(id, name)", "Repetitions(habit, timestamp)", 2)


def tickmate(path: Path) -> Path:
    return database(path, "tracks(_id, name)", "ticks(_track_id, year, month, day)", 4)


def rewire(path: Path) -> Path:
    return database(path, "habits(_id, name, schedule)", "checkins(habit_id, date, type)", 3)


@pytest.mark.parametrize(
    "make",
    [
        *(harsh, habitctl, loop_csv, habitbull, dijo, beaver, mhabit, loop_db, tickmate, rewire),
        *(habitkit, streaks_ios, table, habitica, org_habit),
    ],
)
def test_too_many_entries(
    tmp_path: Path,
    moments: CivilInstants,
    monkeypatch: pytest.MonkeyPatch,
    make: Callable[[Path], Path],
) -> None:
    path = make(tmp_path / "x")
    registry.read(path, moments)
    monkeypatch.setattr(contract, "MOST_ENTRIES", 5)
    with pytest.raises(ExchangeError, match=r"holds too many (entries|lines|rows); the most is 5"):
        registry.read(path, moments)


def test_too_many_habits(
    tmp_path: Path, moments: CivilInstants, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contract, "MOST_HABITS", 2)
    path = folder(tmp_path / "x", habits="A: 1\nB: 1\n", log="2026-03-01 : C : y\n")
    with pytest.raises(ExchangeError, match=r"holds too many habits; the most is 2\."):
        registry.read(path, moments)


def test_too_many_values(
    tmp_path: Path, moments: CivilInstants, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_file, "MOST_VALUES", 8)
    path = tmp_path / "x.json"
    path.write_text('{"format": "unbroken", "x": [' + ", ".join(["[]"] * 8) + "]}")
    with pytest.raises(ExchangeError, match=r"“x\.json” holds too many values; the most is 8"):
        registry.read(path, moments)


def test_too_many_logs(
    tmp_path: Path, moments: CivilInstants, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unbroken_json, "MOST_LOGS", 2)
    path = tmp_path / "x.json"
    path.write_text(json.dumps({"format": "unbroken", "logs": [{}, {}, {}]}))
    with pytest.raises(ExchangeError, match=r"“x\.json” holds too many logs; the most is 2\."):
        registry.read(path, moments)


def test_a_json_file_is_read_once(
    tmp_path: Path, moments: CivilInstants, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, reads = mhabit(tmp_path / "x.json"), []
    real = json_file._read

    def counted(path: Path) -> Any:
        reads.append(path)
        return real(path)

    monkeypatch.setattr(json_file, "_read", counted)
    assert registry.read(path, moments).format == "mhabit"
    assert reads == [path]
    registry.read(path, moments)
    assert reads == [path, path]
