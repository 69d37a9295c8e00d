"""Enrolments, each with the summary that was judged of it (docs/domain.md 4.9).

A summary is the judge's state after the last log, which does not depend on the time; what passing
days change is worked out when it is read. What cannot be read of it raises Unreadable.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from unbroken.core.instants import Instant
from unbroken.core.judge_state import Frame, JudgeState
from unbroken.core.local_days import Day
from unbroken.core.typing import Any, Final, NamedTuple
from unbroken.store.connection import Store
from unbroken.store.progress import RECORD_COLUMNS, attempt_of
from unbroken.store.stored_values import (
    MAYBE_TEXT,
    MAYBE_WHOLE,
    TEXT,
    WHOLE,
    Row,
    batched,
    check_instants,
    check_numbers,
    check_types,
    judged_day,
    marks,
    optional_day,
    typed,
)

_COLUMNS: Final = (
    "e.id, e.streak_id, e.owner_id, e.enrolled_at, e.position, e.total_count, e.last_activity_at,"
    " e.last_activity_date, e.cursor_day, e.total, e.reached, e.chain, e.longest, e.chain_missed,"
    " e.attempt_missed, e.last_day"
)
_SELECTED: Final = (
    f"SELECT {_COLUMNS}, r.{RECORD_COLUMNS.replace(', ', ', r.')}, t.started_at"
    " FROM enrolments e LEFT JOIN progress_records r ON r.id = e.record_id"
    " LEFT JOIN timers t ON t.streak_id = e.streak_id AND t.owner_id = e.owner_id"
)
_OF_BOTH: Final = f"{_SELECTED} WHERE e.owner_id = ? AND e.streak_id = ?"

_TYPES: Final = (
    *(WHOLE, TEXT, TEXT, WHOLE, WHOLE, WHOLE, MAYBE_WHOLE, MAYBE_TEXT, MAYBE_TEXT),
    *[WHOLE] * 6,
    MAYBE_TEXT,
)
_PLACE: Final = (TEXT, TEXT, WHOLE, WHOLE)


class EnrolmentRow(NamedTuple):
    """An enrolment with its summary; `cursor_day` is the first day of the state's cursor."""

    id: int
    streak_id: str
    owner_id: str
    enrolled_at: Instant
    position: int
    total_count: int
    last_activity_at: Instant | None
    last_activity_date: Day | None
    cursor_day: Day | None
    state: JudgeState
    timer_since: Instant | None = None
    """Since when a timer runs for it, if one does."""

    @property
    def unique_identifier(self) -> str:
        """That of its progress records (docs/domain.md 4.8)."""
        return f"{self.streak_id}:{self.owner_id}"

    def state_in(self, frame: Frame) -> JudgeState:
        """The judge's state, with the cursor as a period of the streak's grid; judging uses it up.

        Raises Unreadable for numbers that nothing comes to. Judging anew does without them.
        """
        known = self.state
        check_numbers(self.total_count, known.total, known.chain, known.longest)
        check_numbers(known.chain_missed, known.attempt_missed)
        if known.attempt is not None:
            check_numbers(known.attempt.value)
        if self.cursor_day is not None:
            known.cursor = frame.grid.index_of(self.cursor_day)
        return known


def load_counting(
    store: Store, enrolment_ids: Iterable[int] | None = None
) -> dict[int, tuple[str, str | None]]:
    """By enrolment: the method of its streak, and the unit; of all, or of some that are there."""
    counting = (
        "SELECT e.id, s.aggregation_method, s.unit FROM enrolments AS e"
        " JOIN streaks AS s ON s.id = e.streak_id"
    )
    if enrolment_ids is None:
        rows = store.rows(counting)
    else:
        rows = [
            row
            for batch in batched(enrolment_ids)
            for row in store.rows(f"{counting} WHERE e.id IN ({marks(len(batch))})", batch)
        ]
    return {key: (method, unit) for key, method, unit in typed(rows, (WHOLE, TEXT, MAYBE_TEXT))}


def load_enrolments(
    store: Store,
    *,
    owner_id: str | None = None,
    streak_id: str | None = None,
    enrolment_id: int | None = None,
) -> list[EnrolmentRow]:
    """Enrolments in the owners' own order, of one owner, of one streak, or all."""
    named = {"owner_id": owner_id, "streak_id": streak_id, "id": enrolment_id}
    given = {column: value for column, value in named.items() if value is not None}
    where = " AND ".join(f"e.{column} = ?" for column in given) or "1 = 1"
    order = "ORDER BY e.owner_id, e.position, e.streak_id"
    return _enrolments(store, f"{_SELECTED} WHERE {where} {order}", tuple(given.values()))


def _enrolments(store: Store, sql: str, parameters: tuple[Any, ...]) -> list[EnrolmentRow]:
    rows = store.rows(sql, parameters)
    return list(
        store.readable(rows, _enrolment, lambda row: f"the streak {streak_name(store, row[1])}")
    )


def streak_name(store: Store, streak_id: str) -> str:
    """The name of a streak, to say what cannot be read of it; its id where there is none."""
    rows = store.rows("SELECT name FROM streaks WHERE id = ?", (streak_id,))
    return str(rows[0][0] if rows else streak_id)[:40]


def find_enrolment(store: Store, streak_id: str, owner_id: str) -> EnrolmentRow | None:
    """The enrolment of an owner in a streak, if there is one."""
    found = _enrolments(store, _OF_BOTH, (owner_id, streak_id))
    return found[0] if found else None


def enrolment_keys(store: Store) -> list[tuple[int, str, str]]:
    """(key, streak id, owner id) of every enrolment, in the owners' own order, unread."""
    rows = store.rows(
        "SELECT id, streak_id, owner_id FROM enrolments ORDER BY owner_id, position, streak_id"
    )
    return [(key, streak_id, owner_id) for key, streak_id, owner_id in rows]


def load_places(store: Store) -> Iterator[tuple[str, str, Instant, int]]:
    """(streak id, owner id, enrolled at, position) of every enrolment, owner after owner."""
    for streak_id, owner_id, enrolled_at, position in store.rows(
        "SELECT e.streak_id, e.owner_id, e.enrolled_at, e.position FROM enrolments e"
        " JOIN owners o ON o.id = e.owner_id JOIN streaks s ON s.id = e.streak_id"
        " ORDER BY o.position, o.id, e.position, s.position, s.id"
    ):
        check_types((streak_id, owner_id, enrolled_at, position), _PLACE)
        check_instants(enrolled_at)
        yield streak_id, owner_id, enrolled_at, position


def last_enrolment_position(store: Store, owner_id: str | None = None) -> int:
    """The place of the last enrolment in an owner's order, or in anybody's; -1 without any."""
    where, parameters = ("", ()) if owner_id is None else (" WHERE owner_id = ?", (owner_id,))
    rows = store.rows(f"SELECT COALESCE(MAX(position), -1) FROM enrolments{where}", parameters)
    return int(rows[0][0])


def save_summary(store: Store, enrolment_id: int, summary: Row) -> None:
    """Stores what was judged of an enrolment, as columns of its row, if there are any."""
    if summary:
        store.update("enrolments", enrolment_id, summary)


def has_summary(store: Store, enrolment_id: int, summary: Row) -> bool:
    """Whether these columns of an enrolment's row are so."""
    among = "".join(f" AND {name} IS ?" for name in summary)
    return bool(
        store.rows(
            f"SELECT 1 FROM enrolments WHERE id = ?{among}", (enrolment_id, *summary.values())
        )
    )


def _enrolment(row: tuple[Any, ...]) -> EnrolmentRow:
    check_types(row[:16], _TYPES)
    check_instants(row[3], row[6], row[-1])
    state = JudgeState()
    state.total, reached, state.chain, state.longest = row[9:13]
    state.reached = bool(reached)
    state.chain_missed, state.attempt_missed = row[13:15]
    state.last_day = None if row[15] is None else judged_day(row[15])
    state.attempt = None if row[16] is None else attempt_of(row[16:-1])
    days = optional_day(row[7]), None if row[8] is None else judged_day(row[8])
    return EnrolmentRow._make([*row[:7], *days, state, row[-1]])
