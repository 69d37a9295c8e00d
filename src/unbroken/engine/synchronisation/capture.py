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
from unbroken.store.stored_values import Row
from unbroken.store.sync import (
    NOTHING,
    add_to_outbox,
    enrolments_by_key,
    enrolments_with_logs,
    keeps_logs,
    kept_logs,
    load_registers,
    registers_of_kind,
    save_registers,
    save_vault,
)
from unbroken.store.unit_of_work import UnitOfWork
from unbroken.sync.clock import Clock, stamp_text
from unbroken.sync.operations import Stamp
from unbroken.sync.registers import (
    ALIVE,
    MADE,
    ROW,
    Whose,
    Write,
    like,
    register_id,
    writes_of,
)


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
    whose = {key: Whose(*pair) for key, pair in enrolments_by_key(store).items()}
    whose |= {
        each.row["id"]: Whose(each.row["owner_id"], each.row["streak_id"])
        for each in changes
        if each.table == "enrolments"
    }
    writes = [
        write
        for each in changes
        for write in writes_of(each.table, each.before, each.after, whose, vault.device)
    ]
    writes += _with_what_else(store, changes, writes, whose, clock.milliseconds)
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


def base_writes(
    store: Store, tables: Mapping[str, Iterable[Row]], at: int, device: str
) -> Iterator[Write]:
    """What all rows of a database write that is synced from now on; `at` is in milliseconds."""
    whose = {key: Whose(*pair) for key, pair in enrolments_by_key(store).items()}
    for table, rows in tables.items():
        for row in rows:
            yield from writes_of(table, None, row, whose, device)
            if table in ("streaks", "owners"):
                yield _made(table, row, at, ())


def _made(table: str, row: Row, at: int, knew: Iterable[str]) -> Write:
    """When a streak or a person was made, and which ones like it were known there by then."""
    if table == "owners":
        return Write("owner", row["id"], MADE, {"at": at})
    return Write("streak", row["id"], MADE, {"at": at, "like": like(row), "knew": sorted(knew)})


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


def _with_what_else(
    store: Store,
    changes: Iterable[Operation],
    writes: Iterable[Write],
    whose: Mapping[int, Whose],
    at: int,
) -> list[Write]:
    """What follows from a change: when something was made; twins that go with what is deleted."""
    others: list[Write] = []
    for table, before, after in changes:
        if table in ("streaks", "owners") and before is None and after is not None:
            others += _new(store, table, after, at)
    removed = [each.key for each in writes if each.kind == "streak" and each.value is False]
    if removed:
        # seldom needed
        from unbroken.engine.synchronisation.projection import load_held
        from unbroken.sync.settlement import settle

        members = settle(load_held(store), ()).members
        others += [
            Write("streak", twin, ALIVE, False)
            for key in removed
            for twin in members.get(key, ())
            if twin != key
        ]
    deleted = {
        (each.before["enrolment_id"], each.before["unique_identifier"])
        for each in changes
        if each.table == "logs" and each.after is None and each.before
    }
    if any(identifier is not None for _, identifier in deleted) and keeps_logs(store):
        others += _hidden_twins(store, deleted, whose)
    return others


def _new(store: Store, table: str, row: Row, at: int) -> Iterator[Write]:
    kind = table[:-1]
    if load_registers(store, [register_id(kind, row["id"], MADE)]):
        return  # it comes back: it was made when it was made first
    knew = []
    if kind == "streak":
        digest = like(row)
        for each in registers_of_kind(store, kind):
            _, key, register = each.id.split("/")
            if register == MADE and json.loads(each.value or NOTHING)["like"] == digest:
                knew.append(key)
    yield _made(table, row, at, knew)


def _hidden_twins(
    store: Store, deleted: set[tuple[int, str | None]], whose: Mapping[int, Whose]
) -> Iterator[Write]:
    """The logs that a deleted one with the same unique identifier has hidden."""
    # seldom needed
    from unbroken.engine.synchronisation.projection import load_held
    from unbroken.sync.settlement import settle

    kept = kept_logs(store)
    logged = {Whose(*each) for each in enrolments_with_logs(store)}
    logged |= {Whose(row["owner"], row["streak"]) for row in kept.values()}
    settled = settle(load_held(store), logged)
    places = {(whose.get(key), identifier) for key, identifier in deleted if identifier}
    for key, row in kept.items():
        place = settled.place(Whose(row["owner"], row["streak"]))
        if (place, row["unique_identifier"]) in places:
            yield Write("log", key, ROW, None)


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
