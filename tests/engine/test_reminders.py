"""What somebody is to be reminded of, each once a period (docs/domain.md 8)."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hand_clock import Hand
from unbroken.core.errors import ErrorCode, Refusal
from unbroken.engine.api import Engine, open_engine


def told(engine: Engine) -> list[tuple[str, ...]]:
    """The streaks with the times that come now."""
    return [(each.activity_type, *each.times) for each in engine.remind()]


@pytest.fixture
def read(engine: Engine, clock: Hand) -> Engine:
    """20 minutes a day, with reminders; it is the morning of the second of March."""
    engine.add(
        "Read",
        aggregation_method="sum",
        unit="min",
        aggregation_target_value=20,
        reminders="08:30, 21:00, 2h before",
    )
    clock.set("2026-03-02T08:00:00Z")
    return engine


def test_each_time_comes_once_a_day(read: Engine, clock: Hand) -> None:
    assert told(read) == []
    clock.forward(minutes=30)
    [reminder] = read.remind(dry_run=True)
    assert reminder.text == "0 of 20 min today, 20 min to go. 15 h left."
    assert reminder.times == ("08:30",)
    assert told(read) == [("read", "08:30")]
    assert told(read) == []
    clock.set("2026-03-02T21:59:00Z")
    assert told(read) == [("read", "21:00")]
    clock.forward(minutes=1)
    assert told(read) == [("read", "2h before")]
    clock.set("2026-03-03T08:30:00Z")
    assert told(read) == [("read", "08:30")]


def test_several_that_have_passed_are_one_and_yesterdays_is_none(read: Engine, clock: Hand) -> None:
    clock.set("2026-03-02T23:00:00Z")
    assert told(read) == [("read", "08:30", "21:00", "2h before")]
    clock.set("2026-03-04T01:00:00Z")
    assert told(read) == []


def test_only_what_is_due(read: Engine, clock: Hand) -> None:
    clock.set("2026-03-02T09:00:00Z")
    for change in (
        lambda: read.log("read", 20),
        lambda: read.skip("read", date(2026, 3, 2)),
        lambda: read.skip(None, date(2026, 3, 2)),
        lambda: read.pause("read"),
        lambda: read.archive("read"),
        lambda: read.edit("read", schedule=["tue"]),
        lambda: read.edit("read", starts_on="2026-03-03"),
        lambda: read.edit("read", reminders=None),
    ):
        change()
        assert told(read) == []
        read.undo()
    assert told(read) == [("read", "08:30")]


def test_what_is_at_stake_is_said(read: Engine, clock: Hand) -> None:
    for _ in range(3):
        clock.forward(days=1)
        read.log("read", 20)
    clock.set("2026-03-06T22:30:00Z")
    read.log("read", 14)
    [reminder] = read.remind()
    assert reminder.text == ("14 of 20 min today, 6 min to go. 1 h left; 3 in a row are at stake.")


def test_a_longer_period_is_reminded_of_once(engine: Engine, clock: Hand) -> None:
    week: dict[str, Any] = {"aggregation_period": "weekly", "aggregation_target_value": 2}
    engine.add("Gym", **week, reminders=["18:00", "1d before"])
    clock.set("2026-03-02T17:59:00Z")  # a Monday
    assert told(engine) == []
    clock.set("2026-03-04T19:00:00Z")  # the machine was off on two days
    assert told(engine) == [("gym", "18:00")]
    clock.set("2026-03-05T19:00:00Z")
    assert told(engine) == []
    clock.set("2026-03-08T00:00:00Z")
    engine.skip("gym", date(2026, 3, 8))  # one skipped day excuses no week, but is quiet
    assert told(engine) == []
    engine.undo()
    assert told(engine) == [("gym", "1d before")]
    clock.set("2026-03-09T18:00:00Z")
    engine.log("gym")
    engine.log("gym")
    assert told(engine) == []
    clock.set("2026-03-16T18:00:00Z")
    assert told(engine) == [("gym", "18:00")]


def test_quiet_hours(read: Engine, clock: Hand) -> None:
    read.edit_owner("me", quiet_hours="20:30-09:00")
    assert read.owner().quiet_hours == "20:30-09:00"
    for hour, times in (
        ("08:45", []),
        ("09:00", [("read", "08:30")]),
        ("18:30", [("read", "2h before")]),
        ("21:30", []),
        ("23:59", []),
    ):
        clock.set(f"2026-03-02T{hour}:00Z")
        assert told(read) == times, hour
    read.edit_owner("me", quiet_hours="")
    assert told(read) == [("read", "21:00")]


def test_what_had_passed_when_it_was_set_waits_for_the_next_day(
    engine: Engine, clock: Hand
) -> None:
    engine.add("Walk", reminders="08:30, 20:00")
    assert told(engine) == []
    engine.edit("walk", reminders="11:00, 21:00")
    clock.set("2026-03-01T21:00:00Z")
    assert told(engine) == [("walk", "21:00")]
    clock.set("2026-03-02T12:00:00Z")
    assert told(engine) == [("walk", "11:00")]


def test_the_owners_own_zone_and_day(engine: Engine, clock: Hand) -> None:
    engine.edit_owner("me", tz="America/New_York", day_start=4, always=True)
    engine.add("Walk", reminders=["01:30"])
    clock.set("2026-03-02T06:29:00Z")
    assert told(engine) == []
    clock.set("2026-03-02T06:30:00Z")  # half past one, in the night after the first
    assert told(engine) == [("walk", "01:30")]
    clock.set("2026-03-08T06:59:00Z")
    engine.remind()
    clock.set("2026-03-09T05:30:00Z")  # the clocks were moved in the night of the seventh
    assert told(engine) == [("walk", "01:30")]


def test_two_owners_are_reminded_each_for_themselves(engine: Engine, clock: Hand) -> None:
    engine.add("Walk", reminders="08:00")
    engine.add_owner("Bo", tz="UTC")
    bo = engine.acting_as(engine.caller._replace(admin=False, owner_id=engine.owners()[1].id))
    clock.set("2026-03-02T09:00:00Z")
    assert told(bo) == []  # who takes no part
    bo.log("walk")
    clock.set("2026-03-03T09:00:00Z")
    assert told(bo) == [("walk", "08:00")]
    assert told(engine) == [("walk", "08:00")]
    assert told(bo) == told(engine) == []


def test_each_owner_has_quiet_hours_of_their_own(engine: Engine, clock: Hand) -> None:
    engine.add("Walk", reminders="20:00")
    bo_id = engine.add_owner("Bo", tz="UTC", quiet_hours="12:00-15:00").id
    bo = engine.acting_as(engine.caller._replace(admin=False, owner_id=bo_id))
    bo.log("walk")
    clock.set("2026-03-02T14:00:00Z")  # while Bo is not to be disturbed
    engine.edit("walk", reminders="08:30, 13:00, 14:30")
    clock.set("2026-03-02T14:40:00Z")
    assert told(engine) == [("walk", "14:30")]
    assert told(bo) == []
    clock.set("2026-03-02T15:00:00Z")  # what had passed when it was set is not made up for
    assert told(bo) == [("walk", "14:30")]


def test_of_several_programs_one_sends(read: Engine, clock: Hand, tmp_path: Path) -> None:
    clock.set("2026-03-02T09:00:00Z")

    def run(_: int) -> int:
        engine = open_engine(tmp_path / "unbroken.db", clock=clock, timeout=30)
        try:
            return len(engine.remind())
        finally:
            engine.close()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(run, range(4))) == [0, 0, 0, 1]


def test_nothing_is_written_where_nothing_comes(read: Engine) -> None:
    before = read.store.changes
    assert told(read) == []
    assert read.remind(dry_run=True) == []
    assert read.store.changes == before


def test_what_was_sent_is_forgotten_in_time(read: Engine, clock: Hand) -> None:
    for _ in range(20):
        clock.forward(days=1)
        read.remind()
    known = read.store.rows("SELECT COUNT(*) FROM sent_reminders")[0][0]
    assert known <= 3 * 9
    assert read.doctor().problems == ()
    read.remove("read")
    assert read.store.rows("SELECT COUNT(*) FROM sent_reminders") == [(0,)]
    read.undo()
    assert read.streak("read").reminders == ("08:30", "21:00", "2h before")


def test_changing_them_is_a_change_like_any_other(read: Engine) -> None:
    read.edit("read", reminders=["7:00"])
    assert read.streak("read").reminders == ("07:00",)
    assert read.journal()[0].rows == "reminders"
    read.undo()
    assert read.streak("read").reminders == ("08:30", "21:00", "2h before")
    read.redo()
    read.edit("read", reminders="")
    assert read.streak("read").reminders is None
    read.edit_owner("me", quiet_hours="22:00-07:00")
    assert read.journal()[0].rows == "quiet hours"
    read.undo()
    assert read.owner().quiet_hours is None


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        (lambda engine: engine.edit("read", reminders="noon"), "bad_reminder", "reminders"),
        (lambda engine: engine.edit("read", reminders=[8]), "bad_reminder", "reminders"),
        (lambda engine: engine.edit("read", goal="at_most"), "bad_reminder", "reminders"),
        (lambda engine: engine.edit_owner("me", quiet_hours="x"), "bad_quiet_hours", "quiet_hours"),
    ],
)
def test_what_cannot_be(
    read: Engine, change: Callable[[Engine], Any], code: str, field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        change(read)
    assert (refused.value.code, refused.value.field) == (ErrorCode(code), field)
    assert refused.value.message.endswith(".")


def test_a_document_has_them(read: Engine, clock: Hand, tmp_path: Path) -> None:
    read.edit_owner("me", quiet_hours="22:00-07:00")
    document = read.export_document()
    other = open_engine(tmp_path / "other.db", clock=clock)
    other.import_document(document, foreign=False)
    assert other.export_document() == document
    other.close()
    old = {**document, "owners": [{**document["owners"][0], "quiet_hours": None}]}
    del old["streaks"][0]["reminders"]
    another = open_engine(tmp_path / "another.db", clock=clock)
    another.import_document(old, foreign=False)
    assert another.streak("read").reminders is None
    assert another.owner().quiet_hours is None
    bad = {**document, "owners": [{**document["owners"][0], "quiet_hours": "soon"}]}
    with pytest.raises(Refusal, match=r"^owners\[0\]\.quiet_hours: “soon” are no quiet hours"):
        another.import_document(bad, foreign=False)
    another.close()


@pytest.mark.parametrize(
    ("sql", "problem"),
    [
        ("UPDATE streaks SET reminders = 'soon'", "Read: “soon” is no reminders"),
        ("UPDATE owners SET quiet_hours = 'soon'", "me: “soon” is no quiet hours"),
        ("UPDATE sent_reminders SET last_day = 'x'", "that was sent: “x” is no date (2 times)"),
    ],
)
def test_the_doctor_mends_them(read: Engine, clock: Hand, sql: str, problem: str) -> None:
    clock.forward(hours=1)
    read.remind()
    read.store.rows(sql)
    assert any(problem in each for each in read.doctor().problems)
    assert read.doctor(repair=True).ok
    assert read.doctor().problems == ()
