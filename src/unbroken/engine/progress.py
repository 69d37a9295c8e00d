"""Progress records and reward logs, as they stand now (docs/domain.md sections 4 to 6)."""

from __future__ import annotations

from collections.abc import Iterable

from unbroken.core.errors import Forbidden, NotFound
from unbroken.core.instants import Instant, moment_of
from unbroken.core.judge_state import Attempt
from unbroken.core.results import ProgressRecord, Reward
from unbroken.engine.callers import Caller
from unbroken.engine.context import Context, owner_id_of
from unbroken.engine.judged_enrolment import JudgedEnrolment, load_judged
from unbroken.engine.judgement import reward_rows
from unbroken.engine.permissions import require_admin
from unbroken.store.progress import load_attempts, load_rewards
from unbroken.store.stored_values import Known


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
    return sorted(
        (reward for each in judged for reward in rewards_of(each, stored[each.row.id])),
        key=lambda reward: (reward.reward_issued_at, reward.milestone_target_value),
    )


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
