"""Recording: what is answered, what is refused, and what undo brings back."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from hand_clock import Hand
from unbroken.core.errors import NotFound, Refusal
from unbroken.engine.api import Engine
from unbroken.engine.callers import Caller


def refused(call: Callable[[], Any]) -> Refusal:
    with pytest.raises(Refusal) as caught:
        call()
    assert caught.value.message.endswith((".", "?"))
    assert "\n" not in caught.value.message
    return caught.value


def test_the_same_unique_identifier_changes_nothing(engine: Engine) -> None:
    engine.add("Read")
    first = engine.log("read", unique_identifier="watch-1")
    again = engine.log("read", unique_identifier="watch-1", note="other")
    assert again.duplicate
    assert (again.activity_id, again.log) == (first.activity_id, first.log)
    assert (again.streak_started, again.streak_extended, again.total_count) == (False, False, 1)
    assert engine.undo().label == "log Read"


def test_an_unknown_activity_type_becomes_a_daily_streak(engine: Engine) -> None:
    done = engine.log("Morning Run")
    assert done.streak_started
    assert engine.streak("morning-run").rule == "At least once a day."
    engine.undo()
    assert engine.streaks() == []


def test_only_named_activity_types_become_streaks(engine: Engine) -> None:
    engine.configure("activity_types", "run, swim")
    engine.log("run")
    refusal = refused(lambda: engine.log("dance"))
    assert refusal.code == "unknown_activity_type"
    assert refusal.message == "Only these can be logged: run, swim."
    engine.configure("activity_types", "run")
    assert refused(lambda: engine.log("dance")).message == "Only run can be logged."
    assert [each.activity_type for each in engine.streaks()] == ["run"]


def test_an_unknown_name_is_told_the_nearest(engine: Engine) -> None:
    engine.add("Workout")
    error = refused(lambda: engine.log("wrokout", new=False))
    assert isinstance(error, NotFound)
    assert "workout" in error.message


def test_a_name_to_the_letter_goes_before_a_type_in_another_case(engine: Engine) -> None:
    engine.add("Gym")
    engine.edit("gym", name="Gym & swim")
    engine.add("Gym")
    assert engine.log("Gym", new=False).log.activity_type == "gym-2"
    assert engine.log("gym", new=False).log.activity_type == "gym"
    assert engine.log("GYM", new=False).log.activity_type == "gym"


def test_an_unambiguous_beginning_will_do(engine: Engine) -> None:
    engine.add("Read")
    engine.add("Rest")
    assert engine.log("rea", new=False).log.activity_type == "read"
    assert refused(lambda: engine.log("re", new=False)).code == "ambiguous_streak"


@pytest.mark.parametrize(
    "value", ["0", "-1", "0.0001", "nan", "inf", "1e12", "٣", "4_2", "", "ten", "1,500", "0x10"]
)
def test_a_bad_amount_is_refused(engine: Engine, value: str) -> None:
    engine.add("Read", aggregation_method="sum", unit="min")
    assert refused(lambda: engine.log("read", value)).code == "bad_amount"
    assert engine.history() == []


def test_a_unit_asks_for_an_amount(engine: Engine) -> None:
    engine.add("Read", aggregation_method="sum", unit="min")
    engine.add("Steps", aggregation_method="sum")
    assert refused(lambda: engine.log("read")).code == "bad_amount"
    assert engine.log("steps").log.value == 1


def test_ten_times_a_tenth_is_one(engine: Engine) -> None:
    engine.add("Water", aggregation_method="sum", unit="l", aggregation_target_value=1)
    for _ in range(10):
        last = engine.log("water", "0.1")
    assert last.task_progress is not None
    assert last.task_progress.value == 1
    assert last.task_progress.met


@pytest.mark.parametrize(
    "at", ["2026-03-01T12:00:01Z", "1969-12-31T23:59:59Z", "2101-01-01T00:00Z"]
)
def test_a_time_that_cannot_be_is_refused(engine: Engine, at: str) -> None:
    engine.add("Read")
    assert refused(lambda: engine.log("read", at=datetime.fromisoformat(at))).code in (
        "future",
        "bad_time",
    )


@pytest.mark.parametrize("zone", ["Berlin", "posix/Europe/Berlin", "localtime", "", "../x"])
def test_a_zone_that_is_none_is_refused(engine: Engine, zone: str) -> None:
    engine.add("Read")
    assert refused(lambda: engine.log("read", tz=zone)).code == "unknown_zone"


def test_a_zone_given_for_now_moves_the_owner(engine: Engine, clock: Hand) -> None:
    engine.add("Read")
    engine.log("read", tz="asia/tokyo")
    assert engine.owner().timezones[-1].timezone == "Asia/Tokyo"
    clock.forward(hours=1)
    engine.log("read", tz="Europe/Berlin", at=clock() - timedelta(hours=2))
    assert engine.owner().timezones[-1].timezone == "Asia/Tokyo"
    engine.undo()
    engine.undo()
    assert len(engine.owner().timezones) == 1


def test_paused_and_archived_streaks_take_no_logs(engine: Engine) -> None:
    engine.add("Read")
    engine.pause("read")
    assert refused(lambda: engine.log("read")).code == "paused"
    engine.archive("read")
    assert refused(lambda: engine.log("read")).code == "archived"
    assert engine.restore("read").status == "paused"
    assert engine.resume("read").status == "live"
    assert engine.log("read").current_streak == 1


def test_a_pause_breaks_nothing(engine: Engine, clock: Hand) -> None:
    engine.add("Read")
    engine.log("read")
    clock.forward(days=1)
    engine.pause("read")
    clock.forward(days=20)
    assert engine.status()[0].current_streak == 1
    engine.resume("read")
    assert engine.log("read").current_streak == 2
    assert engine.skips()[0].last_day == date(2026, 3, 21)


def test_an_archived_streak_stands_still(engine: Engine, clock: Hand) -> None:
    engine.add("Read")
    engine.log("read")
    engine.archive("read")
    clock.forward(days=100)
    [archived] = engine.status("read")
    assert archived.current_streak == 1
    assert archived.progress is not None
    assert archived.progress.streak_progress_status == "in_progress"
    assert engine.status() == []


def test_milestones_reward_once_and_are_void_after_an_edit(engine: Engine, clock: Hand) -> None:
    engine.add("Read", milestones=[(2, "Two")])
    engine.log("read")
    clock.forward(days=1)
    done = engine.log("read")
    assert [reward.title for reward in done.rewards] == ["Two"]
    assert done.rewards[0].reward_issued_at == clock()
    assert engine.log("read").rewards == ()
    kept = engine.rewards()
    for log in engine.history()[:2]:
        engine.delete_log(log.id)
    assert engine.rewards() == []
    engine.undo()
    assert engine.rewards() == kept


def test_a_records_id_follows_from_where_its_attempt_opened(engine: Engine, clock: Hand) -> None:
    engine.add("Read")
    first = engine.log("read").progress
    clock.forward(days=2)
    second = engine.log("read").progress
    joined = engine.log("read", at=clock() - timedelta(days=1))
    assert first is not None
    assert second is not None
    assert joined.progress is not None
    assert joined.progress.id == first.id
    earlier = engine.log("read", at=clock() - timedelta(days=3))
    assert earlier.progress is not None
    assert earlier.progress.id not in (first.id, second.id)
    engine.undo()
    engine.undo()
    assert [record.id for record in engine.progress()] == [first.id, second.id]


def test_undo_survives_a_restart_and_a_new_change_ends_redo(
    opened: Callable[..., Engine], clock: Hand
) -> None:
    engine = opened()
    engine.add("Read")
    engine.log("read")
    later = opened()
    assert later.undo().label == "log Read"
    assert later.redo().label == "log Read"
    later.undo()
    later.log("read", note="other")
    assert refused(later.redo).code == "nothing_to_redo"


def test_text_is_cleaned_at_the_door(engine: Engine) -> None:
    engine.add("\x1b[2J[red]Re\u202ead[/]")
    assert engine.streaks()[0].name == "\ufffd[2J[red]Re\ufffdad[/]"
    log = engine.log(engine.streaks()[0].activity_type, note="a\x07b\r\nc").log
    assert log.note == "a\ufffdb\nc"


def test_a_new_target_holds_from_the_present_period_on(engine: Engine, clock: Hand) -> None:
    engine.add("Pages", aggregation_method="sum", aggregation_target_value=10)
    for _ in range(3):
        engine.log("pages", 10)
        clock.forward(days=1)
    edited = engine.edit("pages", aggregation_target_value=20, dry_run=True)
    assert engine.streak("pages").targets == ()
    assert edited.effects[0].after.current_streak == 3
    engine.edit("pages", aggregation_target_value=20)
    assert [each.from_day for each in engine.streak("pages").targets] == [date(2026, 3, 4)]
    assert engine.status()[0].current_streak == 3
    whole = engine.edit("pages", aggregation_target_value=20, whole_history=True)
    assert whole.effects[0].before.current_streak == 3
    assert whole.effects[0].after.current_streak == 0


def test_logs_of_one_transaction_go_by_the_rules_as_they_are_by_then(engine: Engine) -> None:
    """What a whole transaction reads once is read anew when it changed, or was taken back."""
    engine.add("Pages")

    def left() -> Decimal:
        progress = engine.log("pages").task_progress
        assert progress is not None
        return progress.remaining

    with engine.transaction():
        assert left() == 0
        engine.edit("pages", aggregation_target_value=5)
        assert left() == 3
        with pytest.raises(ZeroDivisionError), engine.transaction():
            engine.edit("pages", aggregation_target_value=9)
            assert left() == 6
            raise ZeroDivisionError
        assert left() == 2
        engine.edit("pages", aggregation_target_value=8, dry_run=True)
        assert left() == 1
        engine.remove("pages")
        assert engine.log("pages").streak_started


def test_a_log_goes_by_what_another_program_has_changed(opened: Callable[..., Engine]) -> None:
    """What several transactions keep is read anew once the file is another's."""
    one, other = opened(), opened()
    one.add("Pages")
    assert [one.log("pages").total_count for _ in range(3)] == [1, 2, 3]
    other.edit("pages", aggregation_target_value=9)
    other.edit_owner(other.owner().name, name="Ann")
    done = one.log("pages")
    assert done.task_progress is not None
    assert done.task_progress.remaining == 5
    assert done.progress is not None
    assert done.progress.owned_by.name == "Ann"
    one.undo()
    assert other.log("pages").total_count == one.log("pages").total_count - 1


@pytest.mark.parametrize(
    "rules",
    [
        {"aggregation_target_value": 0},
        {"aggregation_target_value": "1.5"},
        {"aggregation_method": "most"},
        {"aggregation_period": "hourly"},
        {"every": 0},
        {"every": "two"},
        {"schedule": "mon,noday"},
        {"schedule": []},
        {"schedule": "mon", "aggregation_period": "weekly"},
        {"schedule": "mon", "every": 2},
        {"completion_target_value": 0},
        {"grace_periods": -1},
        {"starts_on": "2026-02-30"},
        {"starts_on": "1900-01-01"},
        {"activity_type": "Has Space"},
        {"aggregation_method": "days", "aggregation_target_value": 2},
        {"color": "\x1b[31m"},
        {"banana": 1},
    ],
)
def test_rules_that_cannot_be_are_refused(engine: Engine, rules: dict[str, Any]) -> None:
    refused(lambda: engine.add("Read", **rules))
    assert engine.streaks() == []


def test_a_streak_needs_a_name_of_its_own(engine: Engine) -> None:
    refused(lambda: engine.add(" \t "))
    engine.add("Read")
    for name in ("Read", "rEad", "Réad"):
        refusal = refused(partial(engine.add, name))
        assert (refusal.code, refusal.field) == ("streak_exists", "name")
        assert refusal.message == (
            "There is a streak “Read” already; log to that one, choose another name, or say with"
            " another activity type that two are meant."
        )
    assert engine.add("Read", activity_type="read2").name == "Read"
    engine.add("❤")
    assert engine.add("☀").activity_type == "habit-2"
    assert refused(lambda: engine.edit("habit", name="read")).field == "name"
    assert engine.edit("habit", name="Read", activity_type="read3").streak.name == "Read"
    engine.edit("read3", name="❤", activity_type="habit")
    assert engine.edit("read", name="READ").streak.name == "READ"
    engine.archive("habit")
    assert "restore it with `unbroken restore habit`" in refused(lambda: engine.add("❤")).message
    assert refused(lambda: engine.add("Other", activity_type="read")).code == "streak_exists"


def test_a_bad_document_is_refused_whole_naming_the_place(engine: Engine) -> None:
    good: dict[str, Any] = {
        "owners": [
            {
                "id": "6f0b8f6a-54b1-4c7e-9f5e-3c1d8a7be0d2",
                "timezones": [{"effective_from": "2026-01-01T00:00:00Z", "timezone": "UTC"}],
            }
        ],
        "streaks": [{"activity_type": "read"}],
        "logs": [
            {
                "activity_type": "read",
                "owner_id": "6f0b8f6a-54b1-4c7e-9f5e-3c1d8a7be0d2",
                "activity_at": "2026-01-05T08:00:00Z",
            }
        ],
    }
    spoiled: list[tuple[str, Callable[[dict[str, Any]], Any]]] = [
        ("logs[0].value", lambda d: d["logs"][0].update(value=-1)),
        ("logs[0].value", lambda d: d["logs"][0].update(value="1")),
        ("logs[0].activity_at", lambda d: d["logs"][0].update(activity_at="2026-01-05T08:00")),
        ("logs[0].activity_at", lambda d: d["logs"][0].pop("activity_at")),
        ("logs[0].timezone", lambda d: d["logs"][0].update(timezone="Mars/Olympus")),
        ("logs[0].owner_id", lambda d: d["logs"][0].update(owner_id="nobody")),
        ("logs[0].local_date", lambda d: d["logs"][0].update(local_date="2026-1-5")),
        ("logs[0].local_date", lambda d: d["logs"][0].update(local_date="2026-01-03")),
        ("logs[0].local_date", lambda d: d["logs"][0].update(local_date="2026-01-07")),
        ("streaks[0].name", lambda d: d["streaks"][0].update(name="x" * 201)),
        ("streaks[0].every", lambda d: d["streaks"][0].update(every=0)),
        ("streaks[0].goal", lambda d: d["streaks"][0].update(goal="some")),
        ("owners[0].timezones", lambda d: d["owners"][0].pop("timezones")),
        ("owners[0].day_start", lambda d: d["owners"][0].update(day_start=13)),
        ("skips[0].first_day", lambda d: d.update(skips=[{}])),
        ("logs", lambda d: d.update(logs={})),
        ("version", lambda d: d.update(version=2)),
        ("version", lambda d: d.update(version=True)),
    ]
    before = engine.export_document()
    for place, spoil in spoiled:
        document = json.loads(json.dumps(good))
        spoil(document)
        error = refused(partial(engine.import_document, document, foreign=False))
        assert error.message.startswith(place), error.message
        assert engine.export_document() == before
    engine.import_document(good, foreign=False)
    assert engine.status()[0].total_count == 1
    assert engine.streak("read").starts_on == date(2026, 1, 5)


def test_an_import_into_a_new_database_is_the_old_install(engine: Engine) -> None:
    owner = engine.owner()
    document = {
        "owners": [
            {
                "id": "6f0b8f6a-54b1-4c7e-9f5e-3c1d8a7be0d2",
                "name": "Ada",
                "timezones": [
                    {"effective_from": "2026-01-01T00:00:00Z", "timezone": "Europe/Berlin"}
                ],
            }
        ],
        "streaks": [{"activity_type": "read"}],
    }
    engine.import_document(document, foreign=False, dry_run=True)
    assert engine.owner() == owner
    engine.import_document(document, foreign=False)
    assert [each.name for each in engine.owners()] == ["Ada"]
    engine.undo()
    assert engine.owner() == owner
    assert engine.redo().label == "import"
    assert engine.owner().name == "Ada"


def test_doctor_finds_and_mends_what_was_tampered_with(engine: Engine) -> None:
    engine.add("Read")
    engine.log("read")
    engine.store.rows("UPDATE progress_records SET current_progress_value = 99")
    assert [problem.split(":")[0] for problem in engine.doctor().problems] == ["Read of me"]
    assert engine.doctor(repair=True).repaired == 1
    assert engine.doctor().ok
    assert engine.progress()[0].current_progress_value == 1


def test_calendar_states(engine: Engine, clock: Hand) -> None:
    engine.add("Read", starts_on="2026-02-26", schedule="mon,tue,wed,thu,fri,sun")
    for ago in (3, 1):
        engine.log("read", at=clock() - timedelta(days=ago))
    engine.skip("read", date(2026, 2, 27))
    states = {day.date: day.state for day in engine.calendar("read", year=2026, month=2)}
    assert states[date(2026, 2, 25)] == "none"
    assert states[date(2026, 2, 26)] == "met"
    assert states[date(2026, 2, 27)] == "skipped"
    assert states[date(2026, 2, 28)] == "off"
    assert states[date(2026, 3, 1)] == "open"
    assert len(states) % 7 == 0
    march = {day.date: day.state for day in engine.calendar("read", year=2026, month=3)}
    assert march[date(2026, 3, 2)] == "future"
    clock.moment = datetime(2026, 3, 2, 12, tzinfo=UTC)
    march = {day.date: day.state for day in engine.calendar("read", year=2026, month=3)}
    assert march[date(2026, 3, 1)] == "missed"


def test_a_streak_that_a_log_makes_is_as_strict_as_the_settings_say(engine: Engine) -> None:
    engine.configure("strict", "on")
    engine.log("read")
    assert engine.streak("read").strict


def test_an_unknown_type_gets_a_streak_of_its_own_whatever_its_letters(engine: Engine) -> None:
    """docs/domain.md 5: names that leave the same key behind are not the same activity."""
    names = ["走る", "読む", "***", "C++", "C#"]
    for name in names:
        engine.log(name)
    engine.log("c++")
    assert [(each.name, each.total_count) for each in engine.status()] == [
        ("走る", 1),
        ("読む", 1),
        ("***", 1),
        ("C++", 2),
        ("C#", 1),
    ]
    keys = [each.activity_type for each in engine.status()]
    assert keys == ["zouru", "dumu", "habit", "c", "c-2"]
    engine.log("dumu")
    assert engine.status("読む")[0].total_count == 2


def test_a_known_type_is_known_by_its_name_too(engine: Engine) -> None:
    engine.add("Déjà vu")
    for text in ("deja-vu", "Deja Vu", "DÉJÀ VU"):
        engine.log(text)
    assert [each.total_count for each in engine.status()] == [3]


def test_a_streak_that_others_log_to_is_not_undone(engine: Engine) -> None:
    """The entry that made it would take their logs away."""
    ann = engine.acting_as(Caller(False, engine.add_owner("Ann").id))
    streak = engine.add("Visit")
    ann.log("visit")
    assert refused(engine.undo).code == "changed_since"
    assert engine.streak("visit").id == streak.id
    ann.undo()
    assert engine.undo().label == "add Visit"
    ann.log("walk")
    assert refused(engine.undo).code == "changed_since"
    assert len(engine.owners()) == 2 and engine.doctor().ok
