"""What an import says of streaks that are there, and how it is told and stopped."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hand_clock import Hand
from unbroken.core.errors import Refusal
from unbroken.core.reports import Numbers
from unbroken.engine.api import Engine, open_engine
from unbroken.engine.interchange import reader
from unbroken.engine.interchange.conflicts import NamesTaken
from unbroken.store import operations


def document(*keys: str, days: int = 3, **more: Any) -> dict[str, Any]:
    """Another tracker's streaks, each with logs on the first days of February."""
    logs = [
        {"activity_type": key, "activity_at": f"2026-02-{day:02}T12:00:00Z"}
        for day in range(1, days + 1)
        for key in keys
    ]
    return {"streaks": [{"activity_type": key} for key in keys], "logs": logs, **more}


def test_effects_are_those_of_streaks_that_were_there(engine: Engine) -> None:
    engine.add("Read")
    engine.add("Run")
    before = engine.status()
    tried = engine.import_document(document("read", "swim"), foreign=True, merge=True, dry_run=True)
    assert engine.status() == before
    done = engine.import_document(document("read", "swim"), foreign=True, merge=True)
    assert done == tried._replace(dry_run=False)
    [effect] = done.effects
    assert (effect.activity_type, effect.owner, effect.logs) == ("read", "me", 3)
    assert effect.before == Numbers(0, 0, None, None)
    assert effect.after == Numbers(0, 3, 3, "broken")
    assert [name for name, _ in done.rules] == ["swim"]
    assert (str(done.first_day), str(done.last_day)) == ("2026-02-01", "2026-02-03")


def test_what_arrives_and_what_is_left_out(engine: Engine) -> None:
    """A document's streaks with their logs; what is left out does not come in, nor do its logs."""
    engine.add("Read")
    whole = document("read", "swim", "bike", skips=[{"activity_type": "bike"}])
    whole["skips"][0] |= {"first_day": "2026-02-03"}
    tried = engine.import_document(whole, foreign=True, merge=True, dry_run=True)
    assert [(each.name, each.logs, each.stands) for each in tried.arrivals] == [
        ("Read", 3, "joins"),
        ("swim", 3, "new"),
        ("bike", 3, "new"),
    ]
    assert tried.arrivals[0].rule == "At least once a day."
    assert str(tried.arrivals[1].last_day) == "2026-02-03"
    done = engine.import_document(whole, foreign=True, left_out={"read", "bike"})
    assert (done.streaks, done.logs, done.skips) == (1, 3, 0)
    assert [each.name for each in done.arrivals] == ["swim"]
    assert [each.name for each in engine.streaks()] == ["Read", "swim"]
    again = engine.import_document(whole, foreign=True, merge=True, dry_run=True)
    assert [each.stands for each in again.arrivals] == ["joins", "known", "new"]


def test_a_skip_has_an_effect_too(engine: Engine) -> None:
    engine.import_document(document("read", days=2), foreign=True)
    whole = engine.export_document()
    whole["skips"] = [{"activity_type": "read", "owner_id": whole["owners"][0]["id"]}]
    whole["skips"][0] |= {"first_day": "2026-02-03"}
    [effect] = engine.import_document(whole, foreign=False).effects
    assert effect.logs == 0
    assert (effect.before.current_streak, effect.after.current_streak) == (0, 2)
    assert engine.import_document(whole, foreign=False).effects == ()


def test_everybody_who_is_touched_is_named(engine: Engine) -> None:
    engine.add("Read")
    ana = engine.add_owner("Ana", tz="UTC")
    whole = engine.export_document()
    at = {"activity_type": "read", "activity_at": "2026-02-01T12:00:00Z"}
    whole["logs"] = [{**at, "owner_id": each["id"]} for each in whole["owners"]]
    effects = engine.import_document(whole, foreign=False).effects
    assert {(each.owner, each.logs, each.before.longest_streak) for each in effects} == {
        ("me", 1, 0),
        (ana.name, 1, 0),
    }


def test_names_that_are_taken_are_told(engine: Engine) -> None:
    engine.add("Read")
    engine.add("Run")
    with pytest.raises(NamesTaken) as caught:
        engine.import_document(document("read", "swim", "run"), foreign=True)
    assert caught.value.names == ("Read", "Run")
    assert caught.value.code == "streak_exists"


def test_another_name_is_not_one_of_the_document_either(engine: Engine) -> None:
    engine.add("Read")
    both = document("read", "swim")
    both["streaks"][0]["name"] = "Books"
    with pytest.raises(Refusal, match="There is a streak “Swim” already; choose another name"):
        engine.import_document(both, foreign=True, name_as="Swim")
    engine.import_document(both, foreign=True, name_as="Swim!")
    assert {each.activity_type for each in engine.status()} == {"read", "swim", "swim-2"}
    engine.undo()
    engine.import_document(both, foreign=True, name_as="Books")
    assert {each.name for each in engine.status()} == {"Read", "swim", "Books"}


def test_the_name_of_several_cannot_be_another(engine: Engine) -> None:
    engine.add("Read")
    engine.add("Run")
    for keys in (("read", "run"), ("swim",)):
        with pytest.raises(Refusal) as caught:
            engine.import_document(document(*keys), foreign=True, name_as="Books")
        assert caught.value.code == "bad_name"


def test_an_import_is_told_step_by_step(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "STEP", 2)
    monkeypatch.setattr("unbroken.engine.interchange.writer.STEP", 2)
    steps: list[tuple[int, int]] = []

    def progressed(done: int, total: int) -> None:
        steps.append((done, total))

    engine.import_document(document("a", "b"), foreign=True, progressed=progressed)
    assert steps == [(2, 12), (4, 12), (6, 12), (8, 12), (9, 12), (11, 12), (12, 12), (1, 1)]
    assert {each.activity_type: each.longest_streak for each in engine.status()} == {"a": 3, "b": 3}
    assert engine.doctor().ok


class Enough(Exception):
    """Stops an import."""


@pytest.mark.parametrize("last", range(1, 9))
def test_an_import_that_is_stopped_leaves_nothing(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, last: int
) -> None:
    monkeypatch.setattr(reader, "STEP", 2)
    monkeypatch.setattr("unbroken.engine.interchange.writer.STEP", 2)
    engine.add("A")
    before = engine.export_document()
    count = 0

    def progressed(done: int, total: int) -> None:
        nonlocal count
        count += 1
        if count == last:
            raise Enough

    with pytest.raises(Enough):
        engine.import_document(document("a", "b"), foreign=True, merge=True, progressed=progressed)
    assert engine.export_document() == before
    assert engine.undo().label == "add A"


def test_a_target_of_former_rules_goes_out_and_comes_back(
    engine: Engine, clock: Hand, tmp_path: Path
) -> None:
    former: dict[str, dict[str, Any]] = {
        "km": {"aggregation_method": "sum", "aggregation_target_value": "2.5"},
        "sugar": {"goal": "at_most", "aggregation_target_value": 0},
        "gym": {"aggregation_method": "days", "aggregation_period": "monthly"}
        | {"aggregation_target_value": 20},
        "walk": {"aggregation_period": "weekly", "aggregation_target_value": 40},
    }
    later: dict[str, dict[str, Any]] = {
        "km": {"aggregation_method": "count", "aggregation_target_value": 1},
        "sugar": {"goal": "at_least", "aggregation_target_value": 1},
        "gym": {"aggregation_period": "weekly", "aggregation_target_value": 5},
        "walk": {"aggregation_method": "days", "aggregation_target_value": 5},
    }
    for name, rules in former.items():
        engine.add(name, **rules)
        engine.log(name)
    clock.forward(days=40)
    for name, rules in later.items():
        engine.edit(name, **rules)
        engine.edit(name, grace_periods=1)
    whole = engine.export_document()
    assert [len(each["targets"]) for each in whole["streaks"]] == [1, 1, 1, 1]
    fresh = open_engine(tmp_path / "fresh.db", clock=clock)
    fresh.import_document(whole, foreign=False)
    assert fresh.export_document() == whole
    fresh.close()
    with pytest.raises(Refusal, match="whole numbers"):
        engine.edit("km", aggregation_target_value="2.5")
    engine.edit("sugar", goal="at_most", aggregation_target_value=3)
    engine.edit("walk", aggregation_method="count", aggregation_target_value=9)
    with pytest.raises(Refusal, match="never more than 7 days"):
        engine.edit("walk", aggregation_method="days")


WHO = "6f0b8f6a-54b1-4c7e-9f5e-3c1d8a7be0d2"
ID = "00000000-0000-4000-8000-00000000000{}"


def own(**more: Any) -> dict[str, Any]:
    """A document of our own: an owner with a streak and a log on it; `more` is the streak's."""
    zones = [{"effective_from": "2026-01-01T00:00:00Z", "timezone": "UTC"}]
    at = {"activity_at": "2026-01-05T08:00:00Z"}
    return {
        "owners": [{"id": WHO, "timezones": zones}],
        "streaks": [{"activity_type": "read", **more}],
        "logs": [{"activity_type": "read", "owner_id": WHO, **at}],
    }


def target(amount: Any, since: str = "2026-02-01") -> dict[str, Any]:
    """An entry of a streak's targets."""
    return {"from_day": since, "aggregation_target_value": amount}


def milestone(number: int) -> dict[str, Any]:
    """A milestone with an id."""
    return {"id": ID.format(number), "milestone_target_value": 3}


@pytest.mark.parametrize(
    ("more", "place"),
    [
        ({"aggregation_target_value": 2.5}, "aggregation_target_value"),
        ({"aggregation_target_value": "2"}, "aggregation_target_value"),
        ({"aggregation_target_value": 0}, "aggregation_target_value"),
        ({"aggregation_target_value": -1, "targets": [target(1)]}, "aggregation_target_value"),
        ({"targets": [target(2.5)]}, "targets"),
        ({"targets": [target(0)]}, "targets"),
        ({"targets": [target(1), target(2)]}, "targets[1].from_day"),
        ({"targets": [target(0.0001), target(1, "2026-03-01")]}, "targets[0].aggregation_target"),
        ({"targets": [{"from_day": "2026-02-01"}]}, "targets[0].aggregation_target_value"),
        ({"targets": [5]}, "targets[0]"),
        ({"targets": False}, "targets"),
        ({"aggregation_period": ["daily"]}, "aggregation_period"),
        ({"schedule": 5}, "schedule"),
        ({"schedule": True}, "schedule"),
        ({"schedule": False}, "schedule"),
        ({"schedule": {"mon": 1}}, "schedule"),
        ({"schedule": [[]]}, "schedule"),
        ({"strict": "false"}, "strict"),
        ({"strict": 2}, "strict"),
        ({"strict": [1]}, "strict"),
        ({"unit": 5}, "unit"),
        ({"group": ["a"]}, "group"),
        ({"description": {"a": 1}}, "description"),
        ({"description": False}, "description"),
        ({"color": True}, "color"),
        ({"name": 5}, "name"),
        ({"status": ["live"]}, "status"),
        ({"archived_at": "2026-02-01T00:00:00Z"}, "archived_at"),
        ({"milestones": [milestone(1), milestone(1)]}, "milestones[1].id"),
        ({"milestones": [{"title": "A"}]}, "milestones[0].milestone_target_value"),
    ],
)
def test_what_a_streak_cannot_be(engine: Engine, more: dict[str, Any], place: str) -> None:
    before = engine.export_document()
    with pytest.raises(Refusal) as caught:
        engine.import_document(own(**more), foreign=False)
    assert caught.value.code == "bad_document"
    assert caught.value.message.startswith(f"streaks[0].{place}")
    assert caught.value.message.endswith("Nothing was imported.")
    assert engine.export_document() == before


def test_earlier_targets_need_only_be_amounts(engine: Engine) -> None:
    targets = [target(1, "2026-03-01"), target(2.5), target(0, "2026-02-10")]
    engine.import_document(own(targets=targets), foreign=False)
    assert [str(each.aggregation_target_value) for each in engine.streak("read").targets] == [
        *("2.5", "0", "1")
    ]


def test_ids_stand_there_once(engine: Engine) -> None:
    twice = own(id=ID.format(1))
    twice["streaks"].append({"activity_type": "run", "id": ID.format(1)})
    both = own(milestones=[milestone(2)])
    both["streaks"].append({"activity_type": "run", "milestones": [milestone(2)]})
    for document, place in ((twice, "streaks[1].id"), (both, "streaks[1].milestones[0].id")):
        with pytest.raises(Refusal) as caught:
            engine.import_document(document, foreign=False)
        assert caught.value.message.startswith(f"{place}: ")
    engine.import_document(own(milestones=[milestone(2)]), foreign=False)
    other = own(activity_type="run", milestones=[milestone(3), milestone(2)])
    other["logs"] = []
    with pytest.raises(Refusal, match=r"^streaks\[0\]\.milestones\[1\]\.id: is another streak's"):
        engine.import_document(other, foreign=False)
    assert engine.import_document(own(milestones=[milestone(2)]), foreign=False).streaks == 0


def test_null_is_as_good_as_left_out(engine: Engine) -> None:
    bare = own()
    bare["streaks"][0]["milestones"] = [{"milestone_target_value": 3}]
    bare["skips"] = [{"owner_id": WHO, "first_day": "2026-01-07"}]
    full = json.loads(json.dumps(bare))
    full |= {"format": None, "version": None, "enrolments": None, "skips": bare["skips"]}
    full["owners"][0] |= dict.fromkeys(("name", "day_start", "week_start", "grace_period_days"))
    full["streaks"][0] |= dict.fromkeys(
        (
            *("id", "name", "description", "unit", "color", "group", "aggregation_method"),
            *("aggregation_period", "every", "goal", "aggregation_target_value", "targets"),
            *("completion_target_value", "grace_periods", "schedule", "starts_on", "strict"),
            *("status", "archived_at"),
        )
    )
    full["streaks"][0]["milestones"][0] |= {"id": None, "title": None}
    full["logs"][0] |= dict.fromkeys(
        ("id", "timezone", "local_date", "value", "note", "unique_identifier", "recorded_at")
    )
    full["skips"][0] |= dict.fromkeys(("id", "activity_type", "last_day", "reason"))
    engine.import_document(bare, foreign=False)
    once = engine.export_document()
    engine.undo()
    engine.import_document(full, foreign=False)
    assert engine.export_document() == once
    nothing: dict[str, Any] = dict.fromkeys(("owners", "streaks", "enrolments", "logs", "skips"))
    assert engine.import_document(nothing, foreign=False).logs == 0
    required = own()
    required["owners"][0]["timezones"][0]["timezone"] = None
    with pytest.raises(Refusal, match=r"^owners\[0\]\.timezones\[0\]\.timezone: is missing"):
        engine.import_document(required, foreign=False)


@pytest.mark.parametrize("foreign", [True, False])
def test_a_name_is_taken_too(engine: Engine, foreign: bool) -> None:
    engine.add("Running", activity_type="run", starts_on="2026-01-01")
    brought = document("running", days=2)
    brought["streaks"][0]["name"] = "RUNNING"
    if not foreign:
        brought["owners"] = engine.export_document()["owners"]
        for log in brought["logs"]:
            log["owner_id"] = brought["owners"][0]["id"]
    with pytest.raises(NamesTaken) as caught:
        engine.import_document(brought, foreign=foreign)
    assert caught.value.names == ("Running",)
    done = engine.import_document(brought, foreign=foreign, merge=True)
    assert (done.streaks, done.enrolments, done.logs) == (0, 0, 2)
    assert [(each.activity_type, each.logs) for each in done.effects] == [("run", 2)]
    before = engine.export_document()
    for how in ({}, {"merge": True}, {"name_as": "Lake"}):
        again = engine.import_document(brought, foreign=foreign, **how)
        assert (again.streaks, again.logs, again.effects) == (0, 0, ())
        assert engine.export_document() == before
    engine.undo()
    engine.import_document(brought, foreign=foreign, name_as="Old runs")
    assert {each.activity_type: each.total_count for each in engine.status()} == {
        "run": 0,
        "old-runs": 2,
    }


def test_what_is_new_follows_what_was_merged(engine: Engine) -> None:
    engine.add("Read")
    engine.import_document(document("read", days=2), foreign=True, merge=True)
    done = engine.import_document(document("read", days=3), foreign=True, name_as="Books")
    assert (done.streaks, done.logs) == (0, 1)
    assert [each.total_count for each in engine.status()] == [3]


def test_two_of_one_name_join_one_streak(engine: Engine) -> None:
    engine.add("Read", activity_type="books")
    ana = engine.add_owner("Ana", tz="UTC").id
    both = document("read", "read-2", days=1)
    both["streaks"][1]["name"] = "read"
    both["owners"] = engine.export_document()["owners"]
    for log in both["logs"]:
        log["owner_id"] = ana
    done = engine.import_document(both, foreign=False, merge=True)
    assert (done.streaks, done.enrolments, done.logs) == (0, 1, 2)


def test_what_the_document_tells_apart_stays_apart(engine: Engine) -> None:
    """Two streaks of one name, of which the database has the one."""
    engine.add("Read")
    engine.add("Read", activity_type="read-2")
    whole = engine.export_document()
    engine.remove("read-2")
    assert engine.import_document(whole, foreign=False).streaks == 1
    assert engine.export_document() == whole


@pytest.mark.parametrize("now", ["1970-01-01T00:00:00+00:00", "2100-12-31T23:59:59+00:00"])
@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Kiritimati", "Etc/GMT+12", "UTC"])
@pytest.mark.parametrize("period", ["daily", "yearly"])
def test_the_edges_of_time_go_out_and_come_back(
    engine: Engine, clock: Hand, tmp_path: Path, now: str, zone: str, period: str
) -> None:
    clock.set(now)
    engine.edit_owner("me", tz=zone, always=True)
    engine.add("Read", aggregation_period=period)
    engine.log("read")
    engine.edit("read", aggregation_target_value=2)
    today = engine.history()[0].local_date
    engine.skip("read", today)
    engine.skip(None, today)
    engine.add("Run")
    engine.pause("run")
    engine.add("Swim", starts_on=today)
    whole = engine.export_document()
    fresh = open_engine(tmp_path / "fresh.db", clock=clock)
    fresh.import_document(whole, foreign=False)
    assert fresh.export_document() == whole
    assert fresh.status() == engine.status()
    fresh.close()


def test_a_milestone_id_is_checked_under_another_name_too(engine: Engine) -> None:
    engine.import_document(own(milestones=[milestone(1)]), foreign=False)
    other = own(id=ID.format(7), milestones=[milestone(1)])
    other["logs"] = []
    with pytest.raises(Refusal, match=r"^streaks\[0\]\.milestones\[0\]\.id: "):
        engine.import_document(other, foreign=False, name_as="Books")
    assert engine.import_document(other, foreign=False, merge=True).streaks == 0


def test_what_was_merged_and_rests_is_to_be_resumed(engine: Engine) -> None:
    engine.add("Read")
    engine.import_document(document("read", days=2), foreign=True, merge=True)
    engine.pause("read")
    with pytest.raises(Refusal, match=r"takes no logs; resume it first\.$"):
        engine.import_document(document("read", days=3), foreign=True, name_as="Books")
    assert engine.import_document(document("read", days=2), foreign=True).logs == 0


def test_what_is_another_trackers_belongs_to_the_owner_in_use(engine: Engine) -> None:
    """Whatever it says of owners: the one in use is not replaced, and nobody comes in."""
    me = engine.owner()
    brought = own()
    del brought["logs"][0]["owner_id"]
    assert engine.import_document(brought, foreign=True).owners == 0
    assert engine.owners() == [me]
    assert engine.history()[0].owned_by_id == me.id


@pytest.mark.parametrize("part", [1, 2, 5, 100])
def test_a_long_import_is_taken_back_and_done_again(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, part: int
) -> None:
    """Whatever stands together in one part of its entry."""
    monkeypatch.setattr(operations, "PART", part)
    given = document("a", "b", days=7)
    for number, log in enumerate(given["logs"]):
        log |= {"note": f"the {number}th", "value": number + 0.5, "timezone": "Asia/Tokyo"}
    engine.import_document(given, foreign=True)
    held = engine.export_document()
    assert len(held["logs"]) == 14
    engine.undo()
    assert engine.export_document()["logs"] == []
    engine.redo()
    assert engine.export_document() == held
    assert engine.doctor().ok


def test_logs_that_are_there_by_id_or_identifier_stay(engine: Engine) -> None:
    given = document("a", "b")
    for number, log in enumerate(given["logs"]):
        log["unique_identifier"] = f"{number // 2 % 2}"
    first = engine.import_document(given, foreign=True)
    assert (first.logs, first.unchanged) == (4, 2)
    assert [log["local_date"] for log in engine.export_document()["logs"]] == [
        *["2026-02-01"] * 2,
        *["2026-02-02"] * 2,
    ]
    more = document("a", "b", days=4)
    for log in more["logs"]:
        log["note"] = "again"
    again = engine.import_document(more, foreign=True)
    assert (again.logs, again.unchanged) == (4, 2 + 4)
    assert (str(again.first_day), str(again.last_day)) == ("2026-02-03", "2026-02-04")
    assert engine.doctor().ok
