"""Sealing files with age, so that whoever carries them cannot read them.

A vault has one key of its own, which every machine in it holds: what was written before a machine
joined needs no sealing anew. How a machine gets the key is `pairing`.
"""

from __future__ import annotations

from unbroken.core.errors import ErrorCode, SyncError
from unbroken.core.typing import Any
from unbroken.sync.errors import Torn, not_installed


class Sealing:
    """Seals to one key and opens with it."""

    def __init__(self, identity: str) -> None:
        """`identity` is the secret key as age writes it, `AGE-SECRET-KEY-1…`.

        Raises SyncError, `sealed`, where it is none, and `not_installed` without the extra.
        """
        self._age = age()
        self.identity = identity
        """The secret: for a private file of this machine, and nowhere else in the open."""
        try:
            self._identity = self._age.x25519.Identity.from_str(identity)
        except self._age.IdentityError as error:
            raise SyncError(
                ErrorCode.SEALED,
                "That is no key of a sealed folder; join anew with `unbroken sync setup FOLDER`.",
            ) from error
        self._recipient = self._identity.to_public()
        self.recipient = str(self._recipient)
        """The public key, `age1…`."""

    def seal(self, content: bytes) -> bytes:
        """The content as an age file."""
        sealed: bytes = self._age.encrypt(content, [self._recipient])
        return sealed

    def open(self, sealed: bytes) -> bytes:
        """The content of an age file. Raises Torn where it is not what was sealed to this key."""
        try:
            content: bytes = self._age.decrypt(sealed, [self._identity])
        except self._age.DecryptError as error:
            raise Torn("A sealed file") from error
        return content


def new_identity() -> str:
    """A new secret key, of a vault or of a machine that wants to join one."""
    return str(age().x25519.Identity.generate())


def age() -> Any:
    """The age library. Raises SyncError where the extra is not installed."""
    try:
        import pyrage  # an extra, which only a sealed folder needs
    except ImportError:
        raise not_installed("A sealed folder", "crypt") from None
    return pyrage
