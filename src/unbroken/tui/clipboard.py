"""Copying to the clipboard, by what terminals understand (OSC 52)."""

from __future__ import annotations

from typing import Any

from textual.app import App


def copy(app: App[Any], text: str, what: str) -> None:
    """Copies a text, and says once what it was."""
    app.copy_to_clipboard(text)
    app.notify(f"Copied {what}.", timeout=3, markup=False)
