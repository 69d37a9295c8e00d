"""Recording activities, and changing what was recorded (DOMAIN.md section 5)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final, NamedTuple

from unbroken.core.amounts import ONE, AmountError, thousandths
from unbroken.core.assessment import judge_of
from unbroken.core.errors import NotFound, Refusal
from unbroken.core.ids import new_id
from unbroken.core.instants import FIRST_INSTANT, LAST_INSTANT, Instant, instant_of
from unbroken.core.judge_state import LogEntry
from unbroken.core.results import Log, Recording, Reward
from unbroken.core.rule_validation import check_rules
from unbroken.core.text import activity_type_of, clean, one_line, unaccented
from unbroken.engine.enrolment_rows import (
    Enrolled,
    load_enrolments,
    load_entries,
    load_recent_skips,
)
from unbroken.engine.history import LOG_COLUMNS, LOG_TABLES, log_result
from unbroken.engine.judged_enrolment import View, view_of
from unbroken.engine.judgement import name_attempts, reward_rows, save_judged
from unbroken.engine.owner_rows import Person, load_people
from unbroken.engine.setting_definitions import read_setting
from unbroken.engine.streak_rows import Habit, load_habits
from unbroken.engine.streaks import Streaks
from unbroken.engine.unit_of_work import Change
from unbroken.engine.zones import zone_named
from unbroken.store import tables
from unbroken.store.stored_values import Row

LONGEST_NOTE: Final = 10_000


class Given(NamedTuple):
    """An activity as it is to be stored."""

    at: Instant
    zone: str
    moves: bool
    value: int
    note: str
    unique_identifier: str | None


class Logging(Streaks):
    """Logs: recorded, edited, deleted."""

    def log(
        self,
        streak: str,
        value: object = None,
        *,
        at: datetime | None = None,
        tz: str | None = None,
        note: str = "",
        unique_identifier: str | None = None,
        new: bool = True,
        dry_run: bool = False,
    ) -> Recording:
        """Records an activity of the owner, for now or for the aware time `at`.

        With `new`, an activity type that is not known becomes a daily streak (if the setting
        `activity_types` lets it); without, it is refused, and the beginning of a known one will
        do. With `dry_run` it is only tried out. Raises Refusal for an amount, a time or a zone
        that cannot be, and for a streak that takes no logs.
        """
        with self._changing("log", discard=dry_run) as change:
            person = self._me()
            habit = self._habit_to_log(change, streak, person, new=new)
            change.label = f"log {habit.name}"
            enrolled = self._enrolment(habit, person)
            first = self._first_log(enrolled, unique_identifier)
            if first is not None and enrolled is not None:
                return self._answer(self._view(habit, person, enrolled), first)
            refuse_idle(habit)
            given = self._check(habit, person, value, at, tz, note, unique_identifier)
            if given.moves:
                person = self._move(change, person, given.zone)
            if enrolled is None:
                self._enrol(change, habit.id, person)
                change.settle()
                enrolled = self._expect_enrolment(habit, person)
            return self._record(change, habit, person, enrolled, given)

    def edit_log(
        self,
        log_id: str,
        *,
        value: object = None,
        at: datetime | None = None,
        tz: str | None = None,
        note: str | None = None,
    ) -> Log:
        """Changes what is given of one of the owner's logs."""
        with self._changing("edit a log") as change:
            log = self._own_log(log_id)
            habit, person = self._habit(log.activity_type), self._me()
            given = self._check(
                habit,
                person,
                log.value if value is None else value,
                log.activity_at if at is None else at,
                log.timezone if tz is None else tz,
                log.note if note is None else note,
                log.unique_identifier,
            )
            new = {"value": given.value, "note": given.note}
            if at is not None or tz is not None:
                day = person.days.date_at(given.at, given.zone)
                new |= {"activity_at": given.at, "timezone": given.zone, "local_date": day}
            change.update(tables.Log, log_id, **new)
            change.label = f"edit a log of {habit.name}"
        return self._own_log(log_id)

    def delete_log(self, log_id: str) -> Log:
        """Deletes one of the owner's logs; what it counted for is judged anew."""
        with self._changing("delete a log") as change:
            log = self._own_log(log_id)
            change.delete(tables.Log, tables.Log.id == log_id)
            change.label = f"delete a log of {self._habit(log.activity_type).name}"
        return log

    def _own_log(self, log_id: str) -> Log:
        rows = self.store.rows(
            f"SELECT {LOG_COLUMNS} FROM {LOG_TABLES} WHERE l.id = ? AND e.owner_id = ?",
            (log_id, self._owner_id()),
        )
        if not rows:
            raise NotFound("There is no such log of yours.")
        return log_result(rows[0])

    def _habit_to_log(self, change: Change, text: str, person: Person, *, new: bool) -> Habit:
        if not new:
            return self._habit(text)
        name = one_line(text)
        wanted, plain = activity_type_of(name), unaccented(name)
        for habit in load_habits(self.store).values():
            if habit.activity_type == plain or unaccented(habit.name) == plain:
                return habit
        allowed = read_setting(self.store, "activity_types")
        if allowed and wanted not in allowed:
            listed = ", ".join(allowed[:10])
            raise Refusal("unknown_activity_type", f"Only these can be logged: {listed}.")
        fields = check_rules({"name": name}, self._defaults())
        row = self._insert_streak(change, fields, person)
        return load_habits(self.store, row["id"])[row["id"]]

    def _enrolment(self, habit: Habit, person: Person) -> Enrolled | None:
        found = load_enrolments(self.store, owner_id=person.id, streak_id=habit.id)
        return found[0] if found else None

    def _expect_enrolment(self, habit: Habit, person: Person) -> Enrolled:
        found = self._enrolment(habit, person)
        assert found is not None
        return found

    def _first_log(self, enrolled: Enrolled | None, unique_identifier: str | None) -> str | None:
        """The id of the log that has the unique identifier already."""
        if enrolled is None or not unique_identifier:
            return None
        rows = self.store.rows(
            "SELECT id FROM logs WHERE enrolment_id = ? AND unique_identifier = ?",
            (enrolled.id, one_line(unique_identifier)),
        )
        return rows[0][0] if rows else None

    def _check(
        self,
        habit: Habit,
        person: Person,
        value: object,
        at: datetime | None,
        tz: str | None,
        note: str,
        unique_identifier: str | None,
    ) -> Given:
        now = self._now()
        instant = now if at is None else instant_of(at)
        if not FIRST_INSTANT <= instant <= LAST_INSTANT:
            raise Refusal("bad_time", "An activity must lie in the years 1970 to 2100.")
        if instant > now:
            raise Refusal("future", "That time is still to come; log it when it is done.")
        zone = person.days.zone_at(instant) if tz is None else zone_named(tz)
        moves = tz is not None and instant == now and zone != person.days.zone_at(now)
        if len(note) > LONGEST_NOTE:
            raise Refusal("bad_note", f"A note has at most {LONGEST_NOTE:,} characters.")
        key = one_line(unique_identifier) if unique_identifier else None
        return Given(instant, zone, moves, _amount(habit, value), clean(note).strip(), key or None)

    def _move(self, change: Change, person: Person, zone: str) -> Person:
        """The owner is where their newest activity says, from now on (DOMAIN.md 2.5)."""
        now = self._now()
        same = self.store.rows(
            "SELECT id FROM timezones WHERE owner_id = ? AND effective_from = ?", (person.id, now)
        )
        if same:
            change.update(tables.Timezone, same[0][0], timezone=zone)
        else:
            row = {"owner_id": person.id, "effective_from": now, "timezone": zone}
            change.insert(tables.Timezone, row)
        change.settle()
        return load_people(self.store, person.id)[person.id]

    def _record(
        self, change: Change, habit: Habit, person: Person, enrolled: Enrolled, given: Given
    ) -> Recording:
        before = self._view(habit, person, enrolled)
        current = before.assessment.current
        entry = LogEntry(
            given.at, person.days.date_at(given.at, given.zone), given.value, self._now()
        )
        won = self._extend(habit, person, entry)
        known = {each.id for each in self._rewards(before)} if won is None else set()
        row = log_row(enrolled, given, entry)
        change.insert_log(row)
        if won is not None:
            change.judged.add(enrolled.id)
        change.settle()
        after = self._view(habit, person, self._expect_enrolment(habit, person))
        issued = [] if won == set() else self._rewards(after)
        rewards = [
            each for each in issued if (each.id not in known if won is None else each.id in won)
        ]
        return self._answer(after, row["id"], before=current, rewards=rewards)

    def _extend(self, habit: Habit, person: Person, entry: LogEntry) -> set[str] | None:
        """Judges a log that comes in order, from the stored standing alone, and stores the result.

        Answers the ids of the rewards that it won; None where the log is not in order, so that
        the whole history has to be judged.
        """
        enrolled = self._expect_enrolment(habit, person)
        skips = load_recent_skips(self.store, person.id, enrolled.id).get(enrolled.id, ())
        frame = habit.frame(person, skips, enrolled.enrolled_at)
        state = enrolled.revive(frame)
        judge = judge_of(frame, state)
        index = frame.counts(entry)
        if index is not None:
            attempt, cursor = state.attempt, state.cursor
            if attempt is not None and attempt.opened_on > entry.day:
                return None
            if cursor is not None and index < cursor:
                return None
            latest = None if attempt is None else attempt.last_contribution_at
            if index == cursor and latest is not None and entry.at < latest:
                return None
            same_day = (
                load_entries(self.store, enrolled.id, entry.day, entry.day)
                if habit.method == "days"
                else []
            )
            judge.add(index, entry, all(frame.counts(each) is None for each in same_day))
            name_attempts(self.store, judge.attempts, enrolled.unique_identifier)
        enrolled = enrolled._replace(total_count=enrolled.total_count + 1)
        newest = (enrolled.last_activity_at or -1, enrolled.last_activity_date or 0)
        if (entry.at, entry.day) >= newest:
            enrolled = enrolled._replace(last_activity_at=entry.at, last_activity_date=entry.day)
        rows = reward_rows(judge.issued, habit.milestones)
        save_judged(self.store, enrolled, judge, rows)
        return {row["id"] for row in rows} if habit.goal == "at_least" else set()

    def _view(self, habit: Habit, person: Person, enrolled: Enrolled) -> View:
        skips = load_recent_skips(self.store, person.id, enrolled.id).get(enrolled.id, ())
        return view_of(self.store, enrolled, habit, person, skips, self._now(), brief=False)

    def _answer(
        self,
        view: View,
        log_id: str,
        *,
        before: int | None = None,
        rewards: Iterable[Reward] = (),
    ) -> Recording:
        """What recording did; without `before` the log is one that was there already."""
        current = view.assessment.current
        started = before == 0 and current == 1
        return Recording(
            log_id,
            current,
            view.assessment.longest,
            view.enrolled.total_count,
            before is not None and current > before and not started,
            started,
            before is None,
            self._own_log(log_id),
            view.task_progress(),
            view.latest_record(),
            tuple(rewards),
        )


def log_row(enrolled: Enrolled, given: Given, entry: LogEntry) -> Row:
    """A new log as a row of the table."""
    return {
        "id": new_id(),
        "enrolment_id": enrolled.id,
        "activity_at": entry.at,
        "timezone": given.zone,
        "local_date": entry.day,
        "value": entry.value,
        "note": given.note,
        "unique_identifier": given.unique_identifier,
        "recorded_at": entry.recorded_at,
    }


def refuse_idle(habit: Habit) -> None:
    if habit.status == "paused":
        raise Refusal("paused", f"{habit.name} is paused; resume it to log to it.")
    if habit.status == "archived":
        raise Refusal("archived", f"{habit.name} is archived; restore it to log to it.")


def _amount(habit: Habit, value: object) -> int:
    if value is None:
        if habit.method == "sum" and habit.unit:
            raise Refusal("bad_amount", f"Say how many {habit.unit}, for example 2 or 42.5.")
        return ONE
    try:
        return thousandths(str(value))
    except AmountError as error:
        raise Refusal("bad_amount", str(error)) from None
