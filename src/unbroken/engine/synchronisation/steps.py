"""How far it is, while a whole folder is read and merged."""

from __future__ import annotations

from unbroken.engine.context import Progressed
from unbroken.engine.synchronisation.publishing import PART


class Steps:
    """Tells how far it is: a fourth is reading, one half merging, a fourth writing."""

    def __init__(self, progressed: Progressed | None, logs: int) -> None:
        """`logs` is about how many there are, here and in the folder."""
        self._progressed, self._logs = progressed, max(logs, 1)

    def read(self, segments: int) -> None:
        """So many segments of the folder were read."""
        self._tell(min(segments * PART, self._logs))

    def merged(self, logs: int) -> None:
        """So many logs were merged."""
        self._tell(self._logs + 2 * min(logs, self._logs))

    def written(self, logs: int) -> None:
        """So many were written into the folder."""
        self._tell(3 * self._logs + min(logs, self._logs))

    def _tell(self, done: int) -> None:
        if self._progressed is not None:
            self._progressed(done, 4 * self._logs)
