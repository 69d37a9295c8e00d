"""Server-sent events: how a person's streaks stand, told anew when something changes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from typing import Any, Final, NamedTuple

from msgspec import Struct

from unbroken.core.errors import StoreError
from unbroken.http.bodies import json_bytes
from unbroken.http.faults import Fault

KEEP_SECONDS: Final = 15.0
"""After so long without news a stream says that it is alive."""
LOOK_SECONDS: Final = 0.5
"""How often one's own database is looked at for what other programs have changed."""


class StandingList(Struct, frozen=True):
    """How a person's streaks stand, with what is done in the open period."""

    user_id: str
    streaks: list[dict[str, Any]]


class _News(NamedTuple):
    """What a stream tells, and what of it is news."""

    lasting: bytes
    event: bytes


class Streams:
    """Who waits for news of whom."""

    def __init__(self) -> None:
        self._waiting: dict[str, dict[str, set[asyncio.Event]]] = {}
        self._asked: dict[tuple[str, str], asyncio.Task[_News]] = {}
        """What is being asked for somebody now, once for all who wait for it."""
        self._count = 0
        self.is_over = False
        self._version = -1

    def __len__(self) -> int:
        return self._count

    def tell(self, app_id: str, user_id: str | None) -> None:
        """Wakes those who wait for news of a person, or of anybody of an app (None)."""
        people = self._waiting.get(app_id, {})
        for each in people if user_id is None else [user_id]:
            self._asked.pop((app_id, each), None)  # it may not know yet
        for events in people.values() if user_id is None else [people.get(user_id, set())]:
            for event in events:
                event.set()

    def end(self) -> None:
        """Ends every stream."""
        self.is_over = True
        for app_id in self._waiting:
            self.tell(app_id, None)

    async def watch(self, apps: Callable[[], Any]) -> None:
        """Looks for what other programs change, for as long as somebody waits."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            for app_id in list(self._waiting):
                with suppress(StoreError, Fault):
                    version = await apps().thread(app_id).read(lambda engine: engine.version())
                    if version != self._version:
                        self._version = version
                        self.tell(app_id, None)

    async def news(
        self,
        app_id: str,
        user_id: str,
        ask: Callable[[], Awaitable[StandingList]],
        is_good: Callable[[], bool],
    ) -> AsyncIterator[bytes]:
        """The events of a stream, the present standing first, for as long as who asks may know."""
        event, before = asyncio.Event(), b""
        people = self._waiting.setdefault(app_id, {})
        people.setdefault(user_id, set()).add(event)
        self._count += 1
        try:
            while not self.is_over and is_good():
                event.clear()
                told = await self._news((app_id, user_id), ask)
                if told.lasting != before:
                    before = told.lasting
                    yield told.event
                try:
                    await asyncio.wait_for(event.wait(), KEEP_SECONDS)
                except TimeoutError:
                    yield b": still here\n\n"
        except (StoreError, Fault):
            return  # who reads asks again, and is told
        finally:
            self._count -= 1
            people[user_id].discard(event)
            if not people[user_id]:
                del people[user_id]
            if not people:
                self._waiting.pop(app_id, None)

    async def _news(
        self, person: tuple[str, str], ask: Callable[[], Awaitable[StandingList]]
    ) -> _News:
        task = self._asked.get(person)
        if task is None or task.done():
            task = self._asked[person] = asyncio.ensure_future(_news(ask))
        try:
            return await asyncio.shield(task)  # others wait for it who stay
        finally:
            if task.done() and self._asked.get(person) is task:
                del self._asked[person]


async def _news(ask: Callable[[], Awaitable[StandingList]]) -> _News:
    standing = await ask()
    lasting = json_bytes([_lasting(each) for each in standing.streaks])
    return _News(lasting, b"event: streaks\ndata: " + json_bytes(standing) + b"\n\n")


def _lasting(streak: dict[str, Any]) -> dict[str, Any]:
    """What of a standing is news: not the seconds that pass."""
    progress = streak["task_progress"]
    kept = None if progress is None else {**progress, "seconds_left": None}
    return {**streak, "seconds_left": None, "task_progress": kept, "progress": None}
