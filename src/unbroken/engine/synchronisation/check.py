"""What the doctor says of the folder that a database is synced to."""

from __future__ import annotations

from unbroken.core.errors import SyncError
from unbroken.core.instants import MILLISECOND, Instant
from unbroken.engine.synchronisation.device import lacking
from unbroken.engine.synchronisation.folder import vault_at, way_to
from unbroken.store.connection import Store
from unbroken.store.sync import load_vault
from unbroken.sync.vault_check import check
from unbroken.wording.synchronisation import lacking_sentence


def folder_notes(store: Store, now: Instant) -> list[str]:
    """What is odd about the folder, in sentences: it is not the database that is wrong then."""
    vault = load_vault(store)
    if vault is None:
        return []
    try:
        with way_to(vault.place) as transport:
            folder = vault_at(vault, transport)
            found = check(folder, transport, now // MILLISECOND)
            lost = lacking(store, folder.newest())
    except SyncError as error:
        return [error.message]
    return [*map(lacking_sentence, lost), *(each.text for each in found)]
