"""Builds the interchange document of another tracker's file, habit by habit and mark by mark."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any, Final

from unbroken.core.reminders import MOST as MOST_REMINDERS
from unbroken.core.rules import LARGEST_EVERY
from unbroken.core.text import LONGEST_NAME, REPLACEMENT, activity_type_of, clean, one_line
from unbroken.exchange import contract
from unbroken.exchange.contract import CivilInstants, Plan, too_many
from unbroken.exchange.documents.day_marks import (
    DONE,
    LARGEST_VALUE,
    THOUSANDTH,
    Mark,
    MarkPlacer,
)
from unbroken.exchange.documents.frequency import period_for, rule_fields, rules_for
from unbroken.exchange.documents.import_notes import ImportNotes
from unbroken.exchange.documents.source_ids import source_id
from unbroken.exchange.readers import cell_values

LONGEST_NOTE: Final = 10_000
"""Characters of a note or description that are kept."""


_ONE: Final = Decimal(1)


class ImportedHabit:
    """One habit while its marks are collected; a later mark of a day replaces the earlier."""

    def __init__(self, builder: DocumentBuilder, key: str, fields: dict[str, Any]) -> None:
        self.key = key
        self.name: str = fields["name"]
        self.fields = fields
        self.marks: dict[tuple[date, int], Mark] = {}
        self._builder = builder

    def remind(self, *minutes: int, every_day: bool = True) -> None:
        """Has it reminded of at minutes of the day; none are known where none are given."""
        notes = self._builder.notes
        if self.fields["goal"] == "at_most":
            notes.reminder_of_limit(self.name)
        elif not minutes:
            notes.reminder_left_out(self.name)
        else:
            times = [f"{minute // 60:02}:{minute % 60:02}" for minute in minutes]
            self.fields["reminders"] = times[:MOST_REMINDERS]
            notes.reminder_set(self.name)
            if not every_day:
                notes.reminder_without_days(self.name)

    def record(
        self,
        day: date | None,
        kind: str = DONE,
        *,
        value: Decimal | int = _ONE,
        note: object = "",
        at: str | None = None,
        nth: int = 0,
    ) -> None:
        """Keeps a mark of a kind named in `day_marks`; one without a day is noted as unreadable.

        `at` is its instant where the wall time is known; `nth` tells several marks of a day apart.
        """
        notes = self._builder.notes
        if day is None:
            notes.unreadable(self.name)
            return
        if (day, nth) in self.marks:
            notes.replaced(self.name)
        self._builder.count_mark()
        text = self._builder.text(note, self.name)
        self.marks[day, nth] = Mark(kind, Decimal(value), text, at)


class DocumentBuilder:
    """The document of one file in the making."""

    def __init__(self, format_name: str, instants: CivilInstants) -> None:
        self.notes = ImportNotes()
        self._format = format_name
        self._placer = MarkPlacer(format_name, instants, self.notes)
        self._habits: dict[str, ImportedHabit] = {}
        self._types: set[str] = set()
        self._marks = 0

    def count_mark(self) -> None:
        """Counts a mark. Raises ExchangeError for one too many."""
        self._marks += 1
        if self._marks > contract.MOST_ENTRIES:
            raise too_many("The file", contract.MOST_ENTRIES, "entries")

    def habit(
        self,
        key: str,
        name: object,
        rules: dict[str, Any],
        *,
        description: object = "",
        unit: object = None,
        color: str | None = None,
        group: object = None,
        archived: bool = False,
        schedule: list[str] | None = None,
    ) -> ImportedHabit:
        """Adds a habit. `key` names it in its source; a repeated key is told apart by its order.

        Raises ExchangeError for one too many.
        """
        if len(self._habits) >= contract.MOST_HABITS:
            raise too_many("The file", contract.MOST_HABITS, "habits")
        distinct, count = key, 1
        while distinct in self._habits:
            count += 1
            distinct = f"{key}\n{count}"
        title = self._line(name) or "Habit"
        fields = {
            "id": source_id(self._format, distinct, "streak"),
            "activity_type": self._activity_type(title),
            "name": title,
            "description": self.text(description, title),
            "unit": self._line(unit) or None,
            "color": color,
            "group": self._line(group) or None,
            **rules,
            "completion_target_value": None,
            "grace_periods": 0,
            "schedule": schedule,
            "strict": False,
            "status": "archived" if archived else "live",
        }
        habit = self._habits[distinct] = ImportedHabit(self, distinct, fields)
        return habit

    def yes_no(self, times: int, days: int, name: object) -> dict[str, Any]:
        """The rules of a yes/no habit, with a note where they had to change."""
        rules, rolling = rules_for(times, days)
        if rolling:
            self.notes.rolling(habit_name(name))
        self._note_shortened(rules["every"], days, name)
        return rules

    def amount(
        self, times: int, days: int, target: object, name: object, *, at_most: bool = False
    ) -> dict[str, Any]:
        """The rules of a habit whose amounts add up over "`times` in `days` days"."""
        period, every = period_for(times, days)
        if (period, every) != ("daily", 1):
            self.notes.rolling(habit_name(name))
        self._note_shortened(every, days, name)
        if at_most:
            self.notes.limit(habit_name(name))
        return rule_fields(
            method="sum",
            period=period,
            every=every,
            goal="at_most" if at_most else "at_least",
            target=self._target(target, name, at_most),
        )

    def daily(self, name: object, *, counted: bool) -> dict[str, Any]:
        """The rules of a habit whose goal is not in its source, with a note that says so."""
        self.notes.tally(
            "Its goal is not in the file; it is now a daily habit with target 1.",
            "The goals of {n} habits are not in the file; they are now daily with target 1.",
            habit_name(name),
        )
        return self.amount(1, 1, 1, name) if counted else self.yes_no(1, 1, name)

    def text(self, cell: object, subject: str = "") -> str:
        """A note or description, newlines kept."""
        raw = cell_values.text(cell)
        if not raw:
            return ""
        if len(raw) > LONGEST_NOTE:
            self.notes.tally(
                f"1 note was cut to {LONGEST_NOTE} characters.",
                f"{{n}} notes were cut to {LONGEST_NOTE} characters.",
                subject,
            )
        return self._checked(clean(raw[:LONGEST_NOTE]).strip(), raw, subject)

    def plan(self) -> Plan:
        """Everything collected, as a plan; the marks are given up on the way."""
        streaks: list[dict[str, Any]] = []
        logs: list[dict[str, Any]] = []
        skips: list[dict[str, Any]] = []
        for habit in self._habits.values():
            first = self._placer.place(habit.key, habit.fields, habit.marks, logs, skips)
            habit.marks.clear()
            if first is not None:
                habit.fields["starts_on"] = first.isoformat()
            streaks.append(habit.fields)
        document = {
            "format": "unbroken",
            "version": 1,
            "owners": [],
            "streaks": streaks,
            "enrolments": [],
            "logs": logs,
            "skips": skips,
        }
        return Plan(self._format, document, self.notes.collected())

    def _line(self, cell: object) -> str:
        raw = cell_values.text(cell)
        if len(raw) > LONGEST_NAME:
            self.notes.tally(
                f"1 name was cut to {LONGEST_NAME} characters.",
                f"{{n}} names were cut to {LONGEST_NAME} characters.",
            )
        return self._checked(habit_name(cell), raw, "")

    def _target(self, cell: object, name: object, at_most: bool) -> int | Decimal:
        wanted = cell_values.number(cell)
        value = min(wanted or Decimal(0), Decimal(LARGEST_VALUE))
        value = max(value, Decimal(0)).quantize(THOUSANDTH, ROUND_HALF_EVEN)
        if not value and not at_most:
            value = Decimal(1)
        if value != wanted:
            self.notes.tally(
                f"Its target is now {cell_values.plain(value)}: the file's own cannot be used.",
                "{n} habits got another target: the file's own cannot be used.",
                habit_name(name),
            )
        return cell_values.plain(value)

    def _note_shortened(self, every: int, days: int, name: object) -> None:
        if every == LARGEST_EVERY < days:
            self.notes.tally(
                f"Its period was shortened to {LARGEST_EVERY} days, the longest there is.",
                f"The periods of {{n}} habits were shortened to {LARGEST_EVERY} days.",
                habit_name(name),
            )

    def _checked(self, cleaned: str, raw: str, subject: str) -> str:
        if REPLACEMENT in cleaned and REPLACEMENT not in raw:
            self.notes.tally(
                "Control characters in 1 text were replaced.",
                "Control characters in {n} texts were replaced.",
                subject,
            )
        return cleaned

    def _activity_type(self, name: str) -> str:
        base = found = activity_type_of(name)
        count = 1
        while found in self._types:
            count += 1
            found = f"{base[: LONGEST_NAME - 8]}-{count}"
        if count > 1:
            self.notes.tally(
                f"Another habit is called like it: this one's activity type is {found}.",
                "{n} habits are called like another: their activity types have a number.",
                name,
            )
        self._types.add(found)
        return found


def habit_name(name: object) -> str:
    """A habit's name as it is imported and as notes give it."""
    return one_line(cell_values.text(name)[: 4 * LONGEST_NAME])
