"""The row of the list that a draft will make. Pure."""

from __future__ import annotations

from decimal import Decimal

from unbroken.core.results import Streak
from unbroken.engine.urgency import DONE, LEFT
from unbroken.tui.model.dashboard_page import Page
from unbroken.tui.model.rule_draft import target_in_force
from unbroken.tui.model.streak_row import NONE_ALLOWED, Attempt, Row, attempt_news
from unbroken.wording.open_period import amount_words
from unbroken.wording.rules import period_noun


def draft_row(page: Page, streak: Streak, name: str) -> Row:
    """How a streak stands on the first day of its period, with nothing logged."""
    target, is_limit = target_in_force(streak, page.today), streak.goal == "at_most"
    noun = period_noun(streak.aggregation_period, streak.every)
    length = streak.completion_target_value
    return Row(
        streak_id=streak.id,
        activity_type=streak.activity_type,
        number="1",
        group=DONE if is_limit else LEFT,
        state="met" if is_limit else "open",
        name=name or "…",
        part=0.0 if target else None,
        bar_words="" if target else NONE_ALLOWED,
        amounts=amount_words(streak, Decimal(0), target),
        left=(),
        now="0",
        best="0",
        attempt=None if length is None else attempt_news(streak, Attempt(noun, 1, 0, length)),
        today=None,
        strip=(),
        asks=None,
        color=streak.color,
    )
