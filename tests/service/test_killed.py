"""Killed amid many writes: what was answered is there, once, and was told or will be."""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
from pathlib import Path
from typing import Any

import httpx

from effort import thorough
from service.process import answer, command
from service.test_live import Receiver
from unbroken.engine.api import open_engine
from unbroken.engine.callers import ADMIN

CLIENTS = 16


async def load(url: str, key: str, name: str, process: subprocess.Popen[str]) -> list[str]:
    """Records as many clients at once until the process is killed; answers what was answered.

    Every log is of an activity type of its own, which begins with a name.
    """
    stop_after = 40 + 7 * len(name)
    done: list[str] = []

    async def client(number: int, session: httpx.AsyncClient) -> None:
        while True:
            try:
                found = await session.post(
                    f"/apps/shop/streaks/p{number}/record",
                    json={"activity_type": f"{name}{len(done)}"},
                    headers={"x-api-key": key},
                )
            except httpx.TransportError:
                return
            assert found.status_code == 200, found.text
            done.append(found.json()["activity_id"])
            if len(done) == stop_after:
                process.send_signal(signal.SIGKILL)

    async with httpx.AsyncClient(base_url=url) as session:
        await asyncio.gather(*(client(number, session) for number in range(CLIENTS)))
    return done


def start(data: Path) -> tuple[subprocess.Popen[str], str]:
    """A service on any port."""
    process = subprocess.Popen(
        command("--port", "0", data=data), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    return process, json.loads(process.stdout.readline())["url"]


def test_nothing_that_was_answered_is_lost(tmp_path: Path) -> None:
    receiver = Receiver()
    key = answer("key", "add", "shop", data=tmp_path)["key"]
    answered: list[str] = []
    for round_number in range(50 if thorough() else 3):
        process, url = start(tmp_path)
        if round_number == 0:
            hook: dict[str, Any] = {"url": receiver.url, "events": ["streak.started"]}
            made = httpx.post(f"{url}/apps/shop/webhooks", json=hook, headers={"x-api-key": key})
            assert made.status_code == 201
        answered += asyncio.run(load(url, key, "x" * (round_number + 1), process))
        process.communicate(timeout=60)
        assert process.returncode == -signal.SIGKILL
    engine = open_engine(tmp_path / "apps" / "shop.db", caller=ADMIN, first_owner=False)
    logs = [each.id for each in engine.history(all_owners=True)]
    waiting = [json.loads(each.body) for each in engine.due_events(100_000)]
    assert engine.doctor().problems == ()
    engine.close()
    receiver.close()
    assert len(answered) == len(set(answered)) and len(logs) == len(set(logs))
    assert set(answered) <= set(logs)
    assert len(logs) - len(answered) <= CLIENTS * (round_number + 1)
    told = {each["data"]["activity_id"] for each in [*receiver.events(), *waiting]}
    assert set(answered) <= told
