"""What is said where a key can do nothing as things stand: what it would need.

Whoever a key belongs to, or the screen, answers `why_idle(name)` for the id of its binding, empty
where there is nothing to be said; keys are named as `keys_in_force` has it. `parts_at_rest` of a
screen are those out of sight whose keys are known to it.
"""

from __future__ import annotations

from typing import Any

from textual.app import App
from textual.screen import Screen

from unbroken.tui.keys_in_force import with_keys


def tell_idle(app: App[Any], reason: str) -> None:
    """Says why nothing was done."""
    app.notify(with_keys(app.screen, reason), timeout=3, markup=False)


def why_idle(screen: Screen[Any], key: str) -> str:
    """Why none of the actions of a key is done now; empty where it has none, or nobody says."""
    parts = [(part, part._bindings) for part in getattr(screen, "parts_at_rest", ())]
    for node, bindings in (*screen._modal_binding_chain, *parts):
        for binding in bindings.key_to_bindings.get(key, ()):
            for told in (node, screen):
                reason: str = told.why_idle(binding.id or "") if hasattr(told, "why_idle") else ""
                if reason:
                    return reason
    return ""
