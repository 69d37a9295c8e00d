"""Streaks, as the engine answers them: all, and the one that is meant."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from operator import attrgetter

from unbroken.core.amounts import decimal_of
from unbroken.core.instants import optional_moment
from unbroken.core.local_days import Day
from unbroken.core.results import Streak, TargetChange
from unbroken.core.rules import WEEKDAYS
from unbroken.core.streak_fields import FIELDS, Kind
from unbroken.core.typing import Any, Final
from unbroken.engine.callers import Caller
from unbroken.engine.context import Context
from unbroken.engine.frames import rules_for
from unbroken.engine.lookup import find_streak
from unbroken.store.owners import OwnerRow
from unbroken.store.streaks import StreakRow, load_streaks
from unbroken.wording.rules import rule_sentence


def streak_answer(streak: StreakRow, owner: OwnerRow, today: Day) -> Streak:
    """A streak, its rule with the target in force today."""
    rules = rules_for(streak, owner)
    grid = rules.grid(owner.week_start)
    target = rules.target_on(grid.first_day(grid.index_from(today)))
    answers: dict[str, Any] = dict(zip(_NAMES, _stored(streak), strict=True))
    for name, answer in _TURNED:
        answers[name] = answer(answers[name])
    return Streak(**answers, rule=rule_sentence(rules, streak.unit, target))


def streaks(context: Context, caller: Caller) -> list[Streak]:
    """Every streak of the database, in order, archived ones too."""
    with context.store.reading():
        owner = context.reader(caller)
        today = context.today(owner)
        found = load_streaks(context.store).values()
        return [streak_answer(each, owner, today) for each in found]


def streak(context: Context, caller: Caller, text: str) -> Streak:
    """The streak meant by an activity type, a name or the beginning of either."""
    with context.store.reading():
        owner = context.reader(caller)
        return streak_answer(find_streak(context.store, text), owner, context.today(owner))


def _weekday_names(weekdays: tuple[int, ...] | None) -> tuple[str, ...] | None:
    return None if weekdays is None else tuple(WEEKDAYS[day] for day in weekdays)


def _target_changes(targets: tuple[tuple[Day, int], ...]) -> tuple[TargetChange, ...]:
    return tuple(TargetChange(date.fromordinal(day), decimal_of(each)) for day, each in targets)


_ANSWERS: Final[dict[Kind, Callable[[Any], Any]]] = {
    Kind.TARGET: decimal_of,
    Kind.TARGETS: _target_changes,
    Kind.WEEKDAYS: _weekday_names,
    Kind.DAY: date.fromordinal,
    Kind.INSTANT: optional_moment,
}
"""What makes an answer of a stored value, where that is another."""
_NAMES: Final = tuple(field.name for field in FIELDS)
_TURNED: Final = [(each.name, _ANSWERS[each.kind]) for each in FIELDS if each.kind in _ANSWERS]
_stored: Final = attrgetter(*_NAMES)
