"""Copies of the database: the automatic ones of every day, and going back to one."""

from __future__ import annotations

import os
import shutil
from datetime import date
from pathlib import Path

from unbroken.core.days import moment_of
from unbroken.core.retention import kept
from unbroken.engine.desk import BACKUPS, DAILY, Desk
from unbroken.engine.errors import Refusal, StoreError
from unbroken.engine.preferences import read_setting
from unbroken.engine.reports import Restored
from unbroken.store.backup import copy_to, is_whole, remove_copy
from unbroken.store.database import MEMORY, Store


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
        path = Path(self.store.path)
        if self.store.path == MEMORY:
            raise Refusal("in_memory", "This database is only in memory; nothing can replace it.")
        if not source.is_file() or (path.exists() and source.samefile(path)):
            raise Refusal("bad_file", f"{source} is not a copy of a database; name another file.")
        incoming = path.with_name(f".{path.name}.restoring")
        try:
            shutil.copyfile(source, incoming)
            incoming.chmod(0o600)
            theirs = _log_ids(incoming, source)
            with self.store.writing():
                mine = {row[0] for row in self.store.rows("SELECT id FROM logs")}
                stamp = moment_of(self._now()).strftime("%Y-%m-%dT%H%M%SZ")
                replaced = self._folder() / f"{path.stem}-replaced-{stamp}{path.suffix}"
                if not dry_run:
                    _swap(path, replaced, incoming)
            if not dry_run:
                self.store.close()
            lost, gained = len(mine - theirs), len(theirs - mine)
            return Restored(len(mine), len(theirs), lost, gained, str(replaced), dry_run)
        except OSError as error:
            reason = (error.strerror or "no reason given").lower()
            raise Refusal("system", f"The copy cannot be put in place: {reason}.") from error
        finally:
            incoming.unlink(missing_ok=True)

    def _folder(self) -> Path:
        return Path(self.store.path).parent / BACKUPS


def _day_of(path: Path) -> date | None:
    try:
        return date.fromisoformat(path.stem.removeprefix(DAILY))
    except ValueError:
        return None


def _log_ids(path: Path, source: Path) -> set[str]:
    """The logs of a copy, which must be whole."""
    if not is_whole(path, source):
        raise Refusal(
            "bad_file", f"{source} is not as it was written any more; choose another copy."
        )
    try:
        store = Store(path)
        try:
            whole = store.rows("PRAGMA integrity_check(1)") == [("ok",)]
            ids = {row[0] for row in store.rows("SELECT id FROM logs")}
        finally:
            store.close()
    except StoreError:
        whole, ids = False, set()
    if not whole:
        raise Refusal(
            "bad_file",
            f"{source} is damaged, or no copy of an Unbroken database; choose another one.",
        )
    return ids


def _swap(path: Path, replaced: Path, incoming: Path) -> None:
    replaced.parent.mkdir(mode=0o700, exist_ok=True)
    os.link(path, replaced)
    incoming.replace(path)
