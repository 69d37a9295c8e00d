"""Care of the database: copies, and a check of all that is stored."""

from __future__ import annotations

from pathlib import Path

from unbroken.core.errors import Refusal, Unreadable
from unbroken.core.instants import moment_of
from unbroken.core.reports import Checked
from unbroken.engine.context import Desk
from unbroken.engine.zones import use_newest_zone_data
from unbroken.store.backup import copy_to
from unbroken.store.connection import MEMORY


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

        With `repair`, what was judged wrongly is stored anew; without it nothing is written. What
        cannot be read is among the problems; the rest is checked all the same.
        """
        self._require_admin("check the database")
        problems = [
            f"the file: {text}"
            for (text,) in self.store.rows("PRAGMA integrity_check(20)")
            if text != "ok"
        ]
        problems += [f"the file has no table {name}" for name in self.store.missing("table")]
        repaired = 0
        if not problems:  # what is judged anew is not written into a file that is torn
            problems, repaired = self._check_rows(repair)
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

    def _check_rows(self, repair: bool) -> tuple[list[str], int]:
        """What is wrong with the rows of a whole file, and how many of that were repaired.

        Without `repair`, judging anew is tried out on a copy: the file may be only readable.
        """
        from unbroken.engine.doctor_checks import Checkup

        store = self.store if repair else self.store.in_memory()
        try:
            with store.writing(discard=not repair):
                return Checkup(store, repair=repair).run()
        finally:
            if not repair:
                store.close()

    def _count(self, table: str) -> int:
        """How many rows a table has; none where there is no such table."""
        try:
            return int(self.store.rows(f"SELECT COUNT(*) FROM {table}")[0][0])
        except Unreadable:
            return 0
