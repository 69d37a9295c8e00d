"""Draws every picture of this folder from the demo, and one that moves.

`python screenshots/draw.py`
"""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

NOW = datetime(2026, 11, 21, 15, 10, tzinfo=UTC)
FOLDER = Path(__file__).parent
SIZES = {"": (80, 24), "-wide": (140, 40)}
THEMES = {"dark": "unbroken-dark", "light": "unbroken-light"}
SCREENS = {"dashboard": (), "calendar": ("c",)}
MINUTE = (
    *((), ("space",), ("6",), ("enter",), ("u",), ("j", "j"), ("space",), ("w",), ("escape", "k")),
    *(("c",), ("left", "left", "enter"), ("escape", "y"), ("escape", "escape"), ("C",)),
    *(("escape", "i"), ("escape", "slash"), ("t", "r", "a", "i", "n"), ("escape", "n")),
    *(tuple("Piano"), ("tab", "tab", "down"), ("escape", "y"), ("ctrl+t",)),
)
"""What is pressed before each of the pictures that move, from a first look to a theme."""
SECONDS = 2.5
"""For how long each of them stands."""


async def draw(steps: Sequence[Sequence[str]], size: tuple[int, int], theme: str) -> list[str]:
    """A picture, as SVG, after the keys of each step."""
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
    pictures = []
    async with app.run_test(size=size) as pilot:
        await pilot.pause(0.5)
        for keys in steps:
            await pilot.press(*keys)
            await pilot.pause(1)
            pictures.append(app.export_screenshot(title="Unbroken"))
    desk.close()
    return pictures


def moving(pictures: Sequence[str]) -> str:
    """One SVG that shows pictures in turn, without a script."""
    [head] = re.findall(r"<svg [^>]*>", pictures[0])
    frames = []
    for number, picture in enumerate(pictures):
        # each keeps its own names of styles, of which a picture has its own anyway but for these
        within = picture[picture.index(">") + 1 : picture.rindex("</svg>")]
        within = re.sub(r"\bterminal-(\w)", rf"frame{number}-\1", within)
        delay = number * SECONDS
        frames.append(f'<g class="frame" style="animation-delay:{delay}s">{within}</g>')
    whole, share = len(pictures) * SECONDS, 100 / len(pictures)
    style = (
        f".frame{{visibility:hidden;animation:shown {whole}s step-end infinite}}"
        f"@keyframes shown{{0%{{visibility:visible}}{share:.3f}%{{visibility:hidden}}}}"
    )
    return "\n".join([head, f"<style>{style}</style>", *frames, "</svg>\n"])


def main() -> None:
    """Draws all of them, in one zone, so that they are the same everywhere."""
    os.environ |= {"TZ": "Europe/Berlin", "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    os.environ.pop("NO_COLOR", None)
    for name, keys in SCREENS.items():
        for suffix, size in SIZES.items():
            for look, theme in THEMES.items():
                target = FOLDER / f"{name}{suffix}-{look}.svg"
                [picture] = asyncio.run(draw([keys], size, theme))
                target.write_text(picture, encoding="utf-8")
    steps = asyncio.run(draw(MINUTE, (80, 24), THEMES["dark"]))
    (FOLDER / "minute.svg").write_text(moving(steps), encoding="utf-8")


if __name__ == "__main__":
    main()
