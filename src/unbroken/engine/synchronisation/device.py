"""Who this database is among the devices of a folder, and how far it has written."""

from __future__ import annotations

from unbroken.core.instants import MILLISECOND
from unbroken.core.typing import TYPE_CHECKING
from unbroken.store.connection import Store
from unbroken.store.sync import (
    VaultRow,
    drop_from_outbox,
    load_devices,
    load_outbox,
    load_vault,
    save_vault,
)
from unbroken.sync.identity import Note, binding, new_device, read_note

if TYPE_CHECKING:  # a change goes without
    from collections.abc import Mapping


def own_vault(store: Store) -> VaultRow | None:
    """Where the database is synced to and as which device; inside a transaction.

    What the note beside the file says was written is dropped from the outbox only now: each change
    would else take a transaction more. A file that is another one, or was set back, is a new device
    from now on.
    """
    vault = load_vault(store)
    if vault is None:
        return None
    note = read_note(store.path)
    if vault.bound != binding(store.path) or not (
        _follows(note, vault) or _settled(store, note, vault)
    ):
        return renewed(store, vault)
    if note is not None and note.number > vault.number and note.device == vault.device:
        vault = vault._replace(number=note.number, hash=note.hash)
        save_vault(store, vault)
    return vault


def note_ahead(store: Store, vault: VaultRow) -> Note | None:
    """The note beside the file, where the database does not know yet of the segment it tells of."""
    note = read_note(store.path)
    is_next = note is not None and (note.device, note.number) == (vault.device, vault.number + 1)
    return note if is_next else None


def renewed(store: Store, vault: VaultRow, said: str | None = None) -> VaultRow:
    """Makes the database a new device; what the former one wrote is read like anybody else's.

    All of it, since the folder may have another state of it than was known here. `said` tells
    people why; else it was restored or copied.
    """
    # seldom needed
    from unbroken.store.merging import NoteRow, add_notes
    from unbroken.wording.synchronisation import renewed_sentence

    told = said or renewed_sentence(vault.device)
    add_notes(store, [NoteRow(vault.milliseconds * MILLISECOND, told)])
    bound = binding(store.path)
    vault = vault._replace(device=new_device(), bound=bound, number=0, hash="")
    save_vault(store, vault)
    return vault


def drop_written(store: Store, count: int, stamp: str) -> bool:
    """Drops from the outbox the first `count` writes; False where the last has another stamp.

    Then they were not written from this state of the database.
    """
    waiting = load_outbox(store, count)
    if len(waiting) != count or waiting[-1].stamp != stamp:
        return False
    drop_from_outbox(store, waiting[-1].id)
    return True


def lacking(store: Store, newest: Mapping[str, int]) -> list[str]:
    """The devices of which more was read here than the folder has by now; `newest` is what it has.

    They write all they have again as soon as they find that out, those that are still there.
    """
    known = load_devices(store).values()
    return [each.id for each in known if newest.get(each.id, 0) < each.number]


def _follows(note: Note | None, vault: VaultRow) -> bool:
    """Whether a note says nothing that the database does not know."""
    return (
        note is None
        or note.device != vault.device
        or note.number < vault.number
        or (note.number, note.hash) == (vault.number, vault.hash)
    )


def _settled(store: Store, note: Note | None, vault: VaultRow) -> bool:
    """Whether the outbox has what a note says was written last: then it was written from here."""
    return (
        note is not None
        and note.number == vault.number + 1
        and drop_written(store, note.writes, note.stamp)
    )
