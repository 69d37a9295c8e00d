"""Care of the database: copies, and a check of all that is stored."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from unbroken.core.days import moment_of
from unbroken.engine.desk import Desk
from unbroken.engine.errors import Refusal
from unbroken.engine.people import load_people
from unbroken.engine.rejudging import rejudge
from unbroken.engine.reports import Checked
from unbroken.engine.rulebook import load_habits
from unbroken.engine.standings import load_enrolments
from unbroken.engine.zones import use_newest_zone_data
from unbroken.store.backup import copy_to
from unbroken.store.database import MEMORY


class Care(Desk):
    """Backups and the doctor."""

    def backup(self, target: Path | None = None) -> Path:
        """Copies the database, by default into the folder `backups` beside it; answers where to.

        Raises Refusal where there is a file of that name, or the database is only in memory.
        """
        self._require_admin("make a backup")
        if self.store.path == MEMORY:
            raise Refusal("in_memory", "This database is only in memory; export it instead.")
        if target is None:
            stamp = moment_of(self._now()).strftime("%Y-%m-%dT%H%M%SZ")
            path = Path(self.store.path)
            target = path.parent / "backups" / f"{path.stem}-{stamp}{path.suffix}"
        if target.exists():
            raise Refusal("file_exists", f"{target} is there already; choose another name.")
        copy_to(self.store, target)
        return target

    def doctor(self, *, repair: bool = False) -> Checked:
        """Checks the file, and that what is stored equals what is judged from nothing.

        With `repair`, what was judged wrongly is stored anew.
        """
        self._require_admin("check the database")
        problems = [
            f"the file: {text}"
            for (text,) in self.store.rows("PRAGMA integrity_check(20)")
            if text != "ok"
        ]
        problems += [
            f"the table {table} refers to a row of {parent} that is not there"
            for table, _, parent, _ in self.store.rows("PRAGMA foreign_key_check")
        ]
        repaired = 0
        with self.store.writing(discard=not repair):
            people, habits = load_people(self.store), load_habits(self.store)
            for each in load_enrolments(self.store):
                habit, person = habits[each.streak_id], people[each.owner_id]
                before = self._judged(each.id)
                rejudge(self.store, each, habit, person)
                if self._judged(each.id) != before:
                    repaired += repair
                    problems.append(f"{habit.name} of {person.name}: its stored progress was wrong")
        return Checked(
            not problems or (repair and repaired == len(problems)),
            self.store.path,
            self.store.rows("PRAGMA user_version")[0][0],
            self._count("owners"),
            self._count("streaks"),
            self._count("logs"),
            use_newest_zone_data(),
            tuple(problems),
            repaired,
        )

    def _count(self, table: str) -> int:
        return int(self.store.rows(f"SELECT COUNT(*) FROM {table}")[0][0])

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
