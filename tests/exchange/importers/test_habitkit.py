"""HabitKit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from exchange.importers.plans import Read, logs_of, rules_of, write_json


def habit(key: str, **more: Any) -> dict[str, Any]:
    base = {"id": key, "name": key.capitalize(), "icon": "book", "color": "indigo"}
    return {**base, "archived": False, "isInverse": False, "orderIndex": 0, **more}


def done(key: str, date: str, amount: Any = 1, **more: Any) -> dict[str, Any]:
    return {"habitId": key, "date": date, "amountOfCompletions": amount, **more}


def interval(key: str, kind: str, times: int = 1, a_day: int = 1, **more: Any) -> dict[str, Any]:
    base: dict[str, Any] = {
        "habitId": key,
        "startDate": "2026-01-01T00:00:00.000Z",
        "endDate": None,
    }
    base |= {
        "type": kind,
        "requiredNumberOfCompletions": times,
        "requiredNumberOfCompletionsPerDay": a_day,
    }
    return {**base, **more}


def test_habits_and_completions(
    tmp_path: Path, importing: Read, untouched: Callable[[], None]
) -> None:
    document = {
        "habits": [
            habit("read", description="Novels", orderIndex=2),
            habit("water", color="teal", archived=True, orderIndex=1),
            habit("smoke", isInverse=True, color="plaid", orderIndex=3, mood=1),
        ],
        "completions": [
            done("read", "2026-03-01T23:00:00.000Z", 2, timezoneOffsetInMinutes=120, note="x"),
            done("read", "2026-03-01T01:00:00Z", 1, timezoneOffsetInMinutes=-120),
            done("read", "2026-03-04T08:00:00Z", 0, note="ill"),
            done("read", "soon"),
            done("read", "2026-03-05T08:00:00Z", "many"),
            done("water", "2026-03-01T08:00:00Z", 5),
            done("smoke", "2026-03-01T08:00:00Z", 3),
            done("gone", "2026-03-01T08:00:00Z"),
        ],
        "intervals": [interval("read", "week", 3), interval("water", "day", 1, 8)],
        "reminders": [{"habitId": "read"}],
        "categories": [{"id": "c", "name": "Mind"}, {"id": "d", "name": "Home"}],
        "categoryMappings": [
            {"habitId": "read", "categoryId": "c"},
            {"habitId": "read", "categoryId": "d"},
        ],
    }
    path = write_json(tmp_path / "kit.json", document)
    untouched()
    plan = importing(path)
    assert plan.format == "habitkit"
    keys = ("name", "description", "group", "color", "status")
    assert [tuple(s[key] for key in keys) for s in plan.document["streaks"]] == [
        ("Water", "", None, "#14b8a6", "archived"),
        ("Read", "Novels", "Mind", "#6366f1", "live"),
        ("Smoke", "", None, None, "live"),
    ]
    assert rules_of(plan) == [
        ("sum", "daily", 1, "at_least", 8),
        ("days", "weekly", 1, "at_least", 3),
        ("sum", "daily", 1, "at_most", 1),
    ]
    assert logs_of(plan) == [
        ("water", "2026-03-01", 5, ""),
        ("read", "2026-02-28", 1, ""),
        ("read", "2026-03-02", 1, "x, 2 completions"),
        ("smoke", "2026-03-01", 3, ""),
    ]
    assert [tuple(note) for note in plan.notes] == [
        ("Read", "Only its first category was kept, as its group."),
        ("Read", "Its reminder was left out; `unbroken edit` with --remind gives it one."),
        (
            "Read",
            "1 day had several completions; it counts once, and its note tells how many.",
        ),
        ("Read", "2 entries were left out: their dates or values cannot be read."),
        ("Smoke", "Its colour “plaid” was left out: it is not known."),
        ("Smoke", "It is a limit: days without an entry count as kept in Unbroken."),
        ("", "1 entry was left out: it belongs to no habit of the file."),
        ("Read", "1 note was left out: it stands on a day without a done mark."),
        ("", "Left out, since nothing is known of it: “mood”."),
    ]


def test_intervals_are_a_timeline(tmp_path: Path, importing: Read) -> None:
    later: dict[str, Any] = {"startDate": "2026-02-02T00:00:00.000Z"}
    document = {
        "habits": [habit("a"), habit("b"), habit("c"), habit("d")],
        "completions": [],
        "intervals": [
            interval("a", "week", 5, **later),
            interval("a", "week", 3, endDate="2026-02-01T23:59:59.000Z"),
            interval("b", "week", 3),
            interval("b", "month", 40, **later),
            interval("c", "week", 2, 3, endDate="2026-02-01T00:00:00.000Z"),
            interval("d", "fortnight"),
        ],
    }
    plan = importing(write_json(tmp_path / "kit.json", document))
    assert rules_of(plan) == [
        ("days", "weekly", 1, "at_least", 3),
        ("days", "monthly", 1, "at_least", 28),
        ("sum", "weekly", 1, "at_least", 6),
        ("count", "daily", 1, "at_least", 1),
    ]
    assert [each.get("targets") for each in plan.document["streaks"]] == [
        [{"from_day": "2026-02-02", "aggregation_target_value": 5}],
        *(None, None, None),
    ]
    assert [tuple(note) for note in plan.notes] == [
        ("B", "It had periods of several kinds; only the latest rule was kept."),
        ("C", "Its last interval has ended there; here its rule goes on."),
        (
            "C",
            "It was due 3 times on 2 days; Unbroken adds up the completions of the period.",
        ),
        ("D", "Its interval cannot be read; it counts days."),
    ]


def test_intervals_without_end_of_time(tmp_path: Path, importing: Read) -> None:
    """Beginnings that no day can have."""
    dates = ("0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "soon", "2026-02-02")
    intervals = [
        interval("a", "week", times, startDate=date) for times, date in enumerate(dates, 1)
    ]
    document = {"habits": [habit("a")], "completions": [], "intervals": intervals}
    plan = importing(write_json(tmp_path / "kit.json", document))
    assert rules_of(plan) == [("days", "weekly", 1, "at_least", 3)]
    assert plan.document["streaks"][0]["targets"] == [
        {"from_day": "2026-02-02", "aggregation_target_value": 4}
    ]
