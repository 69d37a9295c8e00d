"""A year in review, of one streak or of all (docs/domain.md 4, the year in review)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from unbroken.core.amounts import decimal_of
from unbroken.core.day_states import MET, MISSED, state_together
from unbroken.core.errors import ErrorCode, Refusal
from unbroken.core.instants import instant_of
from unbroken.core.local_days import Day, weekday
from unbroken.core.results import CalendarDay
from unbroken.core.rules import WEEKDAYS
from unbroken.core.typing import Final, NamedTuple
from unbroken.core.year_review import (
    FIRST_YEAR,
    First,
    Won,
    YearFigures,
    YearMonth,
    YearReview,
    YearRun,
    YearStreak,
    YearWeekday,
)
from unbroken.engine.answers.streak import streak_answer
from unbroken.engine.calendar import Enrolled, days, enrolled_in
from unbroken.engine.callers import Caller
from unbroken.engine.context import Context
from unbroken.engine.lookup import find_streak
from unbroken.engine.progress import rewards
from unbroken.engine.streak_history import CountedHistory, History, civil, share_of
from unbroken.store.owners import OwnerRow
from unbroken.store.streaks import load_streaks

_BEST: Final = 5
"""Runs that are told."""


class _Span(NamedTuple):
    """A year up to a day: the streaks that there were, and the milestones reached in it.

    A period belongs to the year of its last day. `then` are the histories as they were at the
    end of it, from which come the runs; the order is the same.
    """

    first: Day
    last: Day
    histories: list[CountedHistory]
    then: list[History]
    won: list[Won]


def year_review(
    context: Context, caller: Caller, year: int | None = None, streak: str | None = None
) -> YearReview:
    """A year (default: the present one) of one streak, or of all that the owner takes part in.

    Raises Refusal for a year that has not begun, or before 1970.
    """
    with context.store.reading():
        owner = context.owner(caller)
        today = civil(context.today(owner))
        year = today.year if year is None else year
        if not FIRST_YEAR <= year <= today.year:
            raise Refusal(ErrorCode.BAD_DATE, f"Name a year from {FIRST_YEAR} to {today.year}.")
        one = None if streak is None else find_streak(context.store, streak)
        key = None if one is None else one.activity_type
        last = min(date(year, 12, 31), today)
        now, before = _spans(context, caller, owner, key, last)
        shown = _days_of_all(now) if key is None else _days_of_one(context, caller, key, now)
    earlier = _figures(before, owner.week_start, alone=one is not None)
    return YearReview(
        year,
        None if one is None else streak_answer(one, owner, Day(today.toordinal())),
        civil(now.first),
        last,
        _figures(now, owner.week_start, alone=one is not None),
        earlier if earlier.asked or earlier.logs else None,
        _months(now),
        _weekdays(now, owner.week_start),
        tuple(_runs(now)[:_BEST]),
        tuple(sorted(_firsts(now))),
        tuple(now.won),
        tuple(_streaks(now, before)) if one is None else (),
        shown,
    )


def _spans(
    context: Context, caller: Caller, owner: OwnerRow, streak: str | None, last: date
) -> tuple[_Span, _Span]:
    """The year up to a day, and the same days of the year before; each log is read once."""
    issued = [
        (civil(owner.days.date_at(instant_of(each.reward_issued_at))), each)
        for each in rewards(context, caller, streak)
    ]
    names = {key: each.name for key, each in load_streaks(context.store).items()}

    def history(of: Enrolled) -> tuple[Enrolled, CountedHistory]:
        return of, CountedHistory(context.store, owner, of)

    enrolled = enrolled_in(context, owner, streak, live=False)
    known = list(context.store.readable(enrolled, history, Enrolled.named))
    found = []
    for end in (last, _year_earlier(last)):
        first = end.replace(month=1, day=1)
        low, high = Day(first.toordinal()), Day(end.toordinal())
        shown = [(of, each) for of, each in known if each.first_day() <= high and each.today >= low]
        then = [History(owner, of, each.amounts, first, end) for of, each in shown]
        won = [
            Won(
                day,
                each.activity_type,
                names[each.streak_id],
                each.milestone_target_value,
                each.title,
            )
            for day, each in issued
            if first <= day <= end
        ]
        found.append(_Span(low, high, [each for _, each in shown], then, won))
    return found[0], found[1]


def _year_earlier(day: date) -> date:
    """The same day of the year before; of a 29 February the 28th."""
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if leap else day.day)


def _figures(span: _Span, week_start: int, *, alone: bool) -> YearFigures:
    """What it comes to; `alone` of one streak, else of all."""
    met, asked = _met_of(span, span.first, span.last)
    logged = {day for each in span.histories for day in each.logs}
    runs = _runs(span)
    total = sum(each.total(span.first, span.last) for each in span.histories)
    return YearFigures(
        met,
        asked,
        share_of(met, asked),
        _logs(span, span.first, span.last),
        sum(span.first <= day <= span.last for day in logged),
        runs[0].length if runs else 0,
        len(span.won),
        decimal_of(total) if alone else None,
        None if alone else _perfect_days(span),
        _best_month(_months(span)),
        _best_weekday(_weekdays(span, week_start)),
    )


def _met_of(span: _Span, first: int, last: int) -> tuple[int, int]:
    """How many periods of all the streaks were met, of how many decided on some days."""
    both = [each.decided.met_of(first, last) for each in span.histories]
    return sum(met for met, _ in both), sum(asked for _, asked in both)


def _logs(span: _Span, first: int, last: int) -> int:
    return sum(each.log_count(first, last) for each in span.histories)


def _months(span: _Span) -> tuple[YearMonth, ...]:
    found, day = [], civil(span.first)
    while day.toordinal() <= span.last:
        following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
        first, last = day.toordinal(), min(following.toordinal() - 1, span.last)
        met, asked = _met_of(span, first, last)
        found.append(YearMonth(day, met, asked, share_of(met, asked), _logs(span, first, last)))
        day = following
    return tuple(found)


def _weekdays(span: _Span, week_start: int) -> tuple[YearWeekday, ...]:
    logs, met, asked = Counter[int](), Counter[int](), Counter[int]()
    for each in span.histories:
        for day, count in each.logs.items():
            if span.first <= day <= span.last:
                logs[weekday(day)] += count
        for period in each.periods_on(span.first, span.last):
            within = span.first <= period.first == period.last <= span.last
            if within and period.state in (MET, MISSED):
                asked[weekday(period.first)] += 1
                met[weekday(period.first)] += period.state == MET
    return tuple(
        YearWeekday(WEEKDAYS[at], met[at], asked[at], share_of(met[at], asked[at]), logs[at])
        for at in ((place + week_start) % 7 for place in range(7))
    )


def _best_month(months: Sequence[YearMonth]) -> YearMonth | None:
    """The one with the highest share, of those that ask for half as much as any; else by logs."""
    most = max((each.asked for each in months), default=0)
    asking = [each for each in months if each.asked and 2 * each.asked >= most]
    if asking:
        return max(asking, key=lambda each: (each.share, each.met))
    best = max(months, key=lambda each: each.logs, default=None)
    return best if best is not None and best.logs else None


def _best_weekday(weekdays: Sequence[YearWeekday]) -> YearWeekday | None:
    """The one with the highest share; where no period is a day, the one with the most logs."""
    asking = [each for each in weekdays if each.asked]
    if asking:
        return max(asking, key=lambda each: (each.share, each.met))
    best = max(weekdays, key=lambda each: each.logs)
    return best if best.logs else None


def _runs(span: _Span) -> list[YearRun]:
    """The longest runs of each streak, the longest of all first, of two as long the later one."""
    found = [
        YearRun(each.streak.activity_type, each.streak.name, *run)
        for each in span.then
        for run in each.runs(_BEST)
    ]
    return sorted(found, key=lambda run: (-run.length, -run.first_day.toordinal()))


def _firsts(span: _Span) -> Iterator[First]:
    """The first logs ever of streaks, and the first periods met, that fall into the year."""
    for each in span.histories:
        streak = each.streak
        firsts = {"log": min(each.logs, default=None)}
        met = next((period for period in each.periods if period.state == MET), None)
        firsts["met"] = None if met is None else Day(min(met.last, each.today))
        if streak.goal == "at_most":
            del firsts["log"]
        for kind, day in firsts.items():
            if day is not None and span.first <= day <= span.last:
                yield First(civil(day), kind, streak.activity_type, streak.name)


def _streaks(span: _Span, before: _Span) -> Iterator[YearStreak]:
    """Each streak in which anything was decided or logged, in the owner's order."""
    earlier = {each.streak.id: each for each in before.histories}
    for each, then in zip(span.histories, span.then, strict=True):
        met, asked = each.decided.met_of(span.first, span.last)
        logs = each.log_count(span.first, span.last)
        if not asked and not logs:
            continue
        former = earlier.get(each.streak.id)
        runs = then.runs(1)
        yield YearStreak(
            each.streak.activity_type,
            each.streak.name,
            met,
            asked,
            share_of(met, asked),
            None if former is None else share_of(*former.decided.met_of(before.first, before.last)),
            logs,
            runs[0].length if runs else 0,
        )


def _perfect_days(span: _Span) -> int:
    """Days on which every daily streak that counted was met, and one did at least."""
    asked, met = Counter[int](), Counter[int]()
    for each in span.histories:
        rules = each.frame.rules
        if rules.period == "daily" and rules.every == 1:
            for period in each.periods_on(span.first, span.last):
                if span.first <= period.first <= span.last:
                    asked[period.first] += state_together([period.state])[2]
                    met[period.first] += period.state == MET
    return sum(asked[day] == met[day] for day in met if met[day])


def _days_of_one(
    context: Context, caller: Caller, streak: str, span: _Span
) -> tuple[CalendarDay, ...]:
    """The days of one streak, as the calendar has them."""
    page = days(context, caller, streak, civil(span.first), civil(span.last))
    return tuple(day._replace(in_month=True) for day in page)


def _days_of_all(span: _Span) -> tuple[CalendarDay, ...]:
    """The days of all, as the calendar has them: `value` of `target` streaks were met.

    Only a day before a streak began asks nothing in it, whatever its first period is.
    """
    states: dict[int, list[str]] = {}
    for each in span.histories:
        for period in each.periods_on(span.first, span.last):
            first = max(period.first, span.first, each.opened_on)
            for at in range(first, min(period.last, span.last) + 1):
                states.setdefault(at, []).append(period.state)
    found = []
    for at in map(Day, range(span.first, span.last + 1)):
        state, met, asked = state_together(states.get(at, ()))
        target = Decimal(asked) if asked else None
        logs = sum(each.logs.get(at, 0) for each in span.histories)
        found.append(CalendarDay(civil(at), state, Decimal(met), target, logs, True))
    return tuple(found)
