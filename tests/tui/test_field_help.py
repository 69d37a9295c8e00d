"""Help where one is: in every field, by `?` and by F1."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Button, Input

from effort import in_turn
from tui.support import SIZES, Bench, dashboard, footer, opened, press, seed, until
from unbroken.core.streak_fields import RULES, Kind
from unbroken.tui.dialogs.help import HelpScreen
from unbroken.tui.dialogs.log_dialog import DetailedLogDialog
from unbroken.tui.focused_field import field_help
from unbroken.tui.model.field_help import FIELDS, help_of
from unbroken.tui.screens.export import ExportScreen
from unbroken.tui.screens.import_file import ImportScreen
from unbroken.tui.screens.settings import SettingsScreen
from unbroken.tui.screens.streak_editor import StreakEditor
from unbroken.tui.widgets.rule_form import RuleForm
from unbroken.wording.rule_fields import FLAGS, HELP

Make = Callable[..., Bench]


async def told(pilot: Pilot[None], key: str) -> tuple[str, str]:
    """Title and text of the help that a key opens; goes back from it."""
    front = pilot.app.screen
    await pilot.press(key)
    screen = await opened(pilot, HelpScreen)
    box = screen.query_one(".box")
    assert box.region.right <= pilot.app.size.width and box.region.bottom <= pilot.app.size.height
    said = screen.told_of, str(screen._text.render())
    await pilot.press("f1")
    await until(pilot, lambda: pilot.app.screen is front)
    return said


def unexplained(screen: Screen[Any]) -> list[Widget]:
    """What can be written in or chosen on a screen and has no help."""
    lacking = []
    for each in screen.focus_chain:
        screen.set_focus(each, scroll_visible=False)
        if field_help(screen) is None and not isinstance(each, Button):
            lacking.append(each)
    return lacking


@pytest.mark.parametrize("size", in_turn(0, SIZES))
def test_a_question_mark_explains_a_field_unless_it_may_be_text(
    bench: Make, size: tuple[int, int]
) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "n")
        editor = await opened(pilot, StreakEditor)
        await pilot.press("question_mark")
        assert editor.query_one("#name", Input).value == "?"
        assert [key.shown for key in footer(pilot)][-1] == "f1"
        title, said = await told(pilot, "f1")
        assert title == "Name"
        assert said.startswith("What you do, as you would say it.")
        assert "Delete up to the start" in said and "Save the streak" in said
        editor.query_one(RuleForm).more = True
        await until(pilot, lambda: editor.query("#activity_type"))
        editor.query_one("#starts_on").focus()
        await pilot.pause()
        assert [key.shown for key in footer(pilot)][-1] == "?"
        title, said = await told(pilot, "question_mark")
        assert title == "Starts on"
        assert "From when on it asks for something; earlier logs count too." in said.replace(
            "\n", " "
        )
        assert "unbroken edit STREAK --starts-on DAY" in said.replace("\n", " ")
        assert editor.query_one("#starts_on", Input).value == ""
        editor.query_one("#kind").focus()
        assert (await told(pilot, "question_mark"))[0] == "What kind"
        editor.query_one("#kind").focus()
        await until(pilot, lambda: "? tells more" in str(editor.query_one("#help").render()))
        assert not unexplained(editor)
        editor.dismiss(None)
        await opened(pilot, type(dashboard(pilot)))

        await pilot.press("l")
        form = await opened(pilot, DetailedLogDialog)
        title, said = await told(pilot, "question_mark")
        assert title == "Amount" and "unbroken log STREAK VALUE" in said
        form.query_one("#note").focus()
        await pilot.press("question_mark")
        assert form.written["note"] == "?"
        assert (await told(pilot, "f1"))[0] == "Note"
        assert not unexplained(form)

    bench(seed).run(act, size)


def test_every_form_explains_its_fields(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "slash")
        assert (await told(pilot, "f1"))[0] == "Filter"
        await pilot.press("escape", "comma")
        settings = await opened(pilot, SettingsScreen)
        assert [type(each).__name__ for each in unexplained(settings)] == ["OwnerList"]
        settings.query_one("#strict").focus()
        assert "unbroken config strict VALUE" in (await told(pilot, "question_mark"))[1]
        pilot.app.action_export_data()  # type: ignore[attr-defined]
        export = await opened(pilot, ExportScreen)
        assert not unexplained(export)
        export.dismiss(None)
        await until(pilot, lambda: pilot.app.screen is settings)
        settings.dismiss(False)
        await until(pilot, lambda: pilot.app.screen is dashboard(pilot))
        await pilot.press("ctrl+o")
        brought = await opened(pilot, ImportScreen)
        assert {type(each).__name__ for each in unexplained(brought)} <= {"OptionList"}

    bench(seed).run(act)


def test_the_keys_of_a_screen_are_searched(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "question_mark")
        screen = await opened(pilot, HelpScreen)
        assert screen.told_of == "Dashboard"
        assert [group.title for group in screen.groups][:2] == ["The chosen streak", "All streaks"]
        await pilot.press("slash", *"undo?")
        assert str(screen._text.render()) == "No key has “undo?” in what it does."
        await pilot.press("backspace", "ctrl+u", *"take back")
        found = str(screen._text.render()).splitlines()
        assert found[0] == "Changes" and len(found) == 2
        await pilot.press("enter", "j", "escape")
        assert "Quit" in str(screen._text.render())
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is dashboard(pilot))

    bench(seed).run(act)


def test_every_rule_of_a_streak_is_explained_in_the_words_of_the_command_line() -> None:
    for rule in RULES:
        assert help_of("rule", rule.name) is not None, rule.name
    for flag in FLAGS:
        about = FIELDS["rule"][flag.field]
        assert f"{flag.flag} {flag.metavar}" in about.option


def test_a_check_box_says_what_holds_when_it_is_ticked() -> None:
    boxes = [each.name for each in RULES if each.kind == Kind.FLAG]
    assert boxes and all(HELP[each].startswith("when ticked") for each in boxes)
