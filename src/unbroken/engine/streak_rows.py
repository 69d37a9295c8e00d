"""Streaks as the engine works with them: a row of the table with its targets and milestones."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from unbroken.core.amounts import decimal_of
from unbroken.core.errors import Unreadable
from unbroken.core.exemptions import Exemptions
from unbroken.core.instants import Instant, moment_of
from unbroken.core.judge_state import Frame
from unbroken.core.local_days import Day
from unbroken.core.results import Milestone, Streak, TargetChange
from unbroken.core.rules import LARGEST_EVERY, WEEKDAYS, Rules
from unbroken.engine.owner_rows import Person
from unbroken.store.connection import Store
from unbroken.store.stored_values import Known, check_instants, stored_day
from unbroken.wording.rules import rule_sentence

Skipped = tuple[Day, Day | None]

_COLUMNS = (
    "id, activity_type, name, description, unit, color, group_name, aggregation_method,"
    " aggregation_period, every, goal, aggregation_target_value, completion_target_value,"
    " grace_periods, schedule, starts_on, strict, status, archived_at, position"
)
_WEEKDAY_NUMBERS = [str(day) for day in range(len(WEEKDAYS))]


class Habit(NamedTuple):
    """A streak's rules and what they are about. Targets are thousandths."""

    id: str
    activity_type: str
    name: str
    description: str
    unit: str | None
    color: str | None
    group: str | None
    method: str
    period: str
    every: int
    goal: str
    target: int
    length: int | None
    grace: int | None
    schedule: tuple[int, ...] | None
    starts_on: Day
    strict: bool
    status: str
    archived_at: Instant | None
    position: int
    targets: tuple[tuple[Day, int], ...]
    milestones: tuple[Milestone, ...]

    def rules_for(self, person: Person) -> Rules:
        """The rules as they hold for an owner, whose grace is the default."""
        return Rules(
            self.method,
            self.period,
            self.every,
            self.goal,
            self.target,
            self.targets,
            self.length,
            person.grace if self.grace is None else self.grace,
            self.schedule,
            self.starts_on,
            self.strict,
            tuple(sorted({each.milestone_target_value for each in self.milestones})),
        )

    def frame(self, person: Person, skips: Iterable[Skipped], enrolled_at: Instant) -> Frame:
        """What judging this streak for an owner depends on, besides the logs."""
        rules = self.rules_for(person)
        grid = rules.grid(person.week_start)
        exemptions = Exemptions(grid, skips, person.days.void_days())
        return Frame(rules, grid, exemptions, person.days, person.days.date_at(enrolled_at))

    def judged_at(self, now: Instant) -> Instant:
        """The instant that it is judged at: an archived streak stands still (DOMAIN.md 3)."""
        return now if self.archived_at is None else min(now, self.archived_at)

    def result(self, person: Person, today: Day) -> Streak:
        """The streak as the engine answers it, its rule with the target in force today."""
        rules = self.rules_for(person)
        grid = rules.grid(person.week_start)
        target = rules.target_on(grid.first_day(grid.index_from(today)))
        return Streak(
            self.id,
            self.activity_type,
            self.name,
            self.description,
            self.unit,
            self.color,
            self.group,
            self.method,
            self.period,
            self.every,
            self.goal,
            decimal_of(self.target),
            tuple(TargetChange(date.fromordinal(day), decimal_of(t)) for day, t in self.targets),
            self.length,
            self.grace,
            None if self.schedule is None else tuple(WEEKDAYS[day] for day in self.schedule),
            date.fromordinal(self.starts_on),
            self.strict,
            self.status,
            None if self.archived_at is None else moment_of(self.archived_at),
            self.milestones,
            rule_sentence(rules, self.unit, target),
        )


def load_habits(store: Store, streak_id: str | None = None) -> dict[str, Habit]:
    """Every streak in order, or only the one named, by id.

    Raises Unreadable for one whose rules cannot be read; asking for one that is gone does so too.
    """
    where, parameters = ("", ()) if streak_id is None else (" WHERE streak_id = ?", (streak_id,))
    targets: dict[str, list[tuple[Day, int]]] = {}
    for streak, day, target in store.rows(
        f"SELECT streak_id, from_day, aggregation_target_value FROM targets{where}"
        " ORDER BY from_day",
        parameters,
    ):
        targets.setdefault(streak, []).append((stored_day(day), target))
    milestones: dict[str, list[Milestone]] = {}
    for streak, *columns in store.rows(
        f"SELECT streak_id, id, milestone_target_value, title FROM milestones{where}"
        " ORDER BY milestone_target_value, title, id",
        parameters,
    ):
        milestones.setdefault(streak, []).append(Milestone(*columns))
    rows = store.rows(
        f"SELECT {_COLUMNS} FROM streaks{where.replace('streak_id', 'id')} ORDER BY position",
        parameters,
    )
    return Known(
        (row[0], _habit(row, targets.get(row[0], []), milestones.get(row[0], []))) for row in rows
    )


def _habit(row: tuple[Any, ...], targets: list[Any], milestones: list[Milestone]) -> Habit:
    schedule, starts_on, strict, *others = row[14:]
    check_instants(others[1])
    habit = Habit._make(
        [
            *row[:14],
            None if schedule is None else _weekdays(schedule),
            stored_day(starts_on),
            bool(strict),
            *others,
            tuple(targets),
            tuple(milestones),
        ]
    )
    if not 1 <= habit.every <= LARGEST_EVERY:
        raise Unreadable(f"{habit.every} is no number of periods")
    return habit


def _weekdays(text: str) -> tuple[int, ...]:
    """A schedule as it is stored: the numbers of its weekdays."""
    named = text.split(",")
    if not all(day in _WEEKDAY_NUMBERS for day in named):
        raise Unreadable(f"“{text[:20]}” is no schedule")
    return tuple(map(int, named))
