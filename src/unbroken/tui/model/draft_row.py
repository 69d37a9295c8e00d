"""The row of the list that a draft will make. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from unbroken.core.results import Streak, TaskProgress
from unbroken.engine.urgency import DONE, LEFT
from unbroken.tui.model.dashboard_page import Page
from unbroken.tui.model.streak_row import Detail, Row, attempt_news
from unbroken.wording.open_period import amount_words
from unbroken.wording.rules import span


def draft_row(page: Page, streak: Streak, name: str) -> Row:
    """How a streak stands on the first day of its period, with nothing logged."""
    task = _nothing_done(streak, page.now)
    limit = streak.goal == "at_most"
    length, noun = streak.completion_target_value, span(streak.aggregation_period)
    attempt = None if length is None else Detail(f"{noun} 1 of {length}", 0, f"0 of {length}")
    return Row(
        streak.id,
        streak.activity_type,
        "1",
        DONE if limit else LEFT,
        "met" if limit else "open",
        name or "…",
        0.0 if task.target else None,
        "" if task.target else "at most 0",
        amount_words(streak, task.value, task.target),
        (),
        "0",
        "0",
        attempt_news(streak, attempt),
        None,
        (),
        None,
        streak.color,
    )


def _nothing_done(streak: Streak, now: datetime) -> TaskProgress:
    target = streak.aggregation_target_value
    for each in streak.targets:
        target = each.aggregation_target_value
    day = now.date()
    return TaskProgress(
        Decimal(0),
        target,
        streak.goal,
        streak.unit,
        streak.goal == "at_most",
        target,
        streak.aggregation_period,
        day,
        day,
        now,
        now + timedelta(1),
        86_400,
    )
