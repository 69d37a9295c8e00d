"""A database that is mended, or written anew, with the damaged one kept."""

from __future__ import annotations

import json
import os
from pathlib import Path

from unbroken.core.instants import Instant
from unbroken.core.typing import NamedTuple
from unbroken.engine.backups import place_among_copies, put_journal_aside
from unbroken.engine.examination import Examined, judge_all
from unbroken.engine.salvage.findings import Finding
from unbroken.engine.salvage.salvaged_rows import Salvaged, salvaged
from unbroken.store.atomic_files import make_private, private_place, put_in_place, write_text
from unbroken.store.backup import copy_to
from unbroken.store.connection import Store
from unbroken.store.raw_tables import read_tables, write_tables


class Done(NamedTuple):
    """What a repair left beside the database."""

    copy: str | None = None
    set_aside: str | None = None


def mend(store: Store, examined: Examined, now: Instant) -> Done:
    """Mends an open database, after a copy was made of it."""
    place = Path(store.path).resolve()
    if not examined.needs_writing_anew:
        if not examined.judged:
            return Done()
        copy = place_among_copies(place, "before-repair", now)
        copy_to(store, copy)
        with store.writing():
            judge_all(store)
        return Done(str(copy))
    with store.writing(discard=True):  # nobody else writes what would be lost
        rows = examined.rows
        if rows is None:
            with private_place(place) as work:
                os.close(make_private(work))
                work.write_bytes(store.pages())
                rows = salvaged(read_tables(work), now)
        done = write_anew(place, rows, now)
    store.reopen()
    return done


def write_anew(place: Path, rows: Salvaged, now: Instant) -> Done:
    """Writes a database from rows, judges it, and puts it in the place of the damaged one.

    That one is kept whole among the copies, and beside it what was wrong with its rows.
    """
    damaged = place_among_copies(place, "damaged", now)
    with private_place(place) as new:
        store = Store(new)
        try:
            with store.writing():
                write_tables(store, rows.tables)
                judge_all(store)
        finally:
            store.close()
        set_aside = None
        if rows.findings:
            set_aside = damaged.with_suffix(".jsonl")
            damaged.parent.mkdir(mode=0o700, exist_ok=True)
            write_text(set_aside, map(_line, rows.findings), replace=False)
        put_journal_aside(place, damaged)
        put_in_place(new, place, damaged)
    return Done(str(damaged), None if set_aside is None else str(set_aside))


def _line(finding: Finding) -> str:
    """A row that was set aside, as a line of JSON; octets that are no text are written as hex."""
    row = {
        name: {"hex": value.hex()} if isinstance(value, bytes) else value
        for name, value in finding.row.items()
    }
    said = {"table": finding.table, "what": finding.text, "kept": finding.kept, "row": row}
    return json.dumps(said) + "\n"
