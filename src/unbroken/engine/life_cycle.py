"""The life cycle of a streak: pause, resume, archive, restore, remove (docs/domain.md 3)."""

from __future__ import annotations

from unbroken.core.errors import ErrorCode, Refusal
from unbroken.core.ids import new_id
from unbroken.core.local_days import Day
from unbroken.core.notes import PAUSE
from unbroken.core.reports import Removal
from unbroken.core.results import Streak
from unbroken.engine.answers.streak import streak as answered
from unbroken.engine.answers.streak import streak_answer
from unbroken.engine.callers import Caller
from unbroken.engine.context import Context, owner_id_of
from unbroken.engine.lookup import find_streak
from unbroken.engine.permissions import require_admin
from unbroken.store.enrolments import load_enrolments
from unbroken.store.owners import load_owners
from unbroken.store.skips import is_paused, load_skips
from unbroken.store.streaks import StreakRow
from unbroken.store.unit_of_work import UnitOfWork


def pause(context: Context, caller: Caller, streak: str) -> Streak:
    """Excuses the streak for everybody enrolled from today on, until it is resumed."""
    require_admin(caller, "pause")
    with context.changing(caller, "pause") as work:
        found = find_streak(context.store, streak)
        _expect(found, "live", "paused")
        owners = load_owners(context.store)
        for each in load_enrolments(context.store, streak_id=found.id):
            skip = {"owner_id": each.owner_id, "streak_id": found.id, "reason": PAUSE}
            days = {"first_day": context.today(owners[each.owner_id]), "last_day": None}
            work.insert("skips", {"id": new_id(), **skip, **days})
        work.update("streaks", found.id, status="paused")
        work.label = f"pause {found.name}{_end_timers(work, found)}"
    return answered(context, caller, found.activity_type)


def resume(context: Context, caller: Caller, streak: str) -> Streak:
    """Ends a pause with the day before today."""
    require_admin(caller, "resume")
    with context.changing(caller, "resume") as work:
        found = find_streak(context.store, streak)
        _expect(found, "paused", "resumed")
        owners = load_owners(context.store)
        for each in load_skips(context.store, streak_id=found.id):
            if each.last_day is not None:
                continue
            yesterday = Day(context.today(owners[each.owner_id]) - 1)
            if yesterday < each.first_day:
                work.delete("skips", id=each.id)
            else:
                work.update("skips", each.id, last_day=yesterday)
        work.update("streaks", found.id, status="live")
        work.label = f"resume {found.name}"
    return answered(context, caller, found.activity_type)


def archive(context: Context, caller: Caller, streak: str) -> Streak:
    """Hides a streak; it is judged as of now from then on."""
    require_admin(caller, "archive")
    with context.changing(caller, "archive") as work:
        found = find_streak(context.store, streak)
        if found.status == "archived":
            raise Refusal(ErrorCode.ARCHIVED, f"{found.name} is archived already.")
        work.update("streaks", found.id, status="archived", archived_at=context.now())
        work.label = f"archive {found.name}{_end_timers(work, found)}"
    return answered(context, caller, found.activity_type)


def restore(context: Context, caller: Caller, streak: str) -> Streak:
    """Brings an archived streak back, paused if it was archived while paused."""
    require_admin(caller, "restore")
    with context.changing(caller, "restore") as work:
        found = find_streak(context.store, streak)
        _expect(found, "archived", "restored")
        status = "paused" if is_paused(context.store, found.id) else "live"
        work.update("streaks", found.id, status=status, archived_at=None)
        work.label = f"restore {found.name}"
    return answered(context, caller, found.activity_type)


def removal(context: Context, caller: Caller, streak: str) -> Removal:
    """What would go with a streak."""
    require_admin(caller, "removal")
    store = context.store
    with store.reading():
        enrolments = load_enrolments(store, streak_id=find_streak(store, streak).id)
        logs = {each.owner_id: each.total_count for each in enrolments if each.total_count}
        own = logs.pop(owner_id_of(caller), 0)
        owners = load_owners(store).values()
        return Removal(own, tuple((each.name, logs[each.id]) for each in owners if each.id in logs))


def remove(context: Context, caller: Caller, streak: str) -> Streak:
    """Deletes a streak with everybody's logs on it; undo brings all of it back."""
    require_admin(caller, "remove")
    with context.changing(caller, "remove") as work:
        owner = context.reader(caller)
        found = find_streak(context.store, streak)
        work.label = f"remove {found.name}{_end_timers(work, found)}"
        answer = streak_answer(found, owner, context.today(owner))
        for each in load_enrolments(context.store, streak_id=found.id):
            delete_enrolment(work, each.id)
        for table in ("skips", "targets", "milestones"):
            work.delete(table, streak_id=found.id)
        work.delete("streaks", id=found.id)
    return answer


def delete_enrolment(work: UnitOfWork, enrolment_id: int) -> None:
    """Deletes an enrolment with its logs."""
    work.delete("logs", enrolment_id=enrolment_id)
    work.delete("enrolments", id=enrolment_id)


def _end_timers(work: UnitOfWork, streak: StreakRow) -> str:
    """Ends everybody's timers of a streak that takes no logs any more; says so, if one ran."""
    return " and end its timer" if work.delete("timers", streak_id=streak.id) else ""


def _expect(streak: StreakRow, status: str, done: str) -> None:
    if streak.status != status:
        raise Refusal(
            ErrorCode(streak.status),
            f"{streak.name} is {streak.status}; only one that is {status} can be {done}.",
        )
