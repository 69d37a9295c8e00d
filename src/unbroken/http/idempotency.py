"""A write that is sent again under the same `Idempotency-Key` is done once, and answered again."""

from __future__ import annotations

import hashlib
from typing import Any

from unbroken.engine.api import Engine
from unbroken.http.bodies import json_bytes
from unbroken.http.calls import Answer, Call, Route
from unbroken.http.faults import Fault, invalid

HEADER = "idempotency-key"
LONGEST = 255


def once(engine: Engine, route: Route, call: Call) -> Any:
    """What the route's handler answers, or has answered: both in one transaction."""
    key = call.headers.get(HEADER)
    if key is None:
        return route.handler(engine, call)
    if not 1 <= len(key) <= LONGEST:
        message = f"An Idempotency-Key has 1 to {LONGEST} characters."
        raise invalid(("header", HEADER), message, "bad_idempotency_key")
    reply_id = _hash(call.access.key_id, key)
    texts = [text for pair in sorted(call.path.items()) for text in pair]
    fingerprint = _hash(route.method, route.path, *texts, call.digest)
    known = engine.reply(reply_id)
    if known is None:
        given = route.handler(engine, call)
        answer = given if isinstance(given, Answer) else Answer(given, route.status)
        body = b"" if answer.status == 204 else json_bytes(answer.value)
        engine.keep_reply(reply_id, fingerprint, answer.status, body)
        return answer._replace(value=body)
    if known[0] != fingerprint:
        message = "This Idempotency-Key has been used for another request."
        raise Fault(409, "idempotency_key_reused", message)
    return Answer(known[2], known[1], {"Idempotent-Replayed": "true"})


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()
