"""Skips: local dates that an owner has excused (DOMAIN.md 4.3)."""

from __future__ import annotations

from datetime import date

from unbroken.core.errors import Refusal
from unbroken.core.ids import new_id
from unbroken.core.local_days import Day
from unbroken.core.reports import Skip
from unbroken.core.rule_validation import check_day
from unbroken.core.text import one_line
from unbroken.engine.context import Desk
from unbroken.engine.judged_enrolment import civil
from unbroken.engine.streak_rows import Habit, load_habits
from unbroken.store import tables
from unbroken.store.stored_values import Row


class Skips(Desk):
    """Excusing dates, for one streak or for all of the owner's."""

    def skips(self, streak: str | None = None) -> list[Skip]:
        """The owner's skips, oldest first: all, or those that hold for one streak."""
        with self.store.reading():
            only = None if streak is None else self._habit(streak).id
            habits = load_habits(self.store)
            query = (
                tables.Skip.select()
                .where(tables.Skip.owner_id == self._owner_id())
                .order_by(tables.Skip.first_day, tables.Skip.id)
            )
            return [
                _result(row, habits.get(row["streak_id"]))
                for row in self.store.run(query.dicts())
                if only is None or row["streak_id"] in (None, only)
            ]

    def skip(
        self, streak: str | None, first: date, last: date | None = None, *, reason: str = ""
    ) -> Skip:
        """Excuses the dates `first` to `last` (default: that day alone); None means all streaks."""
        with self._changing("skip") as change:
            habit = None if streak is None else self._habit(streak)
            first_day, last_day = _range(first, last)
            row = {
                "owner_id": self._owner_id(),
                "streak_id": habit and habit.id,
                "first_day": first_day,
                "last_day": last_day,
                "reason": one_line(reason),
            }
            for known in self._of(habit):
                if (known["first_day"], known["last_day"]) == (first_day, last_day):
                    change.update(tables.Skip, known["id"], reason=row["reason"])
                    return _result({**known, "reason": row["reason"]}, habit)
            change.label = f"skip {'all streaks' if habit is None else habit.name}"
            return _result(change.insert(tables.Skip, {"id": new_id(), **row}), habit)

    def unskip(self, streak: str | None, first: date, last: date | None = None) -> Skip:
        """Takes dates out of the skips of one streak, or of those of all (None).

        A pause is not touched; it ends by resuming. Raises Refusal where no date was skipped.
        """
        with self._changing("unskip") as change:
            habit = None if streak is None else self._habit(streak)
            first_day, last_day = _range(first, last)
            cut = [
                row
                for row in self._of(habit)
                if row["last_day"] is not None
                and row["first_day"] <= last_day
                and row["last_day"] >= first_day
            ]
            if not cut:
                name = "all streaks" if habit is None else habit.name
                raise Refusal("not_skipped", f"None of those dates is skipped for {name}.")
            for row in cut:
                change.delete(tables.Skip, tables.Skip.id == row["id"])
                if row["first_day"] < first_day:
                    left = {**row, "last_day": Day(first_day - 1)}
                    change.insert(tables.Skip, {**left, "id": new_id()})
                if row["last_day"] > last_day:
                    right = {**row, "first_day": Day(last_day + 1)}
                    change.insert(tables.Skip, {**right, "id": new_id()})
            change.label = f"unskip {'all streaks' if habit is None else habit.name}"
            taken = {**cut[0], "first_day": first_day, "last_day": last_day}
            return _result(taken, habit)

    def _of(self, habit: Habit | None) -> list[Row]:
        streak = (
            tables.Skip.streak_id.is_null() if habit is None else tables.Skip.streak_id == habit.id
        )
        query = tables.Skip.select().where(tables.Skip.owner_id == self._owner_id(), streak)
        return list(self.store.run(query.dicts()))


def _range(first: date, last: date | None) -> tuple[Day, Day]:
    first_day = check_day("day", first)
    last_day = first_day if last is None else check_day("day", last)
    if last_day < first_day:
        raise Refusal("bad_date", "The last day lies before the first; swap them.")
    return first_day, last_day


def _result(row: Row, habit: Habit | None) -> Skip:
    first = civil(row["first_day"])
    assert first is not None
    return Skip(
        row["id"],
        habit and habit.activity_type,
        row["owner_id"],
        first,
        civil(row["last_day"]),
        row["reason"],
    )
