"""What a machine does when its folder and its database do not know the same of it."""

from __future__ import annotations

import json
from collections.abc import Collection
from operator import attrgetter

from unbroken.engine.synchronisation.arrivals import Own, Stamps
from unbroken.engine.synchronisation.device import drop_written, renewed
from unbroken.store.connection import Store
from unbroken.store.merging import all_log_rows, every_register
from unbroken.store.sync import (
    VaultRow,
    add_to_outbox,
    enrolments_by_key,
    load_outbox,
    load_vault,
    save_registers,
    save_vault,
)
from unbroken.sync.operations import Clock, Stamp, stamp_text
from unbroken.sync.registers import DEVICE, FORKED, ROW, Whose, log_value, register_id
from unbroken.wording.synchronisation import rewritten_sentence


def take_up(store: Store, vault: VaultRow, own: Own) -> None:
    """The folder has more of this device than the database knows of.

    Either it was written and the program stopped right then, so that the outbox has it still; or
    the database is an older one, which is a new device from now on. Then what the folder has may
    go on from another state than the one that was written here.
    """
    for segment, digest in own.ahead:
        if segment.first != vault.number + 1 or segment.last != segment.first:
            break
        last = stamp_text(segment.operations[-1].stamp)
        if not drop_written(store, len(segment.operations), last):
            break
        vault = vault._replace(number=segment.last, hash=digest)
        save_vault(store, vault)
    if own.newest > vault.number:
        if own.is_forked:
            write_anew(store, vault, own.stamps)
        else:
            renewed(store, vault)


def write_anew(store: Store, vault: VaultRow, stamps: Stamps) -> None:
    """The folder lacks what this device wrote, or has something else of the same numbers.

    It is written again, as a new device, and all others are told to do the same with what they
    have of the former one. `stamps` are what the folder has.
    """
    renewed(store, vault, rewritten_sentence(vault.device))
    tell_of_fork(store, vault.device)
    write_missing(store, stamps, without={vault.device})


def tell_of_fork(store: Store, device: str) -> None:
    """Tells everybody that not all machines have read the same of a device."""
    vault = load_vault(store)
    if vault is None:
        return
    clock = Clock(vault.milliseconds, vault.counter).tick(0)
    save_vault(store, vault._replace(milliseconds=clock.milliseconds, counter=clock.counter))
    stamp = stamp_text(Stamp(*clock, vault.device))
    rows = [(register_id(DEVICE, device, FORKED), stamp, "true")]
    save_registers(store, rows)
    add_to_outbox(store, rows)


def write_missing(store: Store, stamps: Stamps, *, without: Collection[str]) -> int:
    """Puts into the outbox every register that the folder does not have; answers how many.

    `stamps` are what the folder has; of the devices in `without` others may have read something
    else.
    """
    present: dict[str, str] = {each.register: each.stamp for each in load_outbox(store, -1)}
    for device in stamps.keys() - set(without):
        for key, text in stamps[device].items():
            if present.get(key, "") < text:
                present[key] = text
    missing = {
        each.id: each for each in every_register(store) if present.get(each.id, "") < each.stamp
    }
    bare = {each.id.split("/")[1] for each in missing.values() if each.value is None}
    whose = {key: Whose(*pair) for key, pair in enrolments_by_key(store).items()}
    rows = {
        register_id("log", row["id"], ROW): json.dumps(log_value(row, whose[row["enrolment_id"]]))
        for row in (all_log_rows(store) if bare else ())
        if row["id"] in bare
    }
    add_to_outbox(
        store,
        (
            (each.id, each.stamp, rows[each.id] if each.value is None else each.value)
            for each in sorted(missing.values(), key=attrgetter("stamp"))
        ),
    )
    return len(missing)
