"""How long a timer runs, in words."""

from __future__ import annotations

from unbroken.wording.symbols import Shapes


def elapsed_words(seconds: int) -> str:
    """`12 min`, `1 h 05 min`, `26 h 10 min`."""
    hours, minutes = divmod(max(seconds, 0) // 60, 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min"


def timer_words(seconds: int, shapes: Shapes) -> tuple[str, ...]:
    """A running timer beside its streak, in ever fewer cells: `► 1 h 05 min`, `►1:05`."""
    minutes = max(seconds, 0) // 60
    full = f"{shapes.running} {elapsed_words(seconds)}"
    return full, f"{shapes.running}{minutes // 60}:{minutes % 60:02}"
