"""How a machine gets the key of a sealed vault: from one that is in, or by the passphrase.

A machine that wants in writes its own public key to `keys/DEVICE.pub`, and shows a code of it. On
one that is in, a person gives that code: `keys/DEVICE.age` is the key of the vault, sealed to that
machine's. With a passphrase it lies in `keys/passphrase.age` as well, sealed with that.
"""

from __future__ import annotations

from unbroken.core.errors import ErrorCode, SyncError
from unbroken.core.typing import TYPE_CHECKING, Final, NamedTuple
from unbroken.sync.errors import Torn
from unbroken.sync.sealing import Sealing, age
from unbroken.sync.segment_names import ROOT

if TYPE_CHECKING:  # it is loaded by type checkers alone
    from collections.abc import Iterable

    from unbroken.sync.transports.transport import Transport

_KEYS: Final = f"{ROOT}/keys"
_PASSPHRASE: Final = f"{_KEYS}/passphrase.age"
_TOO_SLOW: Final = "Excessive work"
"""How age says that a faster machine has set the passphrase, for longer than this one may take."""
_GROUP: Final = 4
"""Letters of a code that stand together."""
_LETTERS: Final = 16
"""Of a code, 5 bits each: more than anybody can try keys for until one has the code of another."""


def code_of(recipient: str, vault: str) -> str:
    """What a person compares of the public keys of a machine and of the vault that it sees.

    Both are in it, so that whoever carries the folder can exchange neither.
    """
    from base64 import b32encode  # once for each machine
    from hashlib import sha256  # once for each machine

    letters = b32encode(sha256(f"{recipient} {vault}".encode()).digest()).decode()[:_LETTERS]
    return "-".join(letters[at : at + _GROUP] for at in range(0, _LETTERS, _GROUP))


def plain_code(typed: str) -> str:
    """A code as somebody has typed it, for comparing."""
    return "".join(each for each in typed.upper() if each.isalnum())


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
    devices = let(transport.files(ROOT)).asking
    keys = {device: _public_key(transport, f"{_KEYS}/{device}.pub") for device in devices}
    return {device: key for device, key in keys.items() if key}


class Let(NamedTuple):
    """Who is let into a vault, as the names of its files tell."""

    admitted: frozenset[str]
    """The devices that others have let in; not those that made it or know the passphrase."""
    asking: tuple[str, ...]
    """The devices that wait to be let in."""
    passphrase: bool
    """Whether a passphrase opens it."""


def let(files: Iterable[str]) -> Let:
    """Who is let into a vault with these files, whose paths are relative to its folder."""
    keys = {file.removeprefix("keys/") for file in files if file.startswith("keys/")}
    admitted, asked = _named(keys, ".age"), _named(keys, ".pub")
    has_passphrase = "passphrase" in admitted
    admitted -= {"passphrase"}
    return Let(frozenset(admitted), tuple(sorted(asked - admitted)), has_passphrase)


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


def key_by_pairing(transport: Transport, device: str, identity: str) -> Sealing | None:
    """The key of the vault, once a machine has let this one in; None until then.

    Raises Torn where it has not arrived whole.
    """
    own = Sealing(identity)
    try:
        return _key(own.open(transport.read(f"{_KEYS}/{device}.age")))
    except FileNotFoundError:
        return None


def withdraw(transport: Transport, device: str) -> None:
    """Asks to be let in no more."""
    transport.delete(f"{_KEYS}/{device}.pub")


def _named(files: Iterable[str], ending: str) -> set[str]:
    """The devices that files of the folder of keys are named after."""
    return {
        file.removesuffix(ending) for file in files if file.endswith(ending) and "/" not in file
    }


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
