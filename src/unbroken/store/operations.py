"""What a change did to rows, one after the other, and how the journal keeps it: in packed parts.

Why a change is kept as rows before and after: docs/decisions/0003.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache

from unbroken.core.errors import Unreadable
from unbroken.core.typing import Any, Final, NamedTuple
from unbroken.store.schema import ADDED
from unbroken.store.stored_values import Row

PART: Final = 5000
"""How many rows stand in one part of an entry of the journal."""

_SMALL: Final = 4096
"""Bytes that are compressed in a window of as many, which is two to the power of twelve."""
_SMALL_WINDOW: Final = 12
_SMALL_MEMORY: Final = 5

NOT_WRITTEN_SO: Final = (TypeError, ValueError, LookupError)
"""What is raised where a part does not hold what it is to hold."""


class Operation(NamedTuple):
    """One row of one table before and after a change; None where it was not there."""

    table: str
    before: Row | None
    after: Row | None

    @property
    def row(self) -> Row:
        """The row as it is, or as it was last."""
        return self.after or self.before or {}

    def reversed(self) -> Operation:
        """The operation that takes this one back."""
        return Operation(self.table, self.after, self.before)

    def changed_columns(self) -> set[str] | None:
        """The columns that differ; None where the whole row came or went."""
        if self.before is None or self.after is None:
            return None
        return {name for name, value in self.after.items() if self.before[name] != value}


class Operations:
    """The operations of a change in their order; of very many the earlier ones are packed."""

    def __init__(self, by: tuple[str, int | None] | None) -> None:
        self._by = by
        """Which program makes the change, as its first part notes it."""
        self._packed: list[bytes] = []
        self._written: list[Sequence[Any]] = []
        """Those that are not packed, each as it will stand in a part."""
        self._count = 0
        """How many rows those are."""

    def __len__(self) -> int:
        return len(self._packed) * PART + self._count

    def __iter__(self) -> Iterator[Operation]:
        for part in self._packed:
            yield from read_part(part)
        yield from _operations(self._written)

    def append(self, operation: Operation) -> None:
        """Adds an operation."""
        self._add(operation, 1)

    def extend(self, operations: Iterable[Operation]) -> None:
        """Adds operations."""
        for each in operations:
            self._add(each, 1)

    def extend_with_rows(
        self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]
    ) -> None:
        """Adds new rows of a table, each by its columns: written without repeating their names."""
        first = 0
        while first < len(rows):
            some = rows[first : first + PART - self._count]
            first += len(some)
            self._add((table, None, columns, some), len(some))

    def parts(self) -> Iterator[bytes]:
        """All of them, in the parts of an entry."""
        yield from self._packed
        if self._written:
            yield self._pack()

    def _add(self, written: Sequence[Any], count: int) -> None:
        self._written.append(written)
        self._count += count
        if self._count == PART:
            self._packed.append(self._pack())
            self._written, self._count = [], 0

    def _pack(self) -> bytes:
        part: dict[str, Any] = {"operations": self._written}
        if self._by and not self._packed:
            part["by"] = self._by
        return packed(part)


@cache
def _json_encoder() -> Callable[[object], str]:
    import json  # only a change that is kept

    return json.JSONEncoder(separators=(",", ":")).encode


def packed(value: object) -> bytes:
    """A value as compressed JSON. To set up the usual window of `zlib` takes far longer than to
    compress what most changes are.
    """
    import zlib  # only a change that is kept

    data = _json_encoder()(value).encode()
    if len(data) > _SMALL:
        return zlib.compress(data, 1)
    packing = zlib.compressobj(1, zlib.DEFLATED, _SMALL_WINDOW, _SMALL_MEMORY)
    return packing.compress(data) + packing.flush()


def read_part(data: bytes) -> list[Operation]:
    """A part of what an entry did. Raises Unreadable where that cannot be read."""
    try:
        return list(_operations(unpacked(data)["operations"]))
    except NOT_WRITTEN_SO:
        raise _unreadable() from None


def is_sound_part(data: bytes) -> bool:
    """Whether a part can be read, found out without making the operations in it."""
    try:
        return all(map(_is_sound, unpacked(data)["operations"]))
    except (Unreadable, *NOT_WRITTEN_SO):
        return False


def _is_sound(written: Sequence[Any]) -> bool:
    if len(written) == 4:
        _, _, columns, rows = written
        return {len(columns)}.issuperset(map(len, rows))
    _, before, after = written
    return all(row is None or type(row) is dict for row in (before, after))


def unpacked(data: bytes) -> Any:
    """What was packed. Raises Unreadable where it cannot be read."""
    import json  # only a change that is kept
    import zlib  # only a change that is kept

    try:
        return json.loads(zlib.decompress(data))
    except (zlib.error, TypeError, ValueError):
        raise _unreadable() from None


def _unreadable() -> Unreadable:
    return Unreadable("a change in its journal cannot be read")


def _operations(written: Iterable[Sequence[Any]]) -> Iterator[Operation]:
    """Operations of which each is written by itself, or many that brought rows of one table."""
    for each in written:
        if len(each) == 4:
            table, _, columns, rows = each
            for row in rows:
                yield _operation(table, None, dict(zip(columns, row, strict=True)))
        else:
            yield _operation(*each)


def _operation(table: str, before: Row | None, after: Row | None) -> Operation:
    """An operation as it was written; columns that are newer hold what they hold in old rows."""
    added = ADDED.get(table, {})
    return Operation(table, before and added | before, after and added | after)
