"""Rewire Habit Tracker: habits and check-ins."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from exchange.importers.plans import Read, logs_of, make_database


def test_rewire(tmp_path: Path, importing: Read, untouched: Callable[[], None]) -> None:
    path = make_database(
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


def test_rewire_keeps_what_it_holds(tmp_path: Path, importing: Read) -> None:
    path = make_database(
        tmp_path / "rewire.db",
        """
        CREATE TABLE HABITS (_id integer primary key, NAME text, DESCRIPTION text,
            SCHEDULE integer, ACTIVE_DAYS text, REPEATING_COUNT integer, DAYS integer,
            PERIOD integer, ARCHIVED integer, ORDER_NUM integer, CATEGORY, MOOD text);
        CREATE TABLE CHECKINS (_id integer primary key, HABIT_ID integer, DATE text, TYPE integer,
            NOTE text, ACTUAL_COUNT integer, TARGET_COUNT integer, UNIT_TYPE text);
        CREATE TABLE REMINDERS (HABIT_ID integer, TIME integer, ACTIVE_DAYS text);
        INSERT INTO HABITS VALUES (1, 'Old', '', 2, '', 1, 0, 0, 1, 2, 'Body', 'gloomy'),
            (2, 'New', '', 2, '', 1, 0, 0, 0, 1, 4, '');
        INSERT INTO REMINDERS VALUES (1, 480, '0'), (2, 0, '0');
        INSERT INTO CHECKINS VALUES (1, 1, '20260105', 2, 'good', 5, 8, 'cups'),
            (2, 1, '20260105', 2, 'again', 1, 1, NULL), (3, 2, '20260105', 1, 'ill', 0, 0, NULL),
            (4, 2, '20260106', 2, NULL, NULL, NULL, NULL);
        """,
    )
    plan = importing(path)
    assert [(s["name"], s["status"], s["group"]) for s in plan.document["streaks"]] == [
        ("New", "live", None),
        ("Old", "archived", "Body"),
    ]
    assert logs_of(plan) == [
        ("new", "2026-01-06", 1, ""),
        ("old", "2026-01-05", 1, "good; 5 of 8 cups; again"),
    ]
    assert [tuple(note) for note in plan.notes] == [
        ("New", "Its category was left out: the file does not say what it is called."),
        ("", "1 check-in was left out: it is not a done mark."),
        ("New", "1 note was left out: it stands on a day without a done mark."),
        ("Old", "Its reminder was taken over; `unbroken remind install` has it sent."),
        (
            "Old",
            "1 amount was put into its entry's note: in Rewire an entry is done or not.",
        ),
        ("", "Left out, since nothing is known of it: “mood”."),
    ]
