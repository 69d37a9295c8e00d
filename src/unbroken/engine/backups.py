"""Copies of the database: on demand, one of every day, and going back to any of them."""

from __future__ import annotations

import glob
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from unbroken.core.errors import ErrorCode, Refusal, StoreError
from unbroken.core.instants import Instant, instant_of, moment_of
from unbroken.core.reports import Compared, Restored
from unbroken.core.retention import kept
from unbroken.core.text import free_name
from unbroken.core.typing import Final, NamedTuple
from unbroken.engine.callers import Caller
from unbroken.engine.context import Context
from unbroken.engine.daily_copy import FOLDER, copies_prefix, daily_copy
from unbroken.engine.permissions import require_admin
from unbroken.engine.settings import setting_value
from unbroken.store.atomic_files import copy_private, private_place, put_in_place
from unbroken.store.backup import alone_in, copy_to, is_whole, remove_copy, remove_leftovers
from unbroken.store.connection import MEMORY, Store
from unbroken.store.integrity import Contents, contents, structural_problems
from unbroken.store.upgrade import upgrade, upgrade_in_place

_STAMP: Final = "%Y-%m-%dT%H%M%SZ"


def backup(context: Context, caller: Caller, target: Path | None = None) -> Path:
    """Copies the database, by default into the folder `backups` beside it; answers where to.

    Raises Refusal where there is a file of that name, or the database is only in memory.
    """
    require_admin(caller, "backup")
    if context.store.path == MEMORY:
        raise Refusal(ErrorCode.IN_MEMORY, "This database is only in memory; export it instead.")
    if target is None:
        stamp = moment_of(context.now()).strftime(_STAMP)
        path = Path(context.store.path).resolve()
        target = path.parent / FOLDER / f"{path.stem}-{stamp}{path.suffix}"
    if target.exists():
        raise Refusal(ErrorCode.FILE_EXISTS, f"{target} is there already; choose another name.")
    copy_to(context.store, target)
    return target


def upgrade_database(store: Store, now: Instant) -> Path | None:
    """Brings a database of an older version up to date, after a copy among the others.

    Answers where that lies; None where another program was faster. Raises StoreError where it
    cannot be done; the database is as it was then.
    """
    path = Path(store.path).resolve()
    return upgrade(
        store, lambda version: place_among_copies(path, f"before-upgrade-{version}", now)
    )


def daily_backup(context: Context, caller: Caller) -> Path | None:
    """Makes today's copy, if it is wanted and not there yet, and drops those too many.

    Answers where it is; None where there was nothing to do.
    """
    if context.store.path == MEMORY or not setting_value(context.store, "backups"):
        return None
    target = Path(daily_copy(context, caller))
    try:
        with alone_in(target.parent) as is_alone:
            if not is_alone or target.exists():
                return None
            copy_to(context.store, target)
    except StoreError as error:
        if error.code == ErrorCode.EXISTS:  # another program made it at the same time
            return None
        raise StoreError(
            error.code,
            f"Today's copy {target} could not be made; free its place, or turn copies off"
            " with `unbroken config backups off`.",
        ) from error
    prefix = copies_prefix(Path(context.store.path).resolve().stem)
    copies = {
        day: path
        for path in target.parent.glob(f"{glob.escape(prefix)}*.db")
        if (day := _day_of(path, prefix))
    }
    for day in copies.keys() - kept(copies):
        remove_copy(copies[day])
    remove_leftovers(target, Path(context.store.path).resolve())
    return target


def restore_copy(
    context: Context, caller: Caller, source: Path, *, dry_run: bool = False
) -> Restored:
    """Puts a copy in the database's place; the replaced file is kept among the copies.

    Answers what is lost and gained by it. With `dry_run` nothing is replaced. Raises Refusal or
    StoreError for what is no whole copy. The database is closed afterwards.
    """
    require_admin(caller, "restore_copy")
    store = context.store
    if store.path == MEMORY:
        raise Refusal(
            ErrorCode.IN_MEMORY, "This database is only in memory; nothing can replace it."
        )
    with _incoming(Path(store.path), source) as place:
        with store.writing():
            compared = _compared(contents(store, damaged=True), place.contents)
            replaced = place.kept_as(context.now())
            if not dry_run:
                put_in_place(place.copy, place.path, replaced)
        if not dry_run:
            store.close()
        return Restored(**compared, replaced=str(replaced), dry_run=dry_run)


def restore_unusable(path: str, source: Path, now: datetime, *, dry_run: bool = False) -> Restored:
    """Puts a copy in the place of a database that cannot be opened, which is kept among the copies.

    What was in that one nobody can say: it counts as empty. Raises Refusal as `restore_copy` does.
    """
    with _incoming(Path(path), source) as place:
        nothing: Contents = {kind: {} for kind in place.contents}
        replaced = place.kept_as(instant_of(now))
        if not dry_run:
            replaced.parent.mkdir(mode=0o700, exist_ok=True)
            put_journal_aside(place.path, replaced)
            put_in_place(place.copy, place.path, replaced)
        compared = _compared(nothing, place.contents)
        return Restored(**compared, replaced=str(replaced), dry_run=dry_run)


def put_journal_aside(path: Path, replaced: Path) -> None:
    """Moves what SQLite has left beside a database to the file it belongs to.

    Else it would be played back into the copy that has taken the database's place.
    """
    for ending in ("-journal", "-wal", "-shm"):
        left = path.with_name(path.name + ending)
        if left.exists():
            left.replace(replaced.with_name(replaced.name + ending))


class _Incoming(NamedTuple):
    """A whole copy beside the database whose place it is to take."""

    path: Path
    copy: Path
    contents: Contents

    def kept_as(self, now: Instant) -> Path:
        """Where the database is kept that the copy replaces."""
        return place_among_copies(self.path, "replaced", now)


def place_among_copies(path: Path, word: str, now: Instant) -> Path:
    """A free name among the copies of a database for a file of it, with a word that says which."""
    stem = f"{path.stem}-{word}-{moment_of(now).strftime(_STAMP)}"
    endings = (path.suffix, ".jsonl")

    def is_taken(name: str) -> bool:
        return any((path.parent / FOLDER / f"{name}{each}").exists() for each in endings)

    return path.parent / FOLDER / f"{free_name(stem, is_taken, '-')}{path.suffix}"


def faulty_copies(path: Path) -> list[tuple[Path, str]]:
    """The copies of a database that are not whole, each with what is wrong in words."""
    return [
        (copy, f"the copy {copy} is damaged: it is not as it was written, or cannot be read")
        for copy in _copies_of(path)
        if not _is_good(copy)
    ]


def newest_whole_copy(path: Path) -> Path | None:
    """The newest copy of a database that is whole."""
    copies = sorted(_copies_of(path), key=lambda copy: copy.stat().st_mtime, reverse=True)
    return next(filter(_is_good, copies), None)


def _copies_of(path: Path) -> list[Path]:
    """The copies beside a database: daily ones and those on demand, not what was put aside."""
    path = path.resolve()
    usual, stem = copies_prefix(path.stem), glob.escape(path.stem)
    found = [*path.parent.glob(f"{FOLDER}/{glob.escape(usual)}[0-9]*")]
    found += path.parent.glob(f"{FOLDER}/{stem}-[0-9]*")
    return sorted(copy for copy in set(found) if copy.suffix in (".db", path.suffix))


def _is_good(copy: Path) -> bool:
    try:
        _contents_of_copy(copy, copy)
    except Refusal:
        return False
    return True


@contextmanager
def _incoming(path: Path, source: Path) -> Iterator[_Incoming]:
    """A copy, checked and laid beside the database; what is not taken goes at the end."""
    path = path.resolve()
    if not source.is_file() or (path.exists() and source.samefile(path)):
        raise Refusal(
            ErrorCode.BAD_FILE, f"{source} is not a copy of a database; name another file."
        )
    try:
        with private_place(path) as copy:
            copy_private(source, copy)
            yield _Incoming(path, copy, _contents_of_copy(copy, source))
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        raise Refusal(ErrorCode.SYSTEM, f"The copy cannot be put in place: {reason}.") from error


def _day_of(path: Path, prefix: str) -> date | None:
    try:
        return date.fromisoformat(path.stem.removeprefix(prefix))
    except ValueError:
        return None


def _compared(mine: Contents, theirs: Contents) -> dict[str, Compared]:
    """By kind: what becomes of what is in a database when a copy takes its place."""
    compared = {}
    for kind, before in mine.items():
        after = theirs[kind]
        lost, gained = before.keys() - after.keys(), after.keys() - before.keys()
        changed = sum(after.get(key, value) != value for key, value in before.items())
        compared[kind] = Compared(len(before), len(after), len(lost), len(gained), changed)
    return compared


def _contents_of_copy(path: Path, source: Path) -> Contents:
    """What is in a copy, which must be whole."""
    if not is_whole(path, source):
        raise Refusal(
            ErrorCode.BAD_FILE, f"{source} is not as it was written any more; choose another copy."
        )
    held: Contents | None = None
    try:
        store = Store(path)
        try:
            if not structural_problems(store, 1):
                if store.is_outdated:
                    upgrade_in_place(store)
                held = contents(store)
        finally:
            store.close()
    except StoreError as error:
        if error.code == ErrorCode.NEWER_VERSION:
            said = f"{source} was made by a newer version of Unbroken; update Unbroken first."
            raise Refusal(ErrorCode.NEWER_VERSION, said) from None
        held = None
    if held is None:
        raise Refusal(
            ErrorCode.BAD_FILE,
            f"{source} is damaged, or no copy of an Unbroken database; choose another one.",
        )
    return held
