"""Who may do what (docs/domain.md 6)."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import date

import pytest

from unbroken.core.errors import Forbidden, NotFound, Refusal
from unbroken.core.reports import Removal
from unbroken.engine.api import Engine
from unbroken.engine.callers import ADMIN, GUEST, Caller, owner
from unbroken.store.owners import load_owner_names, load_owners
from unbroken.wording.changes import removal_text


@pytest.fixture
def second(engine: Engine) -> Engine:
    """The engine as a second person sees it, who has logged once to the first one's streak."""
    engine.add("Read")
    engine.log("read")
    other = engine.acting_as(owner(engine.add_owner("Bo", tz="UTC").id))
    other.log("read")
    return other


def test_an_owner_sees_only_their_own(engine: Engine, second: Engine) -> None:
    [mine] = second.progress()
    [theirs] = engine.progress()
    assert mine.owned_by.name == "Bo"
    assert second.progress_record(mine.id) == mine
    with pytest.raises(NotFound):
        second.progress_record(theirs.id)
    with pytest.raises(Forbidden):
        second.progress(all_owners=True)
    assert [log.owned_by_id for log in second.history()] == [second.caller.owner_id]
    assert [each.name for each in second.owners()] == ["Bo"]


def test_an_admin_sees_everybody(engine: Engine, second: Engine) -> None:
    admin = engine.acting_as(ADMIN)
    assert len(admin.progress(all_owners=True)) == 2
    assert len(admin.history(all_owners=True)) == 2
    assert admin.progress_record(second.progress()[0].id).owned_by.name == "Bo"
    with pytest.raises(Refusal):
        admin.log("read")


def test_nobody_touches_another_persons_logs(engine: Engine, second: Engine) -> None:
    log = engine.history()[0].id
    for change in (second.delete_log, second.edit_log):
        with pytest.raises(NotFound):
            change(log)
    assert engine.history()[0].id == log


@pytest.mark.parametrize(
    "name",
    ["pause", "archive", "remove", "removal", "edit", "add"],
)
def test_an_owner_only_reads_streaks(second: Engine, name: str) -> None:
    with pytest.raises(Forbidden):
        getattr(second, name)("read")
    assert second.streak("read").status == "live"


def test_an_owner_changes_their_own_days_only(engine: Engine, second: Engine) -> None:
    assert second.edit_owner("Bo", day_start=3).day_start == 3
    with pytest.raises(Forbidden):
        second.edit_owner("me", day_start=3)


def test_a_guest_gets_nothing(engine: Engine, second: Engine) -> None:
    guest = engine.acting_as(GUEST)
    calls = [
        lambda: guest.status(),
        lambda: guest.due(),
        lambda: guest.progress(),
        lambda: guest.progress(all_owners=True),
        lambda: guest.progress_record("x"),
        lambda: guest.rewards(),
        lambda: guest.history(),
        lambda: guest.calendar(),
        lambda: guest.streaks(),
        lambda: guest.streak("read"),
        lambda: guest.owner(),
        lambda: guest.owners(),
        lambda: guest.skips(),
        lambda: guest.settings(),
        lambda: guest.log("read"),
        lambda: guest.skip("read", date(2026, 3, 1)),
        lambda: guest.undo(),
        lambda: guest.export_document(),
        lambda: guest.doctor(),
        lambda: guest.backup(),
    ]
    for call in calls:
        with pytest.raises(Forbidden):
            call()


def test_nobody_can_write_progress_or_rewards() -> None:
    calls = {name for name, _ in inspect.getmembers(Engine) if not name.startswith("_")}
    assert {name for name in calls if "progress" in name or "reward" in name} == {
        "progress",
        "progress_record",
        "rewards",
    }


def test_undo_takes_back_only_ones_own(engine: Engine, second: Engine) -> None:
    assert second.undo().label == "log Read"
    with pytest.raises(Refusal):
        second.undo()
    assert len(engine.history()) == 1


@pytest.mark.parametrize(
    ("own", "others", "said"),
    [
        (0, (), "0 logs"),
        (1, (), "your 1 log"),
        (1234, (), "your 1,234 logs"),
        (0, (("Ann", 2),), "2 logs of Ann"),
        (1, (("Ann", 2),), "3 logs, 2 of them of Ann"),
        (0, (("Ann", 2), ("Bo", 1)), "3 logs, 2 of them of Ann and 1 of them of Bo"),
        (
            *(1, (("Ann", 2), ("Bo", 1), ("Cy", 4))),
            "8 logs, 2 of them of Ann, 1 of them of Bo and 4 of them of Cy",
        ),
    ],
)
def test_what_goes_with_a_streak(own: int, others: tuple[tuple[str, int], ...], said: str) -> None:
    assert removal_text(Removal(own, others)) == said


def test_everybodys_logs_go_with_a_streak(engine: Engine, second: Engine) -> None:
    second.log("read")
    engine.add_owner("Cy", tz="UTC")
    assert engine.removal("read") == Removal(1, (("Bo", 2),))


CHANGES: dict[str, Callable[[Engine], object]] = {
    "log": lambda engine: engine.log("read"),
    "fill": lambda engine: engine.fill("read", date(2026, 3, 1), date(2026, 3, 1)),
    "skip": lambda engine: engine.skip("read", date(2026, 3, 2)),
    "skip all": lambda engine: engine.skip(None, date(2026, 3, 2)),
    "unskip": lambda engine: engine.unskip("read", date(2026, 3, 2)),
    "edit a log": lambda engine: engine.edit_log("none", value=2),
    "delete a log": lambda engine: engine.delete_log("none"),
    "reorder": lambda engine: engine.reorder([]),
    "undo": lambda engine: engine.undo(),
    "redo": lambda engine: engine.redo(),
    "add": lambda engine: engine.add("Swim"),
    "edit": lambda engine: engine.edit("read", name="Reading"),
    "pause": lambda engine: engine.pause("read"),
    "archive": lambda engine: engine.archive("read"),
    "remove": lambda engine: engine.remove("read"),
    "add an owner": lambda engine: engine.add_owner("Cy"),
    "configure": lambda engine: engine.configure("strict", "on"),
}


@pytest.mark.parametrize("admin", [False, True])
@pytest.mark.parametrize("change", CHANGES)
def test_an_owner_who_was_taken_away_is_said_to_be_gone(
    engine: Engine, second: Engine, change: str, admin: bool
) -> None:
    """Whatever they change; in another window nobody noticed yet that they are gone."""
    assert second.caller.owner_id is not None
    engine.remove_owner(second.caller.owner_id)
    before = engine.export_document()
    with pytest.raises(Refusal) as refused:
        CHANGES[change](engine.acting_as(Caller(admin, second.caller.owner_id)))
    if admin or change not in ADMINS_ONLY:
        assert refused.value.message == "That owner is not in this database any more."
    else:
        assert isinstance(refused.value, Forbidden)
    assert engine.export_document() == before
    assert engine.doctor().ok


ADMINS_ONLY = ("add", "edit", "pause", "archive", "remove", "add an owner", "configure")


def test_a_streak_that_was_taken_away_is_said_to_be_gone(engine: Engine, second: Engine) -> None:
    engine.remove("read")
    for change in ("fill", "skip", "unskip"):
        with pytest.raises(NotFound):
            CHANGES[change](second)
    assert engine.doctor().ok


def test_of_several_in_one_place_the_same_is_always_the_first(engine: Engine) -> None:
    """As it is where machines that agree have made people at the same time."""
    for number in range(6):
        engine.add_owner(f"Person {number}", tz="UTC")
    with engine.store.writing():
        engine.store.rows("UPDATE owners SET position = 0")
        found = [each.id for each in load_owner_names(engine.store)]
        assert found == [*load_owners(engine.store)] == sorted(found)
