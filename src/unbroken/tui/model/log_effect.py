"""What a log would do, in words. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from unbroken.core.day_states import CalendarPeriod
from unbroken.core.results import Enrolment, Recording
from unbroken.tui.model.dashboard_page import Page
from unbroken.wording.amounts import amount, unit_behind
from unbroken.wording.dates import long_day
from unbroken.wording.rules import span
from unbroken.wording.states import was_asked
from unbroken.wording.status import done_already


def effect_words(
    before: Enrolment, recording: Recording, page: Page, period: CalendarPeriod | None
) -> str:
    """For which day and period a log counts, and what it does.

    `period` is the one that it counts in as it stands before, where that is not the open one.
    """
    streak, current = page.streaks[before.streak_id], recording.in_open_period
    lines = [day_words(before, recording, page)]
    progress, was = recording.task_progress, before.task_progress
    if current and progress is not None and was is not None:
        too_many = ", too many" if progress.goal == "at_most" and not progress.met else ""
        now = f"{amount(progress.value)} of {amount(progress.target)}{unit_behind(streak)}"
        already = done_already(streak, was)
        lines.append(
            f"{already.capitalize()}: {amount(was.value)} becomes {amount(progress.value)}."
            if already
            else f"{amount(was.value)} becomes {now}{too_many}."
        )
    elif period is not None and period.state == "none":
        since = "; what was not done since counts as missed" if streak.goal == "at_least" else ""
        lines.append(f"The streak begins earlier then{since}.")
    elif period is not None:
        lines.append(f"So far {was_asked(streak, period)}.")
    lines += _chain_words(before, recording)
    lines += [f"Earns {reward.title}." for reward in recording.rewards]
    return "\n".join(lines)


def day_words(before: Enrolment, recording: Recording, page: Page) -> str:
    """For which day and period a log counts, however much it is."""
    streak, day = page.streaks[before.streak_id], recording.log.local_date
    which = "this" if recording.in_open_period else "an earlier"
    said = "today" if day == page.today else long_day(day)
    if streak.every > 1:
        said += f", in {which} period"
    elif streak.aggregation_period != "daily":
        said += f", in {which} {span(streak.aggregation_period)}"
    return f"Counts for {said}."


def _chain_words(before: Enrolment, recording: Recording) -> Iterator[str]:
    was, now = before.current_streak, recording.current_streak
    if now > was:
        yield f"{was} in a row becomes {now}."
    elif now < was:
        yield f"{was} in a row falls back to {now}."
    elif now:
        yield f"{now} in a row stays."
