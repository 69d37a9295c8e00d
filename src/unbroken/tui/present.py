"""How a page is told: from the engine's results to rows of words. Pure."""

from __future__ import annotations

from decimal import Decimal
from typing import Final, NamedTuple

from unbroken.core.sentences import span
from unbroken.core.shapes import time_left
from unbroken.engine.results import Enrolment, Log, Recording, Streak, TaskProgress
from unbroken.tui.page import Page
from unbroken.tui.words import long_day, number, short_day

RISK: Final = "At risk"
LEFT: Final = "Left"
DONE: Final = "Done"
MISSED: Final = "Missed"
RESTING: Final = "Resting"
ARCHIVED: Final = "Archived"
GROUPS: Final = (RISK, LEFT, DONE, MISSED, RESTING, ARCHIVED)
_ROUND: Final = (7, 30, 50, 100, 200, 365, 500, 1000)

_WHEN: Final = {
    "daily": "today",
    "weekly": "this week",
    "monthly": "this month",
    "quarterly": "this quarter",
    "yearly": "this year",
}
_NUMBERED: Final = 9


class Detail(NamedTuple):
    """A line below a streak: what it is about, its part of 0 to 1, and that in numbers."""

    label: str
    part: float
    amount: str


class Row(NamedTuple):
    """One streak as it is shown.

    `number` is its key, by the owner's own order, so that it stays when the streak moves to
    another group. `part` is None where there is nothing to fill and `bar_words` stand instead of
    the bar. `amounts` say the same in ever fewer cells. `asks` is the unit that a log must give an
    amount of. `group` is how it stands, `own_group` what the owner filed it under. `heading` is
    what it is listed below, if anything; `folds` says that this can be folded, and `folded` of
    how many streaks the row is all that is left.
    """

    streak_id: str
    activity_type: str
    number: str
    group: str
    state: str
    name: str
    part: float | None
    bar_words: str
    amounts: tuple[str, ...]
    left: str
    now: str
    best: str
    attempt: Detail | None
    today: Detail | None
    strip: tuple[str, ...]
    asks: str | None
    color: str | None = None
    own_group: str = ""
    heading: str = ""
    folds: bool = False
    folded: int = 0


class Summary(NamedTuple):
    """How many streaks are done, left, at risk and missed; one at risk is left too if it is due."""

    done: int
    left: int
    risk: int
    missed: int


def rows_of(page: Page) -> tuple[Row, ...]:
    """The rows in the owner's own order; what is not archived is numbered."""
    rows, number = [], 0
    for each in page.enrolments:
        number += each.status != "archived"
        rows.append(_row(page, each, 0 if each.status == "archived" else number))
    return tuple(rows)


def summary_of(page: Page) -> Summary:
    """The page in numbers."""
    groups = [_standing(page, each)[0] for each in page.enrolments]
    due = sum(each.due for each in page.enrolments)
    return Summary(groups.count(DONE), due, groups.count(RISK), groups.count(MISSED))


def celebration(before: Enrolment | None, recording: Recording, name: str) -> str | None:
    """One line for what deserves it, else None.

    That is a milestone, a completed attempt, or a period met with which the chain reaches a round
    number; every other met period only shows in its row.
    """
    for reward in recording.rewards:
        return f"{name}: {reward.title} ({reward.milestone_target_value})"
    record, past = recording.progress, before.progress if before else None
    if record is not None and record.streak_progress_status == "completed":
        if past and past.id == record.id and past.streak_progress_status == "completed":
            return None
        reached, length = record.current_progress_value, record.completion_target_value
        return f"{name} is complete: {reached} of {length}."
    chain = recording.current_streak
    if chain in _ROUND and before is not None and before.current_streak < chain:
        return f"{name}: {chain} in a row."
    return None


def backdated(log: Log, name: str) -> str:
    """One line for a log of another day than today, which the list may not show."""
    return f"{name} is logged for {long_day(log.local_date)}."


def _row(page: Page, enrolment: Enrolment, index: int) -> Row:
    streak = page.streaks[enrolment.streak_id]
    progress = enrolment.task_progress
    group, state, said = _standing(page, enrolment)
    counting = progress if not said else None
    asked = streak.unit if streak.aggregation_method == "sum" else None
    return Row(
        enrolment.streak_id,
        enrolment.activity_type,
        str(index) if 0 < index <= _NUMBERED else " ",
        group,
        state,
        enrolment.name,
        _part(counting),
        "" if counting is None or counting.target else "at most 0",
        (said, said.split()[0]) if counting is None else _amounts(streak, counting),
        time_left(counting.seconds_left) if counting and group in (RISK, LEFT) else "",
        str(enrolment.current_streak),
        str(enrolment.longest_streak),
        _attempt(streak, enrolment),
        None if progress is None else _today(page, streak, progress),
        page.recent[streak.id].states if streak.id in page.recent else (),
        asked or None,
        streak.color,
        streak.group or "",
    )


def _standing(page: Page, enrolment: Enrolment) -> tuple[str, str, str]:
    """The group, the state, and words for it where its numbers say nothing."""
    progress = enrolment.task_progress
    if enrolment.status == "archived":
        return ARCHIVED, "off", "archived"
    if enrolment.status == "paused":
        return RESTING, "skipped", "paused"
    if progress is None:
        return RESTING, "off", "off today"
    if progress.goal == "at_most":
        return _kept(enrolment, progress)
    if enrolment.at_risk:
        return RISK, "risk", ""
    if progress.met:
        return DONE, "met", ""
    if enrolment.due:
        return LEFT, "partial" if progress.value else "open", ""
    starts_on = page.streaks[enrolment.streak_id].starts_on
    if starts_on > progress.last_day:
        return RESTING, "off", f"from {short_day(starts_on)}"
    return RESTING, "skipped", "skipped"


def _kept(enrolment: Enrolment, progress: TaskProgress) -> tuple[str, str, str]:
    """The same for a limit. Whatever an excused period holds, its streak is not at risk."""
    if progress.met:
        return (RISK, "risk", "") if enrolment.at_risk else (DONE, "met", "")
    if progress.target and not enrolment.at_risk:
        return RESTING, "skipped", "skipped"
    return MISSED, "missed", ""


def _part(progress: TaskProgress | None) -> float | None:
    if progress is None or not progress.target:
        return None
    return float(min(progress.value / progress.target, Decimal(1)))


def _amounts(streak: Streak, progress: TaskProgress) -> tuple[str, ...]:
    """The period's value against its target, in ever fewer cells."""
    value, target = number(progress.value), number(progress.target)
    short = f"{value}/{target}"
    if progress.goal == "at_most":
        return _limits(progress, value, target)
    if streak.aggregation_method == "sum":
        unit = f" {progress.unit}" if progress.unit else ""
        return f"{value} / {target}{unit}", f"{value} / {target}", short
    if progress.value == progress.target:
        return ("done",)
    if progress.target == 1 and not progress.value:
        return ("not yet",)
    when = _when(streak)
    if streak.aggregation_method == "days":
        return f"{value} of {target} days {when}", f"{value} of {target} days", short
    return f"{value} of {target} {when}", f"{value} of {target}", short


def _limits(progress: TaskProgress, value: str, target: str) -> tuple[str, ...]:
    if not progress.target:
        return (f"{value} too many", value) if progress.value else ("clean so far", "clean")
    if not progress.met:
        return f"{number(progress.value - progress.target)} too many", f"{value}/{target}"
    unit = f" {progress.unit}" if progress.unit else ""
    return f"{value} of {target}{unit} at most", f"{value} / {target} at most", f"{value}/{target}"


def _when(streak: Streak) -> str:
    if streak.every == 1:
        return _WHEN[streak.aggregation_period]
    return "in " + span(streak.aggregation_period, streak.every)


def _attempt(streak: Streak, enrolment: Enrolment) -> Detail | None:
    """How far the attempt has come, where it has a length: `day 4 of 7`."""
    length = streak.completion_target_value
    if length is None:
        return None
    record, progress = enrolment.progress, enrolment.task_progress
    reached = 0
    if record and record.streak_progress_status == "in_progress":
        reached = record.current_progress_value
    elif record and progress and record.streak_completed_at is not None:
        reached = length if record.streak_completed_at >= progress.starts_at else 0
    earned = progress is not None and progress.met and progress.goal == "at_least"
    at = min(reached if earned and reached else reached + 1, length)
    noun = span(streak.aggregation_period) if streak.every == 1 else "period"
    return Detail(f"{noun} {at} of {length}", reached / length, f"{reached} of {length}")


def _today(page: Page, streak: Streak, progress: TaskProgress) -> Detail | None:
    """What today gave, where a period is longer than a day; blank until it has been read."""
    if progress.first_day == progress.last_day or not progress.target:
        return None
    recent = page.recent.get(streak.id)
    if recent is None:
        return Detail("today", 0, "")
    value = recent.today
    unit = f" {streak.unit}" if streak.unit and streak.aggregation_method == "sum" else ""
    part = float(min(value / progress.target, Decimal(1)))
    return Detail("today", part, f"{number(value)}{unit}" if value else "nothing yet")
