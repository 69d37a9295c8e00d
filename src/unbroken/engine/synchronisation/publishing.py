"""Writing into the folder what was changed here.

The database is locked only while it is read what to write, and not while it is written: that may
take long, and others go on meanwhile.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from operator import attrgetter

from unbroken.core.errors import StoreError, SyncError
from unbroken.core.typing import Final
from unbroken.engine.synchronisation.device import note_ahead, own_vault
from unbroken.engine.synchronisation.folder import shared_vault
from unbroken.store.connection import Store
from unbroken.store.sync import (
    OutboxRow,
    VaultRow,
    has_more_waiting,
    load_devices,
    load_outbox,
    load_vault,
)
from unbroken.sync.identity import Note, alone, write_note
from unbroken.sync.operations import Operation, stamp_of
from unbroken.sync.segment_names import MANY
from unbroken.sync.segments import Segment
from unbroken.sync.vault import Vault
from unbroken.version import __version__

PART: Final = 5000
"""Writes of one segment."""


def send_waiting(store: Store) -> str | None:
    """Writes what waits into the folder; answers why it cannot be written now, in a sentence."""
    try:
        publish(store)
    except StoreError as error:
        return error.message
    return None


def publish(
    store: Store, folder: Vault | None = None, told: Callable[[int], None] | None = None
) -> int:
    """Writes what waits into the folder; answers how many writes. Raises SyncError.

    `told` is given how many were written.

    One program writes at a time: another one leaves it to that what it has to write itself. The
    outbox is emptied by the next change, which the note beside the file tells of it; only where
    more than one segment waits, at once.
    """
    written = 0
    while True:
        version = store.data_version
        with alone(store.path) as is_alone:
            if not is_alone:
                return written
            written += _send(store, folder, told)
        if store.data_version == version or not _waits(store):
            return written


def _send(store: Store, folder: Vault | None, told: Callable[[int], None] | None) -> int:
    written = 0
    with ExitStack() as held:
        while True:
            with store.writing():
                vault = own_vault(store)
                waiting = [] if vault is None else load_outbox(store, PART)
                if vault is None or not waiting:
                    break
                segment = _segment(store, vault, waiting)
            folder = folder or held.enter_context(shared_vault(vault))
            try:
                digest = folder.append(segment)
            except SyncError as error:
                _recover(store, folder, vault, error)
                continue
            last = waiting[-1].stamp
            write_note(store.path, Note(vault.device, segment.last, digest, len(waiting), last))
            written += len(waiting)
            if told is not None:
                told(written)
            if folder.is_near and segment.last % MANY == 0:
                compact(folder, vault.device)
            if len(waiting) < PART:
                break
        if written and folder is not None:
            folder.push()
    return written


def compact(folder: Vault, device: str) -> None:
    """Merges this device's small segments where there are many: each listing names them all."""
    folder.compact(device, _newest_writes)


def _newest_writes(operations: list[Operation]) -> Iterable[Operation]:
    """Of one device's operations those that no later one of them makes needless."""
    newest = {each[1:4]: each for each in sorted(operations, key=attrgetter("stamp"))}
    return newest.values()


def _recover(store: Store, folder: Vault, vault: VaultRow, error: SyncError) -> None:
    """Makes it possible to write. Raises the error where it is not about this database."""
    # seldom needed
    from unbroken.engine.synchronisation import recovery
    from unbroken.engine.synchronisation.arrivals import look_at_own
    from unbroken.sync.errors import FolderBehind, NumberTaken

    if not isinstance(error, (NumberTaken, FolderBehind)):
        raise error
    is_behind = isinstance(error, FolderBehind)
    own = look_at_own(folder, vault.device, vault.number, vault.hash, asked=is_behind)
    with store.writing():
        if own_vault(store) != vault:
            return  # another program has found it out meanwhile
        if is_behind:
            recovery.write_anew(store, vault, own.stamps)
        else:
            recovery.take_up(store, vault, own)


def _waits(store: Store) -> bool:
    """Whether there is something that the note does not say was written."""
    vault = load_vault(store)
    if vault is None:
        return False
    note = note_ahead(store, vault)
    return has_more_waiting(store, 0 if note is None else note.writes)


def _segment(store: Store, vault: VaultRow, waiting: Iterable[OutboxRow]) -> Segment:
    number = vault.number + 1
    seen = {each.id: each.number for each in load_devices(store).values()}
    operations = tuple(_operation(each.register, each.stamp, each.value) for each in waiting)
    return Segment(vault.device, number, number, vault.hash, seen, __version__, operations)


def _operation(register: str, stamp: str, value: str) -> Operation:
    kind, rest = register.split("/", 1)
    key, name = rest.rsplit("/", 1)
    return Operation(stamp_of(stamp), kind, key, name, json.loads(value))
