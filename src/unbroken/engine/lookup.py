"""Which streak or owner is meant by what a person writes (docs/interfaces.md section 1)."""

from __future__ import annotations

from collections.abc import Iterable

from unbroken.core.errors import ErrorCode, Forbidden, NotFound, Refusal
from unbroken.core.text import there_are
from unbroken.core.typing import TypeVar
from unbroken.engine.callers import Caller
from unbroken.engine.context import Context
from unbroken.store.connection import Store
from unbroken.store.owners import OwnerName, OwnerRow, has_owner, load_owner_names, load_owners
from unbroken.store.streaks import (
    StreakName,
    StreakRow,
    find_streak_of,
    load_streak_names,
    load_streaks,
)

Named = TypeVar("Named", bound=OwnerName | OwnerRow)


def find_streak(store: Store, text: str) -> StreakRow:
    """The streak meant by an activity type, a name, or the beginning of either.

    What is written to the letter goes before what differs in case: `Gym` is rather the streak of
    that name than one of the activity type `gym`. Raises NotFound, naming the nearest, and Refusal
    where several begin so.
    """
    said = text.strip()
    wanted = said.casefold()
    exact = find_streak_of(store, wanted)
    if exact is not None and (said == wanted or said == exact.name):
        return exact
    listed = load_streak_names(store)
    found = [each for each in listed if each.name == said]
    if exact is not None and len(found) != 1:
        return exact
    found = found or _meant(listed, wanted)
    if len(found) == 1:
        return load_streaks(store, found[0].id)[found[0].id]
    if found:
        names = ", ".join(each.activity_type for each in found[:5])
        raise Refusal(
            ErrorCode.AMBIGUOUS_STREAK, f"“{text[:60]}” could be any of {names}; write more of it."
        )
    raise NotFound(
        f"There is no streak “{text[:60]}”; {_hint(listed, text.casefold())}",
        ErrorCode.UNKNOWN_STREAK,
    )


def find_owner(owners: Iterable[Named], text: str, where: str = "There") -> Named:
    """The owner meant by a name, its beginning, or an id; `where` they are, for the message.

    Raises NotFound, naming everybody, where that is nobody, and Refusal where it is several.
    """
    everybody, wanted = list(owners), text.strip().casefold()
    found = [each for each in everybody if text == each.id or each.name.casefold() == wanted]
    if not found and wanted:
        found = [each for each in everybody if each.name.casefold().startswith(wanted)]
    names = [each.name for each in (found or everybody)[:10]]
    if not found:
        said = f"{where} is no owner “{text[:40]}”; {there_are(names)}."
        raise NotFound(said, ErrorCode.NO_OWNER)
    if len(found) > 1:
        said = f"“{text[:40]}” could be any of {', '.join(names)}; write more of it."
        raise Refusal(ErrorCode.AMBIGUOUS_OWNER, said)
    return found[0]


def own_or_any(store: Store, caller: Caller, text: str) -> OwnerRow:
    """The owner meant. Raises Forbidden where the caller is neither they nor the admin."""
    found = find_owner(load_owners(store).values(), text)
    if not caller.admin and found.id != caller.owner_id:
        raise Forbidden("You may change only what is yours.")
    return found


def caller_named(context: Context, owner: str | None) -> Caller:
    """The caller who acts for an owner by name; without one for the first, who is the admin too."""
    owners = load_owner_names(context.store)
    first = owners[0].id
    meant = first if owner is None else find_owner(owners, owner).id
    return Caller(meant == first, meant)


def caller_after(context: Context, caller: Caller) -> Caller:
    """The caller after a change that can take its own owner away: then it is the first one left.

    An import takes the place of the only owner while nobody has a streak; undo takes that back.
    """
    if caller.owner_id is not None and has_owner(context.store, caller.owner_id):
        return caller
    return Caller(True, load_owner_names(context.store)[0].id)


def _meant(listed: list[StreakName], wanted: str) -> list[StreakName]:
    """Those of a name, or else those that begin so; nobody has just that activity type."""
    return [each for each in listed if each.name.casefold() == wanted] or [
        each
        for each in listed
        if wanted
        and (each.activity_type.startswith(wanted) or each.name.casefold().startswith(wanted))
    ]


def _hint(listed: list[StreakName], wanted: str) -> str:
    from difflib import get_close_matches  # only a name that is not known needs it

    known: dict[str, list[str]] = {}
    for each in listed:
        key = each.activity_type
        for text in (key, key[: len(wanted)], each.name.casefold()[: len(wanted)]):
            known.setdefault(text, []).append(key)
    alike = get_close_matches(wanted, known, 3, 0.6) if wanted else ()
    near = [*dict.fromkeys(key for text in alike for key in known[text])]
    if near:
        return f"did you mean {' or '.join(near[:3])}?"
    if listed:
        return "see `unbroken status` for those there are."
    return "make one with `unbroken add`."
