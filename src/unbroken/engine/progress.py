"""Progress records and reward logs, as they stand now (docs/domain.md sections 4 to 6)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from unbroken.core.errors import ErrorCode, Forbidden, NotFound, Refusal
from unbroken.core.instants import (
    FIRST_INSTANT,
    LAST_INSTANT,
    Instant,
    instant_of,
    moment_of,
    optional_moment,
)
from unbroken.core.judge_state import Attempt
from unbroken.core.results import ProgressRecord, Reward
from unbroken.core.typing import Any
from unbroken.engine.callers import Caller
from unbroken.engine.context import Context, owner_id_of
from unbroken.engine.judged_enrolment import JudgedEnrolment, load_judged
from unbroken.engine.judgement import reward_rows
from unbroken.engine.permissions import require_admin
from unbroken.store.connection import Store
from unbroken.store.progress import load_attempts, load_coupons, load_rewards
from unbroken.store.stored_values import Known, Row


def progress(
    context: Context,
    caller: Caller,
    streak: str | None = None,
    *,
    all_owners: bool = False,
    status: str | None = None,
) -> list[ProgressRecord]:
    """Attempts, oldest first: the owner's, or with `all_owners` everybody's (admins only)."""
    if all_owners:
        require_admin(caller, "all_progress")
    owner_id = None if all_owners else owner_id_of(caller)
    found = (
        record
        for record in _records(context, streak, owner_id)
        if status in (None, record.streak_progress_status)
    )
    return sorted(found, key=lambda record: record.streak_started_at)


def progress_record(context: Context, caller: Caller, record_id: str) -> ProgressRecord:
    """One attempt by its id. Raises NotFound where it is somebody else's."""
    if not caller.admin and caller.owner_id is None:
        raise Forbidden("A guest sees nothing here; act as an owner.")
    owner_id = None if caller.admin else caller.owner_id
    for record in _records(context, None, owner_id):
        if record.id == record_id:
            return record
    raise NotFound("There is no such progress record.")


def rewards(
    context: Context, caller: Caller, streak: str | None = None, *, all_owners: bool = False
) -> list[Reward]:
    """The reward logs, oldest first: the owner's, or everybody's (admins only)."""
    if all_owners:
        require_admin(caller, "all_rewards")
    owner_id = None if all_owners else owner_id_of(caller)
    with context.store.reading():
        judged = load_judged(context, streak, owner_id=owner_id, brief=False)
        stored = load_rewards(context.store, [each.row.id for each in judged])
        found = [reward for each in judged for reward in rewards_of(each, stored[each.row.id])]
        found = with_coupons(context.store, found)
    return sorted(
        found,
        key=lambda reward: (reward.reward_issued_at, reward.milestone_target_value),
    )


def set_coupon(context: Context, caller: Caller, reward_id: str, **given: Any) -> Reward:
    """Adds to a reward log what of `coupon_code`, `issued_at`, `expires_at` is given.

    It stays with the reward's id, also where that is void for a while.
    """
    from unbroken.core.members import check_id  # only apps add to rewards

    require_admin(caller, "set_coupon")
    store = context.store
    with context.changing(caller, "edit a reward") as work:
        found = [each for each in rewards(context, caller, all_owners=True) if each.id == reward_id]
        if not found:
            raise NotFound("There is no such reward.")
        columns: Row = {
            name: None if value is None else _coupon_instant(value)
            for name, value in given.items()
            if name != "coupon_code"
        }
        if "coupon_code" in given:
            code = given["coupon_code"]
            columns["coupon_code"] = None if code is None else check_id(code, "coupon code")
        if load_coupons(store, [reward_id]):
            work.update("coupons", reward_id, **columns)
        else:
            empty = {"coupon_code": None, "issued_at": None, "expires_at": None}
            work.insert("coupons", {"id": reward_id, **empty, **columns})
    return with_coupons(store, found)[0]


def _coupon_instant(moment: datetime) -> Instant:
    at = instant_of(moment)
    if not FIRST_INSTANT <= at <= LAST_INSTANT:
        raise Refusal(ErrorCode.BAD_TIME, "A reward's time must lie in the years 1970 to 2100.")
    return at


def with_coupons(store: Store, rewards: list[Reward]) -> list[Reward]:
    """The rewards with what apps have added to them."""
    coupons = load_coupons(store, [each.id for each in rewards])
    return [
        each
        if (coupon := coupons.get(each.id)) is None
        else each._replace(
            coupon_code=coupon.coupon_code,
            reward_issued_at=optional_moment(coupon.issued_at) or each.reward_issued_at,
            reward_expiry_at=optional_moment(coupon.expires_at),
        )
        for each in rewards
    ]


def attempts_of(judged: JudgedEnrolment, stored: Iterable[Attempt]) -> list[Attempt]:
    """Every attempt of an enrolment: those stored, as far as time has not touched them since."""
    touched = {attempt.id for attempt in judged.judge.attempts}
    attempts = [attempt for attempt in stored if attempt.id not in touched]
    today = judged.assessment.today
    return attempts + [each for each in judged.judge.attempts if each.opened_on <= today]


def rewards_of(
    judged: JudgedEnrolment, stored: Iterable[tuple[str, str, str, Instant]]
) -> list[Reward]:
    """The reward logs of an enrolment: those stored, and those that time has brought since."""
    streak = judged.streak
    milestones = Known((each.id, each) for each in streak.milestones)
    passed = reward_rows(judged.judge.issued, streak.milestones)
    return [
        Reward(
            reward,
            milestone,
            streak.id,
            streak.activity_type,
            judged.owner.id,
            record,
            milestones[milestone].milestone_target_value,
            milestones[milestone].title,
            moment_of(issued_at),
        )
        for reward, milestone, record, issued_at in [*stored, *(row.values() for row in passed)]
    ]


def _records(context: Context, streak: str | None, owner_id: str | None) -> list[ProgressRecord]:
    with context.store.reading():
        judged = load_judged(context, streak, owner_id=owner_id, brief=False)
        stored = load_attempts(context.store, [each.row.id for each in judged])
    return [
        each.record(attempt)
        for each in judged
        for attempt in attempts_of(each, stored[each.row.id])
    ]
