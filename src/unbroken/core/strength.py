"""How strong a habit is: a score that forgives (docs/domain.md 4, figures). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sized
from decimal import Decimal
from math import copysign, sqrt

from unbroken.core.day_states import FUTURE, MET, NONE, SKIPPED, JudgedPeriod
from unbroken.core.exemptions import Exemptions
from unbroken.core.local_days import Day
from unbroken.core.rules import Rules
from unbroken.core.typing import Final

_HALF_LIFE: Final = 13
"""Days after which a daily habit that is left alone is half as strong."""
_NOTHING_ASKED: Final = (NONE, SKIPPED, FUTURE)
_LENGTHS: Final = {"daily": 1, "weekly": 7, "monthly": 30, "quarterly": 91, "yearly": 365}


def kept_a_day(rules: Rules) -> float:
    """What one day leaves of the score: 0.5 ** (sqrt(f) / 13), with f = periods a day."""
    often = _periods_a_day(rules.period, rules.every, rules.schedule)
    return float(0.5 ** (sqrt(often) / _HALF_LIFE))


def half_life(rules: Rules) -> float:
    """Days after which half of a score is what was done in them."""
    return _HALF_LIFE / sqrt(_periods_a_day(rules.period, rules.every, rules.schedule))


def _periods_a_day(period: str, every: int, schedule: Sized | None) -> float:
    return 1 / (_LENGTHS[period] * every) if schedule is None else len(schedule) / 7


def score_at_first(rules: Rules) -> float:
    """The score before any day."""
    return 1.0 if rules.goal == "at_most" else 0.0


def six_places(part: float) -> Decimal:
    """A part of 1, or what one has changed by, cut to six places: 1 is where nothing is missing."""
    return Decimal(int(part * 1e6 + copysign(1e-3, part))).scaleb(-6)


def strengths(
    rules: Rules,
    periods: Iterable[JudgedPeriod],
    amounts: Mapping[Day, int],
    asked: Exemptions,
    today: Day,
) -> Iterator[float]:
    """The score, 0 to 1, at the end of each period, at `today` that of the open one.

    `periods` are all of them from the streak's beginning on, `amounts` what counted on each day,
    `asked` the exemptions of single days: a day that is skipped leaves the score as it is.
    """
    keeps, score = kept_a_day(rules), score_at_first(rules)
    for value, days in _values(rules, periods, amounts, asked, today):
        score = value + (score - value) * keeps**days
        yield score


def strength_bounds(
    rules: Rules,
    periods: Iterable[JudgedPeriod],
    amounts: Mapping[Day, int],
    asked: Exemptions,
    today: Day,
) -> tuple[float, float]:
    """The lowest and the highest score there can be after some periods, whatever was before them.

    A period takes the higher of two scores nearer to the lower one, and not below it. So what 0
    comes to is the lowest, and what 1 comes to the highest.
    """
    keeps, low, high = kept_a_day(rules), 0.0, 1.0
    for value, days in _values(rules, periods, amounts, asked, today):
        kept = keeps**days
        low, high = value + (low - value) * kept, value + (high - value) * kept
    return low, high


def _values(
    rules: Rules,
    periods: Iterable[JudgedPeriod],
    amounts: Mapping[Day, int],
    asked: Exemptions,
    today: Day,
) -> Iterator[tuple[float, int]]:
    """The value of each period, and how many of its days have it: none where nothing is asked."""
    is_at_most, countable, some_left_out = rules.goal == "at_most", asked.countable, asked.has_any
    for each in periods:
        first, last, state, _, _ = each
        if state in _NOTHING_ASKED:
            yield 0.0, 0
            continue
        end = (last if last < today else today) + 1
        days = countable(first, end) if some_left_out else end - first
        is_whole = state == MET and not is_at_most
        yield 1.0 if is_whole else _value(rules, each, amounts, today), days


def _value(rules: Rules, period: JudgedPeriod, amounts: Mapping[Day, int], today: Day) -> float:
    """How much of what it asks for a period has, 0 to 1; each of its days has that value.

    Of one that is open, at least as much as the last so many days have.
    """
    if rules.goal == "at_most":
        above = period.total - period.target
        if above <= 0:
            return 1.0
        return max(1 - above / period.target, 0.0) if period.target else 0.0
    done = period.total
    if period.last > today:
        begin = today - (period.last - period.first)
        done = max(done, sum(amounts.get(Day(day), 0) for day in range(begin, today + 1)))
    return min(done / period.target, 1.0)
