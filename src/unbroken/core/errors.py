"""Every error that the product raises on purpose, each with one plain sentence for people.

`Refusal` says that a rule forbids something, `StoreError` that the database cannot be used.
"""

from __future__ import annotations

from typing import Final

LOCKED: Final = "locked"
DAMAGED: Final = "damaged"
NOT_OURS: Final = "not_a_database"
NEWER: Final = "newer_version"
NO_ACCESS: Final = "no_access"
DISK: Final = "disk"

RESTORE: Final = "see `unbroken doctor`, and restore a copy with `unbroken restore FILE`"
"""What to do about what nobody can correct."""


class Refusal(Exception):
    """A rule says no. `code` is for programs, `message` one plain sentence for people.

    `field` is the name of the field that will not do, where it is one of several.
    """

    def __init__(self, code: str, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.field = field


class NotFound(Refusal):
    """There is no such thing, or it is somebody else's."""

    def __init__(self, message: str, code: str = "not_found") -> None:
        super().__init__(code, message)


class Forbidden(Refusal):
    """The caller may not do this (DOMAIN.md section 6)."""

    def __init__(self, message: str) -> None:
        super().__init__("forbidden", message)


class StoreError(Exception):
    """The database cannot be used. `code` is one of this module's; the message says what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class Unreadable(StoreError):
    """A row, or a table, that this program did not write so; its code is DAMAGED.

    `what` says what it is, to go behind “the database is damaged”; `advice` what to do.
    """

    def __init__(self, what: str, advice: str = RESTORE) -> None:
        super().__init__(DAMAGED, f"The database is damaged: {what}; {advice}.")
        self.what = what
        self.advice = advice


class Clash(Unreadable):
    """Rows that the tables do not let stand beside each other."""
