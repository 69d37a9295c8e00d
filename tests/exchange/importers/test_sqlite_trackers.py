"""Tickmate and Rewire: trackers that keep an SQLite file."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from unbroken.exchange.contract import Plan

Read = Callable[[Path], Plan]


def make(path: Path, script: str) -> Path:
    with closing(sqlite3.connect(path)) as db:
        db.executescript(script)
    return path


def test_tickmate(tmp_path: Path, importing: Read, untouched: Callable[[], None]) -> None:
    path = make(
        tmp_path / "tickmate.db",
        """
        CREATE TABLE tracks (_id integer primary key, name text, description text, icon text,
            enabled integer, multiple_entries_per_day integer, color integer, "order" integer);
        CREATE TABLE ticks (_id integer primary key, _track_id integer, year integer,
            month integer, day integer, hour integer, minute integer, second integer,
            has_time_info integer);
        CREATE TABLE groups (_id integer primary key, name text);
        CREATE TABLE track2groups (_id integer primary key, _track_id integer, _group_id integer);
        INSERT INTO tracks VALUES (1, 'Tea', 'cups', 'i', 1, 1, -16742021, 2),
            (2, 'Walk', '', 'i', 0, 0, 0, 1);
        INSERT INTO groups VALUES (5, 'Drinks');
        INSERT INTO track2groups VALUES (1, 1, 5);
        INSERT INTO ticks VALUES (1, 1, 2026, 0, 31, 8, 30, 5, 1), (2, 1, 2026, 0, 31, 9, 0, 0, 1),
            (3, 1, 2026, 1, 31, 9, 0, 0, 1), (4, 2, 2026, 11, 31, 9, 0, 0, 1),
            (5, 2, 2026, 5, 1, 9, 0, 0, 0), (6, 9, 2026, 5, 1, 9, 0, 0, 0),
            (7, 1, 2026, 1, 1, 99, 'x', NULL, 1);
        """,
    )
    untouched()
    plan = importing(path)
    assert plan.format == "tickmate"
    keys = ("name", "description", "color", "group", "status", "aggregation_method")
    assert [tuple(s[key] for key in keys) for s in plan.document["streaks"]] == [
        ("Walk", "", None, None, "archived", "count"),
        ("Tea", "cups", "#00897b", "Drinks", "live", "count"),
    ]
    assert [(log["activity_type"], log["activity_at"]) for log in plan.document["logs"]] == [
        ("walk", "2026-06-01T12:00:00Z"),
        ("tea", "2026-01-31T08:30:05Z"),
        ("tea", "2026-01-31T09:00:00Z"),
        ("tea", "2026-02-01T12:00:00Z"),
    ]
    assert [tuple(note) for note in plan.notes] == [
        ("", "2 habits had no target; their target is now once a day."),
        ("Tea", "1 entry was left out: its date or value cannot be read."),
        ("", "1 entry was left out: it belongs to no habit of the file."),
        ("Walk", "1 entry was left out: its date lies in the future or outside 1970-2100."),
    ]


def test_rewire(tmp_path: Path, importing: Read, untouched: Callable[[], None]) -> None:
    path = make(
        tmp_path / "rewire.db",
        """
        CREATE TABLE HABITS (_id integer primary key, NAME text, DESCRIPTION text,
            SCHEDULE integer, ACTIVE_DAYS text, REPEATING_COUNT integer, DAYS integer,
            PERIOD integer);
        CREATE TABLE CHECKINS (_id integer primary key, HABIT_ID integer, DATE text, TYPE integer);
        INSERT INTO HABITS VALUES (1, 'Gym', 'hard', 0, '0,1,3', 0, 0, 0),
            (2, 'Read', NULL, 1, NULL, 0, 3, 0), (3, 'Tax', '', 1, '', 0, 2, 2),
            (4, 'Water', '', 2, '', 4, 0, 0), (5, 'Odd', '', 'x', '', 0, 0, 0),
            (6, 'All', '', 0, '0,1,2,3,4,5,6', 0, 0, 0), (7, 'Many', '', 1, '', 0, 9, 1);
        INSERT INTO CHECKINS VALUES (1, 1, '20260105', 2), (2, 1, 20260106, 2),
            (3, 1, '20260107', 1), (4, 1, '20261301', 2), (5, 8, '20260101', 2),
            (6, 1, '20260105', 2);
        """,
    )
    untouched()
    plan = importing(path)
    assert plan.format == "rewire"
    keys = (
        "name",
        "aggregation_method",
        "aggregation_period",
        "every",
        "aggregation_target_value",
        "schedule",
    )
    assert [tuple(s[key] for key in keys) for s in plan.document["streaks"]] == [
        ("Gym", "count", "daily", 1, 1, ["monday", "wednesday", "sunday"]),
        ("Read", "days", "weekly", 1, 3, None),
        ("Tax", "days", "yearly", 1, 2, None),
        ("Water", "count", "daily", 4, 1, None),
        ("Odd", "count", "daily", 1, 1, None),
        ("All", "count", "daily", 1, 1, None),
        ("Many", "days", "monthly", 1, 9, None),
    ]
    assert [log["local_date"] for log in plan.document["logs"]] == ["2026-01-05", "2026-01-06"]
    assert [tuple(note) for note in plan.notes] == [
        ("", "1 check-in was left out: it is not a done mark."),
        ("Gym", "1 entry was left out: its date or value cannot be read."),
        (
            "",
            "4 habits counted over a rolling window of days; Unbroken counts fixed periods such "
            "as calendar weeks and months, so their streaks can differ.",
        ),
        ("Odd", "It had no target; its target is now once a day."),
        ("", "1 entry was left out: it belongs to no habit of the file."),
    ]
