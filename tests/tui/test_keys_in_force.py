"""Texts that name keys have those that the person has."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from textual.content import Content
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Static

import unbroken.tui
from tui.calendar_bench import calendar, said, tap
from tui.support import Bench, dashboard, messages, opened, press, seed, text
from unbroken.engine.api import Engine
from unbroken.tui.dialogs.confirm import ConfirmDialog
from unbroken.tui.dialogs.log_dialog import AmountDialog
from unbroken.tui.keymap import Keymap, actions
from unbroken.tui.keys_in_force import key_named, with_keys
from unbroken.tui.widgets.calendar_foot import MonthLine
from unbroken.tui.widgets.welcome import Welcome

Make = Callable[..., Bench]
NAMED = re.compile(r"<([a-z]+\.[a-z_0-9]+)!?>")
FIXED = re.compile(
    r"(?:^|[;·.,(] |\b(?:and|or|with) )"
    r"(?:[b-zB-HJ-Z?/]|a(?= (?:[a-z]{3,}s|all)\b)|space|f\d+|ctrl\+\w|\^\w) [a-z]+"
)
"""A key that is written out, before what it does."""
KEYS = Keymap(
    {
        "dashboard.undo": "z",
        "dashboard.archive": "ctrl+y",
        "dashboard.timer": "f6,t",
        "dashboard.order": "x",
        "dashboard.view": "right_square_bracket",
        "dashboard.clear_filter": "escape,f9",
        "dashboard.new": "plus",
        "calendar.skip": "X",
        "confirm.yes": "j",
        "dialog.help": "question_mark,f2",
    }
)


def edge(dialog: Screen[Any]) -> str:
    """What a dialog says of its keys."""
    return Content.from_markup(str(dialog.query_one(".box").border_subtitle)).plain


def written() -> Iterator[tuple[str, str]]:
    """The texts of the app, each with its place; no docstrings, and not what is said of how keys
    are chosen.
    """
    folder = Path(unbroken.tui.__file__).parent
    choosing = (folder / "keymap.py", folder / "model" / "key_actions.py")
    for path in sorted({*folder.rglob("*.py")} - {*choosing}):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        told = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in told:
                yield f"{path.relative_to(folder)}:{node.lineno}", node.value


def test_no_text_has_a_key_written_out() -> None:
    assert [each for each in written() if FIXED.search(each[1])] == []


def test_every_action_that_a_text_names_is_there() -> None:
    known = {each.name for each in actions()}
    named = {name for _, each in written() for name in NAMED.findall(each)}
    assert len(named) > 20
    assert named <= known


def test_the_texts_of_the_list_have_the_keys_in_force(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "J")
        assert messages(pilot)[-1].endswith("; x changes the order.")
        await press(pilot, "f6")
        assert messages(pilot)[-1] == "Read: the timer runs; f6 logs it."
        await press(pilot, "ctrl+y")
        assert messages(pilot)[-1] == (
            "Read is archived; ctrl+y again brings it back. ] goes through the views, to the"
            " archived ones last."
        )
        await press(pilot, "slash", *"read", "enter")
        assert text(pilot)[0] == " Not in this view: Read; escape and ] show the other views."
        await press(pilot, "f9", "D")
        question = await opened(pilot, ConfirmDialog)
        assert "z takes it back." in str(question.query_one("#asked", Static).content)
        assert edge(question) == "enter chooses · j yes · n no"
        await press(pilot, "n")

    bench(seed).run(act, keymap=KEYS)


def test_a_dialog_with_text_names_keys_that_are_none(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "space")
        dialog = await opened(pilot, AmountDialog)
        assert edge(dialog) == "enter logs · f2 help · escape cancels"
        assert with_keys(pilot.app, "<dialog.help> or <no.such> <b>") == "? or <no.such> <b>"
        assert key_named(pilot.app, "<dialog.help> help") == "question_mark"
        assert key_named(pilot.app, "enter logs") == "enter"

    bench(seed).run(act, keymap=KEYS)


def test_the_calendar_and_the_beginning_have_them_too(bench: Make) -> None:
    async def marked(pilot: Pilot[None]) -> None:
        await calendar(pilot, "walk")
        await tap(pilot, "m")
        assert said(pilot, MonthLine).endswith(" · space fills, X skips")

    bench(seed).run(marked, keymap=KEYS)

    async def first(pilot: Pilot[None]) -> None:
        told = str(dashboard(pilot).query_one(Welcome).render())
        assert "\n]       shows the archived ones; ctrl+y brings one back" in told
        assert "\n+ " in told

    def archived(engine: Engine, _: object) -> None:
        engine.add("Old")
        engine.archive("old")

    bench(archived).run(first, keymap=KEYS)
