"""What a change did, or would do, in words."""

from __future__ import annotations

from unbroken.core.reports import Numbers, Removal
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
    said = counted(total, "log")
    if not removal.others:
        return f"your {said}" if total else said
    if not removal.own and len(removal.others) == 1:
        return f"{said} of {removal.others[0][0]}"
    parts = [f"{number:,} of them of {name}" for name, number in removal.others]
    return f"{said}, {listed(parts)}"
