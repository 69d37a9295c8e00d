"""The demo's year."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from unbroken import demo
from unbroken.core.errors import Refusal
from unbroken.core.json_text import json_text
from unbroken.engine.api import open_engine

NOW = datetime(2026, 11, 21, 15, 10, tzinfo=UTC)


def test_the_demo_is_no_change_to_take_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    engine = open_engine(":memory:", clock=lambda: NOW)
    demo.fill(engine, NOW)
    with pytest.raises(Refusal):
        engine.undo()
    assert len(engine.status()) == 10
    engine.close()


def test_logs_of_one_instant_are_always_in_one_order() -> None:
    listed = []
    for _ in range(2):
        engine = open_engine(":memory:", clock=lambda: NOW)
        demo.fill(engine, NOW)
        listed.append([(each.activity_at, each.activity_type) for each in engine.history()])
        engine.close()
    assert listed[0] == listed[1]


def test_the_demo_is_always_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    made = []
    for _ in range(2):
        engine = open_engine(":memory:", clock=lambda: NOW)
        demo.fill(engine, NOW)
        document = engine.export_document()
        rows = [row for name in ("streaks", "logs", "skips") for row in document[name]]
        made.append(sorted(json_text(_without_ids(row)) for row in rows))
        engine.close()
    different = [pair for pair in zip(*made, strict=True) if pair[0] != pair[1]]
    assert not different[:3]


def _without_ids(row: dict[str, Any]) -> dict[str, Any]:
    """What tells a row from others only in one database."""
    milestones = [_without_ids(each) for each in row.get("milestones", ())]
    kept = {key: row[key] for key in row if key not in ("id", "owner_id", "milestones")}
    return {**kept, "milestones": milestones}


def test_the_drawings_begin_with_the_first_one_and_rest_between_two_attempts() -> None:
    engine = open_engine(":memory:", clock=lambda: NOW)
    demo.fill(engine, NOW)
    first = engine.history("drawing")[-1].local_date
    assert engine.streak("drawing").starts_on == first
    [drawing] = engine.statistics("drawing")
    assert (drawing.met, drawing.asked, drawing.current_streak) == (48, 48, 48)
    attempts = [each.streak_progress_status for each in engine.progress("drawing")]
    assert attempts == ["completed", "in_progress"]
    engine.close()


def test_the_demo_has_streaks_of_every_kind() -> None:
    engine = open_engine(":memory:", clock=lambda: NOW)
    demo.fill(engine, NOW)
    streaks = engine.streaks()
    engine.close()
    assert {each.aggregation_method for each in streaks} == {"sum", "count", "days"}
    assert {each.goal for each in streaks} == {"at_least", "at_most"}
    assert {each.aggregation_period for each in streaks} >= {"daily", "weekly", "monthly", "yearly"}
    assert {each.status for each in streaks} == {"live", "archived"}
    assert any(each.every > 1 for each in streaks)
    assert any(each.schedule for each in streaks)
    assert any(each.strict for each in streaks)
    assert any(each.completion_target_value for each in streaks)
    assert any(each.grace_periods for each in streaks)
    assert any(each.milestones for each in streaks)
