"""How a streak stands today, in one word: for the app's list and the command line's alike. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from unbroken.core.results import Enrolment, TaskProgress

RISK: Final = "At risk"
LEFT: Final = "Left"
DONE: Final = "Done"
MISSED: Final = "Missed"
RESTING: Final = "Resting"
ARCHIVED: Final = "Archived"
GROUPS: Final = (RISK, LEFT, DONE, MISSED, RESTING, ARCHIVED)
"""The most urgent first."""


class Stand(NamedTuple):
    """How a streak stands in its open period.

    `group` is one of GROUPS. `state` is that of a calendar day (`met`, `partial`, `open`, `missed`,
    `skipped`, `off`), or `risk`. `rests` says why nothing is counted up: `archived`, `paused`,
    `later` (it begins on a day to come), `off` (no period holds today), `skipped`; else it is
    empty.
    """

    group: str
    state: str
    rests: str = ""


class Counts(NamedTuple):
    """How many streaks are done, left, at risk and missed; one at risk is left too until met."""

    done: int
    left: int
    risk: int
    missed: int


def stand_of(enrolment: Enrolment) -> Stand:
    """How a streak stands (docs/domain.md 4).

    An excused period is neither met nor missed: a limit rests in it whatever it holds, any other
    streak unless it was met all the same (4.3). One that begins later rests until its first log.
    """
    task = enrolment.task_progress
    if enrolment.status == "archived":
        return Stand(ARCHIVED, "off", "archived")
    if enrolment.status == "paused":
        return Stand(RESTING, "skipped", "paused")
    if enrolment.begins_on is not None:
        return Stand(RESTING, "off", "later")
    if task is None:
        return Stand(RESTING, "off", "off")
    if enrolment.excused and (task.goal == "at_most" or not task.met):
        return Stand(RESTING, "skipped", "skipped")
    return _counting(enrolment, task)


def _counting(enrolment: Enrolment, task: TaskProgress) -> Stand:
    if task.goal == "at_most" and not task.met:
        return Stand(MISSED, "missed")
    if enrolment.at_risk:
        return Stand(RISK, "risk")
    if task.met:
        return Stand(DONE, "met")
    return Stand(LEFT, "partial" if task.value else "open")


def counts_of(enrolments: Iterable[Enrolment]) -> Counts:
    """Streaks in numbers."""
    done = left = risk = missed = 0
    for each in enrolments:
        group = stand_of(each).group
        done += group == DONE
        risk += group == RISK
        missed += group == MISSED
        left += group in (RISK, LEFT) and _is_unmet(each.task_progress)
    return Counts(done, left, risk, missed)


def _is_unmet(task: TaskProgress | None) -> bool:
    return task is not None and not task.met
