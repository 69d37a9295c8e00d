"""The colours that people give their streaks, made readable on the theme's ground."""

from __future__ import annotations

from typing import Final

from textual.color import Color, ColorParseError

READABLE: Final = 4.5
"""The contrast that text needs (WCAG 2, AA)."""

_STEPS: Final = 10


def readable(named: str, grounds: tuple[Color, ...], ink: Color) -> Color | None:
    """The colour that is named, as near to the theme's ink as it must be to be read on all grounds.

    None where no colour has that name.
    """
    try:
        color = Color.parse(named)
    except ColorParseError:
        return None
    color = Color(color.r, color.g, color.b)
    for step in range(_STEPS + 1):
        mixed = color.blend(ink, step / _STEPS)
        if all(contrast(mixed, ground) >= READABLE for ground in grounds):
            return mixed
    return ink


def contrast(one: Color, other: Color) -> float:
    """The contrast ratio of two colours, from 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(color: Color) -> float:
    red, green, blue = (_linear(part) for part in color.normalized)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
