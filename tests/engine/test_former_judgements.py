"""The newest log is taken back by what was stored before it, as long as that is still true."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from hand_clock import Hand
from machines import World as Machines
from unbroken.core.errors import Refusal
from unbroken.engine import judgement, undo
from unbroken.engine.api import Engine
from unbroken.engine.callers import Caller
from unbroken.store import journal
from unbroken.store.progress import Former

from .test_properties import STREAKS, World, sound

RULES: tuple[dict[str, Any], ...] = (
    {"milestones": [(1, "One"), (3, "Three"), (4, "Four")]},
    {"completion_target_value": 2, "milestones": [(2, "Two")]},
    {"grace_periods": 1, "aggregation_target_value": 2, "aggregation_method": "count"},
    {"aggregation_period": "weekly", "aggregation_method": "days", "aggregation_target_value": 2},
    {"goal": "at_most", "aggregation_target_value": 1, "milestones": [(1, "One")]},
    {"goal": "at_most", "aggregation_target_value": 0, "completion_target_value": 2},
    {"strict": True, "schedule": ["monday", "thursday"]},
)
DAYS = (0, 0, 1, 1, 1, 3, 3, 9)
"""How far into the history each log is, but for what comes later."""


def facts(engine: Engine) -> list[Any]:
    """All that people can see of everybody, and what is stored of the judgement."""
    stored = [
        engine.store.rows(f"SELECT * FROM {table} ORDER BY id")
        for table in ("enrolments", "progress_records", "reward_logs")
    ]
    rewards = engine.rewards(all_owners=True)
    return [engine.export_document(), engine.status(archived=True), rewards, *stored]


def known(engine: Engine) -> int:
    """How many former judgements are known."""
    [(count,)] = engine.store.rows("SELECT COUNT(*) FROM former_judgements")
    return int(count)


@pytest.fixture
def blind(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From the call on no history can be judged."""

    def refuse(*_: Any) -> None:
        raise AssertionError("the logs of the history are read")

    return lambda: monkeypatch.setattr(judgement, "load_entries", refuse)


@pytest.mark.parametrize("rules", RULES)
def test_taking_back_the_newest_logs_reads_no_history(
    engine: Engine, clock: Hand, blind: Callable[[], None], rules: dict[str, Any]
) -> None:
    engine.add("Read", **rules)
    engine.log("read")
    before = []
    for days in DAYS:
        clock.forward(days=days)
        before.append((clock(), facts(engine)))
        engine.log("read")
    blind()
    for moment, expected in reversed(before):
        clock.moment = moment
        engine.undo()
        assert facts(engine) == expected
    assert known(engine) == 1


@pytest.mark.parametrize("rules", RULES)
def test_several_at_once(
    engine: Engine, clock: Hand, blind: Callable[[], None], rules: dict[str, Any]
) -> None:
    for name in ("Read", "Walk"):
        engine.add(name, **rules)
        engine.log(name)
    clock.forward(days=1)
    before = facts(engine)
    first = engine.journal()[0].number + 1
    for name in ("Read", "Walk", "Read", "Read", "Walk"):
        engine.log(name)
    blind()
    engine.undo_to(first, dry_run=True)
    assert known(engine) == 2 + 5
    engine.undo_to(first)
    assert facts(engine) == before


def test_several_at_once_of_which_one_has_to_be_judged(engine: Engine, clock: Hand) -> None:
    for name in ("Read", "Walk"):
        engine.add(name, starts_on="2026-02-01")
        engine.log(name)
    clock.forward(days=1)
    before = facts(engine)
    first = engine.journal()[0].number + 1
    engine.log("walk")
    engine.log("read")
    engine.log("read", at=clock() - timedelta(days=2))  # whose history is judged
    engine.log("read")
    engine.undo_to(first)
    assert facts(engine) == before


def test_the_coupon_of_a_reward_that_is_taken_back_stays(engine: Engine, clock: Hand) -> None:
    engine.add("Read", milestones=[(2, "Two")])
    engine.log("read")
    clock.forward(days=1)
    [reward] = engine.log("read").rewards
    engine.store.rows("INSERT INTO coupons VALUES (?, 'SAVE', NULL, NULL)", (reward.id,))
    engine.undo()
    assert engine.rewards() == []
    engine.redo()
    assert [each.coupon_code for each in engine.rewards()] == ["SAVE"]


VOID: dict[str, Callable[[Engine, Hand], object]] = {
    "rules": lambda engine, clock: engine.edit("read", grace_periods=1),
    "milestones": lambda engine, clock: engine.edit("read", milestones=[(1, "One")]),
    "a target from now on": lambda engine, clock: engine.edit("read", aggregation_target_value=2),
    "a skip": lambda engine, clock: engine.skip("read", clock().date() - timedelta(1)),
    "a skip of all": lambda engine, clock: engine.skip(None, clock().date() - timedelta(1)),
    "a pause": lambda engine, clock: engine.pause("read"),
    "an owner's day": lambda engine, clock: engine.edit_owner("me", day_start=4),
    "an owner's grace": lambda engine, clock: engine.edit_owner("me", grace_period_days=1),
    "a zone for always": lambda engine, clock: engine.edit_owner(
        "me", tz="Asia/Tokyo", always=True
    ),
    "a late log": lambda engine, clock: engine.log("read", at=clock() - timedelta(days=1)),
    "another log's amount": lambda engine, clock: engine.edit_log(engine.history()[-1].id, value=3),
    "a log's note": lambda engine, clock: engine.edit_log(engine.history()[0].id, note="x"),
    "a deleted log": lambda engine, clock: engine.delete_log(engine.history()[-1].id),
    "days that are filled": lambda engine, clock: engine.fill(
        "read", date(2026, 2, 20), date(2026, 2, 22)
    ),
    "an import": lambda engine, clock: import_a_log(engine, clock, undoable=True),
    "an import for good": lambda engine, clock: import_a_log(engine, clock, undoable=False),
    "removal": lambda engine, clock: engine.remove("read"),
    "redo": lambda engine, clock: (engine.undo(), engine.redo()),
}
"""What makes judgements from before it untrue, or might."""


def import_a_log(engine: Engine, clock: Hand, *, undoable: bool) -> None:
    """A log of two days ago comes in a document."""
    document = engine.export_document()
    log = {"id": "00000000-0000-4000-8000-000000000009", "activity_at": "2026-02-28T12:00:00Z"}
    document["logs"] = [document["logs"][0] | log]
    engine.import_document(document, foreign=False, undoable=undoable)


@pytest.mark.parametrize("what", VOID)
def test_what_makes_a_former_judgement_void(engine: Engine, clock: Hand, what: str) -> None:
    engine.add("Read", starts_on="2026-02-01")
    engine.log("read")
    clock.forward(days=1)
    before = facts(engine)
    engine.log("read")
    engine.log("read")
    assert known(engine) == 3
    VOID[what](engine, clock)
    assert known(engine) == 0
    is_in_journal = what != "an import for good"
    while len([each for each in engine.journal() if not each.undone]) > 3 - is_in_journal:
        engine.undo()
        assert engine.doctor().problems == ()
    if is_in_journal:
        assert facts(engine) == before


def move_later(engine: Engine, clock: Hand) -> None:
    """The owner goes to another zone, behind all that was logged."""
    clock.forward(hours=1)
    engine.edit_owner("me", tz="Asia/Tokyo")


STILL_TRUE: dict[str, Callable[[Engine, Hand], object]] = {
    "another streak": lambda engine, clock: (engine.add("Run"), engine.log("run")),
    "a name": lambda engine, clock: engine.edit("read", name="Books"),
    "an archive": lambda engine, clock: engine.archive("read"),
    "an owner's name": lambda engine, clock: engine.edit_owner("me", name="Ann"),
    "a timer": lambda engine, clock: engine.start("read"),
    "a setting": lambda engine, clock: engine.configure("symbols", "ascii"),
    "a move": move_later,
    "time": lambda engine, clock: clock.forward(days=40),
}
"""What no judgement depends on."""


@pytest.mark.parametrize("what", STILL_TRUE)
def test_what_leaves_a_former_judgement_true(
    engine: Engine, clock: Hand, blind: Callable[[], None], what: str
) -> None:
    engine.add("Read", starts_on="2026-02-01", milestones=[(2, "Two")])
    engine.log("read")
    clock.forward(days=1)
    before, moment = facts(engine), clock()
    engine.log("read")
    entries = len(engine.journal())
    STILL_TRUE[what](engine, clock)
    assert known(engine) >= 2
    while len([each for each in engine.journal() if not each.undone]) > entries:
        engine.undo()
    blind()
    assert engine.undo().label == "log Read"
    clock.moment = moment
    assert facts(engine) == before


def test_what_others_do_leaves_it_true(
    engine: Engine, clock: Hand, blind: Callable[[], None]
) -> None:
    engine.add("Read")
    zoe = engine.acting_as(Caller(False, engine.add_owner("Zoe", tz="UTC").id))
    for each in (engine, zoe):
        each.log("read")
    clock.forward(days=1)
    engine.log("read")
    zoe.log("read")
    zoe.log("read", at=clock() - timedelta(hours=30))
    engine.archive("read")
    assert known(engine) == 2
    engine.undo()
    blind()
    engine.undo()
    assert [each.total_count for each in engine.status()] == [1]
    assert [each.total_count for each in zoe.status()] == [3]


def test_a_log_behind_it_that_no_journal_knows(engine: Engine, clock: Hand) -> None:
    """What is stored is not what the log has led to: all of it is judged."""
    engine.add("Read")
    engine.log("read")
    clock.forward(days=1)
    engine.log("read")
    engine.log("read")
    engine.store.rows("DELETE FROM changes WHERE id = (SELECT MAX(id) FROM changes)")
    engine.undo()
    assert (engine.status()[0].total_count, engine.status()[0].current_streak) == (2, 2)
    assert engine.doctor().problems == ()


def test_a_log_that_came_with_more_is_judged_away(engine: Engine, clock: Hand) -> None:
    engine.add("Read")
    engine.log("read")
    before = facts(engine)
    clock.forward(hours=1)
    engine.log("read", tz="Asia/Tokyo")  # a move too
    engine.start("read")
    engine.stop("read")
    assert known(engine) == 1
    for _ in range(3):
        engine.undo()
        assert engine.doctor().problems == ()
    assert facts(engine)[2:] == before[2:]


def test_a_log_that_is_tried_out_leaves_nothing(engine: Engine) -> None:
    engine.add("Read")
    engine.log("read")
    engine.log("read", dry_run=True)
    assert known(engine) == 1


def test_what_cannot_be_read_is_judged(engine: Engine, clock: Hand) -> None:
    engine.add("Read")
    engine.log("read")
    before = facts(engine)
    for data in (b"", b"x", bytes(40)):
        engine.log("read")
        assert engine.database is not None
        with closing(sqlite3.connect(engine.database)) as file, file:
            file.execute("UPDATE former_judgements SET data = ?", (data,))
        assert engine.doctor().problems == ()
        engine.undo()
        assert facts(engine) == before


def test_it_goes_with_its_entry(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "KEPT", 3)
    monkeypatch.setattr(journal, "TRIMMED_EVERY", 2)
    engine.add("Read")
    for _ in range(12):
        engine.log("read")
    assert known(engine) <= len(engine.journal()) <= 5


def test_a_repair_forgets_it(engine: Engine, clock: Hand) -> None:
    engine.add("Read")
    engine.log("read")
    before = facts(engine)
    engine.log("read")
    for sql in ("UPDATE enrolments SET longest = 9", "UPDATE settings SET value = 'x'"):
        engine.configure("symbols", "ascii")
        assert engine.database is not None
        with closing(sqlite3.connect(engine.database)) as file, file:
            file.execute(sql)
        assert engine.doctor(repair=True).ok
        assert known(engine) == 0
        engine.undo()
        if engine.history()[1:]:
            engine.undo()
        assert facts(engine)[1:] == before[1:]
        engine.log("read")


def test_a_removed_person_leaves_nothing_behind(engine: Engine) -> None:
    zoe = engine.add_owner("Zoe", tz="UTC")
    engine.add("Read")
    for _ in range(2):
        engine.acting_as(Caller(False, zoe.id)).log("read")
    assert known(engine) == 1
    engine.remove_owner("Zoe")
    assert known(engine) == 0
    engine.undo()
    engine.acting_as(Caller(False, zoe.id)).undo()
    assert engine.doctor().problems == ()


def test_between_machines(world: Machines, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = world.add(), world.add()
    first.engine.add("Read")
    first.engine.log("read")
    world.set_up(first)
    world.set_up(second)
    world.settle()
    for each in (first, second):
        each.clock.forward(days=1)
    first.engine.log("read")
    assert known(first.engine) == 2
    world.settle()
    assert (known(first.engine), known(second.engine)) == (2, 0)
    taken_back = spied(monkeypatch)
    first.engine.undo()
    assert taken_back == [True]
    world.settle()
    world.check()
    first.engine.log("read")
    second.clock.forward(hours=1)
    second.engine.log("read")
    world.settle()
    assert known(first.engine) == 0
    first.engine.undo()
    assert taken_back == [True]
    world.settle()
    world.check()
    assert [each.engine.status()[0].total_count for each in (first, second)] == [2, 2]


def spied(patch: pytest.MonkeyPatch) -> list[bool]:
    """What becomes of each former judgement that is known, from now on."""
    seen: list[bool] = []

    def put_back(store: Any, former: Former) -> bool:
        seen.append(judgement.put_back(store, former))
        return seen[-1]

    patch.setattr(undo, "put_back", put_back)
    return seen


streaks = st.sampled_from(STREAKS)
now = st.tuples(st.just("log"), streaks, st.just(0), st.none())
changes = st.one_of(
    *[now] * 4,
    st.tuples(st.just("pass"), st.sampled_from((1, 12, 24, 24, 80))),
    st.tuples(st.just("log"), streaks, st.integers(0, 40), st.sampled_from((None, "UTC"))),
    st.tuples(st.just("delete"), st.integers(0, 20)),
    st.tuples(st.just("skip"), st.one_of(st.none(), streaks), st.integers(-3, 3), st.just(0)),
    st.tuples(st.just("length"), streaks, st.sampled_from((None, 1, 2))),
    st.tuples(st.just("person"), st.sampled_from(("Asia/Tokyo", "UTC")), st.booleans()),
    st.tuples(st.sampled_from(("archive", "restore", "remove", "redo", "undo", "other"))),
    st.tuples(st.just("to"), st.integers(0, 5)),
)


def turn_to(engine: Engine, place: int) -> None:
    """Takes back several changes at once."""
    standing = [each.number for each in engine.journal() if not each.undone]
    if standing:
        engine.undo_to(standing[min(place, len(standing) - 1)])


@settings(max_examples=examples(200), deadline=None)
@given(st.lists(changes, min_size=4, max_size=24))
def test_what_was_put_back_is_what_is_judged_anew(taken: list[tuple[Any, ...]]) -> None:
    world = World()
    for name, *how in taken:
        if name == "to":
            try:
                turn_to(world.engine, how[0])
            except Refusal:
                continue
        elif name in ("archive", "restore", "remove"):
            world.do(name, "read")
        else:
            world.do(name, *how)
        if name in ("undo", "to"):
            sound(world.engine, world)
    world.engine.close()


def test_such_changes_do_put_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise the property above would hold nothing."""
    seen = spied(monkeypatch)
    chance, world = random.Random(1), World()
    for _ in range(60):
        world.do("log", chance.choice(STREAKS), 0, None)
        world.do(*chance.choice((("pass", 12), ("undo",), ("undo",), ("redo",))))
    assert seen.count(True) > 10
    world.engine.close()
