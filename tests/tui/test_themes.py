"""The themes can be read."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.color import Color
from textual.pilot import Pilot
from textual.theme import Theme

from tui.support import Bench, dashboard, seed
from unbroken.tui.drawing.canvas import LOOKS
from unbroken.tui.themes import THEMES, next_theme


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_contrast(bench: Callable[..., Bench], theme: Theme) -> None:
    """Every text of the list on the ground and on the cursor reaches 4.5:1."""

    async def act(pilot: Pilot[None]) -> None:
        pilot.app.theme = theme.name
        await pilot.pause()
        streaks = dashboard(pilot).streaks
        cursor = streaks.get_component_styles("on--chosen").background
        for look in LOOKS:
            if look in ("tie", "share-low"):
                continue
            colour = streaks.get_component_styles(f"look--{look}").color
            for ground in (Color.parse(theme.background or ""), cursor):
                assert contrast(colour, ground) >= 4.5, (look, ground.hex)

    bench(seed).run(act)


def contrast(one: Color, other: Color) -> float:
    """The contrast of two colours as WCAG 2 defines it."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: Color) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = [part / 255 for part in colour.rgb]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_themes_take_turns() -> None:
    assert next_theme("unbroken-dark") == "unbroken-light"
    assert next_theme("unbroken-light") == "unbroken-dark"
    assert next_theme("nord") == "unbroken-dark"
