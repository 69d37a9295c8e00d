"""The doctor: what cannot be read of a database, and what was judged wrongly in it."""

from __future__ import annotations

import json

from unbroken.core.errors import RESTORE, Unreadable
from unbroken.core.reports import Checked
from unbroken.engine.answers.log import log_answer
from unbroken.engine.callers import Caller
from unbroken.engine.context import Context
from unbroken.engine.judgement import judge_history
from unbroken.engine.permissions import require_admin
from unbroken.engine.zones import use_newest_zone_data
from unbroken.store.connection import Store
from unbroken.store.enrolments import enrolment_keys, load_enrolments
from unbroken.store.integrity import (
    dangling_references,
    missing,
    row_count,
    schema_version,
    structural_problems,
)
from unbroken.store.logs import load_logs_of
from unbroken.store.owners import OwnerRow, UnknownDays, load_owners
from unbroken.store.progress import stored_judgement
from unbroken.store.settings import load_settings
from unbroken.store.streaks import StreakRow, load_columns, load_streaks


def doctor(context: Context, caller: Caller, *, repair: bool = False) -> Checked:
    """Checks the file, and that what is stored equals what is judged from nothing.

    With `repair`, what was judged wrongly is stored anew; without it nothing is written. What
    cannot be read is among the problems; the rest is checked all the same.
    """
    require_admin(caller, "doctor")
    store = context.store
    problems = [f"the file: {text}" for text in structural_problems(store)]
    problems += [f"the file has no table {name}" for name in missing(store, "table")]
    repaired = 0
    if not problems:  # what is judged anew is not written into a file that is torn
        problems, repaired = _check_rows(store, repair)
    return Checked(
        not problems or (repair and repaired == len(problems)),
        store.path,
        schema_version(store),
        row_count(store, "owners"),
        row_count(store, "streaks"),
        row_count(store, "logs"),
        use_newest_zone_data(),
        tuple(problems),
        repaired,
    )


def _check_rows(store: Store, repair: bool) -> tuple[list[str], int]:
    """What is wrong with the rows of a whole file, and how many of that were repaired.

    Without `repair`, judging anew is tried out on a copy: the file may be only readable.
    """
    checked = store if repair else store.in_memory()
    try:
        with checked.writing(discard=not repair):
            return _Examination(checked, repair=repair).run()
    finally:
        if not repair:
            checked.close()


class _Examination:
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
        owners, streaks = self._owners(), self._streaks()
        for enrolment, streak, owner in enrolment_keys(self.store):
            if streak in streaks and owner in owners:
                self._check(enrolment, streaks[streak], owners[owner])
        self._check_references()
        return self.problems, self.repaired

    def _check_settings(self) -> None:
        for key, value in load_settings(self.store).items():
            try:
                json.loads(value)
            except ValueError:
                self.problems.append(f"the setting {key}: “{value[:20]}” is no value")

    def _check_references(self) -> None:
        """What points nowhere, and what the schema looks things up by."""
        self.problems += [f"the file has no index {name}" for name in missing(self.store, "index")]
        for (table, parent), times in dangling_references(self.store).items():
            self.problems.append(
                f"the table {table} refers to a row of {parent} that is not there"
                + (f" ({times:,} times)" if times > 1 else "")
            )

    def _owners(self) -> dict[str, OwnerRow]:
        """Those whose days can be told."""
        known = {}
        for key, owner in load_owners(self.store).items():
            if isinstance(owner.days, UnknownDays):
                self._note(owner.name, owner.days.fault)
            else:
                known[key] = owner
        return known

    def _streaks(self) -> dict[str, StreakRow]:
        """Those whose rules can be read."""
        streaks = {}
        for key, _, name, *_ in load_columns(self.store):
            try:
                streaks[key] = load_streaks(self.store, key)[key]
            except Unreadable as fault:
                self._note(name, fault)
        return streaks

    def _check(self, enrolment: int, streak: StreakRow, owner: OwnerRow) -> None:
        whose = f"{streak.name} of {owner.name}"
        known = len(self.problems)
        self._check_logs(enrolment, whose)
        try:
            [each] = load_enrolments(self.store, enrolment_id=enrolment)
            before = stored_judgement(self.store, enrolment)
            judge_history(self.store, each, streak, owner)
        except Unreadable as fault:
            if len(self.problems) == known:  # else the log that is the cause is among them
                self._note(whose, fault)
            return
        if stored_judgement(self.store, enrolment) != before:
            self.repaired += self.repair
            self.problems.append(f"{whose}: its stored progress was wrong")

    def _check_logs(self, enrolment: int, whose: str) -> None:
        for row in load_logs_of(self.store, enrolment):
            try:
                log_answer(row)
            except Unreadable as fault:
                self._note(f"{whose}, log {row.id}", fault)

    def _note(self, what: str, fault: Unreadable) -> None:
        advice = "" if fault.advice == RESTORE else f"; {fault.advice}"
        self.problems.append(f"{what}: {fault.what}{advice}")
