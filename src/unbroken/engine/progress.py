"""How things stand: status, what is due, progress records and rewards."""

from __future__ import annotations

from unbroken.core.errors import Forbidden, NotFound
from unbroken.core.instants import moment_of
from unbroken.core.results import Enrolment, Owner, ProgressRecord, Reward, Settings, Streak
from unbroken.engine.context import Desk
from unbroken.engine.enrolment_rows import load_attempts, load_enrolments, load_recent_skips
from unbroken.engine.judged_enrolment import View, view_of
from unbroken.engine.owner_rows import load_people
from unbroken.engine.setting_definitions import SETTINGS, read_setting
from unbroken.engine.streak_rows import load_habits
from unbroken.store.stored_values import Known, check_instants


class Progress(Desk):
    """What can be asked about the present; nothing here writes."""

    def owner(self) -> Owner:
        """The owner whose streaks are meant."""
        with self.store.reading():
            return self._me().result()

    def streaks(self) -> list[Streak]:
        """Every streak of the database, in order, archived ones too."""
        with self.store.reading():
            person = self._me()
            today = self._today(person)
            return [habit.result(person, today) for habit in load_habits(self.store).values()]

    def streak(self, text: str) -> Streak:
        """One streak."""
        with self.store.reading():
            person = self._me()
            return self._habit(text).result(person, self._today(person))

    def settings(self) -> Settings:
        """Every setting."""
        self._owner_id()
        with self.store.reading():
            return {key: read_setting(self.store, key) for key in SETTINGS}

    def status(self, streak: str | None = None, *, archived: bool = False) -> list[Enrolment]:
        """The owner's enrolments, in their order; archived ones when asked for or named."""
        views = self._views(streak, owner_id=self._owner_id())
        return [
            view.enrolment()
            for view in views
            if archived or streak is not None or view.habit.status != "archived"
        ]

    def due(self) -> list[Enrolment]:
        """What is still open in the current periods, most urgent first.

        At risk comes first, then what closes first.
        """
        due = [each for each in self.status() if each.due or each.at_risk]
        return sorted(due, key=lambda each: (not each.at_risk, _closing(each)))

    def progress(
        self,
        streak: str | None = None,
        *,
        all_owners: bool = False,
        status: str | None = None,
    ) -> list[ProgressRecord]:
        """Attempts, oldest first: the owner's, or with `all_owners` everybody's (admins only)."""
        if all_owners:
            self._require_admin("see everybody's progress")
        owner_id = None if all_owners else self._owner_id()
        return sorted(
            (
                record
                for view in self._views(streak, owner_id=owner_id, brief=False)
                for record in self._records(view)
                if status in (None, record.streak_progress_status)
            ),
            key=lambda record: record.streak_started_at,
        )

    def progress_record(self, record_id: str) -> ProgressRecord:
        """One attempt by its id. Raises NotFound where it is somebody else's."""
        if not self.caller.admin and self.caller.owner_id is None:
            raise Forbidden("A guest sees nothing here; act as an owner.")
        owner_id = None if self.caller.admin else self.caller.owner_id
        for view in self._views(None, owner_id=owner_id, brief=False):
            for record in self._records(view):
                if record.id == record_id:
                    return record
        raise NotFound("There is no such progress record.")

    def rewards(self, streak: str | None = None, *, all_owners: bool = False) -> list[Reward]:
        """The reward logs, oldest first: the owner's, or everybody's (admins only)."""
        if all_owners:
            self._require_admin("see everybody's rewards")
        owner_id = None if all_owners else self._owner_id()
        views = self._views(streak, owner_id=owner_id, brief=False)
        return sorted(
            (reward for view in views for reward in self._rewards(view)),
            key=lambda reward: (reward.reward_issued_at, reward.milestone_target_value),
        )

    def _views(self, streak: str | None, *, owner_id: str | None, brief: bool = True) -> list[View]:
        with self.store.reading():
            streak_id = None if streak is None else self._habit(streak).id
            people = load_people(self.store, owner_id)
            habits = load_habits(self.store, streak_id)
            now = self._now()
            skips = {person: load_recent_skips(self.store, person) for person in people}
            return [
                view_of(
                    self.store,
                    each,
                    habits[each.streak_id],
                    people[each.owner_id],
                    skips[each.owner_id].get(each.id, ()),
                    now,
                    brief=brief,
                )
                for each in load_enrolments(self.store, owner_id=owner_id, streak_id=streak_id)
            ]

    def _records(self, view: View) -> list[ProgressRecord]:
        touched = {attempt.id for attempt in view.judge.attempts}
        stored = load_attempts(self.store, view.enrolled.id)
        attempts = [attempt for attempt in stored if attempt.id not in touched]
        attempts += (
            each for each in view.judge.attempts if each.opened_on <= view.assessment.today
        )
        return [view.record(attempt) for attempt in attempts]

    def _rewards(self, view: View) -> list[Reward]:
        milestones = Known((each.id, each) for each in view.habit.milestones)
        rows = self.store.rows(
            "SELECT w.id, w.milestone_id, w.progress_id, w.reward_issued_at FROM reward_logs w"
            " JOIN progress_records p ON p.id = w.progress_id WHERE p.enrolment_id = ?",
            (view.enrolled.id,),
        )
        check_instants(*(issued_at for *_, issued_at in rows))
        from unbroken.engine.judgement import reward_rows

        passed = reward_rows(view.judge.issued, view.habit.milestones)
        return [
            Reward(
                reward,
                milestone,
                view.habit.id,
                view.habit.activity_type,
                view.person.id,
                record,
                milestones[milestone].milestone_target_value,
                milestones[milestone].title,
                moment_of(issued_at),
            )
            for reward, milestone, record, issued_at in [*rows, *(row.values() for row in passed)]
        ]


def _closing(enrolment: Enrolment) -> float:
    progress = enrolment.task_progress
    return progress.ends_at.timestamp() if progress else float("inf")
