"""What the calendar's keys change in the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Static

from effort import in_turn
from tui.calendar_bench import TODAY, board, calendar, lines, tap
from tui.support import NOW, SIZES, Bench, SetClock, dashboard, messages, seed, settled
from unbroken.core.results import Log
from unbroken.engine.api import Engine
from unbroken.tui.dialogs.confirm import ConfirmDialog
from unbroken.tui.dialogs.log_dialog import DayLogDialog
from unbroken.tui.dialogs.streak_choice import StreakChoice
from unbroken.tui.dialogs.why import WhyScreen

Make = Callable[..., Bench]
BEFORE = date(2026, 10, 30)


def logs(made: Bench, activity_type: str, day: date = TODAY) -> list[Log]:
    """The logs of a day, newest first."""
    found: list[Log] = made.edit(lambda engine: engine.history(activity_type, first=day, last=day))
    return found


def skipped(made: Bench, activity_type: str | None) -> list[tuple[str | None, date, date | None]]:
    """What is skipped."""
    return [
        (each.activity_type, each.first_day, each.last_day)
        for each in made.edit(lambda engine: engine.skips(activity_type))
    ]


@pytest.mark.parametrize("size", in_turn(0, SIZES))
def test_space_logs_now_and_at_noon_of_an_earlier_day(bench: Make, size: tuple[int, int]) -> None:
    made = bench(seed)

    async def act(pilot: Pilot[None]) -> None:
        await calendar(pilot, "walk")
        await tap(pilot, "space")
        assert [each.activity_at for each in logs(made, "walk")] == [NOW]
        await tap(pilot, "k", "k", "k", "left", "space")
        noon = datetime(2026, 10, 30, 12, tzinfo=UTC)
        assert [each.activity_at for each in logs(made, "walk", BEFORE)] == [noon]
        assert "[30■]" in "".join(lines(board(pilot).grid)).replace(" ■", "■")

    made.run(act, size)


def test_space_asks_for_the_amount_and_escape_logs_nothing(bench: Make) -> None:
    made = bench(seed)

    async def act(pilot: Pilot[None]) -> None:
        await calendar(pilot, "read")
        await tap(pilot, "left", "space", *"nan", "enter")
        dialog = pilot.app.screen
        assert isinstance(dialog, DayLogDialog) and not dialog.query("#time")
        assert "is not an amount" in str(dialog.query_one(".fault", Static).render())
        await tap(pilot, "escape")
        assert len(logs(made, "read", TODAY - timedelta(1))) == 1
        await tap(pilot, "space", *"7.5", "enter")
        assert [each.value for each in logs(made, "read", TODAY - timedelta(1))] == [
            Decimal(22),
            Decimal("7.5"),
        ]
        assert "29.5" in "".join(lines(board(pilot).grid))

    made.run(act)


def test_a_day_to_come_takes_no_log(bench: Make) -> None:
    made = bench(seed)

    async def act(pilot: Pilot[None]) -> None:
        await calendar(pilot, "walk")
        await tap(pilot, "right", "space")
        assert messages(pilot)[-1] == "That day has not come yet."
        assert not logs(made, "walk", TODAY + timedelta(1))

    made.run(act)


@pytest.mark.parametrize("size", in_turn(1, SIZES))
def test_of_all_streaks_space_asks_which(bench: Make, size: tuple[int, int]) -> None:
    made = bench(seed)

    async def act(pilot: Pilot[None]) -> None:
        await calendar(pilot, None)
        await tap(pilot, "space")
        assert isinstance(pilot.app.screen, StreakChoice)
        await tap(pilot, "escape", "space", "j", "j", "k", "enter")
        assert len(logs(made, "walk")) == 1
        await tap(pilot, "space", "enter", *"5", "enter")
        assert [each.value for each in logs(made, "read")] == [5]

    made.run(act, size)


def test_the_streaks_that_are_asked_for_stand_as_in_the_list(bench: Make) -> None:
    def one_done(engine: Engine, _: SetClock) -> None:
        engine.add("Bed")
        engine.add("Walk")
        engine.log("bed")

    async def act(pilot: Pilot[None]) -> None:
        await calendar(pilot, None)
        await tap(pilot, "space")
        asked = [str(each.prompt) for each in pilot.app.screen.query_one(OptionList).options]
        assert asked == ["Walk", "Bed"] == [each.name for each in dashboard(pilot).rows]
        await tap(pilot, "escape")

    bench(one_done).run(act)


def test_keys_are_about_the_one_of_all_streaks_that_is_chosen(bench: Make) -> None:
    made, day = bench(seed), TODAY - timedelta(1)

    async def act(pilot: Pilot[None]) -> None:
        await calendar(pilot, None)
        await tap(pilot, "down", "down", "space")
        assert len(logs(made, "walk")) == 1
        await tap(pilot, "s")
        assert skipped(made, "walk") == [("walk", TODAY, TODAY)]
        await tap(pilot, "left", "w")
        assert isinstance(pilot.app.screen, WhyScreen)
        await tap(pilot, "escape", "x", "y")
        assert not logs(made, "walk", day) and logs(made, "read", day)
        await tap(pilot, "left", "left", "m", "right", "space")
        assert len(logs(made, "walk")) == 1
        await tap(pilot, "p")
        assert made.edit(lambda engine: engine.streak("walk").status) == "paused"

    made.run(act)


@pytest.mark.parametrize("size", in_turn(2, SIZES))
def test_x_deletes_after_asking(bench: Make, size: tuple[int, int]) -> None:
    made, day = bench(seed), TODAY - timedelta(1)

    async def act(pilot: Pilot[None]) -> None:
        await calendar(pilot, "read")
        await tap(pilot, "x")
        assert messages(pilot)[-1] == "That day has no log to delete."
        await tap(pilot, "left", "x")
        dialog = pilot.app.screen
        assert isinstance(dialog, ConfirmDialog)
        said = " ".join(str(each.render()) for each in dialog.query(Static))
        assert "Read  20:10  22 min" in said
        await tap(pilot, "escape")
        assert len(logs(made, "read", day)) == 1
        await tap(pilot, "x", "enter")
        assert len(logs(made, "read", day)) == 1, "what has the focus is Cancel"
        await tap(pilot, "x", "tab", "enter")
        assert not logs(made, "read", day)
        await tap(pilot, "u")
        assert len(logs(made, "read", day)) == 1
        await tap(pilot, "ctrl+r")
        assert not logs(made, "read", day)
        await tap(pilot, "left", "enter", "x", "y")
        assert not logs(made, "read", TODAY - timedelta(2))

    made.run(act, size)


def test_deleting_by_the_mouse(bench: Make) -> None:
    made = bench(seed)

    async def act(pilot: Pilot[None]) -> None:
        await calendar(pilot, "read")
        await tap(pilot, "left", "x")
        await pilot.click("#yes")
        await settled(pilot)
        assert not logs(made, "read", TODAY - timedelta(1))

    made.run(act)


def several(engine: Engine, clock: SetClock) -> None:
    """A day with three logs, one of them recorded elsewhere."""
    engine.add("Read", aggregation_method="sum", unit="min", aggregation_target_value=20)
    for hour, amount in ((7, 12), (9, 5), (18, 10)):
        engine.log("read", amount, at=NOW.replace(hour=hour), note=f"note {hour}")


@pytest.mark.parametrize("size", in_turn(0, SIZES))
def test_choosing_a_log_and_editing_it(bench: Make, size: tuple[int, int]) -> None:
    made = bench(several)

    async def act(pilot: Pilot[None]) -> None:
        await calendar(pilot, "read")
        await tap(pilot, "enter", "k", "up", "up", "j")
        shown = lines(board(pilot).panel)
        assert [line for line in shown if line.startswith("›")] == ["› 09:10   5 min  note 9"]
        await tap(pilot, "e")
        dialog = pilot.app.screen
        assert isinstance(dialog, DayLogDialog) and dialog.query("#time")
        assert [each.value for each in dialog.query(Input)] == ["5", "09:10", "note 9"]
        assert all(each.region.bottom <= size[1] for each in dialog.query(Input))
        assert dialog.query_one(".box").region.height <= size[1]
        await tap(pilot, "backspace", "enter")
        assert str(dialog.query_one(".fault", Static).render()).startswith("The amount is missing")
        await tap(pilot, *"6", "tab", *"25:00", "enter")
        assert str(dialog.query_one(".fault", Static).render()).startswith("“25:00” is not")
        await tap(pilot, *["backspace"] * 5, *"08:30", "tab", *" [/b]", "enter")
        edited = logs(made, "read")[1]
        assert (edited.value, edited.note) in [(6, " [/b]".strip()), (6, "note 9 [/b]")]
        assert edited.activity_at == NOW.replace(hour=8, minute=30)
        assert board(pilot).in_logs
        await tap(pilot, "enter", "escape", "escape")
        assert board(pilot).grid.has_focus
        assert "28" in "".join(lines(board(pilot).grid))

    made.run(act, size)


def test_a_log_is_edited_in_its_own_zone(bench: Make) -> None:
    def abroad(engine: Engine, clock: SetClock) -> None:
        engine.add("Walk")
        engine.log("walk", at=NOW - timedelta(hours=3), tz="Asia/Tokyo")
        engine.edit_owner(engine.owner().id, tz="UTC")

    made = bench(abroad)

    async def act(pilot: Pilot[None]) -> None:
        await calendar(pilot, "walk")
        await tap(pilot, "right") if not logs(made, "walk") else None
        await tap(pilot, "enter", "e")
        dialog = pilot.app.screen
        assert isinstance(dialog, DayLogDialog) and dialog.query("#time")
        assert [each.value for each in dialog.query(Input)] == ["02:10", ""]
        await tap(pilot, *"01:10", "enter")
        [log] = made.edit(lambda engine: engine.history("walk"))
        assert (log.activity_at, log.timezone) == (NOW - timedelta(hours=4), "Asia/Tokyo")

    made.run(act)


def test_space_within_the_logs_adds_another(bench: Make) -> None:
    made = bench(several)

    async def act(pilot: Pilot[None]) -> None:
        await calendar(pilot, "read")
        await tap(pilot, "enter", "space", *"3", "enter")
        assert len(logs(made, "read")) == 4
        assert board(pilot).in_logs

    made.run(act)


@pytest.mark.parametrize("activity_type", ["walk", None])
def test_s_skips_a_day_and_takes_it_back(bench: Make, activity_type: str | None) -> None:
    made = bench(seed)

    async def act(pilot: Pilot[None]) -> None:
        await calendar(pilot, activity_type)
        await tap(pilot, "s")
        assert skipped(made, activity_type) == [(activity_type, TODAY, TODAY)]
        assert "skipped" in lines(board(pilot).panel)
        await tap(pilot, "s")
        assert not skipped(made, activity_type)

    made.run(act)


@pytest.mark.parametrize(
    ("keys", "asked"),
    [("", "Today is"), ("left", "That day is"), ("m left", "These 2 days are")],
)
def test_what_all_streaks_skip_is_asked_about(bench: Make, keys: str, asked: str) -> None:
    made = bench(seed)
    all_of_it: list[Any] = [(None, TODAY - timedelta(1), TODAY)]

    async def act(pilot: Pilot[None]) -> None:
        await calendar(pilot, "walk")
        await tap(pilot, *keys.split(), "s")
        dialog = pilot.app.screen
        assert isinstance(dialog, ConfirmDialog)
        told = str(dialog.query_one("#asked", Static).render())
        assert told == f"{asked} skipped for all your streaks. Take that back for all of them?"
        await tap(pilot, "n")
        assert skipped(made, None) == all_of_it
        await tap(pilot, "s", "y")
        assert messages(pilot)[-1].startswith("Not skipped any more: ")
        assert skipped(made, None) != all_of_it
        await tap(pilot, "s")
        assert messages(pilot)[-1].startswith("Skipped: ")

    made.edit(lambda engine: engine.skip(None, TODAY - timedelta(1), TODAY))
    made.run(act)


def test_a_skip_of_all_streaks_says_so(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await calendar(pilot, None)
        await tap(pilot, "left", "s")
        assert messages(pilot)[-1].startswith("Skipped: all streaks, 1 day.")

    bench(several).run(act)


@pytest.mark.parametrize("size", in_turn(1, SIZES))
def test_a_marked_range_is_filled(bench: Make, size: tuple[int, int]) -> None:
    made = bench(seed)

    async def act(pilot: Pilot[None]) -> None:
        await calendar(pilot, "walk")
        await tap(pilot, "k", "k", "k", "m", "h", "h")
        assert board(pilot).choice.ends() == (date(2026, 10, 29), date(2026, 10, 31))
        shown = "".join(lines(board(pilot).grid)).replace(" ■", "■")
        assert "[29" in shown and "31■]" in shown
        await tap(pilot, "space")
        assert messages(pilot)[-1] == "Filled 2 days."
        assert board(pilot).choice.mark is None
        assert [len(logs(made, "walk", date(2026, 10, day))) for day in (28, 29, 30, 31)] == [
            0,
            1,
            1,
            1,
        ]
        await tap(pilot, "u")
        assert not logs(made, "walk", date(2026, 10, 30))

    made.run(act, size)


def test_a_range_is_filled_with_an_amount(bench: Make) -> None:
    made = bench(seed)

    async def act(pilot: Pilot[None]) -> None:
        await calendar(pilot, "read")
        await tap(pilot, "k", "k", "k", "h", "m", "h", "space", *"30", "enter")
        assert [each.value for each in logs(made, "read", BEFORE)] == [30]
        assert messages(pilot)[-1] == "Filled 2 days."

    made.run(act)


def test_a_marked_range_is_skipped_and_escape_clears_the_mark(bench: Make) -> None:
    made = bench(seed)

    async def act(pilot: Pilot[None]) -> None:
        await calendar(pilot, "walk")
        await tap(pilot, "m", "right", "right", "escape")
        assert board(pilot).choice.mark is None
        await tap(pilot, "m", "left", "s")
        wanted: list[Any] = [("walk", TODAY + timedelta(1), TODAY + timedelta(2))]
        assert skipped(made, "walk") == wanted
        await tap(pilot, "m", "right", "s")
        assert not skipped(made, "walk")

    made.run(act)


def test_nothing_to_undo_is_said(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await calendar(pilot, None)
        await tap(pilot, "ctrl+r", "space")
        assert "nothing to redo" in messages(pilot)[0]
        assert messages(pilot)[-1] == "There is no streak to log."

    bench().run(act)


@pytest.mark.parametrize(
    ("streak", "said"),
    [
        ("walk", "Walk was done already on Friday 20 November; that is 2 now; u takes it back."),
        ("cafe", "Café was done already in that week; that is 4 now; u takes it back."),
    ],
)
def test_a_log_of_the_past_that_was_not_asked_for_any_more_says_so(
    bench: Make, streak: str, said: str
) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await calendar(pilot, streak)
        await tap(pilot, *(("left",) if streak == "walk" else ("up", "left")), "space")
        assert messages(pilot) == [said]
        await tap(pilot, "u", *("x", "y") * 3)
        pilot.app.clear_notifications()
        await tap(pilot, "space")
        assert not any("already" in each for each in messages(pilot))

    bench(seed).run(act)


def test_a_log_of_today_that_is_not_asked_for_any_more_says_so(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await calendar(pilot, "bed")
        await tap(pilot, "space")
        assert messages(pilot) == []
        await tap(pilot, "space")
        assert messages(pilot) == ["Bed was done already today; that is 2 now; u takes it back."]

    def bed(engine: Engine, clock: SetClock) -> None:
        engine.add("Bed")

    bench(bed).run(act)
