"""Streaks: making them, changing their rules, and their life cycle (DOMAIN.md section 3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from unbroken.core.errors import Refusal
from unbroken.core.ids import new_id
from unbroken.core.local_days import Day, iso
from unbroken.core.reports import Edited, Effect, Numbers, Removal
from unbroken.core.results import Streak
from unbroken.core.rule_validation import (
    DEFAULTS,
    MilestoneGiven,
    check_milestones,
    check_rules,
    free_key,
)
from unbroken.core.text import activity_type_of
from unbroken.engine.enrolment_rows import load_enrolments
from unbroken.engine.owner_rows import Person, load_people
from unbroken.engine.progress import Progress
from unbroken.engine.setting_definitions import read_setting
from unbroken.engine.streak_rows import Habit, load_habits
from unbroken.engine.unit_of_work import Change
from unbroken.store import tables
from unbroken.store.stored_values import Row


class Streaks(Progress):
    """What happens to a streak as a whole; everybody enrolled is judged by it."""

    def add(
        self,
        name: str,
        *,
        milestones: Sequence[MilestoneGiven] = (),
        dry_run: bool = False,
        **rules: Any,
    ) -> Streak:
        """Makes a streak and enrols the owner.

        `rules` are fields of DOMAIN.md section 3 by name, besides `activity_type`, `description`,
        `unit`, `color` and `group`; without `strict` the setting of that name decides. With
        `dry_run` it is only tried out. Raises Refusal for a rule that cannot be.
        """
        self._require_admin("make a streak")
        with self._changing("add", discard=dry_run) as change:
            person = self._me()
            fields = check_rules({**rules, "name": name}, self._defaults())
            row = self._insert_streak(change, fields, person)
            habit = load_habits(self.store, row["id"])[row["id"]]
            self._write_milestones(change, habit, check_milestones(milestones))
            self._enrol(change, row["id"], person)
            change.label = f"add {row['name']}"
            habit = load_habits(self.store, row["id"])[row["id"]]
            return habit.result(person, self._today(person))

    def edit(
        self,
        streak: str,
        *,
        milestones: Sequence[MilestoneGiven] | None = None,
        whole_history: bool = False,
        dry_run: bool = False,
        **rules: Any,
    ) -> Edited:
        """Changes rules, and says what that does to the numbers of everybody enrolled.

        A new target holds from the first day of the present period on, or with `whole_history`
        for all of history. With `dry_run` it is only tried out.
        """
        self._require_admin("change a streak's rules")
        with self._changing("edit", discard=dry_run) as change:
            person = self._me()
            habit = self._habit(streak)
            before = self._numbers(habit)
            fields = check_rules(rules, self._row_in_force(habit))
            target = fields.pop("aggregation_target_value")
            self._refuse_known(fields["activity_type"], habit.id)
            change.update(tables.Streak, habit.id, **fields)
            habit = load_habits(self.store, habit.id)[habit.id]
            if "aggregation_target_value" in rules:
                self._write_target(change, habit, person, target, whole_history)
            if milestones is not None:
                self._write_milestones(change, habit, check_milestones(milestones))
            change.label = f"edit {habit.name}"
            change.settle()
            habit = load_habits(self.store, habit.id)[habit.id]
            after = self._numbers(habit)
            people = load_people(self.store)
            effects = tuple(
                Effect(people[owner].name, before[owner], after[owner]) for owner in before
            )
            return Edited(habit.result(person, self._today(person)), effects)

    def pause(self, streak: str) -> Streak:
        """Excuses the streak for everybody enrolled from today on, until it is resumed."""
        self._require_admin("pause a streak")
        with self._changing("pause") as change:
            habit = self._habit(streak)
            _expect(habit, "live", "paused")
            for each in load_enrolments(self.store, streak_id=habit.id):
                self._pause_for(change, habit.id, each.owner_id)
            change.update(tables.Streak, habit.id, status="paused")
            change.label = f"pause {habit.name}"
        return self.streak(habit.activity_type)

    def resume(self, streak: str) -> Streak:
        """Ends a pause with the day before today."""
        self._require_admin("resume a streak")
        with self._changing("resume") as change:
            habit = self._habit(streak)
            _expect(habit, "paused", "resumed")
            people = load_people(self.store)
            pauses = tables.Skip.select().where(
                tables.Skip.streak_id == habit.id, tables.Skip.last_day.is_null()
            )
            for row in list(self.store.run(pauses.dicts())):
                yesterday = Day(self._today(people[row["owner_id"]]) - 1)
                if yesterday < row["first_day"]:
                    change.delete(tables.Skip, tables.Skip.id == row["id"])
                else:
                    change.update(tables.Skip, row["id"], last_day=yesterday)
            change.update(tables.Streak, habit.id, status="live")
            change.label = f"resume {habit.name}"
        return self.streak(habit.activity_type)

    def archive(self, streak: str) -> Streak:
        """Hides a streak; it is judged as of now from then on."""
        self._require_admin("archive a streak")
        with self._changing("archive") as change:
            habit = self._habit(streak)
            if habit.status == "archived":
                raise Refusal("archived", f"{habit.name} is archived already.")
            change.update(tables.Streak, habit.id, status="archived", archived_at=self._now())
            change.label = f"archive {habit.name}"
        return self.streak(habit.activity_type)

    def restore(self, streak: str) -> Streak:
        """Brings an archived streak back, paused if it was archived while paused."""
        self._require_admin("restore a streak")
        with self._changing("restore") as change:
            habit = self._habit(streak)
            _expect(habit, "archived", "restored")
            paused = self.store.rows(
                "SELECT 1 FROM skips WHERE streak_id = ? AND last_day IS NULL", (habit.id,)
            )
            status = "paused" if paused else "live"
            change.update(tables.Streak, habit.id, status=status, archived_at=None)
            change.label = f"restore {habit.name}"
        return self.streak(habit.activity_type)

    def removal(self, streak: str) -> Removal:
        """What would go with a streak."""
        self._require_admin("remove a streak")
        with self.store.reading():
            enrolled = load_enrolments(self.store, streak_id=self._habit(streak).id)
            logs = {each.owner_id: each.total_count for each in enrolled if each.total_count}
            own = logs.pop(self._owner_id(), 0)
            people = load_people(self.store).values()
            return Removal(
                own, tuple((each.name, logs[each.id]) for each in people if each.id in logs)
            )

    def remove(self, streak: str) -> Streak:
        """Deletes a streak with everybody's logs on it; undo brings all of it back."""
        self._require_admin("remove a streak")
        with self._changing("remove") as change:
            person = self._me()
            habit = self._habit(streak)
            result = habit.result(person, self._today(person))
            for each in load_enrolments(self.store, streak_id=habit.id):
                change.delete(tables.Log, tables.Log.enrolment_id == each.id)
                change.delete(tables.Enrolment, tables.Enrolment.id == each.id)
            for model in (tables.Skip, tables.Target, tables.Milestone):
                change.delete(model, model.streak_id == habit.id)
            change.delete(tables.Streak, tables.Streak.id == habit.id)
            change.label = f"remove {habit.name}"
        return result

    def _defaults(self) -> Row:
        """The rules of a new streak of which nothing is said."""
        return {**DEFAULTS, "strict": read_setting(self.store, "strict")}

    def _insert_streak(self, change: Change, fields: Row, person: Person) -> Row:
        if fields["activity_type"] is None:
            known = {row[0] for row in self.store.rows("SELECT activity_type FROM streaks")}
            fields["activity_type"] = free_key(activity_type_of(fields["name"]), known)
        self._refuse_known(fields["activity_type"], None)
        if fields["starts_on"] is None:
            fields["starts_on"] = self._today(person)
        last = self.store.rows("SELECT COALESCE(MAX(position), -1) FROM streaks")[0][0]
        own = {"id": new_id(), "status": "live", "archived_at": None, "position": last + 1}
        return change.insert(tables.Streak, {**own, **fields})

    def _refuse_known(self, activity_type: str, but: str | None) -> None:
        others = self.store.rows(
            "SELECT 1 FROM streaks WHERE activity_type = ? AND id IS NOT ?", (activity_type, but)
        )
        if others:
            raise Refusal(
                "streak_exists",
                f"There is a streak “{activity_type}” already; choose another activity type.",
                "activity_type",
            )

    def _enrol(self, change: Change, streak_id: str, person: Person) -> Row:
        last = self.store.rows(
            "SELECT COALESCE(MAX(position), -1) FROM enrolments WHERE owner_id = ?", (person.id,)
        )[0][0]
        return change.insert(
            tables.Enrolment,
            {
                "streak_id": streak_id,
                "owner_id": person.id,
                "enrolled_at": self._now(),
                "position": last + 1,
            },
        )

    def _pause_for(self, change: Change, streak_id: str, owner_id: str) -> None:
        today = self._today(load_people(self.store, owner_id)[owner_id])
        whose = {"id": new_id(), "owner_id": owner_id, "streak_id": streak_id}
        change.insert(
            tables.Skip, {**whose, "first_day": today, "last_day": None, "reason": "pause"}
        )

    def _row_in_force(self, habit: Habit) -> Row:
        """The row of a streak with the target that other rules must go with: the last one."""
        query = tables.Streak.select().where(tables.Streak.id == habit.id).dicts()
        row: Row = next(iter(self.store.run(query)))
        if habit.targets:
            row["aggregation_target_value"] = habit.targets[-1][1]
        return row

    def _write_target(
        self, change: Change, habit: Habit, person: Person, target: int, whole_history: bool
    ) -> None:
        """Puts a new target in force, from the present period on or for all of history."""
        grid = habit.rules_for(person).grid(person.week_start)
        since = grid.first_day(grid.index_from(self._today(person)))
        earlier = self.store.rows(
            "SELECT 1 FROM logs l JOIN enrolments e ON e.id = l.enrolment_id"
            " WHERE e.streak_id = ? AND l.local_date < ? LIMIT 1",
            (habit.id, iso(since)),
        )
        if whole_history or (habit.starts_on >= since and not earlier):
            change.delete(tables.Target, tables.Target.streak_id == habit.id)
            change.update(tables.Streak, habit.id, aggregation_target_value=target)
            return
        before = habit.rules_for(person).target_on(Day(since - 1))
        wanted = [] if target == before else [(since, target)]
        if wanted != [each for each in habit.targets if each[0] >= since]:
            change.delete(
                tables.Target, tables.Target.streak_id == habit.id, tables.Target.from_day >= since
            )
            for day, value in wanted:
                values = {"from_day": day, "aggregation_target_value": value}
                change.insert(tables.Target, {"streak_id": habit.id, **values})

    def _write_milestones(
        self, change: Change, habit: Habit, wanted: Iterable[tuple[int, str]]
    ) -> None:
        """Makes the milestones those wanted; one that stays keeps its id, and so its rewards."""
        present = {(each.milestone_target_value, each.title): each.id for each in habit.milestones}
        wanted = set(wanted)
        for known, milestone in present.items():
            if known not in wanted:
                change.delete(tables.Milestone, tables.Milestone.id == milestone)
        for number, title in sorted(wanted - set(present)):
            values = {"milestone_target_value": number, "title": title}
            change.insert(tables.Milestone, {"id": new_id(), "streak_id": habit.id, **values})

    def _numbers(self, habit: Habit) -> dict[str, Numbers]:
        """By owner: how the streak stands for everybody enrolled."""
        numbers = {}
        for view in self._views(habit.activity_type, owner_id=None):
            attempt = view.assessment.attempt
            numbers[view.person.id] = Numbers(
                view.assessment.current,
                view.assessment.longest,
                None if attempt is None else attempt.value,
                None if attempt is None else attempt.status,
            )
        return numbers


def _expect(habit: Habit, status: str, done: str) -> None:
    if habit.status != status:
        raise Refusal(
            habit.status,
            f"{habit.name} is {habit.status}; only one that is {status} can be {done}.",
        )
