"""Loading what the first keys open, while the person looks at the list; and looking for garbage
from then on, but not among what is there to stay.
"""

from __future__ import annotations

import gc
from importlib import import_module
from typing import Any, Final

from textual.app import App
from textual.worker import get_current_worker

_AFTER: Final = 0.8
"""Seconds after the start: the first key is seldom pressed sooner."""
_COLLECTED: Final = (10_000, 10, 20)
"""After how many objects, and of those collections, the young, the old and all are looked at."""
_MODULES: Final = (
    "unbroken.tui.screens.calendar",
    "unbroken.engine.statistics",
    "unbroken.engine.overview",
    "unbroken.tui.screens.insight",
    "unbroken.tui.screens.streak_editor",
    "unbroken.engine.explanation",
    "unbroken.tui.dialogs.why",
    "unbroken.tui.dialogs.help",
    "unbroken.tui.screens.notes",
    "unbroken.tui.screens.review",
    "unbroken.tui.screens.settings",
)
"""What opens most often, the soonest first."""


class Preloading:
    """Imports on a thread what the start went without, so that no key has to wait for it.

    A key that is pressed meanwhile is answered between two steps of an import; leaving the app
    waits for one module at most.
    """

    def __init__(self, app: App[Any]) -> None:
        self._app = app

    def start(self) -> None:
        """Loads in a moment; never for an app that nobody looks at. Garbage was let lie before."""
        if not self._app.is_headless:
            _let_stay()
            self._app.set_timer(_AFTER, self._begin)
        gc.enable()

    def _begin(self) -> None:
        self._app.run_worker(_load, group="preloading", thread=True)


def _let_stay() -> None:
    """Leaves all that is there out of collections, which are seldom besides: one that goes through
    the whole app takes a tenth of a second, in the middle of a key.
    """
    gc.freeze()
    gc.set_threshold(*_COLLECTED)


def _load() -> None:
    worker = get_current_worker()
    for name in _MODULES:
        if worker.is_cancelled:
            return
        import_module(name)
    _let_stay()
