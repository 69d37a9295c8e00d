"""The doctor: what is wrong with a database, and its repair as far as it can be read."""

from __future__ import annotations

import json
import os
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from unbroken.core.errors import ErrorCode, StoreError, Unreadable
from unbroken.core.instants import Instant, instant_of
from unbroken.core.reports import Checked
from unbroken.engine.backups import (
    faulty_copies,
    newest_whole_copy,
    place_among_copies,
    put_journal_aside,
)
from unbroken.engine.callers import Caller
from unbroken.engine.context import Context
from unbroken.engine.judgement import judge_history
from unbroken.engine.permissions import require_admin
from unbroken.engine.salvage.findings import Finding, described
from unbroken.engine.salvage.salvaged_rows import Salvaged, salvaged
from unbroken.engine.zones import use_newest_zone_data
from unbroken.store.atomic_files import (
    copy_private,
    make_private,
    private_place,
    put_in_place,
    write_text,
)
from unbroken.store.backup import copy_to
from unbroken.store.connection import MEMORY, Store
from unbroken.store.enrolments import enrolment_keys, load_enrolments
from unbroken.store.integrity import (
    changed_tables,
    dangling_references,
    foreign_objects,
    missing,
    row_count,
    schema_version,
    structural_problems,
)
from unbroken.store.owners import load_owners
from unbroken.store.progress import stored_judgement
from unbroken.store.raw_tables import read_tables, rows_of, write_tables
from unbroken.store.streaks import load_streaks


class _Examined(NamedTuple):
    """What is wrong with a database, by what mends it."""

    structure: list[str]
    """Of the file and its tables: it is written anew."""
    rows: Salvaged | None
    """Of its rows, where they can be read: it is written anew, too."""
    judged: list[str]
    """What was judged wrongly, and is judged anew."""

    @property
    def problems(self) -> list[str]:
        rows = [] if self.rows is None else list(described(self.rows.findings))
        return list(dict.fromkeys([*self.structure, *rows, *self.judged]))

    @property
    def needs_writing_anew(self) -> bool:
        return bool(self.structure or (self.rows is not None and self.rows.findings))


def doctor(context: Context, caller: Caller, *, repair: bool = False) -> Checked:
    """Checks the file, its rows, what is judged of them, and the copies beside it.

    With `repair` a copy is made first; then what was judged wrongly is judged anew, and where more
    is wrong the database is written anew from all that can be read of it. What cannot is set aside
    in a file. Without `repair` nothing is written.
    """
    require_admin(caller, "doctor")
    store, now = context.store, context.now()
    examined = _examine(store, now)
    copies = [] if store.path == MEMORY else faulty_copies(Path(store.path))
    problems = examined.problems + [text for _, text in copies]
    done, left = _Done(), problems
    if repair and problems and store.path != MEMORY:
        done = _mend(store, examined, now)
        for copy, _ in copies:
            copy.rename(copy.with_name(f"{copy.name}.damaged"))
        left = _examine(store, now).problems
    return _answer(store, store.path, problems, left, examined.rows, done)


def doctor_unusable(
    path: str, now: datetime, error: StoreError, *, repair: bool = False
) -> Checked:
    """Checks, or writes anew, a database that cannot be opened, from what can be read of it.

    Raises the `error` that it cannot be opened with where nothing can be read; it then says which
    copy to restore.
    """
    place, at = Path(path).resolve(), instant_of(now)
    with private_place(place) as work:
        copy_private(place, work)
        journal = place.with_name(place.name + "-journal")
        if journal.exists():
            copy_private(journal, work.with_name(work.name + "-journal"))
        tables = read_tables(work)
    if not (tables.get("logs") or tables.get("streaks")):
        raise StoreError(error.code, _nothing_readable(error, place))
    rows = salvaged(tables, at)
    problems = [f"the file: {error.message}", *described(rows.findings)]
    if not repair:
        return Checked(
            False,
            path,
            0,
            len(rows.tables["owners"]),
            len(rows.tables["streaks"]),
            len(rows.tables["logs"]),
            use_newest_zone_data(),
            tuple(problems),
            0,
            tuple(rows.notes),
            None,
            None,
        )
    done = _write_anew(place, rows, at)
    store = Store(path)
    try:
        left = _examine(store, at).problems
        return _answer(store, path, problems, left, rows, done)
    finally:
        store.close()


class _Done(NamedTuple):
    """What a repair left beside the database."""

    copy: str | None = None
    set_aside: str | None = None


def _answer(
    store: Store,
    path: str,
    problems: list[str],
    left: list[str],
    rows: Salvaged | None,
    done: _Done,
) -> Checked:
    return Checked(
        not left,
        path,
        schema_version(store),
        row_count(store, "owners"),
        row_count(store, "streaks"),
        row_count(store, "logs"),
        use_newest_zone_data(),
        tuple(problems),
        max(len(problems) - len(left), 0),
        () if rows is None else tuple(rows.notes),
        done.copy,
        done.set_aside,
    )


def _nothing_readable(error: StoreError, place: Path) -> str:
    copy = newest_whole_copy(place)
    if error.code == ErrorCode.NOT_A_DATABASE:
        return error.message
    if copy is None:
        return f"{place} is damaged, nothing can be read of it, and there is no copy beside it."
    return (
        f"{place} is damaged, and nothing can be read of it; restore its newest whole copy with"
        f" `unbroken restore {copy}`."
    )


def _examine(store: Store, now: Instant) -> _Examined:
    structure = [f"the file: {text}" for text in structural_problems(store)]
    structure += [f"the file has no table {name}" for name in missing(store, "table")]
    structure += [f"the columns of the table {name} are others" for name in changed_tables(store)]
    if structure:  # its rows are not read by paths that may be wrong
        return _Examined(structure, None, [])
    structure += [
        f"the file has a {kind} that is not Unbroken's: {name}"
        for kind, name in foreign_objects(store)
    ]
    structure += [f"the file has no index {name}" for name in missing(store, "index")]
    rows = salvaged(rows_of(store), now)
    judged, derived = _judged_otherwise(store)
    if rows.findings:  # they are the cause of what cannot be judged
        derived = []
    return _Examined(structure + derived, rows, judged)


def _judged_otherwise(store: Store) -> tuple[list[str], list[str]]:
    """Whose stored progress is not what is judged from nothing, and what cannot be judged at all.

    It is tried out on a copy: the file may be only readable.
    """
    copy = store.in_memory()
    try:
        with copy.writing(discard=True):
            try:
                judged, unreadable = _judge_all(copy)
            except Unreadable as fault:
                return [], [fault.what]
            return judged, unreadable + _dangling(copy)
    finally:
        copy.close()


def _dangling(store: Store) -> list[str]:
    return [
        f"the table {table} refers to a row of {parent} that is not there"
        + (f" ({times:,} times)" if times > 1 else "")
        for (table, parent), times in dangling_references(store).items()
    ]


def _judge_all(store: Store) -> tuple[list[str], list[str]]:
    """Judges everything anew and stores it; answers what was otherwise, and what cannot be."""
    owners, streaks = load_owners(store), load_streaks(store)
    wrong, unreadable = [], []
    for key, streak_id, owner_id in enrolment_keys(store):
        streak, owner = streaks[streak_id], owners[owner_id]
        whose = f"{streak.name} of {owner.name}"
        try:
            before = stored_judgement(store, key)
            [each] = load_enrolments(store, enrolment_id=key)
            judge_history(store, each, streak, owner)
        except Unreadable as fault:
            unreadable.append(f"{whose}: {fault.what}")
            continue
        if stored_judgement(store, key) != before:
            wrong.append(f"{whose}: its stored progress was wrong")
    return wrong, unreadable


def _mend(store: Store, examined: _Examined, now: Instant) -> _Done:
    """Mends an open database, after a copy was made of it."""
    place = Path(store.path).resolve()
    if not examined.needs_writing_anew:
        if not examined.judged:
            return _Done()
        copy = place_among_copies(place, "before-repair", now)
        copy_to(store, copy)
        with store.writing():
            _judge_all(store)
        return _Done(str(copy))
    with store.writing():  # nobody else writes what would be lost
        rows = examined.rows
        if rows is None:
            with private_place(place) as work:
                os.close(make_private(work))
                work.write_bytes(store.pages())
                rows = salvaged(read_tables(work), now)
        done = _write_anew(place, rows, now)
    store.reopen()
    return done


def _write_anew(place: Path, rows: Salvaged, now: Instant) -> _Done:
    """Writes a database from rows, judges it, and puts it in the place of the damaged one.

    That one is kept whole among the copies, and beside it what was wrong with its rows.
    """
    damaged = place_among_copies(place, "damaged", now)
    with private_place(place) as new:
        store = Store(new)
        try:
            with store.writing():
                write_tables(store, rows.tables)
                _judge_all(store)
        finally:
            store.close()
        set_aside = None
        if rows.findings:
            set_aside = damaged.with_suffix(".jsonl")
            damaged.parent.mkdir(mode=0o700, exist_ok=True)
            write_text(set_aside, map(_line, rows.findings), replace=False)
        put_journal_aside(place, damaged)
        put_in_place(new, place, damaged)
    return _Done(str(damaged), None if set_aside is None else str(set_aside))


def _line(finding: Finding) -> str:
    """A row that was set aside, as a line of JSON; octets that are no text are written as hex."""
    row = {
        name: {"hex": value.hex()} if isinstance(value, bytes) else value
        for name, value in finding.row.items()
    }
    said = {"table": finding.table, "what": finding.text, "kept": finding.kept, "row": row}
    return json.dumps(said) + "\n"
