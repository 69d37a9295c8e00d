"""Which reminders were sent, so that none is sent twice."""

from __future__ import annotations

from unbroken.core.instants import Instant
from unbroken.core.local_days import Day, iso
from unbroken.store.connection import Store


def has_reminders(store: Store) -> bool:
    """Whether any streak that counts has reminders: most databases have none."""
    return bool(
        store.rows("SELECT 1 FROM streaks WHERE reminders IS NOT NULL AND status = 'live' LIMIT 1")
    )


def sent_reminders(store: Store) -> set[str]:
    """The ids of what was sent."""
    return {key for (key,) in store.rows("SELECT id FROM sent_reminders")}


def note_sent(
    store: Store, reminder_id: str, enrolment_id: int, last_day: Day, now: Instant
) -> None:
    """Notes that a reminder was sent, of a period with a last day."""
    row = {"id": reminder_id, "enrolment_id": enrolment_id, "last_day": iso(last_day)}
    store.insert("sent_reminders", {**row, "sent_at": now})


def forget_sent(store: Store, before: Day) -> None:
    """Forgets what was sent in periods that ended before a day."""
    store.rows("DELETE FROM sent_reminders WHERE last_day < ?", (iso(before),))
