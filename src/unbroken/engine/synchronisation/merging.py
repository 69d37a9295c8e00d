"""Merging what other machines have done into registers and rows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence

from unbroken.core.instants import MILLISECOND, Instant
from unbroken.core.typing import Final
from unbroken.engine.recalculation import recalculate
from unbroken.engine.synchronisation.arrivals import (
    Arrivals,
    look,
    newest_of,
    own_state,
)
from unbroken.engine.synchronisation.device import own_vault
from unbroken.engine.synchronisation.projection import LogWrite, Outcome, Projection
from unbroken.engine.synchronisation.recovery import (
    take_up,
    tell_of_fork,
    write_anew,
    write_missing,
)
from unbroken.store.connection import Store
from unbroken.store.merging import NoteRow, add_notes, save_device
from unbroken.store.sync import (
    DeviceRow,
    VaultRow,
    add_to_outbox,
    load_devices,
    load_registers,
    load_vault,
    save_registers,
    save_vault,
)
from unbroken.store.unit_of_work import UnitOfWork
from unbroken.sync.operations import Clock, Operation
from unbroken.sync.registers import MADE
from unbroken.sync.segment_reading import Glance
from unbroken.sync.vault import Vault
from unbroken.wording.synchronisation import ahead_sentence

_DAY: Final = 86_400_000
"""Milliseconds of a day."""
NOTHING: Final = Outcome(0, 0, [])

Won = Callable[[Operation, str, str], None]
"""Told of a write that is newer than what was known, with the id of its register and its stamp."""


def merge_new(
    store: Store, folder: Vault, now: Instant, *, thoroughly: bool
) -> tuple[int, Outcome]:
    """Takes over what is new in the folder, in one transaction; answers how many writes it was.

    The folder is read before the database is locked, and again where another program has merged
    something meanwhile.
    """
    while True:
        arrivals = look(store, folder, thoroughly=thoroughly)
        if arrivals is None:
            return 0, NOTHING
        with store.writing():
            vault = own_vault(store)
            if vault is None:
                return 0, NOTHING
            if load_devices(store) == arrivals.known and not _has_become_new(
                store, vault, arrivals
            ):
                return _merge(store, folder, arrivals, now)


def _has_become_new(store: Store, vault: VaultRow, arrivals: Arrivals) -> bool:
    """Whether this database is a new device since the folder was read.

    It is one where the folder knows more of it, or lacks what it has written. Where another program
    has written meanwhile, that is looked at the next time.
    """
    own = arrivals.own
    if own_state(vault) == arrivals.state:
        if own.newest > vault.number:
            take_up(store, vault, own)
        elif not own.is_there:
            write_anew(store, vault, own.stamps)
    return _now(store).device != arrivals.state[0]


def _merge(store: Store, folder: Vault, arrivals: Arrivals, now: Instant) -> tuple[int, Outcome]:
    vault, told = _now(store), arrivals.told
    seen = max((part.segment.seen.get(vault.device, 0) for part in arrivals.parts), default=0)
    if vault.device in told or seen > vault.number:
        write_anew(store, vault, arrivals.own.stamps)
        vault = _now(store)
    note_devices(store, vault, arrivals.parts, now)
    outcome = take_parts(store, folder, arrivals.parts, now)
    for device in arrivals.forked:
        tell_of_fork(store, device)
    if arrivals.forked | told:
        write_missing(store, arrivals.own.stamps, without=arrivals.forked | told)
    take_copies(store, arrivals.copies, now)
    return arrivals.writes, outcome


def take_copies(store: Store, copies: list[Operation], now: Instant) -> None:
    """Takes over what only conflict copies have, and writes it again, for all to read."""
    outbox: list[tuple[str, str, str]] = []

    def won(each: Operation, key: str, stamp: str) -> None:
        outbox.append((key, stamp, json.dumps(each.value)))

    if copies:
        take(store, copies, (), now, won)
        add_to_outbox(store, outbox)


def take_parts(
    store: Store,
    folder: Vault,
    parts: list[Glance],
    now: Instant,
    taken: Callable[[int], None] | None = None,
) -> Outcome:
    """Takes over segments inside a transaction. `taken` is told how many logs were merged."""
    if not parts:
        return NOTHING
    records = [each for part in parts for each in part.segment.operations]
    return take(store, records, map(folder.log_writes, parts), now, taken=taken)


def _now(store: Store) -> VaultRow:
    """Where the database is synced to, after that may have changed in this transaction."""
    vault = load_vault(store)
    assert vault is not None, "it was there in this transaction"
    return vault


def note_devices(store: Store, vault: VaultRow, parts: Iterable[Glance], now: Instant) -> None:
    """Remembers how far devices were read, and moves the clock on behind all that they wrote."""
    known = load_devices(store)
    clock = Clock(vault.milliseconds, vault.counter)
    limit = now // MILLISECOND + _DAY
    ahead = []
    for part in parts:
        device = part.segment.device
        clock = clock.seen(part.latest)
        before = known.get(device, DeviceRow(device, 0, "", 0))
        seen_at = max(part.latest.milliseconds, before.seen_at)
        number, digest = part.segment.last, part.segment.replaces or part.digest
        if number < before.number:
            number, digest = before.number, before.hash
        if before.seen_at <= limit < seen_at:
            ahead.append(NoteRow(now, ahead_sentence(device, seen_at * MILLISECOND)))
        known[device] = DeviceRow(device, number, digest, seen_at)
        save_device(store, known[device])
    add_notes(store, ahead)
    save_vault(store, vault._replace(milliseconds=clock.milliseconds, counter=clock.counter))


def take(
    store: Store,
    records: Iterable[Operation],
    logs: Iterable[Sequence[Operation]],
    now: Instant,
    won: Won | None = None,
    taken: Callable[[int], None] | None = None,
) -> Outcome:
    """Merges operations into registers and rows, and judges anew what that touched.

    `logs`, which are only written here, not deleted, may be very many: they come in batches. `won`
    is told of each that is newer than what was known, `taken` how many logs were merged.
    """
    work = UnitOfWork(store)
    projection = Projection(work)
    outcome = _take(store, projection, records, now, won, is_first=True)
    count = 0
    for batch in filter(None, logs):
        outcome = outcome.and_then(_take(store, projection, batch, now, won))
        count += len(batch)
        if taken is not None:
            taken(count)
    recalculate(work)
    return outcome


def _take(
    store: Store,
    projection: Projection,
    operations: Iterable[Operation],
    now: Instant,
    won: Won | None,
    *,
    is_first: bool = False,
) -> Outcome:
    newest = newest_of(operations)
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
    if not (rows or logs or is_first):
        return NOTHING
    save_registers(store, rows)
    return projection.carry_out(logs, now, made)
