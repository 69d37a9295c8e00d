"""The owner's own order of their streaks."""

from __future__ import annotations

from collections.abc import Sequence

from unbroken.core.errors import NotFound
from unbroken.engine.context import Desk
from unbroken.engine.enrolment_rows import load_enrolments
from unbroken.store import tables


class Ordering(Desk):
    """Putting streaks in order."""

    def reorder(self, streak_ids: Sequence[str]) -> None:
        """Puts the owner's streaks in this order; those not named stay behind them as they were.

        Nothing is judged anew by it. Raises NotFound for a streak that the owner takes no part in.
        """
        with self._changing("change the order") as change:
            enrolled = load_enrolments(self.store, owner_id=self._owner_id())
            places = {streak_id: place for place, streak_id in enumerate(streak_ids)}
            if not places.keys() <= {each.streak_id for each in enrolled}:
                raise NotFound("You take no part in that streak; log to it first.")
            enrolled.sort(key=lambda each: places.get(each.streak_id, len(places)))
            for place, each in enumerate(enrolled):
                change.update(tables.Enrolment, each.id, position=place)
