"""The folder that a database is synced to: the way there, and its vault."""

from __future__ import annotations

from contextlib import contextmanager

from unbroken.core.errors import ErrorCode, SyncError
from unbroken.core.typing import TYPE_CHECKING, Final
from unbroken.store.sync import VaultRow
from unbroken.sync import transports
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
    transport = transports.transport_to(place.removeprefix(GIT), git=place.startswith(GIT))
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
            from unbroken.sync.errors import not_there  # seldom needed

            raise not_there(f"The vault in {shown_place(vault.place)}") from None
        raise


def shown_place(place: str) -> str:
    """A place as people named it, without a password that its address may have."""
    from unbroken.sync.transports.addresses import shown  # a change goes without

    return shown(place.removeprefix(GIT))


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
