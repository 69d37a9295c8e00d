"""What the card of one streak shows beyond the page, as it was read from the engine."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from unbroken.core.reports import Why
from unbroken.core.results import CalendarDay, Log, Reward
from unbroken.tui.model.dashboard_page import Page

if TYPE_CHECKING:
    from unbroken.engine.api import Engine

LOGS: Final = 5
"""How many of the last logs are told."""


class CardKey(NamedTuple):
    """What a card was read for: the streak, and the state of the database and of the clock."""

    streak_id: str
    version: int
    changes: int
    now: datetime


class CardPage(NamedTuple):
    """One streak's month, last logs, rewards, and why it stands as it does."""

    streak_id: str
    month: tuple[CalendarDay, ...]
    logs: tuple[Log, ...]
    rewards: tuple[Reward, ...]
    why: Why


def load_card(engine: Engine, page: Page, streak_id: str) -> CardPage:
    """Reads a card. The month is that of the page's day."""
    name = page.streaks[streak_id].activity_type
    month = tuple(engine.calendar(name, year=page.today.year, month=page.today.month))
    rewards = tuple(engine.rewards(name)) if page.streaks[streak_id].milestones else ()
    logs = tuple(engine.history(name, limit=LOGS))
    return CardPage(streak_id, month, logs, rewards, engine.why(name))
