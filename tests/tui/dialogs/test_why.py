"""The judgement in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from textual.content import Content
from textual.pilot import Pilot

from tui.support import NOW, SIZES, Bench, SetClock, dashboard, footer, opened, seed, settled, until
from unbroken.core.reports import About, Sentence, Why
from unbroken.engine.api import Engine
from unbroken.tui.dialogs.why import Sentences, WhyScreen, why_words
from unbroken.tui.screens.calendar import CalendarScreen

Make = Callable[..., Bench]


@pytest.mark.parametrize("size", SIZES)
def test_why_explains_and_goes_back(bench: Make, size: tuple[int, int]) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("w")
        screen = await opened(pilot, WhyScreen)
        assert screen._why.title == "Read has to be done now."
        box = screen.query_one(".box")
        assert box.region.right <= size[0] and box.region.bottom <= size[1]
        await pilot.press("j", "k")
        await pilot.press("escape")
        await settled(pilot)
        assert pilot.app.screen is dashboard(pilot)

    bench(seed).run(act, size)


def test_it_scrolls_where_it_does_not_fit(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        lines = tuple(Sentence(f"{number} [/b] {'word ' * 9}") for number in range(20))
        screen = WhyScreen(Why("[b]Title[/", lines))
        pilot.app.push_screen(screen)
        await pilot.pause()
        await pilot.press("j", "j")
        box = screen.query_one(".box")
        assert box.scroll_offset.y == 2
        await pilot.press("space")
        assert box.scroll_offset.y == 2 + box.size.height - 1
        await pilot.press("pageup")
        assert box.scroll_offset.y == 2

    bench(seed).run(act, (40, 12))


def test_names_are_no_markup() -> None:
    assert str(why_words(Why("[b]x[/]", (Sentence("[/"),)))) == "[/"


def test_what_saves_it_and_what_came_before_stand_apart() -> None:
    lines = (
        Sentence("Today needs 1 time and has 0 times."),
        Sentence("1 time more keeps it alive.", About.RESCUE),
        Sentence("Grace 0.", About.RESCUE),
        Sentence("X broke on Monday.", About.BEFORE),
        Sentence("Because.", About.BEFORE),
        Sentence("The attempt stands at 2 of 7 days.", About.STANDING),
        Sentence("The run stands at 2 days.", About.STANDING),
    )
    assert str(why_words(Why("X", lines), ("met", "missed"))).split("\n\n") == [
        "■□",
        "Today needs 1 time and has 0 times.\nThe attempt stands at 2 of 7 days.\n"
        "The run stands at 2 days.",
        "What saves it\n1 time more keeps it alive.\nGrace 0.",
        "What came before\nX broke on Monday.\nBecause.",
    ]


def test_the_time_left_is_not_broken_over_two_lines(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("w")
        screen = await opened(pilot, WhyScreen)
        sentences = screen.query_one(Sentences)
        for width in range(30, 62):
            await pilot.resize_terminal(width, 24)
            await pilot.pause()
            lines = str(sentences.render()).split("\n")
            assert any("(3 h)" in line for line in lines), width

    bench(seed).run(act)


def broken(engine: Engine, clock: SetClock) -> None:
    """One whose chain has ended on the tenth of November, and begun anew."""
    seed(engine, clock)
    for log in engine.history("walk", first=date(2026, 11, 10), last=date(2026, 11, 10)):
        engine.delete_log(log.id)


def test_enter_shows_the_day_that_broke_it(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("j", "w")
        screen = await opened(pilot, WhyScreen)
        assert "enter shows Tue 10 Nov" in str(screen.query_one(".box").border_subtitle)
        await pilot.press("enter")
        calendar = await opened(pilot, CalendarScreen)
        assert calendar.choice is not None
        assert calendar.choice.day == date(2026, 11, 10)

    bench(broken).run(act)


def completed(engine: Engine, clock: SetClock) -> None:
    """One whose attempts were all completed; a run ended with the day after one of them."""
    clock.now = NOW - timedelta(21)
    engine.add("Walk", completion_target_value=7)
    for day in range(22):
        clock.now = NOW - timedelta(21 - day)
        if day not in (7, 21):
            engine.log("walk")


def scheduled(engine: Engine, clock: SetClock) -> None:
    """One that nothing was asked of on the two days behind the last one of its run."""
    clock.now = NOW - timedelta(21)
    engine.add("Walk", schedule=["monday", "friday"])
    for day in range(22):
        clock.now = NOW - timedelta(21 - day)
        if clock.now.date() in (date(2026, 11, 2), date(2026, 11, 6), date(2026, 11, 13)):
            engine.log("walk")


def never(engine: Engine, clock: SetClock) -> None:
    """One that was begun, but of which no day was ever met."""
    clock.now = NOW - timedelta(4)
    engine.add("Walk", aggregation_target_value=2)
    engine.log("walk")


def fresh(engine: Engine, clock: SetClock) -> None:
    """One that was never logged."""
    engine.add("Walk")


@pytest.mark.parametrize(
    ("streak", "offered"),
    [
        (completed, "enter shows Sat 7 Nov"),
        (scheduled, "enter shows Mon 16 Nov"),
        (never, "enter shows Tue 17 Nov"),
        (fresh, None),
    ],
)
def test_a_day_is_offered_where_the_text_tells_of_it(
    bench: Make, streak: Callable[[Engine, SetClock], None], offered: str | None
) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("w")
        keys = str((await opened(pilot, WhyScreen)).query_one(".box").border_subtitle)
        assert offered in keys if offered else "enter" not in keys
        told = str(pilot.app.screen.query_one(Sentences).render())
        assert ("What came before" in told) == bool(offered)

    bench(streak).run(act)


def test_the_keys_fit_a_narrow_window(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("j", "w")
        box = (await opened(pilot, WhyScreen)).query_one(".box")
        keys = Content.from_markup(box.border_subtitle or "")
        assert keys.plain == "enter shows 10 Nov · escape back"
        assert keys.cell_length <= box.outer_size.width - 6

    bench(broken).run(act, (40, 12))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("year", [False, True])
def test_the_calendar_of_one_streak_says_why(
    bench: Make, size: tuple[int, int], year: bool
) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("j", "c")
        calendar = await opened(pilot, CalendarScreen)
        await pilot.press(*"y" * year)
        await settled(pilot)
        assert (size[0] < 80) or "why" in [key.word for key in footer(pilot)]
        await pilot.press("w")
        screen = await opened(pilot, WhyScreen)
        assert screen._why.title == "Walk has to be done now."
        assert str(why_words(screen._why, screen._strip)).startswith("■■□■")
        await pilot.press("w")
        await until(pilot, lambda: pilot.app.screen is calendar)
        assert calendar.choice is not None and calendar.choice.day == date(2026, 11, 21)
        await pilot.press("w")
        await opened(pilot, WhyScreen)
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.screen is calendar)
        assert calendar.choice.day == date(2026, 11, 10)
        await pilot.press("w")
        screen = await opened(pilot, WhyScreen)
        told = str(why_words(screen._why, screen._strip))
        assert screen._why.title == "Walk broke on Tuesday 10 November."
        assert told.startswith("■") and told.split("\n")[0].endswith("□")
        later = told.partition("What came of it")[2]
        assert "The next run began on Wednesday 11 November" in later

    bench(broken).run(act, size)


def test_of_all_streaks_together_nothing_is_explained(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("C")
        calendar = await opened(pilot, CalendarScreen)
        await pilot.press("w")
        await settled(pilot)
        assert pilot.app.screen is calendar
        assert "why" not in [key.word for key in footer(pilot)]

    bench(broken).run(act, (140, 40))


def test_a_day_of_an_earlier_run_leads_to_the_day_that_ended_it(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("j", "c")
        calendar = await opened(pilot, CalendarScreen)
        calendar.go_to(date(2026, 11, 9))
        await pilot.press("w")
        screen = await opened(pilot, WhyScreen)
        assert screen._why.title == "Walk was met on Monday 9 November."
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.screen is calendar)
        assert calendar.choice is not None and calendar.choice.day == date(2026, 11, 10)
        await pilot.press("w")
        assert "enter" not in str(
            (await opened(pilot, WhyScreen)).query_one(".box").border_subtitle
        )

    bench(broken).run(act)


def test_a_verdict_that_the_ring_has_no_room_for_stands_above_its_reasons(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("w")
        screen = await opened(pilot, WhyScreen)
        assert screen.query_one(".box").border_title == "Read has to be done now."
        await pilot.press("escape")
        long = f"{'Walk ' * 10}broke on Wednesday 14 October."
        screen = WhyScreen(Why(long, (Sentence("Because."),)))
        pilot.app.push_screen(screen)
        await until(pilot, lambda: screen.is_mounted)
        await pilot.pause()
        assert screen.query_one(".box").border_title == "Why"
        assert "Wednesday 14 October." in str(screen.query_one(Sentences).render())

    bench(seed).run(act)
