"""The days of a year as a map of weekdays by weeks, and each of them in words."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from unbroken.core.results import CalendarDay, Streak
from unbroken.core.rules import WEEKDAYS
from unbroken.core.typing import Final
from unbroken.core.year_review import YearReview
from unbroken.wording.amounts import amount, of_asked
from unbroken.wording.dates import MONTHS, day_and_month, weekday_name
from unbroken.wording.day_strength import drawn_state
from unbroken.wording.states import HOLDS, LEGEND_OF_ALL, LEGEND_OF_ONE, STATES
from unbroken.wording.symbols import Shapes
from unbroken.wording.told import Told

_LEAD: Final = 4
"""Cells before the first week of a heat map."""
_WEEKS: Final = 54
"""The weeks that a year has at most."""
_A_WEEK: Final = 7


def shown_state(review: YearReview, day: CalendarDay) -> str:
    """How a day is drawn: as in the calendar."""
    return drawn_state(review.streak, day, review.last_day)


def day_words(review: YearReview, day: CalendarDay) -> str:
    """`Sat 21 Nov: 3 of 4 met`, or of one streak its amount and state."""
    when, kept = day_and_month(day.date), shown_state(review, day) == "kept"
    state = HOLDS if kept else STATES[day.state]
    if day.target is None:
        return f"{when}: {state}"
    if review.streak is None:
        return f"{when}: {amount(day.value)} of {amount(day.target)} met"
    over = day.value > day.target
    return f"{when}: {of_asked(amount(day.value), amount(day.target), over=over)}, {state}"


def legend_of(streak: Streak | None) -> tuple[tuple[str, str], ...]:
    """The states of days that are drawn, each with what it means."""
    return LEGEND_OF_ALL if streak is None else LEGEND_OF_ONE


def weeks_of(review: YearReview) -> list[list[CalendarDay | None]]:
    """The days of the year by weeks; None where a week reaches out of them."""
    names = [each.weekday for each in review.weekdays]
    blank = names.index(WEEKDAYS[review.first_day.weekday()])
    padded = [*([None] * blank), *review.days]
    padded += [None] * (-len(padded) % 7)
    return [padded[at : at + 7] for at in range(0, len(padded), 7)]


def month_heads(weeks: Sequence[Sequence[CalendarDay | None]]) -> dict[int, str]:
    """The names of months by the first week that begins in each, or that is the very first."""
    heads: dict[tuple[int, int], int] = {}
    for at, week in enumerate(weeks):
        day = next(each.date for each in week if each is not None)
        if at == 0 or day.day <= _A_WEEK:
            heads.setdefault((day.year, day.month), at)
    return {at: MONTHS[month - 1][:3] for (_, month), at in heads.items()}


def heat_map(review: YearReview, cells: int, shapes: Shapes) -> Iterator[Told]:
    """The days of a year, with what their shapes mean below."""
    return days_map(review.streak, weeks_of(review), review.last_day, cells, shapes)


def days_map(
    streak: Streak | None,
    weeks: Sequence[Sequence[CalendarDay | None]],
    today: date,
    cells: int,
    shapes: Shapes,
) -> Iterator[Told]:
    """Weekdays by weeks, a shape a day of one streak or of all together (None); what they mean
    below. Days have two cells each where there is room, and weeks stand in two halves below each
    other where it is narrow.
    """
    wide = 2 if cells >= _LEAD + 2 * _WEEKS else 1
    cut = len(weeks) if cells >= _LEAD + _WEEKS else -(-len(weeks) // 2)
    for start in range(0, len(weeks), cut):
        part = weeks[start : start + cut]
        line = ""
        for at, name in month_heads(part).items():
            room = max(cells, _LEAD + len(name))
            if len(line) <= _LEAD + at * wide and _LEAD + at * wide + len(name) <= room:
                line = line.ljust(_LEAD + at * wide) + name + " "
        yield ((line.rstrip(), "quiet"),)
        for row in range(7):
            day = next(day for week in weeks if (day := week[row]) is not None)
            label = f"{weekday_name(day.date)[:3]} "
            drawn = (_cell(streak, week[row], today, wide, shapes) for week in part)
            yield (label, "quiet"), *drawn
    states = {drawn_state(streak, day, today) for week in weeks for day in week if day is not None}
    yield from _legend_lines(states, legend_of(streak), cells, shapes)


def _cell(
    streak: Streak | None, day: CalendarDay | None, today: date, wide: int, shapes: Shapes
) -> tuple[str, str]:
    state = "none" if day is None else drawn_state(streak, day, today)
    return shapes.of_state(state).ljust(wide), state


def _legend_lines(
    drawn: Collection[str], meanings: Sequence[tuple[str, str]], cells: int, shapes: Shapes
) -> Iterator[Told]:
    """What the shapes mean that are drawn, on as few lines as hold them."""
    told: list[tuple[str, str]] = []
    room = cells + 3
    for state, words in meanings:
        if state not in drawn:
            continue
        if told and room < len(words) + 5:
            yield tuple(told)
            told, room = [], cells + 3
        told += [("   ", "quiet")] if told else []
        told += [(shapes.of_state(state), state), (f" {words}", "quiet")]
        room -= len(words) + 5
    if told:
        yield tuple(told)
