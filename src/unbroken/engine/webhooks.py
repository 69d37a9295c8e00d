"""Webhooks and their outbox: an event waits there in the transaction of what it tells of.

It stays until whoever is told has taken it, so that a crash loses none (docs/service.md).
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Iterator, Mapping

from unbroken.core.errors import NotFound
from unbroken.core.ids import derived_id, new_id
from unbroken.core.instants import (
    DAY_SECONDS,
    MICROSECONDS,
    Instant,
    instant_of,
    moment_of,
)
from unbroken.core.json_text import json_text
from unbroken.core.judge_state import Attempt
from unbroken.core.reports import Delivery, Webhook
from unbroken.core.results import Recording, Reward
from unbroken.core.typing import Any, Final, NamedTuple
from unbroken.engine.callers import Caller
from unbroken.engine.context import Context
from unbroken.engine.judged_enrolment import JudgedEnrolment, load_judged
from unbroken.engine.permissions import require_admin
from unbroken.engine.progress import attempts_of, rewards_of
from unbroken.store.connection import Store
from unbroken.store.owners import load_owners
from unbroken.store.progress import completed_at, load_ended, load_rewards
from unbroken.store.webhooks import (
    DeliveryRow,
    WebhookRow,
    announced_of,
    delete_delivery,
    delete_webhook,
    due_deliveries,
    insert_deliveries,
    insert_webhook,
    load_deliveries,
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
_LOOKED_BACK: Final = 31 * DAY_SECONDS * MICROSECONDS
"""What came to pass before is no news."""


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
    known = load_webhooks(context.store) if _may_bring(recording) else {}
    if not known:
        return
    log = recording.log
    owner = load_owners(context.store, log.owned_by_id)[log.owned_by_id]
    data = {
        "user_id": owner.external_id or owner.id,
        "activity_type": log.activity_type,
        "streak_id": log.streak_id,
        "activity_id": recording.activity_id,
        "current_streak": recording.current_streak,
        "longest_streak": recording.longest_streak,
        "total_count": recording.total_count,
    }
    if recording.streak_started or recording.streak_extended:
        name = STARTED if recording.streak_started else EXTENDED
        _put(context, known.values(), name, new_id(), data)
    _announce(context, known.values(), _brought(context.store, recording, data))


def announce(context: Context, caller: Caller, owner_ids: Iterable[str]) -> int:
    """Tells what time has brought to some owners, each once: streaks broken, streaks at risk, and
    what silence brings to a limit.

    Answers how many events that were.
    """
    require_admin(caller, "announce")
    store, told = context.store, 0
    with store.writing():
        known = load_webhooks(store)
        if not known:
            return 0
        first = min(each.made_at for each in known.values())
        since = Instant(max(first, context.now() - _LOOKED_BACK))
        for owner_id in owner_ids:
            judged = load_judged(context, None, owner_id=owner_id, brief=False)
            ended = load_ended(store, [each.row.id for each in judged], since)
            for each in judged:
                told += _announce(
                    context, known.values(), _passed(store, each, ended[each.row.id], since)
                )
    return told


def due_events(context: Context, caller: Caller, most: int = 50) -> list[Delivery]:
    """What is to be sent now, so much to each webhook at most: none holds up the others."""
    require_admin(caller, "due_events")
    now = context.now()
    beyond = Instant(now + max(_WAITS) * MICROSECONDS)
    return [
        Delivery(each.id, webhook.url, webhook.secret, each.body)
        for webhook in load_webhooks(context.store).values()
        for each in due_deliveries(context.store, webhook.id, now, most, beyond=beyond)
    ]


def settle_events(context: Context, caller: Caller, taken: Mapping[str, bool]) -> None:
    """Notes by id whether an event was taken; one that was not is sent again later, at last not."""
    require_admin(caller, "settle_events")
    store = context.store
    with store.writing():
        for row in load_deliveries(store, taken):
            if taken[row.id] or row.tries >= len(_WAITS):
                delete_delivery(store, row.id)
                continue
            later = Instant(context.now() + _WAITS[row.tries] * MICROSECONDS)
            postpone_delivery(store, row.id, later, row.tries + 1)


class _Event(NamedTuple):
    """Something that is told once: its id stays the same, whoever comes to know of it first."""

    id: str
    name: str
    data: dict[str, Any]


def _announce(context: Context, known: Collection[WebhookRow], events: Iterable[_Event]) -> int:
    """Tells what was not told before; answers how many events that were."""
    found = {each.id: each for each in events}
    told = announced_of(context.store, found) if found else set()
    new = [each for each in found.values() if each.id not in told]
    for each in new:
        note_announced(context.store, each.id, context.now())
        _put(context, known, each.name, each.id, each.data)
    return len(new)


def _may_bring(recording: Recording) -> bool:
    """Whether a recording may have brought something; of an earlier attempt that is not sure."""
    record = recording.progress
    ends = record is not None and record.completion_target_value is not None
    moves = recording.streak_started or recording.streak_extended
    return not recording.duplicate and (moves or ends or bool(recording.rewards))


def _brought(store: Store, recording: Recording, data: dict[str, Any]) -> Iterator[_Event]:
    """What a log has brought: an attempt completed, also an earlier one, and rewards."""
    log, record = recording.log, recording.progress
    if record is not None and record.completion_target_value is not None:
        at = instant_of(log.activity_at)
        for record_id in completed_at(store, log.streak_id, log.owned_by_id, at):
            yield _completed(record_id, at, data)
    for reward in recording.rewards:
        yield _reached(reward, data)


def _passed(
    store: Store, judged: JudgedEnrolment, stored: Iterable[Attempt], since: Instant
) -> Iterator[_Event]:
    """The events that time has brought to an enrolment since an instant."""
    enrolment = judged.enrolment()
    data = {
        "user_id": judged.owner.external_id or judged.owner.id,
        "activity_type": enrolment.activity_type,
        "streak_id": enrolment.streak_id,
        "current_streak": enrolment.current_streak,
    }
    attempts = attempts_of(judged, stored)
    for each in attempts:
        if each.broken_at is not None and since <= each.broken_at <= judged.now:
            event_id = derived_id(ENDED_BROKEN, each.id, moment_of(each.broken_at))
            more = {"progress_id": each.id, "broken_at": moment_of(each.broken_at)}
            yield _Event(event_id, ENDED_BROKEN, {**data, **more})
        if each.completed_at is not None and since <= each.completed_at <= judged.now:
            yield _completed(each.id, each.completed_at, data)
    if judged.streak.goal == "at_most":
        yield from _kept(store, judged, attempts, data, since)
    if enrolment.at_risk and enrolment.last_safe_day is not None:
        last_safe = enrolment.last_safe_day
        event_id = derived_id(AT_RISK, judged.row.unique_identifier, last_safe)
        more = {"last_safe_day": last_safe, "expires_at": enrolment.expires_at}
        yield _Event(event_id, AT_RISK, {**data, **more})


def _kept(
    store: Store,
    judged: JudgedEnrolment,
    attempts: Iterable[Attempt],
    data: dict[str, Any],
    since: Instant,
) -> Iterator[_Event]:
    """What the end of a period brings to a limit that was kept: no log tells of it."""
    current = judged.assessment.current
    met = max((each.last_completed_at or since for each in attempts), default=since)
    if current and since < met <= judged.now:
        name = STARTED if current == 1 else EXTENDED
        more = {"longest_streak": judged.assessment.longest, "total_count": judged.row.total_count}
        event_id = derived_id(EXTENDED, judged.row.unique_identifier, met)
        yield _Event(event_id, name, {**data, **more})
    stored = load_rewards(store, [judged.row.id])[judged.row.id]
    for reward in rewards_of(judged, stored):
        if instant_of(reward.reward_issued_at) >= since:
            yield _reached(reward, data)


def _completed(record_id: str, at: Instant, data: dict[str, Any]) -> _Event:
    event_id = derived_id(ENDED_COMPLETED, record_id, at)
    more = {"progress_id": record_id, "completed_at": moment_of(at)}
    return _Event(event_id, ENDED_COMPLETED, {**data, **more})


def _reached(reward: Reward, data: dict[str, Any]) -> _Event:
    more = {"milestone_id": reward.milestone_id, "reward_id": reward.id, "title": reward.title}
    return _Event(derived_id(REACHED, reward.id), REACHED, {**data, **more})


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
