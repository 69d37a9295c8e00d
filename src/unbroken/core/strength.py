"""How strong a habit is: a score that forgives (docs/domain.md 4, figures). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from math import copysign, sqrt

from unbroken.core.day_states import FUTURE, MET, NONE, SKIPPED, JudgedPeriod
from unbroken.core.exemptions import Exemptions
from unbroken.core.local_days import Day
from unbroken.core.rules import Rules
from unbroken.core.typing import Final

_HALF_LIFE: Final = 13
"""Days after which a daily habit that is left alone is half as strong."""
_LENGTHS: Final = {"daily": 1, "weekly": 7, "monthly": 30, "quarterly": 91, "yearly": 365}


def kept_a_day(rules: Rules) -> float:
    """What one day leaves of the score: 0.5 ** (sqrt(f) / 13), with f = periods a day."""
    if rules.schedule is not None:
        periods_a_day = len(rules.schedule) / 7
    else:
        periods_a_day = 1 / (_LENGTHS[rules.period] * rules.every)
    return float(0.5 ** (sqrt(periods_a_day) / _HALF_LIFE))


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
    at_most = rules.goal == "at_most"
    keeps, score = kept_a_day(rules), 1.0 if at_most else 0.0
    for each in periods:
        first, last, state, _, _ = each
        if state not in (NONE, SKIPPED, FUTURE):
            days = asked.countable(first, min(last, today) + 1)
            is_whole = state == MET and not at_most
            value = 1.0 if is_whole else _value(rules, each, amounts, today)
            score = value + (score - value) * keeps**days
        yield score


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
