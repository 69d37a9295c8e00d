"""Reading segments: what was written into them, or why that cannot be read (docs/sync.md).

What does not agree with its hash, its name or its form is torn, never guessed at.
"""

from __future__ import annotations

import json
import zlib
from contextlib import contextmanager

from unbroken.core.errors import ErrorCode, SyncError
from unbroken.core.typing import TYPE_CHECKING, Any, Final, NamedTuple
from unbroken.sync.errors import Mixed, Torn
from unbroken.sync.operations import Operation, Stamp
from unbroken.sync.segments import VERSION, Segment, digest_of

if TYPE_CHECKING:  # sealing is an extra
    from collections.abc import Iterator

    from unbroken.sync.sealing import Sealing

_LARGEST: Final = 1 << 28
"""Octets of text that one segment is read to: far more than any that is written."""

_SEALED: Final = b"age-encryption.org/"
"""How a sealed file begins."""

_HASH: Final = 64
"""Letters of a SHA-256."""


class Glance(NamedTuple):
    """A segment without the logs that are written in it, of which there may be very many."""

    segment: Segment
    """Of the logs in it only those that were deleted."""
    digest: str
    content: bytes
    """The file, from which `log_writes` reads the logs."""
    latest: Stamp
    """The last time in it, without a device."""
    writes: int
    """How many writes are in all of it."""

    @property
    def has_logs(self) -> bool:
        """Whether logs are written in it."""
        return self.writes > len(self.segment.operations)


def decode(content: bytes, sealing: Sealing | None = None) -> Segment:
    """The segment of a file.

    Raises Torn where the file is not as it was written, Mixed where it is sealed and there is no
    key, or the other way round, and SyncError where a newer version wrote it.
    """
    return unpack(content, sealing)[0]


def unpack(content: bytes, sealing: Sealing | None = None) -> tuple[Segment, str]:
    """The segment of a file, and its digest. Raises as `decode` does."""
    header, lines, digest = _opened(content, sealing)
    with _torn():
        return _segment(header, _operations(lines, header["device"])), digest


def glance(content: bytes, sealing: Sealing | None = None) -> Glance:
    """The segment of a file without the logs in it. Raises as `decode` does."""
    header, lines, digest = _opened(content, sealing)
    others: list[str] = []
    latest = (0, 0)
    with _torn():
        for line in lines:
            stamp, _, rest = line.partition("]")
            milliseconds, counter = stamp[2:].split(",", 2)[:2]
            latest = max(latest, (int(milliseconds), int(counter)))
            if not _writes_log(rest):
                others.append(line)
        segment = _segment(header, _operations(others, header["device"]))
    return Glance(segment, digest, content, Stamp(*latest, ""), len(lines))


def log_writes(content: bytes, sealing: Sealing | None = None) -> tuple[Operation, ...]:
    """The logs that are written in the file of a segment. Raises as `decode` does."""
    header, lines, _ = _opened(content, sealing)
    with _torn():
        logs = [line for line in lines if _writes_log(line.partition("]")[2])]
        return _operations(logs, header["device"])


def _writes_log(rest: str) -> bool:
    """Whether a line writes a log and does not delete one, by what is behind its stamp."""
    return rest.startswith(',"log",') and not rest.endswith(",null]")


@contextmanager
def _torn() -> Iterator[None]:
    """What is no segment is a torn one."""
    try:
        yield
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise Torn("A segment") from error


def _opened(content: bytes, sealing: Sealing | None) -> tuple[dict[str, Any], list[str], str]:
    """The header, the lines behind it, and the digest of a file whose hash is right."""
    if content.startswith(_SEALED) == (sealing is None):
        raise Mixed("A segment", sealed=sealing is None)
    if sealing is not None:
        content = sealing.open(content)
    whole = _inflated(content)
    text, said = whole[: -_HASH - 1], whole[-_HASH - 1 :]
    digest = digest_of(text)
    if said != digest.encode() + b"\n" or not text.endswith(b"\n"):
        raise Torn("A segment")
    with _torn():
        first, *lines = text[:-1].decode("utf-8", "surrogatepass").split("\n")
        header = json.loads(first)
        if header["version"] > VERSION:
            raise SyncError(
                ErrorCode.NEWER_VERSION,
                "A machine with a newer Unbroken writes to this folder; upgrade Unbroken here too.",
            )
        return header, lines, digest


def _inflated(content: bytes) -> bytes:
    inflater = zlib.decompressobj()
    try:
        whole = inflater.decompress(content, _LARGEST)
    except zlib.error as error:
        raise Torn("A segment") from error
    if not inflater.eof or inflater.unused_data:
        raise Torn("A segment")
    return whole


def _segment(header: dict[str, Any], operations: tuple[Operation, ...]) -> Segment:
    """Raises ValueError, TypeError or KeyError where the header says something else."""
    first, last = _number(header["from"]), _number(header["to"])
    if not 1 <= first <= last:
        raise ValueError(first, last)
    return Segment(
        _text(header["device"]),
        first,
        last,
        _text(header["previous"]),
        {_text(other): _number(seen) for other, seen in dict.items(header["seen"])},
        _text(header["program"]),
        operations,
        _text(header.get("replaces", "")),
    )


def _operations(lines: list[str], device: str) -> tuple[Operation, ...]:
    """Raises ValueError, TypeError or KeyError where the lines say something else."""
    operations = []
    for stamp, kind, key, register, value in json.loads(f"[{','.join(lines)}]"):
        milliseconds, counter, *other = stamp
        if not type(milliseconds) is type(counter) is int:
            raise ValueError(stamp)
        if not type(kind) is type(key) is type(register) is str:
            raise ValueError(kind, key, register)
        (origin,) = other or (device,)
        made = Stamp(milliseconds, counter, _text(origin))
        operations.append(Operation(made, kind, key, register, value))
    return tuple(operations)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(value)
    return value


def _number(value: Any) -> int:
    if type(value) is not int:
        raise ValueError(value)
    return value
