"""What a log would do, in words. Pure."""

from __future__ import annotations

from unbroken.core.results import Enrolment, Recording
from unbroken.tui.model.dashboard_page import Page
from unbroken.wording.amounts import amount
from unbroken.wording.dates import long_day
from unbroken.wording.rules import span


def effect_words(before: Enrolment, recording: Recording, page: Page) -> str:
    """For which day and period a log counts, and what it does."""
    streak = page.streaks[before.streak_id]
    day, progress = recording.log.local_date, recording.task_progress
    current = progress is not None and progress.first_day <= day <= progress.last_day
    said = "today" if day == page.today else long_day(day)
    if streak.every > 1:
        said += f", in {'this' if current else 'an earlier'} period"
    elif streak.aggregation_period != "daily":
        said += f", in {'this' if current else 'an earlier'} {span(streak.aggregation_period)}"
    lines = [f"Counts for {said}."]
    was = before.task_progress
    if current and progress is not None and was is not None:
        unit = f" {progress.unit}" if progress.unit and streak.aggregation_method == "sum" else ""
        too_many = ", too many" if progress.goal == "at_most" and not progress.met else ""
        now = f"{amount(progress.value)} of {amount(progress.target)}{unit}"
        lines.append(f"{amount(was.value)} becomes {now}{too_many}.")
    lines.append(_chain_words(before, recording))
    lines += [f"Earns {reward.title}." for reward in recording.rewards]
    return "\n".join(lines)


def _chain_words(before: Enrolment, recording: Recording) -> str:
    was, now = before.current_streak, recording.current_streak
    if now > was:
        return f"{was} in a row becomes {now}."
    if now < was:
        return f"{was} in a row falls back to {now}."
    return f"{now} in a row stays." if now else "No run is alive."
