"""Ids: new ones, and those that follow from what they are the id of.

They are UUIDs, version 4 and 5, made without the module `uuid`: its import is felt in every log,
and an id takes it three times as long.
"""

from __future__ import annotations

import os

from unbroken.core.typing import Final

_NAMESPACE: Final = bytes.fromhex("6f0b8f6a54b15c7e9f5e3c1d8a7be0d2")


def new_id() -> str:
    """A random UUID."""
    return _uuid(os.urandom(16), 4)


def derived_id(*parts: object) -> str:
    """The UUID that follows from others: the same for the same parts."""
    return named_id(_NAMESPACE, ":".join(map(str, parts)))


def named_id(namespace: bytes, name: str) -> str:
    """The UUID of a name in a namespace, as RFC 9562 derives it."""
    from hashlib import sha1  # what reads mostly derives none

    return _uuid(sha1(namespace + name.encode(), usedforsecurity=False).digest(), 5)


def record_id(streak_and_owner: str, first_day: str) -> str:
    """That of a progress record whose attempt opened in the period with a first day.

    No two attempts of an owner open in one period of a streak, so any two machines with the same
    logs agree on it (docs/domain.md 4.9).
    """
    return derived_id(streak_and_owner, first_day)


def reward_id(record: str, milestone: str) -> str:
    """That of the reward log of a milestone reached in an attempt (docs/domain.md 5)."""
    return derived_id(record, milestone)


def _uuid(data: bytes, version: int) -> str:
    digits = data.hex()
    variant = "89ab"[data[8] >> 4 & 3]
    return (
        f"{digits[:8]}-{digits[8:12]}-{version}{digits[13:16]}"
        f"-{variant}{digits[17:20]}-{digits[20:32]}"
    )
