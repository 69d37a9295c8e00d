"""Setting up, leaving, and making whole again (docs/sync.md)."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from unbroken.core.errors import ErrorCode, Refusal
from unbroken.core.ids import new_id
from unbroken.core.instants import MILLISECOND, Instant
from unbroken.core.reports import SyncJoined
from unbroken.core.results import FIRST_NAME
from unbroken.core.typing import Any, Final, NamedTuple
from unbroken.engine.callers import Caller
from unbroken.engine.context import Context
from unbroken.engine.judgement import judge_history
from unbroken.engine.permissions import require_admin
from unbroken.engine.synchronisation.capture import base_writes
from unbroken.engine.synchronisation.folder import GIT, shown_place, transport_to
from unbroken.engine.synchronisation.merging import note_devices, take
from unbroken.engine.synchronisation.publishing import publish
from unbroken.engine.synchronisation.recovery import follow_each_other, tell_of_fork
from unbroken.store.connection import MEMORY, Store
from unbroken.store.enrolments import load_enrolments
from unbroken.store.logs import count_logs
from unbroken.store.owners import load_owners
from unbroken.store.stored_values import Row, batched
from unbroken.store.streaks import load_streaks
from unbroken.store.sync import (
    VaultRow,
    add_to_outbox,
    all_log_rows,
    forget_vault,
    load_vault,
    rename_owner,
    save_vault,
    table_rows,
)
from unbroken.sync.errors import SyncError
from unbroken.sync.identity import binding, new_device, remove_note
from unbroken.sync.operations import Operation, Stamp
from unbroken.sync.registers import ALIVE, DEVICE, JOINED, MADE
from unbroken.sync.segments import Segment
from unbroken.sync.vault import Vault, create_vault, open_vault

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


class _Others(NamedTuple):
    """What is in a vault before this database joins it."""

    segments: list[Segment]
    forked: set[str]
    """The devices of which it has several states mixed up."""
    newest: dict[tuple[str, str, str], Operation]

    def values(self, kind: str, register: str) -> dict[str, Any]:
        """By key: what a register of the records of a kind holds."""
        return {
            key: each.value
            for (found, key, name), each in self.newest.items()
            if (found, name) == (kind, register)
        }


def sync_setup(
    context: Context, caller: Caller, folder: str, *, git: bool = False, dry_run: bool = False
) -> SyncJoined:
    """Syncs the database to a folder from now on: makes its vault, or joins the one there.

    `folder` is a path, or the address of a server. With `git` the path is in a git repository,
    which is committed, pulled and pushed. With `dry_run` it is only tried out, and nothing is
    written into the folder. Raises Refusal where it cannot be, and SyncError where the folder
    cannot be used.
    """
    require_admin(caller, "sync_setup")
    store = context.store
    _check(store, folder)
    place = folder if "://" in folder else os.path.abspath(os.path.expanduser(folder))
    place = f"{GIT}{place}" if git else place
    vault = _vault_in(place)
    others = _others(vault)
    now = context.now()
    with store.writing(discard=dry_run):
        _refuse_synced(store)
        before = _counts(store)
        row = VaultRow(
            new_id() if vault is None else vault.id,
            place,
            new_device(),
            binding(store.path),
            *(0, ""),
            *(now // MILLISECOND, 0),
        )
        save_vault(store, row)
        said, sent = _join(store, row, others, now)
        after = _counts(store)
        if vault is None and not dry_run:
            create_vault(transport_to(place), row.vault)
    if not dry_run:
        publish(store)
    return SyncJoined(
        shown_place(place),
        vault is None,
        tuple(sorted({each.device for each in others.segments})),
        after["logs"] - before["logs"],
        after["streaks"] - before["streaks"],
        sent["logs"],
        sent["streaks"],
        tuple(said),
        dry_run,
    )


def sync_leave(context: Context, caller: Caller) -> str:
    """Syncs no more: what was recorded stays here and there. Answers which folder is left."""
    require_admin(caller, "sync_leave")
    with context.store.writing():
        vault = load_vault(context.store)
        if vault is None:
            raise not_synced()
        forget_vault(context.store)
    remove_note(context.store.path)
    return shown_place(vault.place)


def not_synced() -> Refusal:
    """The database is synced to no folder."""
    said = "This database is not synced; `unbroken sync setup FOLDER` starts it."
    return Refusal(ErrorCode.NOT_SYNCED, said)


def _check(store: Store, folder: str) -> None:
    """Raises Refusal for a place that nothing can be synced to."""
    _refuse_synced(store)
    if store.path == MEMORY:
        raise Refusal(ErrorCode.IN_MEMORY, "This database is only in memory and is not synced.")
    if "://" in folder:
        return
    place = os.path.abspath(os.path.expanduser(folder))
    if not os.path.isdir(place):
        raise Refusal(ErrorCode.BAD_FILE, f"There is no folder {place}; make it first.")
    inside = os.path.realpath(store.path)
    if os.path.commonpath([inside, os.path.realpath(place)]) == os.path.realpath(place):
        raise Refusal(
            ErrorCode.BAD_FILE,
            f"The database itself lies in {place}, where two machines would overwrite it; choose"
            " another folder, or move the database out of it first.",
        )


def _refuse_synced(store: Store) -> None:
    vault = load_vault(store)
    if vault is not None:
        raise Refusal(
            ErrorCode.SYNCED,
            f"This database is synced to {shown_place(vault.place)} already; end that with"
            " `unbroken sync leave` first.",
        )


def _vault_in(place: str) -> Vault | None:
    try:
        return open_vault(transport_to(place))
    except SyncError as error:
        if error.code != ErrorCode.NOT_FOUND:
            raise
        return None


def _others(vault: Vault | None) -> _Others:
    """Everything that is in a vault. Raises Refusal where it has not arrived yet."""
    if vault is None:
        return _Others([], set(), {})
    vault.pull()
    segments: list[Segment] = []
    forked: set[str] = set()
    for device in vault.devices():
        several = list(vault.segments(device, 0))
        segments += several
        if not follow_each_other(vault, several):
            forked.add(device)
    newest: dict[tuple[str, str, str], Operation] = {}
    for segment in segments:
        for each in segment.operations:
            known = newest.get(each[1:4])
            if known is None or known.stamp < each.stamp:
                newest[each[1:4]] = each
    others = _Others(segments, forked, newest)
    if not others.values("owner", ALIVE):
        raise Refusal(
            ErrorCode.NOT_ARRIVED,
            "The folder has a vault, but nothing of what is in it has arrived here yet; wait until"
            " the folder is complete, then set it up again. If no other machine uses it, delete"
            " the folder “unbroken” in it first.",
        )
    return others


def _join(
    store: Store, row: VaultRow, others: _Others, now: Instant
) -> tuple[list[str], dict[str, int]]:
    """Merges what is here and what is in the vault; answers what was settled, and what is sent.

    What is here counts as older than all that the vault has: which is newer nobody knows, and
    whoever joins takes over what the others agree on.
    """
    renamed = _same_people(store, others)
    called = {owner: load_owners(store)[former].name for former, owner in renamed.items()}
    for former, owner in renamed.items():
        rename_owner(store, former, owner)
    own = list(_own_operations(store, row, others, now))
    own += _names_kept(row, others, renamed, called, now)
    note_devices(store, row, others.segments, now)
    sent = {"logs": 0, "streaks": 0}
    outbox: list[tuple[str, str, str]] = []

    def won(each: Operation, key: str, stamp: str) -> None:
        if each.stamp.device == row.device:
            outbox.append((key, stamp, json.dumps(each.value)))
            sent["logs"] += each.kind == "log"
            sent["streaks"] += each.kind == "streak" and each.register == ALIVE

    for device in others.forked:
        tell_of_fork(store, device)
    outcome = take(store, [*others.newest.values(), *own], now, won)
    add_to_outbox(store, outbox)
    people = load_owners(store)
    streaks = load_streaks(store)
    for owner in renamed.values():  # ids of records follow from their owner's
        for each in load_enrolments(store, owner_id=owner):
            judge_history(store, each, streaks[each.streak_id], people[owner])
    return outcome.said, sent


def _own_operations(store: Store, row: VaultRow, others: _Others, now: int) -> Iterator[Operation]:
    """What the rows of this database say, with the time of what is older than everything."""
    is_first = not others.segments
    base = Stamp(int(is_first), 0, row.device)
    tables = {table: _behind(table, table_rows(store, table), others) for table in _TABLES}
    known = [
        each["at"] for kind in ("streak", "owner") for each in others.values(kind, MADE).values()
    ]
    made_at = max(now // MILLISECOND, max(known, default=0) + 1)
    for write in base_writes(store, tables, made_at, row.device):
        yield Operation(base, *write)
    there = Stamp(now // MILLISECOND, 0, row.device)
    yield Operation(there, DEVICE, row.device, JOINED, True)
    for batch in batched(all_log_rows(store), 10_000):
        writes = base_writes(store, {"logs": batch}, made_at, row.device)
        for log, write in zip(batch, writes, strict=True):
            at = max(min(log["recorded_at"], now) // MILLISECOND, 0)
            yield Operation(Stamp(at, 0, row.device), *write)


def _names_kept(
    row: VaultRow, others: _Others, renamed: Mapping[str, str], called: Mapping[str, str], now: int
) -> Iterator[Operation]:
    """The name of somebody who has one here, and was never given one in the vault."""
    names = others.values("owner", "name")
    stamp = Stamp(now // MILLISECOND, 0, row.device)
    for owner in renamed.values():
        if names[owner]["name"] == FIRST_NAME != called[owner]:
            yield Operation(stamp, "owner", owner, "name", {"name": called[owner]})


def _behind(table: str, rows: Iterable[Row], others: _Others) -> Iterator[Row]:
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


def _same_people(store: Store, others: _Others) -> dict[str, str]:
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


def _counts(store: Store) -> dict[str, int]:
    return {"logs": count_logs(store), "streaks": len(load_streaks(store))}
