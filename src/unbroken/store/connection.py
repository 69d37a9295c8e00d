"""Opening a database file safely, reading it consistently, writing it in one piece.

A rollback journal with `synchronous=EXTRA` loses nothing in a power cut, survives a sync client
that replaces the file, and can be read on a read-only disk. Every write is `BEGIN IMMEDIATE`, so
that two windows take turns instead of failing.
"""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext, suppress

from unbroken.core.errors import Clash, ErrorCode, StoreError, Unreadable
from unbroken.core.typing import TYPE_CHECKING, Any, Final, TypeVar
from unbroken.store.atomic_files import make_private
from unbroken.store.schema import APPLICATION_ID, VERSION
from unbroken.store.sqlite_errors import store_error
from unbroken.store.statements import Statements

if TYPE_CHECKING:
    from pathlib import Path

MEMORY: Final = ":memory:"

Source = TypeVar("Source")
Read = TypeVar("Read")


_PRAGMAS: Final = (
    "foreign_keys = ON",
    "synchronous = EXTRA",
    "trusted_schema = OFF",
    "temp_store = MEMORY",
    "journal_mode = DELETE",
)


_PAGES: Final = 16_000
"""Kibibytes of pages that are held while many rows are written."""
_LEAST_ROOM: Final = 4
"""What part of a file has to be empty for it to be written without: a fourth."""
_KEPT_WITH: Final = {"timezones": "owners", "targets": "streaks", "milestones": "streaks"}
"""By table: the one whose rows are read with those of it."""
_MOST_KEPT: Final = 500
_TRIGGERS: Final = "SELECT name FROM sqlite_master WHERE type = 'trigger' LIMIT 1"


class Store(Statements):
    """One open database file, used by one thread.

    Raises StoreError, in the constructor and in every call, when the file cannot be used.
    `timeout` is how many seconds another program's lock is waited for. A file of an older version
    is left as it is: `upgrade` brings it up to date, before anything else is asked of it.
    """

    application_id = APPLICATION_ID
    latest = VERSION
    """The number of the schema that this program works with."""

    def __init__(
        self, path: Path | str, *, timeout: float = 5.0, content: Store | None = None
    ) -> None:
        """With `content` it is a copy in memory of another one."""
        self.path = str(path)
        self.passed_over: dict[str, None] = {}
        """What was left out of the answers since this was emptied, since it cannot be read."""
        self.written_by: tuple[str, int | None] | None = None
        """Which program writes, as the journal notes it: its name, and when its window opened."""
        self.tells_gaps = False
        """Whether whoever asks is told of what was left out, and so would rather have the rest."""
        self._leaves_gaps = False
        self._timeout = timeout
        self.commit_gate: AbstractContextManager[object] = nullcontext()
        """Entered for each commit: connections of one process that share it do not collide."""
        self._kept: dict[str, dict[str, Any]] = {}
        self._kept_at: int | None = None
        """The data version at which all of it was read; another one if it was read later."""
        self._is_writing = False
        self._part_began: int | None = None
        """How many changes there were when the innermost savepoint began, if there is one."""
        if self.path != MEMORY:
            _make_private(self.path)
        self._open(content)

    def _open(self, content: Store | None = None) -> None:
        with self._plainly():
            self._connection = sqlite3.connect(
                # SQLite takes a relative name that begins with “file:” for a URI
                self.path if self.path == MEMORY else os.path.abspath(self.path),
                timeout=self._timeout,
                isolation_level=None,
            )
            try:
                for pragma in _PRAGMAS:
                    self._connection.execute(f"PRAGMA {pragma}")
                if content is not None:
                    content._copy_pages(self._connection)
                self.is_outdated = self._prepare() < self.latest
                """Whether the schema is an older version's, as far as this store knows."""
            except BaseException:
                self._connection.close()
                raise

    def close(self) -> None:
        """Closes the file."""
        self._connection.close()

    def reopen(self) -> None:
        """Opens the file anew, where another has been put in its place."""
        self.close()
        self._peewee = None
        self._kept.clear()
        self._open()

    def hold_more_pages(self) -> None:
        """Holds more of the file from now on: many new rows lie all over the indexes."""
        self.rows(f"PRAGMA cache_size = -{_PAGES}")

    @property
    def changes(self) -> int:
        """How many rows were written since the file was opened; 0 once it is closed."""
        try:
            return self._connection.total_changes
        except sqlite3.ProgrammingError:
            return 0

    @property
    def has_written(self) -> bool:
        """Whether anything was written since the file was opened; False once it is closed."""
        return self.changes > 0

    @property
    def data_version(self) -> int:
        """A number that changes when another connection has changed the file."""
        return int(self.rows("PRAGMA data_version")[0][0])

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Several reads that see one state of the file. Inside a write: that write's state."""
        if self._connection.in_transaction:
            yield
            return
        with self._plainly():
            self._connection.execute("BEGIN")
            try:
                yield
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")

    @contextmanager
    def leaving_gaps(self) -> Iterator[None]:
        """Reading in which a row that cannot be read is left out, and noted as passed over."""
        self._leaves_gaps = True
        try:
            yield
        finally:
            self._leaves_gaps = False

    def readable(
        self, rows: Iterable[Source], read: Callable[[Source], Read], named: Callable[[Source], str]
    ) -> Iterator[Read]:
        """What `read` makes of each row. Raises Unreadable at the first of which it makes nothing.

        While gaps are left, that one is noted once, as it is `named`, and the rest goes on.
        """
        for row in rows:
            try:
                yield read(row)
            except Unreadable as fault:
                if not self._leaves_gaps:
                    raise
                name = named(row)
                if not any(said.startswith(f"{name}: ") for said in self.passed_over):
                    self.passed_over[f"{name}: {fault.what}"] = None

    def writing(self, *, discard: bool = False) -> AbstractContextManager[None]:
        """One transaction: all of it is kept or nothing. With `discard`, it is only tried out.

        Inside another one it is a part of that which can fail by itself. The first error is the
        one that is raised, also where SQLite has rolled back by itself.
        """
        return self._part(discard) if self._connection.in_transaction else self._whole(discard)

    @contextmanager
    def _whole(self, discard: bool) -> Iterator[None]:
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            self._part_began, self._is_writing = None, True
            if self._kept:
                version = self.data_version
                if version != self._kept_at:
                    self._kept.clear()
                    self._kept_at = version
            try:
                if not discard:
                    self._check_triggers()
                yield
                if not discard:
                    with self.commit_gate:
                        self._connection.execute("COMMIT")
            finally:
                self._is_writing = False
                if self._connection.in_transaction:
                    self._kept.clear()
                    self._connection.execute("ROLLBACK")
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise self._plain(error) from error

    def kept(self, table: str, key: str, read: Callable[[], Read | None]) -> Read | None:
        """What `read` finds in a table that is seldom changed: while writing, read only once.

        It is read anew after `changed` was told of the table, whatever was taken back, and after
        another connection has written.
        """
        if not self._is_writing:
            return read()
        known = self._kept.get(table)
        if known is None or len(known) >= _MOST_KEPT:
            known = self._kept[table] = {}
        found: Read | None = known.get(key)
        if found is None:
            found = read()
            if found is not None:
                known[key] = found
        return found

    def changed(self, table: str) -> None:
        """Forgets what was kept of a table, or together with it."""
        self._kept.pop(_KEPT_WITH.get(table, table), None)

    def _check_triggers(self) -> None:
        """Raises Unreadable where the file has a trigger, which no file of ours has: it could undo
        what is written as soon as that is done, and nobody would be told.
        """
        for (name,) in self.rows(_TRIGGERS):
            raise Unreadable(
                f"its trigger {str(name)[:40]} is not Unbroken's, and may change what is written"
            )

    @contextmanager
    def _part(self, discard: bool) -> Iterator[None]:
        """A savepoint. Where SQLite has given up the whole transaction, its commit fails later.

        One that lies in another, before that has written anything, is the same as that.
        """
        connection, outer = self._connection, self._part_began
        is_own = connection.total_changes != outer
        try:
            if is_own:
                connection.execute("SAVEPOINT part")
                self._part_began = connection.total_changes
            kept = False
            try:
                yield
                kept = not discard
            finally:
                if connection.in_transaction:
                    if not kept:
                        connection.execute("ROLLBACK TO part")
                        self._kept.clear()
                        self._part_began = connection.total_changes
                    if is_own:
                        connection.execute("RELEASE part")
                if is_own:
                    self._part_began = outer
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise self._plain(error) from error

    @property
    def in_transaction(self) -> bool:
        """Whether a write is going on, and has not been rolled back by SQLite itself."""
        return self._connection.in_transaction

    def in_memory(self) -> Store:
        """A copy of all of it in memory, to try something out on without writing the file."""
        return Store(MEMORY, content=self)

    def copy_pages(self, target: str) -> None:
        """Copies all of it page by page into an empty file: damage too, which nothing reads."""
        with closing(sqlite3.connect(target)) as copy:
            self._copy_pages(copy)

    def _copy_pages(self, copy: sqlite3.Connection) -> None:
        with self.reading(), self._plainly():
            self.rows("SELECT 1 FROM sqlite_master")  # copying would wait for a lock for ever
            self._connection.backup(copy)

    @contextmanager
    def upgrading(self) -> Iterator[int | None]:
        """One transaction that ends with the schema of this version; gives the number it has.

        None where another program was faster, and nothing is left to do.
        """
        with self.writing():
            version = self._version()
            yield version if version < self.latest else None
            if version < self.latest:
                self._climb(version)
        self.is_outdated = False
        if version < self.latest:
            self._give_back_room()

    def _give_back_room(self) -> None:
        """Writes the file without its empty pages where the upgrade has left many.

        What keeps that from being done, another program that reads or a full disk, leaves the file
        larger than need be, and as good as before.
        """
        [(empty,)], [(pages,)] = self.rows("PRAGMA freelist_count"), self.rows("PRAGMA page_count")
        if empty * _LEAST_ROOM > pages:
            with suppress(StoreError, Clash):
                self.rows("VACUUM")

    def _prepare(self) -> int:
        """The number of the file's schema; a file that holds nothing gets all of it.

        Such a file is new, or its first start was interrupted: there is nothing to protect in it.
        """
        if not self._is_blank():
            return self._version()
        with self.writing():
            if self._is_blank():  # two first starts take turns
                self._connection.execute(f"PRAGMA application_id = {self.application_id}")
                self._climb(0)
                return self.latest
        return self._version()

    def _climb(self, version: int) -> None:
        """Takes the steps that lead from a version of the schema to this one."""
        from unbroken.store.migrations import climb  # once in a version's life of a file

        climb(self._connection, version)

    def _is_blank(self) -> bool:
        return not self.rows("SELECT 1 FROM sqlite_master")

    def _version(self) -> int:
        """The number of the file's schema. Refuses what is not ours, newer, or impossible."""
        if self.rows("PRAGMA application_id")[0][0] != self.application_id:
            raise store_error(ErrorCode.NOT_A_DATABASE, self.path)
        version = int(self.rows("PRAGMA user_version")[0][0])
        if version > self.latest:
            raise store_error(ErrorCode.NEWER_VERSION, self.path)
        if version < 1:
            raise store_error(ErrorCode.DAMAGED, self.path)
        return version


def _make_private(path: str) -> None:
    """Makes an empty file that only its owner can read, where there is none yet.

    Raises StoreError where there is something else than a file, or none can be made.
    """
    try:
        place = os.path.realpath(path)  # a link that leads nowhere yet is followed
        folder = os.path.dirname(place)
        os.makedirs(folder, mode=0o700, exist_ok=True)
        os.close(make_private(place))
    except FileExistsError:
        if not os.path.isdir(folder) or not _is_file(path):
            raise StoreError(
                ErrorCode.NO_ACCESS,
                f"{path} is not a file; name a file for the database with --db.",
            ) from None
    except (OSError, ValueError) as error:  # no path has a null in it
        if not os.path.exists(path):
            raise store_error(ErrorCode.NO_ACCESS, path) from error


def _is_file(path: str) -> bool:
    """Whether a regular file lies there: of a pipe or a device SQLite would say nothing useful."""
    try:
        return stat.S_ISREG(os.stat(path).st_mode)
    except OSError:
        return True  # what keeps it from being looked at keeps it from being opened, too
