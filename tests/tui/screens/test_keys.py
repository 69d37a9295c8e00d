"""The keys screen: keys are changed, checked and kept."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tui.support import (
    SIZES,
    Bench,
    dashboard,
    footer,
    messages,
    opened,
    press,
    seed,
    settled,
    until,
)
from unbroken.core.errors import Refusal
from unbroken.tui.dialogs.confirm import ConfirmDialog
from unbroken.tui.dialogs.help import HelpScreen
from unbroken.tui.dialogs.key_question import KeyQuestion
from unbroken.tui.keymap import actions, places, read_keymap, save_keymap
from unbroken.tui.model.key_actions import GROUPS, key_rows, refusal_of
from unbroken.tui.screens.keys import KeysScreen
from unbroken.tui.screens.settings import SettingsScreen

Make = Callable[..., Bench]
ACTIONS = {each.name: each for each in actions()}


async def chosen(pilot: Pilot[None], sought: str) -> KeysScreen:
    """Opens the screen from the help, with the cursor on what is sought."""
    await pilot.press("question_mark")
    await opened(pilot, HelpScreen)
    await pilot.press("c")
    screen = await opened(pilot, KeysScreen)
    await pilot.press("slash", *sought, "enter")
    return screen


def test_a_key_is_changed_checked_and_in_force_at_once(
    bench: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "folder" / "keys.toml"
    monkeypatch.setenv("UNBROKEN_KEYS", str(path))

    async def act(pilot: Pilot[None]) -> None:
        screen = await chosen(pilot, "take back the last")
        assert screen.action is not None and screen.action.name == "dashboard.undo"
        await pilot.press("enter")
        asked = await opened(pilot, KeyQuestion)

        def said() -> str:
            return str(asked.query_one("#fault").render())

        await pilot.press("w")
        assert said() == "w is taken: say why the streak stands as it does."
        await pilot.press("tab")
        assert said() == "tab cannot be given: it goes to the next field."
        await pilot.press("z")
        await until(pilot, lambda: pilot.app.screen is screen and path.exists())
        assert tomllib.loads(path.read_text()) == {"keys": {"dashboard.undo": "z"}}
        assert messages(pilot)[-1].startswith("Take back the last change: z")
        await pilot.press("a")
        await opened(pilot, KeyQuestion)
        await pilot.press("f5")
        await until(pilot, lambda: pilot.app.screen is screen)
        await settled(pilot)
        assert read_keymap(path).keys == {"dashboard.undo": "z,f5"}
        await pilot.press("escape", "escape")
        await until(pilot, lambda: pilot.app.screen is dashboard(pilot))
        assert "z" in [key.shown for key in footer(pilot)]
        await press(pilot, "2", "z")
        await until(pilot, lambda: any("Took back" in each for each in messages(pilot)))
        await pilot.press("question_mark")
        told = await opened(pilot, HelpScreen)
        assert "z f5" in [line.keys for group in told.groups for line in group.lines]
        await pilot.press("escape")

        await press(pilot, "comma")
        settings = await opened(pilot, SettingsScreen)
        settings.query_one("#keys").focus()
        await pilot.press("enter")
        screen = await opened(pilot, KeysScreen)
        assert screen.chosen == {"dashboard.undo": ("z", "f5")}
        await pilot.press("slash", *"z f5", "enter", "r")
        await settled(pilot)
        assert screen.chosen == {} and read_keymap(path) == ({}, ())
        await pilot.press("escape", "slash", *"begin a range", "enter", "enter")
        await opened(pilot, KeyQuestion)
        await pilot.press("M")
        await until(pilot, lambda: pilot.app.screen is screen)
        await pilot.press("R")
        await opened(pilot, ConfirmDialog)
        await pilot.press("y")
        await until(pilot, lambda: not screen.chosen)

    bench(seed).run(act)


def test_the_demo_keeps_no_keys_and_a_faulty_file_is_left_alone(
    bench: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "keys.toml"
    monkeypatch.setenv("UNBROKEN_KEYS", str(path))

    async def act(pilot: Pilot[None]) -> None:
        screen = await chosen(pilot, "copy how")
        await pilot.press("enter")
        await opened(pilot, KeyQuestion)
        await pilot.press("X")
        await until(pilot, lambda: screen.chosen and pilot.app.screen is screen)
        await settled(pilot)
        assert not path.exists()

    bench(seed).run(act, demo=True)
    path.write_text("[keys\n")
    with pytest.raises(Refusal, match=r"^Mend or remove .*keys\.toml first"):
        save_keymap(path, {"dashboard.undo": "z"})
    assert path.read_text() == "[keys\n"


@pytest.mark.parametrize(
    ("name", "key", "said"),
    [
        ("editor.save", "x", "x is for writing there; take one with ctrl or alt, or f2 to f12."),
        ("editor.save", "ctrl+k", "^k is for writing there"),
        ("editor.save", "f2", ""),
        ("editor.save", "ctrl+s", ""),
        ("dashboard.why", "ctrl+c", "^c cannot be given: it says how to quit."),
        ("dashboard.why", "escape", "cannot be given: it goes back."),
        ("why.back", "escape", ""),
        ("why.back", "y", "y is taken: copy what is said here."),
        ("calendar.mark", "q", "q is taken: quit."),
        ("calendar.mark", "o", ""),
    ],
)
def test_what_cannot_be_is_refused_in_words(name: str, key: str, said: str) -> None:
    found = refusal_of(ACTIONS[name], key, {}, ACTIONS, list(places()))
    assert said in found and bool(said) == bool(found)


def test_a_key_that_another_action_gave_up_is_free() -> None:
    chosen = {"app.quit": ("Q",)}
    assert refusal_of(ACTIONS["calendar.mark"], "q", chosen, ACTIONS, list(places())) == ""
    assert refusal_of(ACTIONS["calendar.mark"], "Q", chosen, ACTIONS, list(places())) != ""


def test_every_action_is_listed_in_a_group_with_what_it_does() -> None:
    rows = list(key_rows(ACTIONS.values(), {"app.quit": ("Q",)}))
    assert [row.text for row in rows if row.action is None] == list(GROUPS.values())
    assert all(row.action.does for row in rows if row.action is not None)
    assert "*Q              Quit" in [row.text for row in rows]
    found = [row.text for row in key_rows(ACTIONS.values(), {}, "whole YEAR")]
    assert found == ["The calendar", " y              Show the whole year, or back"]


@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_cut_by_a_search_that_has_begun(bench: Make, size: tuple[int, int]) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("question_mark")
        await opened(pilot, HelpScreen)
        await pilot.press("c")
        screen = await opened(pilot, KeysScreen)
        listed = screen.listed

        def cut() -> list[str]:
            lines = [listed.render_line(y).text.rstrip() for y in range(listed.size.height)]
            return [line for line in lines if line.endswith("…")]

        before = cut()
        await pilot.press("slash")
        await until(pilot, lambda: screen.focused is not listed)
        await pilot.pause()
        assert len(cut()) <= len(before)
        assert size[0] < 80 or not before

    bench(seed).run(act, size)
