"""The doctor's look at every row: what cannot be read, and what was judged wrongly."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from unbroken.core.errors import RESTORE, Unreadable
from unbroken.engine.enrolment_rows import load_enrolments
from unbroken.engine.history import LOG_COLUMNS, LOG_TABLES, log_result
from unbroken.engine.judgement import rejudge
from unbroken.engine.owner_rows import Person, UnknownDays, load_people
from unbroken.engine.streak_rows import Habit, load_habits
from unbroken.store.connection import Store


class Checkup:
    """One look at a database whose tables are all there.

    What was judged wrongly is stored anew: on a copy to find it out, in a transaction to mend it.
    """

    def __init__(self, store: Store, *, repair: bool) -> None:
        self.store = store
        self.repair = repair
        self.problems: list[str] = []
        self.repaired = 0

    def run(self) -> tuple[list[str], int]:
        """The problems, each in words, and how many of them were mended."""
        self._check_settings()
        people, habits = self._people(), self._habits()
        for enrolment, streak, owner in self.store.rows(
            "SELECT id, streak_id, owner_id FROM enrolments ORDER BY owner_id, position, id"
        ):
            if streak in habits and owner in people:
                self._check(enrolment, habits[streak], people[owner])
        self._check_references()
        return self.problems, self.repaired

    def _check_settings(self) -> None:
        for key, value in self.store.rows("SELECT key, value FROM settings ORDER BY key"):
            try:
                json.loads(value)
            except ValueError:
                self.problems.append(f"the setting {key}: “{value[:20]}” is no value")

    def _check_references(self) -> None:
        """What points nowhere, and what the schema looks things up by."""
        self.problems += [f"the file has no index {name}" for name in self.store.missing("index")]
        missing = Counter(
            (table, parent) for table, _, parent, _ in self.store.rows("PRAGMA foreign_key_check")
        )
        for (table, parent), times in missing.items():
            self.problems.append(
                f"the table {table} refers to a row of {parent} that is not there"
                + (f" ({times:,} times)" if times > 1 else "")
            )

    def _people(self) -> dict[str, Person]:
        """Those whose days can be told."""
        known = {}
        for key, person in load_people(self.store).items():
            if isinstance(person.days, UnknownDays):
                self._note(person.name, person.days.fault)
            else:
                known[key] = person
        return known

    def _habits(self) -> dict[str, Habit]:
        """Those whose rules can be read."""
        habits = {}
        for key, name in self.store.rows("SELECT id, name FROM streaks ORDER BY position"):
            try:
                habits[key] = load_habits(self.store, key)[key]
            except Unreadable as fault:
                self._note(name, fault)
        return habits

    def _check(self, enrolment: int, habit: Habit, person: Person) -> None:
        whose = f"{habit.name} of {person.name}"
        known = len(self.problems)
        self._check_logs(enrolment, whose)
        try:
            [each] = load_enrolments(self.store, enrolment_id=enrolment)
            before = self._judged(enrolment)
            rejudge(self.store, each, habit, person)
        except Unreadable as fault:
            if len(self.problems) == known:  # else the log that is the cause is among them
                self._note(whose, fault)
            return
        if self._judged(enrolment) != before:
            self.repaired += self.repair
            self.problems.append(f"{whose}: its stored progress was wrong")

    def _check_logs(self, enrolment: int, whose: str) -> None:
        for row in self.store.rows(
            f"SELECT {LOG_COLUMNS} FROM {LOG_TABLES} WHERE l.enrolment_id = ?"
            " ORDER BY l.activity_at",
            (enrolment,),
        ):
            try:
                log_result(row)
            except Unreadable as fault:
                self._note(f"{whose}, log {row[0]}", fault)

    def _note(self, what: str, fault: Unreadable) -> None:
        advice = "" if fault.advice == RESTORE else f"; {fault.advice}"
        self.problems.append(f"{what}: {fault.what}{advice}")

    def _judged(self, enrolment_id: int) -> list[list[tuple[Any, ...]]]:
        """All that is stored of a judgement."""
        return [
            self.store.rows(sql, (enrolment_id,))
            for sql in (
                "SELECT * FROM enrolments WHERE id = ?",
                "SELECT * FROM progress_records WHERE enrolment_id = ? ORDER BY id",
                "SELECT w.* FROM reward_logs w JOIN progress_records p ON p.id = w.progress_id"
                " WHERE p.enrolment_id = ? ORDER BY w.id",
            )
        ]
