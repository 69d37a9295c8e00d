"""Answers that are given again while nothing has changed: to whoever asks the same in the second.

They hold until the app's data is another, as far as is known, and never longer than the second.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Final, NamedTuple

_MOST: Final = 4096
_LARGEST: Final = 16_384
"""Bytes of an answer that is held."""

Question = tuple[str, str | None, str]
"""The app, the person that the key is for, and the address."""


class _Held(NamedTuple):
    body: bytes
    version: object
    second: int


class RecentAnswers:
    """The latest answers to questions, as they were sent."""

    def __init__(self) -> None:
        self._held: OrderedDict[Question, _Held] = OrderedDict()

    def find(self, question: Question, version: object, second: int) -> bytes | None:
        """An answer from this second and this version of the app's data, if there is one."""
        held = self._held.get(question)
        if held is None or (held.version, held.second) != (version, second):
            return None
        return held.body

    def hold(self, question: Question, version: object, second: int, body: bytes) -> None:
        """Holds an answer; `version` is that from before it was asked for."""
        if len(body) <= _LARGEST:
            self._held[question] = _Held(body, version, second)
            self._held.move_to_end(question)
            if len(self._held) > _MOST:
                self._held.popitem(last=False)
