"""The themes can be read."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest
from textual.color import Color
from textual.pilot import Pilot
from textual.theme import Theme

from tui.support import Bench, dashboard, seed
from unbroken import tui
from unbroken.engine.preferences import THEMES as KNOWN
from unbroken.tui.themes import LOOKS, THEMES, next_theme, themes_for, tint_of
from unbroken.wording.symbols import TINTS

ALL = [*THEMES, *themes_for("standard")]
NAMES = [f"{theme.name}-{at // 2}" for at, theme in enumerate(ALL)]
ACCENTS = ("primary", "success", "warning", "error")


@pytest.mark.parametrize("theme", ALL, ids=NAMES)
def test_text_is_readable_on_every_ground(theme: Theme) -> None:
    """What is drawn in an accent, in the ink or in the grey of labels: 4.5:1."""
    grounds = {theme.background, theme.surface, theme.panel, theme.variables["chosen"]}
    inks = [theme.foreground, theme.variables["text-muted"]]
    inks += [getattr(theme, each) for each in ACCENTS]
    for ink in inks:
        for ground in grounds:
            assert contrast(Color.parse(ink or ""), Color.parse(ground or "")) >= 4.5, (ink, ground)
    for ground in grounds:  # what ties days and rings panes is seen, though it is no text
        assert contrast(Color.parse(theme.variables["border"]), Color.parse(ground or "")) >= 1.5
    for each in ("low", "part", "met", "over"):
        ground = theme.variables[f"strength-{each}"]
        assert contrast(Color.parse(theme.foreground or ""), Color.parse(ground)) >= 4.5


@pytest.mark.parametrize("theme", ALL, ids=NAMES)
def test_what_has_the_focus_stands_out(theme: Theme) -> None:
    """Its ground by 3:1 from what is around it; what is written on it by 4.5:1, hints too."""
    focus, ink = Color.parse(theme.primary), Color.parse(theme.background or "")
    for ground in (theme.background, theme.surface, theme.panel):
        assert contrast(focus, Color.parse(ground or "")) >= 3
    assert contrast(focus, focus.blend(ink, 0.85)) >= 4.5


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_tints_and_accents_are_told_apart(theme: Theme) -> None:
    tints = [Color.parse(theme.variables[f"tint-{each}"]) for each in TINTS]
    for ground in (theme.background, theme.panel):
        assert all(contrast(each, Color.parse(ground or "")) >= 3 for each in tints)
    accents = [Color.parse(getattr(theme, each)) for each in ACCENTS]
    for one, other in combinations([*tints, *accents], 2):
        assert sum(abs(a - b) for a, b in zip(one.rgb, other.rgb, strict=True)) >= 30, (one, other)


@pytest.mark.parametrize("theme", themes_for("standard"), ids=lambda theme: theme.name)
def test_sixteen_colours_are_chosen_by_hand(theme: Theme) -> None:
    """Each is one of them, so that none is told by another; the accents are four."""
    colours = [theme.background, theme.foreground, theme.primary, *theme.variables.values()]
    for each in colours:
        if each and "%" not in each:
            assert all(part in (0, 85, 170, 255) for part in Color.parse(each).rgb), each
    assert len({getattr(theme, each) for each in ACCENTS}) == 4
    assert theme.variables["chosen"] != theme.background


@pytest.mark.parametrize(
    ("named", "tint"),
    [
        ("teal", "teal"),
        ("navy", "indigo"),
        ("dodgerblue", "blue"),
        ("#ff0000", "red"),
        ("crimson", "red"),
        ("gold", "yellow"),
        ("#808080", None),
        ("black", None),
        ("no-such-colour", None),
    ],
)
def test_any_colour_is_shown_as_the_nearest_tint(named: str, tint: str | None) -> None:
    assert tint_of(named) == tint


def test_no_screen_invents_a_look_of_its_own() -> None:
    """Colours, borders and the style of text stand in the stylesheet alone."""
    look = re.compile(r"(?:^|[\s{;&])(?:color|background|border|text-style|link|tint)[a-z-]*\s*:")
    for path in Path(tui.__path__[0]).rglob("*.py"):
        for css in re.findall(r'DEFAULT_CSS = f?"""(.*?)"""', path.read_text("utf-8"), re.DOTALL):
            assert not look.search(css), path


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_contrast(bench: Callable[..., Bench], theme: Theme) -> None:
    """Every text of the list on the ground and on the cursor reaches 4.5:1."""

    async def act(pilot: Pilot[None]) -> None:
        pilot.app.theme = theme.name
        await pilot.pause()
        streaks = dashboard(pilot).streaks
        cursor = streaks.get_component_styles("on--chosen").background
        for look in LOOKS:
            if look == "tie":
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


def test_a_command_knows_the_themes_that_the_app_has(bench: Callable[..., Bench]) -> None:
    async def act(pilot: Pilot[None]) -> None:
        assert {*KNOWN} == {*pilot.app.available_themes}

    bench(seed).run(act)


def test_themes_take_turns() -> None:
    assert next_theme("unbroken-dark") == "unbroken-light"
    assert next_theme("unbroken-light") == "unbroken-dark"
    assert next_theme("nord") == "unbroken-dark"
