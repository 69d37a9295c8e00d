"""What the card of one streak shows beyond the page, as it was read from the engine."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from unbroken.core.reports import Why
from unbroken.core.results import CalendarDay, Log, Reward
from unbroken.tui.model.dashboard_page import Page

if TYPE_CHECKING:
    from unbroken.engine.api import Engine

LOGS: Final = 5
"""How many of the last logs are told."""
WEEKS: Final = 53
"""How many weeks are told where there is room for them, the present one included."""


class CardKey(NamedTuple):
    """What a card was read for: the streak, the state of the database and of the clock, and
    whether the last weeks were read too.
    """

    streak_id: str
    version: int
    changes: int
    now: datetime
    weeks: bool = False


class CardPage(NamedTuple):
    """One streak's month, last logs, rewards, why it stands as it does, and the days of its last
    weeks, which are none where they were not asked for.
    """

    streak_id: str
    month: tuple[CalendarDay, ...]
    logs: tuple[Log, ...]
    rewards: tuple[Reward, ...]
    why: Why
    weeks: tuple[CalendarDay, ...] = ()


def load_card(engine: Engine, page: Page, streak_id: str, *, weeks: bool = False) -> CardPage:
    """Reads a card, with `weeks` the last ones too. The month is that of the page's day."""
    name = page.streaks[streak_id].activity_type
    month = tuple(engine.calendar(name, year=page.today.year, month=page.today.month))
    rewards = tuple(engine.rewards(name)) if page.streaks[streak_id].milestones else ()
    logs = tuple(engine.history(name, limit=LOGS))
    days: tuple[CalendarDay, ...] = ()
    if weeks:
        week = page.today - timedelta((page.today - month[0].date).days % 7)
        days = tuple(engine.days(name, week - timedelta(7 * (WEEKS - 1)), week + timedelta(6)))
    return CardPage(streak_id, month, logs, rewards, engine.why(name), days)
