"""What lies in the folder and was not read yet. It is read before the database is locked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from unbroken.core.typing import NamedTuple
from unbroken.engine.synchronisation.device import note_ahead
from unbroken.store.connection import Store
from unbroken.store.sync import DeviceRow, VaultRow, load_devices, load_vault
from unbroken.sync.errors import Torn
from unbroken.sync.operations import Operation, stamp_text
from unbroken.sync.registers import DEVICE, FORKED, register_id
from unbroken.sync.segment_reading import Glance
from unbroken.sync.segments import Segment
from unbroken.sync.vault import Vault

Stamps = dict[str, dict[str, str]]
"""By device: when each register was written last in its segments, as stamps are stored."""


class Own(NamedTuple):
    """What the folder has of this device, beyond what the database knows to have written."""

    newest: int
    """Up to which number it has this device."""
    ahead: list[tuple[Segment, str]]
    """The segments that the database does not know of, each with its digest."""
    is_there: bool
    """Whether it has the last segment that the database knows of, as that was written."""
    is_forked: bool
    """Whether that is so, or what is ahead goes on from another one."""
    stamps: Stamps
    """What all devices have written, where that may have to be known."""


class Arrivals(NamedTuple):
    """What was found in the folder, and what was known when it was read."""

    parts: list[Glance]
    forked: set[str]
    """The devices that went on from another state than was read: set back with their folder."""
    copies: list[Operation]
    """What conflict copies have."""
    known: dict[str, DeviceRow]
    state: tuple[str, int, str]
    """Which device this is, and the number and the hash of its last segment."""
    own: Own

    @property
    def told(self) -> set[str]:
        """The devices of which somebody says that not all have read the same."""
        return told_in(self.parts)

    @property
    def writes(self) -> int:
        """How many writes there are."""
        return sum(part.writes for part in self.parts)


def told_in(parts: Iterable[Glance]) -> set[str]:
    """The devices of which segments say that not all have read the same."""
    return {
        each.key
        for part in parts
        for each in part.segment.operations
        if (each.kind, each.register) == (DEVICE, FORKED)
    }


def look(store: Store, folder: Vault, *, thoroughly: bool) -> Arrivals | None:
    """Reads what is new in the folder; None where the database is not synced."""
    state = _state(store)
    if state is None:
        return None
    known = load_devices(store)
    newest = folder.newest()
    parts: list[Glance] = []
    forked: set[str] = set()
    for other in sorted(newest.keys() - {state[0]}):
        before = known.get(other, DeviceRow(other, 0, "", 0))
        found: list[Glance] = []
        follows = _read(folder, other, before.number, before.hash, found)
        if not found and thoroughly:
            follows = _has_last(folder, other, before.number, before.hash)
        if not follows:
            forked.add(other)
            found.clear()
            _read(folder, other, 0, "", found)
        parts += found
    seen = max((part.segment.seen.get(state[0], 0) for part in parts), default=0)
    told = told_in(parts)
    own = look_at_own(folder, *state, asked=bool(forked or told or seen > state[1]))
    arrivals = Arrivals(parts, forked, [], known, state, own)
    if thoroughly or forked or told:
        arrivals.copies.extend(copied(folder))
    return arrivals


def look_at_own(folder: Vault, device: str, number: int, known: str, *, asked: bool) -> Own:
    """Reads what the folder has of this device, whose last segment is known by its hash.

    What all devices have written is read where the folder has another state of this one, or where
    it is `asked` for.
    """
    newest = folder.newest().get(device, 0)
    is_there = newest >= number and _has_last(folder, device, number, known)
    found: list[Glance] = []
    follows = newest <= number or _read(folder, device, number, known, found)
    is_forked = not (is_there and follows)
    stamps: Stamps = {}
    if is_forked or asked:
        stamps = stamps_in(folder, read_all(folder, folder.devices())[0])
    ahead = [(folder.whole(each), each.digest) for each in found]
    return Own(newest, ahead, is_there, is_forked, stamps)


def stamps_in(folder: Vault, parts: Iterable[Glance]) -> Stamps:
    """What was read, by device: when each register was written last in it."""
    stamps: Stamps = {}
    for part in parts:
        known = stamps.setdefault(part.segment.device, {})
        for key, (text, _) in newest_of(folder.whole(part).operations).items():
            known[key] = max(known.get(key, ""), text)
    return stamps


def read_all(
    folder: Vault, devices: Collection[str], told: Callable[[int], None] | None = None
) -> tuple[list[Glance], set[str]]:
    """Everything of some devices, and those of which there are several states mixed up.

    `told` is given how many segments were read.
    """
    parts: list[Glance] = []
    forked: set[str] = set()
    for device in sorted(devices):
        follows = _read(folder, device, 0, "", parts, told)
        if not follows:
            forked.add(device)
    return parts, forked


def copied(folder: Vault) -> list[Operation]:
    """What conflict copies have."""
    return [each for copy in folder.conflict_copies() for each in copy.operations]


def newest_of(operations: Iterable[Operation]) -> dict[str, tuple[str, Operation]]:
    """By the id of each register: its last write, with the stamp of that as it is stored."""
    newest: dict[str, tuple[str, Operation]] = {}
    for each in operations:
        key, text = register_id(each.kind, each.key, each.register), stamp_text(each.stamp)
        if key not in newest or newest[key][0] < text:
            newest[key] = text, each
    return newest


def _state(store: Store) -> tuple[str, int, str] | None:
    """How far this device has written: the note beside the file may know of more."""
    vault = load_vault(store)
    if vault is None:
        return None
    note = note_ahead(store, vault)
    return own_state(vault) if note is None else (note.device, note.number, note.hash)


def own_state(vault: VaultRow) -> tuple[str, int, str]:
    """Which device a database is, and the number and the hash of its last segment."""
    return vault.device, vault.number, vault.hash


def _read(
    folder: Vault,
    device: str,
    number: int,
    known: str,
    parts: list[Glance],
    told: Callable[[int], None] | None = None,
) -> bool:
    """Adds the segments of a device beyond a number; answers whether they go on from each other."""
    follows = True
    for each in folder.glances(device, number):
        segment = each.segment
        if known and segment.first == number + 1 and segment.previous != known:
            follows = False  # the device has written it in another state than the one before
        number, known = segment.last, segment.replaces or each.digest
        parts.append(each)
        if told is not None:
            told(len(parts))
    return follows


def _has_last(folder: Vault, device: str, number: int, known: str) -> bool:
    """Whether a segment is what it was known as, by its hash, and not something else instead."""
    for span in folder.spans().get(device, []):
        if span.last == number:
            try:
                segment, digest = folder.read(device, span)
            except (Torn, FileNotFoundError):
                continue
            if known not in (digest, segment.replaces):
                return False
    return True
