"""Explaining a streak, wherever the person asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from textual.screen import Screen

from unbroken.tui.engine_calls import ask
from unbroken.tui.engine_thread import EngineThread
from unbroken.tui.front import open_over
from unbroken.wording.symbols import Shapes


async def explain(
    front: Screen[Any],
    engine_thread: EngineThread,
    streak: str,
    strip: Sequence[str],
    shapes: Shapes,
    *,
    today: date,
) -> date | None:
    """Shows over `front` why a streak stands as it does, below the states of its last periods.

    Answers the day that ended a chain last, where the person wants to see that.
    """
    told = await ask(
        front.app, engine_thread, lambda engine: (engine.why(streak), engine.chains(streak))
    )
    if told is None:
        return None
    from unbroken.tui.dialogs.why import WhyScreen  # the first frame goes without

    why, chains = told
    ended = [each.last_day for each in chains if not each.alive]
    broke = min(ended[-1] + timedelta(1), today) if ended else None
    shown = await open_over(front, WhyScreen(why, strip, shapes, broke=broke))
    return broke if shown else None
