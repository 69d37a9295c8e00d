"""Listening: the socket, the loop, and stopping without losing what was accepted."""

from __future__ import annotations

import asyncio
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Final

import uvicorn

from unbroken.core.errors import ErrorCode, Refusal
from unbroken.http.service import Service

KEEP_ALIVE_SECONDS: Final = 30
STOP_SECONDS: Final = 30
"""For how long a stop waits for what was accepted."""
CONNECTIONS: Final = 4096


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens; port 0 is any that is free. Raises Refusal where it cannot."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        found = socket.socket(family)
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((host, port))
        found.listen(1024)
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        raise Refusal(
            ErrorCode.SYSTEM, f"{host}:{port} cannot be listened on ({reason}); choose another."
        ) from None
    return found


def serve(service: Service, listening: socket.socket, started: Callable[[], None]) -> None:
    """Serves until it is stopped by a signal; `started` is called once it listens."""
    config = uvicorn.Config(
        service,
        log_level="warning",
        access_log=False,
        lifespan="off",
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=STOP_SECONDS,
        limit_concurrency=CONNECTIONS,
        ws="none",
    )
    with asyncio.Runner(loop_factory=config.get_loop_factory()) as runner:
        runner.run(_serve(_Server(config, service), service, listening, started))


class _Server(uvicorn.Server):
    """A server that is stopped by a signal, and does not die of it afterwards."""

    def __init__(self, config: uvicorn.Config, service: Service) -> None:
        super().__init__(config)
        self._service = service

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        super().handle_exit(sig, frame)
        self._service.stop()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop, signals = asyncio.get_running_loop(), (signal.SIGINT, signal.SIGTERM)
        for each in signals:
            loop.add_signal_handler(each, self.handle_exit, each, None)
        try:
            yield
        finally:
            for each in signals:
                loop.remove_signal_handler(each)


async def _serve(
    server: uvicorn.Server,
    service: Service,
    listening: socket.socket,
    started: Callable[[], None],
) -> None:
    keeping = asyncio.create_task(service.keep())
    started()
    try:
        await server.serve(sockets=[listening])
    finally:
        keeping.cancel()
        with suppress(asyncio.CancelledError):
            await keeping
        await service.close()
