"""Milestones one by one: added, changed in their place, and removed."""

from __future__ import annotations

from unbroken.core.errors import NotFound
from unbroken.core.ids import new_id
from unbroken.core.results import Milestone
from unbroken.core.rule_validation import check_milestones
from unbroken.core.typing import Any
from unbroken.engine.callers import Caller
from unbroken.engine.context import Context
from unbroken.engine.lookup import find_streak
from unbroken.engine.permissions import require_admin
from unbroken.store.streaks import load_streaks


def add_milestone(
    context: Context, caller: Caller, streak: str, number: int, title: str
) -> Milestone:
    """Adds a milestone to a streak; who has reached it already gets its reward."""
    require_admin(caller, "add_milestone")
    with context.changing(caller, "add a milestone") as work:
        found = find_streak(context.store, streak)
        [(number, title)] = check_milestones([(number, title)])
        made = Milestone(new_id(), number, title)
        work.insert("milestones", {**made._asdict(), "streak_id": found.id})
    return made


def edit_milestone(
    context: Context,
    caller: Caller,
    milestone_id: str,
    number: int | None = None,
    title: str | None = None,
) -> Milestone:
    """Changes what is given of a milestone; it keeps its id, and so its rewards."""
    require_admin(caller, "edit_milestone")
    with context.changing(caller, "edit a milestone") as work:
        known = _known(context, milestone_id)
        given = (
            known.milestone_target_value if number is None else number,
            known.title if title is None else title,
        )
        [(number, title)] = check_milestones([given])
        columns: dict[str, Any] = {"milestone_target_value": number, "title": title}
        work.update("milestones", milestone_id, **columns)
    return Milestone(milestone_id, number, title)


def remove_milestone(context: Context, caller: Caller, milestone_id: str) -> Milestone:
    """Removes a milestone with its rewards."""
    require_admin(caller, "remove_milestone")
    with context.changing(caller, "remove a milestone") as work:
        known = _known(context, milestone_id)
        work.delete("milestones", id=milestone_id)
    return known


def _known(context: Context, milestone_id: str) -> Milestone:
    for streak in load_streaks(context.store).values():
        for each in streak.milestones:
            if each.id == milestone_id:
                return each
    raise NotFound("There is no such milestone.")
