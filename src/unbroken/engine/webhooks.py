"""Webhooks and their outbox: an event waits there in the transaction of what it tells of.

It stays until whoever is told has taken it, so that a crash loses none (docs/service.md).
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from unbroken.core.errors import NotFound
from unbroken.core.ids import derived_id, new_id
from unbroken.core.instants import instant_of, moment_of
from unbroken.core.json_text import json_text
from unbroken.core.judge_state import BROKEN, COMPLETED
from unbroken.core.reports import Delivery, Webhook
from unbroken.core.results import Recording
from unbroken.core.typing import Any, Final
from unbroken.engine.callers import Caller
from unbroken.engine.context import Context
from unbroken.engine.judged_enrolment import JudgedEnrolment, load_judged
from unbroken.engine.permissions import require_admin
from unbroken.store.owners import load_owners
from unbroken.store.webhooks import (
    DeliveryRow,
    WebhookRow,
    delete_delivery,
    delete_webhook,
    due_deliveries,
    insert_deliveries,
    insert_webhook,
    is_announced,
    load_webhooks,
    note_announced,
    postpone_delivery,
)

STARTED: Final = "streak.started"
EXTENDED: Final = "streak.extended"
ENDED_BROKEN: Final = "streak.broken"
ENDED_COMPLETED: Final = "streak.completed"
REACHED: Final = "milestone.reached"
AT_RISK: Final = "streak.at_risk"
EVENTS: Final = (STARTED, EXTENDED, ENDED_BROKEN, ENDED_COMPLETED, REACHED, AT_RISK)

_WAITS: Final = (10, 60, 300, 1800, 7200, 21_600, 43_200, 86_400, 86_400, 86_400)
"""Seconds until an event is sent again; after the last one it is given up."""


def webhooks(context: Context, caller: Caller) -> list[Webhook]:
    """Every webhook, without its secret."""
    require_admin(caller, "webhooks")
    return [_answer(each)._replace(secret=None) for each in load_webhooks(context.store).values()]


def add_webhook(context: Context, caller: Caller, url: str, events: Iterable[str]) -> Webhook:
    """Tells `url` of events from now on; the answer alone has the secret that signs them."""
    require_admin(caller, "add_webhook")
    wanted = ",".join(each for each in EVENTS if each in set(events)) or ",".join(EVENTS)
    now = context.now()
    row = WebhookRow(new_id(), url, secrets.token_hex(32), wanted, now)
    with context.store.writing():
        insert_webhook(context.store, row)
    return _answer(row)


def remove_webhook(context: Context, caller: Caller, webhook_id: str) -> None:
    """Tells it of nothing any more. Raises NotFound where there is none."""
    require_admin(caller, "remove_webhook")
    with context.store.writing():
        if webhook_id not in load_webhooks(context.store):
            raise NotFound("There is no such webhook.")
        delete_webhook(context.store, webhook_id)


def tell(context: Context, caller: Caller, recording: Recording) -> None:
    """Puts what a recording has brought into the outbox of every webhook that wants it."""
    require_admin(caller, "tell")
    brought = [] if recording.duplicate else list(_brought(recording))
    known = load_webhooks(context.store) if brought else {}
    if not known:
        return
    owner = load_owners(context.store, recording.log.owned_by_id)[recording.log.owned_by_id]
    data = {
        "user_id": owner.external_id or owner.id,
        "activity_type": recording.log.activity_type,
        "streak_id": recording.log.streak_id,
        "activity_id": recording.activity_id,
        "current_streak": recording.current_streak,
        "longest_streak": recording.longest_streak,
        "total_count": recording.total_count,
    }
    for name, more in brought:
        _put(context, known.values(), name, new_id(), {**data, **more})


def announce(context: Context, caller: Caller, owner_ids: Iterable[str]) -> int:
    """Tells what time has brought to some owners, each once: streaks broken, streaks at risk.

    Answers how many events that were.
    """
    require_admin(caller, "announce")
    store, told = context.store, 0
    with store.writing():
        known = load_webhooks(store)
        if not known:
            return 0
        since = min(each.made_at for each in known.values())
        for owner_id in owner_ids:
            for judged in load_judged(context, None, owner_id=owner_id, brief=False):
                for name, event_id, more in _passed(judged, moment_of(since)):
                    if not is_announced(store, event_id):
                        note_announced(store, event_id, context.now())
                        _put(context, known.values(), name, event_id, more)
                        told += 1
    return told


def due_events(context: Context, caller: Caller, most: int = 50) -> list[Delivery]:
    """What is to be sent now."""
    require_admin(caller, "due_events")
    known = load_webhooks(context.store)
    return [
        Delivery(each.id, known[each.webhook_id].url, known[each.webhook_id].secret, each.body)
        for each in due_deliveries(context.store, context.now(), most)
        if each.webhook_id in known
    ]


def settle_events(context: Context, caller: Caller, taken: Mapping[str, bool]) -> None:
    """Notes by id whether an event was taken; one that was not is sent again later, at last not."""
    require_admin(caller, "settle_events")
    store = context.store
    with store.writing():
        waiting = {each.id: each for each in due_deliveries(store, context.now(), 1000)}
        for event_id, was_taken in taken.items():
            row = waiting.get(event_id)
            if row is None:
                continue
            if was_taken or row.tries >= len(_WAITS):
                delete_delivery(store, event_id)
                continue
            later = moment_of(context.now()) + timedelta(seconds=_WAITS[row.tries])
            postpone_delivery(store, event_id, instant_of(later), row.tries + 1)


def _brought(recording: Recording) -> Iterator[tuple[str, dict[str, Any]]]:
    if recording.streak_started:
        yield STARTED, {}
    if recording.streak_extended:
        yield EXTENDED, {}
    record = recording.progress
    if (
        record is not None
        and record.streak_progress_status == COMPLETED
        and record.streak_completed_at == recording.log.activity_at
    ):
        yield ENDED_COMPLETED, {"progress_id": record.id}
    for reward in recording.rewards:
        more = {"milestone_id": reward.milestone_id, "reward_id": reward.id}
        yield REACHED, {**more, "title": reward.title}


def _passed(judged: JudgedEnrolment, since: datetime) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """The events that time has brought to an enrolment, with ids that stay."""
    enrolment = judged.enrolment()
    data = {
        "user_id": judged.owner.external_id or judged.owner.id,
        "activity_type": enrolment.activity_type,
        "streak_id": enrolment.streak_id,
        "current_streak": enrolment.current_streak,
    }
    record = enrolment.progress
    if (
        record is not None
        and record.streak_progress_status == BROKEN
        and record.streak_broken_at is not None
        and record.streak_broken_at >= since
    ):
        event_id = derived_id(ENDED_BROKEN, record.id, record.streak_broken_at)
        broken_at = record.streak_broken_at
        yield ENDED_BROKEN, event_id, {**data, "progress_id": record.id, "broken_at": broken_at}
    if enrolment.at_risk and enrolment.last_safe_day is not None:
        last_safe = enrolment.last_safe_day
        event_id = derived_id(AT_RISK, judged.row.unique_identifier, last_safe)
        more = {"last_safe_day": last_safe, "expires_at": enrolment.expires_at}
        yield AT_RISK, event_id, {**data, **more}


def _put(
    context: Context,
    known: Iterable[WebhookRow],
    name: str,
    event_id: str,
    data: Mapping[str, Any],
) -> None:
    now = context.now()
    event = {"id": event_id, "type": name, "created_at": moment_of(now), "data": data}
    body = json_text(event)
    insert_deliveries(
        context.store,
        (
            DeliveryRow(new_id(), each.id, body, now, 0)
            for each in known
            if name in each.events.split(",")
        ),
    )


def _answer(row: WebhookRow) -> Webhook:
    return Webhook(
        row.id, row.url, tuple(row.events.split(",")), moment_of(row.made_at), row.secret
    )
