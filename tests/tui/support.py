"""A bench for tests of the app: a database, a clock, and apps with a pilot."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget

from tui.quiet import draw
from unbroken.engine.api import Engine
from unbroken.engine.preferences import Preferences, load, preferences_path
from unbroken.tui.actions.preference_keeper import PreferenceKeeper
from unbroken.tui.app import UnbrokenApp
from unbroken.tui.engine_thread import EngineThread
from unbroken.tui.model.dashboard_page import load_page
from unbroken.tui.model.streak_row import Row
from unbroken.tui.screens.dashboard import Dashboard
from unbroken.tui.widgets.key_line import KeyLabel, KeyLine, fit_keys

NOW = datetime(2026, 11, 21, 20, 10, tzinfo=UTC)
SIZES = [(40, 12), (80, 24), (140, 40)]


class SetClock:
    """A clock that is moved by hand."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


class Ground(UnbrokenApp):
    """The app without its dashboard: what a screen lies on that needs no more than an app."""

    CSS_PATH = str(Path(inspect.getfile(UnbrokenApp)).with_name("app.tcss"))

    def get_default_screen(self) -> Screen[Any]:  # type: ignore[override]
        return Screen()


class Bench:
    """A database with apps that look at it."""

    def __init__(self, opener: Callable[[], Engine], clock: SetClock) -> None:
        self.opener, self.clock = opener, clock
        self.engine_threads: list[EngineThread] = []

    def edit(self, change: Callable[[Engine], Any]) -> Any:
        """Does something to the database, as another program would."""
        engine = self.opener()
        try:
            return change(engine)
        finally:
            engine.close()

    def app(
        self,
        *,
        clock_is_set: bool = False,
        kind: type[UnbrokenApp] = UnbrokenApp,
        **options: Any,
    ) -> UnbrokenApp:
        """A new app on the database."""
        engine_thread = EngineThread(self.opener)
        self.engine_threads.append(engine_thread)
        page = engine_thread.ask(load_page)
        path = None if options.get("demo") else preferences_path()
        kept = PreferenceKeeper.opened(engine_thread, path)
        app = kind(engine_thread, page, self.clock, kept, clock_is_set=clock_is_set, **options)
        app.animation_level = "none"
        return app

    def run(
        self,
        act: Callable[[Pilot[None]], Awaitable[Any]],
        size: tuple[int, int] = (80, 24),
        *,
        clock_is_set: bool = False,
        **options: Any,
    ) -> Any:
        """Runs an app, and something that is done to it."""

        async def play() -> Any:
            app = self.app(clock_is_set=clock_is_set, **options)
            async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
                await settled(pilot)
                await until(pilot, lambda: all(each.strip for each in dashboard(pilot).rows))
                answer = await act(pilot)
                draw(app)
                return answer

        return asyncio.run(play())

    def run_over_ground(
        self,
        act: Callable[[Pilot[None]], Awaitable[Any]],
        size: tuple[int, int] = (80, 24),
    ) -> Any:
        """Runs something that opens its own screen, over no dashboard: that takes half as long."""

        async def play() -> Any:
            app = self.app(kind=Ground)
            async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
                await pilot.pause(0)
                answer = await act(pilot)
                draw(app)
                return answer

        return asyncio.run(play())

    def close(self) -> None:
        """Ends what was started."""
        for engine_thread in self.engine_threads:
            engine_thread.close()


async def settled(pilot: Pilot[None]) -> None:
    """Waits until nothing is under way but what waits for a dialog's answer."""
    while True:
        await pilot.pause(0)
        front = pilot.app.screen
        busy = [
            each
            for each in pilot.app.workers
            if not each.is_finished and (each.node is front or each.group == "settings")
        ]
        if not busy:
            await pilot.pause(0)
            if pilot.app.screen is front:
                return
            continue
        # Whoever waits here leaves the processor to the engine. A worker that opens a dialog does
        # not end, so what is in front is looked at every now and then.
        ends = [each._task for each in busy if each._task is not None]
        if ends:
            await asyncio.wait(ends, timeout=0.02, return_when=asyncio.FIRST_COMPLETED)


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Presses keys, each once what went before has settled."""
    for key in keys:
        await pilot.press(key)
        if len(pilot.app.screen_stack) == 1:
            await settled(pilot)


Shown = TypeVar("Shown", bound=Screen[Any])


async def opened(pilot: Pilot[None], kind: type[Shown]) -> Shown:
    """Waits until a screen of that kind is in front."""
    for _ in range(200):
        if isinstance(pilot.app.screen, kind):
            await pilot.pause()
            return pilot.app.screen
        await pilot.pause(0.01)
    raise AssertionError(f"{pilot.app.screen} is in front, not {kind}")


async def until(pilot: Pilot[None], holds: Callable[[], object], what: object = "it") -> None:
    """Waits until something holds, which is called that where it does not."""
    for _ in range(300):
        if holds():
            return
        await pilot.pause(0.01)
    raise AssertionError(f"{what} never held")


def ends_above(line: int, widget: Widget) -> bool:
    """Whether all of a widget lies above a line of the screen."""
    return widget.region.bottom < line


def begins_above(line: int, widget: Widget) -> bool:
    """Whether a widget's first line lies above a line of the screen."""
    return widget.region.y < line


def dashboard(pilot: Pilot[None]) -> Dashboard:
    """The dashboard, also where a dialog lies over it."""
    screen = pilot.app.screen_stack[0]
    assert isinstance(screen, Dashboard)
    return screen


def bench_app(pilot: Pilot[None]) -> UnbrokenApp:
    """The app that a pilot plays."""
    assert isinstance(pilot.app, UnbrokenApp)
    return pilot.app


def kept_preferences() -> Preferences:
    """What the file of preferences has."""
    loaded = load(preferences_path())
    assert loaded is not None and not loaded.faults
    return loaded.preferences


def row(pilot: Pilot[None], activity_type: str) -> Row:
    """How a streak is shown."""
    return next(each for each in dashboard(pilot).rows if each.activity_type == activity_type)


def chosen(pilot: Pilot[None]) -> str:
    """The activity type of the streak under the cursor."""
    screen = dashboard(pilot)
    rows = {each.streak_id: each.activity_type for each in screen.rows}
    assert screen.streaks.cursor is not None
    return rows[screen.streaks.cursor]


def text(pilot: Pilot[None]) -> list[str]:
    """The lines of the list that are in sight."""
    streaks = dashboard(pilot).streaks
    return [streaks.render_line(y).text.rstrip() for y in range(streaks.size.height)]


def footer(pilot: Pilot[None]) -> list[KeyLabel]:
    """The keys that the last line of the screen in front shows; all of them are in sight."""
    line = pilot.app.screen.query_one(KeyLine)
    shown, gap = fit_keys(line.labels, line.size.width, line.needed)
    assert sum(key.width + gap for key in shown) - gap <= line.size.width
    return shown


def messages(pilot: Pilot[None]) -> list[str]:
    """The notifications that were given."""
    return [str(each.message) for each in pilot.app._notifications]


def seed(engine: Engine, clock: SetClock) -> None:
    """A few streaks of each kind, kept up for three weeks until yesterday."""
    clock.now = NOW - timedelta(21)
    engine.add("Read", aggregation_method="sum", unit="min", aggregation_target_value=20)
    engine.add("Walk", completion_target_value=30, milestones=[(22, "New shoes")])
    engine.add("Café", aggregation_period="weekly", aggregation_target_value=3)
    engine.add("No sugar", goal="at_most", aggregation_target_value=0)
    engine.add("Sunday call", schedule=["sunday"])
    for day in range(21):
        clock.now = NOW - timedelta(21 - day)
        engine.log("read", 22)
        engine.log("walk")
        if clock.now.weekday() in (0, 2, 4):
            engine.log("cafe")
