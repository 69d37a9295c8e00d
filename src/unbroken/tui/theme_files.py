"""Themes of a person's own: a TOML file each, in the folder `themes` beside the preferences.

docs/design.md says what stands in one. A file that will not do is left out, and said why.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from textual.color import Color, ColorParseError
from textual.theme import Theme

from unbroken.core.text import one_line
from unbroken.tui.themes import DARK, LIGHT, Palette, theme_of
from unbroken.wording.symbols import TINTS

NEEDED: Final = ("background", "foreground", "focus", "success", "warning", "error")
"""What a file has to say."""
_KNOWN: Final = (*Palette._fields, "tints")


class ThemeFiles(NamedTuple):
    """The themes of a folder, and a sentence on each file that will not do."""

    themes: tuple[Theme, ...] = ()
    faults: tuple[str, ...] = ()


def read_themes(folder: Path) -> ThemeFiles:
    """The themes of the files in a folder, each called as its file; none where it is not there."""
    themes, faults = [], []
    try:
        paths = sorted(folder.glob("*.toml"))
    except OSError:
        return ThemeFiles()
    for path in paths:
        try:
            themes.append(_read(path))
        except ValueError as error:
            faults.append(f"{path.name}: {error}.")
    return ThemeFiles(tuple(themes), tuple(faults))


def _read(path: Path) -> Theme:
    """The theme of a file. Raises ValueError, with what is wrong, for one that will not do."""
    import tomllib  # most people have no file

    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError:
        raise ValueError("it cannot be read") from None
    if path.stem in (DARK.name, LIGHT.name):
        raise ValueError("a theme of that name is there; call the file otherwise")
    for key in table:
        if key not in _KNOWN:
            raise ValueError(f"“{one_line(key)[:30]}” is no colour of a theme; see {_listed()}")
    missing = [key for key in NEEDED if key not in table]
    if missing:
        raise ValueError(f'{missing[0]} is missing; write {missing[0]} = "#rrggbb"')
    tints = table.pop("tints", {})
    if not isinstance(tints, dict) or set(tints) - set(TINTS):
        raise ValueError(f"tints is a table of colours by name: {', '.join(TINTS)}")
    told = {key: _colour(key, value) for key, value in table.items()}
    named = {key: _colour(f"tints.{key}", value) for key, value in tints.items()}
    return theme_of(path.stem, _whole(told), _all_tints(told["background"], named))


def _listed() -> str:
    return f"docs/design.md, or take these: {', '.join(_KNOWN)}"


def _colour(key: str, value: Any) -> str:
    try:
        return Color.parse(value).hex
    except (ColorParseError, AttributeError, TypeError):
        raise ValueError(f'{key} is no colour; write it as "#rrggbb"') from None


def _whole(told: Mapping[str, str]) -> Palette:
    """A palette with what a file does not say between its ground and its ink."""
    ground, ink = Color.parse(told["background"]), Color.parse(told["foreground"])
    between = {
        "surface": 0.04,
        "panel": 0.1,
        "chosen": 0.1,
        "muted": 0.65,
        "border": 0.3,
        "border_blurred": 0.2,
    }
    spare = {key: ground.blend(ink, part).hex for key, part in between.items()}
    return Palette(**{**spare, **told})


def _all_tints(background: str, named: Mapping[str, str]) -> dict[str, str]:
    ours = (DARK if Color.parse(background).brightness < 0.5 else LIGHT).variables
    return {each: named.get(each, ours[f"tint-{each}"]) for each in TINTS}
