"""Taking back and doing again, where rows changed more than once or others need them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from unbroken.core.errors import Refusal
from unbroken.core.ids import derived_id
from unbroken.engine.api import Engine
from unbroken.engine.callers import Caller
from unbroken.store import journal

from .conftest import Hand
from .test_properties import World

edits = st.fixed_dictionaries(
    {},
    optional={
        "aggregation_target_value": st.integers(1, 5),
        "grace_periods": st.integers(0, 3),
        "aggregation_period": st.sampled_from(("daily", "weekly", "monthly")),
        "completion_target_value": st.sampled_from((None, 2, 9)),
        "strict": st.booleans(),
        "name": st.sampled_from(("Read", "Books")),
        "milestones": st.lists(st.tuples(st.integers(1, 3), st.just("A")), max_size=2),
    },
)


@settings(max_examples=examples(100), deadline=None)
@given(st.lists(st.tuples(edits, st.booleans()), min_size=1, max_size=4))
def test_any_edit_is_taken_back_and_done_again(taken: list[tuple[Any, ...]]) -> None:
    world = World()
    seen = [world.facts()]
    for rules, whole in taken:
        entries = world.engine.store.rows("SELECT MAX(id) FROM changes")
        world.engine.edit("read", whole_history=whole, **rules)
        if world.engine.store.rows("SELECT MAX(id) FROM changes") != entries:
            seen.append(world.facts())
    for facts in reversed(seen[:-1]):
        world.engine.undo()
        assert world.facts() == facts
    for facts in seen[1:]:
        world.engine.redo()
        assert world.facts() == facts
    world.engine.close()


def test_two_rules_at_once(engine: Engine) -> None:
    engine.add("Read", aggregation_target_value=2)
    engine.edit("read", aggregation_target_value=3, grace_periods=1)
    assert engine.undo().label == "edit Read"
    streak = engine.streak("read")
    assert (streak.aggregation_target_value, streak.grace_periods) == (2, None)
    engine.redo()
    streak = engine.streak("read")
    assert (streak.aggregation_target_value, streak.grace_periods) == (3, 1)


def _skip(zoe: Engine) -> None:
    zoe.skip(None, date(2026, 3, 1))


def _travel(zoe: Engine) -> None:
    zoe.edit_owner("Zoe", tz="Asia/Tokyo")


def _log(zoe: Engine) -> None:
    zoe.log("read")


@pytest.mark.parametrize("act", [_skip, _travel, _log])
def test_a_person_who_has_done_something_stays(
    engine: Engine, act: Callable[[Engine], None]
) -> None:
    engine.add("Read")
    zoe = engine.acting_as(Caller(False, engine.add_owner("Zoe", tz="UTC").id))
    act(zoe)
    with pytest.raises(Refusal, match="changed since by another person"):
        engine.undo()
    assert [each.name for each in engine.owners()] == ["me", "Zoe"]
    assert zoe.undo()
    assert engine.undo().label == "add owner Zoe"
    assert engine.doctor().ok


def test_a_streak_that_somebody_skips_stays(engine: Engine) -> None:
    zoe = engine.acting_as(Caller(False, engine.add_owner("Zoe", tz="UTC").id))
    engine.add("Read")
    zoe.skip("read", date(2026, 3, 1))
    with pytest.raises(Refusal, match="changed since by another person"):
        engine.undo()
    zoe.undo()
    assert engine.undo().label == "add Read"
    with pytest.raises(Refusal, match="changed since by another person"):
        zoe.redo()


def test_a_name_that_another_person_has_taken(engine: Engine) -> None:
    zoe = engine.add_owner("Zoe", tz="UTC").id
    other = engine.acting_as(Caller(True, zoe))
    engine.add("Read")
    engine.remove("read")
    other.add("Read")
    with pytest.raises(Refusal, match="changed since by another person"):
        engine.undo()
    other.undo()
    assert engine.undo().label == "remove Read"
    engine.add_owner("Ann", tz="UTC")
    engine.remove_owner("Ann")
    other.add_owner("ann", tz="UTC")
    with pytest.raises(Refusal, match="changed since by another person"):
        engine.undo()
    assert engine.doctor().ok


def test_what_others_do_takes_no_undo_away(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "KEPT", 3)
    ann = engine.acting_as(Caller(False, engine.add_owner("Ann", tz="UTC").id))
    engine.add("Read")
    engine.add("Run")
    for _ in range(5):
        ann.log("read")
    assert [ann.undo().label for _ in range(3)] == ["log Read"] * 3
    with pytest.raises(Refusal) as caught:
        ann.undo()
    assert caught.value.code == "nothing_to_undo"
    assert engine.undo().label == "add Run"


def _ids_are_their_own(engine: Engine) -> int:
    """How many records there are; each has the id of its owner, streak and first period."""
    weekly = engine.streak("read").aggregation_period == "weekly"
    records = engine.progress(all_owners=True)
    for record in records:
        day = record.streak_started_at.date()
        first_day = day - timedelta(days=day.weekday() if weekly else 0)
        assert record.id == derived_id(record.streak_id, record.owned_by_id, first_day)
    assert engine.doctor().problems == ()
    return len(records)


def test_turned_rules_give_no_record_an_id_of_another(engine: Engine, clock: Hand) -> None:
    """Also where somebody has logged between the change and its undo."""
    engine.add("Read", starts_on="2026-01-01")
    zoe = engine.acting_as(Caller(False, engine.add_owner("Zoe", tz="UTC").id))
    for ago in (20, 17, 9, 4, 3, 1):
        engine.log("read", at=clock() - timedelta(days=ago))
        zoe.log("read", at=clock() - timedelta(days=ago + 1))
    seen = [_ids_are_their_own(engine)]
    changes: tuple[dict[str, Any], ...] = (
        {"aggregation_period": "weekly"},
        {"completion_target_value": 1},
        {"aggregation_period": "daily", "grace_periods": 3},
    )
    for rules in changes:
        engine.edit("read", **rules)
        seen.append(_ids_are_their_own(engine))
    assert len(set(seen)) > 2
    for between in ((6, 18), (2, 11), (5, 15)):
        for ago in between:
            zoe.log("read", at=clock() - timedelta(days=ago))
        for turn in (engine.undo, engine.redo, engine.undo):
            turn()
            _ids_are_their_own(engine)
        zoe.undo()
        _ids_are_their_own(engine)
    for _ in changes:
        engine.redo()
        _ids_are_their_own(engine)
