"""How a streak stands today, in one word: for the app's list and the command line's alike. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from math import inf

from unbroken.core.results import Enrolment, TaskProgress
from unbroken.core.text import unaccented
from unbroken.core.typing import Final, NamedTuple, TypeVar

Listed = TypeVar("Listed")
"""A streak as its door lists it."""

NOW: Final = "Now"
LEFT: Final = "Left"
DONE: Final = "Done"
MISSED: Final = "Missed"
RESTING: Final = "Resting"
ARCHIVED: Final = "Archived"
GROUPS: Final = (NOW, LEFT, DONE, MISSED, RESTING, ARCHIVED)
"""The most urgent first."""

ORDERS: Final = ("risk", "own", "name")
"""How streaks can be listed: by how they stand, by the owner's own groups, by name."""

_DAY: Final = 24 * 3600
_HOURS: Final = 4 * 3600


class Stand(NamedTuple):
    """How a streak stands in its open period.

    `group` is one of GROUPS. `state` is that of a calendar day (`met`, `partial`, `open`, `missed`,
    `skipped`, `off`), or `now`. `rests` says why nothing is counted up: `archived`, `paused`,
    `later` (it begins on a day to come), `off` (no period holds today), `skipped`; else it is
    empty.
    """

    group: str
    state: str
    rests: str = ""


class Place(NamedTuple):
    """What puts a streak in its place of a list: `group` is one of GROUPS, `own_group` the owner's
    own, empty where it is in none; `ends_at` is when its open period ends.
    """

    name: str
    group: str
    own_group: str
    ends_at: datetime | None


class Counts(NamedTuple):
    """How many streaks are done, left, pressing now, and missed; none of them twice."""

    done: int
    left: int
    now: int
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
    if task.met:
        return Stand(DONE, "met")
    if _at_stake(enrolment) and task.seconds_left < _closing(task):
        return Stand(NOW, "now")
    return Stand(LEFT, "partial" if task.value else "open")


def arranged(
    streaks: Iterable[Listed], order: str, place_of: Callable[[Listed], Place]
) -> list[tuple[str, Listed]]:
    """Streaks that stand in the owner's own order in one of ORDERS, each behind the heading that it
    is listed below, which is empty where it has none.

    What asks for something stands in the order in which it closes. Names are put in order without
    case and accents. The owner's groups stand in the order of their first streaks, behind those
    that are in none.
    """
    placed = [(place_of(each), each) for each in streaks]
    if order == "name":
        placed.sort(key=lambda pair: unaccented(pair[0].name))
        return [("", each) for _, each in placed]
    if order == "own":
        headed = [(place.own_group, each) for place, each in placed]
        groups = ["", *dict.fromkeys(heading for heading, _ in headed)]
    else:
        placed.sort(key=lambda pair: _closing_of(pair[0]))
        headed = [(place.group, each) for place, each in placed]
        groups = [*GROUPS]
    return sorted(headed, key=lambda pair: groups.index(pair[0]))


def _closing_of(place: Place) -> float:
    """When a streak that asks for something closes; all others together, behind those."""
    if place.group not in (NOW, LEFT) or place.ends_at is None:
        return inf
    return place.ends_at.timestamp()


def counts_of(enrolments: Iterable[Enrolment]) -> Counts:
    """Streaks in numbers."""
    groups = [stand_of(each).group for each in enrolments]
    return Counts(*(groups.count(each) for each in (DONE, LEFT, NOW, MISSED)))


def closes_at(enrolment: Enrolment) -> datetime | None:
    """From when on there is no time to lose; None where nothing is at stake."""
    task = enrolment.task_progress
    if task is None or task.met or not _at_stake(enrolment):
        return None
    return task.ends_at - timedelta(seconds=_closing(task))


def _at_stake(enrolment: Enrolment) -> bool:
    """Whether a chain of two or more would end with the open period."""
    return enrolment.at_risk and enrolment.current_streak > 1


def _closing(task: TaskProgress) -> float:
    """For so many seconds before a period ends it presses: a quarter of it or 4 hours, whichever is
    more, and a day at most (docs/design.md).
    """
    whole = (task.ends_at - task.starts_at).total_seconds()
    return min(max(whole / 4, _HOURS), _DAY)
