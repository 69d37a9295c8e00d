"""The app's own colours: one dark and one light theme, each with a single accent.

Every text reaches a contrast of 4.5:1 on each of the theme's grounds.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from textual.theme import Theme

DARK: Final = Theme(
    name="unbroken-dark",
    primary="#86c5a4",
    secondary="#a3acba",
    accent="#86c5a4",
    success="#86c5a4",
    warning="#e6b566",
    error="#ec9490",
    foreground="#dcdfe5",
    background="#14161a",
    surface="#1a1d22",
    panel="#252a32",
    dark=True,
    variables={
        "text-muted": "#98a1af",
        "border": "#4a5361",
        "border-blurred": "#3a424e",
        "footer-background": "#14161a",
        "footer-key-foreground": "#86c5a4",
        "footer-description-foreground": "#98a1af",
        "input-selection-background": "#86c5a4 30%",
        "scrollbar": "#3a424e",
        "scrollbar-background": "#14161a",
    },
)
"""Calm light grey on near black, with a soft green."""

LIGHT: Final = Theme(
    name="unbroken-light",
    primary="#1b6b4c",
    secondary="#565d68",
    accent="#1b6b4c",
    success="#1b6b4c",
    warning="#8a4f00",
    error="#a8322b",
    foreground="#24282e",
    background="#faf9f6",
    surface="#f3f1ec",
    panel="#e8e5dd",
    dark=False,
    variables={
        "text-muted": "#5a616b",
        "border": "#a9a598",
        "border-blurred": "#c9c5b9",
        "footer-background": "#faf9f6",
        "footer-key-foreground": "#1b6b4c",
        "footer-description-foreground": "#5a616b",
        "input-selection-background": "#1b6b4c 25%",
        "scrollbar": "#c9c5b9",
        "scrollbar-background": "#faf9f6",
    },
)
"""Dark ink on warm paper, with a deep green."""

THEMES: Final = (DARK, LIGHT)


def themes_for(colours: str | None) -> tuple[Theme, ...]:
    """The themes as a terminal's colours can show them: `standard` ones are sixteen.

    Brown is told there by yellow, which cannot be read on a light ground, so it gives way.
    """
    if colours != "standard":
        return THEMES
    return tuple(each if each.dark else replace(each, warning="#800080") for each in THEMES)


def next_theme(name: str) -> str:
    """The theme of ours that follows the one named."""
    names = [theme.name for theme in THEMES]
    return names[(names.index(name) + 1) % len(names)] if name in names else names[0]
