"""How long a timer runs, in words."""

from __future__ import annotations

from unbroken.core.reports import Timer
from unbroken.wording.amounts import amount
from unbroken.wording.symbols import Shapes


def elapsed_words(seconds: int) -> str:
    """`12 min`, `1 h 05 min`, `26 h 10 min`."""
    hours, minutes = divmod(max(seconds, 0) // 60, 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min"


def ran_words(seconds: int) -> str:
    """How long a timer ran that was stopped: `40 s`, `12 min`."""
    return f"{seconds} s" if seconds < 60 else elapsed_words(seconds)


def logged_words(timer: Timer) -> str:
    """What a timer has logged: `25 min`, `1 min, the least there is`, or `once`."""
    if timer.unit is None:
        return "once"
    from unbroken.core.timing import is_least  # not where timers are only shown

    least = ", the least there is" if is_least(timer.seconds, timer.unit) else ""
    return f"{amount(timer.amount)} {timer.unit}{least}"


def timer_words(seconds: int, shapes: Shapes) -> tuple[str, ...]:
    """A running timer beside its streak, in ever fewer cells: `► 1 h 05 min`, `►1:05`."""
    minutes = max(seconds, 0) // 60
    full = f"{shapes.running} {elapsed_words(seconds)}"
    return full, f"{shapes.running}{minutes // 60}:{minutes % 60:02}"
