"""Taking back and doing again, where rows changed more than once or others need them."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from hand_clock import Hand
from unbroken.core.errors import ErrorCode, NotFound, Refusal
from unbroken.core.ids import derived_id
from unbroken.core.reports import Change
from unbroken.engine import journal as journal_operation
from unbroken.engine.api import Engine
from unbroken.engine.callers import Caller
from unbroken.store import journal, operations
from unbroken.wording.journal import change_words

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


def test_a_change_says_in_which_program_it_was_made(engine: Engine, clock: Hand) -> None:
    engine.add("Read")
    engine.is_used_by("app", opened_at=clock())
    opened = clock()
    clock.forward(hours=2)
    engine.log("read")
    engine.is_used_by("command")
    engine.log("read")
    made = [(each.program, each.opened_at) for each in engine.journal()]
    assert made == [("command", None), ("app", opened), (None, None)]
    for _ in range(3):
        engine.undo()
    assert [each.program for each in engine.journal()] == ["command", "app", None]
    engine.redo()
    assert engine.streaks()[0].name == "Read"


@pytest.mark.parametrize(
    "by", [None, "app", 1, [], ["app"], ["window", None], ["app", "x"], ["app", 1 << 62], {"a": 1}]
)
def test_where_a_change_was_made_may_be_unreadable(engine: Engine, by: object) -> None:
    engine.add("Read")
    part = {"operations": engine.store.rows("SELECT 1 WHERE 0"), "by": by}
    data = zlib.compress(json.dumps(part).encode())
    engine.store.rows("UPDATE change_parts SET data = ?", (data,))
    [change] = engine.journal()
    assert (change.label, change.program, change.opened_at) == ("add Read", None, None)


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
    monkeypatch.setattr(journal, "TRIMMED_EVERY", 1)
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


def told(engine: Engine, **how: Any) -> list[str]:
    """The journal as a person reads it, newest first."""
    return [change_words(each) for each in engine.journal(**how)]


def test_the_journal_says_what_each_change_did(engine: Engine, clock: Hand) -> None:
    assert engine.journal() == []
    engine.add("Read", aggregation_method="sum", unit="min", aggregation_target_value=20)
    engine.add("Walk")
    clock.forward(minutes=1)
    engine.log("read", "12.5")
    assert engine.journal(limit=1) == [
        Change(3, "log Read", "12.5 min today", datetime(2026, 3, 1, 12, 1, tzinfo=UTC), False)
    ]
    engine.log("read", 30, at=clock() - timedelta(days=1))
    engine.log("walk", 2, at=clock() - timedelta(days=2))
    engine.log("walk", at=clock() - timedelta(days=80))
    log = engine.history("read", limit=1)[0].id
    engine.edit_log(log, value=13)
    engine.edit_log(log, note="in bed")
    engine.delete_log(log)
    engine.fill("walk", date(2026, 2, 20), date(2026, 2, 22))
    assert told(engine, limit=8) == [
        "fill Walk: 3 logs",
        "delete a log of Read: 13 min today",
        "edit a log of Read: note",
        "edit a log of Read: 12.5 min today, then 13 min today",
        "log Walk: Thu 11 Dec 2025",
        "log Walk: 2 Fri 27 Feb",
        "log Read: 30 min yesterday",
        "log Read: 12.5 min today",
    ]
    assert len(engine.journal()) == 10


def test_the_journal_tells_of_rules_rest_and_people(engine: Engine, clock: Hand) -> None:
    engine.add("Walk")
    engine.add("Run")
    engine.edit("walk", aggregation_target_value=2, grace_periods=1, milestones=[(3, "Three")])
    engine.edit("walk", name="Stroll", color="green")
    engine.reorder([engine.streak("run").id])
    engine.skip("walk", date(2026, 3, 3), date(2026, 3, 6), reason="ill")
    engine.skip("walk", date(2026, 3, 3), date(2026, 3, 6), reason="away")
    engine.unskip("walk", date(2026, 3, 4), date(2026, 3, 5))
    engine.pause("walk")
    clock.forward(days=3)
    engine.resume("walk")
    engine.archive("run")
    engine.edit_owner("me", name="Ann", day_start=4, tz="Asia/Tokyo")
    engine.configure("strict", "on")
    engine.add_owner("Zoe", tz="UTC")
    engine.log("juggle")
    engine.remove("juggle")
    assert told(engine) == [
        "remove juggle: 1 streak and 1 log",
        "log juggle: 1 streak and 1 log",
        "add owner Zoe",
        "set strict",
        "edit owner me: name, day start and Tokyo",
        "archive Run",
        "resume Stroll: Sun 1 Mar to yesterday",
        "pause Stroll: from Sun 1 Mar on",
        "unskip Stroll: today to Thu 5 Mar",
        "skip: reason",
        "skip Stroll: yesterday to Fri 6 Mar",
        "change the order",
        "edit Stroll: name and colour",
        "edit Walk: grace, target and milestones",
        "add Run",
        "add Walk",
    ]


def test_the_journal_knows_the_unit_of_what_is_gone(engine: Engine) -> None:
    engine.add("Read", aggregation_method="sum", unit="min")
    engine.log("read", 20)
    engine.remove("read")
    assert told(engine)[1] == "log Read: 20 min today"
    engine.undo_to(1)
    assert told(engine)[1:] == ["log Read: 20 min today", "add Read"]
    assert [each.undone for each in engine.journal()] == [True, True, True]


@pytest.mark.parametrize(
    ("count", "said"),
    [(1, "import"), (9, "import: 9 streaks"), (10, "import: more than 18 rows")],
)
def test_the_journal_of_an_import(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, count: int, said: str
) -> None:
    """Each streak has an enrolment beside it."""
    for place in (operations, journal_operation):
        monkeypatch.setattr(place, "PART", 18)
    streaks = [{"activity_type": f"s{number}"} for number in range(count)]
    document = {"format": "unbroken", "version": 1, "streaks": streaks}
    engine.import_document(document, foreign=True)
    assert told(engine) == [said]
    engine.undo_to(1)
    assert engine.streaks() == []


def test_a_change_that_cannot_be_read_is_listed(engine: Engine) -> None:
    engine.add("Read")
    engine.add("Run")
    engine.add("Walk")
    store = engine.store
    with store.writing():
        store.rows("UPDATE change_parts SET data = x'00' WHERE change_id = 1")
        store.rows("DELETE FROM change_parts WHERE change_id = 2")
    cannot = "what it did cannot be read"
    assert told(engine) == ["add Walk", f"add Run: {cannot}", f"add Read: {cannot}"]


@pytest.mark.parametrize("limit", [0, -1, "x", True, 1.5, 10**30])
def test_a_limit_that_is_none(engine: Engine, limit: object) -> None:
    with pytest.raises(Refusal, match="The limit must be"):
        engine.journal(limit=limit)


def test_everybody_has_a_journal_of_their_own(engine: Engine) -> None:
    zoe = engine.acting_as(Caller(False, engine.add_owner("Zoe", tz="UTC").id))
    engine.add("Read")
    zoe.log("read")
    engine.log("read")
    assert told(zoe) == ["log Read: today"]
    [own] = zoe.journal()
    with pytest.raises(NotFound, match="There is no change 3 to be taken back"):
        engine.undo_to(own.number)
    assert zoe.undo_to(own.number).changes[0].label == "log Read"
    assert len(engine.history()) == 1


@settings(max_examples=examples(50), deadline=None)
@given(st.lists(edits, min_size=2, max_size=5), st.integers(0, 59))
def test_turning_to_a_change_is_turning_one_by_one(taken: list[Any], choice: int) -> None:
    world = World()
    for rules in taken:
        world.engine.edit("read", **rules)
    numbers = [each.number for each in world.engine.journal()]
    place = choice % len(numbers)
    last = world.facts()
    for _ in range(place + 1):
        world.engine.undo()
    first = world.facts()
    turned = world.engine.redo_to(numbers[0])
    assert (len(turned.changes), world.facts()) == (place + 1, last)
    tried = world.engine.undo_to(numbers[place], dry_run=True)
    assert (tried.dry_run, world.facts()) == (True, last)
    turned = world.engine.undo_to(numbers[place], expected=len(tried.changes))
    assert (turned.changes, world.facts()) == (tried.changes, first)
    assert turned.changes == tuple(reversed(world.engine.redo_to(numbers[0]).changes))
    assert world.engine.doctor().ok
    world.engine.close()


def test_turning_stops_whole_where_others_have_changed_the_same(engine: Engine) -> None:
    engine.add("Read")
    zoe = engine.acting_as(Caller(False, engine.add_owner("Zoe", tz="UTC").id))
    zoe.log("read")
    engine.log("read")
    before = engine.export_document()
    said = "Nothing was taken back: what change 2 (add owner Zoe) did has been changed since"
    for dry_run in (True, False):
        with pytest.raises(Refusal) as caught:
            engine.undo_to(1, dry_run=dry_run)
        assert caught.value.code == ErrorCode.CHANGED_SINCE
        assert caught.value.message == f"{said} by another person."
    assert engine.export_document() == before
    assert [each.undone for each in engine.journal()] == [False, False, False]
    zoe.undo()
    assert len(engine.undo_to(1).changes) == 3
    assert engine.streaks() == []
    engine.redo_to(4)
    assert len(engine.history()) == 1
    assert [each.name for each in engine.owners()] == ["me", "Zoe"]


def test_no_more_changes_are_turned_than_were_seen(engine: Engine) -> None:
    engine.add("Read")
    engine.log("read")
    engine.log("read")
    with pytest.raises(Refusal, match="there are other changes by now"):
        engine.undo_to(2, expected=1)
    assert len(engine.history()) == 2
    engine.undo_to(2, expected=2)
    with pytest.raises(Refusal, match="Nothing was done again: there are other"):
        engine.redo_to(3, expected=1)
    assert engine.history() == []


@pytest.mark.parametrize("number", [0, -1, "x", "", 10**12, 3.5, True])
def test_what_is_no_number_of_a_change(engine: Engine, number: object) -> None:
    engine.add("Read")
    for turn in (engine.undo_to, engine.redo_to):
        with pytest.raises(Refusal, match="The number of a change must be"):
            turn(number)
    assert len(engine.streaks()) == 1


def test_only_what_is_can_be_turned(engine: Engine) -> None:
    engine.add("Read")
    engine.add("Run")
    engine.undo()
    with pytest.raises(NotFound, match="There is no change 2 to be taken back; `unbroken journal`"):
        engine.undo_to(2)
    with pytest.raises(NotFound, match="There is no change 1 to be done again"):
        engine.redo_to("1")
    with pytest.raises(NotFound, match="There is no change 9 to be taken back"):
        engine.undo_to(9)


def test_a_journal_survives_its_owner(engine: Engine) -> None:
    """An import takes the place of the only owner; taken back, the journal is theirs again."""
    zones = [{"effective_from": "2026-01-01T00:00:00Z", "timezone": "UTC"}]
    ann = {"id": "00000000-0000-4000-8000-000000000001", "name": "Ann", "timezones": zones}
    document = {"format": "unbroken", "version": 1, "owners": [ann]}
    engine.import_document(document, foreign=False)
    engine.add("Read")
    assert engine.owner().name == "Ann"
    assert len(engine.undo_to(1).changes) == 2
    assert engine.owner().name == "me"
    assert [each.undone for each in engine.journal()] == [True, True]
    engine.redo_to(2)
    assert engine.owner().name == "Ann"
    assert [each.name for each in engine.streaks()] == ["Read"]


def test_a_change_after_turning_ends_what_could_be_done_again(engine: Engine) -> None:
    for name in ("Read", "Run", "Walk"):
        engine.add(name)
    engine.undo_to(2)
    engine.add("Swim")
    assert told(engine) == ["add Swim", "add Read"]
    with pytest.raises(NotFound):
        engine.redo_to(3)
