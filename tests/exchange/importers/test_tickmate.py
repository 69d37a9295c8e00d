"""Tickmate: tracks and ticks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from exchange.importers.plans import Read, make_database


def test_tickmate(tmp_path: Path, importing: Read, untouched: Callable[[], None]) -> None:
    path = make_database(
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
