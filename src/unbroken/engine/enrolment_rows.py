"""Stored standings, read (DOMAIN.md 4.9).

What is stored of an enrolment is its judge's standing after the last log, its attempts and its
rewards. None of it depends on the time; what days that pass change is worked out when it is read.
What cannot be read of it raises Unreadable.
"""

from typing import Any, NamedTuple

from unbroken.core.instants import Instant
from unbroken.core.judge_state import Attempt, Frame, JudgeState, LogEntry
from unbroken.core.local_days import Day, iso
from unbroken.engine.streak_rows import Skipped
from unbroken.store.connection import Store
from unbroken.store.stored_values import check_instants, check_numbers, stored_day

_ENROLMENT = (
    "e.id, e.streak_id, e.owner_id, e.enrolled_at, e.position, e.total_count, e.last_activity_at,"
    " e.last_activity_date, e.cursor_day, e.total, e.reached, e.chain, e.longest, e.chain_missed,"
    " e.attempt_missed, e.last_day"
)
_RECORD = (
    "id, opened_on, current_progress_value, streak_progress_status, streak_started_at,"
    " streak_completed_at, streak_broken_at, last_task_contribution_at, last_task_completed_at"
)


class Enrolled(NamedTuple):
    """An enrolment with its stored summary; `cursor_day` is the first day of the cursor."""

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

    @property
    def unique_identifier(self) -> str:
        """That of its progress records (DOMAIN.md 4.8)."""
        return f"{self.streak_id}:{self.owner_id}"

    def revive(self, frame: Frame) -> JudgeState:
        """Its standing with the cursor as a period of the streak's grid.

        Raises Unreadable for numbers that nothing comes to. Judging anew does without them.
        """
        known = self.state
        check_numbers(self.total_count, known.total, known.chain, known.longest)
        check_numbers(known.chain_missed, known.attempt_missed)
        if known.attempt is not None:
            check_numbers(known.attempt.value)
        if self.cursor_day is not None:
            self.state.cursor = frame.grid.index_of(self.cursor_day)
        return self.state


def load_enrolments(
    store: Store,
    *,
    owner_id: str | None = None,
    streak_id: str | None = None,
    enrolment_id: int | None = None,
) -> list[Enrolled]:
    """Enrolments in the owners' own order, of one owner, of one streak, or all."""
    named = {"owner_id": owner_id, "streak_id": streak_id, "id": enrolment_id}
    given = {column: value for column, value in named.items() if value is not None}
    where = " AND ".join(f"e.{column} = ?" for column in given) or "1"
    rows = store.rows(
        f"SELECT {_ENROLMENT}, r.{_RECORD.replace(', ', ', r.')} FROM enrolments e"
        f" LEFT JOIN progress_records r ON r.id = e.record_id WHERE {where}"
        " ORDER BY e.owner_id, e.position, e.id",
        tuple(given.values()),
    )
    return [_enrolled(row) for row in rows]


def _enrolled(row: tuple[Any, ...]) -> Enrolled:
    check_instants(row[3], row[6])
    state = JudgeState()
    state.total, reached, state.chain, state.longest = row[9:13]
    state.reached = bool(reached)
    state.chain_missed, state.attempt_missed = row[13:15]
    state.last_day = _day(row[15])
    state.attempt = None if row[16] is None else _attempt(row[16:])
    return Enrolled._make([*row[:7], _day(row[7]), _day(row[8]), state])


def _day(text: str | None) -> Day | None:
    return None if text is None else stored_day(text)


def _attempt(row: tuple[Any, ...]) -> Attempt:
    check_instants(*row[4:9])
    attempt = Attempt(stored_day(row[1]), row[4])
    attempt.id, attempt.value, attempt.status = row[0], row[2], row[3]
    attempt.completed_at, attempt.broken_at = row[5:7]
    attempt.last_contribution_at, attempt.last_completed_at = row[7:9]
    return attempt


def load_attempts(store: Store, enrolment_id: int) -> list[Attempt]:
    """The stored attempts of an enrolment, oldest first."""
    return [
        _attempt(row)
        for row in store.rows(
            f"SELECT {_RECORD} FROM progress_records WHERE enrolment_id = ?"
            " ORDER BY opened_on, streak_started_at",
            (enrolment_id,),
        )
    ]


def load_recent_skips(
    store: Store, owner_id: str, enrolment_id: int | None = None
) -> dict[int, list[Skipped]]:
    """By enrolment: the skips that reach its cursor or later, which are all that time can need."""
    found: dict[int, list[Skipped]] = {}
    only = "" if enrolment_id is None else f" AND e.id = {enrolment_id:d}"
    for streak in ("= e.streak_id", "IS NULL"):
        for last in ("s.last_day >= COALESCE(e.cursor_day, '')", "s.last_day IS NULL"):
            for enrolment, first_day, last_day in store.rows(
                "SELECT e.id, s.first_day, s.last_day FROM enrolments e"
                f" CROSS JOIN skips s ON s.owner_id = e.owner_id AND s.streak_id {streak}"
                f" AND {last} WHERE e.owner_id = ?{only}",
                (owner_id,),
            ):
                found.setdefault(enrolment, []).append((stored_day(first_day), _day(last_day)))
    return found


def load_all_skips(store: Store, owner_id: str, streak_id: str) -> list[Skipped]:
    """Every skip that holds for a streak of an owner."""
    return [
        (stored_day(first), _day(last))
        for first, last in store.rows(
            "SELECT first_day, last_day FROM skips WHERE owner_id = ?"
            " AND (streak_id = ? OR streak_id IS NULL)",
            (owner_id, streak_id),
        )
    ]


def load_entries(
    store: Store, enrolment_id: int, first: Day | None = None, last: Day | None = None
) -> list[LogEntry]:
    """What a judge needs of an enrolment's logs: of all, or of a range of local dates."""
    where = "enrolment_id = ?"
    parameters: list[Any] = [enrolment_id]
    if first is not None and last is not None:
        where += " AND local_date BETWEEN ? AND ?"
        parameters += [iso(first), iso(last)]
    return [
        _entry(*row)
        for row in store.rows(
            f"SELECT activity_at, local_date, value, recorded_at FROM logs WHERE {where}"
            " ORDER BY activity_at",
            parameters,
        )
    ]


def _entry(at: Instant, local_date: str, value: int, recorded_at: Instant) -> LogEntry:
    check_instants(at, recorded_at)
    return LogEntry(at, stored_day(local_date), value, recorded_at)
