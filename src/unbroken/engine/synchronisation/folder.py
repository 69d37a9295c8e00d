"""The folder that a database is synced to: the way there, and its vault."""

from __future__ import annotations

import os
from contextlib import contextmanager

from unbroken.core.errors import ErrorCode, Refusal
from unbroken.core.typing import TYPE_CHECKING, Final
from unbroken.store.connection import MEMORY, Store
from unbroken.store.sync import VaultRow, load_vault
from unbroken.sync.errors import SyncError, not_there
from unbroken.sync.transports import places
from unbroken.sync.vault import Vault, open_vault

if TYPE_CHECKING:  # an extra, and a protocol
    from collections.abc import Iterator

    from unbroken.sync.sealing import Sealing
    from unbroken.sync.transports.transport import Transport

GIT: Final = "git+"
"""Before the path of a folder that git carries."""


@contextmanager
def way_to(place: str) -> Iterator[Transport]:
    """The way to a place as it is stored: a path, the address of a server, or a path with git."""
    transport = places.transport_to(place.removeprefix(GIT), git=place.startswith(GIT))
    try:
        yield transport
    finally:
        transport.close()


@contextmanager
def shared_vault(vault: VaultRow) -> Iterator[Vault]:
    """The vault that a database is synced to. Raises SyncError where another lies there."""
    with way_to(vault.place) as transport:
        yield vault_at(vault, transport)


def vault_at(vault: VaultRow, transport: Transport) -> Vault:
    """The same, by a way that is open."""
    try:
        return open_vault(transport, sealing_of(vault.secret), vault.vault)
    except SyncError as error:
        if error.code == ErrorCode.OTHER_VAULT:
            raise _other_vault(vault.place) from None
        if error.code == ErrorCode.NOT_FOUND:
            raise not_there(f"The vault in {shown_place(vault.place)}") from None
        raise


def stored_place(folder: str, *, git: bool) -> str:
    """A place that a person names, as it is stored."""
    place = folder if "://" in folder else os.path.abspath(os.path.expanduser(folder))
    return f"{GIT}{place}" if git else place


def shown_place(place: str) -> str:
    """A place as people named it, without a password that its address may have."""
    from unbroken.sync.transports.addresses import shown  # a change goes without

    return shown(place.removeprefix(GIT))


def check_place(store: Store, folder: str) -> None:
    """Raises Refusal for a place that nothing can be synced to, and where it is done already."""
    refuse_synced(store)
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


def refuse_synced(store: Store) -> None:
    """Raises Refusal for a database that is synced."""
    vault = load_vault(store)
    if vault is not None:
        raise Refusal(
            ErrorCode.SYNCED,
            f"This database is synced to {shown_place(vault.place)} already; end that with"
            " `unbroken sync leave` first.",
        )


def not_arrived() -> Refusal:
    """There is a vault, and nothing in it yet."""
    return Refusal(
        ErrorCode.NOT_ARRIVED,
        "The folder has a vault, but nothing of what is in it has arrived here yet; wait until"
        " the folder is complete, then set it up again. If no other machine uses it, delete"
        " the folder “unbroken” in it first.",
    )


def not_synced(store: Store) -> Refusal:
    """The database is synced to no folder; or not yet, where it waits to be let into one."""
    said = waiting_text(store) or (
        "This database is not synced; `unbroken sync setup FOLDER` starts it."
    )
    return Refusal(ErrorCode.NOT_SYNCED, said)


def waiting_text(store: Store) -> str | None:
    """Where a database waits to be let in, in a sentence; None where it does not."""
    # seldom needed
    from unbroken.sync.identity import read_waiting
    from unbroken.wording.synchronisation import waits_sentence

    waiting = read_waiting(store.path)
    return None if waiting is None else waits_sentence(shown_place(waiting.place))


def sealing_of(secret: str | None) -> Sealing | None:
    """What opens and seals segments; None where the vault is not sealed."""
    if secret is None:
        return None
    from unbroken.sync.sealing import Sealing  # an extra

    return Sealing(secret)


def _other_vault(place: str) -> SyncError:
    """Another vault has taken the place of the one that this database belongs to."""
    return SyncError(
        ErrorCode.OTHER_VAULT,
        f"{shown_place(place)} holds another vault than the one this database is synced to;"
        " put the former back, or join the other one with `unbroken sync leave` and"
        " `unbroken sync setup FOLDER`.",
    )
