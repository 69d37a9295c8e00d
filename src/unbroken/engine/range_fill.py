"""Filling a range of days with logs, as one change."""

from __future__ import annotations

from datetime import date, datetime

from unbroken.core.day_states import MISSED, NONE, OPEN, PARTIAL
from unbroken.core.judge_state import LogEntry
from unbroken.core.local_days import Day
from unbroken.engine.calendar import Calendars
from unbroken.engine.civil_instants import OwnersMoments
from unbroken.engine.logs import Logging, log_row, refuse_idle

_WANTING = (MISSED, OPEN, PARTIAL, NONE)


class Filling(Logging, Calendars):
    """Catching up on days that were not logged."""

    def fill(self, streak: str, first: date, last: date, value: object = None) -> int:
        """Logs once, at noon, on each day of a range that has no log yet; answers how often.

        Days whose period is met, days to come, off schedule or excused are left alone. Raises
        Refusal where nothing can be logged to the streak, or an amount is needed.
        """
        with self._changing("fill") as change:
            person, habit = self._me(), self._habit(streak)
            refuse_idle(habit)
            change.label = f"fill {habit.name}"
            if self._enrolment(habit, person) is None:
                self._enrol(change, habit.id, person)
                change.settle()
            enrolled = self._expect_enrolment(habit, person)
            moments, filled = OwnersMoments(person.days, self._now()), 0
            for found in self.days(habit.activity_type, first, last):
                moment = moments.on(found.date)
                if found.logs or found.state not in _WANTING or moment is None:
                    continue
                at = datetime.fromisoformat(moment)
                given = self._check(habit, person, value, at, None, "", None)
                day = Day(found.date.toordinal())
                entry = LogEntry(given.at, day, given.value, self._now())
                change.insert_log(log_row(enrolled, given, entry))
                filled += 1
            return filled
