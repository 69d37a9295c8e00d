"""Pages of other origins that may ask from a browser (CORS): none, unless they are named."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from starlette.responses import Response

from unbroken.http.calls import Answer

ANY: Final = "*"
_SENT: Final = (
    "authorization, content-type, idempotency-key, x-account-id, x-api-key, x-api-secret,"
    " x-enduser-access-token"
)
_TOLD: Final = "allow, idempotent-replayed, retry-after"
_REMEMBERED: Final = "600"
"""Seconds for which a browser need not ask again."""


class Origins:
    """Which origins may ask; `*` is any."""

    def __init__(self, named: Collection[str]) -> None:
        self._named = frozenset(each.rstrip("/").lower() for each in named)

    def knows(self, headers: Mapping[str, str]) -> bool:
        """Whether a request comes from a page that may ask."""
        origin = headers.get("origin")
        return origin is not None and (ANY in self._named or origin.lower() in self._named)

    def before(self, method: str, headers: Mapping[str, str]) -> Answer | None:
        """What a browser is answered that asks whether it may ask; None where it does not."""
        wanted = headers.get("access-control-request-method")
        if method != "OPTIONS" or wanted is None or not self.knows(headers):
            return None
        allowed = {
            "access-control-allow-methods": "GET, HEAD, POST, PUT, PATCH, DELETE",
            "access-control-allow-headers": _SENT,
            "access-control-max-age": _REMEMBERED,
        }
        return Answer(b"", 204, allowed)

    def let_in(self, answer: Answer, headers: Mapping[str, str]) -> Answer:
        """An answer that the page which asks may read, if it is one of those."""
        if not self._named:
            return answer
        more = {"vary": "Origin"}
        if self.knows(headers):
            more["access-control-allow-origin"] = headers["origin"]
            more["access-control-expose-headers"] = _TOLD
        if isinstance(answer.value, Response):
            answer.value.headers.update(more)
        return answer._replace(headers={**answer.headers, **more})
