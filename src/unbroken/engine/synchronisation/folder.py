"""The folder that a database is synced to: the way there, and its vault."""

from __future__ import annotations

from unbroken.core.errors import ErrorCode
from unbroken.core.typing import TYPE_CHECKING, Final
from unbroken.store.sync import VaultRow
from unbroken.sync.errors import SyncError, not_there
from unbroken.sync.transports import places
from unbroken.sync.transports.addresses import shown
from unbroken.sync.vault import Vault, open_vault

if TYPE_CHECKING:  # an extra, and a protocol
    from unbroken.sync.sealing import Sealing
    from unbroken.sync.transports.transport import Transport

GIT: Final = "git+"
"""Before the path of a folder that git carries."""


def transport_to(place: str) -> Transport:
    """The way to a place as it is stored: a path, the address of a server, or a path with git."""
    return places.transport_to(place.removeprefix(GIT), git=place.startswith(GIT))


def shown_place(place: str) -> str:
    """A place as people named it, without a password that its address may have."""
    return shown(place.removeprefix(GIT))


def vault_at(vault: VaultRow) -> Vault:
    """The vault that a database is synced to. Raises SyncError where another lies there."""
    try:
        found = open_vault(transport_to(vault.place), sealing_of(vault.secret))
    except SyncError as error:
        if error.code != ErrorCode.NOT_FOUND:
            raise
        raise not_there(f"The vault in {shown_place(vault.place)}") from None
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
        f"{shown_place(place)} holds another vault than the one this database is synced to;"
        " put the former back, or join the other one with `unbroken sync leave` and"
        " `unbroken sync setup FOLDER`.",
    )
