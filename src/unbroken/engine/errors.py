"""What the engine refuses, as typed errors with one plain sentence each."""

from __future__ import annotations

from unbroken.store.errors import StoreError

__all__ = ["Forbidden", "NotFound", "Refusal", "StoreError"]


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
