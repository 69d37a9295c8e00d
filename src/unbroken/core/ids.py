"""Ids: new ones, and those that follow from other ids."""

from __future__ import annotations

from typing import Final

_NAMESPACE: Final = "6f0b8f6a-54b1-5c7e-9f5e-3c1d8a7be0d2"


def new_id() -> str:
    """A random UUID."""
    from uuid import uuid4  # what reads needs no new id

    return str(uuid4())


def derived_id(*parts: object) -> str:
    """The UUID that follows from others: the same for the same parts."""
    from uuid import UUID, uuid5  # what reads needs no new id

    return str(uuid5(UUID(_NAMESPACE), ":".join(map(str, parts))))
