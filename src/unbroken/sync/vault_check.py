"""What the doctor says of a vault: numbers, hashes, what does not belong there, who is silent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from unbroken.core.typing import TYPE_CHECKING, Final, NamedTuple, StrEnum
from unbroken.sync.errors import Mixed, Torn
from unbroken.sync.segment_names import ROOT, Span, outermost, place_of
from unbroken.sync.segments import Segment
from unbroken.sync.vault import MANIFEST, Vault

if TYPE_CHECKING:  # it is loaded by type checkers alone
    from unbroken.sync.transports.transport import Transport

_SILENT: Final = 30
"""Days without a change after which a device is named."""
_DAY: Final = 86_400_000
"""Milliseconds."""
_DATABASES: Final = (".db", ".sqlite", ".sqlite3")
_KEYS: Final = "keys/"


class Trouble(StrEnum):
    """What can be wrong with a vault."""

    STRAY = "stray"
    """A conflict copy, or another file that is not read."""
    TORN = "torn"
    """A segment that cannot be read, or not yet."""
    GAP = "gap"
    """Numbers of a device that are missing."""
    FORKED = "forked"
    """A segment that goes on from another one than is there."""
    SILENT = "silent"
    """A device that has written nothing for long."""
    DATABASE = "database"
    """A database in the folder, where a carrier would damage it."""


class Finding(NamedTuple):
    """One thing that is wrong."""

    trouble: Trouble
    text: str
    """One sentence."""
    device: str = ""
    """The device that it is about, if any."""


def check(vault: Vault, transport: Transport, now: int) -> list[Finding]:
    """All that is wrong with a vault, read from end to end; `now` in milliseconds since 1970.

    Raises SyncError where it cannot be read.
    """
    return [
        *_databases(transport),
        *_strays(vault.files()),
        *(
            finding
            for device, spans in sorted(vault.spans().items())
            for finding in _of_device(vault, device, outermost(spans), now)
        ),
    ]


def _databases(transport: Transport) -> Iterator[Finding]:
    """By their names: to open one that is in use would take its locks away."""
    for name in sorted(transport.names()):
        if name.endswith(_DATABASES):
            yield Finding(
                Trouble.DATABASE,
                f"{name} lies in {transport.place}: what carries the folder can damage a database"
                " in use; keep it elsewhere.",
            )


def _strays(files: Iterable[str]) -> Iterator[Finding]:
    for file in sorted(files):
        known = file == MANIFEST or (file.startswith(_KEYS) and file.endswith((".age", ".pub")))
        if not known and place_of(file) is None:
            yield Finding(
                Trouble.STRAY,
                f"{ROOT}/{file} is a conflict copy, or no file of the vault; it is not read.",
            )


def _of_device(vault: Vault, device: str, spans: list[Span], now: int) -> Iterator[Finding]:
    reach, digests, latest = 0, {""}, 0
    for span in spans:
        if span.first > reach + 1:
            yield Finding(Trouble.GAP, _missing(device, reach + 1, span.first - 1), device)
        if span.first != reach + 1:
            digests = set()
        reach = max(reach, span.last)
        try:
            segment, digest = vault.read(device, span)
        except (Torn, FileNotFoundError) as error:
            what = f"Segment {span.name} of machine {device}"
            text = f"{what} is damaged, or has not arrived whole."
            if isinstance(error, Mixed):
                text = error.message.replace("A segment", what, 1)
            yield Finding(Trouble.TORN, text, device)
            digests = set()
            continue
        if digests and segment.previous not in digests:
            text = (
                f"Segment {span.name} of machine {device} goes on from another one than is there:"
                " two machines have written as one."
            )
            yield Finding(Trouble.FORKED, text, device)
        digests = {digest, segment.replaces} - {""}
        latest = max(latest, _latest(segment))
    if latest and now - latest > _SILENT * _DAY:
        days = (now - latest) // _DAY
        yield Finding(
            Trouble.SILENT, f"Machine {device} has written nothing for {days} days.", device
        )


def _missing(device: str, first: int, last: int) -> str:
    which = f"Segment {first} is" if first == last else f"Segments {first} to {last} are"
    return f"{which} missing of machine {device}; what is behind waits for it."


def _latest(segment: Segment) -> int:
    """When the device last did something."""
    return max((operation.stamp.milliseconds for operation in segment.operations), default=0)
