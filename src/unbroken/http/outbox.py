"""What sends the events that wait in the apps' outboxes (docs/service.md)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from logging import getLogger
from time import monotonic
from typing import Final

from unbroken.core.errors import StoreError
from unbroken.core.reports import Delivery
from unbroken.engine.api import Engine
from unbroken.engine.clock import Clock
from unbroken.http.apps import Apps
from unbroken.http.faults import Fault
from unbroken.http.sending import SEND_SECONDS, send

_LOOK_SECONDS: Final = 1.0
_ANNOUNCE_SECONDS: Final = 60.0
_AT_ONCE: Final = 8
"""Apps whose outboxes are read or written at once."""
_OWNERS: Final = 100
"""People who are looked at in one go for what time has brought them."""


class Outbox:
    """Sends what waits in the apps' outboxes, and tells there what time has brought.

    With `private`, also to addresses that only this machine or its own network reaches.
    """

    def __init__(
        self, apps: Apps, clock: Clock, app_ids: Callable[[], Iterable[str]], *, private: bool
    ) -> None:
        self._apps = apps
        self._clock = clock
        self._app_ids = app_ids
        self._private = private
        self._with_webhooks: set[str] | None = None
        """The apps that have webhooks; None before all were looked at."""
        self._sending: dict[str, asyncio.Task[None]] = {}
        """By app: one that is slow to be told holds up no other."""
        self._few = asyncio.Semaphore(_AT_ONCE)
        self._announced_at: dict[str, float] = {}
        """By app: when it was last told what time has brought."""

    def add_app(self, app_id: str) -> None:
        """Notes that an app may have a webhook now."""
        if self._with_webhooks is not None:
            self._with_webhooks.add(app_id)

    async def run(self) -> None:
        """Sends and tells, again and again, until it is cancelled."""
        try:
            while True:
                self._start_sending()
                await asyncio.sleep(_LOOK_SECONDS)
        finally:
            sending = list(self._sending.values())
            for each in sending:
                each.cancel()
            await asyncio.gather(*sending, return_exceptions=True)

    async def send_due(self) -> None:
        """Tells what is new, if a minute has passed, and sends what is due."""
        self._start_sending()
        await asyncio.gather(*self._sending.values())

    def _start_sending(self) -> None:
        if self._with_webhooks is None:
            try:
                self._with_webhooks = set(self._app_ids())
            except StoreError as error:
                getLogger(__name__).warning("%s", error.message)
                return
        for app_id in sorted(self._with_webhooks - self._sending.keys()):
            task = asyncio.ensure_future(self._send_of(app_id))
            self._sending[app_id] = task
            task.add_done_callback(partial(self._ended, app_id))

    def _ended(self, app_id: str, task: asyncio.Task[None]) -> None:
        del self._sending[app_id]

    async def _send_of(self, app_id: str) -> None:
        until = monotonic() + _ANNOUNCE_SECONDS
        try:
            async with self._few:
                due = await self._due(app_id)
            while due and monotonic() < until:
                taken = await self._sent(due)
                async with self._few:
                    await self._apps.thread(app_id).write(partial(_settle, taken=taken))
                    due = await self._apps.thread(app_id).read(_waiting)
        except StoreError as error:
            getLogger(__name__).warning("%s: %s", app_id, error.message)
        except Fault:  # too much is waiting; it is looked at again
            return

    async def _due(self, app_id: str) -> list[Delivery]:
        """What an app has to send, once what time has brought is there too."""
        assert self._with_webhooks is not None
        if not self._apps.path(app_id).exists():
            self._with_webhooks.discard(app_id)
            return []
        thread = self._apps.thread(app_id)
        if not await thread.read(lambda engine: engine.webhooks()):
            self._with_webhooks.discard(app_id)
            return []
        if monotonic() - self._announced_at.get(app_id, float("-inf")) >= _ANNOUNCE_SECONDS:
            self._announced_at[app_id] = monotonic()
            people = [each.id for each in await thread.read(lambda engine: engine.owners())]
            for first in range(0, len(people), _OWNERS):
                some = people[first : first + _OWNERS]
                await self._apps.thread(app_id).write(partial(_announce, owner_ids=some))
        return await self._apps.thread(app_id).read(_waiting)

    async def _sent(self, due: list[Delivery]) -> dict[str, bool]:
        at = int(self._clock().timestamp())
        by_url: dict[str, list[Delivery]] = {}
        for each in due:
            by_url.setdefault(each.url, []).append(each)
        taken = await asyncio.gather(*(self._in_order(some, at) for some in by_url.values()))
        return {event: done for some in taken for event, done in some}

    async def _in_order(self, deliveries: Iterable[Delivery], at: int) -> list[tuple[str, bool]]:
        """What one URL has taken. Where it is slow or nobody answers, the rest waits for the next
        turn, and others are told meanwhile.
        """
        taken: list[tuple[str, bool]] = []
        until = monotonic() + SEND_SECONDS
        for each in deliveries:
            answer = await send(each, at, private=self._private)
            taken.append((each.id, bool(answer)))
            if answer is None or monotonic() >= until:
                break
        return taken


def _waiting(engine: Engine) -> list[Delivery]:
    return engine.due_events()


def _announce(engine: Engine, owner_ids: Iterable[str]) -> None:
    engine.announce(owner_ids)


def _settle(engine: Engine, taken: Mapping[str, bool]) -> None:
    engine.settle_events(taken)
