"""The travel log: an owner's timezone timeline, entry by entry (docs/domain.md 2)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from hand_clock import Hand
from unbroken.core.errors import Forbidden, NotFound, Refusal
from unbroken.core.results import Owner
from unbroken.engine.api import Engine
from unbroken.engine.callers import GUEST, owner
from unbroken.engine.timezone_timeline import in_force

from .test_properties import ZONES, World, sound, steps

START = datetime(1970, 1, 1, tzinfo=UTC)


def at(text: str) -> datetime:
    """A UTC instant of the year 2026, as `02-03 14:00`."""
    return datetime.fromisoformat(f"2026-{text}+00:00")


def log_of(person: Owner) -> list[tuple[datetime, str]]:
    """A travel log as plain pairs."""
    return [(each.effective_from, each.timezone) for each in person.timezones]


@pytest.fixture
def travelled(engine: Engine) -> Engine:
    """UTC at first, in Tokyo from 10 February on, and in Berlin from 20 February on."""
    engine.add_zone("me", "Europe/Berlin", at("02-20 08:00"))
    engine.add_zone("me", "asia/tokyo", at("02-10 08:00"))
    return engine


def test_entries_are_in_the_order_of_time(travelled: Engine) -> None:
    assert log_of(travelled.owner()) == [
        (START, "UTC"),
        (at("02-10 08:00"), "Asia/Tokyo"),
        (at("02-20 08:00"), "Europe/Berlin"),
    ]


def test_an_entry_is_changed_and_moved_past_others(travelled: Engine) -> None:
    travelled.edit_zone("me", at("02-10 08:00"), zone="Asia/Seoul")
    changed = travelled.edit_zone("me", at("02-10 08:00"), since=at("02-25 00:00"))
    assert [zone for _, zone in log_of(changed)] == ["UTC", "Europe/Berlin", "Asia/Seoul"]
    both = travelled.edit_zone("me", START, zone="Asia/Dili", since=at("02-22 00:00"))
    assert log_of(both)[1] == (at("02-22 00:00"), "Asia/Dili")


def test_before_the_first_entry_the_first_one_holds(travelled: Engine) -> None:
    left = travelled.remove_zone("me", START)
    assert log_of(left)[0] == (at("02-10 08:00"), "Asia/Tokyo")
    assert in_force(left, at("01-01 00:00")).timezone == "Asia/Tokyo"
    assert in_force(left, at("02-20 08:00")).timezone == "Europe/Berlin"
    travelled.add("Read", starts_on="2026-01-01")
    log = travelled.log("read", at=at("01-05 20:00")).log
    assert (log.timezone, log.local_date.isoformat()) == ("Asia/Tokyo", "2026-01-06")


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda engine: engine.add_zone("me", "UTC", at("03-01 12:01")), "future"),
        (lambda engine: engine.add_zone("me", "UTC", START - timedelta(seconds=1)), "bad_time"),
        (lambda engine: engine.add_zone("me", "UTC", START.replace(year=2101)), "bad_time"),
        (lambda engine: engine.add_zone("me", "UTC", at("02-10 08:00")), "zone_exists"),
        (lambda engine: engine.add_zone("me", "Mars", at("02-11 08:00")), "unknown_zone"),
        (lambda engine: engine.add_zone("you", "UTC", at("02-11 08:00")), "no_owner"),
        (lambda engine: engine.edit_zone("me", at("02-11 08:00"), zone="UTC"), "no_zone"),
        (lambda engine: engine.edit_zone("me", START, zone="Mars"), "unknown_zone"),
        (lambda engine: engine.edit_zone("me", START, since=at("02-10 08:00")), "zone_exists"),
        (lambda engine: engine.edit_zone("me", START, since=at("03-02 08:00")), "future"),
        (lambda engine: engine.remove_zone("me", at("02-11 08:00")), "no_zone"),
    ],
)
def test_what_is_refused_changes_nothing(
    travelled: Engine, call: Callable[[Engine], Any], code: str
) -> None:
    before = travelled.owner()
    with pytest.raises(Refusal) as refused:
        call(travelled)
    assert refused.value.code == code
    assert travelled.owner() == before
    assert travelled.undo().label == "add Asia/Tokyo to the travel log"


def test_the_only_entry_stays(travelled: Engine) -> None:
    travelled.remove_zone("me", at("02-10 08:00"))
    last = travelled.remove_zone("me", START)
    with pytest.raises(Refusal, match="only entry cannot be removed"):
        travelled.remove_zone("me", at("02-20 08:00"))
    assert travelled.owner() == last


def test_what_changes_nothing_cannot_be_undone(travelled: Engine) -> None:
    travelled.edit_zone("me", START, zone="utc", since=START)
    assert travelled.undo().label == "add Asia/Tokyo to the travel log"


def test_a_travel_log_is_ones_own(engine: Engine) -> None:
    bo = engine.acting_as(owner(engine.add_owner("Bo", tz="UTC").id))
    assert len(bo.add_zone("Bo", "Asia/Tokyo", at("02-10 08:00")).timezones) == 2
    assert bo.owner_named("b").name == "Bo"
    for caller in (bo, engine.acting_as(GUEST)):
        with pytest.raises(Forbidden):
            caller.owner_named("me")
        with pytest.raises(Forbidden):
            caller.add_zone("me", "Asia/Tokyo", at("02-10 08:00"))
        with pytest.raises(Forbidden):
            caller.edit_zone("me", START, zone="Asia/Tokyo")
        with pytest.raises(Forbidden):
            caller.remove_zone("me", START)
    assert len(engine.remove_zone("Bo", START).timezones) == 1
    with pytest.raises(NotFound):
        engine.owner_named("Cy")


def test_boundaries_follow_and_logs_keep_their_dates(engine: Engine, clock: Hand) -> None:
    clock.set("2026-02-01T12:00:00Z")
    engine.add("Read")
    engine.add("Quit", goal="at_most", aggregation_target_value=1)
    for day in (1, 2, 10):
        clock.set(f"2026-02-{day:02}T12:00:00Z")
        engine.log("read")
        engine.log("quit")
        engine.log("quit")

    def broken() -> list[datetime | None]:
        return [each.streak_broken_at for each in engine.progress("read")]

    dates = [(log.local_date, log.timezone) for log in engine.history()]
    seen = [broken()]
    for change in (
        lambda: engine.add_zone("me", "Asia/Tokyo", at("02-03 00:00")),
        lambda: engine.edit_zone("me", at("02-03 00:00"), zone="America/Lima"),
        lambda: engine.edit_zone("me", at("02-03 00:00"), since=at("02-06 00:00")),
        lambda: engine.remove_zone("me", at("02-06 00:00")),
    ):
        change()
        assert engine.doctor().ok
        seen.append(broken())
    starts = ("02-04 00:00", "02-03 15:00", "02-04 05:00", "02-04 00:00", "02-04 00:00")
    assert [each[0] for each in seen] == [at(start) for start in starts]
    assert [(log.local_date, log.timezone) for log in engine.history()] == dates
    for before in reversed(seen[:-1]):
        engine.undo()
        assert engine.doctor().ok
        assert broken() == before
    for after in seen[1:]:
        engine.redo()
        assert engine.doctor().ok
        assert broken() == after


class Travelling(World):
    """Two people who mend their travel logs, too."""

    def _add_zone(self, zone: str, ago: int) -> None:
        me = self.engine.owner()
        self.engine.add_zone(me.id, zone, self.now - timedelta(hours=ago))

    def _edit_zone(self, number: int, zone: str | None, ago: int | None) -> None:
        me = self.engine.owner()
        entry = me.timezones[number % len(me.timezones)]
        since = None if ago is None else self.now - timedelta(hours=ago)
        self.engine.edit_zone(me.id, entry.effective_from, zone=zone, since=since)

    def _remove_zone(self, number: int) -> None:
        me = self.engine.owner()
        entry = me.timezones[number % len(me.timezones)]
        self.engine.remove_zone(me.id, entry.effective_from)


hours = st.integers(0, 24 * 20)
travels = st.one_of(
    st.tuples(st.just("add_zone"), st.sampled_from(ZONES), hours),
    st.tuples(
        st.just("edit_zone"),
        st.integers(0, 5),
        st.one_of(st.none(), st.sampled_from(ZONES)),
        st.one_of(st.none(), hours),
    ),
    st.tuples(st.just("remove_zone"), st.integers(0, 5)),
)
moves = st.lists(st.one_of(travels, steps), max_size=12)


@settings(max_examples=examples(150), deadline=None)
@given(moves)
def test_what_is_stored_is_what_is_judged_anew(taken: list[tuple[Any, ...]]) -> None:
    world = Travelling()
    for step in taken:
        world.do(*step)
        sound(world.engine, world)
    world.engine.close()


@settings(max_examples=examples(150), deadline=None)
@given(moves, travels)
def test_undo_and_redo_of_a_journey(taken: list[tuple[Any, ...]], last: tuple[Any, ...]) -> None:
    world = Travelling()
    for step in taken:
        world.do(*step)
    before = world.facts()
    if world.do(*last) and world.facts() != before:
        after = world.facts()
        world.engine.undo()
        assert world.facts() == before
        world.engine.redo()
        assert world.facts() == after
        sound(world.engine, world)
    world.engine.close()


def test_undo_sees_what_another_person_did_to_the_travel_log(engine: Engine) -> None:
    bo = engine.acting_as(owner(engine.add_owner("Bo", tz="UTC").id))
    bo.add_zone("Bo", "Asia/Tokyo", at("02-10 08:00"))
    engine.remove_zone("Bo", START)
    with pytest.raises(Refusal, match="changed since by another person"):
        bo.undo()
    bo.add_zone("Bo", "UTC", at("02-08 08:00"))
    bo.remove_zone("Bo", at("02-08 08:00"))
    engine.add_zone("Bo", "Asia/Seoul", at("02-08 08:00"))
    with pytest.raises(Refusal, match="changed since by another person"):
        bo.undo()
    assert engine.doctor().ok
