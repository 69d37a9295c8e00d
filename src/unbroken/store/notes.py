"""Notes of logs, searched: the newest of many that fit."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from unbroken.core.instants import FIRST_INSTANT, LAST_INSTANT, Instant
from unbroken.core.typing import Final, NamedTuple
from unbroken.store.connection import Store
from unbroken.store.logs import LogRow, load_logs_with
from unbroken.store.stored_values import read_id

_NEAR: Final = 180 * 86_400 * 1_000_000
"""Microseconds of the past that are searched for a note first."""
_CAN_FIT: Final = "(instr(lower(l.note), ?) OR length(CAST(l.note AS BLOB)) <> length(l.note))"
"""It has a part, or a letter that is not ASCII: SQLite knows the case of ASCII alone."""


class NotePlace(NamedTuple):
    """Where a log stands among what was written down, or a skip, which stands at the start of its
    first day and is recorded at 0.
    """

    at: Instant
    recorded_at: Instant
    id: str

    def order(self) -> tuple[int, int, str]:
        """What puts the newest first; of one time, the one recorded last."""
        return -self.at, -self.recorded_at, self.id

    def is_behind(self, other: NotePlace | None) -> bool:
        """Whether it comes after another one; so does everything where there is none."""
        return other is None or self.order() > other.order()


def search_notes(
    store: Store,
    fits: Callable[[str], bool],
    part: str,
    *,
    owner_id: str,
    now: Instant,
    limit: int,
    streak_id: str | None = None,
    behind: NotePlace | None = None,
) -> Iterator[LogRow]:
    """The newest `limit` logs of an owner with a note that fits.

    A note that fits has `part` in it, whatever its case, where all of it is ASCII: so SQLite can
    pass over most of the others by itself. All lie behind `behind`. The last months before it, or
    before `now`, are read first, by their index; only where these have too few the whole table is
    gone through.
    """
    whose: list[str] = [owner_id]
    condition = "e.owner_id = ?"
    if streak_id is not None:
        whose.append(streak_id)
        condition += " AND e.streak_id = ?"
    last = LAST_INSTANT if behind is None else behind.at
    near = Instant(max(min(last, now) - _NEAR, FIRST_INSTANT))
    can_fit, sought = ("l.note <> ''", ()) if not part else (_CAN_FIT, (part,))

    def between(first: Instant, end: Instant, by: str) -> list[NotePlace]:
        """Those of a span of time, newest first. With a `+` no index is used, for all of a table
        the faster way. What is no number, in a damaged file, counts as one all the same.
        """
        rows = store.rows(  # in no order: few of them fit
            "SELECT l.activity_at + 0, l.recorded_at + 0, l.id, l.note FROM logs l"
            f" WHERE {by}l.enrolment_id IN (SELECT e.id FROM enrolments e WHERE {condition})"
            f" AND l.activity_at BETWEEN ? AND ? AND {can_fit}",
            (*whose, first, end, *sought),
        )
        places = (
            NotePlace(at, recorded, read_id(key))
            for at, recorded, key, note in rows
            if fits(str(note))
        )
        return sorted((each for each in places if each.is_behind(behind)), key=NotePlace.order)

    found = between(near, last, "")
    if len(found) < limit:
        found += between(FIRST_INSTANT, Instant(near - 1), "+")
    return load_logs_with(store, (each.id for each in found[:limit]))
