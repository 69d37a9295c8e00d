"""What a format cannot hold, counted, so that a repeated fact is said once."""

from __future__ import annotations

from collections import Counter
from typing import Final

from unbroken.core.exchange_results import Note
from unbroken.core.text import one_line

LONGEST_TEXT: Final = 1000


class NoteTally:
    """Counts facts by their sentences; each becomes one note, however often it occurred."""

    def __init__(self) -> None:
        self._facts: dict[tuple[str, str], Counter[str]] = {}

    def tally(self, one: str, many: str, subject: str = "", n: int = 1) -> None:
        """Counts a fact: `one` is its sentence for a single time, `many` that for `{n}` times."""
        self._facts.setdefault((one, many), Counter())[subject] += n

    def collected(self) -> tuple[Note, ...]:
        """One note a fact, in the order in which they first occurred.

        Subjects and sentences hold names as a file gives them; here they become harmless.
        """
        notes = []
        for (one, many), subjects in self._facts.items():
            subject = next(iter(subjects)) if len(subjects) == 1 else ""
            count = subjects.total()
            told = one if count == 1 else many.replace("{n}", str(count))
            notes.append(Note(one_line(subject), one_line(told, LONGEST_TEXT)))
        return tuple(notes)
