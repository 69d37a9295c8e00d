"""What must hold after any sequence of changes by two people."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples, thorough
from unbroken.core.errors import ErrorCode, Refusal
from unbroken.engine.api import Engine, open_engine
from unbroken.engine.callers import Caller

BEGIN = datetime(2026, 3, 20, 12, tzinfo=UTC)
ZONES = ("Europe/Berlin", "America/St_Johns", "Pacific/Auckland", "Pacific/Honolulu", "UTC")
STREAKS = ("read", "quit", "visit")

hours = st.integers(0, 24 * 12)
days = st.integers(-12, 12)
streak = st.sampled_from(STREAKS)

steps = st.one_of(
    st.tuples(st.just("pass"), st.integers(1, 80)),
    st.tuples(st.just("log"), streak, hours, st.sampled_from((None, *ZONES))),
    st.tuples(st.just("log"), streak, st.just(0), st.sampled_from((None, *ZONES))),
    st.tuples(st.just("delete"), st.integers(0, 20)),
    st.tuples(st.just("move"), st.integers(0, 20), hours),
    st.tuples(st.just("skip"), st.one_of(st.none(), streak), days, st.integers(0, 5)),
    st.tuples(st.just("unskip"), st.one_of(st.none(), streak), days, st.integers(0, 3)),
    st.tuples(st.sampled_from(("pause", "resume", "archive", "restore", "remove")), streak),
    st.tuples(st.just("grace"), streak, st.integers(0, 2)),
    st.tuples(st.just("target"), streak, st.integers(1, 3), st.booleans()),
    st.tuples(st.just("length"), streak, st.sampled_from((None, 1, 2, 5))),
    st.tuples(st.just("period"), streak, st.sampled_from(("daily", "weekly", "monthly"))),
    st.tuples(
        st.just("rules"),
        streak,
        st.sampled_from(("sum", "count", "days")),
        st.sampled_from(("at_least", "at_most")),
        st.sampled_from(("0", "0.5", "1", "2", "9")),
        st.booleans(),
    ),
    st.tuples(st.just("milestones"), streak, st.lists(st.integers(1, 4), max_size=3)),
    st.tuples(st.just("person"), st.sampled_from(ZONES), st.booleans()),
    st.tuples(st.just("days"), st.integers(0, 12), st.sampled_from(("monday", "sunday"))),
    st.tuples(st.just("undo")),
    st.tuples(st.just("redo")),
    st.tuples(st.just("other")),
)


class World:
    """Two people's engines on one database, and the time."""

    def __init__(self) -> None:
        self.now = BEGIN
        self.engine = open_engine(":memory:", clock=lambda: self.now)
        self.engine.edit_owner("me", tz="Europe/Berlin", always=True)
        other = self.engine.add_owner("other", tz="America/New_York")
        self.engine.add("read", milestones=[(2, "Two"), (3, "Three")])
        self.engine.add("quit", goal="at_most", aggregation_target_value=1)
        self.engine.add(
            "visit", aggregation_period="weekly", aggregation_target_value=2, strict=True
        )
        assert self.engine.caller.owner_id is not None
        self.callers = [self.engine.caller, Caller(False, other.id)]

    def do(self, name: str, *how: Any) -> bool:
        """Takes one step; False where the engine refused it."""
        try:
            getattr(self, f"_{name}")(*how)
        except Refusal:
            return False
        return True

    def facts(self) -> list[Any]:
        """All that people can see, and all that is exported."""
        admin = self.engine.acting_as(self.callers[0])
        seen: list[Any] = [
            admin.export_document(),
            admin.progress(all_owners=True),
            admin.rewards(all_owners=True),
        ]
        return seen + [self.engine.acting_as(caller).status() for caller in self.callers]

    def _pass(self, span: int) -> None:
        self.now += timedelta(hours=span)

    def _log(self, key: str, ago: int, zone: str | None) -> None:
        at = None if ago == 0 else self.now - timedelta(hours=ago)
        self.engine.log(key, at=at, tz=zone, new=False)

    def _pick(self, number: int) -> str:
        logs = self.engine.history()
        if not logs:
            raise Refusal(ErrorCode.NOT_FOUND, "No logs.")
        return logs[number % len(logs)].id

    def _delete(self, number: int) -> None:
        self.engine.delete_log(self._pick(number))

    def _move(self, number: int, ago: int) -> None:
        self.engine.edit_log(self._pick(number), at=self.now - timedelta(hours=ago))

    def _range(self, first: int, span: int) -> tuple[date, date]:
        day = self.now.date() + timedelta(days=first)
        return day, day + timedelta(days=span)

    def _skip(self, key: str | None, first: int, span: int) -> None:
        self.engine.skip(key, *self._range(first, span))

    def _unskip(self, key: str | None, first: int, span: int) -> None:
        self.engine.unskip(key, *self._range(first, span))

    def _pause(self, key: str) -> None:
        self.engine.pause(key)

    def _resume(self, key: str) -> None:
        self.engine.resume(key)

    def _archive(self, key: str) -> None:
        self.engine.archive(key)

    def _restore(self, key: str) -> None:
        self.engine.restore(key)

    def _remove(self, key: str) -> None:
        self.engine.remove(key)

    def _grace(self, key: str, grace: int) -> None:
        self.engine.edit(key, grace_periods=grace)

    def _target(self, key: str, target: int, whole: bool) -> None:
        self.engine.edit(key, aggregation_target_value=target, whole_history=whole)

    def _rules(self, key: str, method: str, goal: str, target: str, whole: bool) -> None:
        self.engine.edit(
            key,
            whole_history=whole,
            grace_periods=1,
            aggregation_method=method,
            goal=goal,
            aggregation_target_value=target,
        )

    def _length(self, key: str, length: int | None) -> None:
        self.engine.edit(key, completion_target_value=length)

    def _period(self, key: str, period: str) -> None:
        self.engine.edit(key, aggregation_period=period)

    def _milestones(self, key: str, numbers: list[int]) -> None:
        self.engine.edit(key, milestones=[(number, f"At {number}") for number in numbers])

    def _person(self, zone: str, always: bool) -> None:
        self.engine.edit_owner(self.engine.owner().name, tz=zone, always=always)

    def _days(self, day_start: int, week_start: str) -> None:
        name = self.engine.owner().name
        self.engine.edit_owner(name, day_start=day_start, week_start=week_start)

    def _undo(self) -> None:
        self.engine.undo()

    def _redo(self) -> None:
        self.engine.redo()

    def _other(self) -> None:
        """The other person takes the keyboard."""
        index = self.callers.index(self.engine.caller)
        self.engine = self.engine.acting_as(self.callers[1 - index])


def sound(engine: Engine, world: World) -> None:
    """What is stored equals what is judged anew, and the numbers make sense."""
    admin = engine.acting_as(world.callers[0])
    assert admin.doctor().problems == ()
    running = [each.unique_identifier for each in admin.progress(status="in_progress")]
    assert len(running) == len(set(running))
    for caller in world.callers:
        for each in engine.acting_as(caller).status(archived=True):
            assert each.longest_streak >= each.current_streak >= 0


@settings(max_examples=examples(200), deadline=None)
@given(st.lists(steps, max_size=14))
def test_what_is_stored_is_always_what_is_judged_anew(taken: list[tuple[Any, ...]]) -> None:
    world = World()
    for number, step in enumerate(taken, 1):
        world.do(*step)
        if thorough() or number == len(taken):
            sound(world.engine, world)
    world.engine.close()


@settings(max_examples=examples(200), deadline=None)
@given(st.lists(steps.filter(lambda step: step[0] not in ("undo", "redo", "other")), max_size=10))
def test_undo_is_the_identity_and_redo_gives_it_back(taken: list[tuple[Any, ...]]) -> None:
    world = World()
    seen = []
    for step in taken:
        moment, earlier = world.now, world.facts()
        entries = world.engine.store.rows("SELECT MAX(id) FROM changes")
        if step[0] == "pass":
            world.do(*step)
        elif world.do(*step) and world.engine.store.rows("SELECT MAX(id) FROM changes") != entries:
            seen.append((moment, earlier, world.facts()))
    for now, before, after in reversed(seen):
        world.now = now
        assert world.facts() == after
        world.engine.undo()
        assert world.facts() == before
    for now, before, after in seen:
        world.now = now
        assert world.facts() == before
        world.engine.redo()
        assert world.facts() == after
    world.engine.close()


@settings(max_examples=examples(150), deadline=None)
@given(st.lists(steps, max_size=14))
def test_a_document_comes_back_as_it_went(taken: list[tuple[Any, ...]]) -> None:
    world = World()
    for step in taken:
        world.do(*step)
    document = world.engine.acting_as(world.callers[0]).export_document()
    with closing(open_engine(":memory:", clock=lambda: world.now)) as fresh:
        fresh.import_document(document, foreign=False)
        assert fresh.export_document() == document
        before = fresh.status(archived=True)
        again = fresh.import_document(document, foreign=False)
        assert (again.owners, again.streaks, again.enrolments, again.logs, again.skips) == (0,) * 5
        assert fresh.export_document() == document
        world.engine = world.engine.acting_as(world.callers[0])
        assert {each.activity_type: each for each in before} == {
            each.activity_type: each._replace(progress=theirs.progress)
            for each in world.engine.status(archived=True)
            for theirs in before
            if theirs.activity_type == each.activity_type
        }
        assert fresh.doctor().problems == ()
        world.engine.close()


logged = st.lists(st.integers(0, 24 * 30), min_size=1, max_size=12, unique=True)


def recorded(order: list[int], grace: int) -> list[Any]:
    """The numbers after logs at the given hours, arriving in the given order."""
    now = BEGIN
    with closing(open_engine(":memory:", clock=lambda: now)) as engine:
        engine.edit_owner("me", tz="Europe/Berlin", always=True)
        engine.add("read", grace_periods=grace)
        now = BEGIN + timedelta(days=31)
        for hour in order:
            engine.log("read", at=BEGIN + timedelta(hours=hour))
        now = BEGIN + timedelta(days=40)
        seen: list[Any] = [
            (each.streak_started_at, each.streak_broken_at, each.current_progress_value)
            for each in engine.progress()
        ]
    return seen


@settings(max_examples=examples(100), deadline=None)
@given(logged, st.randoms(use_true_random=False), st.integers(0, 2))
def test_the_order_of_arrival_does_not_matter(hours: list[int], random: Any, grace: int) -> None:
    shuffled = hours[:]
    random.shuffle(shuffled)
    assert recorded(shuffled, grace) == recorded(sorted(hours), grace)


@settings(max_examples=examples(100), deadline=None)
@given(logged, st.integers(1, 3))
def test_more_grace_never_breaks_earlier(hours: list[int], grace: int) -> None:
    def first_break(grace: int) -> datetime:
        broken: datetime = recorded(sorted(hours), grace)[0][1]
        return broken or datetime.max.replace(tzinfo=UTC)

    assert first_break(grace) >= first_break(grace - 1)
