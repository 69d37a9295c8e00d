"""How the database `schemas/1.sql` was made: every kind of change, with its entry in the journal.

The files of that folder, one a schema that was released, are what versions have left behind in
people's homes, so none is ever made anew: they stand for them. When a version with another schema
is released, this module writes the next one, named by the schema's number:

    PYTHONPATH=tests python -m snapshots.released
"""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from snapshots import sample
from unbroken import open_engine
from unbroken.store.schema import VERSION

SCHEMAS = Path(__file__).parents[1] / "store" / "schemas"
SINCE = date(2026, 2, 25)
START = sample.MOMENT


class Clock:
    """A clock that goes on by a minute whenever a change is made."""

    def __init__(self) -> None:
        self.now: datetime = START

    def __call__(self) -> datetime:
        return self.now


def changes(engine: Any) -> list[Any]:
    """Every kind of change, in an order in which each has something to change."""
    day = date(2026, 3, 2)
    first_log = engine.history("read")[-1].id
    new_york = datetime.fromisoformat("2026-03-04T12:00:00+00:00")
    document = {
        "streaks": [{"activity_type": "brought", "name": "Brought in"}],
        "logs": [
            {"activity_type": "brought", "activity_at": "2026-03-01T08:00:00Z"},
        ],
    }
    joined = {
        "streaks": [{"activity_type": "gym", "name": "Gym"}],
        "logs": [{"activity_type": "gym", "activity_at": "2026-03-07T08:00:00Z"}],
    }
    return [
        lambda: engine.add("Juggle", milestones=[(3, "Three balls")], grace_periods=1),
        lambda: engine.log("juggle", note="two of them"),
        lambda: engine.log("walk"),
        lambda: engine.log("drawing", 6, at=START - timedelta(days=5, hours=1)),
        lambda: engine.log("piano", at=START - timedelta(days=1)),
        lambda: engine.log("brand-new", unique_identifier="given"),
        lambda: engine.edit_log(first_log, value="30.5", note="changed"),
        lambda: engine.edit_log(first_log, at=datetime.fromisoformat("2026-02-26T09:00:00Z")),
        lambda: engine.delete_log(first_log),
        lambda: engine.fill("kanji", day, day + timedelta(days=4)),
        lambda: engine.skip("walk", day, day + timedelta(days=3), reason="ill"),
        lambda: engine.skip(None, day + timedelta(days=5), day + timedelta(days=7)),
        lambda: engine.unskip("walk", day + timedelta(days=2)),
        lambda: engine.unskip(None, day + timedelta(days=5)),
        lambda: engine.edit("read", aggregation_target_value="12.5"),
        lambda: engine.edit("read", aggregation_target_value=10, whole_history=True),
        lambda: engine.edit(
            "walk", name="Stroll", description="Slowly.", grace_periods=2, strict=True
        ),
        lambda: engine.edit("gym", aggregation_period="daily", aggregation_target_value=1),
        lambda: engine.edit("read", milestones=[(2, "Two"), (30, "A month")]),
        lambda: engine.edit("guitar", schedule=["monday", "sunday"], color="blue"),
        lambda: engine.edit("piano", completion_target_value=None),
        lambda: engine.pause("coffee"),
        lambda: engine.resume("yoga"),
        lambda: engine.archive("no-sugar"),
        lambda: engine.restore("museums"),
        lambda: engine.reorder([sample.fixed_id(2, each) for each in range(17, 0, -1)]),
        lambda: engine.edit_owner("Ann", name="Anna", day_start=0, week_start="sunday"),
        lambda: engine.edit_owner("Anna", tz="Asia/Tokyo"),
        lambda: engine.edit_owner("Anna", grace_period_days=1),
        lambda: engine.add_zone("Anna", "Europe/Lisbon", new_york),
        lambda: engine.edit_zone("Anna", new_york, zone="Europe/London"),
        lambda: engine.remove_zone("Anna", new_york),
        lambda: engine.add_owner("Cid", tz="Europe/Vienna"),
        lambda: engine.import_document(document, foreign=True),
        lambda: engine.import_document(joined, foreign=True, merge=True),
        lambda: engine.remove("meditate"),
        lambda: engine.remove_owner("Ben"),
        lambda: engine.configure("symbols", "ascii"),
        lambda: engine.log("stroll"),
    ]


def make(path: Path) -> None:
    """Makes the database; the last two changes are taken back, to be done again."""
    sample.make(path, since=SINCE)
    clock = Clock()
    engine = open_engine(path, clock=clock)
    try:
        for change in changes(engine):
            change()
            clock.now += timedelta(minutes=1)
        engine.undo()
        engine.undo()
    finally:
        engine.close()


def dump(path: Path) -> str:
    """A database as SQL, with what SQLite's own dump leaves out."""
    with closing(sqlite3.connect(path)) as connection:
        pragmas = [
            f"PRAGMA {name} = {connection.execute(f'PRAGMA {name}').fetchone()[0]};"
            for name in ("application_id", "user_version")
        ]
        return "\n".join([*connection.iterdump(), *pragmas]) + "\n"


def load(sql: str, path: Path) -> None:
    """Makes a database file of such a text."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(sql)


def main() -> None:
    """Writes the file of this version's schema, where there is none yet."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "released.db"
        make(path)
        with (SCHEMAS / f"{VERSION}.sql").open("x", encoding="utf-8") as file:
            file.write(dump(path))


if __name__ == "__main__":
    main()
