"""Explaining a streak, wherever the person asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from textual.screen import Screen

from unbroken.core.results import Streak
from unbroken.engine.api import Engine
from unbroken.tui.engine_calls import ask
from unbroken.tui.engine_thread import EngineThread
from unbroken.tui.front import open_over
from unbroken.tui.model.dashboard_page import STRIP
from unbroken.wording.symbols import Shapes


def strip_until(engine: Engine, streak: Streak, day: date) -> tuple[str, ...]:
    """The states of a streak's last periods up to that of a day, the latest last."""
    spans = {"daily": 1, "weekly": 7, "monthly": 31, "quarterly": 92, "yearly": 366}
    before = timedelta(spans[streak.aggregation_period] * streak.every * STRIP)
    found = engine.periods(streak.activity_type, max(day, date.min + before) - before, day)
    return tuple(each.state for each in found.get(streak.id, ())[-STRIP:])


async def explain(
    front: Screen[Any],
    engine_thread: EngineThread,
    streak: str,
    strip: Sequence[str],
    shapes: Shapes,
    *,
    day: date | None = None,
) -> date | None:
    """Shows over `front` why a streak stands as it does, or what came of a past `day`, below the
    states of its last periods.

    Answers the missed day that the text tells of, where the person wants to see it.
    """
    why = await ask(front.app, engine_thread, lambda engine: engine.why(streak, day))
    if why is None:
        return None
    from unbroken.tui.dialogs.why import WhyScreen  # the first frame goes without

    shown = await open_over(front, WhyScreen(why, strip, shapes))
    return why.missed_on if shown else None
