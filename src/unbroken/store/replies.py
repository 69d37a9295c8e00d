"""What writes by HTTP were answered, kept for a while (docs/service.md)."""

from __future__ import annotations

from unbroken.core.instants import Instant
from unbroken.core.typing import NamedTuple
from unbroken.store.connection import Store


class ReplyRow(NamedTuple):
    """An answer; `fingerprint` is of the request that it answers."""

    id: str
    fingerprint: str
    status: int
    body: bytes
    made_at: Instant


def find_reply(store: Store, reply_id: str) -> ReplyRow | None:
    """The answer that was kept under an id, if there is one."""
    rows = store.rows(
        "SELECT id, fingerprint, status, body, made_at FROM replies WHERE id = ?", (reply_id,)
    )
    return ReplyRow._make(rows[0]) if rows else None


def insert_reply(store: Store, reply: ReplyRow, *, since: Instant) -> None:
    """Keeps an answer, and drops those made before `since`."""
    store.rows("DELETE FROM replies WHERE made_at < ?", (since,))
    store.insert("replies", reply._asdict())
