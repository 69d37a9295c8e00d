"""Segments: the files that carry operations, each written once by one device and never changed.

A segment is text, compressed with zlib, and perhaps sealed: a header, one operation a line, and the
SHA-256 of all lines before (docs/sync.md). What does not agree with that is torn, never guessed at.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager

from unbroken.core.errors import ErrorCode
from unbroken.core.typing import TYPE_CHECKING, Any, Final, NamedTuple
from unbroken.sync.errors import Mixed, SyncError, Torn
from unbroken.sync.operations import Operation, Stamp

if TYPE_CHECKING:  # a command that shares nothing loads no sealing
    from collections.abc import Iterator

    from unbroken.sync.sealing import Sealing

VERSION: Final = 1
"""Of the format, which `vault.json` and every segment name."""

_LARGEST: Final = 1 << 28
"""Octets of text that one segment is read to: far more than any that is written."""

_SHORT: Final = 1000
"""Octets of text that fit into a small window."""

_SEALED: Final = b"age-encryption.org/"
"""How a sealed file begins."""

_HASH: Final = 64
"""Letters of a SHA-256."""


class Segment(NamedTuple):
    """Operations of one device, in the order in which it did them."""

    device: str
    first: int
    """The first of the numbers that it covers; the numbers of a device run on from 1."""
    last: int
    """The last of them."""
    previous: str
    """The digest of the segment before, empty for the first."""
    seen: dict[str, int]
    """Up to which number the device knew each other one when it wrote this."""
    program: str
    """The version of the program that wrote it."""
    operations: tuple[Operation, ...]
    replaces: str = ""
    """The digest of the last of those that a compacted segment replaces."""


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


def encode(segment: Segment, sealing: Sealing | None = None) -> bytes:
    """The segment as the file that carries it."""
    return pack(text_of(segment), sealing)


def decode(content: bytes, sealing: Sealing | None = None) -> Segment:
    """The segment of a file.

    Raises Torn where the file is not as it was written, Mixed where it is sealed and there is no
    key, or the other way round, and SyncError where a newer version wrote it.
    """
    return unpack(content, sealing)[0]


def text_of(segment: Segment) -> bytes:
    """The lines of a segment up to its hash."""
    import json  # a command that shares nothing goes without

    header: dict[str, Any] = {
        "version": VERSION,
        "device": segment.device,
        "from": segment.first,
        "to": segment.last,
        "previous": segment.previous,
        "seen": segment.seen,
        "program": segment.program,
    }
    if segment.replaces:
        header["replaces"] = segment.replaces
    text = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode
    lines = [text(header)]
    for (milliseconds, counter, device), kind, key, register, value in segment.operations:
        own = device == segment.device
        stamp = [milliseconds, counter] if own else [milliseconds, counter, device]
        lines.append(text([stamp, kind, key, register, value]))
    lines.append("")
    return "\n".join(lines).encode("utf-8", "surrogatepass")


def digest_of(text: bytes) -> str:
    """The hash by which the next segment names this one."""
    try:
        if sys.version_info >= (3, 12):
            # `hashlib` loads OpenSSL, which takes longer than a change
            from _sha2 import sha256
        else:
            from _sha256 import sha256
    except ImportError:
        from hashlib import sha256  # of a Python that was built without them
    digest: str = sha256(text).hexdigest()
    return digest


def pack(text: bytes, sealing: Sealing | None = None) -> bytes:
    """The file of a segment from its lines."""
    import zlib  # a command that shares nothing goes without

    # for a change, which is short, most of the time would go into a window of the usual size
    window, memory = (10, 4) if len(text) < _SHORT else (15, 8)
    compressor = zlib.compressobj(9, zlib.DEFLATED, window, memory)
    content = compressor.compress(text + digest_of(text).encode() + b"\n") + compressor.flush()
    return content if sealing is None else sealing.seal(content)


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
    import json  # a command that shares nothing goes without

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
    import zlib  # a command that shares nothing goes without

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
    import json  # a command that shares nothing goes without

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
