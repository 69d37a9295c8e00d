"""A change that was made here, written into registers in the same transaction (docs/sync.md)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

from unbroken.core.instants import MILLISECOND, Instant
from unbroken.core.typing import Any
from unbroken.engine.recalculation import recalculate
from unbroken.engine.synchronisation.device import own_vault
from unbroken.store.connection import Store
from unbroken.store.operations import Operation
from unbroken.store.schema import ADDED
from unbroken.store.sync import (
    NOTHING,
    add_to_outbox,
    enrolments_by_key,
    keeps_logs,
    load_registers,
    save_registers,
    save_vault,
)
from unbroken.store.unit_of_work import UnitOfWork
from unbroken.sync.operations import Clock, Stamp, stamp_text
from unbroken.sync.registers import ALIVE, Whose, Write, log_write, register_id


def capture(work: UnitOfWork, now: Instant) -> None:
    """Writes what a change did to rows into registers, and into the outbox for the folder."""
    store = work.store
    vault = own_vault(store)
    if vault is None:
        return
    clock = Clock(vault.milliseconds, vault.counter).tick(now // MILLISECOND)
    save_vault(store, vault._replace(milliseconds=clock.milliseconds, counter=clock.counter))
    stamp = stamp_text(Stamp(*clock, vault.device))
    changes = list(_net(work.operations))
    of_enrolments = {
        row["enrolment_id"]
        for each in changes
        for row in (each.before, each.after)
        if row and "enrolment_id" in row
    }
    known_here = enrolments_by_key(store, of_enrolments)
    whose = {key: Whose(*pair) for key, pair in known_here.items()}
    whose |= {
        each.row["id"]: Whose(each.row["owner_id"], each.row["streak_id"])
        for each in changes
        if each.table == "enrolments"
    }
    if all(each.table == "logs" for each in changes):
        writes = [log_write(each.before, each.after, whose) for each in changes]
    else:
        from unbroken.sync.row_registers import writes_of  # a log goes without

        writes = [
            write
            for each in changes
            for write in writes_of(each.table, each.before, each.after, whose, vault.device)
        ]
    if not all(map(_is_plain, changes)):
        from unbroken.engine.synchronisation.consequences import what_else  # a log goes without

        writes += what_else(store, changes, writes, whose, clock.milliseconds)
    known = load_registers(
        store,
        (register_id(each.kind, each.key, ALIVE) for each in writes if each.register == ALIVE),
    )
    rows: dict[str, tuple[str, str, str]] = {}
    for kind, key, register, value in writes:
        key = register_id(kind, key, register)
        if not (register == ALIVE and value and key in known and known[key].value == "true"):
            rows[key] = (key, stamp, json.dumps(value))
    save_registers(
        store,
        (
            (key, stamp, value if not key.startswith("log/") or value == NOTHING else None)
            for key, _, value in rows.values()
        ),
    )
    add_to_outbox(store, rows.values())
    if _may_settle_more(store, changes, writes, whose):
        from unbroken.engine.synchronisation.projection import Projection  # a log goes without

        Projection(work).carry_out({}, now)
        recalculate(work)


def _net(operations: Iterable[Operation]) -> Iterator[Operation]:
    """For each row that was touched: how it was before, and how it is."""
    touched: dict[tuple[str, Any], Operation] = {}
    for each in operations:
        key = (each.table, each.row["key" if each.table == "settings" else "id"])
        first = touched.get(key, each)
        touched[key] = Operation(each.table, first.before, each.after)
    for table, before, after in touched.values():
        if before != after:
            added = ADDED.get(table, {})
            yield Operation(table, before and added | before, after and added | after)


def _is_plain(change: Operation) -> bool:
    """Whether a change is of a log, and nothing else follows from it."""
    table, before, after = change
    return table == "logs" and bool(after or (before and before["unique_identifier"] is None))


def _may_settle_more(
    store: Store,
    changes: Iterable[Operation],
    writes: Iterable[Write],
    whose: Mapping[int, Whose],
) -> bool:
    """Whether rows may have to be others than the change has made them.

    They are not where logs came or went of streaks and people that nobody has removed.
    """
    if any(each.kind != "log" for each in writes):
        return True
    rows = [row for each in changes for row in (each.before, each.after) if row]
    places = {whose[row["enrolment_id"]] for row in rows if row["enrolment_id"] in whose}
    ids = {register_id("streak", each.streak, ALIVE) for each in places}
    ids |= {register_id("owner", each.owner, ALIVE) for each in places}
    alive = load_registers(store, ids)
    return any(key not in alive or alive[key].value != "true" for key in ids) or (
        any(row["unique_identifier"] is not None for row in rows) and keeps_logs(store)
    )
