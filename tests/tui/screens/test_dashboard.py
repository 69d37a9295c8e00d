"""The dashboard: keys, the cursor, what logging shows, and what time and others change."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from textual.command import CommandPalette
from textual.pilot import Pilot

from tui.support import (
    NOW,
    SIZES,
    Bench,
    SetClock,
    bench_app,
    chosen,
    dashboard,
    footer,
    kept_preferences,
    messages,
    opened,
    press,
    row,
    seed,
    settled,
    text,
    until,
)
from unbroken.engine.api import Engine
from unbroken.engine.preferences import preferences_path, save
from unbroken.tui.app import UnbrokenApp
from unbroken.tui.dialogs.help import HelpScreen
from unbroken.tui.dialogs.streak_choice import StreakChoice
from unbroken.tui.exit_signals import ended_by_signals
from unbroken.tui.model.key_help import found_in
from unbroken.tui.screens.calendar import CalendarScreen
from unbroken.tui.widgets.day_header import DayHeader, notice_words
from unbroken.tui.widgets.key_line import KeyLine
from unbroken.tui.widgets.streak_card import StreakCard
from unbroken.tui.widgets.streak_weeks import StreakWeeks
from unbroken.tui.widgets.welcome import Welcome

Make = Callable[..., Bench]


@pytest.mark.parametrize("size", SIZES)
def test_the_streaks_and_the_footer_fit(bench: Make, size: tuple[int, int]) -> None:
    async def act(pilot: Pilot[None]) -> None:
        shown = "\n".join(text(pilot))
        for name in ("Read", "Walk", "Café", "No sugar", "Sunday call"):
            assert name in shown
        assert ("Now" in shown) == (size[0] >= 60)
        assert bool(dashboard(pilot).query(StreakCard)) == (size[0] >= 116)
        wanted = ["log", "log…", "new", "edit", "calendar", "why", "skip", "filter"]
        wanted += ["undo", "commands", "help"]
        lacking = {40: {*wanted} - {"log", "new", "why", "help"}}
        lacking |= {80: {"skip", "filter", "edit"}}
        few = [word for word in wanted if word not in lacking.get(size[0], ())]
        assert [key.word for key in footer(pilot)] == few

    bench(seed).run(act, size)


@pytest.mark.parametrize("size", SIZES[:2])
def test_moving(bench: Make, size: tuple[int, int]) -> None:
    async def act(pilot: Pilot[None]) -> None:
        order = [each.activity_type for each in dashboard(pilot).rows]
        assert order == ["read", "walk", "cafe", "no-sugar", "sunday-call"]
        for keys, at in [
            (["j"], 1),
            (["down"], 2),
            (["k"], 1),
            (["up"], 0),
            (["G"], 4),
            (["g"], 0),
            (["end"], 4),
            (["home"], 0),
            (["pagedown"], 4),
            (["pageup"], 0),
        ]:
            await press(pilot, *keys)
            assert chosen(pilot) == order[at]

    bench(seed).run(act, size)


@pytest.mark.parametrize("key", ["space", "enter", "2"])
def test_a_log_is_shown_at_once_and_the_cursor_stays_on_the_streak(bench: Make, key: str) -> None:
    async def act(pilot: Pilot[None]) -> None:
        if key != "2":
            await press(pilot, "j")
        assert row(pilot, "walk").group == "Now"
        await press(pilot, key)
        walk = row(pilot, "walk")
        assert (walk.group, walk.now, walk.amounts) == ("Done", "22", ("done",))
        assert walk.strip[-1] == "met"
        assert chosen(pilot) == "walk"
        assert dashboard(pilot).chosen == walk.streak_id

    made = bench(seed)
    made.run(act)
    assert len(made.edit(lambda engine: engine.history("walk"))) == 22


def test_what_is_logged_stays_put_and_is_told(bench: Make) -> None:
    """Until somebody goes on; no column moves."""

    async def act(pilot: Pilot[None]) -> None:
        screen = dashboard(pilot)
        line = screen.query_one(KeyLine)
        numbers = [each.number for each in screen.rows]
        assert numbers == [str(at + 1) for at in range(len(numbers))]
        heads = text(pilot)[0]
        await press(pilot, "2")
        walk = row(pilot, "walk")
        assert (walk.group, walk.heading, walk.number) == ("Done", "Now", "2")
        assert line.said == "Walk done · 22 in a row"
        assert str(line.render()) == "Walk done · 22 in a row   u undo   ? help"
        start = len(line.said) + 3 + line.gutter.left
        assert [getattr(line.label_at(x), "word", "") for x in (3, start)] == ["", "undo"]
        assert text(pilot)[0] == heads
        await press(pilot, "2")
        assert line.said == "Walk 2 times today · 22 in a row"
        await press(pilot, "j")
        assert row(pilot, "walk").heading == "Done"
        assert chosen(pilot) == "cafe"
        assert (line.said, text(pilot)[0]) == ("", heads)
        await press(pilot, "9")
        assert line.said == ""

    bench(seed).run(act)


def test_the_heads_stay_in_sight(bench: Make) -> None:
    def many(engine: Engine, clock: SetClock) -> None:
        for number in range(30):
            engine.add(f"Habit {number:02}")

    async def act(pilot: Pilot[None]) -> None:
        heads = text(pilot)[0]
        for _ in range(29):
            await pilot.press("j")
            assert text(pilot)[0] == heads
            assert any(line.startswith("›") for line in text(pilot)[1:])
        assert dashboard(pilot).streaks.scroll_offset.y > 0
        for _ in range(29):
            await pilot.press("k")
            assert any(line.startswith("›") for line in text(pilot)[1:])
        assert text(pilot)[1] == " Left"
        await pilot.press("G")
        await pilot.click("StreakList", offset=(4, 0))
        assert chosen(pilot) == "habit-29"

    bench(many).run(act)


def test_an_attempt_has_a_line_where_it_is_news(bench: Make) -> None:
    def drawing(engine: Engine, clock: SetClock) -> None:
        engine.add("Draw", completion_target_value=30, milestones=[(7, "A week")])

    async def act(pilot: Pilot[None]) -> None:
        told = []
        for day in range(1, 31):
            await press(pilot, "space")
            attempt = row(pilot, "draw").attempt
            told += [(day, attempt.label)] if attempt else []
            bench_clock.now += timedelta(1)
            dashboard(pilot).pages.reload()
            await settled(pilot)
        last = [(day, f"day {day} of 30") for day in (28, 29, 30)]
        assert told == [(7, "day 7 of 30"), *last]

    made = bench(drawing)
    bench_clock = made.clock
    made.run(act)


def test_a_milestone_and_a_completed_attempt_are_celebrated_once(bench: Make) -> None:
    def week(engine: Engine, clock: SetClock) -> None:
        engine.add("Walk", completion_target_value=1, milestones=[(1, "[b]Shoes[/b]")])

    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "space")
        assert messages(pilot) == ["Walk: [b]Shoes[/b] (1)"]
        assert row(pilot, "walk").attempt == ("day 1 of 1", 1, "1 of 1")
        pilot.app.clear_notifications()
        await press(pilot, "space")
        again = "Walk was done already today; that is 2 now; u takes it back."
        assert messages(pilot) == [again]

    bench(week).run(act)


def test_undo_and_redo(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "j", "space")
        pilot.app.clear_notifications()
        await press(pilot, "u")
        assert row(pilot, "walk").group == "Now"
        assert chosen(pilot) == "walk"
        assert messages(pilot) == ["Took back: log Walk, today."]
        await press(pilot, "ctrl+r")
        assert row(pilot, "walk").group == "Done"
        assert messages(pilot) == ["Did again: log Walk, today."]
        pilot.app.clear_notifications()
        await press(pilot, "ctrl+r")
        assert messages(pilot) == ["There is nothing to redo."]

    bench(seed).run(act)


def test_a_database_that_another_program_holds_is_told_of(
    bench: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("unbroken.tui.engine_calls._LONG", 0.05)
    free = threading.Event()

    async def act(pilot: Pilot[None]) -> None:
        held = bench_app(pilot)._engine_thread.call(lambda engine: free.wait())
        waiting = asyncio.ensure_future(held)
        try:
            pilot.app.simulate_key("j")
            pilot.app.simulate_key("space")
            while not messages(pilot):
                await asyncio.sleep(0)
            assert "another program may be using the database" in messages(pilot)[0]
            assert row(pilot, "walk").group == "Now"
        finally:
            free.set()
        await waiting
        await settled(pilot)
        assert row(pilot, "walk").group == "Done"

    bench(seed).run(act)


def test_what_the_engine_refuses_is_told_and_changes_nothing(bench: Make) -> None:
    def paused(engine: Engine, clock: SetClock) -> None:
        engine.add("Oops [/")
        engine.pause("oops")

    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "space")
        assert messages(pilot) == ["Oops [/ is paused; p resumes it."]
        assert row(pilot, "oops").amounts[0] == "paused"

    bench(paused).run(act)


def test_the_mouse_chooses_and_logs(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        y = next(y for y, line in enumerate(text(pilot)) if "Walk" in line)
        await pilot.click("StreakList", offset=(8, y))
        await settled(pilot)
        assert (chosen(pilot), row(pilot, "walk").group) == ("walk", "Now")
        await pilot.click("StreakList", offset=(8, y))
        await settled(pilot)
        assert row(pilot, "walk").group == "Done"
        at = str(dashboard(pilot).query_one(KeyLine).render()).index("undo")
        await pilot.click(KeyLine, offset=(at + 1, 0))
        await settled(pilot)
        assert row(pilot, "walk").group == "Now"

    bench(seed).run(act)


def test_a_double_click_on_the_chosen_streak_logs_once(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "j")
        y = next(y for y, line in enumerate(text(pilot)) if "Walk" in line)
        streaks = dashboard(pilot).streaks
        asked: list[str] = []
        streaks.action_log = lambda: asked.append("log")  # type: ignore[method-assign]
        await pilot.click("StreakList", offset=(8, y), times=2)
        assert asked == ["log"]
        await pilot.click("StreakList", offset=(8, y - 1), times=2)
        assert asked == ["log", "log"]

    bench(seed).run(act)


def test_a_click_on_a_limit_only_chooses_it(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        y = next(y for y, line in enumerate(text(pilot)) if "No sugar" in line)
        for times in (1, 1, 2):
            await pilot.click("StreakList", offset=(8, y), times=times)
            await settled(pilot)
        assert (chosen(pilot), row(pilot, "no-sugar").amounts[0]) == ("no-sugar", "clean so far")
        await press(pilot, "space")
        assert row(pilot, "no-sugar").amounts[0] != "clean so far"

    bench(seed).run(act)


def test_help_lists_the_keys_and_goes_back(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "question_mark")
        screen: Any = pilot.app.screen
        assert isinstance(screen, HelpScreen)
        told = {line.keys for group in screen.groups for line in group.lines}
        assert {"1-9", "u", "^r", "q", "? f1", "^t"} <= told
        await press(pilot, "j", "k", "escape")
        assert pilot.app.screen is dashboard(pilot)

    bench(seed).run(act, (40, 12))


def test_the_help_is_searched_by_the_words_of_the_last_line_and_of_the_palette(
    bench: Make,
) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "question_mark")
        screen: Any = pilot.app.screen

        def found(sought: str) -> list[str]:
            return [line.keys for each in found_in(screen.groups, sought) for line in each.lines]

        assert (found("undo"), found("redo")) == (["u"], ["^r"])
        assert found("dashboard.redo") == ["^r"]
        assert found("with note") == found("log…") == found("yester") == ["l"]
        assert found("holiday") == ["s"]

    bench(seed).run(act)


@pytest.mark.parametrize("keys", [["q"], ["question_mark", "q"]])
def test_quit(bench: Make, keys: list[str]) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await pilot.press(*keys)
        await pilot.pause()
        assert pilot.app.return_code == 0

    bench(seed).run(act)


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_signal_leaves_the_app_in_order(bench: Make, name: str) -> None:
    async def act(pilot: Pilot[None]) -> None:
        assert isinstance(pilot.app, UnbrokenApp)
        number = getattr(signal, name)
        before = signal.getsignal(number)
        with ended_by_signals(pilot.app):
            os.kill(os.getpid(), number)
            await until(pilot, lambda: pilot.app.return_code == 0)
        assert signal.getsignal(number) is before

    bench(seed).run(act)


def test_the_palette_does_what_the_keys_do(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        commands = {each.title: each for each in pilot.app.get_system_commands(pilot.app.screen)}
        assert {
            "Log the chosen streak",
            "Log with note…",
            "Skip today (holiday, vacation …)",
            "Why",
            "Calendar of all",
            "New",
            "Theme",
        } <= set(commands)
        assert "Clear the filter" not in commands
        await press(pilot, "ctrl+p", *"log walk")
        await pilot.pause(0.2)
        await press(pilot, "enter")
        await settled(pilot)
        assert row(pilot, "walk").group == "Done"

    bench(seed).run(act)


def test_the_theme_is_changed_and_kept(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "ctrl+t")
        assert pilot.app.theme == "unbroken-light"

    made = bench(seed)
    made.run(act)
    assert kept_preferences().theme == "unbroken-light"
    assert _theme(made) == ("unbroken-light", [])


def test_an_unknown_theme_gives_way_to_the_dark_one(bench: Make) -> None:
    made = bench()
    save(preferences_path(), {"theme": "[b]no[/"})
    theme, told = _theme(made)
    assert theme == "unbroken-dark"
    assert told == ["There is no theme “[b]no[/”; this is unbroken-dark."]


def _theme(bench: Bench) -> tuple[str, list[str]]:
    async def act(pilot: Pilot[None]) -> tuple[str, list[str]]:
        return pilot.app.theme, messages(pilot)

    found: tuple[str, list[str]] = bench.run(act)
    return found


@pytest.mark.parametrize("size", SIZES)
def test_with_no_streak_it_says_how_to_begin(bench: Make, size: tuple[int, int]) -> None:
    async def act(pilot: Pilot[None]) -> None:
        screen = dashboard(pilot)
        welcome = screen.query_one(Welcome)
        assert welcome.display and not screen.query_one("#body").display
        assert "ctrl+o  brings in what you have" in str(welcome.render())
        assert welcome.virtual_size.height <= welcome.size.height
        said = str(welcome.render()).splitlines()
        assert all(line[:8].strip() == "" for line in said[2:] if line.startswith(" "))
        assert max(map(len, said)) <= welcome.content_size.width
        await press(pilot, "space", "1", "j", "G", "u")
        made.edit(lambda engine: engine.add("Walk"))
        screen.watcher.look_for_changes()
        await settled(pilot)
        await settled(pilot)
        assert screen.query_one("#body").display and not welcome.display
        await press(pilot, "space")
        assert row(pilot, "walk").group == "Done"

    made = bench()
    made.run(act, size)


def test_what_another_program_did_is_shown(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        made.edit(lambda engine: (engine.log("walk"), engine.configure("symbols", "ascii")))
        dashboard(pilot).watcher.look_for_changes()
        await settled(pilot)
        await settled(pilot)
        assert row(pilot, "walk").group == "Done"
        assert any(line.startswith(">") for line in text(pilot))

    made = bench(seed)
    made.run(act)


def test_the_day_rolls_over(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        screen = dashboard(pilot)
        await press(pilot, "2")
        assert screen.page is not None
        assert screen.page.day_ends_at == datetime(2026, 11, 22, tzinfo=UTC)
        made.clock.now = screen.page.day_ends_at - timedelta(seconds=1)
        screen.watcher.roll_over()
        await settled(pilot)
        assert row(pilot, "walk").group == "Done"
        made.clock.now += timedelta(seconds=1)
        screen.watcher.roll_over()
        await settled(pilot)
        assert screen.page.today.day == 22
        assert row(pilot, "walk").group == "Left"
        assert row(pilot, "read").now == "0"
        assert chosen(pilot) == "walk"

    made = bench(seed)
    made.run(act)


def test_the_time_left_counts_down(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        screen = dashboard(pilot)
        assert screen.page is not None
        assert row(pilot, "walk").left == ("3 h",)
        made.clock.now = screen.page.changes_at
        screen.watcher.look_for_changes()
        await settled(pilot)
        assert row(pilot, "walk").left == ("2 h",)

    made = bench(seed)
    made.run(act)


def test_a_late_night_and_a_set_clock_are_said(bench: Make) -> None:
    def night(engine: Engine, clock: SetClock) -> None:
        engine.edit_owner("me", day_start=4, tz="Europe/Berlin", always=True)

    async def act(pilot: Pilot[None]) -> str:
        header = dashboard(pilot).query_one(DayHeader)
        assert header.page is not None
        assert str(header.render()).count("\n") == 1
        return notice_words(header.page, clock_is_set=True, roomy=pilot.app.size.width >= 60)

    made = bench(night)
    made.clock.now = datetime(2026, 11, 21, 1, 30, tzinfo=UTC)
    assert made.run(act, (40, 12), clock_is_set=True) == (
        "Still Friday until 04:00 · clock set to 02:30"
    )
    made.clock.now = NOW
    assert made.run(act, clock_is_set=True) == (
        "The clock is set to Saturday 21 November 2026, 21:10"
    )


def test_only_the_changed_lines_are_drawn_anew(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        streaks = dashboard(pilot).streaks
        await press(pilot, "3")
        drawn: list[int] = []
        streaks.refresh_line = drawn.append  # type: ignore[assignment,method-assign]
        await press(pilot, "3")
        assert set(drawn) == {7, 8}, "its row, and what today gave"

    bench(seed).run(act)


def test_the_app_answers_for_owners_who_are_not_admins(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        assert isinstance(pilot.app, UnbrokenApp)
        await press(pilot, "ctrl+t")
        assert pilot.app.theme == "unbroken-light"
        assert messages(pilot) == []

    made = bench(lambda engine, _: engine.add_owner("Ann"))
    opener = made.opener
    made.opener = lambda: opener(owner="Ann")  # type: ignore[call-arg]
    made.run(act)


def test_who_is_not_the_first_is_told_how_to_join(bench: Make) -> None:
    """Only the first owner makes and imports; anybody joins a streak by logging to it."""

    def two(engine: Engine, clock: SetClock) -> None:
        engine.add("Walk")
        engine.add_owner("Ann")

    async def act(pilot: Pilot[None]) -> None:
        told = str(dashboard(pilot).query_one(Welcome).render()).splitlines()
        assert told[0] == "You take part in no streak yet."
        assert [line.split()[0] for line in told[2:]] == ["C", "d", "?", "q"]
        await pilot.press("C")
        await opened(pilot, CalendarScreen)
        await pilot.press("space")
        await opened(pilot, StreakChoice)
        await pilot.press("enter")
        await opened(pilot, CalendarScreen)
        await settled(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: dashboard(pilot).rows)
        assert row(pilot, "walk").group == "Done"

    made = bench(two)
    opener = made.opener
    made.opener = lambda: opener(owner="Ann")  # type: ignore[call-arg]
    made.run(act)


def test_who_is_not_the_first_is_not_told_to_do_what_is_refused(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> list[str]:
        return str(dashboard(pilot).query_one(Welcome).render()).splitlines()

    made = bench(lambda engine, _: engine.add_owner("Ann"))
    opener = made.opener
    made.opener = lambda: opener(owner="Ann")  # type: ignore[call-arg]
    told = made.run(act)
    assert told[0] == "No streaks yet; the first owner makes them."
    assert [line.split()[0] for line in told[2:]] == ["d", "?", "q"]
    bench_admin = opener()
    bench_admin.add("Walk")
    made.edit(lambda engine: engine.log("walk"))
    bench_admin.archive("walk")
    bench_admin.close()
    told = made.run(act)
    assert told[0] == "None of your streaks is open."
    assert told[2] == "v  shows the archived ones"
    assert [line.split()[0] for line in told[3:]] == ["d", "?", "q"]


@pytest.mark.parametrize("size", SIZES)
def test_the_palette_is_opened_by_mouse(bench: Make, size: tuple[int, int]) -> None:
    async def act(pilot: Pilot[None]) -> None:
        header = dashboard(pilot).query_one(DayHeader)
        await pilot.hover(DayHeader, offset=(2, 0))
        assert header.tooltip == "Commands"
        first = next(iter(header.render_line(0)))
        assert first.text.startswith(("Unbroken", "Sat")) and first.style and first.style.underline
        await pilot.hover(DayHeader, offset=(size[0] - 3, 0))
        assert header.tooltip is None
        await pilot.click(DayHeader, offset=(size[0] - 3, 0))
        assert pilot.app.screen is dashboard(pilot)
        await pilot.click(DayHeader, offset=(2, 0))
        await opened(pilot, CommandPalette)

    bench(seed).run(act, size)


def test_the_card_tells_how_long_and_keeps_amounts_from_notes(bench: Make) -> None:
    def read(engine: Engine, clock: SetClock) -> None:
        rules: dict[str, Any] = {"aggregation_method": "sum", "aggregation_period": "weekly"}
        engine.add("Read", unit="words", aggregation_target_value=1_000_000, **rules)
        engine.log("read", "123456.5", note="far")
        engine.log("read", "5", note="near")
        clock.now = NOW - timedelta(4)
        engine.log("read", "7", at=clock.now)

    async def act(pilot: Pilot[None]) -> None:
        await until(pilot, lambda: dashboard(pilot).told is not None)
        await settled(pilot)
        card = str(dashboard(pilot).query_one(StreakCard).render())
        assert "Left      until Sunday\n" in card
        assert "Sat 21 Nov 123,456.5 words  far" in card
        assert "Tue 17 Nov       7 words" in card

    made = bench(read)
    made.clock.now = NOW - timedelta(3)
    made.run(act, (140, 40))


def test_the_card_of_a_limit_says_that_it_is_missed(bench: Make) -> None:
    def coffee(engine: Engine, clock: SetClock) -> None:
        engine.add("Coffee", goal="at_most", aggregation_target_value=1)
        engine.log("coffee")
        engine.log("coffee")

    async def act(pilot: Pilot[None]) -> None:
        await until(pilot, lambda: dashboard(pilot).told is not None)
        await settled(pilot)
        assert "□ Missed. " in str(dashboard(pilot).query_one(StreakCard).render())
        await press(pilot, "s")
        await settled(pilot)
        assert (row(pilot, "coffee").group, row(pilot, "coffee").amounts[0]) == (
            "Resting",
            "skipped",
        )

    bench(coffee).run(act, (140, 40))


def test_a_key_draws_what_it_changes(bench: Make) -> None:
    """Two rows and the card, and never the whole screen; nothing is laid out anew."""

    async def act(pilot: Pilot[None]) -> None:
        screen, drawn = dashboard(pilot), []
        await until(pilot, lambda: screen.query_one(StreakWeeks).display)
        await settled(pilot)
        refresh = type(screen).refresh

        def watched(*regions: Any, **how: Any) -> Any:
            drawn.append((regions, how))
            return refresh(screen, *regions, **how)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(screen, "refresh", watched)
            patch.setattr(screen, "_refresh_layout", drawn.append)
            await press(pilot, "j")
        assert chosen(pilot) == "walk"
        assert drawn == []

    bench(seed).run(act, (140, 40))
