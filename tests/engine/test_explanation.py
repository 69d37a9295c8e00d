"""The judgement in words."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from hand_clock import Hand
from unbroken.core.errors import Refusal
from unbroken.engine.api import Engine
from unbroken.engine.urgency import stand_of


def test_why_it_broke(engine: Engine, clock: Hand) -> None:
    engine.add("Spend", aggregation_method="sum", unit="$", aggregation_target_value=50)
    for day in (2, 3):
        clock.set(f"2026-03-0{day}T12:00:00+00:00")
        engine.log("spend", 50)
    clock.set("2026-03-04T12:00:00+00:00")
    engine.log("spend", "42.50")
    clock.set("2026-03-05T12:10:00+00:00")
    engine.log("spend", 50)
    why = engine.why("spend")
    assert why.title == "Spend is alive."
    assert why.lines == (
        "Today is met: 50 of 50 $.",
        "Spend broke on Wednesday 4 March, which ended on Thursday 5 March at 00:00.",
        "Wednesday 4 March needed 50 $ and had 42.5 $.",
        "No missed day is forgiven (grace 0).",
        "7.5 $ more before Thursday 5 March at 00:00 would have saved it.",
        "The run stands at 1 day, since Thursday 5 March; the longest is 2.",
    )
    assert why.missed_on == date(2026, 3, 4)


def test_why_it_is_at_risk(engine: Engine, clock: Hand) -> None:
    engine.add("Gym", aggregation_period="weekly", aggregation_target_value=2, grace_periods=1)
    clock.set("2026-03-02T12:00:00+00:00")
    engine.log("gym")
    engine.log("gym")
    clock.set("2026-03-21T12:00:00+00:00")
    why = engine.why("gym")
    assert why.title == "Gym is left to do."
    assert why.lines[:3] == (
        "The time from Monday 16 March to Sunday 22 March needs 2 times and has 0 times.",
        "2 times more before Monday 23 March at 00:00 (2 days) keeps it alive.",
        "1 of 1 forgiven week in a row used up.",
    )


def test_why_a_limit_broke(engine: Engine, clock: Hand) -> None:
    engine.add("Quit", goal="at_most", aggregation_target_value=1)
    clock.forward(hours=1)
    engine.log("quit")
    assert "One more would count as a miss." in engine.why("quit").lines
    engine.log("quit")
    why = engine.why("quit")
    assert why.title == "Quit is broken."
    assert why.lines[0] == "Today is over its limit: 2 times, more than 1."
    assert "Quit broke on Sunday 1 March at 13:00." in why.lines
    assert "Today allowed 1 time and has 2 times." in why.lines


def test_why_abstaining_broke(engine: Engine, clock: Hand) -> None:
    engine.add("Quit", goal="at_most", aggregation_target_value=0)
    clock.forward(hours=1)
    engine.log("quit")
    why = engine.why("quit")
    assert why.title == "Quit is broken."
    assert why.lines[0] == "Today is over its limit: 1 time, more than 0."


def test_a_run_that_is_over_is_told_as_the_list_tells_it(engine: Engine, clock: Hand) -> None:
    """Broken yesterday, and open again today: left, as its row says."""
    engine.add("Read", aggregation_target_value=2)
    engine.log("read")
    engine.log("read")
    clock.forward(days=2)
    [told] = engine.status()
    assert (told.current_streak, stand_of(told).group) == (0, "Left")
    why = engine.why("read")
    assert why.title == "Read is left to do; its run is over."
    assert why.lines[:2] == ("Today needs 2 times and has 0 times.", "It begins a new run.")
    assert why.lines[2].startswith("Read broke on Monday 2 March,")
    engine.log("read")
    engine.log("read")
    assert engine.why("read").title == "Read is alive."


def test_why_a_limit_that_was_passed_is_forgiven(engine: Engine, clock: Hand) -> None:
    engine.add("Quit", goal="at_most", aggregation_target_value=1, grace_periods=1)
    clock.forward(days=3)
    engine.log("quit", 1)
    engine.log("quit", 1)
    why = engine.why("quit")
    assert why.title == "Quit is alive."
    assert why.lines[:2] == (
        "Today is over its limit: 2 times, more than 1.",
        "1 of 1 forgiven day in a row used up.",
    )


def test_a_break_of_another_year_has_its_year(engine: Engine, clock: Hand) -> None:
    engine.add("Read")
    engine.log("read")
    clock.forward(days=400)
    assert engine.why("read").lines[2:4] == (
        "Read broke on Monday 2 March 2026, which ended on Tuesday 3 March 2026 at 00:00.",
        "Monday 2 March 2026 needed 1 time and had 0 times.",
    )


@pytest.mark.parametrize("goal", ["at_least", "at_most"])
def test_why_it_has_not_begun(engine: Engine, goal: str) -> None:
    engine.add("Later", goal=goal, starts_on="2026-03-20")
    why = engine.why("later")
    assert why.title == "Later has not begun."
    assert why.lines == (
        "It asks for something from Friday 20 March on; a log before that opens it.",
    )
    engine.log("later")
    assert engine.why("later").title != "Later has not begun."


def test_fill_logs_the_days_that_were_missed_as_one_change(engine: Engine, clock: Hand) -> None:
    engine.add("Read", schedule="mon,tue,wed,thu,fri,sat")
    engine.skip("read", date(2026, 2, 24))
    engine.log("read", at=clock().replace(month=2, day=26))
    assert engine.fill("read", date(2026, 2, 20), date(2026, 3, 9)) == 6
    days = sorted(log.local_date.isoformat()[5:] for log in engine.history("read"))
    assert days == ["02-20", "02-21", "02-23", "02-25", "02-26", "02-27", "02-28"]
    assert engine.status()[0].current_streak == 7
    assert engine.undo().label == "fill Read"
    assert len(engine.history("read")) == 1


def test_a_dry_run_keeps_nothing(engine: Engine) -> None:
    engine.add("Read")
    assert engine.log("read", dry_run=True).current_streak == 1
    assert engine.history() == []
    assert engine.add("Gym", dry_run=True).rule == "At least once a day."
    assert [each.name for each in engine.streaks()] == ["Read"]
    with pytest.raises(Refusal):
        engine.add("", dry_run=True)


def test_the_symbols_are_no_change_to_take_back(engine: Engine) -> None:
    engine.add("Read")
    engine.configure("symbols", "ascii")
    assert engine.undo().label == "add Read"
    assert engine.settings()["symbols"] == "ascii"


def spending(engine: Engine, clock: Hand, **rules: Any) -> None:
    """Met on the first three days of March, missed on the fourth and sixth, met to the ninth."""
    engine.add("Spend", aggregation_method="sum", unit="$", aggregation_target_value=50, **rules)
    for day, amount in enumerate([50, 50, 60, 42.5, 50, 0, 50, 50, 50], 1):
        clock.set(f"2026-03-0{day}T12:10:00+00:00")
        if amount:
            engine.log("spend", amount)


def of_day(engine: Engine, day: int, streak: str = "spend") -> tuple[str, tuple[str, ...]]:
    told = engine.why(streak, date(2026, 3, day))
    return told.title, told.lines


def test_a_day_that_broke_an_earlier_run(engine: Engine, clock: Hand) -> None:
    spending(engine, clock)
    assert of_day(engine, 4) == (
        "Spend broke on Wednesday 4 March.",
        (
            "Wednesday 4 March needed 50 $ and had 42.5 $.",
            "It ended a run of 3 days, from Sunday 1 March to Tuesday 3 March.",
            "No missed day is forgiven (grace 0).",
            "7.5 $ more before Thursday 5 March at 00:00 would have saved it.",
            "The next run began on Thursday 5 March and came to 1 day.",
        ),
    )
    assert of_day(engine, 6)[1][-1] == (
        "The next run began on Saturday 7 March and stands at 3 days."
    )


def test_attempts_are_told_where_there_is_a_length(engine: Engine, clock: Hand) -> None:
    spending(engine, clock, completion_target_value=10)
    assert of_day(engine, 4)[1][-3:] == (
        "The attempt ended at 3 of 10 days.",
        "The next run began on Thursday 5 March and came to 1 day.",
        "A new attempt began on Thursday 5 March at 12:10.",
    )
    assert engine.why("spend").lines[-4:] == (
        "A new attempt began on Saturday 7 March at 12:10.",
        "The attempt stands at 3 of 10 days.",
        "The run stands at 3 days, since Saturday 7 March; the longest is 3.",
        "An attempt begins with its first log, a run with its first met day.",
    )


def test_a_day_that_was_met_tells_of_its_run(engine: Engine, clock: Hand) -> None:
    spending(engine, clock)
    assert of_day(engine, 2) == (
        "Spend was met on Monday 2 March.",
        (
            "Monday 2 March needed 50 $ and had 50 $.",
            "It is in a run of 3 days, from Sunday 1 March to Tuesday 3 March.",
            "The run ended when Wednesday 4 March was missed.",
        ),
    )
    assert of_day(engine, 8)[1][1:] == (
        "It is in a run of 3 days that goes on, since Saturday 7 March.",
    )
    days = (2, 4, 5, 8)
    offered = [engine.why("spend", date(2026, 3, day)).missed_on for day in days]
    assert offered == [date(2026, 3, 4), None, date(2026, 3, 6), None]


def test_of_the_open_period_it_is_told_as_of_now(engine: Engine, clock: Hand) -> None:
    spending(engine, clock)
    assert engine.why("spend", date(2026, 3, 9)) == engine.why("spend")


def test_a_missed_day_that_was_forgiven(engine: Engine, clock: Hand) -> None:
    spending(engine, clock, grace_periods=1)
    assert of_day(engine, 4) == (
        "Spend was missed on Wednesday 4 March.",
        (
            "Wednesday 4 March needed 50 $ and had 42.5 $.",
            "It was forgiven: 1 missed day in a row is.",
            "It is in a run of 7 days that goes on, since Sunday 1 March.",
        ),
    )


def test_the_first_and_the_second_missed_day_of_a_grace_of_one(engine: Engine, clock: Hand) -> None:
    spending(engine, clock, grace_periods=1, completion_target_value=10)
    clock.set("2026-03-13T12:00:00+00:00")
    assert of_day(engine, 10)[1][1:] == (
        "It was forgiven: 1 missed day in a row is.",
        "The run of 7 days ended when Wednesday 11 March was missed.",
    )
    title, lines = of_day(engine, 11)
    assert title == "Spend broke on Wednesday 11 March."
    assert lines[2:] == (
        "1 missed day in a row would have been forgiven.",
        "50 $ more before Thursday 12 March at 00:00 would have saved it.",
        "The attempt ended at 7 of 10 days.",
        "No run has begun since.",
    )
    assert of_day(engine, 12)[1][1:] == (
        "No run was left to break: the last one had ended when Wednesday 11 March was missed.",
        "No run has begun since.",
    )


def test_a_day_above_a_limit(engine: Engine, clock: Hand) -> None:
    engine.add("Quit", goal="at_most", aggregation_target_value=0)
    clock.set("2026-03-05T12:00:00+00:00")
    engine.log("quit")
    clock.set("2026-03-09T12:00:00+00:00")
    title, lines = of_day(engine, 5, "quit")
    assert title == "Quit broke on Thursday 5 March."
    assert lines[0] == "Thursday 5 March allowed 0 times and had 1 time."
    assert lines[2:] == (
        "No missed day is forgiven (grace 0).",
        "The next run began on Friday 6 March and stands at 3 days.",
    )
    assert of_day(engine, 6, "quit")[0] == "Quit stayed within its limit on Friday 6 March."


def test_a_day_that_asked_for_nothing(engine: Engine, clock: Hand) -> None:
    spending(engine, clock)
    engine.add("Piano", schedule="mon,wed")
    engine.skip("spend", date(2026, 3, 6), date(2026, 3, 6), reason="at sea")
    assert of_day(engine, 6) == (
        "Spend was skipped on Friday 6 March.",
        (
            "Because: at sea",
            "A skipped day adds nothing to a run and does not break it.",
            "It is in a run of 4 days that goes on, since Thursday 5 March.",
        ),
    )
    assert engine.why("spend", date(2026, 2, 1)).lines == (
        "It asks for something from Sunday 1 March on.",
    )
    engine.log("spend", "1", at=datetime(2026, 2, 20, 12, tzinfo=UTC))
    assert engine.why("spend", date(2026, 2, 1)).lines == (
        "It asks for something from Friday 20 February on.",
    )
    told = engine.why("spend", date(2026, 3, 12))
    assert told.title == "Thursday 12 March is still to come."
    assert (told.lines, told.missed_on) == (("It needs 50 $.",), None)
    assert of_day(engine, 10, "piano") == (
        "Piano asked for nothing on Tuesday 10 March.",
        ("It is asked for on Monday and Wednesday.",),
    )
    engine.pause("spend")
    clock.set("2026-03-12T12:00:00+00:00")
    title, lines = of_day(engine, 11)
    assert title == "Spend was skipped on Wednesday 11 March."
    assert lines[0] == "It is paused: no day counts until it is resumed."
    engine.resume("spend")
    engine.archive("spend")
    clock.set("2026-03-14T12:00:00+00:00")
    assert of_day(engine, 13) == (
        "Spend asked for nothing on Friday 13 March.",
        ("It is archived.",),
    )


def test_a_week_that_broke_it_is_told_for_each_of_its_days(engine: Engine, clock: Hand) -> None:
    engine.add("Gym", aggregation_period="weekly", aggregation_target_value=2)
    for day in (2, 3, 10, 17, 18):
        clock.set(f"2026-03-{day:02}T12:00:00+00:00")
        engine.log("gym")
    title, lines = of_day(engine, 14, "gym")
    assert title == "Gym broke in the time from Monday 9 March to Sunday 15 March."
    assert lines[1] == "It ended a run of 1 week, from Monday 2 March to Sunday 8 March."
    assert of_day(engine, 9, "gym") == (title, lines)


def test_a_day_before_any_run(engine: Engine, clock: Hand) -> None:
    engine.add("Read", aggregation_target_value=2)
    engine.log("read")
    clock.forward(days=1)
    lines = engine.why("read", clock().date() - timedelta(1)).lines
    assert lines[1:] == ("No run had begun yet.", "No run has begun since.")


def test_a_period_that_was_missed_before_any_run(engine: Engine, clock: Hand) -> None:
    engine.add("Read", aggregation_method="sum", unit="min", aggregation_target_value=20)
    engine.log("read", 5)
    clock.forward(days=3)
    why = engine.why("read")
    assert why.title == "Read has nothing to lose yet."
    assert why.lines == (
        "Today needs 20 min and has 0 min.",
        "Nothing breaks if it is missed.",
        "Read was missed on Sunday 1 March; no run had begun.",
        "Sunday 1 March needed 20 min and had 5 min.",
    )
    assert why.missed_on == date(2026, 3, 1)


@pytest.mark.parametrize("length", [None, 2])
def test_nothing_is_kept_alive_by_a_period_that_begins_anew(
    engine: Engine, clock: Hand, length: int | None
) -> None:
    engine.add("Water", aggregation_target_value=2, completion_target_value=length)
    engine.log("water")
    assert engine.why("water").title == "Water has nothing to lose yet."
    assert "Nothing breaks if it is missed." in engine.why("water").lines
    for days, logs in ((0, 1), (1, 2), (2, 1)):
        clock.forward(days=days)
        for _ in range(logs):
            engine.log("water")
    assert engine.status()[0].current_streak == 0
    why = engine.why("water")
    assert why.title == "Water is left to do; its run is over."
    assert why.lines[:2] == ("Today needs 2 times and has 1 time.", "It begins a new run.")
    assert not any(line.endswith("keeps it alive.") for line in why.lines)


@pytest.mark.parametrize("length", [None, 3])
def test_the_day_that_ended_the_last_run_is_told_whatever_was_logged_since(
    engine: Engine, clock: Hand, length: int | None
) -> None:
    """With a length the run ends behind a completed attempt."""
    engine.add("Pages", aggregation_target_value=2, completion_target_value=length)
    for day, logs in ((1, 2), (2, 2), (3, 2), (6, 1), (8, 1)):
        clock.set(f"2026-03-0{day}T12:00:00+00:00")
        for _ in range(logs):
            engine.log("pages")
    clock.set("2026-03-10T12:00:00+00:00")
    for why in (engine.why("pages"), engine.why("pages", date(2026, 3, 8))):
        assert any("ended when Wednesday 4 March" in each for each in why.lines) or any(
            "broke on Wednesday 4 March" in each for each in why.lines
        )
        assert not any("no new run" in each for each in why.lines)
        assert why.missed_on == date(2026, 3, 4)
    assert engine.why("pages", date(2026, 3, 6)).missed_on == date(2026, 3, 4)
    assert engine.why("pages", date(2026, 3, 4)).missed_on is None


@pytest.mark.parametrize("grace", [0, 1])
def test_a_run_that_ended_behind_a_completed_attempt(
    engine: Engine, clock: Hand, grace: int
) -> None:
    engine.add("Walk", completion_target_value=3, grace_periods=grace)
    for day in (1, 2, 3):
        clock.set(f"2026-03-0{day}T12:00:00+00:00")
        engine.log("walk")
    clock.set("2026-03-04T12:00:00+00:00")
    assert engine.why("walk").missed_on is None
    clock.set("2026-03-07T12:00:00+00:00")
    why = engine.why("walk")
    assert why.title == "Walk is completed."
    last = "Thursday 5 March" if grace else "Wednesday 4 March"
    told = f"The last run, of 3 days, ended when {last} was missed, behind a completed attempt."
    assert told in why.lines
    assert "Wednesday 4 March needed 1 time and had 0 times." in why.lines
    assert why.missed_on == date(2026, 3, 5 if grace else 4)
    complete = "The attempt before was completed already, and stays so."
    assert complete in engine.why("walk", date(2026, 3, 5 if grace else 4)).lines
    engine.log("walk")
    assert told in engine.why("walk").lines
    clock.set("2026-03-10T12:00:00+00:00")
    why = engine.why("walk")
    assert any(" broke " in line for line in why.lines) and told not in why.lines
    assert why.missed_on == date(2026, 3, 9 if grace else 8)


WEEK = "the time from Monday 9 March to Sunday 15 March"


def weeks(engine: Engine, clock: Hand, **rules: Any) -> None:
    """Two times a week, met in the first of March; then once, and never more."""
    rules = {"aggregation_period": "weekly", "aggregation_target_value": 2, **rules}
    engine.add("Gym", starts_on="2026-03-02", **rules)
    for day in (2, 3, 10):
        clock.set(f"2026-03-{day:02}T12:00:00+00:00")
        engine.log("gym")
    clock.set("2026-03-24T12:00:00+00:00")


def test_a_week_breaks_at_its_end(engine: Engine, clock: Hand) -> None:
    weeks(engine, clock)
    why = engine.why("gym")
    assert why.lines[2:] == (
        f"Gym broke at the end of {WEEK}.",
        f"T{WEEK[1:]} needed 2 times and had 1 time.",
        "No missed week is forgiven (grace 0).",
        "1 time more before Monday 16 March at 00:00 would have saved it.",
    )
    assert why.missed_on == date(2026, 3, 9)


@pytest.mark.parametrize("period", ["weekly", "monthly", "quarterly", "yearly"])
@pytest.mark.parametrize("every", [1, 2])
def test_no_period_of_days_is_told_by_the_day_behind_it(
    engine: Engine, clock: Hand, period: str, every: int
) -> None:
    engine.add("Gym", starts_on="2026-03-01", aggregation_period=period, every=every)
    engine.log("gym")
    clock.forward(days=3000)
    told = " ".join(engine.why("gym").lines)
    assert "which ended" not in told and " by then " not in told
    assert told.count("would have saved it") == 1


def test_what_is_led_to_is_the_week_that_ended_the_run(engine: Engine, clock: Hand) -> None:
    """The week before it was forgiven."""
    weeks(engine, clock, grace_periods=1)
    why = engine.why("gym")
    later = "the time from Monday 16 March to Sunday 22 March"
    assert f"Gym broke at the end of {later}." in why.lines
    assert why.missed_on == date(2026, 3, 16)
    assert engine.why("gym", date(2026, 3, 9)).missed_on == date(2026, 3, 16)


@pytest.mark.parametrize(
    ("last", "said"),
    [
        (12, "Thursday 12 March was skipped; the week asked for as much all the same."),
        (13, "Thursday 12 March and Friday 13 March were skipped; the week asked for as much"),
        (17, "4 of its days were skipped; the week asked for as much all the same."),
    ],
)
def test_skipped_days_of_a_missed_week_are_told(
    engine: Engine, clock: Hand, last: int, said: str
) -> None:
    weeks(engine, clock)
    engine.skip("gym", date(2026, 3, 12), date(2026, 3, last))
    for why in (engine.why("gym"), engine.why("gym", date(2026, 3, 12))):
        assert sum(line.startswith(said) for line in why.lines) == 1
    assert not any("skipped" in line for line in engine.why("gym", date(2026, 3, 3)).lines)


def test_skipped_days_of_a_met_week_and_of_a_limit_are_told(engine: Engine, clock: Hand) -> None:
    weeks(engine, clock)
    engine.skip(None, date(2026, 3, 5))
    said = "Thursday 5 March was skipped; the week asked for as much all the same."
    assert said in engine.why("gym", date(2026, 3, 5)).lines
    limit: dict[str, Any] = {
        "goal": "at_most",
        "aggregation_period": "weekly",
        "starts_on": "2026-03-02",
    }
    engine.add("Cake", **limit)
    for hour in (9, 10):
        engine.log("cake", at=datetime(2026, 3, 10, hour, tzinfo=UTC))
    engine.skip("cake", date(2026, 3, 11))
    said = "Wednesday 11 March was skipped; the week kept its limit all the same."
    assert said in engine.why("cake", date(2026, 3, 11)).lines
    assert said in engine.why("cake").lines
