"""Merging what other machines have done into registers and rows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

from unbroken.core.instants import MILLISECOND, Instant
from unbroken.core.typing import Final
from unbroken.engine.recalculation import recalculate
from unbroken.engine.synchronisation.device import own_vault
from unbroken.engine.synchronisation.projection import LogWrite, Outcome, project
from unbroken.engine.synchronisation.recovery import (
    follow_each_other,
    has_last,
    take_up,
    tell_of_fork,
    write_anew,
    write_missing,
)
from unbroken.store.connection import Store
from unbroken.store.sync import (
    DeviceRow,
    NoteRow,
    VaultRow,
    add_notes,
    add_to_outbox,
    load_devices,
    load_registers,
    load_vault,
    save_device,
    save_registers,
    save_vault,
)
from unbroken.store.unit_of_work import UnitOfWork
from unbroken.sync.clock import Clock, stamp_text
from unbroken.sync.operations import Operation, Stamp
from unbroken.sync.registers import DEVICE, FORKED, MADE, register_id
from unbroken.sync.segments import Segment, digest_of, text_of
from unbroken.sync.vault import Vault
from unbroken.wording.synchronisation import ahead_sentence

_DAY: Final = 86_400_000
"""Milliseconds of a day."""
NOTHING: Final = Outcome(0, 0, [])


def merge_new(
    store: Store, folder: Vault, now: Instant, *, thoroughly: bool
) -> tuple[int, Outcome]:
    """Takes over what is new in the folder, in one transaction; answers how many writes it was."""
    with store.writing():
        vault = own_vault(store)
        if vault is None:
            return 0, NOTHING
        own = folder.newest().get(vault.device, 0)  # nobody else writes it meanwhile
        if own > vault.number:
            take_up(store, vault, folder)
        elif own < vault.number or not has_last(folder, vault.device, vault.number, vault.hash):
            write_anew(store, vault, folder)
        vault = _now(store)
        segments, forked = _new_segments(store, folder, vault.device, thoroughly=thoroughly)
        told = {
            each.key
            for segment in segments
            for each in segment.operations
            if (each.kind, each.register) == (DEVICE, FORKED)
        }
        if vault.device in told or any(
            each.seen.get(vault.device, 0) > vault.number for each in segments
        ):
            write_anew(store, vault, folder)
            vault = _now(store)
        done = take_segments(store, vault, segments, now)
        for device in forked:
            tell_of_fork(store, device)
        if forked | told:
            write_missing(store, folder, forked | told)
        if thoroughly or forked | told:
            take_copies(store, folder, now)
        return done


def take_copies(store: Store, folder: Vault, now: Instant) -> None:
    """Takes over what only conflict copies have, and writes it again, for all to read."""
    outbox: list[tuple[str, str, str]] = []

    def won(each: Operation, key: str, stamp: str) -> None:
        outbox.append((key, stamp, json.dumps(each.value)))

    copies = [each for copy in folder.conflict_copies() for each in copy.operations]
    if copies:
        take(store, copies, now, won)
        add_to_outbox(store, outbox)


def _now(store: Store) -> VaultRow:
    """Where the database is synced to, after that may have changed in this transaction."""
    vault = load_vault(store)
    assert vault is not None, "it was there in this transaction"
    return vault


def _new_segments(
    store: Store, folder: Vault, own: str, *, thoroughly: bool
) -> tuple[list[Segment], set[str]]:
    """What was not read yet, and which devices went on from another state than was read.

    Such a device was set back together with its folder; all of it is read again.
    """
    known = load_devices(store)
    found: list[Segment] = []
    forked: set[str] = set()
    for device in folder.devices():
        if device == own:
            continue
        before = known.get(device, DeviceRow(device, 0, "", 0))
        segments = list(folder.segments(device, before.number))
        follows = follow_each_other(folder, segments, before.number, before.hash)
        if not segments and thoroughly:
            follows = has_last(folder, device, before.number, before.hash)
        if not follows:
            forked.add(device)
            segments = list(folder.segments(device, 0))
        found += segments
    return found, forked


def take_segments(
    store: Store, vault: VaultRow, segments: Iterable[Segment], now: Instant
) -> tuple[int, Outcome]:
    """Takes over segments inside a transaction, and remembers how far each device was read."""
    segments = list(segments)
    if not segments:
        return 0, NOTHING
    operations = [each for segment in segments for each in segment.operations]
    note_devices(store, vault, segments, now)
    return len(operations), take(store, operations, now)


def note_devices(store: Store, vault: VaultRow, segments: Iterable[Segment], now: Instant) -> None:
    """Remembers how far devices were read, and moves the clock on behind all that they wrote."""
    known = load_devices(store)
    segments = list(segments)
    lasts = {segment.device: segment for segment in segments}
    hashes = {key: each.replaces or digest_of(text_of(each)) for key, each in lasts.items()}
    clock = Clock(vault.milliseconds, vault.counter)
    ahead = []
    for segment in segments:
        latest = max((each.stamp for each in segment.operations), default=Stamp(0, 0, ""))
        clock = clock.seen(latest)
        before = known.get(segment.device, DeviceRow(segment.device, 0, "", 0))
        after = DeviceRow(
            segment.device,
            max(segment.last, before.number),
            hashes.get(segment.device, ""),
            max(latest.milliseconds, before.seen_at),
        )
        limit = now // MILLISECOND + _DAY
        if before.seen_at <= limit < after.seen_at:
            ahead.append(NoteRow(now, ahead_sentence(segment.device, after.seen_at * MILLISECOND)))
        known[segment.device] = after
    for device in known.values():
        save_device(store, device)
    add_notes(store, ahead)
    save_vault(store, vault._replace(milliseconds=clock.milliseconds, counter=clock.counter))


def take(
    store: Store,
    operations: Iterable[Operation],
    now: Instant,
    won: Callable[[Operation, str, str], None] | None = None,
) -> Outcome:
    """Merges operations into registers and rows, and judges anew what that touched.

    `won` is told of each that is newer than what was known, with its id and stamp.
    """
    newest: dict[str, tuple[str, Operation]] = {}
    for each in operations:
        key, text = register_id(each.kind, each.key, each.register), stamp_text(each.stamp)
        if key not in newest or newest[key][0] < text:
            newest[key] = text, each
    known = load_registers(store, newest)
    rows: list[tuple[str, str, str]] = []
    logs: dict[str, LogWrite] = {}
    made: list[str] = []
    for key, (text, each) in newest.items():
        if key in known and known[key].stamp >= text:
            continue
        if won is not None:
            won(each, key, text)
        if each.kind == "log":
            logs[each.key] = LogWrite(text, each.value)
        else:
            rows.append((key, text, json.dumps(each.value)))
            if (each.kind, each.register) == ("streak", MADE):
                made.append(each.key)
    save_registers(store, rows)
    work = UnitOfWork(store)
    outcome = project(work, logs, now, made)
    recalculate(work)
    return outcome
