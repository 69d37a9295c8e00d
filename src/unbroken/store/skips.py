"""Skips: local dates that owners have excused."""

from __future__ import annotations

from unbroken.core.local_days import Day, iso
from unbroken.core.typing import Final, NamedTuple
from unbroken.store.connection import Store
from unbroken.store.stored_values import MAYBE_TEXT, TEXT, optional_day, stored_day, typed

Skipped = tuple[Day, Day | None]
"""First and last day; without a last one it goes on."""

_OF_ONE: Final = " UNION ALL ".join(
    "SELECT first_day, last_day FROM skips"
    f" WHERE owner_id = ? AND streak_id {streak} AND last_day {last}"
    for streak in ("= ?", "IS NULL")
    for last in (">= ?", "IS NULL")
)
_EXCUSES: Final = ("s.last_day >= COALESCE(e.cursor_day, '')", "s.last_day IS NULL")
_RECENT: Final = " UNION ALL ".join(
    "SELECT e.id, s.first_day, s.last_day FROM enrolments e"
    f" CROSS JOIN skips s ON s.owner_id = e.owner_id AND s.streak_id {streak} AND {last}"
    " WHERE e.owner_id = ?"
    for streak in ("= e.streak_id", "IS NULL")
    for last in _EXCUSES
)
"""Four look-ups in the index of skips, since one with OR would read every skip of the owner."""

_TYPES: Final = (TEXT, TEXT, MAYBE_TEXT, TEXT, MAYBE_TEXT, TEXT)


class SkipRow(NamedTuple):
    """A skip; `streak_id` None is for all streaks, `last_day` None for one that goes on."""

    id: str
    owner_id: str
    streak_id: str | None
    first_day: Day
    last_day: Day | None
    reason: str


def load_skips(
    store: Store, *, owner_id: str | None = None, streak_id: str | None = None
) -> list[SkipRow]:
    """Skips, oldest first: all, those of an owner, or those of a streak alone."""
    named = {"owner_id": owner_id, "streak_id": streak_id}
    given = {column: value for column, value in named.items() if value is not None}
    where = " AND ".join(f"{column} = ?" for column in given) or "1 = 1"
    rows = store.rows(
        "SELECT id, owner_id, streak_id, first_day, last_day, reason FROM skips"
        f" WHERE {where} ORDER BY first_day, id",
        tuple(given.values()),
    )
    return [
        SkipRow(key, owner, streak, stored_day(first), optional_day(last), reason)
        for key, owner, streak, first, last, reason in typed(rows, _TYPES)
    ]


def is_paused(store: Store, streak_id: str) -> bool:
    """Whether a skip of the streak goes on."""
    return bool(
        store.rows("SELECT 1 FROM skips WHERE streak_id = ? AND last_day IS NULL", (streak_id,))
    )


def load_recent_skips(store: Store, owner_id: str) -> dict[int, list[Skipped]]:
    """By enrolment: the skips that reach its cursor or later, which are all that time can need."""
    found: dict[int, list[Skipped]] = {}
    for enrolment, first, last in store.rows(_RECENT, (owner_id,) * 4):
        found.setdefault(enrolment, []).append((stored_day(first), optional_day(last)))
    return found


def recent_skips_of(
    store: Store, owner_id: str, streak_id: str, cursor: Day | None
) -> list[Skipped]:
    """The same of one enrolment, whose cursor is known."""
    since = "" if cursor is None else iso(cursor)
    own, of_all = (owner_id, streak_id), (owner_id,)
    return [
        (stored_day(first), optional_day(last))
        for first, last in store.rows(_OF_ONE, (*own, since, *own, *of_all, since, *of_all))
    ]


def load_all_skips(store: Store, owner_id: str) -> dict[str | None, list[Skipped]]:
    """By streak id, None for all streaks: every skip of an owner."""
    found: dict[str | None, list[Skipped]] = {}
    for streak, first, last in store.rows(
        "SELECT streak_id, first_day, last_day FROM skips WHERE owner_id = ?", (owner_id,)
    ):
        found.setdefault(streak, []).append((stored_day(first), optional_day(last)))
    return found


def load_skips_of(store: Store, owner_id: str, streak_id: str) -> list[Skipped]:
    """Every skip that holds for one streak of an owner."""
    return [
        (stored_day(first), optional_day(last))
        for first, last in store.rows(
            "SELECT first_day, last_day FROM skips WHERE owner_id = ?"
            " AND (streak_id = ? OR streak_id IS NULL)",
            (owner_id, streak_id),
        )
    ]
