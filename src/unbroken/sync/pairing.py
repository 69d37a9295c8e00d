"""How a machine gets the key of a sealed vault: from one that is in, or by the passphrase.

A machine that wants in writes its own public key to `keys/DEVICE.pub`. On one that is in, a person
compares it and admits it: `keys/DEVICE.age` is the key of the vault, sealed to that machine's. With
a passphrase it lies in `keys/passphrase.age` as well, sealed with that.
"""

from __future__ import annotations

from unbroken.core.errors import ErrorCode
from unbroken.core.typing import TYPE_CHECKING, Final
from unbroken.sync.errors import SyncError, Torn
from unbroken.sync.sealing import Sealing, age
from unbroken.sync.vault import ROOT

if TYPE_CHECKING:  # it is loaded by type checkers alone
    from unbroken.sync.transports.transport import Transport

_KEYS: Final = f"{ROOT}/keys"
_PASSPHRASE: Final = f"{_KEYS}/passphrase.age"
_TOO_SLOW: Final = "Excessive work"
"""How age says that a faster machine has set the passphrase, for longer than this one may take."""


def ask_to_join(transport: Transport, device: str, identity: str) -> str:
    """Leaves the public key of this machine in the vault; answers it, for a person to compare.

    `identity` is a new secret key, which this machine keeps until it is in. Asking again with the
    same changes nothing.
    """
    recipient = Sealing(identity).recipient
    name = f"{_KEYS}/{device}.pub"
    try:
        transport.write_new(name, f"{recipient}\n".encode())
    except FileExistsError:
        if _public_key(transport, name) != recipient:
            transport.delete(name)
            transport.write_new(name, f"{recipient}\n".encode())
    return recipient


def asking(transport: Transport) -> dict[str, str]:
    """The public keys of the devices that wait to be let in, by their ids."""
    files = set(transport.files(_KEYS))
    devices = sorted(
        file.removesuffix(".pub")
        for file in files
        if file.endswith(".pub")
        and "/" not in file
        and f"{file.removesuffix('.pub')}.age" not in files
    )
    keys = {device: _public_key(transport, f"{_KEYS}/{device}.pub") for device in devices}
    return {device: key for device, key in keys.items() if key}


def admit(transport: Transport, sealing: Sealing, device: str, recipient: str) -> None:
    """Gives a device the key of the vault, sealed to the public key that a person has compared.

    Raises SyncError, `sealed`, where that is no key of age.
    """
    library = age()
    try:
        key = library.x25519.Recipient.from_str(recipient)
    except library.RecipientError as error:
        raise SyncError(
            ErrorCode.SEALED, f"{recipient} is no key of a machine; compare it on that one."
        ) from error
    name = f"{_KEYS}/{device}.age"
    sealed = library.encrypt(sealing.identity.encode(), [key])
    try:
        transport.write_new(name, sealed)
    except FileExistsError:  # for a key that it has lost, or by another machine just now
        transport.delete(name)
        transport.write_new(name, sealed)


def set_passphrase(transport: Transport, sealing: Sealing, passphrase: str) -> None:
    """Lets whoever knows the passphrase join; one that was set before does so no more."""
    sealed = age().passphrase.encrypt(sealing.identity.encode(), passphrase)
    transport.delete(_PASSPHRASE)
    transport.write_new(_PASSPHRASE, sealed)


def has_passphrase(transport: Transport) -> bool:
    """Whether a passphrase opens the vault."""
    return "passphrase.age" in transport.files(_KEYS)


def key_by_passphrase(transport: Transport, passphrase: str) -> Sealing:
    """The key of the vault. Raises SyncError, `sealed`, where that is not the passphrase."""
    library = age()
    try:
        return _key(library.passphrase.decrypt(transport.read(_PASSPHRASE), passphrase))
    except FileNotFoundError:
        raise SyncError(
            ErrorCode.SEALED, "The folder has no passphrase; join it from a machine that is in."
        ) from None
    except library.DecryptError as error:
        said = "That is not the passphrase of the folder; try again."
        if _TOO_SLOW in str(error):
            said = "This machine is too slow for the passphrase; let it in from one that is in."
        raise SyncError(ErrorCode.SEALED, said) from error


def key_by_pairing(transport: Transport, device: str, identity: str) -> Sealing:
    """The key of the vault, once a machine has let this one in.

    Raises SyncError, `sealed`, until then, and Torn where it has not arrived whole.
    """
    own = Sealing(identity)
    try:
        return _key(own.open(transport.read(f"{_KEYS}/{device}.age")))
    except FileNotFoundError:
        raise SyncError(
            ErrorCode.SEALED,
            "This machine waits to be let in; on one that is in, see `unbroken sync status`, and"
            f" compare the key {own.recipient}.",
        ) from None


def _public_key(transport: Transport, name: str) -> str:
    """Empty where it is gone, or no text."""
    try:
        return transport.read(name).decode("ascii").strip()
    except (FileNotFoundError, UnicodeDecodeError):
        return ""


def _key(content: bytes) -> Sealing:
    try:
        return Sealing(content.decode("ascii"))
    except UnicodeDecodeError as error:
        raise Torn("The key of the folder") from error
