"""habitctl's text files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from unbroken.exchange.contract import Plan

Read = Callable[[Path], Plan]


def test_habits_and_log(tmp_path: Path, importing: Read, untouched: Callable[[], None]) -> None:
    path = tmp_path / "habitctl"
    path.mkdir()
    (path / "habits").write_text("# mine\n\n1 Walk\n7 Clean: all\n0 Cough\n1 Walk\nbroken\n")
    (path / "log").write_text(
        "2026-01-01\tWalk\ty\n2026-01-02\tWalk\ts\n2026-01-02\tClean: all\tn\n\n"
        "2026-01-03\tClean: all\ty\n2026-01-03\tGone\ty\n2026-01-03 : Walk : y\n2026-01-03\tWalk\n"
    )
    untouched()
    plan = importing(path)
    assert plan.format == "habitctl"
    keys = ("activity_type", "aggregation_period", "status", "starts_on")
    assert [tuple(s.get(key) for key in keys) for s in plan.document["streaks"]] == [
        ("walk", "daily", "live", "2026-01-01"),
        ("clean-all", "weekly", "live", "2026-01-02"),
        ("cough", "daily", "live", None),
        ("gone", "daily", "archived", "2026-01-03"),
    ]
    logs = plan.document["logs"]
    assert [(log["activity_type"], log["local_date"]) for log in logs] == [
        ("walk", "2026-01-01"),
        ("clean-all", "2026-01-03"),
        ("gone", "2026-01-03"),
    ]
    assert [skip["first_day"] for skip in plan.document["skips"]] == ["2026-01-02"]
    assert [tuple(note) for note in plan.notes][1:] == [
        ("Cough", "It had no target; its target is now once a day."),
        ("Walk", "It is listed twice; its first line was kept."),
        ("", "1 line of “habits” was left out: line 7 cannot be read."),
        ("Gone", "It stands in the log only, so it comes over archived, as a daily habit."),
        ("", "2 lines of “log” were left out: they cannot be read, the first is line 7."),
    ]
