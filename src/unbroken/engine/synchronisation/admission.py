"""What lies in a place that a database may be synced to, and who is let into a sealed one.

The machine that asks shows a code; a person gives it on one that is in (docs/sync.md).
"""

from __future__ import annotations

from contextlib import suppress

from unbroken.core.errors import ErrorCode, Refusal, SyncError
from unbroken.core.reports import SyncAdmitted, SyncAsked, SyncPlace, SyncWaiting
from unbroken.engine.callers import Caller
from unbroken.engine.context import Context
from unbroken.engine.permissions import require_admin
from unbroken.engine.synchronisation.folder import GIT, sealing_of, shown_place, vault_at, way_to
from unbroken.engine.synchronisation.places import (
    check_place,
    not_arrived,
    not_synced,
    stored_place,
)
from unbroken.store.connection import Store
from unbroken.store.sync import load_vault
from unbroken.sync.errors import system_error
from unbroken.sync.identity import new_device
from unbroken.sync.pairing import (
    admit,
    ask_to_join,
    asking,
    code_of,
    key_by_pairing,
    key_by_passphrase,
    let,
    plain_code,
    withdraw,
)
from unbroken.sync.sealing import Sealing, new_identity
from unbroken.sync.segment_names import ROOT, newest_in
from unbroken.sync.transports.transport import Transport
from unbroken.sync.vault import Manifest, read_manifest
from unbroken.sync.waiting import Waiting, read_waiting, remove_waiting, write_waiting
from unbroken.wording.synchronisation import waiting_sentence


def sync_place(context: Context, caller: Caller, folder: str, *, git: bool = False) -> SyncPlace:
    """What lies in a place, which is checked for what keeps a database from being synced to it.

    Raises Refusal and SyncError as `sync_setup` does.
    """
    require_admin(caller, "sync_place")
    check_place(context.store, folder)
    place = stored_place(folder, git=git)
    with way_to(place) as transport:
        transport.pull()
        manifest = manifest_in(transport)
        if manifest is None or not manifest.recipients:
            sealed = None if manifest is None else False
            return SyncPlace(shown_place(place), sealed, False, False)
        found = let(transport.files(ROOT))
        waiting = _waiting_for(context.store, place)
        is_let_in = waiting is not None and waiting.device in found.admitted
        return SyncPlace(shown_place(place), True, found.passphrase, is_let_in)


def sync_ask(context: Context, caller: Caller, folder: str, *, git: bool = False) -> SyncAsked:
    """Asks to be let into the sealed folder in a place; asking again changes nothing.

    Raises Refusal and SyncError as `sync_setup` does.
    """
    require_admin(caller, "sync_ask")
    store = context.store
    check_place(store, folder)
    place = stored_place(folder, git=git)
    with way_to(place) as transport:
        transport.pull()
        manifest = read_manifest(transport)
        if not manifest.recipients:
            raise Refusal(
                ErrorCode.NOT_SEALED,
                f"{shown_place(place)} is not sealed; `unbroken sync setup FOLDER` joins it.",
            )
        if not newest_in(transport.files(ROOT)):
            raise not_arrived()  # there is nobody yet who could let it in
        waiting = _waiting_for(store, place) or Waiting(new_device(), new_identity(), place)
        try:
            write_waiting(store.path, waiting)
        except OSError as error:
            raise system_error(error, "The folder of the database") from error
        key = ask_to_join(transport, waiting.device, waiting.identity)
        transport.push()
        return SyncAsked(shown_place(place), waiting.device, code_of(key, manifest.recipients[0]))


def sync_waiting(context: Context, caller: Caller) -> SyncWaiting | None:
    """The folder that this machine waits to be let into; None where it waits for none."""
    require_admin(caller, "sync_waiting")
    waiting = read_waiting(context.store.path)
    if waiting is None:
        return None
    return SyncWaiting(waiting.place.removeprefix(GIT), waiting.place.startswith(GIT))


def sync_admit(context: Context, caller: Caller, code: str) -> SyncAdmitted:
    """Lets the machine in that shows a code. Raises Refusal where none does, and SyncError."""
    require_admin(caller, "sync_admit")
    vault = load_vault(context.store)
    if vault is None:
        raise not_synced(context.store)
    sealing = sealing_of(vault.secret)
    folder = shown_place(vault.place)
    if sealing is None:
        raise Refusal(
            ErrorCode.NOT_SEALED,
            f"{folder} is not sealed; other machines join it with `unbroken sync setup FOLDER`.",
        )
    with way_to(vault.place) as transport:
        vault_at(vault, transport).pull()
        for device, key in asking(transport).items():
            if plain_code(code_of(key, sealing.recipient)) == plain_code(code):
                admit(transport, sealing, device, key)
                transport.push()
                return SyncAdmitted(folder, device)
    raise Refusal(
        ErrorCode.NOT_FOUND,
        f"No machine that shows the code {code} asks to be let into {folder}; compare it, and wait"
        " until the folder has brought here what that machine wrote.",
    )


def manifest_in(transport: Transport) -> Manifest | None:
    """What the vault in a place says; None where there is none."""
    try:
        return read_manifest(transport)
    except SyncError as error:
        if error.code != ErrorCode.NOT_FOUND:
            raise
        return None


def key_to(
    store: Store, place: str, transport: Transport, manifest: Manifest, passphrase: str | None
) -> tuple[Sealing | None, str]:
    """What opens the vault in a place, and the device to be there; None where it is not sealed.

    Raises SyncError where this machine gets no key, and Refusal for a passphrase that is not asked.
    """
    if not manifest.recipients:
        if passphrase is not None:
            raise not_to_be_sealed(place)
        return None, new_device()
    if passphrase is not None:
        return key_by_passphrase(transport, passphrase), new_device()
    waiting = _waiting_for(store, place)
    if waiting is None:
        raise SyncError(
            ErrorCode.SEALED,
            f"{shown_place(place)} is sealed; give its passphrase, or ask to be let in with"
            " `unbroken sync setup FOLDER`.",
        )
    sealing = key_by_pairing(transport, waiting.device, waiting.identity)
    if sealing is None:
        code = code_of(Sealing(waiting.identity).recipient, manifest.recipients[0])
        raise SyncError(ErrorCode.SEALED, waiting_sentence(shown_place(place), code))
    return sealing, waiting.device


def not_to_be_sealed(place: str) -> Refusal:
    """A folder is to be sealed that others use in the open."""
    return Refusal(
        ErrorCode.NOT_SEALED,
        f"Other machines share {shown_place(place)} without sealing it; join it so, without a"
        " passphrase and `--seal`, or seal another folder and join that on each.",
    )


def stop_waiting(store: Store) -> str | None:
    """Asks to be let in no more; answers where it did."""
    waiting = read_waiting(store.path)
    if waiting is None:
        return None
    with suppress(SyncError), way_to(waiting.place) as transport:  # it may be gone
        withdraw(transport, waiting.device)
        transport.push()
    remove_waiting(store.path)
    return shown_place(waiting.place)


def _waiting_for(store: Store, place: str) -> Waiting | None:
    waiting = read_waiting(store.path)
    return waiting if waiting is not None and waiting.place == place else None
