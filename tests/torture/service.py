"""The service, killed amid many writes and started again: what it answered is there, once, what was
not answered can be sent again, and whoever is to be told was told or will be.
"""

from __future__ import annotations

import asyncio
import json
import random
import signal
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from hand_clock import Hand
from service.process import NOW, started
from service.receiver import Receiver
from torture.report import Report
from unbroken.engine.access_keys import AccessKeys
from unbroken.engine.api import open_engine
from unbroken.engine.callers import ADMIN

CLIENTS: Final = 64
_TYPE: Final = "activity_type"
_MOST: Final = 600
"""Answers after which it is killed at the latest."""


def run(count: int, seed: int, report: Report) -> None:
    """Kills `count` services."""
    receiver = Receiver()
    try:
        for _, chance in report.rounds(count):
            with tempfile.TemporaryDirectory() as home:
                for fault in _faults_of_a_kill(Path(home), receiver, chance):
                    report.found(fault)
    finally:
        receiver.close()


def _faults_of_a_kill(data: Path, receiver: Receiver, chance: random.Random) -> Iterator[str]:
    keys = AccessKeys(data / "keys.db", Hand(NOW))
    key = keys.add("shop", ("read", "write", "admin")).key
    keys.close()
    process, url = started(data)
    hook = {"url": receiver.url, "events": ["streak.started"]}
    asyncio.run(_answered(url, key, "webhooks", hook))
    answered, unanswered = asyncio.run(_load(process, url, key, chance))
    process.wait(60)
    process, url = started(data)
    for user, body in unanswered.items():
        again = asyncio.run(_answered(url, key, f"streaks/{user}/record", body, body[_TYPE]))
        answered[again["activity_id"]] = body[_TYPE]
    process.send_signal(signal.SIGTERM)
    _, err = process.communicate(timeout=60)
    if process.returncode or err:
        yield f"it ends with {process.returncode}: {err[-1000:]}"
    later = Hand(NOW + timedelta(days=1))
    engine = open_engine(data / "apps" / "shop.db", caller=ADMIN, clock=later, first_owner=False)
    logs = {each.id: each.activity_type for each in engine.history(all_owners=True)}
    waiting = [json.loads(each.body) for each in engine.due_events(100_000)]
    yield from (f"the doctor finds {each}" for each in engine.doctor().problems)
    engine.close()
    twice = [name for name, times in Counter(logs.values()).items() if times > 1]
    told = {each["data"]["activity_id"] for each in [*receiver.events(), *waiting]}
    for what, which in (
        ("answered logs are not there", answered.keys() - logs.keys()),
        ("logs are there that nobody was answered", logs.keys() - answered.keys()),
        ("logs are there twice", twice),
        ("logs were not told, and will not be", answered.keys() - told),
    ):
        if which:
            yield f"{len(which)} {what}"


async def _load(
    process: subprocess.Popen[str], url: str, key: str, chance: random.Random
) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """Records as many clients at once until the process is killed.

    Answers which logs were answered, by id, and what each client was not answered any more.
    """
    answered: dict[str, str] = {}
    unanswered: dict[str, dict[str, str]] = {}
    most, delay = chance.randrange(_MOST), chance.random() / 50
    loop = asyncio.get_running_loop()

    async def client(user: str) -> None:
        number = 0
        while True:
            number += 1
            body = {_TYPE: f"{user}-{number}"}
            try:
                done = await _answered(url, key, f"streaks/{user}/record", body, body[_TYPE])
            except (OSError, EOFError):
                unanswered[user] = body
                return
            answered[done["activity_id"]] = body[_TYPE]
            if len(answered) == most + 1:
                loop.call_later(delay, process.kill)

    await asyncio.gather(*(client(f"p{number}") for number in range(CLIENTS)))
    process.communicate(timeout=60)
    return answered, unanswered


async def _answered(url: str, key: str, path: str, body: Any, once: str = "") -> dict[str, Any]:
    """What a POST is answered; `once` is its Idempotency-Key. Raises OSError or EOFError."""
    reader, writer = await asyncio.open_connection("127.0.0.1", url.rpartition(":")[2])
    data = json.dumps(body)
    lines = [f"POST /apps/shop/{path} HTTP/1.1", "host: 127.0.0.1", f"x-api-key: {key}"]
    lines += [f"idempotency-key: {once}"] if once else []
    lines += ["connection: close", f"content-length: {len(data)}", "", data]
    writer.write("\r\n".join(lines).encode())
    try:
        head = await reader.readuntil(b"\r\n\r\n")
        answer = json.loads(await reader.read())
    except ValueError:
        raise EOFError from None
    finally:
        writer.close()
    assert head.split()[1] in (b"200", b"201"), answer
    return dict(answer)
