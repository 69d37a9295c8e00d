"""Machines that agree through a folder: what is merged, how, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from effort import examples, thorough
from machines import NOON, Machine, World, facts, play
from oracle.brute import Case, Log, Skip, judge
from unbroken.core.errors import ErrorCode, Refusal, StoreError
from unbroken.core.instants import Instant, instant_of
from unbroken.core.rules import WEEKDAYS
from unbroken.engine.api import Engine, open_engine
from unbroken.engine.callers import ADMIN
from unbroken.engine.synchronisation import joining, publishing, setup
from unbroken.engine.synchronisation.arrivals import read_all
from unbroken.engine.synchronisation.folder import shared_vault
from unbroken.engine.synchronisation.merging import note_devices, take_parts
from unbroken.store.sync import VaultRow, load_vault, save_vault
from unbroken.sync.identity import binding
from unbroken.sync.segment_reading import Glance
from unbroken.sync.vault import Vault


@pytest.fixture
def two(world: World) -> tuple[Machine, Machine]:
    """Two machines that agree on one streak."""
    first, second = world.add(), world.add()
    first.engine.add("Read")
    world.set_up(first)
    world.set_up(second)
    world.settle()
    return first, second


def names(engine: Engine) -> dict[str, str]:
    return {each.activity_type: each.name for each in engine.streaks()}


def said(engine: Engine) -> list[str]:
    status = engine.sync_status()
    return [note.text for note in status.settled]


# joining


def test_joining_says_what_comes_and_goes_before_it_is_done(world: World) -> None:
    first, second = world.add(), world.add()
    first.engine.log("Read")
    second.engine.log("Read")
    second.engine.log("Walk")
    founded = first.engine.sync_setup(first.folder.place)
    assert (founded.founded, founded.sent_streaks, founded.sent_logs) == (True, 1, 1)
    world.carry(first, second)
    before = facts(second.engine)
    tried = second.engine.sync_setup(second.folder.place, dry_run=True)
    assert facts(second.engine) == before
    assert second.engine.sync_status().folder is None
    assert all("d/" not in name or name in first.folder.content for name in second.folder.content)
    joined = second.engine.sync_setup(second.folder.place)
    assert joined == tried._replace(dry_run=False)
    assert (joined.founded, joined.logs, joined.streaks) == (False, 1, 0)
    assert (joined.sent_logs, joined.sent_streaks) == (2, 2)
    assert "“Read” was made on two machines" in joined.settled[0]
    first.is_synced = second.is_synced = True
    world.settle()
    world.check()
    assert names(first.engine) == {"read": "Read", "walk": "Walk"}
    assert len(first.engine.history("read")) == 2
    assert len(first.engine.owners()) == 1


def test_of_one_name_with_other_rules_the_later_gets_a_number(world: World) -> None:
    first, second = world.add(), world.add()
    first.engine.add("Read")
    second.engine.add("Read", aggregation_period="weekly")
    second.engine.log("read")
    world.settle()
    assert names(first.engine) == {"read": "Read", "read-2": "Read 2"}
    assert first.engine.streak("read").aggregation_period == "daily"
    assert len(second.engine.history("read-2")) == 1
    assert said(second.engine) == [
        "“read” was made on two machines; the later one is “read-2” now."
    ]


@pytest.mark.parametrize(
    ("here", "there", "people"),
    [
        ("me", "me", {"me"}),
        ("Ann", "me", {"Ann"}),
        ("me", "Ben", {"Ben"}),
        ("Ann", "Ben", {"Ann", "Ben"}),
        ("Ann", "ann", {"Ann"}),
    ],
)
def test_people_of_two_first_starts_are_one(
    world: World, here: str, there: str, people: set[str]
) -> None:
    first, second = world.add(), world.add()
    first.engine.edit_owner("me", name=here)
    second.engine.edit_owner("me", name=there)
    first.engine.log("Read")
    second.engine.log("Walk")
    world.settle()
    world.check()
    assert {each.name for each in second.engine.owners()} == people


def test_a_folder_that_has_not_arrived_yet_is_not_joined(world: World) -> None:
    first, second = world.add(), world.add()
    world.set_up(first)
    second.folder.content = {
        name: data for name, data in first.folder.content.items() if name.endswith(".json")
    }
    with pytest.raises(Refusal) as caught:
        second.engine.sync_setup(second.folder.place)
    assert caught.value.code == ErrorCode.NOT_ARRIVED


def test_what_cannot_be_set_up(world: World, tmp_path: Path) -> None:
    first = world.add()
    for place, code in (
        (str(tmp_path / "none"), ErrorCode.BAD_FILE),
        (str(first.home), ErrorCode.BAD_FILE),
    ):
        with pytest.raises(Refusal) as caught:
            first.engine.sync_setup(place)
        assert caught.value.code == code
    for call in (first.engine.sync, first.engine.sync_leave, first.engine.sync_rebuild):
        with pytest.raises(Refusal, match="is not synced"):
            call()
    world.set_up(first)
    with pytest.raises(Refusal, match="already"):
        first.engine.sync_setup(first.folder.place)


def test_leaving_keeps_everything_and_coming_back_changes_nothing(
    world: World, two: tuple[Machine, Machine]
) -> None:
    first, second = two
    first.engine.log("read")
    world.settle()
    before = facts(second.engine)
    assert second.engine.sync_leave() == second.folder.place
    assert facts(second.engine) == before
    second.engine.log("read", at=NOON - timedelta(days=1))
    second.is_synced = False
    world.settle()
    world.check()
    assert len(first.engine.history("read")) == 2


# merging


def test_a_change_is_in_the_folder_at_once(world: World, two: tuple[Machine, Machine]) -> None:
    first, second = two
    before = set(first.folder.content)
    first.engine.log("read")
    [new] = set(first.folder.content) - before
    assert len(first.folder.content[new]) < 700
    world.carry(first, second)
    read = second.engine.sync_read()
    assert read is not None
    assert read.logs == 1
    assert second.engine.sync_read() is None
    assert facts(first.engine) == facts(second.engine)


def test_removing_a_streak_leaves_the_logs_that_were_not_seen(
    world: World, two: tuple[Machine, Machine]
) -> None:
    first, second = two
    first.engine.log("read", at=NOON - timedelta(days=3))
    world.settle()
    unseen = second.engine.log("read").log.id
    first.engine.remove("read")
    world.settle()
    world.check()
    assert [each.id for each in first.engine.history(all_owners=True)] == [unseen]
    assert first.engine.streak("read").status == "archived"
    assert "it is back, archived" in said(first.engine)[-1]
    first.engine.remove("read")
    world.settle()
    assert second.engine.streaks() == []


def test_a_removed_twin_takes_its_hidden_log_with_it(
    world: World, two: tuple[Machine, Machine]
) -> None:
    first, second = two
    kept = first.engine.log("read", note="first", unique_identifier="once").log.id
    second.clock.forward(minutes=5)
    second.engine.log("read", note="second", unique_identifier="once")
    world.settle()
    world.check()
    [only] = second.engine.history()
    assert (only.id, only.note) == (kept, "first")
    second.engine.delete_log(kept)
    world.settle()
    assert first.engine.history() == []


def test_the_newest_of_each_register_counts(world: World, two: tuple[Machine, Machine]) -> None:
    first, second = two
    first.engine.edit("read", color="blue", aggregation_target_value=2)
    second.clock.forward(minutes=1)
    second.engine.edit("read", name="Reading", grace_periods=1)
    world.settle()
    streak = first.engine.streak("read")
    assert (streak.name, streak.color, streak.grace_periods) == ("Reading", "blue", 1)
    world.check()


def test_an_edit_that_is_newer_than_a_deletion_brings_a_log_back(
    world: World, two: tuple[Machine, Machine]
) -> None:
    first, second = two
    log = first.engine.log("read").log.id
    world.settle()
    first.engine.delete_log(log)
    second.clock.forward(minutes=1)
    second.engine.edit_log(log, note="still here")
    world.settle()
    assert [each.note for each in first.engine.history()] == ["still here"]


def test_a_pause_ends_though_it_was_resumed_where_nobody_knew_of_it(
    world: World, two: tuple[Machine, Machine]
) -> None:
    first, second = two
    first.engine.pause("read")
    world.settle()
    for each in two:
        each.clock.forward(days=3)
    second.engine.resume("read")
    second.engine.pause("read")
    first.clock.forward(minutes=5)
    first.engine.resume("read")
    world.settle()
    world.check()
    assert first.engine.streak("read").status == "live"
    assert all(each.last_day is not None for each in first.engine.skips())


def test_what_two_machines_reordered_is_in_one_order(
    world: World, two: tuple[Machine, Machine]
) -> None:
    first, second = two
    for name in ("Walk", "Swim"):
        first.engine.add(name)
    world.settle()
    ids = [each.id for each in first.engine.streaks()]
    first.engine.reorder(ids[::-1])
    second.engine.reorder([ids[1]])
    world.settle()
    world.check()


def test_a_clock_that_is_years_ahead_is_told_of_and_counts(
    world: World, two: tuple[Machine, Machine]
) -> None:
    first, second = two
    second.clock.forward(days=1500)
    second.engine.edit("read", color="red")
    world.carry(second, first)
    first.engine.sync_read()
    assert "set it right there" in said(first.engine)[-1]
    first.engine.edit("read", color="blue")
    world.carry(first, second)
    second.engine.sync_read()
    assert second.engine.streak("read").color == "blue"


@pytest.mark.parametrize("seed", range(3))
def test_every_order_gives_one_result_and_twice_is_once(
    world: World, tmp_path: Path, seed: int
) -> None:
    world.chance.seed(seed)
    play(world, 40)
    world.settle()
    first = world.machines[0]
    vault = load_vault(first.engine.store)
    assert vault is not None
    with shared_vault(vault) as folder:
        parts, _ = read_all(folder, folder.devices())
    expected = facts(first.engine)
    for number in range(3):
        world.chance.shuffle(parts)
        path = tmp_path / f"reader-{number}.db"
        engine = open_engine(path, clock=first.clock, caller=ADMIN, first_owner=False)
        _read_all(engine, folder, first.folder.place, [*parts, *parts[:5]])
        assert facts(engine) == expected
        assert engine.doctor().problems == ()
        engine.close()


def _read_all(engine: Engine, folder: Vault, place: str, parts: list[Glance]) -> None:
    store = engine.store
    with store.writing():
        bound = binding(store.path)
        save_vault(store, VaultRow("v", place, "reader", bound, 0, "", 0, 0))
    now = instant_of(engine.clock())
    for each in parts:
        with store.writing():
            vault = load_vault(store)
            assert vault is not None
            note_devices(store, vault, [each], now)
            take_parts(store, folder, [each], now)


@pytest.mark.parametrize("seed", range(examples(100) if thorough() else 4))
def test_whatever_happens_all_agree_and_no_log_is_lost(world: World, seed: int) -> None:
    world.chance.seed(100 + seed)
    play(world, 50)
    world.settle()
    world.check()
    _agrees_with_the_oracle(world.machines[-1].engine)


def _agrees_with_the_oracle(engine: Engine) -> None:
    """What is judged of the merged document is what a slow second reading of the rules judges."""
    document = engine.export_document()
    for enrolled in document["enrolments"]:
        key, owner = enrolled["activity_type"], enrolled["owner_id"]
        streak = next(each for each in document["streaks"] if each["activity_type"] == key)
        if streak["status"] == "archived":
            continue
        verdict = judge(_case(document, enrolled, instant_of(engine.clock())))
        records = engine.progress(key, all_owners=True)
        found = [
            (each.streak_progress_status, each.current_progress_value)
            for each in records
            if each.owned_by_id == owner
        ]
        wanted = sorted(verdict.attempts, key=lambda each: each.started_at)
        assert found == [(each.status, each.value) for each in wanted], key


def _case(document: dict[str, Any], enrolled: dict[str, Any], now: int) -> Case:
    key, owner_id = enrolled["activity_type"], enrolled["owner_id"]
    [streak] = [each for each in document["streaks"] if each["activity_type"] == key]
    [owner] = [each for each in document["owners"] if each["id"] == owner_id]

    def mine(rows: list[dict[str, Any]], *types: str | None) -> list[dict[str, Any]]:
        return [
            each for each in rows if each["owner_id"] == owner_id and each["activity_type"] in types
        ]

    def at(text: str) -> int:
        from datetime import datetime

        return instant_of(datetime.fromisoformat(text))

    def amount(value: Any) -> int:
        return int(value * 1000)

    def day(text: str | None) -> Any:
        return None if text is None else date.fromisoformat(text)

    grace = streak["grace_periods"]
    schedule = streak["schedule"]
    return Case(
        streak["aggregation_method"],
        streak["aggregation_period"],
        streak["every"],
        streak["goal"],
        amount(streak["aggregation_target_value"]),
        tuple(
            (day(each["from_day"]), amount(each["aggregation_target_value"]))
            for each in streak["targets"]
        ),
        streak["completion_target_value"],
        owner["grace_period_days"] if grace is None else grace,
        None if schedule is None else tuple(WEEKDAYS.index(each) for each in schedule),
        day(streak["starts_on"]),
        streak["strict"],
        tuple(sorted({each["milestone_target_value"] for each in streak["milestones"]})),
        tuple((at(each["effective_from"]), each["timezone"]) for each in owner["timezones"]),
        owner["day_start"],
        WEEKDAYS.index(owner["week_start"]),
        at(enrolled["enrolled_at"]),
        tuple(
            Skip(day(each["first_day"]), day(each["last_day"]))
            for each in mine(document["skips"], key, None)
        ),
        tuple(
            Log(
                at(each["activity_at"]),
                day(each["local_date"]),
                amount(each["value"]),
                at(each["recorded_at"]),
            )
            for each in mine(document["logs"], key)
        ),
        Instant(now),
    )


# taking back


def test_undo_takes_back_ones_own_change_where_it_still_stands(
    world: World, two: tuple[Machine, Machine]
) -> None:
    first, second = two
    first.engine.edit("read", color="blue", name="Reading")
    world.settle()
    second.clock.forward(minutes=1)
    second.engine.edit("read", name="Books")
    world.settle()
    first.engine.undo()
    streak = first.engine.streak("read")
    assert (streak.name, streak.color) == ("Books", None)
    world.settle()
    world.check()


def test_undo_says_where_others_have_changed_the_same(
    world: World, two: tuple[Machine, Machine]
) -> None:
    first, second = two
    first.engine.fill("read", date(2026, 3, 1), date(2026, 3, 4))
    world.settle()
    [touched, *_] = second.engine.history()
    second.engine.edit_log(touched.id, note="was good")
    world.settle()
    undone = first.engine.undo()
    assert undone.label.endswith("(1 of 4 rows were changed elsewhere since, and stay)")
    assert [each.note for each in first.engine.history()] == ["was good"]
    world.settle()
    world.check()


def test_undo_of_what_others_have_changed_whole_is_refused(
    world: World, two: tuple[Machine, Machine]
) -> None:
    first, second = two
    log = first.engine.log("read").log.id
    world.settle()
    second.engine.edit_log(log, note="changed")
    world.settle()
    with pytest.raises(Refusal) as caught:
        first.engine.undo()
    assert caught.value.code == ErrorCode.CHANGED_SINCE
    assert len(first.engine.history()) == 1


def test_undo_of_a_removal_joins_what_came_back_meanwhile(
    world: World, two: tuple[Machine, Machine]
) -> None:
    first, second = two
    first.engine.log("read", at=NOON - timedelta(days=1))
    world.settle()
    first.engine.remove("read")
    second.engine.log("read")
    world.settle()
    assert first.engine.streak("read").status == "archived"
    first.engine.undo()
    assert first.engine.streak("read").status == "live"
    assert len(first.engine.history("read")) == 2
    world.settle()
    world.check()


# who is who


def test_a_copy_is_a_new_device(world: World, two: tuple[Machine, Machine]) -> None:
    first, _ = two
    other = world.clone(first)
    first.engine.log("read", note="here")
    other.engine.log("read", note="there")
    world.settle()
    world.check()
    devices = {each.folder.place: _device(each) for each in world.machines}
    assert len(set(devices.values())) == 3
    assert {each.note for each in first.engine.history()} == {"here", "there"}


@pytest.mark.parametrize("in_place", [True, False])
def test_a_restored_database_is_a_new_device_and_gets_everything_back(
    world: World, two: tuple[Machine, Machine], in_place: bool
) -> None:
    first, second = two
    first.keep_copy()
    was = _device(first)
    first.engine.log("read", note="after the copy")
    first.restore(first.copies[0], in_place=in_place)
    assert first.engine.history() == []
    first.engine.log("read", note="after the restore")
    assert _device(first) != was
    assert f"it is {was} no more, but a new machine" in said(first.engine)[-1]
    world.settle()
    world.check()
    assert {each.note for each in second.engine.history()} == {
        "after the copy",
        "after the restore",
    }


def test_a_machine_that_is_set_back_with_its_folder_forks_nothing(
    world: World, two: tuple[Machine, Machine]
) -> None:
    first, second = two
    first.snapshot()
    first.engine.log("read", note="lost here")
    world.carry(first, second)
    second.engine.sync_read()
    first.roll_back(0)
    first.clock.forward(minutes=1)
    was = _device(first)
    first.engine.log("read", note="instead, and with a longer text")
    world.settle()
    world.check()
    assert any(f"what this machine wrote as {was}" in each for each in said(first.engine))
    assert len(second.engine.history()) == 2


@pytest.mark.parametrize("how", ["joins", "rebuilds"])
def test_what_one_alone_reads_of_a_machine_that_was_set_back_comes_to_all(
    world: World, two: tuple[Machine, Machine], how: str
) -> None:
    """The others have read on behind it already, and would never look at it again."""
    first, second = two
    first.snapshot()
    before = set(first.folder.content)
    for note in ("of the former state", "more of it", "the last of it"):
        first.engine.log("read", note=note)
    former = {name: first.folder.content[name] for name in set(first.folder.content) - before}
    first.roll_back(0)
    first.clock.forward(minutes=1)
    first.engine.log("read", note="instead")
    world.carry(first, second)
    second.engine.sync_read()
    late, *others = sorted(former)
    for each in two:
        each.folder.content |= {name: former[name] for name in others}
    world.settle()
    for each in two:  # now it comes, and is kept in the place of the one of the same number
        each.folder.content[late] = former[late]
    if how == "joins":
        world.set_up(world.add())
    else:
        second.engine.sync_rebuild()
    world.settle()
    world.check()
    assert {"of the former state", "instead"} <= {each.note for each in first.engine.history()}


def _device(machine: Machine) -> str | None:
    status = machine.engine.sync_status()
    return status.device


# what can go wrong


@pytest.mark.parametrize("point", ["before", "after"])
def test_a_program_that_is_killed_while_it_writes_repeats_nothing(
    world: World, two: tuple[Machine, Machine], monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    first, second = two
    was = _device(first)

    class Killed(BaseException):
        pass

    def killed(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        if point == "before":
            patch.setattr(first.folder, "write_new", killed)
        else:
            patch.setattr(publishing, "write_note", killed)
        with pytest.raises(Killed):
            first.engine.log("read", note="killed")
    first.reopen()
    first.engine.log("read", note="again")
    world.settle()
    world.check()
    assert _device(first) == was
    assert {each.note for each in second.engine.history()} == {"killed", "again"}


def test_what_cannot_be_written_waits(
    world: World, two: tuple[Machine, Machine], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = two
    with monkeypatch.context() as patch:
        patch.setattr(first.folder, "content", {})
        first.engine.log("read")
        assert "is not there" in str(first.engine.unsent_since)
        status = first.engine.sync_status()
        assert "is not there" in str(status.problem)
        assert status.waiting == 1
        assert first.engine.sync_read() is None
        with pytest.raises(StoreError):
            first.engine.sync()
    first.engine.log("read")
    assert first.engine.unsent_since is None
    world.settle()
    assert len(second.engine.history()) == 2


def test_another_vault_in_its_place_is_told_of(world: World, two: tuple[Machine, Machine]) -> None:
    first, _ = two
    other = world.add()
    other.engine.sync_setup(other.folder.place)
    first.folder.content = dict(other.folder.content)
    with pytest.raises(StoreError) as caught:
        first.engine.sync()
    assert caught.value.code == ErrorCode.OTHER_VAULT
    first.engine.log("read")
    assert len(first.engine.history()) == 1


def test_a_folder_of_a_device_that_was_deleted_is_written_again(
    world: World, two: tuple[Machine, Machine]
) -> None:
    first, second = two
    first.engine.log("read", note="kept")
    world.settle()
    for each in two:
        each.folder.content = {
            name: data
            for name, data in each.folder.content.items()
            if str(_device(first)) not in name
        }
    lost = f"The folder lacks what was read here of {_device(first)}"
    assert str(second.engine.sync_status().problem).startswith(lost)
    assert second.engine.sync().settled[0].startswith(lost)
    assert any(each.startswith(lost) for each in second.engine.doctor().notes)
    answer = second.engine.sync_rebuild()
    assert answer.written
    assert second.engine.sync_status().problem is None
    assert second.engine.sync().settled == ()
    third = world.add()
    world.settle()
    world.check()
    assert [each.note for each in third.engine.history()] == ["kept"]


def test_many_changes_are_merged_into_few_files(world: World, two: tuple[Machine, Machine]) -> None:
    first, _ = two
    for number in range(70):
        first.engine.log("read", at=NOON - timedelta(days=number))
    world.settle()
    world.settle()
    third = world.add()
    world.settle()
    world.check()
    assert len(third.engine.history()) == 70


def test_a_change_of_several_operations_is_written_once(two: tuple[Machine, Machine]) -> None:
    first, _ = two
    before = set(first.folder.content)
    with first.engine.transaction():
        first.engine.log("read")
        first.engine.skip("read", date(2026, 3, 1))
    assert len(set(first.folder.content) - before) == 1


def test_a_change_that_is_only_tried_out_goes_nowhere(two: tuple[Machine, Machine]) -> None:
    first, _ = two
    before = dict(first.folder.content)
    first.engine.log("read", dry_run=True)
    first.engine.edit("read", name="X", dry_run=True)
    assert first.folder.content == before
    status = first.engine.sync_status()
    assert status.waiting == 0


def test_the_doctor_tells_of_the_folder_and_of_a_database_that_left_it(
    world: World, two: tuple[Machine, Machine]
) -> None:
    first, _ = two
    assert first.engine.doctor().notes == ()
    first.folder.content["unbroken/d/x/000001-000001.sync-conflict.seg"] = b""
    [note] = first.engine.doctor().notes
    assert "is a conflict copy, or no file of the vault" in note
    first.engine.log("read")
    first.engine.store.rows("PRAGMA ignore_check_constraints = 1")
    first.engine.store.rows("UPDATE logs SET local_date = 'never'")
    mended = first.engine.doctor(repair=True)
    assert mended.ok
    assert mended.notes[-1].startswith("it is synced no more")
    first.reopen()
    assert not first.engine.is_synced
    first.is_synced = False
    del first.folder.content["unbroken/d/x/000001-000001.sync-conflict.seg"]
    world.settle()
    world.check()


@pytest.mark.parametrize("place", ["https://me:secret@localhost:1/box", "git+/srv/box"])
def test_a_place_is_told_without_what_is_nobodys_business(
    opened: Callable[..., Engine], tmp_path: Path, place: str
) -> None:
    engine, folder = opened(), tmp_path / "Shared"
    folder.mkdir()
    engine.sync_setup(str(folder))
    vault = load_vault(engine.store)
    assert vault is not None
    save_vault(engine.store, vault._replace(place=place))
    told = place.replace("me:secret@", "").removeprefix("git+")
    status = engine.sync_status()
    assert status.folder == told
    with pytest.raises(Refusal) as refused:
        engine.sync_setup(str(folder))
    with pytest.raises(StoreError) as failed:
        engine.sync()
    assert engine.sync_leave() == told
    for said in (status.problem, refused.value.message, failed.value.message):
        assert said is not None and "secret" not in said and "git+" not in said


def test_many_logs_come_in_batches_and_it_is_told_how_far_it_is(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (publishing, joining, setup):
        monkeypatch.setattr(module, "PART", 4)
    first, second = world.add(), world.add()
    for machine, name in ((first, "Read"), (second, "Walk")):
        machine.engine.add(name)
        for number in range(11):
            machine.engine.log(name, at=NOON - timedelta(days=number))
    told: list[tuple[int, int]] = []

    def progressed(done: int, total: int) -> None:
        told.append((done, total))

    first.engine.sync_setup(first.folder.place, progressed=progressed)
    assert told == sorted(told)
    told.clear()
    world.carry(first, second)
    joined = second.engine.sync_setup(second.folder.place, progressed=progressed)
    assert (joined.logs, joined.sent_logs) == (11, 11)
    assert told == sorted(told)
    assert len({total for _, total in told}) == 1
    assert len(told) > 6
    first.is_synced = second.is_synced = True
    world.settle()
    world.check()
    assert len(first.engine.history()) == 22


def test_a_join_that_is_stopped_has_changed_nothing(
    world: World, two: tuple[Machine, Machine]
) -> None:
    third = world.add()
    world.carry(two[0], third)
    before = facts(third.engine), dict(third.folder.content)

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        third.engine.sync_setup(third.folder.place, progressed=stop)
    assert (facts(third.engine), third.folder.content) == before
    assert third.engine.sync_status().folder is None


def test_two_programs_of_one_database_write_one_after_the_other(
    world: World, two: tuple[Machine, Machine], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second is not waited for, and what it recorded is written by the first."""
    first, second = two
    other = first.opened()
    write_new = first.folder.write_new
    recorded: list[str] = []

    def meanwhile(name: str, content: bytes) -> None:
        if not recorded:
            recorded.append(other.log("read", note="by the other").log.id)
            assert other.unsent_since is None
        write_new(name, content)

    monkeypatch.setattr(first.folder, "write_new", meanwhile)
    first.engine.log("read", note="by the first")
    assert first.engine.sync_status().waiting == 0
    other.close()
    world.settle()
    world.check()
    assert {each.note for each in second.engine.history()} == {"by the first", "by the other"}


def test_nobody_waits_while_the_folder_is_read_or_written(
    world: World, two: tuple[Machine, Machine], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = two
    other = open_engine(first.path, clock=first.clock, timeout=0)
    seen: list[str] = []
    for name in ("read", "write_new", "files"):
        was = getattr(first.folder, name)

        def looked(*arguments: Any, name: str = name, was: Any = was) -> Any:
            with other.store.writing():
                seen.append(name)
            return was(*arguments)

        monkeypatch.setattr(first.folder, name, looked)
    first.engine.log("read")
    second.engine.log("read")
    world.carry(second, first)
    assert first.engine.sync_read() is not None
    first.engine.sync()
    assert {"read", "write_new", "files"} <= set(seen)
    other.close()


def test_who_only_logs_keeps_few_files(two: tuple[Machine, Machine]) -> None:
    first, _ = two
    for number in range(100):
        first.engine.log("read", at=NOON - timedelta(days=number))
    own = [name for name in first.folder.content if f"/{_device(first)}/" in name]
    assert len(own) < 75
    assert first.engine.sync_status().waiting == 0
