"""Stopping what is under way on another thread."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event


class Stopped(Exception):
    """It was stopped, and has left nothing."""


class Steps:
    """How far something is: tells every new percentage, and ends it once it is stopped."""

    def __init__(self, tell: Callable[[int], object]) -> None:
        self._tell, self._told = tell, -1
        self._stop = Event()

    def stop(self) -> None:
        """Ends it at its next step; called from any thread. Too late, it does nothing."""
        self._stop.set()

    @property
    def stopped(self) -> bool:
        """Whether it was stopped."""
        return self._stop.is_set()

    def __call__(self, done: int, total: int) -> None:
        """Takes a step. Raises Stopped."""
        if self.stopped:
            raise Stopped
        percent = 100 * done // max(total, 1)
        if percent != self._told:
            self._told = percent
            self._tell(percent)
