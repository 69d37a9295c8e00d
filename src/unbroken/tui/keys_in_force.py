"""What the keys are called that the person has, wherever a text names one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from textual.app import App
from textual.binding import Binding


def key_in_force(app: App[Any], name: str) -> str:
    """The first key of an action, by its id, as the last line calls it; escape in full.

    The action is one of a screen that is open, or of the app.
    """
    chosen = app._keymap.get(name)
    binding = Binding(chosen.split(",")[0], "") if chosen else _bound(app, name)
    return "escape" if binding.key == "escape" else app.get_key_display(binding)


def _bound(app: App[Any], name: str) -> Binding:
    """The binding of an action as it is at first."""
    screens = reversed(app.screen_stack)
    nodes = (node for screen in screens for node in (screen, *screen.walk_children()))
    bound: Iterator[Binding] = (each for node in (*nodes, app) for _, each in node._bindings)
    return next(each for each in bound if each.id == name)
