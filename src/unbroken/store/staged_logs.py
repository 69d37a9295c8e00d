"""Logs on their way into a database: those of a document, until all of it is known to do.

They lie in a temporary file, so that a document of any length takes little memory.
"""

from __future__ import annotations

import marshal
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from heapq import merge
from operator import itemgetter
from tempfile import TemporaryFile
from typing import BinaryIO

from unbroken.core.errors import ErrorCode
from unbroken.core.typing import Any, Final
from unbroken.store.sqlite_errors import store_error
from unbroken.store.stored_values import batched

LOG_COLUMNS: Final = (
    *("id", "enrolment_id", "activity_at", "timezone", "local_date", "value", "note"),
    *("unique_identifier", "recorded_at", "metadata", "reference"),
)
"""The columns of a log as `StagedLogs.rows` gives them; `local_date` is a day."""
ID: Final = 1
DAY: Final = 4
UNIQUE: Final = 7
"""Where they are in a staged log."""

Staged = tuple[Any, ...]
"""A log: its number in the document, and its columns but for the enrolment."""

_NUMBER: Final = itemgetter(0)
_PIECE: Final = 250
"""Logs of a group that are written at once."""
_MOST_HELD: Final = 25_000
"""Logs that wait to be written."""


class StagedLogs:
    """Logs in groups, each in the order of its document. Raises StoreError for a full disk."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._held: dict[int, list[Staged]] = {}
        self._held_count = 0
        self._pieces: dict[int, list[tuple[int, int]]] = {}
        """By group: where its pieces begin in the file, and how long they are."""
        self._dropped = bytearray()
        """By number: 1 for a log that is not to come in."""

    def add(self, group: int, log: Staged) -> None:
        """Adds a log, which is behind all others in the document."""
        held = self._held.setdefault(group, [])
        held.append(log)
        self._held_count += 1
        if len(held) == _PIECE:
            self._write(group)
        elif self._held_count == _MOST_HELD:
            for each in list(self._held):
                self._write(each)

    def drop(self, log: Staged) -> None:
        """Drops a log: it is not given any more."""
        number = log[0]
        if number >= len(self._dropped):
            self._dropped.extend(bytes(number - len(self._dropped) + 1))
        self._dropped[number] = 1

    def first_repeated(self, ids: Collection[str]) -> tuple[int, str] | None:
        """The number and the id of the first log that has the id of one before it; one of `ids`."""
        if not ids:
            return None
        known: set[str] = set()
        groups = {*self._pieces, *self._held}
        found = (log[:2] for group in groups for log in self.logs([group]) if log[ID] in ids)
        for number, log_id in sorted(found):
            if log_id in known:
                return number, log_id
            known.add(log_id)
        return None

    def logs(self, groups: Collection[int]) -> Iterator[Staged]:
        """The logs of some groups, as the document has them."""
        if len(groups) == 1:
            return self._logs(*groups)
        return merge(*map(self._logs, groups), key=_NUMBER)

    def rows(
        self, groups: Collection[int], enrolment_id: int, size: int
    ) -> Iterator[list[tuple[Any, ...]]]:
        """The same as rows of an enrolment, at most `size` at a time."""
        for batch in batched(self.logs(groups), size):
            yield [(log[ID], enrolment_id, *log[2:]) for log in batch]

    def _logs(self, group: int) -> Iterator[Staged]:
        for at, size in self._pieces.get(group, ()):
            with _plainly():
                self._file.seek(at)
                piece = self._file.read(size)
            yield from self._kept(marshal.loads(piece))
        yield from self._kept(self._held.get(group, []))

    def _kept(self, logs: list[Staged]) -> list[Staged]:
        if not self._dropped:
            return logs
        dropped = self._dropped
        return [each for each in logs if each[0] >= len(dropped) or not dropped[each[0]]]

    def _write(self, group: int) -> None:
        held = self._held.pop(group)
        self._held_count -= len(held)
        piece = marshal.dumps(held)
        with _plainly():
            at = self._file.seek(0, 2)
            self._file.write(piece)
        self._pieces.setdefault(group, []).append((at, len(piece)))


@contextmanager
def staged_logs() -> Iterator[StagedLogs]:
    """A place for logs, of which nothing is left behind."""
    with ExitStack() as stack:
        with _plainly():
            file = stack.enter_context(TemporaryFile())
        yield StagedLogs(file)


@contextmanager
def _plainly() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise store_error(ErrorCode.DISK, "a temporary file") from error
