"""Ending when the system asks for it, also where the terminal is gone and nothing can be written.

A terminal that nobody reads any more takes nothing, and what still wants to write to it waits for
ever. So the app is asked to leave, and if that does not come to an end the process ends all the
same: what was logged is in the file as soon as it has been answered.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from types import FrameType

    from unbroken.tui.app import UnbrokenApp

PATIENCE: Final = 3.0
"""Seconds that the app has to leave in order."""


@contextmanager
def ended_by_signals(app: UnbrokenApp) -> Iterator[list[int]]:
    """While this lasts SIGTERM and SIGHUP end the app; gives the list of those that came. For the
    main thread.
    """
    came: list[int] = []
    watchdogs: list[threading.Timer] = []

    def ask_to_leave(number: int, _: FrameType | None) -> None:
        # what is hung up is woken up as well, and would take the terminal again
        signal.signal(signal.SIGCONT, signal.SIG_IGN)
        came.append(number)
        if not watchdogs:
            watchdogs.append(threading.Timer(PATIENCE, os._exit, (128 + number,)))
            watchdogs[0].daemon = True
            watchdogs[0].start()
        if app.loop is not None:
            app.loop.call_soon_threadsafe(app.exit)

    names = ("SIGTERM", "SIGHUP")
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
    before = [(number, signal.signal(number, ask_to_leave)) for number in numbers]
    try:
        yield came
    finally:
        for each in watchdogs:
            each.cancel()
        for number, handler in before:
            signal.signal(number, handler)
