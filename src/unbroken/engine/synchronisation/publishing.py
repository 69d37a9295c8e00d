"""Writing into the folder what was changed here."""

from __future__ import annotations

import json
from collections.abc import Iterable

from unbroken.core.typing import Final
from unbroken.engine.synchronisation.device import own_vault
from unbroken.engine.synchronisation.folder import vault_at
from unbroken.store.connection import Store
from unbroken.store.sync import OutboxRow, VaultRow, load_devices, load_outbox
from unbroken.sync.clock import stamp_of
from unbroken.sync.errors import FolderBehind, NumberTaken
from unbroken.sync.identity import Note, write_note
from unbroken.sync.operations import Operation
from unbroken.sync.segments import Segment
from unbroken.sync.vault import Vault
from unbroken.version import __version__

PART: Final = 5000
"""Writes of one segment."""


def publish(store: Store) -> int:
    """Writes what waits into the folder; answers how many writes. Raises SyncError.

    The outbox is emptied by the next change, which the note beside the file tells of it; only
    where more than one segment waits, at once.
    """
    written = 0
    folder: Vault | None = None
    while True:
        with store.writing():
            vault = own_vault(store)
            waiting = [] if vault is None else load_outbox(store, PART)
            if vault is None or not waiting:
                break
            folder = folder or vault_at(vault)
            try:
                digest = folder.append(_segment(store, vault, waiting))
            except (NumberTaken, FolderBehind) as error:
                from unbroken.engine.synchronisation import recovery  # seldom needed

                if isinstance(error, NumberTaken):
                    recovery.take_up(store, vault, folder)
                else:
                    recovery.write_anew(store, vault, folder)
                continue
            last = waiting[-1].stamp
            note = Note(vault.device, vault.number + 1, digest, len(waiting), last)
            write_note(store.path, note)
            written += len(waiting)
            if len(waiting) < PART:
                break
    if folder is not None:
        folder.push()
    return written


def _segment(store: Store, vault: VaultRow, waiting: Iterable[OutboxRow]) -> Segment:
    number = vault.number + 1
    seen = {each.id: each.number for each in load_devices(store).values()}
    operations = tuple(_operation(each.register, each.stamp, each.value) for each in waiting)
    return Segment(vault.device, number, number, vault.hash, seen, __version__, operations)


def _operation(register: str, stamp: str, value: str) -> Operation:
    kind, rest = register.split("/", 1)
    key, name = rest.rsplit("/", 1)
    return Operation(stamp_of(stamp), kind, key, name, json.loads(value))
