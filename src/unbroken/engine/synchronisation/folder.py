"""Reading what others have written into the folder, and writing what was done here."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from operator import attrgetter

from unbroken.core.errors import ErrorCode
from unbroken.core.instants import Instant
from unbroken.core.typing import TYPE_CHECKING, Final, NamedTuple
from unbroken.engine.recalculation import recalculate
from unbroken.engine.synchronisation.device import drop_written, own_vault, renewed
from unbroken.engine.synchronisation.projection import LogWrite, Outcome, project, register_id
from unbroken.store.connection import Store
from unbroken.store.sync import (
    DeviceRow,
    NoteRow,
    OutboxRow,
    VaultRow,
    add_notes,
    add_to_outbox,
    all_log_rows,
    enrolments_by_key,
    every_register,
    load_devices,
    load_outbox,
    load_registers,
    load_vault,
    save_device,
    save_registers,
    save_vault,
)
from unbroken.store.unit_of_work import UnitOfWork
from unbroken.sync.clock import Clock, stamp_of, stamp_text
from unbroken.sync.errors import FolderBehind, NumberTaken, SyncError, Torn, not_there
from unbroken.sync.identity import Note, write_note
from unbroken.sync.operations import Operation, Stamp
from unbroken.sync.registers import MADE, ROW, Whose, log_value
from unbroken.sync.segments import Segment, digest_of, text_of
from unbroken.sync.transports import places
from unbroken.sync.vault import Vault, open_vault
from unbroken.version import __version__
from unbroken.wording.synchronisation import ahead_sentence

if TYPE_CHECKING:  # an extra, and a protocol
    from unbroken.sync.sealing import Sealing
    from unbroken.sync.transports.transport import Transport

GIT: Final = "git+"
"""Before the path of a folder that git carries."""
PART: Final = 5000
"""Writes of one segment."""
_DAY: Final = 86_400_000
_MILLI: Final = 1000
"""Milliseconds of a day; microseconds of a millisecond."""
_NOTHING: Final = Outcome(0, 0, [])


class Read(NamedTuple):
    """What others had written since: how many writes, and what became of them."""

    writes: int
    outcome: Outcome


def transport_to(place: str) -> Transport:
    """The way to a place as it is stored: a path, the address of a server, or a path with git."""
    return places.transport_to(place.removeprefix(GIT), git=place.startswith(GIT))


def vault_at(vault: VaultRow) -> Vault:
    """The vault that a database is synced to. Raises SyncError where another lies there."""
    try:
        found = open_vault(transport_to(vault.place), sealing_of(vault.secret))
    except SyncError as error:
        if error.code != ErrorCode.NOT_FOUND:
            raise
        raise not_there(f"The vault in {vault.place.removeprefix(GIT)}") from None
    if found.id != vault.vault:
        raise other_vault(vault.place)
    return found


def sealing_of(secret: str | None) -> Sealing | None:
    """What opens and seals segments; None where the vault is not sealed."""
    if secret is None:
        return None
    from unbroken.sync.sealing import Sealing  # an extra

    return Sealing(secret)


def other_vault(place: str) -> SyncError:
    """Another vault has taken the place of the one that this database belongs to."""
    return SyncError(
        ErrorCode.OTHER_VAULT,
        f"{place.removeprefix(GIT)} holds another vault than the one this database is synced to;"
        " put the former back, or join the other one with `unbroken sync leave` and"
        " `unbroken sync setup FOLDER`.",
    )


# writing


def publish(store: Store) -> int:
    """Writes what waits into the folder; answers how many writes. Raises SyncError.

    The outbox is emptied by the next change, which the note beside the file tells of it; only
    where more than one segment waits, at once.
    """
    written = 0
    folder: Vault | None = None
    while True:
        with store.writing():
            vault = own_vault(store)
            waiting = [] if vault is None else load_outbox(store, PART)
            if vault is None or not waiting:
                break
            folder = folder or vault_at(vault)
            try:
                digest = folder.append(_segment(store, vault, waiting))
            except NumberTaken:
                _take_up(store, vault, folder)
                continue
            except FolderBehind:
                _write_anew(store, vault, folder)
                continue
            last = waiting[-1].stamp
            note = Note(vault.device, vault.number + 1, digest, len(waiting), last)
            write_note(store.path, note)
            written += len(waiting)
            if len(waiting) < PART:
                break
    if folder is not None:
        folder.push()
    return written


def _segment(store: Store, vault: VaultRow, waiting: Iterable[OutboxRow]) -> Segment:
    number = vault.number + 1
    seen = {each.id: each.number for each in load_devices(store).values()}
    operations = tuple(_operation(each.register, each.stamp, each.value) for each in waiting)
    return Segment(vault.device, number, number, vault.hash, seen, __version__, operations)


def _operation(register: str, stamp: str, value: str) -> Operation:
    kind, rest = register.split("/", 1)
    key, name = rest.rsplit("/", 1)
    return Operation(stamp_of(stamp), kind, key, name, json.loads(value))


def _take_up(store: Store, vault: VaultRow, folder: Vault) -> None:
    """The folder has more of this device than the database knows of.

    Either it was written and the program stopped right then, so that the outbox has it still; or
    the database is an older one, which is a new device from now on.
    """
    for segment in folder.segments(vault.device, vault.number):
        if segment.first != vault.number + 1 or segment.last != segment.first:
            break
        last = stamp_text(segment.operations[-1].stamp)
        if not drop_written(store, len(segment.operations), last):
            break
        digest = folder.append(segment)
        vault = vault._replace(number=segment.last, hash=digest)
        save_vault(store, vault)
    if folder.newest().get(vault.device, 0) > vault.number:
        renewed(store, vault)


def _write_anew(store: Store, vault: VaultRow, folder: Vault) -> None:
    """The folder lacks what this device wrote: it is written again, as a new device."""
    renewed(store, vault)
    write_missing(store, folder)


def write_missing(store: Store, folder: Vault) -> int:
    """Puts into the outbox every register that the folder does not have; answers how many."""
    present: dict[str, str] = {each.register: each.stamp for each in load_outbox(store, -1)}
    for device in folder.devices():
        for segment in folder.segments(device, 0):
            for each in segment.operations:
                key = register_id(each.kind, each.key, each.register)
                text = stamp_text(each.stamp)
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


# reading


def read(store: Store, now: Instant, *, thoroughly: bool = False) -> Read:
    """Takes over what others have written since. Raises SyncError where the folder cannot be read.

    Where nothing new has come it costs one listing, and the database is not locked; unless it is
    done `thoroughly`: then it is looked whether the folder has what was written and read last.
    """
    vault = load_vault(store)
    if vault is None:
        return Read(0, _NOTHING)
    folder = vault_at(vault)
    folder.pull()
    newest = folder.newest()
    known = load_devices(store)
    is_new = any(
        number > (known[device].number if device in known else 0)
        for device, number in newest.items()
        if device != vault.device
    )
    is_own = newest.get(vault.device, 0) in (vault.number, vault.number + 1)
    if is_own and not (is_new or thoroughly):
        return Read(0, _NOTHING)
    with store.writing():
        vault = own_vault(store)
        if vault is None:
            return Read(0, _NOTHING)
        own = newest.get(vault.device, 0)
        if own > vault.number:
            _take_up(store, vault, folder)
        elif own < vault.number or not _has_last(folder, vault.device, vault.number, vault.hash):
            _write_anew(store, vault, folder)
        vault = _now(store)
        segments, is_forked = _new_segments(store, folder, vault.device, thoroughly=thoroughly)
        if any(each.seen.get(vault.device, 0) > vault.number for each in segments):
            _write_anew(store, vault, folder)
            vault = _now(store)
        done = Read(*take_segments(store, vault, segments, now))
        if is_forked:
            write_missing(store, folder)
        return done


def _now(store: Store) -> VaultRow:
    """Where the database is synced to, after that may have changed in this transaction."""
    vault = load_vault(store)
    assert vault is not None, "it was there in this transaction"
    return vault


def _has_last(folder: Vault, device: str, number: int, known: str) -> bool:
    """Whether a segment is what it was known as, by its hash, and not something else instead."""
    for span in folder.spans().get(device, []):
        if span.last == number:
            try:
                segment, digest = folder.read(device, span)
            except (Torn, FileNotFoundError):
                continue
            if known not in (digest, segment.replaces):
                return False
    return True


def _new_segments(
    store: Store, folder: Vault, own: str, *, thoroughly: bool
) -> tuple[list[Segment], bool]:
    """What was not read yet, and whether some device went on from another state than was read.

    Such a device was set back together with its folder; all of it is read again.
    """
    known, found, is_forked = load_devices(store), [], False
    for device in folder.devices():
        if device == own:
            continue
        before = known.get(device, DeviceRow(device, 0, "", 0))
        segments = list(folder.segments(device, before.number))
        if segments and segments[0].first == before.number + 1:
            follows = before.hash in ("", segments[0].previous)
        else:
            follows = not thoroughly or _has_last(folder, device, before.number, before.hash)
        if not follows:
            is_forked = True
            segments = list(folder.segments(device, 0))
        found += segments
    return found, is_forked


def take_segments(
    store: Store, vault: VaultRow, segments: Iterable[Segment], now: Instant
) -> tuple[int, Outcome]:
    """Takes over segments inside a transaction, and remembers how far each device was read."""
    segments = list(segments)
    if not segments:
        return 0, _NOTHING
    operations = [each for segment in segments for each in segment.operations]
    note_devices(store, vault, segments, now)
    return len(operations), take(store, operations, now)


def note_devices(store: Store, vault: VaultRow, segments: Iterable[Segment], now: Instant) -> None:
    """Remembers how far devices were read, and moves the clock on behind all that they wrote."""
    known = load_devices(store)
    clock = Clock(vault.milliseconds, vault.counter)
    ahead = []
    for segment in segments:
        latest = max((each.stamp for each in segment.operations), default=Stamp(0, 0, ""))
        clock = clock.seen(latest)
        before = known.get(segment.device, DeviceRow(segment.device, 0, "", 0))
        after = DeviceRow(
            segment.device,
            max(segment.last, before.number),
            segment.replaces or digest_of(text_of(segment)),
            max(latest.milliseconds, before.seen_at),
        )
        limit = now // _MILLI + _DAY
        if before.seen_at <= limit < after.seen_at:
            ahead.append(NoteRow(now, ahead_sentence(segment.device, after.seen_at * _MILLI)))
        known[segment.device] = after
    for device in known.values():
        save_device(store, device)
    add_notes(store, ahead)
    save_vault(store, vault._replace(milliseconds=clock.milliseconds, counter=clock.counter))


def take(
    store: Store,
    operations: Iterable[Operation],
    now: Instant,
    won: Callable[[Operation, str, str, str], None] | None = None,
) -> Outcome:
    """Merges operations into registers and rows, and judges anew what that touched.

    `won` is told of each that is newer than what was known, with its id, stamp and value.
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
            won(each, key, text, json.dumps(each.value))
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
