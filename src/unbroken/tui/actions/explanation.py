"""Explaining a streak, wherever the person asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from textual.screen import Screen

from unbroken.core.reports import Why
from unbroken.core.results import Streak
from unbroken.engine.api import Engine
from unbroken.tui.engine_calls import ask
from unbroken.tui.engine_thread import EngineThread
from unbroken.tui.front import open_over
from unbroken.tui.model.dashboard_page import STRIP
from unbroken.wording.dates import long_day
from unbroken.wording.symbols import Shapes


def strip_until(engine: Engine, streak: Streak, day: date) -> tuple[str, ...]:
    """The states of a streak's last periods up to that of a day, the latest last."""
    spans = {"daily": 1, "weekly": 7, "monthly": 31, "quarterly": 92, "yearly": 366}
    before = timedelta(spans[streak.aggregation_period] * streak.every * STRIP)
    found = engine.periods(streak.activity_type, max(day, date.min + before) - before, day)
    return tuple(each.state for each in found.get(streak.id, ())[-STRIP:])


def _first_told(why: Why, last: date, today: date) -> date | None:
    """The first day of the week behind the `last` one of a run that the text names."""
    text = "\n".join((why.title, *why.lines))
    following = (last + timedelta(each) for each in range(1, 8))
    return next((each for each in following if each <= today and long_day(each) in text), None)


async def explain(
    front: Screen[Any],
    engine_thread: EngineThread,
    streak: str,
    strip: Sequence[str],
    shapes: Shapes,
    *,
    today: date,
    day: date | None = None,
) -> date | None:
    """Shows over `front` why a streak stands as it does, or what came of a past `day`, below the
    states of its last periods.

    Answers the day that ended the run, where the text tells of it and the person wants to see it:
    the last run, or the one that the day is in.
    """
    told = await ask(
        front.app, engine_thread, lambda engine: (engine.why(streak, day), engine.chains(streak))
    )
    if told is None:
        return None
    from unbroken.tui.dialogs.why import WhyScreen  # the first frame goes without

    why, chains = told
    begun = [each for each in chains if day is None or each.first_day <= day]
    ended = [each.last_day for each in (begun if day is None else begun[-1:]) if not each.alive]
    broke = _first_told(why, ended[-1], today) if ended else None
    if broke is not None and day is not None and broke <= day:
        broke = None  # it is the day that is looked at, or before it
    shown = await open_over(front, WhyScreen(why, strip, shapes, broke=broke))
    return broke if shown else None
