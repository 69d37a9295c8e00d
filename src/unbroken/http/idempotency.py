"""A write that is sent again under the same `Idempotency-Key` is done once, and answered again."""

from __future__ import annotations

import hashlib
from asyncio import Lock
from collections.abc import Awaitable, Callable
from typing import Any

from unbroken.engine.api import Engine
from unbroken.http.app_thread import AppThread
from unbroken.http.bodies import json_bytes
from unbroken.http.calls import Answer, Call, Route
from unbroken.http.faults import Fault, invalid

HEADER = "idempotency-key"
LONGEST = 255


def once(engine: Engine, route: Route, call: Call) -> Any:
    """What the route's handler answers, or has answered: both in one transaction."""
    if HEADER not in call.headers:
        return route.handler(engine, call)
    return _replayed(engine, route, call) or _kept(engine, route, call, route.handler(engine, call))


async def once_beside(
    thread: AppThread, turn: Lock, route: Route, call: Call, work: Callable[[], Awaitable[Any]]
) -> Any:
    """The same of a change beside the apps; its answer is kept by the app of the key.

    Such a change comes to the same when it is done twice, as it is where the service was killed
    before the answer could be kept. Changes take their turn.
    """
    async with turn:
        known = await thread.read(lambda engine: _replayed(engine, route, call))
        if known is not None:
            return known
        given = await work()
        return await thread.write(lambda engine: _kept(engine, route, call, given))


def _replayed(engine: Engine, route: Route, call: Call) -> Answer | None:
    """What was answered under the key. Raises Fault (409) where that was another request's."""
    known = engine.reply(_reply_id(call))
    if known is None:
        return None
    if known[0] != _fingerprint(route, call):
        message = "This Idempotency-Key has been used for another request."
        raise Fault(409, "idempotency_key_reused", message)
    return Answer(known[2], known[1], {"Idempotent-Replayed": "true"})


def _kept(engine: Engine, route: Route, call: Call, given: Any) -> Answer:
    """What was answered now, and is from here on answered again."""
    answer = given if isinstance(given, Answer) else Answer(given, route.status)
    body = b"" if answer.status == 204 else json_bytes(answer.value)
    engine.keep_reply(_reply_id(call), _fingerprint(route, call), answer.status, body)
    return answer._replace(value=body)


def _reply_id(call: Call) -> str:
    key = call.headers[HEADER]
    if not 1 <= len(key) <= LONGEST:
        message = f"An Idempotency-Key has 1 to {LONGEST} characters."
        raise invalid(("header", HEADER), message, "bad_idempotency_key")
    return _hash(call.access.key_id, key)


def _fingerprint(route: Route, call: Call) -> str:
    texts = [text for pair in sorted(call.path.items()) for text in pair]
    return _hash(route.method, route.path, *texts, call.digest)


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()
