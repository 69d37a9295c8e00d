"""Answers that are given again while nothing has changed: to whoever asks the same in the second.

They hold until the app's next write, and at most half a second: so long another program's change
may go unseen.
"""

from __future__ import annotations

from collections import OrderedDict
from time import monotonic
from typing import Final, NamedTuple

HELD_SECONDS: Final = 0.5
_MOST: Final = 4096
_LARGEST: Final = 16_384
"""Bytes of an answer that is held."""

Question = tuple[str, str | None, str]
"""The app, the person that the key is for, and the address."""


class _Held(NamedTuple):
    body: bytes
    version: int
    second: int
    at: float


class RecentAnswers:
    """The latest answers to questions, as they were sent."""

    def __init__(self) -> None:
        self._held: OrderedDict[Question, _Held] = OrderedDict()

    def find(self, question: Question, version: int, second: int) -> bytes | None:
        """An answer from this second and this version of the app's data, if there is one."""
        held = self._held.get(question)
        if held is None or (held.version, held.second) != (version, second):
            return None
        return held.body if monotonic() - held.at < HELD_SECONDS else None

    def hold(self, question: Question, version: int, second: int, body: bytes) -> None:
        """Holds an answer; `version` is that from before it was asked for."""
        if len(body) <= _LARGEST:
            self._held[question] = _Held(body, version, second, monotonic())
            self._held.move_to_end(question)
            if len(self._held) > _MOST:
                self._held.popitem(last=False)
