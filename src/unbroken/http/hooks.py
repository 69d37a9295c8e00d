"""Webhooks of an app: the routes, and what sends the events that wait (docs/service.md)."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from http.client import HTTPException
from logging import getLogger
from time import monotonic
from typing import Annotated, Final, Literal
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from msgspec import Meta, Struct

from unbroken.core.errors import StoreError
from unbroken.core.reports import Delivery, Webhook
from unbroken.engine.api import Engine
from unbroken.engine.clock import Clock
from unbroken.engine.webhooks import EVENTS
from unbroken.http.apps import Apps
from unbroken.http.calls import Answer, Call

SEND_SECONDS: Final = 10.0
_LOOK_SECONDS: Final = 1.0
_ANNOUNCE_SECONDS: Final = 60.0
_OWNERS: Final = 100
"""People who are looked at in one go for what time has brought them."""


class NewWebhook(Struct, frozen=True):
    """A webhook to be made; without `events` it is told of all."""

    url: Annotated[str, Meta(pattern="^https?://[^ ]+$", max_length=2000)]
    events: list[Literal[EVENTS]] = []  # type: ignore[valid-type]


class WebhookAnswer(Struct, frozen=True, omit_defaults=True):
    """A webhook; its secret is told only when it is made."""

    id: str
    url: str
    events: list[str]
    created_at: datetime
    secret: str | None = None


class WebhookList(Struct, frozen=True):
    """The webhooks of an app."""

    webhooks: list[WebhookAnswer]


def create_webhook(engine: Engine, call: Call) -> WebhookAnswer:
    """Tells a URL of events from now on."""
    return _answer(engine.add_webhook(call.body.url, call.body.events))


def list_webhooks(engine: Engine, call: Call) -> WebhookList:
    """The webhooks of the app."""
    return WebhookList([_answer(each) for each in engine.webhooks()])


def delete_webhook(engine: Engine, call: Call) -> Answer:
    """Tells a URL of nothing any more."""
    engine.remove_webhook(call.path["id"])
    return Answer(None, 204)


def _answer(webhook: Webhook) -> WebhookAnswer:
    return WebhookAnswer(
        webhook.id, webhook.url, list(webhook.events), webhook.made_at, webhook.secret
    )


class Outbox:
    """Sends what waits in the apps' outboxes, and tells there what time has brought."""

    def __init__(self, apps: Apps, clock: Clock, app_ids: Callable[[], Iterable[str]]) -> None:
        self._apps = apps
        self._clock = clock
        self._app_ids = app_ids
        self._hooked: set[str] | None = None
        """The apps that have webhooks; None before all were looked at."""
        self._pool = ThreadPoolExecutor(4, thread_name_prefix="hooks")
        self._announced_at = float("-inf")

    def note(self, app_id: str) -> None:
        """Notes that an app may have a webhook now."""
        if self._hooked is not None:
            self._hooked.add(app_id)

    async def keep(self) -> None:
        """Sends and tells, again and again, until it is cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(_LOOK_SECONDS)

    async def look(self) -> None:
        """Tells what is new, if a minute has passed, and sends what is due."""
        announces = monotonic() - self._announced_at >= _ANNOUNCE_SECONDS
        if announces:
            self._announced_at = monotonic()
        if self._hooked is None:
            self._hooked = set(self._app_ids())
        for app_id in sorted(self._hooked):
            if not self._apps.path(app_id).exists():
                self._hooked.discard(app_id)
                continue
            try:
                await self._look_at(app_id, announces)
            except StoreError as error:
                getLogger(__name__).warning("%s: %s", app_id, error.message)

    def close(self) -> None:
        """Waits for what is being sent."""
        self._pool.shutdown()

    async def _look_at(self, app_id: str, announces: bool) -> None:
        thread = self._apps.thread(app_id)
        if not await thread.read(lambda engine: engine.webhooks()):
            self._hooked = (self._hooked or set()) - {app_id}
            return
        if announces:
            people = [each.id for each in await thread.read(lambda engine: engine.owners())]
            for first in range(0, len(people), _OWNERS):
                some = people[first : first + _OWNERS]
                await self._apps.thread(app_id).write(partial(_announce, owner_ids=some))
        while due := await self._apps.thread(app_id).read(lambda engine: engine.due_events()):
            taken = await self._sent(due)
            await self._apps.thread(app_id).write(partial(_settle, taken=taken))

    async def _sent(self, due: list[Delivery]) -> dict[str, bool]:
        loop, at = asyncio.get_running_loop(), int(self._clock().timestamp())
        by_url: dict[str, list[Delivery]] = {}
        for each in due:
            by_url.setdefault(each.url, []).append(each)
        sending = [
            loop.run_in_executor(self._pool, _send_in_order, some, at) for some in by_url.values()
        ]
        return {event: done for taken in await asyncio.gather(*sending) for event, done in taken}


def _announce(engine: Engine, owner_ids: Iterable[str]) -> None:
    engine.announce(owner_ids)


def _settle(engine: Engine, taken: Mapping[str, bool]) -> None:
    engine.settle_events(taken)


def _send_in_order(deliveries: Iterable[Delivery], at: int) -> list[tuple[str, bool]]:
    return [(each.id, send(each, at)) for each in deliveries]


def signature(secret: str, at: int, body: str) -> str:
    """The HMAC-SHA256 of `timestamp.body`, by which who is told knows who tells."""
    return hmac.digest(secret.encode(), f"{at}.{body}".encode(), "sha256").hex()


class _Stay(HTTPRedirectHandler):
    """Goes nowhere else than where it was told to."""

    def redirect_request(self, *args: object, **more: object) -> None:
        return None


def send(delivery: Delivery, at: int) -> bool:
    """Whether an event was taken: answered with a status of 200 to 299 in time."""
    request = Request(delivery.url, delivery.body.encode(), method="POST")
    request.add_header("content-type", "application/json")
    request.add_header("x-unbroken-delivery", delivery.id)
    request.add_header("x-unbroken-timestamp", str(at))
    request.add_header("x-unbroken-signature", signature(delivery.secret, at, delivery.body))
    try:
        with build_opener(_Stay()).open(request, timeout=SEND_SECONDS) as answer:
            return bool(200 <= answer.status < 300)
    except HTTPError as error:
        error.close()
        return False
    except (OSError, HTTPException, ValueError):
        return False
