"""Joining a vault with a database that has rows of its own: who is whom, and what is sent."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Literal

from unbroken.core.instants import MILLISECOND, Instant
from unbroken.core.results import FIRST_NAME
from unbroken.core.typing import Any, Final, NamedTuple
from unbroken.engine.judgement import judge_history
from unbroken.engine.synchronisation.arrivals import Stamps, read_all, stamps_in, told_in
from unbroken.engine.synchronisation.consequences import made
from unbroken.engine.synchronisation.merging import note_devices, take
from unbroken.engine.synchronisation.places import not_arrived
from unbroken.engine.synchronisation.publishing import PART
from unbroken.engine.synchronisation.recovery import tell_of_fork, write_missing
from unbroken.engine.synchronisation.steps import Steps
from unbroken.store.connection import Store
from unbroken.store.enrolments import load_enrolments
from unbroken.store.merging import (
    all_log_rows,
    kept_logs,
    log_ids,
    log_rows,
    rename_owner,
    table_rows,
)
from unbroken.store.owners import load_owners
from unbroken.store.stored_values import Row, batched
from unbroken.store.streaks import load_streaks
from unbroken.store.sync import (
    VaultRow,
    add_to_outbox,
    enrolments_by_key,
    load_registers,
    save_registers,
)
from unbroken.sync.operations import Operation, Stamp, stamp_of, stamp_text
from unbroken.sync.registers import (
    ALIVE,
    DEVICE,
    JOINED,
    MADE,
    ROW,
    Whose,
    Write,
    log_value,
    register_id,
)
from unbroken.sync.row_registers import writes_of
from unbroken.sync.segment_reading import Glance
from unbroken.sync.vault import Vault

_TABLES: Final = (
    *("owners", "timezones", "streaks", "targets", "milestones", "enrolments", "skips"),
    *("settings", "coupons"),
)
_PLACED: Final[dict[str, Literal["owner", "streak", "enrolment"]]] = {
    "owners": "owner",
    "streaks": "streak",
    "enrolments": "enrolment",
}
"""Tables whose rows stand in an order, with the kinds of their records."""


class Others(NamedTuple):
    """What is in a vault before this database joins it."""

    parts: list[Glance]
    forked: set[str]
    """The devices of which it has several states mixed up."""
    newest: dict[tuple[str, str, str], Operation]
    """The last write of each register but those of logs."""
    stamps: Stamps
    """What its devices have written, where not all may have read the same of some."""

    @property
    def mixed(self) -> set[str]:
        """The devices of which not all may have read the same."""
        return self.forked | told_in(self.parts)

    def values(self, kind: str, register: str) -> dict[str, Any]:
        """By key: what a register of the records of a kind holds."""
        return {
            key: each.value
            for (found, key, name), each in self.newest.items()
            if (found, name) == (kind, register)
        }


def read_others(vault: Vault, steps: Steps) -> Others:
    """Everything that is in a vault. Raises Refusal where it has not arrived yet."""
    parts, forked = read_all(vault, vault.devices(), steps.read)
    newest: dict[tuple[str, str, str], Operation] = {}
    for part in parts:
        for each in part.segment.operations:
            known = newest.get(each[1:4])
            if known is None or known.stamp < each.stamp:
                newest[each[1:4]] = each
    others = Others(parts, forked, newest, {})
    if not others.values("owner", ALIVE):
        raise not_arrived()
    return others._replace(stamps=stamps_in(vault, parts)) if others.mixed else others


def join(
    store: Store, row: VaultRow, vault: Vault | None, others: Others, now: Instant, steps: Steps
) -> tuple[list[str], dict[str, int]]:
    """Merges what is here and what is in the vault; answers what was settled, and what is sent.

    What is here counts as older than all that the vault has: which is newer nobody knows, and
    whoever joins takes over what the others agree on.
    """
    renamed = _same_people(store, others)
    called = {owner: load_owners(store)[former].name for former, owner in renamed.items()}
    for former, owner in renamed.items():
        rename_owner(store, former, owner)
    own = [*_own_records(store, row, others, now), *_names_kept(row, others, renamed, called, now)]
    note_devices(store, row, others.parts, now)
    sent = {"logs": 0, "streaks": 0}
    outbox: list[tuple[str, str, str]] = []

    def won(each: Operation, key: str, stamp: str) -> None:
        if each.stamp.device == row.device and each.kind != "log":
            outbox.append((key, stamp, json.dumps(each.value)))
            sent["streaks"] += each.kind == "streak" and each.register == ALIVE

    for device in others.forked:
        tell_of_fork(store, device)
    before = {
        each.id for owner in renamed.values() for each in load_enrolments(store, owner_id=owner)
    }
    if vault is None:
        outcome = take(store, own, (), now, won)
        add_to_outbox(store, outbox)
        sent["logs"] = _found(store, row, now, steps)
        return outcome.said, sent
    here = log_ids(store)
    # what is here first: what comes may be newer, and takes its place in the rows then
    logs = chain(_own_logs(store, row, now), map(vault.log_writes, others.parts))
    outcome = take(store, [*others.newest.values(), *own], logs, now, won, steps.merged)
    add_to_outbox(store, outbox)
    sent["logs"] = _send_own_logs(store, row.device, here)
    if others.mixed:  # the others may never have read what was read of these here
        write_missing(store, others.stamps, without=others.mixed)
    people = load_owners(store)
    streaks = load_streaks(store)
    for owner in renamed.values():  # ids of records follow from their owner's
        for each in load_enrolments(store, owner_id=owner):
            if each.id in before:
                judge_history(store, each, streaks[each.streak_id], people[owner])
    return outcome.said, sent


def _base_writes(
    store: Store, tables: Mapping[str, Iterable[Row]], at: int, device: str
) -> Iterator[Write]:
    """What all rows of a database write that is synced from now on; `at` is in milliseconds."""
    whose = {key: Whose(*pair) for key, pair in enrolments_by_key(store).items()}
    for table, rows in tables.items():
        for row in rows:
            yield from writes_of(table, None, row, whose, device)
            if table in ("streaks", "owners"):
                yield made(table, row, at, ())


def _own_records(store: Store, row: VaultRow, others: Others, now: int) -> Iterator[Operation]:
    """What the rows of this database but its logs say, as older than everything."""
    is_first = not others.parts
    base = Stamp(int(is_first), 0, row.device)
    tables = {table: _behind(table, table_rows(store, table), others) for table in _TABLES}
    known = [
        each["at"] for kind in ("streak", "owner") for each in others.values(kind, MADE).values()
    ]
    made_at = max(now // MILLISECOND, max(known, default=0) + 1)
    for write in _base_writes(store, tables, made_at, row.device):
        yield Operation(base, *write)
    there = Stamp(now // MILLISECOND, 0, row.device)
    yield Operation(there, DEVICE, row.device, JOINED, True)


def _own_logs(store: Store, row: VaultRow, now: int) -> Iterator[list[Operation]]:
    """The logs of this database, from when they were recorded, in batches."""
    for batch in batched(all_log_rows(store), PART):
        writes = _base_writes(store, {"logs": batch}, 0, row.device)
        yield [
            Operation(
                Stamp(max(min(log["recorded_at"], now) // MILLISECOND, 0), 0, row.device), *write
            )
            for log, write in zip(batch, writes, strict=True)
        ]


def _found(store: Store, row: VaultRow, now: int, steps: Steps) -> int:
    """Puts all logs into registers and the outbox, where nobody else has any; answers how many."""
    count = 0
    for batch in _own_logs(store, row, now):
        writes = [
            (register_id(kind, key, register), stamp_text(stamp), json.dumps(value))
            for stamp, kind, key, register, value in batch
        ]
        save_registers(store, ((key, stamp, None) for key, stamp, _ in writes))
        add_to_outbox(store, writes)
        count += len(batch)
        steps.merged(count)
    return count


def _send_own_logs(store: Store, device: str, here: Iterable[str]) -> int:
    """Puts logs that were here into the outbox, but what the folder has newer; how many."""
    whose = {key: Whose(*pair) for key, pair in enrolments_by_key(store).items()}
    sent = 0

    def send(values: Mapping[str, Row]) -> int:
        known = load_registers(store, (register_id("log", key, ROW) for key in values))
        own = [each for each in known.values() if stamp_of(each.stamp).device == device]
        add_to_outbox(
            store,
            ((each.id, each.stamp, json.dumps(values[each.id.split("/")[1]])) for each in own),
        )
        return len(own)

    for ids in batched(here, PART):
        batch = log_rows(store, ids)
        sent += send({row["id"]: log_value(row, whose[row["enrolment_id"]]) for row in batch})
    return sent + send(kept_logs(store))


def _names_kept(
    row: VaultRow, others: Others, renamed: Mapping[str, str], called: Mapping[str, str], now: int
) -> Iterator[Operation]:
    """The name of somebody who has one here, and was never given one in the vault."""
    names = others.values("owner", "name")
    stamp = Stamp(now // MILLISECOND, 0, row.device)
    for owner in renamed.values():
        if names[owner]["name"] == FIRST_NAME != called[owner]:
            yield Operation(stamp, "owner", owner, "name", {"name": called[owner]})


def _behind(table: str, rows: Iterable[Row], others: Others) -> Iterator[Row]:
    """Rows that stand in an order, behind those that the vault has."""
    if table not in _PLACED:
        yield from rows
        return
    taken = others.values(_PLACED[table], "position")
    last = max((_position(each) for each in taken.values()), default=-1)
    for row in rows:
        yield {**row, "position": row["position"] + last + 1}


def _position(value: Any) -> int:
    return int(value["position"] if isinstance(value, Mapping) else value)


def _same_people(store: Store, others: Others) -> dict[str, str]:
    """By the id of a person here: the id of who that is in the vault, where it is another.

    Those of one name are one; and whoever is alone here and was never given a name is the vault's
    first, as is the vault's first where that was never given one.
    """
    alive = others.values("owner", ALIVE)
    names = {
        key: str(value["name"])
        for key, value in others.values("owner", "name").items()
        if alive.get(key)
    }
    places = others.values("owner", "position")
    order = sorted(names, key=lambda key: (_position(places[key]), key))
    here = load_owners(store)
    new = {key: owner for key, owner in here.items() if key not in names}
    free = {names[key].casefold(): key for key in reversed(order) if key not in here}
    same = {
        key: free[owner.name.casefold()]
        for key, owner in new.items()
        if owner.name.casefold() in free
    }
    if not same and len(here) == len(new) == 1 and order and order[0] not in here:
        [(key, owner)] = new.items()
        is_unnamed = len(order) == 1 and names[order[0]] == FIRST_NAME
        if owner.name == FIRST_NAME or is_unnamed:
            same[key] = order[0]
    return same
