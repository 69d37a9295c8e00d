"""The facts about an import that several formats have to tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from typing import TYPE_CHECKING, Final

from unbroken.core.exchange_results import Note
from unbroken.exchange.contract import DAY_FIRST, MONTH_FIRST
from unbroken.exchange.notes import NoteTally

if TYPE_CHECKING:
    from unbroken.exchange.readers.written_dates import Doubt

MOST_NAMED: Final = 12
"""Fields that are named where nothing is known of them."""


class ImportNotes(NoteTally):
    """Counts facts about an import, by the name of the habit that each is about."""

    def __init__(self) -> None:
        super().__init__()
        self._unknown: dict[str, None] = {}

    def unknown(self, fields: Iterable[str]) -> None:
        """Fields that hold something, are not carried over, and may have a meaning."""
        self._unknown.update(dict.fromkeys(fields))

    def unknown_in(self, row: Mapping[str, object], known: Set[str]) -> None:
        """The fields of a row that are not among the `known`, where they hold anything."""
        if not row.keys() <= known:
            self.unknown(key for key, value in row.items() if value and key not in known)

    def collected(self) -> tuple[Note, ...]:
        """One note a fact, and one of all fields that nothing is known of."""
        notes = super().collected()
        if not self._unknown:
            return notes
        names = list(self._unknown)[:MOST_NAMED]
        rest = len(self._unknown) - len(names)
        listed = ", ".join(f"“{name[:40]}”" for name in names)
        told = f"Left out, since nothing is known of it: {listed}"
        tally = NoteTally()
        tally.tally(f"{told} and {rest} more." if rest else f"{told}.", "")
        return (*notes, *tally.collected())

    def unreadable(self, subject: str = "") -> None:
        """An entry whose date or value makes no sense."""
        self.tally(
            "1 entry was left out: its date or value cannot be read.",
            "{n} entries were left out: their dates or values cannot be read.",
            subject,
        )

    def doubtful_dates(self, doubt: Doubt | None) -> None:
        """Dates of which the file does not say whether the day or the month comes first."""
        if doubt is None:
            return
        first, other = "month", DAY_FIRST
        if doubt.order == DAY_FIRST:
            first, other = "day", MONTH_FIRST
        known = "Its dates can be read two ways"
        if doubt.mixed:
            known = "Some of its dates have the day first and others the month"
        text = (
            f"{known}: “{doubt.example}” was read as {doubt.day}, with the {first} first; "
            f"`--dates {other}` reads it otherwise."
        )
        self.tally(text, text)

    def out_of_range(self, subject: str) -> None:
        """An entry of a date that cannot be recorded."""
        self.tally(
            "1 entry was left out: its date lies in the future or outside 1970-2100.",
            "{n} entries were left out: their dates lie in the future or outside 1970-2100.",
            subject,
        )

    def replaced(self, subject: str) -> None:
        """A day that was recorded again."""
        self.tally(
            "1 day was recorded twice; its last entry was kept.",
            "{n} days were recorded more than once; the last entry of each was kept.",
            subject,
        )

    def automatic(self) -> None:
        """A mark that the tracker worked out itself."""
        self.tally(
            "1 automatic mark was left out: Unbroken works them out itself.",
            "{n} automatic marks were left out: Unbroken works them out itself.",
        )

    def deleted(self) -> None:
        """A habit that is still there, though it was deleted."""
        self.tally("1 deleted habit was left out.", "{n} deleted habits were left out.")

    def stray(self) -> None:
        """A mark of a habit that the file does not describe."""
        self.tally(
            "1 entry was left out: it belongs to no habit of the file.",
            "{n} entries were left out: they belong to no habit of the file.",
        )

    def lost_note(self, subject: str) -> None:
        """A note on a day that gets no log."""
        self.tally(
            "1 note was left out: it stands on a day without a done mark.",
            "{n} notes were left out: they stand on days without a done mark.",
            subject,
        )

    def rolling(self, subject: str) -> None:
        """A habit whose windows become fixed periods."""
        self.tally(
            "It counted over a rolling window of days; Unbroken counts fixed periods such as "
            "calendar weeks and months, so its streaks can differ.",
            "{n} habits counted over a rolling window of days; Unbroken counts fixed periods such "
            "as calendar weeks and months, so their streaks can differ.",
            subject,
        )

    def limit(self, subject: str) -> None:
        """A habit that is a limit: silence is success (docs/domain.md section 4, `at_most`)."""
        self.tally(
            "It is a limit: days without an entry count as kept in Unbroken.",
            "{n} habits are limits: days without an entry count as kept in Unbroken.",
            subject,
        )

    def aimless(self, subject: str) -> None:
        """A habit without a target, which a streak must have."""
        self.tally(
            "It had no target; its target is now once a day.",
            "{n} habits had no target; their target is now once a day.",
            subject,
        )

    def reminder_set(self, subject: str) -> None:
        """A reminder that was taken over."""
        self.tally(
            "Its reminder was taken over; `unbroken remind install` has it sent.",
            "The reminders of {n} habits were taken over; `unbroken remind install` has them sent.",
            subject,
        )

    def reminder_without_days(self, subject: str) -> None:
        """A reminder that came on some days of the week."""
        self.tally(
            "Its reminder came on some days of the week; here it comes whenever the streak is "
            "still open.",
            "The reminders of {n} habits came on some days of the week; here they come whenever "
            "the streak is still open.",
            subject,
        )

    def reminder_left_out(self, subject: str) -> None:
        """A reminder that no time is known of."""
        self.tally(
            "Its reminder was left out; `unbroken edit` with --remind gives it one.",
            "The reminders of {n} habits were left out; `unbroken edit` with --remind gives them "
            "some.",
            subject,
        )

    def reminder_of_limit(self, subject: str) -> None:
        """A reminder of a limit, which asks for nothing (docs/domain.md section 8)."""
        self.tally(
            "Its reminder was left out: a limit asks for nothing.",
            "The reminders of {n} habits were left out: limits ask for nothing.",
            subject,
        )

    def listed_twice(self, subject: str) -> None:
        """A habit whose name, by which the tracker knows it, stands there again."""
        self.tally(
            "It is listed twice; its first line was kept.",
            "{n} lines were left out: their habits are listed already.",
            subject,
        )

    def malformed(self, file: str, first_line: int, n: int) -> None:
        """Lines of a text file that could not be understood."""
        if n:
            self.tally(
                f"1 line of “{file}” was left out: line {first_line} cannot be read.",
                f"{{n}} lines of “{file}” were left out: they cannot be read, the first is "
                f"line {first_line}.",
                n=n,
            )
