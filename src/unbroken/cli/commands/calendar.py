"""`calendar`: a month as text, with a shape for every day and what the shapes mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from unbroken.cli.arguments import Parser
from unbroken.cli.output import OF_STATES, paint
from unbroken.cli.session import Session
from unbroken.cli.usage_errors import UsageError
from unbroken.core.day_states import MET, MISSED, decided_days
from unbroken.core.results import CalendarDay, Streak
from unbroken.core.text import counted
from unbroken.core.typing import Final
from unbroken.engine.owner_clock import today_of
from unbroken.wording.dates import month_name, weekday_name
from unbroken.wording.day_strength import drawn_state
from unbroken.wording.rules import period_noun
from unbroken.wording.states import LEGEND_OF_ALL, LEGEND_OF_ONE, not_over_words
from unbroken.wording.symbols import Shapes, dot

_MONTH: Final = re.compile(r"(\d{4})-(\d\d)", re.ASCII)


def declare(parser: Parser) -> None:
    parser.word("streak", "only this one", nargs="?")
    parser.word("month", "a month as 2026-03; else the present one", nargs="?")


def run(session: Session) -> None:
    """A month of one streak, or of all live ones together."""
    streak, text = session.options.streak, session.options.month
    if text is None and streak is not None and _MONTH.fullmatch(streak):
        streak, text = None, streak
    year = month = None
    if text is not None:
        match = _MONTH.fullmatch(text)
        if match is None:
            raise UsageError("A month is written as its year and number, as 2026-03.")
        year, month = int(match[1]), int(match[2])
        if not 1 <= month <= 12 or not 1970 <= year <= 2100:
            raise UsageError("Name a month from 1970-01 to 2100-12, as 2026-03.")
    days = session.engine.calendar(streak, year=year, month=month)
    session.answer(days, lambda: _page(session, streak, days))


def _page(session: Session, streak: str | None, days: Sequence[CalendarDay]) -> Iterator[str]:
    shapes, today = session.shapes, today_of(session.me(), session.now)
    own = [day for day in days if day.in_month]
    first = own[0].date
    meant = None if streak is None else session.engine.streak(streak)
    whose = "all streaks" if meant is None else meant.name
    yield paint(f"{month_name(first)} {first.year}{dot(shapes)}{whose}", "strong")
    yield ""
    names = "".join(f"  {weekday_name(day.date)[:3]}" for day in days[:7])
    yield paint("  wk" + names, "dim")
    drawn = {day: drawn_state(meant, day, today) for day in own}
    for index in range(0, len(days), 7):
        yield _week(days[index : index + 7], drawn, today, shapes)
    yield ""
    shown, legend = set(drawn.values()), LEGEND_OF_ALL if meant is None else LEGEND_OF_ONE
    parts = [f"{shapes.of_state(state)} {word}" for state, word in legend if state in shown]
    yield "   ".join([*parts, _tally(session, meant, own, today)])


def _week(
    days: Sequence[CalendarDay], drawn: Mapping[CalendarDay, str], today: date, shapes: Shapes
) -> str:
    """A week by its number, which is that of its Thursday."""
    thursday = days[0].date + timedelta(days=(3 - days[0].date.weekday()) % 7)
    cells = "".join(_cell(day, drawn.get(day), today, shapes) for day in days)
    return f"  {thursday.isocalendar().week:>2} {cells}".rstrip()


def _cell(day: CalendarDay, drawn: str | None, today: date, shapes: Shapes) -> str:
    """Five columns: the day of the month with its shape, today in brackets; blank without one."""
    if drawn is None:
        return "     "
    shape = paint(shapes.of_state(drawn), OF_STATES.get(drawn, ""))
    left, right = ("[", "]") if day.date == today else (" ", " ")
    return f"{left}{day.date.day:>2}{shape}{right}"


def _tally(
    session: Session, streak: Streak | None, days: Sequence[CalendarDay], today: date
) -> str:
    """`27 of 30 days met`: of one streak its periods that touch the month, of all its days.

    What is not decided yet is not counted.
    """
    if streak is None:
        states, noun, met = [each.state for each in decided_days(days, today)], "day", "all met"
    else:
        periods = session.engine.periods(streak.activity_type, days[0].date, days[-1].date)
        decided = (each.state for each in periods.get(streak.id, ()))
        states, met = [state for state in decided if state in (MET, MISSED)], "met"
        noun = period_noun(streak.aggregation_period, streak.every)
    if not states:
        told = not_over_words(days, today) if streak is None else ""
        return told or "nothing met or missed"
    return f"{states.count(MET)} of {counted(len(states), noun)} {met}"
