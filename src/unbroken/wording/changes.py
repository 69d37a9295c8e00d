"""What a change did, or would do, in words."""

from __future__ import annotations

from collections.abc import Iterator

from unbroken.core.errors import ErrorCode
from unbroken.core.reports import Numbers, Removal, Restored
from unbroken.core.text import counted, listed


def number_texts(numbers: Numbers) -> tuple[str, str, str]:
    """Current streak, longest streak and attempt; an ended attempt with how it ended.

    The attempt is `none` where there is none.
    """
    attempt = "none"
    if numbers.progress is not None:
        ended = "" if numbers.status in (None, "in_progress") else f" {numbers.status}"
        attempt = f"{numbers.progress}{ended}"
    return str(numbers.current_streak), str(numbers.longest_streak), attempt


def removal_text(removal: Removal) -> str:
    """`your 3 logs`; `3 logs, 2 of them of Ann`; `2 logs of Ann`; `0 logs`."""
    total = removal.own + sum(number for _, number in removal.others)
    logs = counted(total, "log")
    if not removal.others:
        return f"your {logs}" if total else logs
    if not removal.own and len(removal.others) == 1:
        return f"{logs} of {removal.others[0][0]}"
    parts = [f"{number:,} of them of {name}" for name, number in removal.others]
    return f"{logs}, {listed(parts)}"


def upgrade_sentence(database: object, former: object) -> str:
    """What opening has done to a database of an older version."""
    return f"{database} was upgraded for this version of Unbroken; as it was it lies in {former}."


def restore_sentences(restored: Restored) -> Iterator[str]:
    """What going back to a copy would lose, bring back and change back."""
    kinds = {
        "log": restored.logs,
        "streak": restored.streaks,
        "skip": restored.skips,
        "owner": restored.owners,
    }
    lost = [counted(each.lost, noun) for noun, each in kinds.items() if each.lost]
    gained = [counted(each.gained, noun) for noun, each in kinds.items() if each.gained]
    logs = restored.logs
    yield f"The copy has {counted(logs.after, 'log')}, the database {logs.before:,}."
    yield f"{listed(lost) or 'Nothing'} would be lost."
    if gained:
        yield f"{listed(gained)} would come back."
    if restored.streaks.changed:
        yield f"The rules of {counted(restored.streaks.changed, 'streak')} would change back."
    changed = [
        counted(each.changed, noun)
        for noun, each in kinds.items()
        if each.changed and noun != "streak"
    ]
    if changed:
        yield f"{listed(changed)} would change back."


def unusable_sentences(restored: Restored, code: ErrorCode) -> Iterator[str]:
    """What a copy brings in place of a database that cannot be opened."""
    reason = {
        ErrorCode.NEWER_VERSION: "was made by a newer version",
        ErrorCode.NOT_A_DATABASE: "is not an Unbroken database",
    }.get(code, "is damaged")
    yield f"The database {reason}, so what is in it cannot be told; it is kept aside."
    yield f"The copy has {counted(restored.logs.after, 'log')}."
