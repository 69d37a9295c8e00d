"""Syncing now, on the way, and how it stands (docs/sync.md)."""

from __future__ import annotations

from collections.abc import Mapping, Set

from unbroken.core.errors import SyncError
from unbroken.core.instants import MILLISECOND, Instant, moment_of
from unbroken.core.reports import SyncDevice, Synced, SyncNote, SyncStatus
from unbroken.engine.callers import Caller
from unbroken.engine.context import Context, Progressed
from unbroken.engine.permissions import require_admin
from unbroken.engine.recalculation import recalculate
from unbroken.engine.synchronisation.arrivals import copied, read_all, stamps_in, told_in
from unbroken.engine.synchronisation.device import lacking, note_ahead, own_vault
from unbroken.engine.synchronisation.folder import shared_vault, shown_place
from unbroken.engine.synchronisation.merging import (
    NOTHING,
    note_devices,
    take_copies,
    take_parts,
)
from unbroken.engine.synchronisation.places import not_synced, waiting_text
from unbroken.engine.synchronisation.projection import Projection
from unbroken.engine.synchronisation.publishing import PART, compact, publish
from unbroken.engine.synchronisation.reading import read
from unbroken.engine.synchronisation.recovery import write_missing
from unbroken.engine.synchronisation.steps import Steps
from unbroken.store.connection import Store
from unbroken.store.merging import load_notes, outbox_size, save_device
from unbroken.store.sync import VaultRow, load_devices, load_vault
from unbroken.store.unit_of_work import UnitOfWork
from unbroken.sync.identity import alone
from unbroken.sync.pairing import Let, let
from unbroken.sync.segment_names import newest_in
from unbroken.sync.segment_reading import Glance
from unbroken.wording.synchronisation import lacking_sentence


def sync(context: Context, caller: Caller) -> Synced:
    """Reads what others have written, and writes what waits. Raises SyncError."""
    require_admin(caller, "sync")
    vault = _synced(context)
    store = context.store
    with shared_vault(vault) as there:
        found = read(store, there, context.now(), thoroughly=True)
        written = publish(store, there)
        with alone(store.path) as is_alone:
            own = load_vault(store)
            if own is not None and is_alone:
                compact(there, own.device)
                there.push()
        lost = map(lacking_sentence, lacking(store, there.newest()))
    writes, outcome = found or (0, NOTHING)
    context.merges += writes > 0
    folder = shown_place(vault.place)
    return Synced(folder, writes, written, outcome.logs, (*outcome.said, *lost))


def sync_rebuild(
    context: Context, caller: Caller, *, progressed: Progressed | None = None
) -> Synced:
    """Reads the whole folder again, writes what it lacks, and judges everything anew.

    `progressed` is told how far it is; what it raises ends it, as with `sync_setup`. Raises
    SyncError.
    """
    require_admin(caller, "sync_rebuild")
    vault = _synced(context)
    store, now = context.store, context.now()
    with shared_vault(vault) as folder:
        folder.pull()
        steps = Steps(progressed, folder.size() * PART)
        folder_has = folder.newest()
        parts, forked = read_all(folder, folder_has, steps.read)
        mixed = forked | told_in(parts)
        copies, stamps = copied(folder), stamps_in(folder, parts)
        with store.writing():
            own = own_vault(store)
            if own is None:
                raise not_synced(store)  # another program has ended it just now
            others = [part for part in parts if part.segment.device != own.device]
            note_devices(store, own, others, now)
            _forget_lost(store, folder_has, others)
            outcome = take_parts(store, folder, others, now, steps.merged)
            take_copies(store, copies, now)
            work = UnitOfWork(store)
            Projection(work).carry_out({}, now)
            recalculate(work)
            # of forked ones the others may never have read what was read here
            write_missing(store, stamps, without=mixed)
        written = publish(store, folder, steps.written)
    writes = sum(part.writes for part in others)
    return Synced(shown_place(vault.place), writes, written, outcome.logs, tuple(outcome.said))


def _forget_lost(store: Store, newest: Mapping[str, int], parts: list[Glance]) -> None:
    """Of devices that the folder has lost something of, no more is known to be there than is.

    Each writes all it has as another one, once it finds that out.
    """
    last = {part.segment.device: part for part in parts}
    known = load_devices(store)
    for device in lacking(store, newest):
        part = last.get(device)
        number, digest = (
            (0, "") if part is None else (part.segment.last, part.segment.replaces or part.digest)
        )
        save_device(store, known[device]._replace(number=number, hash=digest))


def sync_status(context: Context, caller: Caller) -> SyncStatus:
    """Where the database is synced to, and how it stands."""
    require_admin(caller, "sync_status")
    store = context.store
    with store.reading():
        vault = load_vault(store)
        if vault is None:
            return SyncStatus(None, None, 0, (), (), waiting_text(store))
        devices, notes, waiting = load_devices(store), load_notes(store), outbox_size(store)
    newest: dict[str, int] = {}
    problem, admitted = None, let(())
    try:
        with shared_vault(vault) as folder:
            files = folder.files()
            newest, admitted = newest_in(files), let(files)
        problem = " ".join(map(lacking_sentence, lacking(store, newest))) or None
    except SyncError as error:
        problem = error.message
    note = note_ahead(store, vault)
    if note is not None:
        waiting = max(waiting - note.writes, 0)
    others = [
        SyncDevice(
            key,
            False,
            moment_of(Instant(devices[key].seen_at * MILLISECOND)) if key in devices else None,
            max(newest.get(key, 0) - (devices[key].number if key in devices else 0), 0),
        )
        for key in sorted(devices.keys() | newest.keys() - {vault.device})
    ]
    latest = moment_of(Instant(vault.milliseconds * MILLISECOND))
    return SyncStatus(
        shown_place(vault.place),
        vault.device,
        waiting,
        (SyncDevice(vault.device, True, latest, 0), *others),
        tuple(SyncNote(moment_of(Instant(each.made_at)), each.text) for each in notes),
        problem,
        *_sealed(vault, admitted, devices.keys() | newest.keys()),
    )


def _sealed(
    vault: VaultRow, admitted: Let, devices: Set[str]
) -> tuple[bool, tuple[str, ...], bool, tuple[str, ...]]:
    """Whether the folder is sealed, which machines can read it, whether a passphrase opens it, and
    which machines ask.
    """
    if vault.secret is None:
        return False, (), False, ()
    readers = {vault.device, *devices, *admitted.admitted}
    return True, tuple(sorted(readers)), admitted.passphrase, admitted.asking


def _synced(context: Context) -> VaultRow:
    """Where the database is synced to. Raises Refusal where it is not."""
    vault = load_vault(context.store)
    if vault is None:
        raise not_synced(context.store)
    return vault
