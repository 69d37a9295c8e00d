"""What Loop Habit Tracker's habits and numbers mean, in its database and its CSV alike."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from unbroken.exchange.documents.builder import DocumentBuilder, ImportedHabit, habit_name
from unbroken.exchange.documents.day_marks import DONE, NO, SKIP, UNKNOWN

UNSET, ZERO, AUTOMATIC, YES, SKIPPED = -1, 0, 1, 2, 3
WORDS: Final = {
    "UNKNOWN": UNSET,
    "NO": ZERO,
    "YES_AUTO": AUTOMATIC,
    "YES_MANUAL": YES,
    "SKIP": SKIPPED,
}

EVERY_DAY: Final = 127
"""The days of the week on which a reminder comes, a bit each: all of them."""

_PALETTE: Final = (
    "D32F2F E64A19 F57C00 FF8F00 F9A825 AFB42B 7CB342 388E3C 00897B 00ACC1 "
    "039BE5 1976D2 303F9F 5E35B1 8E24AA D81B60 5D4037 303030 757575 AAAAAA"
)
PALETTE: Final = tuple(f"#{digits.lower()}" for digits in _PALETTE.split())
_OLD_INDEX: Final = {12: 19, 11: 17, 10: 15, 9: 14, 8: 13, 7: 10, 6: 9, 5: 8, 4: 7, 3: 5, 2: 4}


class LoopHabit(NamedTuple):
    """One habit as Loop describes it."""

    key: str
    name: object
    question: object = ""
    description: object = ""
    numerical: bool = False
    at_most: bool = False
    target: object = None
    unit: object = None
    times: int = 1
    days: int = 1
    color: str | None = None
    archived: bool = False


def add(builder: DocumentBuilder, source: LoopHabit) -> ImportedHabit:
    """Adds a habit of Loop's: a numerical one adds its amounts up, a yes/no one counts days."""
    if source.numerical:
        rules = builder.amount(
            source.times, source.days, source.target, source.name, at_most=source.at_most
        )
    else:
        rules = builder.yes_no(source.times, source.days, source.name)
    words = [builder.text(part, habit_name(source.name)) for part in source[2:4]]
    return builder.habit(
        source.key,
        source.name,
        rules,
        description="\n".join(dict.fromkeys(word for word in words if word)),
        unit=source.unit if source.numerical else None,
        color=source.color,
        archived=source.archived,
    )


def record(
    builder: DocumentBuilder,
    habit: ImportedHabit,
    day: date | None,
    value: int | None,
    note: object,
    *,
    numerical: bool,
) -> None:
    """Keeps one entry: numbers are thousandths, yes/no marks -1 to 3 (Loop's own rule)."""
    if value is None:
        builder.notes.unreadable(habit.name)
    elif value == SKIPPED:
        habit.record(day, SKIP, note=note)
    elif value == UNSET:
        habit.record(day, UNKNOWN, note=note)
    elif value == ZERO:
        habit.record(day, NO, note=note)
    elif numerical:
        habit.record(day, DONE, value=Decimal(value).scaleb(-3), note=note)
    elif value == YES:
        habit.record(day, DONE, note=note)
    elif value == AUTOMATIC:
        builder.notes.automatic()
        if isinstance(note, str) and note:
            builder.notes.lost_note(habit.name)
    else:
        builder.notes.unreadable(habit.name)


def palette_color(index: int | None, version: int) -> str | None:
    """The colour of a palette index; schemas before 21 have a shorter palette."""
    if index is not None and version < 21:
        index = _OLD_INDEX.get(index, index)
    if index is None or not 0 <= index < len(PALETTE):
        return None
    return PALETTE[index]
