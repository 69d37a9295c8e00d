"""A line on the terminal that says how far something long is."""

from __future__ import annotations

import sys
from types import TracebackType

from unbroken.cli import output
from unbroken.core.typing import Final, Self

_LONG: Final = 2000
"""What takes fewer steps does not show how far it is."""


class ProgressLine:
    """Shows how far something long is; nothing where nobody looks, or it is short."""

    def __init__(self, doing: str, *, seen: bool) -> None:
        self._doing, self._shown = doing, -1
        self._seen = seen and output.is_terminal(sys.stderr)

    def __call__(self, done: int, total: int) -> None:
        """So many steps of so many are done."""
        percent = 100 * done // max(total, 1)
        if self._seen and percent != self._shown and (total >= _LONG or self._shown >= 0):
            self._shown = percent
            output.write(f"\r{self._doing}: {percent} %", sys.stderr, end="")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leaves the line to what comes next."""
        if self._shown >= 0:
            output.write("\r\x1b[K", sys.stderr, end="")
