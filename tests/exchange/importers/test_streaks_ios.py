"""Streaks for iOS."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from exchange.importers.plans import Read, logs_of, rules_of


def test_entries(tmp_path: Path, importing: Read, untouched: Callable[[], None]) -> None:
    path = tmp_path / "streaks.csv"
    path.write_text(
        "notes,task_id,title,icon,entry_type,entry_date,entry_timestamp,page,quantity,mood\n"
        "fine,A1,Floss,ic,completed_manually,20260301,2026-03-01T08:00:00Z,0,0.0,\n"
        ",A1,Floss,ic,completed_auto,20260301,2026-03-01T09:00:00Z,0,12.5,\n"
        "ill,A1,Floss,ic,skipped_auto,20260302,2026-03-02T08:00:00Z,0,0.0,\n"
        ",A1,Floss,ic,missed_auto,20260303,2026-03-03T08:00:00Z,0,0.0,\n"
        ",A1,Floss,ic,skipped_manually,20260301,2026-03-01T08:00:00Z,0,0.0,\n"
        ",A1,Floss,ic,timer_started,20260304,2026-03-04T08:00:00Z,0,0.0,good\n"
        ",A1,Floss,ic,completed_manually,20261301,x,0,0.0,\n"
        ",B2,Floss,ic,completed_manually,20260305,x,1,1,\n\n",
        encoding="utf-8",
    )
    untouched()
    plan = importing(path)
    assert plan.format == "streaks-ios"
    assert rules_of(plan) == [("count", "daily", 1, "at_least", 1)] * 2
    assert logs_of(plan) == [
        ("floss", "2026-03-01", 1, "fine"),
        ("floss", "2026-03-01", 1, "quantity 12.5"),
        ("floss-2", "2026-03-05", 1, ""),
    ]
    assert [(s["first_day"], s["reason"]) for s in plan.document["skips"]] == [
        ("2026-03-02", "ill")
    ]
    assert [tuple(note) for note in plan.notes] == [
        ("Floss", "The frequencies of 2 habits are not in the file; they are now daily."),
        (
            "Floss",
            "1 quantity was put into its entry's note: the file does not tell the goal.",
        ),
        ("Floss", "1 entry was left out: “timer_started” is not a done mark."),
        ("Floss", "1 entry was left out: its date or value cannot be read."),
        ("Floss", "1 skipped day was left out: it is done too."),
        ("Floss", "Another habit is called like it: this one's activity type is floss-2."),
        ("", "Left out, since nothing is known of it: “mood”."),
    ]
