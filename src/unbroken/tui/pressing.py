"""Doing by mouse what a key does."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen


def press_on(screen: Screen[Any], key: str) -> None:
    """Does what a key is bound to on a screen, wherever the focus is; nothing if that is off."""
    active = screen.active_bindings.get(key)
    if active is not None and active.enabled:
        screen.app.call_later(screen.app.run_action, active.binding.action, active.node)
