"""How many SQL statements each call runs, counted on a connection that tells of every one.

Each call runs on an engine that was opened just before; opening is not counted with it. The
numbers in the table are what is so today: where a change lowers one, lower it here.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from snapshots import sample
from unbroken import open_engine

TABLE = {
    "open of a new file": 84,
    "open": 10,
    "settings": 1,
    "owners": 3,
    "streaks": 6,
    "status": 8,
    "status of one": 8,
    "due": 8,
    "progress": 9,
    "why": 21,
    "history": 4,
    "history of one, ten at most": 7,
    "notes": 10,
    "rewards": 10,
    "skips": 6,
    "recent of one": 10,
    "calendar": 12,
    "calendar of one": 10,
    "month": 12,
    "periods of a month": 10,
    "chains": 9,
    "export": 18,
    "statistics": 45,
    "statistics of one": 17,
    "overview": 39,
    "doctor": 184,
    "log in order": 16,
    "log with a reward": 18,
    "log backdated by a day": 29,
    "log backdated by weeks": 28,
    "log tried out": 12,
    "log of a new streak": 37,
    "undo of a log": 17,
    "redo of a log": 27,
    "journal": 5,
    "journal of three": 5,
    "journal of 100 changes": 5,
    "undo of three": 38,
    "redo of three": 46,
    "edit of a log": 28,
    "deletion of a log": 30,
    "skip": 22,
    "skip of all": 126,
    "unskip": 25,
    "fill": 30,
    "add": 32,
    "edit of rules": 59,
    "edit of a name": 32,
    "pause": 41,
    "archive": 18,
    "remove": 41,
    "reorder": 40,
    "edit of an owner": 146,
    "a setting": 7,
    "status of 100 streaks": 8,
    "due of 100 streaks": 8,
    "calendar of 100 streaks": 10,
    "recent of 100 streaks": 10,
    "recent of one in 100": 10,
    "history of 100 streaks": 4,
    "log in order among 100": 17,
}
"""Call to the number of statements that it runs, on the sample or on a hundred streaks."""

Call = Callable[[Any], object]

YESTERDAY = sample.MOMENT - timedelta(days=1)
LONG_AGO = sample.MOMENT - timedelta(days=45)
DAY = sample.TODAY - timedelta(days=30)


@pytest.fixture(autouse=True)
def new_files() -> None:
    """Every new file is made as the program makes it."""


def log_walks(engine: Any, count: int) -> None:
    """Logs a walk so many times."""
    for _ in range(count):
        engine.log("walk")


ON_THE_SAMPLE: dict[str, tuple[Call, ...]] = {
    "settings": (lambda engine: engine.settings(),),
    "owners": (lambda engine: engine.owners(),),
    "streaks": (lambda engine: engine.streaks(),),
    "status": (lambda engine: engine.status(),),
    "status of one": (lambda engine: engine.status("walk"),),
    "due": (lambda engine: engine.due(),),
    "progress": (lambda engine: engine.progress(),),
    "why": (lambda engine: engine.why("walk"),),
    "history": (lambda engine: engine.history(),),
    "history of one, ten at most": (lambda engine: engine.history("walk", limit=10),),
    "notes": (lambda engine: engine.notes(),),
    "rewards": (lambda engine: engine.rewards(),),
    "skips": (lambda engine: engine.skips(),),
    "recent of one": (lambda engine: engine.recent([sample.fixed_id(2, 2)], 14),),
    "calendar": (lambda engine: engine.calendar(),),
    "calendar of one": (lambda engine: engine.calendar("walk", year=2026, month=2),),
    "month": (lambda engine: engine.month(),),
    "periods of a month": (
        lambda engine: engine.periods("walk", sample.FIRST, sample.FIRST + timedelta(days=30)),
    ),
    "chains": (lambda engine: engine.chains("walk"),),
    "statistics": (lambda engine: engine.statistics(),),
    "statistics of one": (lambda engine: engine.statistics("walk"),),
    "overview": (lambda engine: engine.overview(),),
    "export": (lambda engine: engine.export_document(),),
    "doctor": (lambda engine: engine.doctor(),) * 2,  # the second time it knows a new file
    "log in order": (lambda engine: engine.log("walk"),),
    "log with a reward": (lambda engine: engine.log("drawing"),),
    "log backdated by a day": (lambda engine: engine.log("walk", at=YESTERDAY),),
    "log backdated by weeks": (lambda engine: engine.log("walk", at=LONG_AGO),),
    "log tried out": (lambda engine: engine.log("walk", dry_run=True),),
    "log of a new streak": (lambda engine: engine.log("juggle"),),
    "undo of a log": (lambda engine: engine.log("walk"), lambda engine: engine.undo()),
    "redo of a log": (
        lambda engine: engine.log("walk"),
        lambda engine: engine.undo(),
        lambda engine: engine.redo(),
    ),
    "journal": (lambda engine: engine.journal(),),
    "journal of three": (lambda engine: log_walks(engine, 3), lambda engine: engine.journal()),
    "journal of 100 changes": (
        lambda engine: log_walks(engine, 100),
        lambda engine: engine.journal(),
    ),
    "undo of three": (
        lambda engine: log_walks(engine, 3),
        lambda engine: engine.undo_to(engine.journal()[2].number),
    ),
    "redo of three": (
        lambda engine: log_walks(engine, 3),
        lambda engine: engine.undo_to(engine.journal()[2].number),
        lambda engine: engine.redo_to(engine.journal()[0].number),
    ),
    "edit of a log": (lambda engine: engine.edit_log(sample.fixed_id(4, 5), note="x"),),
    "deletion of a log": (lambda engine: engine.delete_log(sample.fixed_id(4, 5)),),
    "skip": (lambda engine: engine.skip("walk", DAY),),
    "skip of all": (lambda engine: engine.skip(None, DAY, DAY + timedelta(days=3)),),
    "unskip": (lambda engine: engine.unskip("guitar", sample.FIRST + timedelta(days=19)),),
    "fill": (lambda engine: engine.fill("walk", DAY, DAY + timedelta(days=9)),),
    "add": (lambda engine: engine.add("Juggle"),),
    "edit of rules": (
        lambda engine: engine.edit("walk", aggregation_target_value=2, grace_periods=0),
    ),
    "edit of a name": (lambda engine: engine.edit("walk", name="Stroll"),),
    "pause": (lambda engine: engine.pause("walk"),),
    "archive": (lambda engine: engine.archive("walk"),),
    "remove": (lambda engine: engine.remove("walk"),),
    "reorder": (
        lambda engine: engine.reorder([sample.fixed_id(2, each) for each in range(17, 0, -1)]),
    ),
    "edit of an owner": (lambda engine: engine.edit_owner("Ann", day_start=5),),
    "a setting": (lambda engine: engine.configure("symbols", "ascii"),),
}
"""Name to calls: the last one's statements are counted."""

ON_A_HUNDRED: dict[str, tuple[Call, ...]] = {
    "status of 100 streaks": (lambda engine: engine.status(),),
    "due of 100 streaks": (lambda engine: engine.due(),),
    "calendar of 100 streaks": (lambda engine: engine.calendar(),),
    "recent of 100 streaks": (
        lambda engine: engine.recent([sample.fixed_id(6, each) for each in range(100)], 14),
    ),
    "recent of one in 100": (lambda engine: engine.recent([sample.fixed_id(6, 7)], 14),),
    "history of 100 streaks": (lambda engine: engine.history(),),
    "log in order among 100": (lambda engine: engine.log("s7"),),
}


def make_a_hundred(path: Path) -> None:
    """A hundred daily streaks, with a log on every second day of two weeks."""
    streaks = [
        {
            "id": sample.fixed_id(6, number),
            "activity_type": f"s{number}",
            "name": f"Streak {number}",
            "starts_on": "2026-02-25",
        }
        for number in range(100)
    ]
    logs = [
        {
            "id": sample.fixed_id(7, 100 * number + ago),
            "activity_type": f"s{number}",
            "owner_id": sample.ANN,
            "activity_at": (sample.MOMENT - timedelta(days=ago)).isoformat(),
        }
        for number in range(100)
        for ago in range(12, 0, -2)
    ]
    zones = [{"effective_from": "2025-12-01T00:00:00Z", "timezone": "Europe/Berlin"}]
    owners = [{"id": sample.ANN, "name": "Ann", "timezones": zones}]
    enrolments = [{"activity_type": f"s{number}", "owner_id": sample.ANN} for number in range(100)]
    document = {
        "format": "unbroken",
        "version": 1,
        "owners": owners,
        "streaks": streaks,
        "enrolments": enrolments,
        "logs": logs,
    }
    engine = open_engine(path, clock=lambda: sample.MOMENT)
    engine.import_document(document, foreign=False, undoable=False)
    engine.close()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The two databases, as bytes."""
    folder = tmp_path_factory.mktemp("statements")
    sample.make(folder / "sample.db")
    make_a_hundred(folder / "hundred.db")
    return {name: (folder / f"{name}.db").read_bytes() for name in ("sample", "hundred")}


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Every statement that any connection opened from now on runs."""
    seen: list[str] = []
    real = sqlite3.connect

    def connect(*args: Any, **more: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = real(*args, **more)
        connection.set_trace_callback(seen.append)
        return connection

    monkeypatch.setattr(sqlite3, "connect", connect)
    yield seen


def counted(path: Path, calls: tuple[Call, ...], statements: list[str]) -> int:
    """How many statements the last of some calls runs, each on an engine opened anew."""
    for call in calls:
        engine = open_engine(path, clock=lambda: sample.MOMENT)
        try:
            assert statements, "the connections are not watched"
            statements.clear()
            call(engine)
        finally:
            number = len(statements)
            engine.close()
    return number


def test_the_statements_of_each_call(
    files: dict[str, bytes], statements: list[str], tmp_path: Path
) -> None:
    found: dict[str, int] = {}
    path = tmp_path / "counted.db"
    open_engine(tmp_path / "new.db", clock=lambda: sample.MOMENT).close()
    found["open of a new file"] = len(statements)
    path.write_bytes(files["sample"])
    statements.clear()
    open_engine(path, clock=lambda: sample.MOMENT).close()
    found["open"] = len(statements)
    for name, calls in (("sample", ON_THE_SAMPLE), ("hundred", ON_A_HUNDRED)):
        for call, steps in calls.items():
            path.write_bytes(files[name])
            found[call] = counted(path, steps, statements)
    names = sorted(found.keys() | TABLE.keys())
    wrong = [
        f"{name}: {found.get(name)} now, {TABLE.get(name)} in the table"
        for name in names
        if found.get(name) != TABLE.get(name)
    ]
    assert not wrong, "\n".join(wrong)
