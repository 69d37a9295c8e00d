"""Connections over a real socket: slow heads, answers nobody takes, too many, many streams."""

from __future__ import annotations

import asyncio
import json
import resource
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import pytest

from effort import thorough
from service.desk import Desk
from unbroken.core.reports import NewKey
from unbroken.http.connections import Connection, GatheringTransport
from unbroken.http.server import CONNECTIONS, Server, connections, listen

SOON = 0.05
GET = b"GET /health HTTP/1.1\r\nhost: localhost\r\n"
Peer = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Connect = Callable[[], Awaitable[Peer]]


@asynccontextmanager
async def serving(desk: Desk) -> AsyncIterator[tuple[Server, Connect]]:
    """A server of the desk's service, and what connects to it."""
    server, listening = Server(desk.service), listen("127.0.0.1", 0)
    peers: list[Peer] = []

    async def connect() -> Peer:
        peers.append(await asyncio.open_connection(*listening.getsockname()))
        return peers[-1]

    task = asyncio.create_task(server.serving(listening, lambda: None))
    try:
        yield server, connect
    finally:
        for _, writer in peers:
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()
        server.should_exit = True
        desk.service.stop()
        await task


async def answered(peer: Peer, data: bytes) -> tuple[bytes, bytes]:
    """Sends something; the head and the body that come back."""
    reader, writer = peer
    writer.write(data)
    head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 20)
    length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
    return head, await asyncio.wait_for(reader.readexactly(int(length)), 20)


async def ended(peer: Peer) -> bool:
    """Whether the other side ends it, without a word more."""
    return await asyncio.wait_for(peer[0].read(), 20) == b""


@pytest.mark.parametrize("first", ["nothing", "an answer"])
def test_a_head_must_arrive_in_time(
    first: str, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    if first == "nothing":
        monkeypatch.setattr("unbroken.http.connections.HEAD_SECONDS", SOON)

    async def main() -> None:
        async with serving(desk) as (_, connect):
            silent, dripping = await connect(), await connect()
            if first == "an answer":
                for each in (silent, dripping):
                    assert b" 200 " in (await answered(each, GET + b"\r\n"))[0]
                monkeypatch.setattr("unbroken.http.connections.HEAD_SECONDS", SOON)
                silent[1].write(GET)
            assert await ended(silent)
            dripping[1].write(GET + b"x: ")
            async with asyncio.timeout(20):
                while not dripping[0].at_eof():
                    dripping[1].write(b"y")
                    try:
                        async with asyncio.timeout(SOON / 10):
                            assert await dripping[0].read(1) == b""
                    except TimeoutError:
                        continue
                    except ConnectionError:
                        break

    desk.runner.run(main())


def test_a_head_may_be_so_large(desk: Desk) -> None:
    async def main() -> None:
        async with serving(desk) as (_, connect):
            peer = await connect()
            head, body = await answered(peer, GET + b"x: " + b"y" * 70_000)
            assert b" 400 " in head and body == b"The head of this request is too large."
            assert await ended(peer)

    desk.runner.run(main())


def test_who_goes_away_amid_a_body_is_no_fault(
    desk: Desk, key: NewKey, caplog: pytest.LogCaptureFixture
) -> None:
    async def main() -> None:
        async with serving(desk) as (server, connect):
            _, writer = await connect()
            head = f"POST /apps/shop/batch HTTP/1.1\r\nhost: localhost\r\nx-api-key: {key.key}\r\n"
            writer.write(f"{head}content-length: 20\r\n\r\n{{".encode())
            async with asyncio.timeout(20):
                while not server.server_state.tasks:
                    await asyncio.sleep(0)
                writer.close()
                while server.server_state.tasks:
                    await asyncio.sleep(0)

    desk.runner.run(main())
    assert not caplog.records
    metrics = desk.service.metrics_text()
    assert '{method="POST",path="/apps/{app_id}/batch",status="400"} 1' in metrics


def test_an_answer_must_be_taken_in_time(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("unbroken.http.connections.TAKEN_SECONDS", SOON)

    async def main() -> None:
        async with serving(desk) as (server, connect):
            _, writer = await connect()
            writer.write(
                b"GET /openapi.json HTTP/1.1\r\nhost: localhost\r\n\r\n" * 200
            )  # more than buffers take
            async with asyncio.timeout(20):
                while not server.server_state.connections:
                    await asyncio.sleep(0)
                while server.server_state.connections:
                    await asyncio.sleep(SOON / 10)

    desk.runner.run(main())


def test_more_than_can_be_connected_are_told(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("unbroken.http.server.connections", lambda: 2)
    monkeypatch.setattr("unbroken.http.connections._said_at", float("-inf"))

    async def main() -> None:
        async with serving(desk) as (_, connect):
            peers = [await connect() for _ in range(4)]
            heads = [await answered(each, GET + b"\r\n") for each in peers]
            assert [b" 200 " in head for head, _ in heads] == [True, True, False, False]
            assert b"retry-after: 1" in heads[2][0].lower()
            assert json.loads(heads[2][1])["detail"].startswith("Too many are connected")
            peers[0][1].close()
            assert await ended(peers[2])

    desk.runner.run(main())
    assert [each.message[:15] for each in caplog.records] == ["2 are connected"]


@pytest.mark.parametrize(
    ("allowed", "most", "expected"),
    [(100_000, 100_000, CONNECTIONS), (1024, 100_000, CONNECTIONS), (256, 1024, 704), (9, 9, 16)],
)
def test_open_files_are_limited(
    allowed: int, most: int, expected: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resource, "getrlimit", lambda _: (allowed, most))
    monkeypatch.setattr(resource, "setrlimit", lambda *_: None)
    assert connections() == expected
    if most > allowed:
        monkeypatch.setattr(resource, "setrlimit", refuse)
        assert connections() == max(allowed - 320, 16)


def refuse(*_: object) -> None:
    raise ValueError("not allowed to raise maximum limit")


def test_many_streams_are_told_of_a_log(desk: Desk, key: NewKey) -> None:
    """And none of them is waiting to be ended."""
    count = 1000 if thorough() else 200

    async def told(peer: Peer) -> int:
        data = await asyncio.wait_for(peer[0].readuntil(b"]}\n\n"), 60)
        return len(json.loads(data.partition(b"data: ")[2])["streaks"])

    async def main() -> None:
        async with serving(desk) as (server, connect):
            peers = [await connect() for _ in range(count)]
            head = f"GET /apps/shop/streaks/ann/events HTTP/1.1\r\nx-api-key: {key.key}\r\n"
            for _, writer in peers:
                writer.write(f"{head}host: localhost\r\n\r\n".encode())
            assert await asyncio.gather(*map(told, peers)) == [0] * count
            path = "/apps/shop/streaks/ann/record"
            await desk.client.post(path, json={}, headers={"x-api-key": key.key})
            assert await asyncio.gather(*map(told, peers)) == [1] * count
            held = [
                each for each in server.server_state.connections if isinstance(each, Connection)
            ]
            assert len(held) == count and not any(each.is_waiting for each in held)

    desk.runner.run(main())


class Sink:
    """What stands for a transport: it keeps what is sent, piece by piece."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []
        self.closed = False

    def write(self, data: bytes) -> None:
        assert not self.closed
        self.pieces.append(data)

    def close(self) -> None:
        self.closed = True


def test_a_head_and_its_body_are_sent_at_once() -> None:
    async def main() -> None:
        sink = Sink()
        transport = GatheringTransport(sink, asyncio.get_running_loop())  # type: ignore[arg-type]
        transport.write(b"head")
        transport.write(b"body")
        assert sink.pieces == []
        await asyncio.sleep(0)
        assert sink.pieces == [b"headbody"]
        await asyncio.sleep(0)
        assert sink.pieces == [b"headbody"]
        transport.write(b"x" * 70_000)  # so that nobody is held up who takes it slowly
        assert len(sink.pieces[-1]) == 70_000
        transport.write(b"last")
        transport.close()
        assert sink.pieces[2:] == [b"last"] and sink.closed
        await asyncio.sleep(0)
        assert len(sink.pieces) == 3

    asyncio.run(main())
