"""One connection: ended where a request does not arrive, or an answer is not taken, in time."""

from __future__ import annotations

import asyncio
from logging import getLogger
from time import monotonic
from typing import Any, Final

from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from unbroken.http.limits import HEAD, HEAD_SECONDS, TAKEN_SECONDS

_SAID_SECONDS: Final = 60.0
_ARRIVED: Final = "unbroken.arrived"
_BUSY: Final = "Too many are connected; come again in a second."
_MOST_HELD: Final = 65_536
"""Bytes that are sent at once, whatever follows them."""


class GatheringTransport:
    """A transport that sends together what is written within one turn of the loop, as the head of
    an answer and its body are: each piece sent alone wakes the client.
    """

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport, self._loop = transport, loop
        self._held = bytearray()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Sends some bytes soon, behind those before."""
        if not self._held:
            self._loop.call_soon(self._send)
        self._held += data
        if len(self._held) >= _MOST_HELD:
            self._send()

    def close(self) -> None:
        """Sends what is held, and closes the connection."""
        self._send()
        self._transport.close()

    def _send(self) -> None:
        if self._held:
            held, self._held = bytes(self._held), bytearray()
            self._transport.write(held)


class Connection(HttpToolsProtocol):
    """As uvicorn has it, and ended where it only holds on to its place.

    From the first byte of a request its head must be whole within HEAD_SECONDS, and no larger
    than HEAD; what was sent of a body that nobody reads must end as soon. A client that takes
    nothing of its answer for TAKEN_SECONDS has gone away.
    """

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._most, self.limit_concurrency = self.limit_concurrency, None
        self._ends: asyncio.TimerHandle | None = None
        """Ends the connection, unless a request is under way by then."""
        self._stuck: asyncio.TimerHandle | None = None
        """Ends the connection, unless its answer is taken by then."""
        self._in_head = False
        self._head = 0

    @property
    def is_waiting(self) -> bool:
        """Whether it will be ended unless a request or its end arrives."""
        return self._ends is not None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(GatheringTransport(transport, self.loop))  # type: ignore[arg-type]
        if self._most is not None and len(self.connections) > self._most:
            _say_once(self._most)
            self.app = _turned_away
        self._ends = self.loop.call_later(HEAD_SECONDS, transport.close)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            if self._ends is not None:
                self._ends.cancel()
                self._ends = None
        elif self._ends is None:
            self._ends = self.loop.call_later(HEAD_SECONDS, self.transport.close)
        if self._in_head:
            self._head += len(data)
            if self._head > HEAD and not self.transport.is_closing():
                self.send_400_response("The head of this request is too large.")

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        for each in (self._ends, self._stuck):
            if each is not None:
                each.cancel()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._in_head, self._head = True, 0

    def on_headers_complete(self) -> None:
        self._in_head = False
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        super().on_message_complete()
        self.scope["extensions"] = {_ARRIVED: {}}

    def pause_writing(self) -> None:
        super().pause_writing()
        self._stuck = self.loop.call_later(TAKEN_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._stuck is not None:
            self._stuck.cancel()
            self._stuck = None


def has_arrived(scope: Scope) -> bool:
    """Whether the whole of a request has arrived, its body too, as far as is known."""
    return _ARRIVED in scope.get("extensions", ())


_said_at = float("-inf")


def _say_once(most: int) -> None:
    """Tells the service's log that no more can be connected, once a minute."""
    global _said_at
    if monotonic() - _said_at >= _SAID_SECONDS:
        _said_at = monotonic()
        getLogger(__name__).warning(
            "%s are connected, as many as files may be open for (ulimit -n);"
            " others are told to come again.",
            f"{most:,}",
        )


async def _turned_away(scope: Scope, receive: Receive, send: Send) -> None:
    headers = {"Retry-After": "1", "Connection": "close"}
    await JSONResponse({"detail": _BUSY}, 503, headers)(scope, receive, send)
