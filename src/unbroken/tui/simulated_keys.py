"""Doing by mouse what a key does."""

from __future__ import annotations

from typing import Any

from textual.content import Content
from textual.dom import DOMNode
from textual.screen import Screen
from textual.style import Style

from unbroken.tui.keys_in_force import key_named, with_keys


def press_on(screen: Screen[Any], key: str) -> None:
    """Does what a key is bound to on a screen, wherever the focus is; nothing if that is off."""
    active = screen.active_bindings.get(key)
    if active is not None and active.enabled:
        screen.app.call_later(screen.app.run_action, active.binding.action, active.node)


def commands_word(text: str) -> Content:
    """Words that begin a screen: a click on them opens the palette, the way to all by mouse."""
    return Content.styled(
        text, Style(bold=True) + Style.from_meta({"@click": "app.command_palette"})
    )


def key_words(node: DOMNode, *told: str) -> Content:
    """What keys do, such as "enter saves" or "<help.search> search"; a click on one presses the key
    it begins with.
    """
    return Content(" · ").join(
        Content.styled(
            with_keys(node, each),
            Style.from_meta({"@click": f"app.press({key_named(node, each)!r})"}),
        )
        for each in told
    )


def fitting_key_words(node: DOMNode, cells: int, *told: str) -> Content:
    """The same in so many cells: the way out, which is told last, stays, and what is told before it
    goes first.
    """
    fitting = list(told)
    while len(fitting) > 1 and key_words(node, *fitting).cell_length > cells:
        del fitting[-2]
    return key_words(node, *fitting)
