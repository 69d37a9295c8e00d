"""Months, years and chains in numbers and words. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from unbroken.core.day_states import MET, CalendarPeriod, decided_days
from unbroken.core.results import CalendarDay, Streak
from unbroken.core.text import counted
from unbroken.tui.model.calendar_page import CalendarPage
from unbroken.wording.amounts import amount
from unbroken.wording.dates import long_day
from unbroken.wording.rules import period_noun
from unbroken.wording.states import not_over_words
from unbroken.wording.year_review import only_daily

_LONGER: Final = " · longer periods count too"


class Tally(NamedTuple):
    """How many are met, of how many that were asked, and the most of them in a row."""

    met: int
    asked: int
    row: int


def _tally(
    page: CalendarPage,
    days: Sequence[CalendarDay],
    periods: Iterable[CalendarPeriod],
) -> Tally:
    """What some days in a row came to, in the one streak's `periods` that touch them.

    What is not decided yet is not counted: of a streak the open period, of all streaks a day that
    is not over. A row does not end at what was not asked, and of a streak it is part of a chain,
    so that what the grace forgives does not end it either (docs/domain.md 4.7).
    """
    if page.streak is None:
        return _tally_days(days, page.today)
    first, last = days[0].date, days[-1].date
    touching = [each for each in periods if each.first_day <= last and each.last_day >= first]
    met = [each for each in touching if each.state == "met"]
    begins = [each.first_day for each in page.chains]
    rows = Counter(bisect_right(begins, each.first_day) for each in met)
    missed = sum(each.state == "missed" for each in touching)
    return Tally(len(met), len(met) + missed, max(rows.values(), default=0))


def _tally_days(days: Iterable[CalendarDay], today: date) -> Tally:
    """A day of all streaks is met where all that it asks for is."""
    met = asked = row = most = 0
    for each in decided_days(days, today):
        is_met = each.state == MET
        met, asked, row = met + is_met, asked + 1, row + 1 if is_met else 0
        most = max(most, row)
    return Tally(met, asked, most)


def share_words(days: Iterable[CalendarDay], today: date) -> str:
    """`57%`: what was met of all that the days of all streaks asked for; empty if that is nothing.

    A day that is not over counts only where all it asks for is met.
    """
    asked = [each for each in days if each.target and (each.date < today or each.state == "met")]
    whole = sum(each.target or 0 for each in asked)
    return f"{int(100 * sum(each.value for each in asked) / whole)}%" if whole else ""


def week_words(page: CalendarPage, week: Sequence[CalendarDay]) -> str:
    """What a week of the month came to: an amount with its unit, else how many of the days were met
    that are decided; of all streaks the share.
    """
    days = [each for each in week if each.in_month and each.date <= page.today]
    if page.streak is None:
        return share_words(days, page.today)
    if page.streak.aggregation_method == "sum":
        total, unit = sum((each.value for each in days), Decimal(0)), page.streak.unit
        return f"{amount(total)}{f' {unit}' if unit and len(unit) < 4 else ''}" if total else ""
    if page.tied:
        logs = sum(each.logs for each in days)
        return f"{logs} ×" if logs else ""
    decided = [each.state == "met" for each in days if each.state in ("met", "missed")]
    return f"{sum(decided)}/{len(decided)}" if decided else ""


def summary_words(page: CalendarPage) -> str:
    """`27 of 30 met, 16 in a row`; of a streak of weeks `3 of 4 weeks met …`, of all streaks
    `27 of 30 days all met …`.
    """
    days = [each for each in page.days if each.in_month]
    told = _tally(page, days, page.own_periods())
    if page.streak is None:
        return _days_words(told, days, page.today, "month")
    if not told.asked:
        return _nothing("month")
    asked = counted(told.asked, _noun(page.streak)) if page.tied else f"{told.asked}"
    return f"{told.met} of {asked} met{_in_a_row(told)}"


def year_words(page: CalendarPage, cells: int = 0) -> str:
    """The same of the year; of one streak as its review tells it (docs/domain.md 4):
    `301 of 324 days met · longest run 130`. Of all it says in so many cells that longer periods
    count too, which they do not for the perfect days of the review.
    """
    if page.year is None:
        return ""
    review = page.year.review
    if page.streak is None:
        year, tally = page.year.days, _tally_days(page.year.days, page.today)
        said = _days_words(tally, year, page.today, "year")
        longer = said + _LONGER
        mixed = review is not None and only_daily(review) and tally.asked
        return longer if mixed and len(longer) <= cells else said
    if review is None or not review.figures.asked:
        return _nothing("year")
    figures = review.figures
    asked = counted(figures.asked, _noun(page.streak))
    return f"{figures.met} of {asked} met · longest run {figures.longest_run}"


def _days_words(told: Tally, days: Iterable[CalendarDay], today: date, whole: str) -> str:
    if not told.asked:
        return not_over_words(days, today) or _nothing(whole)
    return f"{told.met} of {counted(told.asked, 'day')} all met{_in_a_row(told)}"


def _in_a_row(told: Tally) -> str:
    return f", {told.row} in a row" if told.row > 1 else ""


def _nothing(whole: str) -> str:
    return f"nothing met or missed this {whole}"


def _noun(streak: Streak) -> str:
    return period_noun(streak.aggregation_period, streak.every)


def chain_words(page: CalendarPage, day: date) -> str:
    """`41 days in a row since 11 October`, `16 days in a row, 3 March to 18 March`, or nothing."""
    chain = page.chain(day)
    if chain is None or page.streak is None:
        return ""
    said = f"{counted(chain.length, _noun(page.streak))} in a row"
    first, last = chain.first_day, chain.last_day
    if chain.alive:
        return f"{said} since {_dated(first, page.today.year)}"
    if first == last:
        return f"{said}, {_dated(last, page.today.year)}"
    return f"{said}, {_dated(first, last.year)} to {_dated(last, page.today.year)}"


def _dated(day: date, year: int) -> str:
    """`11 October`, with its year where that is another."""
    said = long_day(day).split(" ", 1)[1]
    return said if day.year == year else f"{said} {day.year}"
