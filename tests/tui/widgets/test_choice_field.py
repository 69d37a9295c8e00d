"""A field to choose one of several values in."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets._select import SelectOverlay

from unbroken.tui.widgets.choice_field import ChoiceField

DAYS = [("Monday", "mon"), ("Tuesday", "tue"), ("[b]Wednesday", "wed")]


class Form(App[None]):
    """Two fields, and what they told."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[str] = []

    def compose(self) -> ComposeResult:
        yield ChoiceField("day", DAYS, "tue")
        yield ChoiceField("other", DAYS, "mon")

    def on_choice_field_changed(self, event: ChoiceField.Changed) -> None:
        self.told.append(f"{event.control.id} {event.value}")


def played(
    act: Callable[[Pilot[None], Form, ChoiceField], Awaitable[Any]], height: int = 12
) -> list[str]:
    """Does something to a form, and answers what it was told."""

    async def play() -> list[str]:
        app = Form()
        async with app.run_test(size=(30, height)) as pilot:
            await act(pilot, app, app.query_one("#day", ChoiceField))
            await pilot.pause()
        return app.told

    return asyncio.run(play())


def test_keys_choose() -> None:
    async def act(pilot: Pilot[None], app: Form, field: ChoiceField) -> None:
        assert field.render_line(0).text == "Tuesday                    ▼"
        await pilot.press("enter", "down")
        assert field.expanded
        assert field.render_line(0).text.endswith("▲")
        await pilot.press("enter")
        assert field.has_focus
        assert not field.expanded
        assert field.value == "wed"
        assert field.render_line(0).text.startswith("[b]Wednesday ")
        await pilot.press("space", *"mon", "enter")
        assert field.value == "mon"
        await pilot.press("enter", "down", "escape")
        assert field.has_focus
        assert not app.query(SelectOverlay)
        await pilot.press("down")
        assert app.focused is app.query_one("#other")
        await pilot.press("up", "enter", "enter")
        assert field.has_focus

    assert played(act) == ["day wed", "day mon"]


def test_the_mouse_chooses() -> None:
    async def act(pilot: Pilot[None], app: Form, field: ChoiceField) -> None:
        await pilot.click("#day")
        await pilot.click(SelectOverlay, offset=(4, 1))
        await pilot.click("#day")
        assert field.expanded
        await pilot.click("#other")
        await pilot.pause()
        assert not field.expanded

    assert played(act) == ["day mon"]


def test_the_open_list_leaves_the_last_line_of_the_screen_alone() -> None:
    async def act(pilot: Pilot[None], app: Form, field: ChoiceField) -> None:
        await pilot.press("down", "enter")
        await pilot.pause()
        choices = app.query_one(SelectOverlay).region
        assert (choices.height, choices.bottom) == (len(DAYS) + 2, 5)

    played(act, height=6)


def test_only_a_choice_can_be_chosen() -> None:
    with pytest.raises(ValueError, match="'sun' is none of"):
        ChoiceField("day", DAYS, "sun")
