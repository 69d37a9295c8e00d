"""What else a change writes: when something was made, and twins that go with what is deleted."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

from unbroken.engine.synchronisation.projection import load_held
from unbroken.store.connection import Store
from unbroken.store.merging import enrolments_with_logs, kept_logs, registers_of_kind
from unbroken.store.operations import Operation
from unbroken.store.stored_values import Row
from unbroken.store.sync import NOTHING, keeps_logs, load_registers
from unbroken.sync.registers import ALIVE, MADE, ROW, Whose, Write, register_id
from unbroken.sync.row_registers import like
from unbroken.sync.settlement import settle


def what_else(
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
    yield made(table, row, at, knew)


def _hidden_twins(
    store: Store, deleted: set[tuple[int, str | None]], whose: Mapping[int, Whose]
) -> Iterator[Write]:
    """The logs that a deleted one with the same unique identifier has hidden."""
    kept = kept_logs(store)
    logged = {Whose(*each) for each in enrolments_with_logs(store)}
    logged |= {Whose(row["owner"], row["streak"]) for row in kept.values()}
    settled = settle(load_held(store), logged)
    places = {(whose.get(key), identifier) for key, identifier in deleted if identifier}
    for key, row in kept.items():
        place = settled.place(Whose(row["owner"], row["streak"]))
        if (place, row["unique_identifier"]) in places:
            yield Write("log", key, ROW, None)


def made(table: str, row: Row, at: int, knew: Iterable[str]) -> Write:
    """When a streak or a person was made, and which ones like it were known there by then."""
    if table == "owners":
        return Write("owner", row["id"], MADE, {"at": at})
    return Write("streak", row["id"], MADE, {"at": at, "like": like(row), "knew": sorted(knew)})
