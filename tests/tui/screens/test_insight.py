"""The insight screens: what they say, at every size, and what their keys do."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from datetime import timedelta
from unittest.mock import Mock

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot
from textual.widgets import Static

from tui.support import (
    SIZES,
    Bench,
    SetClock,
    dashboard,
    messages,
    opened,
    settled,
    until,
)
from unbroken import demo
from unbroken.core.errors import ErrorCode, NotFound
from unbroken.core.year_review import YearReview
from unbroken.engine.api import Engine
from unbroken.engine.callers import Caller
from unbroken.tui.actions.navigation import Navigation
from unbroken.tui.dialogs.help import HelpScreen
from unbroken.tui.drawing.figures import overview_lines
from unbroken.tui.drawing.line import Line
from unbroken.tui.engine_thread import EngineThread
from unbroken.tui.screens.dashboard import Dashboard
from unbroken.tui.screens.insight import InsightOfAllScreen, InsightScreen, figures_of
from unbroken.tui.screens.review import ReviewScreen
from unbroken.wording.overview import OVERVIEW_TITLES
from unbroken.wording.symbols import ASCII, UNICODE, Shapes
from unbroken.wording.told import Section, percent
from unbroken.wording.year_review import facts, title

Make = Callable[..., Bench]
ALL_SIZES = [*SIZES, (200, 55)]


def a_year(engine: Engine, clock: SetClock) -> None:
    demo.fill(engine, clock.now)


def nothing(engine: Engine, clock: SetClock) -> None:
    """No streak."""


def shown(screen: InsightScreen | ReviewScreen) -> list[str]:
    return [text(line).rstrip() for line in screen.view.lines]


def titles(screen: InsightOfAllScreen) -> list[str]:
    return text(screen.listed.lines[0]).split()


def rows(screen: InsightOfAllScreen) -> list[str]:
    return [text(line) for line in screen.listed.lines if line.about is not None]


def text(line: Line) -> str:
    return "".join(span.text for span in line.spans)


def widest(screen: InsightOfAllScreen) -> int:
    return max(map(len, rows(screen)))


async def insight(
    pilot: Pilot[None], engine_thread: EngineThread, clock: SetClock, name: str, shapes: Shapes
) -> None:
    streak = await engine_thread.call(lambda engine: engine.streak(name))
    await pilot.app.push_screen(
        InsightScreen(engine_thread, clock, streak, shapes, Mock(Navigation))
    )
    screen = await opened(pilot, InsightScreen)
    await until(pilot, lambda: screen.view.lines)


async def resize(pilot: Pilot[None], size: tuple[int, int]) -> None:
    await pilot.resize_terminal(*size)
    await until(pilot, lambda: tuple(pilot.app.screen.size) == size)
    await settled(pilot)


@pytest.mark.parametrize("shapes", [UNICODE, ASCII], ids=("unicode", "ascii"))
def test_the_figures_fit_every_size(bench: Make, shapes: Shapes) -> None:
    made = bench(a_year)
    [found] = made.edit(lambda engine: engine.statistics("coffee"))

    async def act(pilot: Pilot[None]) -> None:
        engine_thread = made.engine_threads[-1]
        await insight(pilot, engine_thread, made.clock, "coffee", shapes)
        screen = await opened(pilot, InsightScreen)
        for size in ALL_SIZES:
            await resize(pilot, size)
            await until(pilot, lambda: screen.view.size.width >= size[0] - 2)  # noqa: B023
            await until(pilot, lambda: max(map(len, shown(screen))) <= size[0] - 2)  # noqa: B023
            lines = shown(screen)
            assert lines[0].split() == [
                *(f"{found.met} of {found.asked} days".split()),
                percent(found.share),
            ]
            said = "\n".join(lines)
            for each in (
                "Best runs",
                "Completion",
                "Strength by",
                "Limit and done",
                "Slips",
                "Attempts",
            ):
                assert each in said
            assert f"strength {percent(found.strength)}" in said
            assert shapes is UNICODE or said.isascii()
        # the widest has its sections beside each other, and all of them in sight
        beside = ("Best runs", "By month")
        await until(
            pilot,
            lambda: any(all(each in line for each in beside) for line in shown(screen)),
        )
        assert len(shown(screen)) <= screen.view.size.height
        await resize(pilot, (40, 12))
        await until(pilot, lambda: screen.view.max_scroll_y > 20)
        await pilot.press("G")
        await until(pilot, lambda: screen.view.scroll_offset.y > 20)
        await pilot.press("g")
        await until(pilot, lambda: screen.view.scroll_offset.y == 0)
        await pilot.press("j", "j", "k")
        await until(pilot, lambda: screen.view.scroll_offset.y == 1)
        await pilot.press("space")
        await until(pilot, lambda: screen.view.scroll_offset.y == 1 + screen.view.size.height)
        await pilot.press("pageup")
        await until(pilot, lambda: screen.view.scroll_offset.y == 1)
        # what another program writes is told too, and so is that the streak is gone
        made.edit(lambda engine: [engine.log("coffee"), engine.edit("coffee", name="Espresso")])
        screen.watcher.look_for_changes()
        await until(pilot, lambda: f"{found.logs + 1} logs" in "\n".join(shown(screen)))
        assert str(screen.query_one("#title", Static).content) == "Espresso"
        made.edit(lambda engine: engine.remove("coffee"))
        screen.watcher.look_for_changes()
        await until(pilot, lambda: pilot.app.screen is not screen)

    made.run_over_ground(act)


def test_all_streaks_side_by_side(bench: Make) -> None:
    made = bench(a_year)

    async def act(pilot: Pilot[None]) -> None:
        dashboard(pilot)
        await pilot.press("I")
        screen = await opened(pilot, InsightOfAllScreen)
        await until(pilot, lambda: len(screen.listed.ids()) == 10)
        for size in ALL_SIZES:
            await resize(pilot, size)
            await until(pilot, lambda: widest(screen) <= size[0] - 3)  # noqa: B023
            await until(pilot, lambda: ("Best" in titles(screen)) == (size[0] > 40))  # noqa: B023
            await until(pilot, lambda: all("%" in each for each in rows(screen)))
            assert "Strength" in titles(screen)
        await pilot.press("question_mark")
        told = await opened(pilot, HelpScreen)
        columns = [line.keys for line in told.groups[-1].lines]
        assert columns == [*OVERVIEW_TITLES, "100%"]
        await pilot.press("escape")
        before = rows(screen)[0]
        made.edit(lambda engine: engine.skip("read", made.clock.now.date(), reason="ill"))
        made.edit(lambda engine: engine.log("read", 60, at=made.clock.now - timedelta(100)))
        made.edit(lambda engine: engine.delete_log(engine.history("read", limit=1)[0].id))
        screen.watcher.look_for_changes()
        await until(pilot, lambda: rows(screen)[0] != before)
        first = rows(screen)[0].split()[0]
        await pilot.press("j", "k", "enter")
        one = await opened(pilot, InsightScreen)
        assert str(one.query_one("#title", Static).content) == first
        await until(pilot, lambda: one.view.lines)
        await pilot.press("i")
        await opened(pilot, InsightOfAllScreen)
        await pilot.press("I")
        await opened(pilot, Dashboard)
        await pilot.press("i")
        one = await opened(pilot, InsightScreen)
        await until(pilot, lambda: one.view.lines)
        await pilot.press("escape")
        await opened(pilot, Dashboard)
        assert not messages(pilot)

    made.run(act)


def test_where_there_is_room_the_figures_of_the_chosen_one_stand_below(bench: Make) -> None:
    made = bench(a_year)
    found = {each.streak_id: each for each in made.edit(lambda engine: engine.overview())}

    def told(screen: InsightOfAllScreen) -> list[str]:
        return [text(line).rstrip() for line in screen.view.lines]

    def weekdays(screen: InsightOfAllScreen) -> list[str]:
        lines = told(screen)
        at = next(at for at, line in enumerate(lines) if line.startswith("Last "))
        return [line[:3] for line in lines[at + 2 : at + 9]]

    async def of_chosen(pilot: Pilot[None]) -> None:
        screen = await opened(pilot, InsightOfAllScreen)
        chosen = found[screen.listed.cursor or ""]
        await until(pilot, lambda: str(screen.query_one("#name", Static).content) == chosen.name)
        assert told(screen)[0].startswith(f"{chosen.met} of {chosen.asked} ")

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("I")
        screen = await opened(pilot, InsightOfAllScreen)
        await of_chosen(pilot)
        assert "Last 53 weeks" in told(screen)
        assert screen.listed.size.height == 1 + len(found)
        await pilot.press("j", "j")
        await of_chosen(pilot)
        await pilot.press("G")
        assert screen.listed.cursor == [*found][-1]
        await of_chosen(pilot)
        # what begins the day's week later begins the map's weeks with that day
        made.edit(lambda engine: engine.edit_owner(engine.owner().name, week_start="sunday"))
        screen.watcher.look_for_changes()
        await until(pilot, lambda: weekdays(screen)[0] == "Sun")
        assert weekdays(screen) == ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        await resize(pilot, (80, 18))
        await until(pilot, lambda: not screen.view.display)
        assert screen.listed.size.height > 1 + len(found)
        await pilot.press("g")
        assert screen.listed.cursor == next(iter(found))
        await resize(pilot, (140, 40))
        await of_chosen(pilot)

    made.run(act, size=(200, 55))


def test_as_much_of_the_chosen_one_is_told_as_has_room(bench: Make) -> None:
    made = bench(a_year)

    def empty(screen: InsightOfAllScreen) -> int:
        return screen.view.size.height - len(screen.view.lines)

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("I")
        screen = await opened(pilot, InsightOfAllScreen)
        await until(pilot, lambda: screen.view.lines)
        for size in ((80, 24), (100, 30), (140, 40), (80, 19), (44, 26)):
            await resize(pilot, size)
            await until(pilot, lambda: 0 <= size[0] - screen.view.size.width <= 2)  # noqa: B023
            await until(pilot, lambda: 0 <= empty(screen) < 4)
            told = [text(line) for line in screen.view.lines]
            assert told[0].startswith("361 of 365 days") and told[2].startswith("strength ")
            assert ("Last 53 weeks" in told) == (size[1] >= 30)
        assert told[-1].startswith("━") and told[-2].startswith("104  3 May")  # not a half row

    made.run(act)


@pytest.mark.parametrize(
    ("room", "told"), [(9, 9), (6, 6), (5, 4), (4, 4), (3, 0), (0, 0)], ids=str
)
def test_a_section_ends_behind_a_row(room: int, told: int) -> None:
    lines = tuple(((str(at), "plain"),) for at in range(9 if room == 9 else 8))
    found = Section("x", lines, 2).within(room)
    assert (0 if found is None else len(found.lines)) == told
    whole = Section("x", lines).within(room)
    assert (whole is None) == (room < len(lines))


def test_the_figures_of_the_chosen_one_are_read_once(
    bench: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = Mock(side_effect=figures_of)
    monkeypatch.setattr("unbroken.tui.screens.insight.figures_of", read)

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("I")
        screen = await opened(pilot, InsightOfAllScreen)
        await until(pilot, lambda: screen.view.lines)
        await asyncio.sleep(0.2)  # longer than a choice has to rest
        await settled(pilot)
        assert read.call_count == 1
        await pilot.press("j")
        await until(pilot, lambda: read.call_count == 2)

    bench(a_year).run(act, size=(200, 55))


def test_an_order_of_the_figures(bench: Make) -> None:
    made = bench(a_year)
    found = made.edit(lambda engine: engine.overview())
    names = {each.streak_id: each.name for each in found}

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("I")
        screen = await opened(pilot, InsightOfAllScreen)
        await until(pilot, lambda: len(screen.listed.ids()) == len(found))
        own = screen.listed.ids()
        await pilot.press("j")
        chosen = screen.listed.cursor
        wanted = (
            ("strongest first", lambda each: each.strength),
            ("best 30 days first", lambda each: each.month.share),
            ("longest run first", lambda each: each.current_streak),
        )
        for said, figure in wanted:
            await pilot.press("o")
            assert str(screen.query_one("#title", Static).content) == f"Insight of all   {said}"
            shown = [each.name for each in sorted(found, key=figure, reverse=True)]
            assert [names[each] for each in screen.listed.ids()] == shown
            assert screen.listed.cursor == chosen
        made.edit(lambda engine: engine.log("coffee"))
        screen.watcher.look_for_changes()
        await settled(pilot)
        assert str(screen.query_one("#title", Static).content).endswith("longest run first")
        await pilot.press("o")
        assert screen.listed.ids() == own

    made.run(act)


def test_the_year_in_review_says_what_the_report_says(bench: Make) -> None:
    made = bench(a_year)
    now, before = made.edit(lambda engine: [engine.year_review(year) for year in (2026, 2025)])
    one = made.edit(lambda engine: engine.year_review(2026, "read"))

    async def says(pilot: Pilot[None], review: YearReview, size: tuple[int, int]) -> None:
        screen = await opened(pilot, ReviewScreen)
        await until(pilot, lambda: str(screen.query_one("#title", Static).content) == title(review))
        await until(pilot, lambda: shown(screen) and max(map(cell_len, shown(screen))) < size[0])
        said = " ".join("\n".join(shown(screen)).split())
        for fact in facts(review):
            assert fact.value in said, (fact, size)
            assert fact.before in said, (fact, size)

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("Y")
        await opened(pilot, ReviewScreen)
        for size in ALL_SIZES:
            await resize(pilot, size)
            await says(pilot, now, size)
        screen = await opened(pilot, ReviewScreen)
        assert not screen.active_bindings["right_square_bracket"].enabled
        await pilot.press("]", "[")
        await says(pilot, before, size)
        assert screen.active_bindings["right_square_bracket"].enabled
        await pilot.press("[")
        about = screen.query_one("#about", Static)
        await until(pilot, lambda: "Nothing was asked for or logged in 2024" in str(about.content))
        await pilot.press("right", "l")
        await says(pilot, now, size)
        await pilot.press("r")
        await opened(pilot, Dashboard)
        dashboard(pilot).navigation.open_review(made.edit(lambda engine: engine.streak("read")))
        await says(pilot, one, size)
        made.edit(lambda engine: engine.log("read", 5))
        again = made.edit(lambda engine: engine.year_review(2026, "read"))
        screen = await opened(pilot, ReviewScreen)
        screen.watcher.look_for_changes()
        await until(pilot, lambda: f"{again.figures.logs:,}" in "\n".join(shown(screen)))
        made.edit(lambda engine: engine.remove("read"))
        (await opened(pilot, ReviewScreen)).watcher.look_for_changes()
        await opened(pilot, Dashboard)
        assert "That streak is not there any more." in messages(pilot)

    made.run(act)


def test_the_admin_sees_everybody_together(bench: Make) -> None:
    def two(engine: Engine, clock: SetClock) -> None:
        demo.fill(engine, clock.now)
        other = engine.acting_as(Caller(False, engine.add_owner("Bo").id))
        other.log("coffee", at=clock.now)
        other.log("read", 30, at=clock.now)

    made = bench(two)
    [mine, bos] = made.edit(lambda engine: engine.overview("read", all_owners=True))

    async def act(pilot: Pilot[None]) -> None:
        engine_thread = made.engine_threads[-1]
        await insight(pilot, engine_thread, made.clock, "read", UNICODE)
        screen = await opened(pilot, InsightScreen)
        for size in ALL_SIZES:
            await resize(pilot, size)
            await until(pilot, lambda: max(map(len, shown(screen))) <= size[0] - 2)  # noqa: B023
            said = "\n".join(shown(screen))
            assert "Together" in said
            for each in (mine, bos):
                assert f"{each.met:,} of {each.asked:,}" in said
                assert each.owned_by.name in said
        await pilot.press("escape")
        await engine_thread.act_as(Caller(False, bos.owned_by_id))
        await insight(pilot, engine_thread, made.clock, "read", UNICODE)
        assert "Together" not in "\n".join(shown(await opened(pilot, InsightScreen)))

    made.run_over_ground(act)


def test_without_a_streak_it_says_what_to_do(bench: Make) -> None:
    made = bench(nothing)

    async def act(pilot: Pilot[None]) -> None:
        engine_thread = made.engine_threads[-1]
        await pilot.app.push_screen(
            InsightOfAllScreen(engine_thread, made.clock, UNICODE, Mock(Navigation))
        )
        screen = await opened(pilot, InsightOfAllScreen)
        await until(pilot, lambda: screen.listed.lines)
        assert text(screen.listed.lines[0]).strip().startswith("No streak has figures yet")
        await pilot.press("j", "k", "enter")
        await pilot.press("escape")

    made.run_over_ground(act)


def test_what_is_needed_least_goes_first(bench: Make) -> None:
    found = bench(a_year).edit(lambda engine: engine.overview())
    told = [text(overview_lines(found, width, UNICODE)[0]).split() for width in (37, 50, 77)]
    assert told[0] == ["30", "days", "Strength"]
    assert told[1] == ["Met", "30", "days", "Strength", "Run"]
    assert told[2] == ["Met", "All", "30", "days", "Change", "Strength", "Run", "Best"]


def test_bars_stand_behind_shares_where_there_is_room(bench: Make) -> None:
    found = bench(a_year).edit(lambda engine: engine.overview())
    for width in (77, 95, 117, 197):
        titles, *lines = [text(line) for line in overview_lines(found, width, UNICODE)]
        bars = [re.findall("[━╸─]{2,}", line) for line in lines]
        assert {len(each) for each in bars} == {0 if width < 95 else 2}
        assert len({*map(cell_len, lines), cell_len(titles)}) == 1 and cell_len(titles) <= width + 1
        assert {len(bar) for each in bars for bar in each} <= {*range(10, 37)}


@pytest.mark.parametrize("keys", ["i", "Y"])
def test_the_help_explains_the_figures_that_are_shown(bench: Make, keys: str) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await pilot.press(keys)
        kind: type[InsightScreen | ReviewScreen] = InsightScreen if keys == "i" else ReviewScreen
        screen = await opened(pilot, kind)
        await until(pilot, lambda: screen.view.lines)
        await pilot.press("question_mark")
        explained = [line.keys for line in (await opened(pilot, HelpScreen)).groups[-1].lines]
        page = " ".join(shown(screen)).casefold()
        wanted = {"Strength", "Best"} if keys == "i" else {"Met", "Share", "Perfect days"}
        assert wanted <= {each for each in explained if each.casefold() in page}

    bench(a_year).run(act)


def test_what_comes_once_a_screen_is_left_is_for_nobody(bench: Make) -> None:
    def gone(engine: Engine) -> int:
        raise NotFound("It is gone.", ErrorCode.UNKNOWN_STREAK)

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("I")
        screen = await opened(pilot, InsightOfAllScreen)
        await until(pilot, lambda: screen.listed.lines)
        assert await screen.watcher.read(lambda engine: len(engine.streaks()))
        await pilot.press("escape")
        await opened(pilot, Dashboard)
        await until(pilot, lambda: not screen.query("OverviewList"))
        assert await screen.watcher.read(lambda engine: len(engine.streaks())) is None
        assert await screen.watcher.read(gone) is None
        screen.watcher.look_for_changes()
        await settled(pilot)
        assert not messages(pilot)

    bench(a_year).run(act, size=(200, 55))
