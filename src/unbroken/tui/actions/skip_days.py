"""Skipping days, or taking that back, wherever the person asks for it."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from textual.screen import Screen

from unbroken.core.text import counted
from unbroken.engine.day_actions import SkipTurn, turn_skip
from unbroken.tui.engine_calls import ask
from unbroken.tui.engine_thread import EngineThread
from unbroken.tui.front import open_over


async def skip_or_not(
    front: Screen[Any],
    engine_thread: EngineThread,
    streak: str | None,
    first: date,
    last: date,
    *,
    today: date,
) -> SkipTurn | None:
    """Skips the days from `first` to `last` or takes that back, for one streak or for all (None).

    Where a skip of all streaks holds them, asks over `front` whether it is to be taken back for
    all. Answers what was done; None where nothing was.
    """
    question = partial(turn_skip, streak=streak, first=first, last=last)
    turned = await ask(front.app, engine_thread, question)
    if turned is not SkipTurn.FOR_ALL:
        return turned
    from unbroken.tui.dialogs.confirm import ConfirmDialog  # seldom needed

    days = (last - first).days + 1
    which = f"These {counted(days, 'day')} are" if days > 1 else "That day is"
    if first == last == today:
        which = "Today is"
    asked = f"{which} skipped for all your streaks. Take that back for all of them?"
    if not await open_over(front, ConfirmDialog(asked, "take back")):
        return None
    back = await ask(front.app, engine_thread, lambda engine: engine.unskip(None, first, last))
    return None if back is None else SkipTurn.COUNTING
