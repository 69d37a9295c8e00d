"""Timers that run."""

from __future__ import annotations

from typing import Final, NamedTuple

from unbroken.core.instants import Instant
from unbroken.store.connection import Store
from unbroken.store.stored_values import TEXT, WHOLE, check_instants, typed

_TYPES: Final = (TEXT, WHOLE, TEXT, TEXT)


class TimerRow(NamedTuple):
    """A timer that runs for one streak of one owner."""

    id: str
    started_at: Instant
    streak_id: str
    owner_id: str


def load_timers(store: Store, owner_id: str) -> list[TimerRow]:
    """An owner's timers, the oldest first."""
    rows = store.rows(
        "SELECT id, started_at, streak_id, owner_id FROM timers WHERE owner_id = ?"
        " ORDER BY started_at, id",
        (owner_id,),
    )
    check_instants(*(row[1] for row in typed(rows, _TYPES)))
    return [TimerRow._make(row) for row in rows]
