"""The row of the list that a draft makes. Pure."""

from __future__ import annotations

from decimal import Decimal
from typing import Final, NamedTuple

from unbroken.core.reports import Numbers
from unbroken.core.results import Streak
from unbroken.engine.urgency import DONE, LEFT
from unbroken.tui.model.dashboard_page import Page
from unbroken.tui.model.rule_draft import target_in_force
from unbroken.tui.model.streak_row import NONE_ALLOWED, Attempt, Row, attempt_news, rows_of
from unbroken.wording.open_period import amount_words
from unbroken.wording.rules import period_noun

_OF_THE_PERIOD: Final = (
    *("aggregation_method", "aggregation_period", "every", "goal"),
    *("schedule", "starts_on", "strict"),
)
"""The rules that say which period is open, and what is in it."""


class EditedRow(NamedTuple):
    """The row of a streak with other rules; `is_present` where it is how that stands now, else it
    is how a period of it begins.
    """

    row: Row
    is_present: bool


def edited_row(
    page: Page, before: Streak, streak: Streak, name: str, numbers: Numbers | None
) -> EditedRow | None:
    """How a streak stands with other rules, by which its `numbers` are others too, where those are
    known; None where the owner has no part in it.
    """
    enrolment = page.enrolment(before.id)
    if enrolment is None:
        return None
    task = enrolment.task_progress
    if numbers is not None:
        enrolment = enrolment._replace(
            current_streak=numbers.current_streak, longest_streak=numbers.longest_streak
        )
    target = target_in_force(streak, page.today)
    if task is not None and target != task.target:
        enough = task.value <= target if task.goal == "at_most" else task.value >= target
        left = max(target - task.value, Decimal(0))
        task = task._replace(target=target, met=enough, remaining=left)
        enrolment = enrolment._replace(task_progress=task)
    changed = page._replace(streaks={**page.streaks, before.id: streak})
    changed = changed.with_enrolment(enrolment, {})
    row = next(each for each in rows_of(changed) if each.streak_id == before.id)
    row = row._replace(name=name or "…")
    if all(getattr(before, rule) == getattr(streak, rule) for rule in _OF_THE_PERIOD):
        return EditedRow(row, True)
    fresh = draft_row(page, streak, name)
    return EditedRow(fresh._replace(number=row.number, now=row.now, best=row.best), False)


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
