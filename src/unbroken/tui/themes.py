"""Every colour of the app, by what it means (docs/design.md): two themes of its own, the ten tints
of streaks, and the looks of what is drawn in cells.

Every text reaches a contrast of 4.5:1 on each of the theme's grounds; what has the focus stands out
from what is around it by 3:1.
"""

from __future__ import annotations

from collections.abc import Mapping
from colorsys import rgb_to_hls
from functools import lru_cache
from typing import Final, NamedTuple

from textual.color import Color, ColorParseError
from textual.theme import Theme

from unbroken.tui.drawing.line import QUIET
from unbroken.wording.symbols import TINTS

_STRENGTHS: Final = {"low": 0.11, "part": 0.2, "met": 0.32, "over": 0.45}
"""How much of the success colour is in the ground of a day, by how much was done on it."""


class Palette(NamedTuple):
    """The colours of a theme, by what they mean (docs/design.md)."""

    background: str
    surface: str
    panel: str
    chosen: str
    foreground: str
    muted: str
    border: str
    border_blurred: str
    focus: str
    success: str
    warning: str
    error: str


def theme_of(
    name: str, palette: Palette, tints: Mapping[str, str], *, shaded: bool = True
) -> Theme:
    """A theme of these colours. `shaded` says that grounds can show a strength."""
    quiet, focus = palette.muted, palette.focus
    ground, grown = Color.parse(palette.background), Color.parse(palette.success)
    strengths = {
        f"strength-{each}": ground.blend(grown, part if shaded else 0).hex
        for each, part in _STRENGTHS.items()
    }
    return Theme(
        name=name,
        primary=focus,
        secondary=quiet,
        accent=focus,
        success=palette.success,
        warning=palette.warning,
        error=palette.error,
        foreground=palette.foreground,
        background=palette.background,
        surface=palette.surface,
        panel=palette.panel,
        dark=ground.brightness < 0.5,
        variables={
            "text-muted": quiet,
            "text-disabled": quiet,
            "text-success": palette.success,
            "text-warning": palette.warning,
            "text-error": palette.error,
            "text-primary": focus,
            "border": palette.border,
            "border-blurred": palette.border_blurred,
            "chosen": palette.chosen,
            "footer-background": palette.background,
            "footer-key-foreground": palette.foreground,
            "footer-description-foreground": quiet,
            "input-selection-background": f"{focus} 30%",
            "scrollbar": palette.border_blurred,
            "scrollbar-background": palette.background,
            **strengths,
            **{f"tint-{each}": tint for each, tint in tints.items()},
        },
    )


def _theme(
    name: str,
    *,
    grounds: str,
    inks: str,
    lines: str,
    accents: str,
    chosen: str,
    tints: str,
    shaded: bool = True,
) -> Theme:
    """A theme of ours; each text names colours in the order of docs/design.md.

    `chosen` is the ground of the chosen row.
    """
    colours = (*grounds.split(), chosen, *inks.split(), *lines.split(), *accents.split())
    palette = Palette._make(colours)
    named = dict(zip(TINTS, tints.split(), strict=True))
    return theme_of(name, palette, named, shaded=shaded)


DARK: Final = _theme(
    "unbroken-dark",
    grounds="#14161a #1a1d22 #252a32",
    inks="#dcdfe5 #98a1af",
    lines="#4a5361 #3a424e",
    accents="#8ab4f8 #86c5a4 #e6b566 #ec9490",
    chosen="#252a32",
    tints="#e5636a #ea8a45 #d8c24e #a5c54e #4fae62 #3fb8ad #5aa2f0 #8f83f3 #c07fe0 #f07ab8",
)
"""Calm light grey on near black."""

LIGHT: Final = _theme(
    "unbroken-light",
    grounds="#faf9f6 #f3f1ec #e8e5dd",
    inks="#24282e #5a616b",
    lines="#a9a598 #c9c5b9",
    accents="#1c5cae #1b6b4c #8a4f00 #a8322b",
    chosen="#e8e5dd",
    tints="#c93a36 #c2560c #8a7000 #5d7d0d #2f863b #0b7f78 #2277d3 #5a48c9 #9036b8 #c02f7d",
)
"""Dark ink on warm paper."""

THEMES: Final = (DARK, LIGHT)

_DARK_16: Final = _theme(
    "unbroken-dark",
    grounds="#000000 #000000 #000000",
    inks="#ffffff #aaaaaa",
    lines="#555555 #555555",
    accents="#55ffff #55ff55 #ffff55 #ff55ff",
    chosen="#0000aa",
    tints="#ff5555 #aa5500 #ffff55 #55ff55 #00aa00 #00aaaa #5555ff #5555ff #aa00aa #ff55ff",
    shaded=False,
)
_LIGHT_16: Final = _theme(
    "unbroken-light",
    grounds="#ffffff #ffffff #ffffff",
    inks="#000000 #555555",
    lines="#555555 #aaaaaa",
    accents="#000000 #0000aa #aa00aa #aa0000",
    chosen="#55ffff",
    tints="#aa0000 #aa5500 #aa5500 #00aa00 #00aa00 #00aaaa #5555ff #0000aa #aa00aa #ff55ff",
    shaded=False,
)
"""Terminals tell brown by yellow, and green too pale for a light ground: both give way."""


def themes_for(colours: str | None) -> tuple[Theme, ...]:
    """The themes as a terminal's colours can show them; where these are the sixteen `standard`
    ones, each colour is one of them, chosen by hand.
    """
    return (_DARK_16, _LIGHT_16) if colours == "standard" else THEMES


def next_theme(name: str) -> str:
    """The theme of ours that follows the one named."""
    names = [theme.name for theme in THEMES]
    return names[(names.index(name) + 1) % len(names)] if name in names else names[0]


def spare_variables(*, dark: bool) -> dict[str, str]:
    """What a theme of somebody else lacks of ours."""
    ours = (DARK if dark else LIGHT).variables
    return {name: ours[name] for name in ours if name.startswith(("tint-", "strength-", "chosen"))}


@lru_cache(256)
def tint_of(named: str) -> str | None:
    """The tint that comes nearest to a colour that is named; None where no colour has that name
    or it is a grey.
    """
    if named in TINTS:
        return named
    try:
        wanted = Color.parse(named)
    except ColorParseError:
        return None
    hue, light, strength = rgb_to_hls(*wanted.normalized)
    if strength < 0.12 or not 0.03 < light < 0.98:
        return None

    def away(tint: str) -> float:
        apart = abs(hue - rgb_to_hls(*Color.parse(DARK.variables[f"tint-{tint}"]).normalized)[0])
        return min(apart, 1 - apart)

    return min(TINTS, key=away)


LOOKS: Final = {
    "strong": "color: $foreground; text-style: bold;",
    "today": "color: $foreground; text-style: bold underline;",
    "heading": "color: $text-muted; text-style: bold;",
    "cursor": "color: $primary; text-style: bold;",
    "tie": "color: $border;",
    "tie-here": "color: $primary;",
    "met": "color: $success;",
    "over": "color: $success; text-style: bold;",
    "flash": "color: $success; text-style: bold reverse;",
    "partial": "color: $success;",
    "low": "color: $success;",
    "now": "color: $warning; text-style: bold;",
    "missed": "color: $error;",
    **dict.fromkeys(QUIET, "color: $text-muted;"),
}
"""How each look is drawn; `plain` is that of the widget."""
GROUNDS: Final = {
    "chosen": "background: $chosen;",
    "cursor": "background: $primary; color: $background; text-style: bold;",
    **{
        f"strength-{each}": f"background: $strength-{each}; color: $foreground;"
        for each in _STRENGTHS
    },
}
"""What a span can lie on; one with an ink of its own takes the place of the look's."""
