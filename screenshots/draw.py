"""Draws every picture of this folder from the demo: python screenshots/draw.py."""

from __future__ import annotations

import asyncio
import os
from datetime import UTC, datetime
from pathlib import Path

NOW = datetime(2026, 11, 21, 15, 10, tzinfo=UTC)
FOLDER = Path(__file__).parent
SIZES = {"": (80, 24), "-wide": (140, 40)}
THEMES = {"dark": "unbroken-dark", "light": "unbroken-light"}
SCREENS = {"dashboard": (), "calendar": ("c",)}


async def draw(keys: tuple[str, ...], size: tuple[int, int], theme: str) -> str:
    """One picture, as SVG."""
    from unbroken.demo import fill
    from unbroken.engine.api import open_engine
    from unbroken.engine.clock import fixed_clock
    from unbroken.engine.preferences import Loaded, Preferences
    from unbroken.tui.actions.preference_keeper import PreferenceKeeper
    from unbroken.tui.app import UnbrokenApp
    from unbroken.tui.engine_thread import EngineThread
    from unbroken.tui.model.dashboard_page import load_page

    def opened():  # type: ignore[no-untyped-def]
        engine = open_engine(":memory:", clock=fixed_clock(NOW))
        fill(engine, NOW)
        return engine

    desk = EngineThread(opened)
    preferences = PreferenceKeeper(desk, None, Loaded(Preferences(theme=theme)))
    page = desk.ask(load_page)
    app = UnbrokenApp(desk, page, fixed_clock(NOW), preferences, clock_is_set=False)
    app.animation_level = "none"
    async with app.run_test(size=size) as pilot:
        await pilot.pause(0.5)
        await pilot.press(*keys)
        await pilot.pause(1)
        picture = app.export_screenshot(title="Unbroken")
    desk.close()
    return picture


def main() -> None:
    """Draws all of them, in one zone, so that they are the same everywhere."""
    os.environ["TZ"] = "Europe/Berlin"
    os.environ.pop("NO_COLOR", None)
    for name, keys in SCREENS.items():
        for suffix, size in SIZES.items():
            for look, theme in THEMES.items():
                target = FOLDER / f"{name}{suffix}-{look}.svg"
                target.write_text(asyncio.run(draw(keys, size, theme)), encoding="utf-8")


if __name__ == "__main__":
    main()
