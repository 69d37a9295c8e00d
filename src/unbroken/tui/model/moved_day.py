"""The owner's present day, where a change of theirs makes it another one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from unbroken.core.results import Enrolment, Owner
from unbroken.engine.api import Engine
from unbroken.engine.owner_clock import today_of
from unbroken.wording.timezones import moved_day_words


class ChangedOwner(NamedTuple):
    """An owner as they are now; `said` is what the change did to their present day, if anything."""

    owner: Owner
    said: str


def change_owner(engine: Engine, owner_id: str, **given: Any) -> ChangedOwner:
    """Changes the owner in use, as `edit_owner` does."""
    now, before, open_until_now = engine.clock(), engine.owner(), engine.status()
    owner = engine.edit_owner(owner_id, **given)
    was, then = today_of(before, now), today_of(owner, now)
    return ChangedOwner(owner, moved_day_words(was, then, undone(open_until_now, then)))


def moved_day(before: Owner, after: Owner, now: datetime) -> str:
    """What a change of an owner did to their present day, if anything."""
    return moved_day_words(today_of(before, now), today_of(after, now))


def undone(enrolments: Iterable[Enrolment], today: date) -> list[str]:
    """The names of the streaks whose open period would be over `today`, and is not done."""
    return [
        each.name
        for each in enrolments
        if (each.due or each.at_risk)
        and each.task_progress is not None
        and each.task_progress.last_day < today
    ]
