"""Who calls the engine, and what they may do (docs/domain.md 6)."""

from __future__ import annotations

from unbroken.core.typing import NamedTuple


class Caller(NamedTuple):
    """Somebody who asks the engine for something.

    `owner_id` is whose streaks they mean: their own for an owner, anybody's or nobody's for an
    admin. On their own machine the first owner is the admin too: `admin` with an `owner_id`.
    """

    admin: bool = False
    owner_id: str | None = None


GUEST = Caller()
ADMIN = Caller(admin=True)


def owner(owner_id: str) -> Caller:
    """An owner who is not the admin."""
    return Caller(False, owner_id)
