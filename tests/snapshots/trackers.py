"""A small file or folder of every tracker that can be imported."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

TEXTS = {
    "harsh/habits": "! Body\nGym: 3/7\nWater: 8\n! Mind\nRead: 1\nOld: 1w: 2024-06-15\nbroken\n",
    "harsh/log": (
        "2026-01-01 : Gym : y : legs : 1.50\n2026-01-02 : Gym : s : ill : 0\n"
        "2026-01-01 : Read : y\n2026-01-01 : Read : n\n2026-01-05 : Gone : y\n"
    ),
    "habitctl/habits": "1 Stroll\n7 Clean: all\n0 Cough\n",
    "habitctl/log": "2026-01-01\tStroll\ty\n2026-01-02\tStroll\ts\n2026-01-03\tGone\ty\n",
    "loop-csv/Habits.csv": (
        "Position,Name,Type,Question,Description,FrequencyNumerator,FrequencyDenominator,Color,"
        "Unit,Target Type,Target Value,Archived?\n"
        "001,Tea,YES_NO,Drunk?,slowly,3,7,#00897B,,,,false\n"
    ),
    "loop-csv/001 Tea/Checkmarks.csv": (
        "Date,Value,Notes\n2026-01-03,YES_MANUAL,good\n2026-01-02,SKIP,ill\n2026-01-01,NO,\n"
    ),
    "habitbull.csv": (
        "HabitName,HabitDescription,HabitCategory,CalendarDate,Value,CommentText\r\n"
        'Novel,"a, b",Mind,2026-01-02,1,good\r\nNovel,"a, b",Mind,1/1/2026,0,\r\n'
        "Jog,,,2026-01-01,3.25,\r\nJog,,,2026-01-03,far,\r\n"
    ),
    "streaks-ios.csv": (
        "task_id,title,icon,entry_type,entry_date,entry_timestamp,page,quantity,notes\n"
        "A1,Plank,ic,completed_manually,20260301,2026-03-01T08:00:00Z,0,0.0,long\n"
        "A1,Plank,ic,skipped_auto,20260302,2026-03-02T08:00:00Z,0,0.0,\n"
    ),
    "long.csv": "day,habit,value\n01/02/2026,Vitamins,y\n02/02/2026,Vitamins,n\n",
    "wide.csv": "Date,Sing,Dance\n2026-03-01,Y,30\n2026-03-02,S,12.5\n",
    "habits.org": (
        "* TODO Iron\n  SCHEDULED: <2026-03-03 Tue .+1d/3d>\n  :PROPERTIES:\n  :STYLE: habit\n"
        '  :END:\n  - State "DONE"       from "TODO"       [2026-03-02 Mon 21:00]\n'
    ),
}
DOCUMENTS = {
    "dijo.json": [
        {"type": "Bit", "name": "weights", "stats": {"2026-01-02": True, "2026-01-01": False}},
        {"type": "Count", "name": "tea", "goal": 5, "stats": {"2026-01-01": 3}},
        {
            "type": "Float",
            "name": "sleep",
            "goal": {"value": 75, "precision": 1},
            "stats": {"2026-01-01": {"value": 12345, "precision": 4}},
        },
    ],
    "beaver.json": {
        "habits": [
            {
                "name": "Row",
                "id": "a",
                "tags": ["fit", "out"],
                "period": {"period_type": "W", "period_count": 2, "target_count": 3},
                "records": [
                    {"day": "2026-01-03", "done": True, "text": "#ill #skip"},
                    {"day": "2026-01-01", "done": True, "text": "5 km"},
                ],
            }
        ]
    },
    "habitkit.json": {
        "habits": [{"id": "h1", "name": "Sketch", "color": "indigo", "orderIndex": 0}],
        "completions": [
            {
                "date": "2026-03-01T23:00:00.000Z",
                "habitId": "h1",
                "timezoneOffsetInMinutes": 120,
                "amountOfCompletions": 1,
                "note": "a hand",
            }
        ],
        "intervals": [
            {
                "habitId": "h1",
                "startDate": f"2026-0{month}-01T00:00:00.000Z",
                "type": "week",
                "requiredNumberOfCompletions": month,
                "requiredNumberOfCompletionsPerDay": 1,
            }
            for month in (2, 3)
        ],
    },
    "userdata.json": {
        "preferences": {"dayStart": 4, "timezoneOffset": -60},
        "tasks": {
            "dailys": [
                {
                    "_id": "d1",
                    "text": "Weed",
                    "frequency": "weekly",
                    "repeat": {"m": True, "su": True},
                    "history": [{"date": 1772400000000, "value": 1.5, "completed": True}],
                }
            ],
            "habits": [],
        },
    },
    "mhabit.json": {
        "habits": [
            {
                "type": 1,
                "status": 1,
                "name": "Stretch",
                "daily_goal": 1,
                "start_date": 20454,
                "records": [{"record_date": 20455, "record_type": 2, "record_value": 1}],
            }
        ]
    },
}
DATABASES = {
    "tickmate.db": """
        CREATE TABLE tracks (_id integer primary key, name text, description text, icon text,
            enabled integer, multiple_entries_per_day integer, color integer, "order" integer);
        CREATE TABLE ticks (_id integer primary key, _track_id integer, year integer,
            month integer, day integer, hour integer, minute integer, second integer,
            has_time_info integer);
        CREATE TABLE groups (_id integer primary key, name text);
        CREATE TABLE track2groups (_id integer primary key, _track_id integer, _group_id integer);
        INSERT INTO tracks VALUES (1, 'Tea', 'cups', 'i', 1, 1, -16742021, 2);
        INSERT INTO groups VALUES (5, 'Drinks');
        INSERT INTO track2groups VALUES (1, 1, 5);
        INSERT INTO ticks VALUES (1, 1, 2026, 0, 31, 8, 30, 5, 1), (2, 1, 2026, 0, 31, 9, 0, 0, 1);
    """,
    "rewire.db": """
        CREATE TABLE HABITS (_id integer primary key, NAME text, DESCRIPTION text,
            SCHEDULE integer, ACTIVE_DAYS text, REPEATING_COUNT integer, DAYS integer,
            PERIOD integer);
        CREATE TABLE CHECKINS (_id integer primary key, HABIT_ID integer, DATE text, TYPE integer);
        INSERT INTO HABITS VALUES (1, 'Chess', 'hard', 0, '0,1,3', 0, 0, 0),
            (2, 'Letters', NULL, 1, NULL, 0, 3, 0);
        INSERT INTO CHECKINS VALUES (1, 1, '20260105', 2), (2, 1, '20260106', 2);
    """,
    "loop.db": """
        CREATE TABLE Habits (id integer primary key, archived integer, color integer,
            description text, freq_den integer, freq_num integer, highlight integer, name text,
            position integer, reminder_hour integer, reminder_min integer, reminder_days integer,
            type integer, target_type integer, target_value real, unit text, question text,
            uuid text);
        CREATE TABLE Repetitions (id integer primary key, habit integer, timestamp integer,
            value integer, notes text);
        INSERT INTO Habits (id, archived, color, description, freq_den, freq_num, name, position,
            type, question, uuid) VALUES (7, 0, 8, 'slowly', 7, 3, 'Café', 1, 0, 'Drunk?', 'u1');
        INSERT INTO Repetitions (habit, timestamp, value, notes) VALUES
            (7, 1767225600000, 2, 'good'), (7, 1767312000000, 3, 'travel'),
            (7, 1767398400000, 0, '');
        PRAGMA user_version = 25;
    """,
}
FILES = [*dict.fromkeys(name.partition("/")[0] for name in TEXTS), *DOCUMENTS, *DATABASES]
"""What `write` makes, one of each format."""


def write(folder: Path) -> None:
    """Writes all of them into a folder."""
    for name, text in TEXTS.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    for name, content in DOCUMENTS.items():
        (folder / name).write_text(json.dumps(content), encoding="utf-8")
    for name, script in DATABASES.items():
        with closing(sqlite3.connect(folder / name)) as connection:
            connection.executescript(script)
