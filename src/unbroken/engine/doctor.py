"""The doctor: what is wrong with a database, and its repair as far as it can be read."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from unbroken.core.errors import ErrorCode, StoreError
from unbroken.core.instants import instant_of
from unbroken.core.reports import Checked
from unbroken.engine.backups import faulty_copies, newest_whole_copy
from unbroken.engine.callers import Caller
from unbroken.engine.context import Context
from unbroken.engine.examination import examine
from unbroken.engine.permissions import require_admin
from unbroken.engine.repair import Done, mend, write_anew
from unbroken.engine.salvage.findings import described
from unbroken.engine.salvage.salvaged_rows import Salvaged, salvaged
from unbroken.engine.zones import use_newest_zone_data
from unbroken.store.atomic_files import copy_private, private_place
from unbroken.store.connection import MEMORY, Store
from unbroken.store.integrity import row_count, schema_version
from unbroken.store.owners import opening
from unbroken.store.raw_tables import read_tables


def doctor(context: Context, caller: Caller, *, repair: bool = False) -> Checked:
    """Checks the file, its rows, what is judged of them, and the copies beside it.

    With `repair` a copy is made first; then what was judged wrongly is judged anew, and where more
    is wrong the database is written anew from all that can be read of it. What cannot is set aside
    in a file. Without `repair` nothing is written.
    """
    require_admin(caller, "doctor")
    store, now = context.store, context.now()
    is_synced, notes = not store.is_outdated and opening(store)[1], []
    if is_synced:
        from unbroken.engine.synchronisation.check import folder_notes  # only where it is synced

        notes = folder_notes(store, now)
    examined = examine(store, now)
    copies = [] if store.path == MEMORY else faulty_copies(Path(store.path))
    problems = examined.problems + [text for _, text in copies]
    done, left = Done(), problems
    if repair and problems and store.path != MEMORY:
        done = mend(store, examined, now)
        for copy, _ in copies:
            copy.rename(copy.with_name(f"{copy.name}.damaged"))
        left = examine(store, now).problems
    answer = _answer(store, store.path, problems, left, examined.rows, done)
    return answer._replace(notes=(*answer.notes, *notes, *_no_more_synced(store, is_synced)))


def _no_more_synced(store: Store, was_synced: bool) -> list[str]:
    """Says that a database that was written anew has to join its folder again."""
    if not was_synced or opening(store)[1]:
        return []
    return ["it is synced no more; join the folder again with `unbroken sync setup FOLDER`"]


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
    done = write_anew(place, rows, at)
    store = Store(path)
    try:
        left = examine(store, at).problems
        return _answer(store, path, problems, left, rows, done)
    finally:
        store.close()


def _answer(
    store: Store,
    path: str,
    problems: list[str],
    left: list[str],
    rows: Salvaged | None,
    done: Done,
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
