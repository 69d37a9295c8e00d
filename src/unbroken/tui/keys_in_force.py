"""The keys that the person has, wherever a text names one.

A text names an action by its id, `<dashboard.undo> takes it back`; with a mark, `<dialog.help!>`, a
key of it is meant that is no text, where one has to work while something is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from textual.binding import Binding
from textual.dom import DOMNode
from textual.keys import key_to_character

_NAMED: Final = re.compile(r"<([a-z]+\.[a-z_0-9]+)(!?)>")


def with_keys(node: DOMNode, text: str) -> str:
    """A text with the first key of each action that it names, as the last line calls that; escape
    and ctrl are said in full.

    The actions are those of whoever tells the text, of screens that are open, or of the app; others
    stay as they are written.
    """
    app = node.app

    def said(found: re.Match[str]) -> str:
        binding = _key(node, found)
        if binding is None:
            return found[0]
        if binding.key == "escape":
            return "escape"
        return app.get_key_display(binding).replace("^", "ctrl+" if "ctrl+" in binding.key else "^")

    return _NAMED.sub(said, text)


def key_named(node: DOMNode, text: str) -> str:
    """The key that a text begins with, or the action, as whoever presses it calls it."""
    word = text.split()[0]
    found = _NAMED.fullmatch(word)
    binding = None if found is None else _key(node, found)
    return word if binding is None else binding.key


def _key(node: DOMNode, found: re.Match[str]) -> Binding | None:
    name, no_text = found[1], bool(found[2])
    chosen = node.app._keymap.get(name)
    keys = _bound(node, name) if chosen is None else [Binding(key, "") for key in chosen.split(",")]
    fitting = [each for each in keys if not (no_text and _is_text(each.key))] or keys
    return fitting[0] if fitting else None


def _bound(node: DOMNode, name: str) -> list[Binding]:
    """The keys that an action has at first."""
    for bound in _nodes(node):
        keys: list[Binding] = [each for _, each in bound._bindings if each.id == name]
        if keys:
            return keys
    return []


def _nodes(node: DOMNode) -> Iterator[DOMNode]:
    yield from node.ancestors_with_self  # a screen that is being made is not open yet
    for screen in reversed(node.app.screen_stack):
        yield screen
        yield from screen.walk_children()


def _is_text(key: str) -> bool:
    character = key_to_character(key)
    return character is not None and character.isprintable()
