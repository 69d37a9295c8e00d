"""Webhooks, and the events that wait to be sent to them (docs/service.md)."""

from __future__ import annotations

from collections.abc import Iterable

from unbroken.core.instants import Instant
from unbroken.core.typing import Final, NamedTuple
from unbroken.store.connection import Store
from unbroken.store.stored_values import batched, marks


class WebhookRow(NamedTuple):
    """Who is told of events; `events` are their names, with commas."""

    id: str
    url: str
    secret: str
    events: str
    made_at: Instant


class DeliveryRow(NamedTuple):
    """An event that waits to be sent: its body, when next, and how often that was tried."""

    id: str
    webhook_id: str
    body: str
    due_at: Instant
    tries: int


def load_webhooks(store: Store) -> dict[str, WebhookRow]:
    """Every webhook by id, oldest first."""
    rows = store.rows("SELECT id, url, secret, events, made_at FROM webhooks ORDER BY made_at, id")
    return {row[0]: WebhookRow._make(row) for row in rows}


def insert_webhook(store: Store, webhook: WebhookRow) -> None:
    """Inserts a webhook."""
    store.insert("webhooks", webhook._asdict())


def delete_webhook(store: Store, webhook_id: str) -> None:
    """Deletes a webhook with what waits for it."""
    store.rows("DELETE FROM webhooks WHERE id = ?", (webhook_id,))


def insert_deliveries(store: Store, deliveries: Iterable[DeliveryRow]) -> None:
    """Puts events into the outbox."""
    for each in deliveries:
        store.insert("deliveries", each._asdict())


_DELIVERY: Final = "SELECT id, webhook_id, body, due_at, tries FROM deliveries"


def due_deliveries(
    store: Store, webhook_id: str, now: Instant, most: int, *, beyond: Instant
) -> list[DeliveryRow]:
    """What is to be sent to a webhook by now, the longest due first.

    What is due after `beyond` is so only because the clock was set back: it is sent too.
    """
    rows = store.rows(
        f"{_DELIVERY} WHERE webhook_id = ? AND (due_at <= ? OR due_at > ?)"
        " ORDER BY due_at, rowid LIMIT ?",
        (webhook_id, now, beyond, most),
    )
    return [DeliveryRow._make(row) for row in rows]


def load_deliveries(store: Store, ids: Iterable[str]) -> list[DeliveryRow]:
    """Those of the events with these ids that still wait."""
    return [
        DeliveryRow._make(row)
        for batch in batched(ids)
        for row in store.rows(f"{_DELIVERY} WHERE id IN ({marks(len(batch))})", batch)
    ]


def delete_delivery(store: Store, delivery_id: str) -> None:
    """Takes out of the outbox what was sent, or given up."""
    store.rows("DELETE FROM deliveries WHERE id = ?", (delivery_id,))


def postpone_delivery(store: Store, delivery_id: str, due_at: Instant, tries: int) -> None:
    """Tries again later."""
    store.update("deliveries", delivery_id, {"due_at": due_at, "tries": tries})


def announced_of(store: Store, event_ids: Iterable[str]) -> set[str]:
    """Those of the events with these ids that were told already."""
    return {
        str(event_id)
        for batch in batched(event_ids)
        for (event_id,) in store.rows(
            f"SELECT id FROM announced WHERE id IN ({marks(len(batch))})", batch
        )
    }


def note_announced(store: Store, event_id: str, now: Instant) -> None:
    """Notes that an event was told."""
    store.insert("announced", {"id": event_id, "made_at": now})
