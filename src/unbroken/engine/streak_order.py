"""The owner's own order of their streaks."""

from __future__ import annotations

from collections.abc import Sequence

from unbroken.core.errors import NotFound
from unbroken.engine.callers import Caller
from unbroken.engine.context import Context, owner_id_of
from unbroken.store.enrolments import load_enrolments


def reorder(context: Context, caller: Caller, streak_ids: Sequence[str]) -> None:
    """Puts the owner's streaks in this order; those not named stay behind them as they were.

    Nothing is judged anew by it. Raises NotFound for a streak that the owner takes no part in.
    """
    with context.changing(caller, "change the order") as work:
        enrolments = load_enrolments(context.store, owner_id=owner_id_of(caller))
        places = {streak_id: place for place, streak_id in enumerate(streak_ids)}
        if not places.keys() <= {each.streak_id for each in enrolments}:
            raise NotFound("You take no part in that streak; log to it first.")
        enrolments.sort(key=lambda each: places.get(each.streak_id, len(places)))
        for place, each in enumerate(enrolments):
            work.update("enrolments", each.id, position=place)
