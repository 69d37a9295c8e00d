"""Setting up, and leaving (docs/sync.md)."""

from __future__ import annotations

import os
from contextlib import ExitStack, suppress

from unbroken.core.errors import ErrorCode, Refusal, SyncError
from unbroken.core.ids import new_id
from unbroken.core.instants import MILLISECOND
from unbroken.core.reports import SyncJoined
from unbroken.core.typing import TYPE_CHECKING, Final
from unbroken.engine.callers import Caller
from unbroken.engine.context import Context, Progressed
from unbroken.engine.permissions import require_admin
from unbroken.engine.synchronisation.admission import (
    key_to,
    manifest_in,
    not_to_be_sealed,
    stop_waiting,
)
from unbroken.engine.synchronisation.folder import shown_place, way_to
from unbroken.engine.synchronisation.joining import Others, join, read_others
from unbroken.engine.synchronisation.places import (
    check_place,
    not_synced,
    refuse_synced,
    stored_place,
)
from unbroken.engine.synchronisation.publishing import PART, publish
from unbroken.engine.synchronisation.steps import Steps
from unbroken.store.connection import Store
from unbroken.store.logs import count_logs
from unbroken.store.merging import forget_vault
from unbroken.store.streaks import load_streaks
from unbroken.store.sync import VaultRow, load_vault, save_vault
from unbroken.sync.identity import binding, new_device, remove_note
from unbroken.sync.pairing import set_passphrase
from unbroken.sync.segment_names import ROOT
from unbroken.sync.vault import MANIFEST, create_vault, open_vault
from unbroken.sync.waiting import remove_waiting

_SHORTEST: Final = 10
"""Characters of a passphrase: whoever carries the folder can try them one by one."""

if TYPE_CHECKING:  # an extra, and a protocol
    from unbroken.sync.sealing import Sealing
    from unbroken.sync.transports.transport import Transport


def sync_setup(
    context: Context,
    caller: Caller,
    folder: str,
    *,
    git: bool = False,
    seal: bool = False,
    passphrase: str | None = None,
    dry_run: bool = False,
    progressed: Progressed | None = None,
) -> SyncJoined:
    """Syncs the database to a folder from now on: makes its vault, or joins the one there.

    `folder` is a path, or the address of a server. With `git` the path is in a git repository,
    which is committed, pulled and pushed. A vault that is made is sealed with `seal` or a
    `passphrase`, and one that is sealed is joined with that, or by being let in. With `dry_run` it
    is only tried out, and nothing is written into the folder. `progressed` is told how far it is;
    what it raises ends it, and nothing is changed; but once only writing is left it is synced, and
    what was not written goes with the next change. Raises Refusal where it cannot be, and SyncError
    where the folder cannot be used.
    """
    require_admin(caller, "sync_setup")
    store = context.store
    check_place(store, folder)
    place = stored_place(folder, git=git)
    with ExitStack() as held:
        transport = held.enter_context(way_to(place))
        transport.pull()
        manifest = manifest_in(transport)
        sealing: Sealing | None
        if manifest is None:
            sealing, device = _new_key(seal, passphrase), new_device()
            vault, others = None, Others([], set(), {}, {})
            steps = Steps(progressed, count_logs(store))
        else:
            if seal and not manifest.recipients:
                raise not_to_be_sealed(place)
            sealing, device = key_to(store, place, transport, manifest, passphrase)
            vault = open_vault(transport, sealing, manifest.id)
            steps = Steps(progressed, count_logs(store) + vault.size() * PART)
            others = read_others(vault, steps)
        now = context.now()
        row = VaultRow(
            new_id() if vault is None else vault.id,
            place,
            device,
            binding(store.path),
            *(0, ""),
            *(now // MILLISECOND, 0),
            None if sealing is None else sealing.identity,
        )
        with ExitStack() as made:
            shared = vault
            if shared is None and not dry_run:
                shared = create_vault(transport, row.vault, sealing)
                made.callback(_unmake, transport)
                if sealing is not None and passphrase is not None:
                    set_passphrase(transport, sealing, passphrase)
            with store.writing(discard=dry_run):
                refuse_synced(store)
                before = _counts(store)
                save_vault(store, row)
                said, sent = join(store, row, vault, others, now, steps)
                after = _counts(store)
            made.pop_all()  # it stays
        if not dry_run:
            if sealing is not None:
                _make_private(store.path)
            remove_waiting(store.path)
            publish(store, shared, steps.written)
    return SyncJoined(
        shown_place(place),
        manifest is None,
        tuple(sorted({part.segment.device for part in others.parts})),
        after["logs"] - before["logs"],
        after["streaks"] - before["streaks"],
        sent["logs"],
        sent["streaks"],
        tuple(said),
        dry_run,
    )


def sync_leave(context: Context, caller: Caller) -> str:
    """Syncs no more: what was recorded stays here and there. Answers which folder is left.

    A database that waits to be let into a folder waits no more.
    """
    require_admin(caller, "sync_leave")
    store = context.store
    with store.writing():
        vault = load_vault(store)
        if vault is not None:
            forget_vault(store)
    if vault is None:
        place = stop_waiting(store)
        if place is None:
            raise not_synced(store)
        return place
    remove_note(store.path)
    return shown_place(vault.place)


def _new_key(seal: bool, passphrase: str | None) -> Sealing | None:
    """The key of a vault that is to be made. Raises Refusal for a passphrase that is too short."""
    if not seal and passphrase is None:
        return None
    if passphrase is not None and len(passphrase) < _SHORTEST:
        raise Refusal(
            ErrorCode.SEALED,
            f"A passphrase needs at least {_SHORTEST} characters; several words do.",
            "passphrase",
        )
    from unbroken.sync.sealing import Sealing, new_identity  # an extra

    return Sealing(new_identity())


def _unmake(transport: Transport) -> None:
    """Takes a vault away again that was made just now, for nothing."""
    with suppress(SyncError):
        transport.delete(f"{ROOT}/{MANIFEST}")


def _make_private(path: str) -> None:
    """The database has a secret from now on: its owner alone reads it."""
    with suppress(OSError):  # it is another one's file
        os.chmod(path, 0o600)


def _counts(store: Store) -> dict[str, int]:
    return {"logs": count_logs(store), "streaks": len(load_streaks(store))}
