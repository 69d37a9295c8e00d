"""Progress records and reward logs, which the engine alone writes (docs/domain.md 4 and 6)."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from unbroken.core.errors import Unreadable
from unbroken.core.instants import Instant
from unbroken.core.judge_state import BROKEN, COMPLETED, IN_PROGRESS, Attempt
from unbroken.core.local_days import Day, iso
from unbroken.core.typing import Any, Final, NamedTuple
from unbroken.store.connection import Store
from unbroken.store.stored_values import (
    MAYBE_TEXT,
    MAYBE_WHOLE,
    TEXT,
    WHOLE,
    Row,
    batched,
    check_instants,
    check_types,
    judged_day,
    marks,
    typed,
)

RECORD_COLUMNS: Final = (
    "id, opened_on, current_progress_value, streak_progress_status, streak_started_at,"
    " streak_completed_at, streak_broken_at, last_task_contribution_at, last_task_completed_at"
)

_TYPES: Final = (TEXT, TEXT, WHOLE, TEXT, WHOLE, *[MAYBE_WHOLE] * 4)
_STATUSES: Final = (IN_PROGRESS, COMPLETED, BROKEN)
_REWARD: Final = (WHOLE, TEXT, TEXT, TEXT, WHOLE)


class Former(NamedTuple):
    """What a log that came in order has changed of what is stored of a judgement."""

    enrolment_id: int
    before: Row
    """The changed columns of the enrolment's summary, as they were."""
    after: Row
    """The same as they have become."""
    record: Row
    """The changed columns of the latest attempt's record, as they were, with its id; or nothing."""
    records: list[str]
    """The ids of records that the log has brought."""
    rewards: list[str]
    """Those of reward logs."""


def load_attempts(store: Store, enrolment_ids: Collection[int]) -> dict[int, list[Attempt]]:
    """By enrolment: the stored attempts, oldest first."""
    return _attempts(store, enrolment_ids, "")


def load_ended(
    store: Store, enrolment_ids: Collection[int], since: Instant
) -> dict[int, list[Attempt]]:
    """The same of those that were broken or completed at an instant or later."""
    ended = " AND (streak_broken_at >= ? OR streak_completed_at >= ?)"
    return _attempts(store, enrolment_ids, ended, since, since)


def _attempts(
    store: Store, enrolment_ids: Collection[int], condition: str, *values: Instant
) -> dict[int, list[Attempt]]:
    found: dict[int, list[Attempt]] = {each: [] for each in enrolment_ids}
    for batch in batched(enrolment_ids):
        for enrolment, *row in store.rows(
            f"SELECT enrolment_id, {RECORD_COLUMNS} FROM progress_records"
            f" WHERE enrolment_id IN ({marks(len(batch))}){condition}"
            " ORDER BY opened_on, streak_started_at",
            [*batch, *values],
        ):
            found.setdefault(enrolment, []).append(attempt_of(tuple(row)))
    return found


def completed_at(store: Store, streak_id: str, owner_id: str, at: Instant) -> list[str]:
    """The ids of an owner's attempts at a streak that were completed at an instant."""
    rows = store.rows(
        "SELECT p.id FROM progress_records p JOIN enrolments e ON e.id = p.enrolment_id"
        " WHERE e.streak_id = ? AND e.owner_id = ? AND p.streak_completed_at = ?",
        (streak_id, owner_id, at),
    )
    return [str(record_id) for (record_id,) in rows]


def load_met(store: Store, enrolment_id: int) -> tuple[Day | None, int]:
    """When the first attempt was opened, None without any; how many periods all of them met."""
    [(opened_on, met)] = typed(
        store.rows(
            "SELECT MIN(opened_on), COALESCE(SUM(current_progress_value), 0)"
            " FROM progress_records WHERE enrolment_id = ?",
            (enrolment_id,),
        ),
        (MAYBE_TEXT, WHOLE),
    )
    return None if opened_on is None else judged_day(opened_on), met


def load_met_newest_first(store: Store, enrolment_id: int, before: Day) -> list[tuple[Day, int]]:
    """When each attempt was opened that was so before a day, and how many periods it has met."""
    rows = typed(
        store.rows(
            "SELECT opened_on, current_progress_value FROM progress_records"
            " WHERE enrolment_id = ? AND opened_on < ? ORDER BY opened_on DESC",
            (enrolment_id, iso(before)),
        ),
        (TEXT, WHOLE),
    )
    return [(judged_day(opened_on), met) for opened_on, met in rows]


def attempt_of(row: tuple[Any, ...]) -> Attempt:
    """The attempt in a row of `RECORD_COLUMNS`. Raises Unreadable for what is none."""
    check_types(row, _TYPES)
    check_instants(*row[4:9])
    if row[3] not in _STATUSES:
        raise Unreadable(f"“{row[3][:20]}” is no status of an attempt")
    attempt = Attempt(row[0], judged_day(row[1]), row[4])
    attempt.value, attempt.status = row[2], row[3]
    attempt.completed_at, attempt.broken_at = row[5:7]
    attempt.last_contribution_at, attempt.last_completed_at = row[7:9]
    return attempt


def save_record(store: Store, row: Row) -> None:
    """Stores a progress record, or changes the one with its id."""
    store.upsert("progress_records", row)


def update_record(store: Store, record_id: str, columns: Row) -> None:
    """Changes columns of a progress record, if any are given."""
    if columns:
        store.update("progress_records", record_id, columns)


def save_reward(store: Store, row: Row) -> None:
    """Stores a reward log, or changes the one with its id."""
    store.upsert("reward_logs", row)


def load_rewards(
    store: Store, enrolment_ids: Collection[int]
) -> dict[int, list[tuple[str, str, str, Instant]]]:
    """By enrolment: (id, milestone id, record id, issued at) of its reward logs."""
    found: dict[int, list[tuple[str, str, str, Instant]]] = {each: [] for each in enrolment_ids}
    for batch in batched(enrolment_ids):
        for enrolment, reward, milestone, record, issued_at in store.rows(
            "SELECT p.enrolment_id, w.id, w.milestone_id, w.progress_id, w.reward_issued_at"
            " FROM reward_logs w JOIN progress_records p ON p.id = w.progress_id"
            f" WHERE p.enrolment_id IN ({marks(len(batch))})",
            batch,
        ):
            check_types((enrolment, reward, milestone, record, issued_at), _REWARD)
            check_instants(issued_at)
            found.setdefault(enrolment, []).append((reward, milestone, record, issued_at))
    return found


class CouponRow(NamedTuple):
    """What an app has added to a reward log."""

    id: str
    coupon_code: str | None
    issued_at: Instant | None
    expires_at: Instant | None


def load_coupons(store: Store, reward_ids: Collection[str] | None = None) -> dict[str, CouponRow]:
    """By reward id: what apps have added, to all or to some of them."""
    columns = "SELECT id, coupon_code, issued_at, expires_at FROM coupons"
    if reward_ids is None:
        rows = store.rows(f"{columns} ORDER BY id")
    else:
        rows = [
            row
            for batch in batched(reward_ids)
            for row in store.rows(f"{columns} WHERE id IN ({marks(len(batch))})", batch)
        ]
    for row in rows:
        check_instants(*row[2:])
    return {row[0]: CouponRow._make(row) for row in rows}


def delete_records(store: Store, ids: Iterable[str]) -> None:
    """Deletes progress records, whose rewards are gone already."""
    for record in ids:
        store.rows("DELETE FROM progress_records WHERE id = ?", (record,))


def delete_reward(store: Store, reward_id: str) -> None:
    """Deletes a reward log."""
    store.rows("DELETE FROM reward_logs WHERE id = ?", (reward_id,))


def delete_rewards(store: Store, enrolment_id: int, *, but: Collection[str] = ()) -> None:
    """Deletes the reward logs of an enrolment, but for those with the ids `but`."""
    for (reward,) in store.rows(
        "SELECT w.id FROM reward_logs w JOIN progress_records p ON p.id = w.progress_id"
        " WHERE p.enrolment_id = ?",
        (enrolment_id,),
    ):
        if reward not in but:
            delete_reward(store, reward)


def forget_former(store: Store, enrolment_id: int) -> None:
    """Deletes what is known of former judgements of an enrolment."""
    store.rows("DELETE FROM former_judgements WHERE enrolment_id = ?", (enrolment_id,))


def delete_progress(store: Store, enrolment_id: int) -> None:
    """Deletes all that was judged of an enrolment."""
    delete_rewards(store, enrolment_id)
    store.rows("DELETE FROM progress_records WHERE enrolment_id = ?", (enrolment_id,))


def stored_judgement(store: Store, enrolment_id: int) -> list[list[Row]]:
    """What is stored of the judgement of an enrolment: its row, its records and its rewards."""
    return [
        store.records(sql, (enrolment_id,))
        for sql in (
            "SELECT * FROM enrolments WHERE id = ?",
            "SELECT * FROM progress_records WHERE enrolment_id = ? ORDER BY id",
            "SELECT w.* FROM reward_logs w JOIN progress_records p ON p.id = w.progress_id"
            " WHERE p.enrolment_id = ? ORDER BY w.id",
        )
    ]
