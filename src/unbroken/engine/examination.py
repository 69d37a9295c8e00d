"""What is wrong with a database: its file, its rows, and what was judged of them."""

from __future__ import annotations

from unbroken.core.errors import Unreadable
from unbroken.core.instants import Instant
from unbroken.core.typing import Final, NamedTuple
from unbroken.engine.judgement import is_judged_so, judge_history
from unbroken.engine.salvage.findings import described
from unbroken.engine.salvage.salvaged_rows import Salvaged, salvaged
from unbroken.engine.salvage.sound_rows import are_sound_logs, is_sound_journal
from unbroken.engine.salvage.values import is_zone
from unbroken.store.connection import Store
from unbroken.store.enrolments import enrolment_keys, load_enrolments
from unbroken.store.integrity import (
    changed_tables,
    dangling_references,
    foreign_objects,
    missing,
    structural_problems,
)
from unbroken.store.log_entries import entries_of
from unbroken.store.logs import exact_log_rows, zone_names
from unbroken.store.owners import load_owners
from unbroken.store.progress import stored_judgement
from unbroken.store.raw_tables import rows_of
from unbroken.store.streaks import load_streaks

_IN_PARTS: Final = (
    *("logs", "progress_records", "reward_logs", "changes", "change_parts"),
    "former_judgements",
)
"""The tables that grow with every day."""


class Examined(NamedTuple):
    """What is wrong with a database, by what mends it."""

    structure: list[str]
    """Of the file and its tables: it is written anew."""
    rows: Salvaged | None
    """Of its rows, where they can be read: it is written anew, too."""
    judged: list[str]
    """What was judged wrongly, and is judged anew."""

    @property
    def problems(self) -> list[str]:
        """All of it in words."""
        rows = [] if self.rows is None else list(described(self.rows.findings))
        return list(dict.fromkeys([*self.structure, *rows, *self.judged]))

    @property
    def needs_writing_anew(self) -> bool:
        """Whether more is wrong than judging anew can mend."""
        return bool(self.structure or (self.rows is not None and self.rows.findings))


def examine(store: Store, now: Instant) -> Examined:
    """Looks an open database over. Where its structure is broken, no further."""
    structure = [f"the file: {text}" for text in structural_problems(store)]
    structure += [f"the file has no table {name}" for name in missing(store, "table")]
    structure += [f"the table {name} is defined otherwise" for name in changed_tables(store)]
    if structure:  # its rows are not read by paths that may be wrong
        return Examined(structure, None, [])
    structure += [
        f"the file has a {kind} that is not Unbroken's: {name}"
        for kind, name in foreign_objects(store)
    ]
    structure += [f"the file has no index {name}" for name in missing(store, "index")]
    if not structure:
        notes = _notes_of_whole(store, now)
        if notes is not None:
            return Examined([], Salvaged({}, [], notes), [])
    rows = salvaged(rows_of(store), now)
    judged, derived = _judged_otherwise(store)
    if rows.findings:  # they are the cause of what cannot be judged
        derived = []
    return Examined(structure + derived, rows, judged)


def _notes_of_whole(store: Store, now: Instant) -> list[str] | None:
    """What is odd of a database that nothing is wrong with; None where something may be.

    One streak is looked at after the other, so that it takes little memory.
    """
    rows = salvaged(rows_of(store, but=_IN_PARTS), now)
    try:
        is_whole = (
            not rows.findings
            and not dangling_references(store)
            and is_sound_journal(store)
            and _are_enrolments_whole(store)
        )
    except Unreadable:
        return None
    return rows.notes if is_whole else None


def _are_enrolments_whole(store: Store) -> bool:
    """Whether the logs of all streaks are sound, and what is stored of them is what is judged."""
    owners, streaks = load_owners(store), load_streaks(store)
    zones = {key for key, name in zone_names(store).items() if is_zone(name)}
    for key, streak_id, owner_id in enrolment_keys(store):
        streak, owner = streaks[streak_id], owners[owner_id]
        with store.reading():
            logs = exact_log_rows(store, key)
            found = load_enrolments(store, enrolment_id=key)
            counts_fractions = streak.aggregation_method == "sum"
            is_whole = are_sound_logs(logs, zones, counts_fractions=counts_fractions)
            if not (is_whole and found):
                return False
            if not is_judged_so(store, found[0], streak, owner, entries_of(logs)):
                return False
    return True


def _judged_otherwise(store: Store) -> tuple[list[str], list[str]]:
    """Whose stored progress is not what is judged from nothing, and what cannot be judged at all.

    It is tried out on a copy: the file may be only readable.
    """
    copy = store.in_memory()
    try:
        with copy.writing(discard=True):
            try:
                judged, unreadable = judge_all(copy)
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


def judge_all(store: Store) -> tuple[list[str], list[str]]:
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
