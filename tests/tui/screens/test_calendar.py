"""The calendar: what it shows, moving about in it, the year, the mouse, and leaving."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from textual.command import CommandPalette
from textual.pilot import Pilot

from effort import in_turn
from tui.calendar_bench import TODAY, board, calendar, lines, said, tap
from tui.support import (
    NOW,
    SIZES,
    Bench,
    SetClock,
    footer,
    messages,
    opened,
    seed,
    settled,
    until,
)
from unbroken.engine.api import Engine
from unbroken.tui.dialogs.help import HelpScreen
from unbroken.tui.drawing.calendar_month import Choice
from unbroken.tui.screens.calendar import CalendarScreen
from unbroken.tui.widgets.calendar_foot import DayLine, MonthLine
from unbroken.tui.widgets.calendar_heading import CalendarHeading
from unbroken.tui.widgets.day_map import DayMap, Spot
from unbroken.wording.states import HOLDS

Make = Callable[..., Bench]


def test_a_month_of_a_daily_streak(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await calendar(pilot, "read")
        shown = lines(board(pilot).grid)
        assert shown[0].split() == ["wk", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
        assert shown[4].startswith(" 45   2■   3■   4■")
        assert shown[5].split() == ["22"] * 7
        assert "20■ [21○] 22" in shown[10]
        assert said(pilot, CalendarHeading) == "◂ November 2026 ▸   Read"
        assert said(pilot, MonthLine) == "20 of 20 met, 20 in a row"
        assert lines(board(pilot).panel)[:4] == [
            "Saturday 21 November",
            "────────────────  0 / 20 min  ○",
            "",
            "no logs",
        ]

    bench(seed).run(act)


def test_a_weekly_streak_ties_the_days_of_a_week(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await calendar(pilot, "cafe")
        shown = lines(board(pilot).grid)
        assert shown[10].startswith(" 47  16■──17───18■──19───20■─[21─]─22─")
        assert said(pilot, MonthLine) == "3 of 4 weeks met, 3 in a row"
        panel = lines(board(pilot).panel)
        assert panel[1:3] == ["Week, 16 Nov to 22 Nov", "━━━━━━━━━━━━━━━━  3 of 3  ■"]

    bench(seed).run(act)


def test_a_long_period_is_told_whole(bench: Make) -> None:
    def far(engine: Engine, clock: SetClock) -> None:
        engine.add(
            "Far",
            aggregation_period="yearly",
            every=6,
            aggregation_method="sum",
            unit="km",
            aggregation_target_value=100,
            starts_on=date(2022, 1, 1),
        )
        clock.now = NOW.replace(year=2022, month=2)
        engine.log("far", "12.5")
        clock.now = NOW
        engine.log("far", "30")

    async def act(pilot: Pilot[None]) -> None:
        await calendar(pilot, "far")
        assert "42.5 / 100 km" in lines(board(pilot).panel)[2]
        assert said(pilot, MonthLine) == "nothing met or missed this month"

    bench(far).run(act)


def test_all_streaks_together(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await calendar(pilot, None)
        await tap(pilot, "left")
        shown = lines(board(pilot).panel)
        assert shown[1].endswith("4 of 4 met  ■")
        assert shown[3:7] == [
            "■ Read      22 / 20 min",
            "■ Walk      1 of 1",
            "■ Café      3 of 3",
            "■ No sugar  0, at most 0",
        ]
        assert sorted(line.split()[1] for line in shown[8:]) == ["Café", "Read", "Walk"]
        grid = lines(board(pilot).grid)
        assert grid[0].strip() == "SMTWTFSSMTWTFSSMTWTFSSMTWTFSSM"
        assert grid[1].strip() == "1   5   10   15   20   25   30"
        assert grid[3].split() == ["Read", "■" * 20 + "○"]
        assert grid[7].split()[-1] == "□■─■─■──■─■─■──■─■─■─"
        await pilot.resize_terminal(140, 40)
        await until(pilot, lambda: lines(board(pilot).grid)[3].endswith("20/20"))

    bench(seed).run(act)


def test_which_of_all_streaks_was_missed(bench: Make) -> None:
    def lapses(engine: Engine, clock: SetClock) -> None:
        seed(engine, clock)
        clock.now = NOW - timedelta(2)
        for log in engine.history("walk", first=TODAY - timedelta(2), last=TODAY - timedelta(2)):
            engine.delete_log(log.id)
        engine.log("no-sugar")
        engine.skip("read", TODAY - timedelta(2))
        for log in engine.history("read", first=TODAY - timedelta(2), last=TODAY - timedelta(2)):
            engine.delete_log(log.id)

    async def act(pilot: Pilot[None]) -> None:
        await calendar(pilot, None)
        assert lines(board(pilot).panel)[3:8] == [
            "▲ Read      0 / 20 min",
            "○ Walk      0 of 1",
            "■ Café      3 of 3",
            "",
            "limits that hold so far",
        ]
        assert lines(board(pilot).panel)[8:10] == ["○ No sugar  0, at most 0", ""]
        await tap(pilot, "left", "left")
        assert lines(board(pilot).panel)[3:7] == [
            "· Read      skipped",
            "□ Walk      0 of 1",
            "■ Café      3 of 3",
            "□ No sugar  1, at most 0",
        ]
        assert said(pilot, MonthLine) == "16 of 20 days all met, 6 in a row"
        await tap(pilot, "right", "right", "right")
        assert lines(board(pilot).panel)[2:] == ["", "■ Café  3 of 3", "", "no logs"]

    bench(lapses).run(act)


def test_a_limit_that_holds_so_far_is_not_only_open(bench: Make) -> None:
    def limits(engine: Engine, clock: SetClock) -> None:
        engine.add("Coffee", goal="at_most", aggregation_target_value=2)
        engine.add("Tea", goal="at_most", aggregation_target_value=0)
        engine.add("Read")
        engine.log("coffee")

    async def act(pilot: Pilot[None]) -> None:
        await calendar(pilot, "coffee")
        assert lines(board(pilot).panel)[1:3] == ["━━━━━━━━────────  1, at most 2  ○", HOLDS]
        await pilot.resize_terminal(40, 12)
        await until(pilot, lambda: said(pilot, DayLine) == "Sat 21 Nov  ○ holds so far · 1 log")
        await tap(pilot, "space", "space")
        await until(pilot, lambda: "□ 3, at most 2" in said(pilot, DayLine))
        await pilot.resize_terminal(80, 40)
        await tap(pilot, "escape")
        await calendar(pilot, "tea")
        assert lines(board(pilot).panel)[1] == "○ holds so far: 0, at most 0"
        assert lines(board(pilot).grid)[-1].split() == ["○", *HOLDS.split()]
        await tap(pilot, "escape")
        await calendar(pilot, None)
        assert lines(board(pilot).grid)[-1].split("   ")[-1] == f"○ open, or {HOLDS}"

    bench(limits).run(act)


def test_each_of_all_streaks_has_a_row_to_choose(bench: Make) -> None:
    made = bench(seed)

    def rows(pilot: Pilot[None]) -> list[str]:
        return [line for line in lines(board(pilot).grid) if line.startswith("›")]

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("C")
        screen = await opened(pilot, CalendarScreen)
        await until(pilot, lambda: screen.page is not None and footer(pilot)[0].word == "streaks")
        assert rows(pilot) == [] and footer(pilot)[1].word == "day"
        assert "undo" in [key.word for key in footer(pilot)]
        await tap(pilot, "left", "up", "down", "down")
        assert [line.split()[0] for line in rows(pilot)] == ["›Walk"]
        assert cursors(screen.grid) == 2  # its mark, and the day
        assert footer(pilot)[0].word == "calendar"
        await tap(pilot, "shift+left", "right")
        assert screen.choice == Choice(TODAY - timedelta(7), None, screen.grid.row)
        await tap(pilot, "enter")
        inner = pilot.app.screen
        assert isinstance(inner, CalendarScreen) and inner is not screen
        assert inner.page is not None and inner.page.streak is not None
        assert inner.page.streak.name == "Walk"
        assert inner.choice == Choice(TODAY - timedelta(7))
        await tap(pilot, "x", "y", "escape")
        assert pilot.app.screen is screen and rows(pilot)[0].startswith("›Walk")
        row = next(line for line in lines(screen.grid) if line.startswith("›Walk"))
        assert row.split()[1].count("□") == 1
        await tap(pilot, *("down",) * 9)
        assert rows(pilot)[0].startswith("›Sunday")
        await tap(pilot, *("up",) * 9)
        assert rows(pilot) == [] and screen.grid.row is None
        await tap(pilot, "enter")
        assert screen.in_logs

    made.run(act)


def test_a_click_on_a_streak_chooses_it_and_another_one_opens_it(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        screen = await calendar(pilot, None)
        y = next(y for y, line in enumerate(lines(screen.grid)) if "Walk" in line)
        await pilot.click(screen.grid, offset=(2, y))
        await settled(pilot)
        assert screen.chosen_streak is not None and screen.chosen_streak.name == "Walk"
        assert screen.choice is not None and screen.choice.day == TODAY
        x = 1 + lines(screen.grid)[y].index("■")
        await pilot.click(screen.grid, offset=(x, y))
        await settled(pilot)
        assert screen.choice.day == date(2026, 11, 2)
        await pilot.hover(screen.grid, (x, y - 2))
        assert screen.grid.hovered == Spot(date(2026, 11, 2), screen.grid.rows[0])
        await pilot.click(screen.grid, offset=(2, y))
        await settled(pilot)
        assert isinstance(pilot.app.screen, CalendarScreen) and pilot.app.screen is not screen

    bench(seed).run(act)


def test_the_heads_stay_in_sight_above_many_streaks(bench: Make) -> None:
    def many(engine: Engine, clock: SetClock) -> None:
        for number in range(30):
            engine.add(f"Streak {number}")

    async def act(pilot: Pilot[None]) -> None:
        screen = await calendar(pilot, None)
        await tap(pilot, *("down",) * 30)
        await until(
            pilot, lambda: any(each.startswith("›Streak 29") for each in lines(screen.grid))
        )
        assert lines(screen.grid)[0].split() == ["SMTWTFSSMTWTFSSMTWTFSSMTWTFSSM"]
        await tap(pilot, *("up",) * 30)
        await until(pilot, lambda: lines(screen.grid)[2].startswith(" Streak 0"))

    bench(many).run(act)


def test_where_no_streak_has_a_row_keys_are_about_all(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        screen = await calendar(pilot, None)
        await tap(pilot, "down", "down")
        assert screen.chosen_streak is not None
        await pilot.resize_terminal(40, 24)
        await until(pilot, lambda: not screen.grid.rows)
        assert screen.chosen_streak is None
        await until(pilot, lambda: "streaks" not in [each.word for each in footer(pilot)])
        await tap(pilot, "up")
        assert screen.choice is not None and screen.choice.day == TODAY - timedelta(7)

    bench(seed).run(act)


def test_the_chain_that_holds_the_day(bench: Make) -> None:
    def chained(engine: Engine, clock: SetClock) -> None:
        seed(engine, clock)
        for log in engine.history("walk", first=date(2026, 11, 10), last=date(2026, 11, 10)):
            engine.delete_log(log.id)

    async def act(pilot: Pilot[None]) -> None:
        await calendar(pilot, "walk")
        assert lines(board(pilot).panel)[-1] == "10 days in a row since 11 November"
        await tap(pilot, "left")
        assert lines(board(pilot).panel)[-2:] == ["", "10 days in a row since 11 November"]
        board(pilot).go_to(date(2026, 11, 10))
        assert lines(board(pilot).panel)[-1] == "no logs"
        await tap(pilot, "left")
        told = ["10 days in a row, 31 October to 9", "November"]
        assert lines(board(pilot).panel)[-2:] == told
        await tap(pilot, "right", "space", "left")
        assert lines(board(pilot).panel)[-1] == "21 days in a row since 31 October"

    bench(chained).run(act)


MOVES = [
    ("left", TODAY - timedelta(1)),
    ("h", TODAY - timedelta(2)),
    ("right", TODAY - timedelta(1)),
    ("l", TODAY),
    ("up", TODAY - timedelta(7)),
    ("k", TODAY - timedelta(14)),
    ("down", TODAY - timedelta(7)),
    ("j", TODAY),
    ("left_square_bracket", date(2026, 10, 21)),
    ("pageup", date(2026, 9, 21)),
    ("right_square_bracket", date(2026, 10, 21)),
    ("pagedown", TODAY),
    ("k k k", date(2026, 10, 31)),
    ("t", TODAY),
    ("right", TODAY + timedelta(1)),
    ("t", TODAY),
    ("y", TODAY),
]
"""Keys one after the other, and the day they lead to."""
BY_MONTH = [
    ("up", date(2026, 10, 21)),
    ("j", TODAY),
    ("h", TODAY - timedelta(1)),
    ("l", TODAY),
    ("left_square_bracket", date(2025, 11, 21)),
    ("pagedown", TODAY),
    ("left", TODAY - timedelta(1)),
    ("y", TODAY - timedelta(1)),
]
"""The same in the year as months, each a row."""
WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
BY_WEEK = [
    ("up", TODAY - timedelta(1)),
    ("j", TODAY),
    ("h", TODAY - timedelta(7)),
    ("l", TODAY),
    ("left_square_bracket", date(2025, 11, 21)),
    ("pagedown", TODAY),
    ("y", TODAY),
]
"""The same in the year as weekdays by weeks."""


@pytest.mark.parametrize("size", in_turn(1, SIZES))
def test_moving(bench: Make, size: tuple[int, int]) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await calendar(pilot, "read")
        screen = board(pilot)
        for keys, day in MOVES + (BY_MONTH if size[0] < 80 else BY_WEEK):
            await tap(pilot, *keys.split())
            assert screen.choice.day == day, keys
            assert screen.page.holds(day)
            assert (screen.map if screen.yearly else screen.grid).has_focus
            if not screen.yearly:
                assert sum(f"[{day.day:>2}" in line for line in lines(screen.grid)) == 1

    bench(seed).run(act, size)


def test_from_1970_to_the_month_after_the_present_one(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await calendar(pilot, "read")
        await tap(pilot, "pagedown", "pagedown", *["down"] * 5)
        assert board(pilot).choice.day == date(2026, 12, 31)
        board(pilot).go_to(date(1970, 1, 3))
        await settled(pilot)
        await tap(pilot, "up", "pageup", "left")
        assert board(pilot).choice.day == date(1970, 1, 1)
        assert "[ 1 ]" in lines(board(pilot).grid)[1]
        assert "January 1970" in said(pilot, CalendarHeading)

    bench(seed).run(act)


def test_weeks_begin_on_the_owners_day(bench: Make) -> None:
    def sundays(engine: Engine, clock: SetClock) -> None:
        seed(engine, clock)
        engine.edit_owner(engine.owner().id, week_start="sunday")

    async def act(pilot: Pilot[None]) -> None:
        await calendar(pilot, "cafe")
        shown = lines(board(pilot).grid)
        assert shown[0].split()[1:3] == ["Sun", "Mon"]
        assert shown[1].startswith(" 45   1")

    bench(sundays).run(act)


def test_days_that_do_not_exist_are_not_missed(bench: Make) -> None:
    def apia(engine: Engine, clock: SetClock) -> None:
        clock.now = NOW.replace(year=2011, month=12, day=20)
        engine.edit_owner(engine.owner().id, tz="Pacific/Apia", always=True)
        engine.add("Swim")
        clock.now = NOW

    async def act(pilot: Pilot[None]) -> None:
        await calendar(pilot, "swim")
        board(pilot).go_to(date(2011, 12, 30))
        await settled(pilot)
        shown = "\n".join(lines(board(pilot).grid))
        assert "29□ [30 ] 31□" in shown
        await tap(pilot, "space")
        assert "no such day" in [str(each.message) for each in pilot.app._notifications][-1]

    bench(apia).run(act)


@pytest.mark.parametrize("size", in_turn(2, SIZES))
def test_the_year(bench: Make, size: tuple[int, int]) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await calendar(pilot, "read")
        await tap(pilot, "y", "left")
        screen = board(pilot)
        shown = [line for line in lines(screen.map) if line]
        if size[0] == 40:
            [november] = [line for line in shown if line.startswith(" Nov")]
            assert november.replace(" ", "").startswith("Nov" + "■" * 20 + "○")
        else:
            assert shown[0].split()[0] == "Jan" and shown[0].split()[-1] == "Dec"
            weekdays = [line.split() for line in shown[1:8]]
            assert [each[0] for each in weekdays] == WEEKDAYS
            assert "".join(weekdays[0][1:]) == "■■■" + "100%"
            assert "".join(weekdays[5][1:]) == "■■■○" + "100%"
            assert shown[8].split() == ["100%"] * 2 if size[0] == 80 else ["1/1", "20/20"]
        assert said(pilot, MonthLine) == "21 of 21 days met · longest run 21" or size[0] == 40
        await tap(pilot, "enter")
        assert not screen.yearly and screen.grid.has_focus
        await tap(pilot, "y", "escape")
        assert not screen.yearly and pilot.app.screen is screen

    bench(seed).run(act, size)


@pytest.mark.parametrize(
    ("size", "cell", "apart"),
    [((80, 40), 1, 1), ((140, 30), 2, 1), ((140, 40), 2, 2), ((200, 30), 2, 1), ((200, 40), 3, 2)],
)
def test_a_large_window_gives_its_room_to_the_days_of_the_year(
    bench: Make, size: tuple[int, int], cell: int, apart: int
) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await calendar(pilot, "read")
        await tap(pilot, "y")
        screen = board(pilot)
        shown = lines(screen.map)
        places = [y for y, line in enumerate(shown) if line[1:4] in WEEKDAYS]
        assert places == [1 + apart * row for row in range(7)]
        assert f"■{' ' * (cell - 1)}" * 2 in shown[places[0]]
        assert shown[-1].startswith(" ■ met")
        assert screen.panel.region.y > screen.map.region.y + len(shown)
        spot = shown[places[0]].rindex("■")
        await pilot.click(screen.map, offset=(spot, places[0]))
        await settled(pilot)
        assert screen.choice.day == date(2026, 11, 16)

    bench(seed).run(act, size)


def test_where_there_is_room_the_year_stands_above_the_month(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await calendar(pilot, "read")
        screen = board(pilot)
        await until(pilot, lambda: screen.page.year is not None and len(screen.map.lines) > 7)
        assert screen.map.region.bottom <= screen.grid.region.y
        assert screen.panel.region.x >= screen.grid.region.right
        assert screen.grid.has_focus and said(pilot, CalendarHeading).startswith("◂ November")
        assert cursors(screen.grid) and not cursors(screen.map)
        before = screen.grid.region, screen.map.region
        await tap(pilot, "y")
        assert screen.map.has_focus and said(pilot, CalendarHeading).startswith("◂ 2026")
        assert cursors(screen.map) and not cursors(screen.grid)
        assert (screen.grid.region, screen.map.region) == before
        await tap(pilot, "left")
        assert screen.choice.day == date(2026, 11, 14)
        spot = next(x for x, day in screen.grid.parts_of(screen.grid.lines[4]))
        await pilot.click(screen.grid, offset=(spot, 4))
        await settled(pilot)
        assert not screen.yearly and screen.grid.has_focus
        await pilot.resize_terminal(140, 40)
        await until(pilot, lambda: not screen.map.display)
        assert screen.grid.display

    bench(seed).run(act, (200, 55))


def cursors(days: DayMap) -> int:
    """How many pieces of a map have the look of focus."""
    spans = (span for line in days.lines for span in line.spans)
    return sum(span.ground == "cursor" and bool(span.text) for span in spans)


@pytest.mark.parametrize("size", in_turn(0, SIZES))
def test_the_year_of_a_weekly_streak_speaks_of_weeks(bench: Make, size: tuple[int, int]) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await calendar(pilot, "cafe")
        await tap(pilot, "y")
        if size[0] == 40:
            [november] = [line for line in lines(board(pilot).map) if line.startswith(" Nov")]
            assert november == " Nov □■─■─■──■─■─■──■─■─■─"
        else:
            shown = [line.split() for line in lines(board(pilot).map) if line]
            assert [line[0] for line in shown[1:8]] == WEEKDAYS
            assert "".join(shown[1][1:]) == "□■■■"
        assert said(pilot, MonthLine) == "3 of 4 weeks met · longest run 3"

    bench(seed).run(act, size)


def test_the_year_follows_a_log_made_in_it(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await calendar(pilot, "walk")
        await tap(pilot, "y", "space")
        assert said(pilot, MonthLine) == "22 of 22 days met · longest run 22"

    bench(seed).run(act)


@pytest.mark.parametrize("size", in_turn(1, SIZES))
def test_the_footer_fits(bench: Make, size: tuple[int, int]) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await calendar(pilot, "read")
        for keys in ("left", "y", "y m", "escape enter"):
            await tap(pilot, *keys.split())
            await settled(pilot)
            words = [key.word for key in footer(pilot)]
            assert len(words) >= 4
            assert {"back", "help"} < set(words)
            assert ("fill" in words) == (keys == "y m")
            assert ("edit" in words) == ("enter" in keys)
            assert "mark" in words or keys == "escape enter" or size[0] < 80

    bench(seed).run(act, size)


def test_the_key_of_the_year_says_where_it_goes(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await calendar(pilot, "read")
        for word in ("year", "month", "year"):
            assert next(key.word for key in footer(pilot) if key.shown == "y") == word
            await tap(pilot, "y")
            await settled(pilot)

    bench(seed).run(act)


def test_the_key_that_deletes_is_dim_where_no_log_is(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await calendar(pilot, "read")

        def is_dim() -> bool:
            return not next(key.enabled for key in footer(pilot) if key.word == "delete")

        assert is_dim()
        await tap(pilot, "left")
        assert not is_dim()
        await tap(pilot, "right")
        assert is_dim()
        await tap(pilot, "x")
        await settled(pilot)
        assert messages(pilot) == ["That day has no log to delete."]

    bench(seed).run(act, (140, 40))


def test_the_mouse_chooses_a_day_and_then_opens_it(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await calendar(pilot, "read")
        screen = board(pilot)
        await pilot.click(screen.grid, offset=(6, 7))
        await settled(pilot)
        assert screen.choice.day == date(2026, 11, 9) and not screen.in_logs
        await pilot.click(screen.grid, offset=(6, 7))
        await settled(pilot)
        assert screen.in_logs and screen.panel.has_focus
        await pilot.click(screen.grid, offset=(11, 7))
        await settled(pilot)
        assert screen.choice.day == date(2026, 11, 10) and not screen.in_logs
        await pilot.click(screen.panel, offset=(5, 3))
        await settled(pilot)
        assert screen.in_logs
        await pilot.click(CalendarHeading, offset=(1, 0))
        await settled(pilot)
        assert screen.choice.day == date(2026, 10, 10)
        await pilot.click(CalendarHeading, offset=(16, 0))
        await settled(pilot)
        assert screen.choice.day == date(2026, 11, 10)
        await pilot.click(CalendarHeading, offset=(5, 0))
        await opened(pilot, CommandPalette)

    bench(seed).run(act)


def test_a_day_without_logs_is_not_gone_into(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await calendar(pilot, "read")
        await tap(pilot, "enter")
        assert not board(pilot).in_logs
        assert messages(pilot) == ["There is no log on this day."]
        await tap(pilot, "left", "enter")
        assert board(pilot).in_logs

    bench(seed).run(act)


def test_the_shapes_are_explained_below_and_in_the_help(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await calendar(pilot, None)
        assert lines(board(pilot).grid)[-1].split("   ")[:2] == [" ■ met", "◆ well over"]
        await tap(pilot, "question_mark")
        shown = (await opened(pilot, HelpScreen)).groups
        told = [
            (each.keys, each.does)
            for group in shown
            if group.title == "What is shown"
            for each in group.lines
        ]
        assert ("◆", "Well over") in told
        moves = [each.does for group in shown if group.title == "Moving" for each in group.lines]
        assert "A week on or a streak down; in the year a month" in moves

    def more(engine: Engine, clock: SetClock) -> None:
        seed(engine, clock)
        engine.log("read", 90)

    bench(more).run(act)


def test_when_a_streak_begins(bench: Make) -> None:
    """A log before its first day opens it: before that one nothing was asked."""

    def begun(engine: Engine, clock: SetClock) -> None:
        engine.add("Read")
        engine.log("read", at=NOW - timedelta(2))
        engine.add("Swim", starts_on=TODAY + timedelta(2))

    async def act(pilot: Pilot[None]) -> None:
        await calendar(pilot, "read")
        await tap(pilot, "left", "left", "left")
        assert "it began on Thu 19 Nov 2026" in lines(board(pilot).panel)
        await tap(pilot, "left_square_bracket", "left_square_bracket")
        assert "it had not begun" in lines(board(pilot).panel)
        await tap(pilot, "escape")
        await calendar(pilot, "swim")
        assert "it begins on Mon 23 Nov 2026" in lines(board(pilot).panel)

    bench(begun).run(act)


def test_leaving_tells_whether_anything_was_changed(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        for keys, changed in [(["escape"], False), (["m", "escape", "space", "escape"], True)]:
            answers: list[Any] = []
            await calendar(pilot, "walk", answers)
            await tap(pilot, *keys)
            assert answers == [changed]
            assert not isinstance(pilot.app.screen, CalendarScreen)

    bench(seed).run(act)


def test_another_programs_change_and_a_new_day_show_up(bench: Make) -> None:
    made = bench(seed)

    async def act(pilot: Pilot[None]) -> None:
        await calendar(pilot, "read")
        made.edit(lambda engine: engine.log("read", 25))
        board(pilot).watcher.look_for_changes()
        await settled(pilot)
        assert "[21■]" in "".join(lines(board(pilot).grid))
        made.clock.now = NOW + timedelta(1)
        board(pilot).watcher.look_for_changes()
        await settled(pilot)
        assert board(pilot).page.today == date(2026, 11, 22)
        assert "22○" in "".join(lines(board(pilot).grid))

    made.run(act)


def test_symbols_without_unicode(bench: Make) -> None:
    def plain(engine: Engine, clock: SetClock) -> None:
        seed(engine, clock)
        engine.configure("symbols", "ascii")

    async def act(pilot: Pilot[None]) -> None:
        await calendar(pilot, "read")
        await tap(pilot, "left", "enter")
        screen = board(pilot)
        shown = [*lines(screen.grid), *lines(screen.panel), said(pilot, CalendarHeading)]
        assert all(line.isascii() for line in shown)
        assert said(pilot, CalendarHeading).startswith("< November 2026 >")
        assert any(line.startswith("> 20:10") for line in lines(screen.panel))

    bench(plain).run(act)


def test_a_log_or_a_range_before_the_beginning_says_what_counts_as_missed(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await calendar(pilot, "swim")
        await tap(pilot, *"hhhhh", "space")
        begins = "Swim begins with Monday 16 November 2026 now; 4 days since count as missed."
        assert messages(pilot)[-1] == begins
        await tap(pilot, *"hhhh", "m", "l", "space")
        begins = "Swim begins with Thursday 12 November 2026 now; 2 days since count as missed."
        assert messages(pilot)[-1] == begins

    bench(lambda engine, clock: engine.add("Swim")).run(act)
