"""What is there already of a document's streaks, and what its streaks are called then."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from unbroken.core.errors import ErrorCode, Refusal
from unbroken.core.rule_validation import check_name, free_key
from unbroken.core.text import activity_type_of
from unbroken.core.typing import NamedTuple
from unbroken.engine.interchange.document import Document, StreakPart
from unbroken.store.connection import Store
from unbroken.store.logs import places_of_logs
from unbroken.store.staged_logs import ID
from unbroken.store.streaks import StreakRow


class Match(NamedTuple):
    """A streak that is there already, for one of a document.

    It `is_same` where it has come in before, by itself or by joining; else only its name is taken.
    """

    streak: StreakRow
    is_same: bool


class NamesTaken(Refusal):
    """Streaks of a document have the `names` of others that are there already."""

    def __init__(self, names: list[str]) -> None:
        names = list({name.casefold(): name for name in names}.values())
        listed = ", ".join(f"“{name}”" for name in names[:5])
        verb = "is a streak" if len(names) == 1 else "are streaks"
        other = " or --as NAME to bring it in under another name" if len(names) == 1 else ""
        super().__init__(
            ErrorCode.STREAK_EXISTS,
            f"There {verb} {listed} already; import with --merge to join the logs{other}.",
        )
        self.names = tuple(names)


def find_matches(store: Store, parts: Document, present: dict[str, StreakRow]) -> dict[str, Match]:
    """By activity type: what is there by its id, by its logs, by its activity type or name.

    Logs that are there say which streak they joined when they were brought in before. Streaks of
    one name are told apart where the document knows the one that is there by its id.
    """
    ids = {part.row["id"] for part in parts.streaks}
    keys = {streak.activity_type: streak for streak in present.values()}
    names = {
        streak.name.casefold(): streak
        for streak in reversed(present.values())
        if streak.id not in ids
    }
    joined = dict(_joined_before(store, parts, present))
    matches = {}
    for part in parts.streaks:
        key, name = part.row["activity_type"], part.row["name"].casefold()
        same = present.get(part.row["id"]) or present.get(joined.get(key, ""))
        alike = keys.get(key) or names.get(name)
        if same is not None:
            matches[key] = Match(same, True)
        elif alike is not None:
            matches[key] = Match(alike, False)
    return matches


def _joined_before(
    store: Store, parts: Document, present: dict[str, StreakRow]
) -> Iterator[tuple[str, str]]:
    """Activity types, and the streaks in which logs of theirs are, of what is not there itself."""
    keys = {part.row["activity_type"] for part in parts.streaks if part.row["id"] not in present}
    if not (keys and present):
        return
    for group in parts.groups:
        if group.activity_type in keys:
            ids = (log[ID] for log in parts.logs.logs([group.number]))
            for streak, _ in places_of_logs(store, ids):
                yield group.activity_type, streak


def checked_name(
    name: str, parts: Document, present: dict[str, StreakRow], matches: Mapping[str, Match]
) -> str:
    """The other name for the one streak of which the name is taken, if one is.

    Raises Refusal where it is not clear which streak is meant, or the name is taken too.
    """
    streaks = {part.row["activity_type"]: part for part in parts.streaks}
    taken = {key for key, match in matches.items() if not match.is_same}
    if len(taken) == 1:
        others = [streaks[key] for key in streaks.keys() - taken]
        return _checked_name(name, present, others)
    done = any(
        match.streak.activity_type != key or match.streak.id != streaks[key].row["id"]
        for key, match in matches.items()
    )
    if taken or (streaks.keys() - matches.keys() and not done):
        raise Refusal(
            ErrorCode.BAD_NAME, "Only when one streak's name is taken can it come in under another."
        )
    return name


def _checked_name(name: str, present: dict[str, StreakRow], others: Collection[StreakPart]) -> str:
    """A name cleaned. Raises Refusal where a streak has it, of those here or those that come."""
    cleaned = check_name("name", name)
    known = [(streak.activity_type, streak.name) for streak in present.values()]
    known += [(part.row["activity_type"], part.row["name"]) for part in others]
    if cleaned.casefold() in {said.casefold() for both in known for said in both}:
        raise Refusal(
            ErrorCode.STREAK_EXISTS, f"There is a streak “{cleaned}” already; choose another name."
        )
    return cleaned


def renamed(part: StreakPart, name: str, present: Collection[str]) -> StreakPart:
    """The streak under another name, with a key of its own."""
    key = free_key(activity_type_of(name), present)
    return part._replace(row={**part.row, "name": name, "activity_type": key})
