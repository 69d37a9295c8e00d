"""What the app asks and says at the start: the zone, the demo; and the card beside the list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from tui.support import (
    Bench,
    SetClock,
    bench_app,
    dashboard,
    opened,
    press,
    row,
    seed,
    settled,
    text,
    until,
)
from unbroken.engine.api import Engine
from unbroken.engine.clock import fixed_clock
from unbroken.tui.app import UnbrokenApp
from unbroken.tui.dialogs.zone_question import ZoneQuestion, ask_zone, same_clock
from unbroken.tui.run import run_app
from unbroken.tui.screens.dashboard import Dashboard
from unbroken.tui.widgets.day_header import DayHeader
from unbroken.tui.widgets.streak_card import StreakCard
from unbroken.tui.widgets.streak_weeks import StreakWeeks

Make = Callable[..., Bench]
NOW = datetime(2026, 11, 21, 20, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("answer", "zone"),
    [
        (["tab", "enter"], "Asia/Tokyo"),
        (["right", "left", "enter"], "UTC"),
        (["escape"], "UTC"),
    ],
)
def test_a_move_is_asked_about_once(
    bench: Make, monkeypatch: pytest.MonkeyPatch, answer: list[str], zone: str
) -> None:
    async def ask(pilot: Pilot[None]) -> None:
        await opened(pilot, ZoneQuestion)
        await pilot.press(*"yny", "enter", "space", *"jkhl")  # meant for what was there before
        await pilot.pause()
        assert isinstance(pilot.app.screen, ZoneQuestion)
        await pilot.press(*answer)
        await opened(pilot, Dashboard)
        await settled(pilot)
        await until(pilot, lambda: (page := dashboard(pilot).page) and page.zone == zone)

    async def ask_no_more(pilot: Pilot[None]) -> None:
        await pilot.pause(0.1)
        assert pilot.app.screen is dashboard(pilot)

    made = bench(seed)
    monkeypatch.setattr("unbroken.tui.dialogs.zone_question.ask_zone", ask_zone)
    monkeypatch.setattr("unbroken.tui.app._ZONE_AFTER", 0.01)
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    made.run(ask_no_more, clock_is_set=True)
    made.run(ask_no_more, demo=True)
    made.run(ask)
    made.run(ask_no_more)


def test_the_question_says_what_a_move_would_close(
    bench: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def act(pilot: Pilot[None]) -> None:
        asked = await opened(pilot, ZoneQuestion)
        told = "By that it is Sunday 22 November: Saturday 21 November is over with Read and Walk"
        assert told in " ".join(str(each.render()) for each in asked.query(Static))
        await pilot.press("escape")
        await opened(pilot, Dashboard)

    made = bench(seed)
    monkeypatch.setattr("unbroken.tui.dialogs.zone_question.ask_zone", ask_zone)
    monkeypatch.setattr("unbroken.tui.app._ZONE_AFTER", 0.01)
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    made.run(act)


@pytest.mark.parametrize("opens", ["slash", "l"])
def test_who_is_typing_is_not_asked_about_a_move(
    bench: Make, monkeypatch: pytest.MonkeyPatch, opens: str
) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await pilot.press(opens)
        await until(pilot, lambda: isinstance(pilot.app.focused, Input))
        bench_app(pilot)._ask_zone()
        await pilot.pause(0.3)
        assert isinstance(pilot.app.focused, Input)
        await pilot.press("escape")
        await opened(pilot, ZoneQuestion)

    monkeypatch.setattr("unbroken.tui.dialogs.zone_question.ask_zone", ask_zone)
    monkeypatch.setattr("unbroken.tui.dialogs.zone_question._PATIENCE", 0.05)
    monkeypatch.setattr("unbroken.tui.app._ZONE_AFTER", 600.0)  # it is asked below
    made = bench(seed)  # before the move, so that the owner is in UTC
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    made.run(act)


def test_zones_with_the_same_clock_are_no_move() -> None:
    assert same_clock("Europe/Berlin", "Europe/Paris", NOW)
    assert not same_clock("Europe/Berlin", "Africa/Tunis", NOW)


def test_the_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[UnbrokenApp] = []

    def run(app: UnbrokenApp) -> None:
        shown.append(app)
        app.exit(return_code=0)

    monkeypatch.setattr(UnbrokenApp, "run", run)
    clock = fixed_clock(NOW)
    assert run_app("/nowhere/at/all", owner=None, clock=clock, clock_is_set=False, demo=True) == 0
    live = [each for each in shown[0]._page.streaks.values() if each.status == "live"]
    assert len(live) == 10


def test_the_header_says_that_it_is_a_demo(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        header = dashboard(pilot).query_one(DayHeader)
        assert "This is a demo; nothing is kept" in str(header.render())

    bench(seed).run(act, demo=True)


def test_the_card_tells_all(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        screen = dashboard(pilot)

        def card() -> str:
            return str(screen.query_one(StreakCard).render())

        await press(pilot, "j")
        await until(pilot, lambda: screen.told and "Walk" in card())
        await until(pilot, lambda: "Last logs" in card())
        said = card()
        assert "▲ Now." in said
        assert "New shoes" in said and "at 22, 1 to go" in said
        assert "Mo  Tu  We" in said
        await press(pilot, "2")
        await until(pilot, lambda: "Won       New shoes" in card())
        assert "Now" not in card()
        assert len(screen.cards.cards) >= 2

    bench(seed).run(act, (140, 40))


def test_the_month_of_a_long_period_shows_the_days_with_a_log(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        screen = dashboard(pilot)
        await press(pilot, "j", "j")
        await until(pilot, lambda: "Mo  Tu  We" in str(screen.query_one(StreakCard).render()))
        lines = str(screen.query_one(StreakCard).render()).splitlines()
        at = next(at for at, line in enumerate(lines) if line.startswith("Mo  Tu"))
        assert [line.split() for line in lines[at + 1 : at + 5]] == [
            ["□"],
            ["■", "─", "■", "─", "■", "─", "─"],
            ["■", "─", "■", "─", "■", "─", "─"],
            ["■", "─", "■", "─", "■", "─"],
        ]

    bench(seed).run(act, (140, 40))


def lines_of(weeks: StreakWeeks) -> list[str]:
    """What it shows."""
    return str(weeks.render()).splitlines()


def test_the_last_weeks_stand_below_a_list_that_leaves_room(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        screen = dashboard(pilot)

        def shown() -> list[str]:
            return lines_of(weeks)

        weeks = screen.query_one(StreakWeeks)
        await press(pilot, "j")
        await until(pilot, lambda: screen.told and shown() and shown()[0].startswith("Walk"))
        await until(pilot, lambda: weeks.display)
        assert weeks.region.y == screen.streaks.region.bottom
        assert weeks.region.width == screen.streaks.region.width
        assert screen.query_one(StreakCard).region.bottom >= weeks.region.bottom
        assert shown()[0] == "Walk   Last 47 weeks"
        assert shown()[1].split()[-3:] == ["Sep", "Oct", "Nov"]
        assert [line[:3] for line in shown()[2::2]] == [
            *("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
        ]
        assert shown()[12].split()[1:] == ["■", "■", "■", "○"]
        await pilot.resize_terminal(140, 30)
        await until(pilot, lambda: not weeks.display)
        await pilot.resize_terminal(200, 55)
        await until(pilot, lambda: weeks.display and "Last 53" in shown()[0])

    bench(seed).run(act, (140, 40))


def test_a_list_that_needs_the_room_has_no_weeks_below(bench: Make) -> None:
    def many(engine: Engine, clock: SetClock) -> None:
        for number in range(30):
            engine.add(f"Late {number}" if number % 3 else f"Early {number}")

    async def act(pilot: Pilot[None]) -> None:
        screen = dashboard(pilot)
        weeks = screen.query_one(StreakWeeks)
        await until(pilot, lambda: screen.told is not None)
        assert not weeks.display
        await press(pilot, "slash", *"late", "enter")
        await until(pilot, lambda: lines_of(weeks)[3:4] and lines_of(weeks)[3].startswith("Tue"))
        await pilot.resize_terminal(140, 44)
        await until(pilot, lambda: lines_of(weeks)[3:4] == [""])

    bench(many).run(act, (140, 40))


def test_the_card_is_not_read_where_there_is_no_room(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        screen = dashboard(pilot)
        await press(pilot, "j")
        await pilot.pause(0.2)
        assert screen.told is None and not screen.query(StreakCard)
        await pilot.resize_terminal(116, 24)
        await until(pilot, lambda: screen.told is not None)
        assert row(pilot, "walk").name in text(pilot)[3]

    bench(seed).run(act, (80, 24))
