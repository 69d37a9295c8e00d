"""How an owner's streaks stand: all of them, and those that are due."""

from __future__ import annotations

from unbroken.core.results import Enrolment
from unbroken.engine.callers import Caller
from unbroken.engine.context import Context, owner_id_of
from unbroken.engine.judged_enrolment import load_judged


def status(
    context: Context, caller: Caller, streak: str | None = None, *, archived: bool = False
) -> list[Enrolment]:
    """The owner's enrolments, in their order; archived ones when asked for or named."""
    return [
        each.enrolment()
        for each in load_judged(context, streak, owner_id=owner_id_of(caller))
        if archived or streak is not None or each.streak.status != "archived"
    ]


def due(context: Context, caller: Caller) -> list[Enrolment]:
    """What is still open in the current periods, and limits that are used up: what presses now,
    then what closes first; of what closes together what is at risk.
    """
    from unbroken.engine.urgency import NOW, stand_of  # `status` goes without

    def urgency(enrolment: Enrolment) -> tuple[bool, float, bool]:
        progress = enrolment.task_progress
        closes = progress.ends_at.timestamp() if progress else float("inf")
        return stand_of(enrolment).group != NOW, closes, not enrolment.at_risk

    found = [each for each in status(context, caller) if each.due or each.at_risk]
    return sorted(found, key=urgency)
