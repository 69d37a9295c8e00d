"""`calendar`: a month as text, with a shape for every day and what the shapes mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from unbroken.cli.arguments import Parser
from unbroken.cli.output import paint
from unbroken.cli.session import Session
from unbroken.cli.usage_errors import UsageError
from unbroken.core.results import CalendarDay, Streak
from unbroken.core.text import counted
from unbroken.core.typing import Final
from unbroken.engine.owner_clock import today_of
from unbroken.wording.dates import month_name, weekday_name
from unbroken.wording.rules import period_noun
from unbroken.wording.states import LEGEND
from unbroken.wording.symbols import Shapes, dot

_MONTH: Final = re.compile(r"(\d{4})-(\d\d)", re.ASCII)
_COLOURS: Final = {"met": "met", "missed": "missed", "skipped": "dim"}


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
    for index in range(0, len(days), 7):
        yield _week(days[index : index + 7], today, shapes)
    yield ""
    shown = {day.state for day in own}
    parts = [f"{shapes.of_state(state)} {word}" for state, word in LEGEND if state in shown]
    yield "   ".join([*parts, _tally(session, meant, own)])


def _week(days: Sequence[CalendarDay], today: date, shapes: Shapes) -> str:
    """A week by its number, which is that of its Thursday."""
    thursday = days[0].date + timedelta(days=(3 - days[0].date.weekday()) % 7)
    cells = "".join(_cell(day, today, shapes) for day in days)
    return f"  {thursday.isocalendar().week:>2} {cells}".rstrip()


def _cell(day: CalendarDay, today: date, shapes: Shapes) -> str:
    """Five columns: the day of the month with its shape, today in brackets."""
    if not day.in_month:
        return "     "
    shape = paint(shapes.of_state(day.state), _COLOURS.get(day.state, ""))
    left, right = ("[", "]") if day.date == today else (" ", " ")
    return f"{left}{day.date.day:>2}{shape}{right}"


def _tally(session: Session, streak: Streak | None, days: Sequence[CalendarDay]) -> str:
    """`27 of 30 days met`; of a streak with longer periods, those that touch the month.

    A longer period that is not over and not met is not counted.
    """
    states, noun = [day.state for day in days], "day"
    asked: tuple[str, ...] = ("met", "partial", "missed")
    if streak is not None and (streak.aggregation_period, streak.every) != ("daily", 1):
        periods = session.engine.periods(streak.activity_type, days[0].date, days[-1].date)
        states = [each.state for each in periods.get(streak.id, ())]
        noun = period_noun(streak.aggregation_period, streak.every)
        asked = ("met", "missed")
    of = sum(state in asked for state in states)
    return f"{states.count('met')} of {counted(of, noun)} met" if of else "nothing met or missed"
