"""What lies in the folder and was not read yet. It is read before the database is locked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from unbroken.core.typing import NamedTuple
from unbroken.engine.synchronisation.device import note_ahead
from unbroken.engine.synchronisation.recovery import has_last
from unbroken.store.connection import Store
from unbroken.store.sync import DeviceRow, VaultRow, load_devices, load_vault
from unbroken.sync.operations import Operation, stamp_text
from unbroken.sync.registers import DEVICE, FORKED, register_id
from unbroken.sync.segment_reading import Glance
from unbroken.sync.vault import Vault


class Arrivals(NamedTuple):
    """What was found in the folder, and what was known when it was read."""

    parts: list[Glance]
    forked: set[str]
    """The devices that went on from another state than was read: set back with their folder."""
    copies: list[Operation]
    """What conflict copies have."""
    known: dict[str, DeviceRow]
    own: tuple[str, int, str]
    """Which device this is, and the number and the hash of its last segment."""
    own_newest: int
    """Up to which number the folder has this device."""
    own_is_there: bool
    """Whether it has the last segment of this device as it was written."""

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
    own = _own(store)
    if own is None:
        return None
    known = load_devices(store)
    device, number, digest = own
    newest = folder.newest()
    is_there = newest.get(device, 0) >= number and has_last(folder, device, number, digest)
    parts: list[Glance] = []
    forked: set[str] = set()
    for other in sorted(newest.keys() - {device}):
        before = known.get(other, DeviceRow(other, 0, "", 0))
        found: list[Glance] = []
        follows = _read(folder, other, before.number, before.hash, found)
        if not found and thoroughly:
            follows = has_last(folder, other, before.number, before.hash)
        if not follows:
            forked.add(other)
            found.clear()
            _read(folder, other, 0, "", found)
        parts += found
    arrivals = Arrivals(parts, forked, [], known, own, newest.get(device, 0), is_there)
    if thoroughly or forked or arrivals.told:
        arrivals.copies.extend(copied(folder))
    return arrivals


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


def _own(store: Store) -> tuple[str, int, str] | None:
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
