"""Webhooks of an app: the routes, and which URLs may be told (docs/service.md)."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Final, Literal

from msgspec import Meta, Struct

from unbroken.core.reports import Webhook
from unbroken.engine.api import Engine
from unbroken.engine.webhooks import EVENTS
from unbroken.http.calls import Answer, Call
from unbroken.http.faults import invalid
from unbroken.http.sending import NotPublic, addresses, place_of

if TYPE_CHECKING:  # what is not served loads no server
    from unbroken.http.service import Service

_RESOLVE_SECONDS: Final = 3.0


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


async def check_webhook(service: Service, call: Call) -> None:
    """Raises Fault (422) for what is no URL, or leads into the network of the service."""
    try:
        place_of(call.body.url)
        if service.private_hooks:
            return
        with suppress(OSError, asyncio.TimeoutError):  # looked at again when something is sent
            async with asyncio.timeout(_RESOLVE_SECONDS):
                await addresses(call.body.url, private=False)
    except NotPublic:
        message = (
            "That URL leads to this machine or its own network; the service sends nothing"
            " there unless it is started with --allow-private-hooks."
        )
        raise invalid(("body", "url"), message, "private_url") from None
    except ValueError:
        raise invalid(("body", "url"), "That is no URL.", "bad_url") from None


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
