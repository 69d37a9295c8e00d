"""Copies of the database: the automatic ones of every day, and going back to one."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final

from unbroken.core.errors import DAMAGED, NEWER, Refusal, StoreError
from unbroken.core.instants import moment_of
from unbroken.core.reports import Compared, Restored
from unbroken.core.retention import kept
from unbroken.engine.context import BACKUPS, DAILY, Desk
from unbroken.engine.setting_definitions import read_setting
from unbroken.store.atomic_files import copy_private, put_in_place
from unbroken.store.backup import copy_to, is_whole, remove_copy
from unbroken.store.connection import MEMORY, Store

Held = dict[str, dict[str, int]]
"""By kind and id: a number that another content would not have."""

_KINDS: Final = {
    "logs": (
        "SELECT id, activity_at, timezone, local_date, value, note, unique_identifier,"
        " recorded_at FROM logs",
    ),
    "streaks": (
        "SELECT id, activity_type, name, description, unit, color, group_name,"
        " aggregation_method, aggregation_period, every, goal, aggregation_target_value,"
        " completion_target_value, grace_periods, schedule, starts_on, strict, status, archived_at"
        " FROM streaks",
        "SELECT streak_id, from_day, aggregation_target_value FROM targets ORDER BY from_day",
        "SELECT streak_id, id, milestone_target_value, title FROM milestones ORDER BY id",
    ),
    "skips": ("SELECT id, owner_id, streak_id, first_day, last_day, reason FROM skips",),
    "owners": (
        "SELECT id, name, day_start, week_start, grace_period_days FROM owners",
        "SELECT owner_id, effective_from, timezone FROM timezones ORDER BY effective_from",
    ),
}
"""What going back to a copy is about, with what makes two of one id differ."""


class Copies(Desk):
    """Daily copies beside the database, and restoring any copy."""

    def daily_backup(self) -> Path | None:
        """Makes today's copy, if it is wanted and not there yet, and drops those too many.

        Answers where it is; None where there was nothing to do.
        """
        if self.store.path == MEMORY or not read_setting(self.store, "backups"):
            return None
        target = Path(self.daily_copy())
        if target.exists():
            return None
        try:
            copy_to(self.store, target)
        except StoreError as error:
            raise StoreError(
                error.code,
                f"Today's copy {target} could not be made; free its place, or turn copies off"
                " with `unbroken config backups off`.",
            ) from error
        copies = {
            day: path for path in target.parent.glob(f"{DAILY}*.db") if (day := _day_of(path))
        }
        for day in copies.keys() - kept(copies):
            remove_copy(copies[day])
        return target

    def restore_copy(self, source: Path, *, dry_run: bool = False) -> Restored:
        """Puts a copy in the database's place; the replaced file is kept among the copies.

        Answers what is lost and gained by it. With `dry_run` nothing is replaced. Raises Refusal
        or StoreError for what is no whole copy. The engine is closed afterwards.
        """
        self._require_admin("restore a copy")
        if self.store.path == MEMORY:
            raise Refusal("in_memory", "This database is only in memory; nothing can replace it.")
        path = Path(self.store.path).resolve()
        if not source.is_file() or (path.exists() and source.samefile(path)):
            raise Refusal("bad_file", f"{source} is not a copy of a database; name another file.")
        incoming = path.with_name(f".{path.name}.restoring")
        try:
            copy_private(source, incoming)
            theirs = _held_by_copy(incoming, source)
            with self.store.writing():
                compared = _compared(_held(self.store, damaged=True), theirs)
                stamp = moment_of(self._now()).strftime("%Y-%m-%dT%H%M%SZ")
                replaced = path.parent / BACKUPS / f"{path.stem}-replaced-{stamp}{path.suffix}"
                number = 1
                while replaced.exists():
                    number += 1
                    replaced = replaced.with_stem(f"{path.stem}-replaced-{stamp}-{number}")
                if not dry_run:
                    put_in_place(incoming, path, replaced)
            if not dry_run:
                self.store.close()
            return Restored(**compared, replaced=str(replaced), dry_run=dry_run)
        except OSError as error:
            reason = (error.strerror or "no reason given").lower()
            raise Refusal("system", f"The copy cannot be put in place: {reason}.") from error
        finally:
            incoming.unlink(missing_ok=True)


def _day_of(path: Path) -> date | None:
    try:
        return date.fromisoformat(path.stem.removeprefix(DAILY))
    except ValueError:
        return None


def _held(store: Store, *, damaged: bool = False) -> Held:
    """By kind and id: what is in a database; of a `damaged` one, what can be read of it."""
    held: Held = {kind: {} for kind in _KINDS}
    for kind, queries in _KINDS.items():
        found = held[kind]
        try:
            for sql in queries:
                for key, *row in store.rows(sql):
                    found[key] = hash((found.get(key), *row))
        except StoreError as error:
            if not damaged or error.code != DAMAGED:
                raise
    return held


def _compared(mine: Held, theirs: Held) -> dict[str, Compared]:
    """By kind: what becomes of what is in a database when a copy takes its place."""
    compared = {}
    for kind, before in mine.items():
        after = theirs[kind]
        lost, gained = before.keys() - after.keys(), after.keys() - before.keys()
        changed = sum(after.get(key, value) != value for key, value in before.items())
        compared[kind] = Compared(len(before), len(after), len(lost), len(gained), changed)
    return compared


def _held_by_copy(path: Path, source: Path) -> Held:
    """What is in a copy, which must be whole."""
    if not is_whole(path, source):
        raise Refusal(
            "bad_file", f"{source} is not as it was written any more; choose another copy."
        )
    held: Held | None = None
    try:
        store = Store(path)
        try:
            if store.rows("PRAGMA integrity_check(1)") == [("ok",)]:
                held = _held(store)
        finally:
            store.close()
    except StoreError as error:
        if error.code == NEWER:
            said = f"{source} was made by a newer version of Unbroken; update Unbroken first."
            raise Refusal("newer_version", said) from None
        held = None
    if held is None:
        raise Refusal(
            "bad_file",
            f"{source} is damaged, or no copy of an Unbroken database; choose another one.",
        )
    return held
