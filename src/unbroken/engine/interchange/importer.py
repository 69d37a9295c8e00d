"""Importing a whole history, as one change."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from unbroken.core.reports import Imported, Joined, Numbers
from unbroken.core.typing import Any
from unbroken.engine.callers import Caller
from unbroken.engine.context import Context, Progressed
from unbroken.engine.interchange.document import OwnerPart
from unbroken.engine.interchange.persons import find_persons, handed_over
from unbroken.engine.interchange.reader import read_document
from unbroken.engine.interchange.writer import DocumentWriter
from unbroken.engine.lookup import caller_after
from unbroken.engine.permissions import require_admin
from unbroken.engine.recalculation import recalculate
from unbroken.engine.streaks import numbers_of
from unbroken.store.owners import load_owners
from unbroken.store.staged_logs import staged_logs
from unbroken.store.streaks import StreakRow

_UNBEGUN = Numbers(0, 0, None, None)


def import_document(
    context: Context,
    caller: Caller,
    document: Any,
    *,
    foreign: bool,
    merge: bool = False,
    name_as: str | None = None,
    dry_run: bool = False,
    undoable: bool = True,
    left_out: Collection[str] = (),
    persons: Mapping[str, str] | None = None,
    progressed: Progressed | None = None,
) -> Imported:
    """Brings in a document as one change; what is there already, by its id, stays as it is.

    A `foreign` one is another tracker's: all of it belongs to the owner in use. With `merge`,
    logs of a streak whose activity type is taken join the streak that has it; with `name_as`
    that streak comes in under another name. With `dry_run` it is only tried out; one that is not
    `undoable` leaves no entry in the journal. Streaks whose activity types are `left_out` do not
    come in, nor does anything of theirs. `persons` says who people of the document are here (see
    `find_persons`).

    `progressed` is told of every log twice, as it is read and as it is written, and once more
    before the change is kept. What it raises ends the import, and nothing has changed then.
    Raises Refusal, naming the place, for a document that will not do.
    """
    require_admin(caller, "import_document")
    owner = context.owner(caller)
    own = OwnerPart({"id": owner.id}, owner.days) if foreign else None
    reading, writing = _halves(progressed)
    with staged_logs() as staged:
        parts = read_document(document, own, context.now(), staged, reading).without(left_out)
        with context.changing(caller, "import", discard=dry_run, journaled=undoable) as work:
            here = find_persons(context.store, parts, persons or {})
            names = tuple(
                (each.row["name"], here[each.row["id"]].name)
                for each in parts.owners
                if each.row["id"] in here
            )
            parts = handed_over(parts, here)
            hosts = {each.id for each in here.values()}
            writer = DocumentWriter(
                *(work, parts, owner, context.now(), writing), foreign=foreign, hosts=hosts
            )
            streaks = {match.streak.id: match.streak for match in writer.matches.values()}
            before = {each.id: numbers_of(context, each.activity_type) for each in streaks.values()}
            imported = writer.write(merge=merge, name_as=name_as)
            recalculate(work)
            effects = tuple(_effects(context, streaks.values(), before, writer.joined))
            work.owner_id = caller_after(context, caller).owner_id or ""
            if progressed is not None:
                progressed(1, 1)
    return imported._replace(effects=effects, dry_run=dry_run, persons=names, owner_name=owner.name)


def _effects(
    context: Context,
    streaks: Iterable[StreakRow],
    before: Mapping[str, Mapping[str, Numbers]],
    joined: Mapping[tuple[str, str], int],
) -> Iterator[Joined]:
    """What has become of streaks that get logs, or whose numbers are others than before."""
    owners = load_owners(context.store)
    for streak in streaks:
        for owner_id, after in numbers_of(context, streak.activity_type).items():
            was = before[streak.id].get(owner_id, _UNBEGUN)
            logs = joined.get((streak.id, owner_id), 0)
            if logs or was != after:
                name = owners[owner_id].name
                yield Joined(streak.activity_type, streak.name, name, logs, was, after)


def _halves(progressed: Progressed | None) -> tuple[Progressed | None, Progressed | None]:
    """Reading is the first half of the way, writing the second."""
    if progressed is None:
        return None, None
    return (
        lambda done, total: progressed(done, 2 * total),
        lambda done, total: progressed(total + done, 2 * total),
    )
