"""Syncing now, on the way, and how it stands (docs/sync.md)."""

from __future__ import annotations

from collections.abc import Iterable

from unbroken.core.instants import MILLISECOND, Instant, moment_of
from unbroken.core.reports import SyncDevice, Synced, SyncNote, SyncStatus
from unbroken.engine.callers import Caller
from unbroken.engine.context import Context
from unbroken.engine.permissions import require_admin
from unbroken.engine.recalculation import recalculate
from unbroken.engine.synchronisation.device import own_vault
from unbroken.engine.synchronisation.folder import shown_place, vault_at
from unbroken.engine.synchronisation.merging import NOTHING, take_copies, take_segments
from unbroken.engine.synchronisation.projection import project
from unbroken.engine.synchronisation.publishing import publish
from unbroken.engine.synchronisation.reading import read
from unbroken.engine.synchronisation.recovery import write_missing
from unbroken.engine.synchronisation.setup import not_synced
from unbroken.store.sync import (
    VaultRow,
    load_devices,
    load_notes,
    load_vault,
    outbox_size,
)
from unbroken.store.unit_of_work import UnitOfWork
from unbroken.sync.errors import SyncError
from unbroken.sync.identity import read_note
from unbroken.sync.operations import Operation


def sync(context: Context, caller: Caller) -> Synced:
    """Reads what others have written, and writes what waits. Raises SyncError."""
    require_admin(caller, "sync")
    vault = _synced(context)
    found = read(context.store, context.now(), thoroughly=True)
    written = publish(context.store)
    there = vault_at(vault)
    own = load_vault(context.store)
    if own is not None:
        there.compact(own.device, newest_writes)
        there.push()
    writes, outcome = found or (0, NOTHING)
    context.merges += writes > 0
    folder = shown_place(vault.place)
    return Synced(folder, writes, written, outcome.logs, tuple(outcome.said))


def sync_rebuild(context: Context, caller: Caller) -> Synced:
    """Reads the whole folder again, writes what it lacks, and judges everything anew.

    Raises SyncError.
    """
    require_admin(caller, "sync_rebuild")
    vault = _synced(context)
    folder = vault_at(vault)
    store, now = context.store, context.now()
    with store.writing():
        own = own_vault(store)
        assert own is not None, "it is synced"
        segments = [each for device in folder.devices() for each in folder.segments(device, 0)]
        others = [each for each in segments if each.device != own.device]
        writes, outcome = take_segments(store, own, others, now)
        take_copies(store, folder, now)
        work = UnitOfWork(store)
        project(work, {}, now)
        recalculate(work)
        write_missing(store, folder)
    written = publish(context.store)
    return Synced(shown_place(vault.place), writes, written, outcome.logs, tuple(outcome.said))


def sync_status(context: Context, caller: Caller) -> SyncStatus:
    """Where the database is synced to, and how it stands."""
    require_admin(caller, "sync_status")
    store = context.store
    with store.reading():
        vault = load_vault(store)
        if vault is None:
            return SyncStatus(None, None, 0, (), (), None)
        devices, notes, waiting = load_devices(store), load_notes(store), outbox_size(store)
    newest, problem = {}, None
    try:
        newest = vault_at(vault).newest()
    except SyncError as error:
        problem = error.message
    note = read_note(store.path)
    if note is not None and (note.device, note.number) == (vault.device, vault.number + 1):
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
    )


def newest_writes(operations: list[Operation]) -> Iterable[Operation]:
    """Of one device's operations those that no later one of them makes needless."""
    newest = {each[1:4]: each for each in sorted(operations, key=lambda each: each.stamp)}
    return newest.values()


def _synced(context: Context) -> VaultRow:
    """Where the database is synced to. Raises Refusal where it is not."""
    vault = load_vault(context.store)
    if vault is None:
        raise not_synced()
    return vault
