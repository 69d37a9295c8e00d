"""Segments: the files that carry operations, each written once by one device and never changed.

A segment is text, compressed with zlib, and perhaps sealed: a header, one operation a line, and the
SHA-256 of all lines before (docs/sync.md). A change writes one, and loads nothing that reads them.
"""

from __future__ import annotations

import sys

from unbroken.core.typing import TYPE_CHECKING, Any, Final, NamedTuple
from unbroken.sync.operations import Operation

if TYPE_CHECKING:  # a command that shares nothing loads no sealing
    from unbroken.sync.sealing import Sealing

VERSION: Final = 1
"""Of the format, which `vault.json` and every segment name."""

_SHORT: Final = 1000
"""Octets of text that fit into a small window."""

_LONG: Final = 1 << 17
"""Octets of text that take longer than to load OpenSSL, which is faster then."""


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


def encode(segment: Segment, sealing: Sealing | None = None) -> bytes:
    """The segment as the file that carries it."""
    return pack(text_of(segment), sealing)


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
    if len(text) > _LONG:
        from hashlib import sha256 as openssl  # a change goes without

        return openssl(text).hexdigest()
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
