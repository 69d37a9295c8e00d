"""The days of a year as a map of weekdays by weeks, and each of them in words."""

from __future__ import annotations

from collections.abc import Iterator

from unbroken.core.results import CalendarDay
from unbroken.core.rules import WEEKDAYS
from unbroken.core.typing import Final
from unbroken.core.year_review import YearReview
from unbroken.wording.amounts import amount, of_asked
from unbroken.wording.dates import MONTHS, day_and_month
from unbroken.wording.day_strength import drawn_state
from unbroken.wording.states import LEGEND_OF_ALL, LEGEND_OF_ONE, STATES
from unbroken.wording.symbols import Shapes
from unbroken.wording.told import Told

_LEAD: Final = 4
"""Cells before the first week of a heat map."""
_WHOLE: Final = _LEAD + 54
"""Cells from which the weeks of a year fit beside each other."""
_A_WEEK: Final = 7


def shown_state(review: YearReview, day: CalendarDay) -> str:
    """How a day is drawn: as in the calendar."""
    return drawn_state(review.streak, day, review.last_day)


def day_words(review: YearReview, day: CalendarDay) -> str:
    """`Sat 21 Nov: 3 of 4 met`, or of one streak its amount and state."""
    when, state = day_and_month(day.date), STATES[day.state]
    if day.target is None:
        return f"{when}: {state}"
    if review.streak is None:
        return f"{when}: {amount(day.value)} of {amount(day.target)} met"
    over = day.value > day.target
    return f"{when}: {of_asked(amount(day.value), amount(day.target), over=over)}, {state}"


def legend(review: YearReview) -> tuple[tuple[str, str], ...]:
    """The states that are drawn, each with what it means."""
    return LEGEND_OF_ALL if review.streak is None else LEGEND_OF_ONE


def weeks_of(review: YearReview) -> list[list[CalendarDay | None]]:
    """The days of the year by weeks; None where a week reaches out of them."""
    names = [each.weekday for each in review.weekdays]
    blank = names.index(WEEKDAYS[review.first_day.weekday()])
    padded = [*([None] * blank), *review.days]
    padded += [None] * (-len(padded) % 7)
    return [padded[at : at + 7] for at in range(0, len(padded), 7)]


def month_heads(weeks: list[list[CalendarDay | None]]) -> dict[int, str]:
    """The months, each with the first week that begins in it, or begins the year."""
    heads: dict[str, int] = {}
    for at, week in enumerate(weeks):
        day = next(each.date for each in week if each is not None)
        if at == 0 or day.day <= _A_WEEK:
            heads.setdefault(MONTHS[day.month - 1][:3], at)
    return {at: name for name, at in heads.items()}


def heat_map(review: YearReview, cells: int, shapes: Shapes) -> Iterator[Told]:
    """Weekdays by weeks, a shape a day, in halves of the year where it is narrow; what they mean
    below.
    """
    weeks = weeks_of(review)
    cut = len(weeks) if cells >= _WHOLE else -(-len(weeks) // 2)
    for start in range(0, len(weeks), cut):
        part = weeks[start : start + cut]
        line = ""
        for at, name in month_heads(part).items():
            if len(line) <= _LEAD + at and _LEAD + at + len(name) <= max(cells, _LEAD + len(name)):
                line = line.ljust(_LEAD + at) + name + " "
        yield ((line.rstrip(), "quiet"),)
        for row in range(7):
            label = f"{review.weekdays[row].weekday[:3].capitalize()} "
            drawn = (_cell(review, week[row], shapes) for week in part)
            yield (label, "quiet"), *drawn
    yield from _legend_lines(review, cells, shapes)


def _cell(review: YearReview, day: CalendarDay | None, shapes: Shapes) -> tuple[str, str]:
    state = "none" if day is None else shown_state(review, day)
    return shapes.of_state(state), state


def _legend_lines(review: YearReview, cells: int, shapes: Shapes) -> Iterator[Told]:
    """What the shapes mean that are drawn, on as few lines as hold them."""
    drawn = {shown_state(review, each) for each in review.days}
    told: list[tuple[str, str]] = []
    room = cells + 3
    for state, words in legend(review):
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
