"""Listening: the socket, the loop, and stopping without losing what was accepted."""

from __future__ import annotations

import asyncio
import resource
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Final

import uvicorn

from unbroken.core.errors import ErrorCode, Refusal
from unbroken.http.apps import MOST_OPEN
from unbroken.http.connections import Connection
from unbroken.http.service import Service

KEEP_ALIVE_SECONDS: Final = 30
STOP_SECONDS: Final = 30
"""For how long a stop waits for what was accepted."""
CONNECTIONS: Final = 4096
"""How many may be connected at once, where so many files may be open."""
_FILES: Final = 4 * MOST_OPEN + 64
"""Files that may be open beside connections: an app has two databases open, with journals."""


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens; port 0 is any that is free. Raises Refusal where it cannot."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        found = socket.socket(family)
        try:
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            found.bind((host, port))
            found.listen(1024)
        except OSError:
            found.close()
            raise
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        raise Refusal(
            ErrorCode.SYSTEM, f"{host}:{port} cannot be listened on ({reason}); choose another."
        ) from None
    return found


def serve(service: Service, listening: socket.socket, started: Callable[[], None]) -> None:
    """Serves until it is stopped by a signal; `started` is called once it listens."""
    server = Server(service)
    with asyncio.Runner(loop_factory=server.config.get_loop_factory()) as runner:
        runner.run(server.serving(listening, started))


def connections() -> int:
    """How many may be connected at once; the limit of open files is raised to what is allowed."""
    wanted = CONNECTIONS + _FILES
    allowed, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if allowed == resource.RLIM_INFINITY or allowed >= wanted:
        return CONNECTIONS
    more = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
    with suppress(OSError, ValueError):  # some systems allow less than they say
        resource.setrlimit(resource.RLIMIT_NOFILE, (more, most))
        allowed = more
    return max(allowed - _FILES, 16)


class Server(uvicorn.Server):
    """A server that is stopped by a signal, and does not die of it afterwards."""

    def __init__(self, service: Service) -> None:
        super().__init__(
            uvicorn.Config(
                service,
                http=Connection,
                log_level="warning",
                access_log=False,
                lifespan="off",
                server_header=False,
                timeout_keep_alive=KEEP_ALIVE_SECONDS,
                timeout_graceful_shutdown=STOP_SECONDS,
                limit_concurrency=connections(),
                ws="none",
            )
        )
        self._service = service

    async def serving(self, listening: socket.socket, started: Callable[[], None]) -> None:
        """Serves until it is stopped, and finishes what was accepted."""
        running = asyncio.create_task(self._service.run())
        started()
        try:
            await self.serve(sockets=[listening])
        finally:
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running
            await self._service.close()

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
