"""Answers that are given again when a request is sent again (docs/service.md)."""

from __future__ import annotations

from unbroken.core.instants import DAY_SECONDS, MICROSECONDS, Instant
from unbroken.core.typing import Final
from unbroken.engine.callers import Caller
from unbroken.engine.context import Context
from unbroken.engine.permissions import require_admin
from unbroken.store.replies import ReplyRow, find_reply, insert_reply

KEPT: Final = DAY_SECONDS * MICROSECONDS
"""For how long an answer is kept: a day."""


def reply(context: Context, caller: Caller, reply_id: str) -> tuple[str, int, bytes] | None:
    """What was answered under an id: the request's fingerprint, the status, the body."""
    require_admin(caller, "reply")
    found = find_reply(context.store, reply_id)
    if found is None or found.made_at < context.now() - KEPT:
        return None
    return found.fingerprint, found.status, found.body


def keep_reply(
    context: Context, caller: Caller, reply_id: str, fingerprint: str, status: int, body: bytes
) -> None:
    """Keeps an answer for a day, in the transaction of what it answers."""
    require_admin(caller, "keep_reply")
    now = context.now()
    with context.store.writing():
        row = ReplyRow(reply_id, fingerprint, status, body, now)
        insert_reply(context.store, row, since=Instant(now - KEPT))
