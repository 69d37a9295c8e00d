"""How the app looks, held while it runs, and kept in the machine's file."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from textual.app import App

from unbroken.core.errors import Refusal, StoreError
from unbroken.engine.api import Engine
from unbroken.engine.preferences import Loaded, Preferences, load, load_or_take_over, save
from unbroken.tui.engine_calls import tell
from unbroken.tui.engine_thread import EngineThread


class PreferenceKeeper:
    """Holds the preferences of the file at `path`; without one, they are kept nowhere.

    The file is read and written on the engine's thread, so that the screen never waits for it and
    one change follows the other.
    """

    def __init__(self, engine_thread: EngineThread, path: Path | None, loaded: Loaded) -> None:
        self.path, self.preferences, self.warning = path, loaded.preferences, loaded.warning
        self._engine_thread = engine_thread
        self._stamp = _stamp(path)
        self._fault = ""

    @classmethod
    def opened(cls, engine_thread: EngineThread, path: Path | None) -> PreferenceKeeper:
        """With what the file has, or else the database of a version before.

        Raises StoreError where that cannot be read.
        """
        if path is None:
            return cls(engine_thread, None, Loaded())
        return cls(
            engine_thread, path, load(path) or engine_thread.ask(partial(load_or_take_over, path))
        )

    async def save(self, changes: Mapping[str, str]) -> None:
        """Changes preferences to what texts say. Where that cannot be kept, they are in force all
        the same, and Refusal or StoreError is raised; Refusal also for a text that will not do.
        """
        chosen, path = self.preferences, self.path
        for key, text in changes.items():
            chosen = chosen.with_text(key, text)
        self.preferences = chosen
        if path is None:
            return

        def write(_: Engine) -> None:
            save(path, changes)
            self._stamp = _stamp(path)

        await self._engine_thread.call(write)
        self._fault = ""

    async def keep(self, app: App[Any], changes: Mapping[str, str]) -> None:
        """The same; that it cannot be kept is told, once until it can be again."""
        try:
            await self.save(changes)
        except (Refusal, StoreError) as error:
            if error.message != self._fault:
                self._fault = error.message
                tell(app, error)

    async def follow(self) -> Preferences | None:
        """What another window has written into the file meanwhile; None where that is nothing, or
        cannot be read.
        """
        before, path = self.preferences, self.path
        if path is None:
            return None

        def read(_: Engine) -> Loaded | None:
            stamp = _stamp(path)
            if stamp == self._stamp:
                return None
            self._stamp = stamp
            return load(path)

        try:
            loaded = await self._engine_thread.call(read)
        except (Refusal, StoreError):
            return None  # the next thing that is asked for says why
        if loaded is None or loaded.faults or self.preferences is not before:
            return None
        self.preferences = loaded.preferences
        return loaded.preferences


def _stamp(path: Path | None) -> tuple[int, int, int] | None:
    """What is another one once a file is written anew; None where there is none."""
    try:
        found = None if path is None else os.stat(path)
    except OSError:
        found = None
    return None if found is None else (found.st_ino, found.st_size, found.st_mtime_ns)
