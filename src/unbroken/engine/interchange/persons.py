"""Who the people of a document are here (docs/interfaces.md section 3)."""

from __future__ import annotations

from collections.abc import Mapping

from unbroken.core.errors import ErrorCode, Refusal
from unbroken.engine.interchange.document import Document
from unbroken.engine.lookup import find_owner
from unbroken.store.connection import Store
from unbroken.store.identifiers import has_rows
from unbroken.store.logs import places_of_logs
from unbroken.store.owners import OwnerName, OwnerRow, load_owners
from unbroken.store.staged_logs import ID
from unbroken.store.stored_values import Row


def find_persons(store: Store, parts: Document, wanted: Mapping[str, str]) -> dict[str, OwnerRow]:
    """By id: the document's people who are somebody with another id here.

    `wanted` says who is who, by what both are called; "" stands for the one person of the document
    who is not known here. Logs that are there say who else had them before. Raises Refusal where it
    is not clear who is meant, or they are somebody else here already.
    """
    present = load_owners(store)
    joined = _joined_before(store, parts, present)
    if not wanted:
        return joined
    everybody = {
        each.row["id"]: OwnerName(each.row["id"], each.row["name"]) for each in parts.owners
    }
    for theirs, ours in wanted.items():
        here = find_owner(present.values(), ours)
        strangers = [each for each in everybody.values() if each.id not in {*present, *joined}]
        if theirs and everybody:
            person = find_owner(everybody.values(), theirs, "In the file there")
        elif len(strangers or everybody) == 1:
            [person] = strangers or everybody.values()
        else:
            raise _unclear([each.name for each in strangers or everybody.values()], here)
        known = joined.get(person.id) or present.get(person.id)
        if known is None:
            joined[person.id] = here
        elif known.id != here.id:
            raise Refusal(
                ErrorCode.OWNER_EXISTS,
                f"“{person.name}” of the file is “{known.name}” here already; take that import "
                f'back, or remove them with `unbroken owner remove "{known.name}"`.',
            )
    return joined


def _unclear(names: list[str], here: OwnerRow) -> Refusal:
    if not names:
        return Refusal(ErrorCode.NO_OWNER, "The file names nobody; import it without --person.")
    listed = ", ".join(f"“{name}”" for name in names[:5])
    return Refusal(
        ErrorCode.AMBIGUOUS_OWNER,
        f"The file is of several people: {listed}; say who of them it is, as "
        f'--person "{names[0]}={here.name}".',
    )


def _joined_before(
    store: Store, parts: Document, present: Mapping[str, OwnerRow]
) -> dict[str, OwnerRow]:
    """People who are not there themselves, but logs of theirs are somebody's."""
    strangers = {part.row["id"] for part in parts.owners} - present.keys()
    joined: dict[str, OwnerRow] = {}
    if not has_rows(store, "logs"):
        return joined
    for group in parts.groups:
        if group.owner_id in strangers - joined.keys():
            ids = (log[ID] for log in parts.logs.logs([group.number]))
            for _, owner_id in places_of_logs(store, ids):
                joined[group.owner_id] = present[owner_id]
                break
    return joined


def handed_over(parts: Document, persons: Mapping[str, OwnerRow]) -> Document:
    """The document in which what such people have is that of those who they are here.

    Of themselves nothing is left, nor of their order: that of here holds.
    """
    if not persons:
        return parts
    for group in parts.groups:
        if group.owner_id in persons:
            group.owner_id = persons[group.owner_id].id

    def split(rows: list[Row]) -> tuple[list[Row], list[Row]]:
        theirs = [each for each in rows if each["owner_id"] in persons]
        moved = [{**each, "owner_id": persons[each["owner_id"]].id} for each in theirs]
        return moved, [each for each in rows if each["owner_id"] not in persons]

    enrolments, others = split(sorted(parts.enrolments, key=_position))
    skips, others_skips = split(parts.skips)
    return parts._replace(
        owners=[each for each in parts.owners if each.row["id"] not in persons],
        enrolments=[*({**each, "position": None} for each in enrolments), *others],
        skips=[*others_skips, *skips],
    )


def _position(enrolment: Row) -> int:
    position: int | None = enrolment["position"]
    return 0 if position is None else position
