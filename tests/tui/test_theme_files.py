"""Themes of a person's own."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.color import Color
from textual.pilot import Pilot
from textual.widgets import OptionList

from tui.support import Bench, messages, opened, seed
from unbroken.engine.preferences import preferences_path
from unbroken.tui.screens.settings import SettingsScreen
from unbroken.tui.theme_files import NEEDED, read_themes
from unbroken.tui.themes import DARK

EXAMPLE = re.search(
    r"```toml\n(.*?)```",
    (Path(__file__).parents[2] / "docs" / "design.md").read_text(encoding="utf-8"),
    re.DOTALL,
)
assert EXAMPLE is not None
FOREST = EXAMPLE[1]


def test_the_example_of_the_page_is_a_theme(tmp_path: Path) -> None:
    (tmp_path / "forest.toml").write_text(FOREST)
    [theme], faults = read_themes(tmp_path)
    assert (theme.name, theme.background, theme.dark, faults) == ("forest", "#101612", True, ())
    assert theme.variables["tint-teal"] == "#3FB8AD"
    assert theme.variables["tint-red"] == DARK.variables["tint-red"]
    assert set(theme.variables) == set(DARK.variables)
    ground = Color.parse(theme.background or "").brightness
    assert ground < Color.parse(theme.variables["chosen"]).brightness < 0.5


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("background = [", "x.toml: Invalid"),
        ("", f"x.toml: {NEEDED[0]} is missing; write {NEEDED[0]} = "),
        (FOREST.replace("#101612", "#10161"), "x.toml: background is no colour; write it as"),
        (FOREST.replace('"#101612"', "7"), "x.toml: background is no colour; write it as"),
        (FOREST.replace("focus", "fokus"), "x.toml: “fokus” is no colour of a theme; see"),
        (FOREST.replace("teal", "tael"), "x.toml: tints is a table of colours by name: red,"),
    ],
)
def test_what_will_not_do_is_said(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "x.toml").write_text(text)
    (tmp_path / "forest.toml").write_text(FOREST)
    [theme], [fault] = read_themes(tmp_path)
    assert theme.name == "forest"
    assert fault.startswith(told) and fault.endswith(".")


def test_it_is_seen_before_it_is_chosen(bench: Callable[..., Bench]) -> None:
    """In the open list of the settings; escape goes back to what there was."""
    folder = preferences_path().parent / "themes"
    folder.mkdir()
    (folder / "forest.toml").write_text(FOREST)
    (folder / "unbroken-dark.toml").write_text(FOREST)

    async def act(pilot: Pilot[None]) -> None:
        [line] = messages(pilot)
        assert line.startswith("A theme is left out. unbroken-dark.toml: a theme of that name is")
        await pilot.press("comma")
        screen = await opened(pilot, SettingsScreen)
        chosen = screen.form.theme
        chosen.focus()
        await pilot.press("enter")
        await pilot.pause()
        names = [str(each.prompt) for each in chosen.query_one(OptionList).options]
        chosen.query_one(OptionList).highlighted = names.index("forest")
        await pilot.pause()
        assert pilot.app.theme == "forest"
        await pilot.press("escape")
        await pilot.pause()
        assert (pilot.app.theme, chosen.value) == ("unbroken-dark", "unbroken-dark")
        await pilot.press("enter", "down")
        await pilot.pause()
        assert (pilot.app.theme, chosen.value) == ("unbroken-light", "unbroken-dark")
        await pilot.press("enter")
        await pilot.pause()
        assert pilot.app.theme == chosen.value == "unbroken-light"

    bench(seed).run(act)
