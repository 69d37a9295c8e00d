"""How much the service does, beside the engine alone, bare SQLite, and an empty route; what a
thousand streams of events and a thousand apps take.

Run it with: python tests/benchmarks/service.py [SECONDS]. Everything runs in a temporary folder, in
one go. Wall times tell of the whole machine; the CPU time of the server is its own.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from unbroken import open_engine
from unbroken.engine.access_keys import AccessKeys

SECONDS = float(sys.argv[1]) if len(sys.argv) > 1 else 5.0
APPS = 1000
STREAMS = 1000
PAIRS = 9
PRAGMAS = ("foreign_keys = ON", "synchronous = EXTRA", "journal_mode = DELETE")
EMPTY = """
import sys, uvicorn
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route
async def empty(request):
    return Response(b"{}", media_type="application/json")
app = Starlette(routes=[Route("/", empty)])
config = uvicorn.Config(app, port=int(sys.argv[1]), log_level="warning", access_log=False)
uvicorn.Server(config).run()
"""
TICKS = os.sysconf("SC_CLK_TCK")


class Server(NamedTuple):
    """A server that is measured."""

    process: subprocess.Popen[str]
    port: int

    def cpu(self) -> float:
        """Seconds of CPU time it has had."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(") ")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def megabytes(self) -> float:
        """Its resident memory."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        found = re.search(r"VmRSS:\s+(\d+)", status)
        return int(found[1]) / 1024 if found else 0.0


@contextmanager
def running(command: list[str], port: int | None = None) -> Iterator[Server]:
    """A server, until the end of the block."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    if port is None:
        url = json.loads(process.stdout.readline())["url"]
        port = int(url.rpartition(":")[2])
    try:
        yield Server(process, port)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)
        process.stdout.close()


def request(method: str, path: str, key: str = "", body: bytes = b"") -> bytes:
    """A request as it is sent."""
    lines = [f"{method} {path} HTTP/1.1", "host: 127.0.0.1", f"x-api-key: {key}"]
    if body:
        lines += ["content-type: application/json", f"content-length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


async def connected(port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A connection, once the server listens."""
    for _ in range(200):
        try:
            return await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.05)
    raise SystemExit("The server does not listen.")


async def ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, data: bytes) -> None:
    """Sends a request and reads the answer, which must be 200."""
    writer.write(data)
    head = await reader.readuntil(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200"):
        raise SystemExit(head.decode())
    length = re.search(rb"content-length: (\d+)", head)
    await reader.readexactly(int(length[1]) if length else 0)


async def load(
    port: int, clients: int, data: Callable[[int], bytes], seconds: float = SECONDS
) -> list[float]:
    """So many clients, each asking again and again for a while; the seconds of each answer."""
    took: list[float] = []
    until = time.perf_counter() + seconds

    async def client(number: int) -> None:
        reader, writer = await connected(port)
        await ask(reader, writer, data(number))  # what is made first is not measured
        while time.perf_counter() < until:
            start = time.perf_counter()
            await ask(reader, writer, data(number))
            took.append(time.perf_counter() - start)
        writer.close()

    await asyncio.gather(*(client(number) for number in range(clients)))
    return sorted(took)


def report(name: str, server: Server, clients: int, data: Callable[[int], bytes]) -> None:
    """Measures and prints one line."""
    before = server.cpu()
    took = asyncio.run(load(server.port, clients, data))
    cpu = (server.cpu() - before) / len(took) * 1e6
    p50, p99 = took[len(took) // 2] * 1e3, took[int(len(took) * 0.99)] * 1e3
    print(
        f"{name:<34}{len(took) / SECONDS:>8,.0f} a second   p50 {p50:>7.2f} ms   p99 {p99:>7.2f} ms"
        f"   CPU {cpu:>6,.0f} µs"
    )


def repeated(name: str, work: Callable[[], object]) -> None:
    """Measures and prints what one thread does of something."""
    count, cpu = 0, time.process_time()
    until = time.perf_counter() + SECONDS
    while time.perf_counter() < until:
        work()
        count += 1
    each = (time.process_time() - cpu) / count * 1e6
    print(
        f"{name:<34}{count / SECONDS:>8,.0f} a second   mean {1e3 * SECONDS / count:>6.2f} ms"
        f"{'':<18}CPU {each:>6,.0f} µs"
    )


def print_pairs(work: Callable[[], object], server: Server, data: bytes) -> None:
    """A call of the engine beside a request of one client, by turns: a disk has its moods."""
    ratios = []
    for _ in range(PAIRS):
        count, start = 0, time.perf_counter()
        while time.perf_counter() - start < SECONDS / PAIRS:
            work()
            count += 1
        alone = (time.perf_counter() - start) / count
        took = asyncio.run(load(server.port, 1, lambda _: data, SECONDS / PAIRS))
        ratios.append(statistics.mean(took) / alone)
    print(
        f"{'a log of one client':<34}{statistics.median(ratios):>8.2f} times the engine's call"
        f"   ({min(ratios):.2f} to {max(ratios):.2f} in {PAIRS} pairs)"
    )


def bare(folder: Path) -> Callable[[], object]:
    """One durable row in a table of its own, with the same pragmas."""
    connection = sqlite3.connect(folder / "bare.db", isolation_level=None)
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("CREATE TABLE logs (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT")

    def insert() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO logs (text) VALUES ('workout')")
        connection.execute("COMMIT")

    return insert


async def stream(server: Server, key: str) -> None:
    """So many streams of one person: what they take, and how soon all are told of a log."""
    head = request("GET", "/apps/shop/streaks/ann/events", key)
    readers = []
    writers = []
    for _ in range(STREAMS):
        reader, writer = await connected(server.port)
        writer.write(head)
        await reader.readuntil(b"]}\n\n")
        readers.append(reader)
        writers.append(writer)
    reader, writer = await connected(server.port)
    before, start = server.cpu(), time.perf_counter()
    body = b'{"activity_type":"workout"}'
    await ask(reader, writer, request("POST", "/apps/shop/streaks/ann/record", key, body))
    await asyncio.gather(*(each.readuntil(b"]}\n\n") for each in readers))
    seconds, cpu = time.perf_counter() - start, server.cpu() - before
    told = f"a log told to {STREAMS:,} streams"
    print(f"{told:<34}{'':<18}in {seconds * 1e3:>9,.0f} ms{'':<16}CPU {cpu * 1e3:>6,.0f} ms")
    print(f"{f'memory with {STREAMS:,} streams':<34}{server.megabytes():>8,.0f} MB")
    for each in (*writers, writer):
        each.close()


def main() -> None:
    """Measures everything."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        repeated("bare SQLite, one row a commit", bare(folder))
        engine = open_engine(folder / "alone.db")
        engine.log("workout")
        repeated("the engine alone, one log", lambda: engine.log("workout"))
        keys = AccessKeys(folder / "data" / "keys.db")
        key = keys.add("shop", ("read", "write", "admin")).key
        several = [keys.add(f"app{number}", ("read", "write")) for number in range(APPS)]
        keys.close()
        run = "from unbroken.cli.main import run; run()"
        served = [sys.executable, "-c", run, "serve", "--data", str(folder / "data")]
        body = b'{"activity_type":"workout"}'
        port = 18_320
        with running([sys.executable, "-c", EMPTY, str(port)], port) as empty:
            report("an empty route, 1 client", empty, 1, lambda _: request("GET", "/"))
            report("an empty route, 64 clients", empty, 64, lambda _: request("GET", "/"))
        with running([*served, "--port", "0", "--json", "--rate", "0"]) as service:

            def log(number: int) -> bytes:
                return request("POST", f"/apps/shop/streaks/u{number}/record", key, body)

            def read(number: int) -> bytes:
                return request("GET", f"/apps/shop/streaks/u{number}", key)

            report("logs, 1 client", service, 1, log)
            print_pairs(lambda: engine.log("workout"), service, log(0))
            engine.close()
            report("logs, 64 clients of one app", service, 64, log)
            report("reads, 1 client", service, 1, read)
            report("reads, 64 clients", service, 64, read)
            print(f"{'memory with one app':<34}{service.megabytes():>8,.0f} MB")
            asyncio.run(stream(service, key))

            async def all_apps() -> None:
                reader, writer = await connected(service.port)
                for each in several:
                    path = f"/apps/{each.app_id}/streaks/ann/record"
                    await ask(reader, writer, request("POST", path, each.key, body))
                writer.close()

            start = time.perf_counter()
            asyncio.run(all_apps())
            seconds = time.perf_counter() - start
            print(f"{'a first log in each of 1,000 apps':<34}{APPS / seconds:>8,.0f} a second")
            print(f"{'memory with 1,000 apps':<34}{service.megabytes():>8,.0f} MB")


if __name__ == "__main__":
    main()
