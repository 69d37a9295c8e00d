"""The hours and weekdays that an owner can choose from. Pure."""

from __future__ import annotations

from typing import Final

from unbroken.core.rules import WEEKDAYS

HOURS: Final = tuple(
    ("midnight" if hour == 0 else f"{hour:02}:00", str(hour)) for hour in range(13)
)
"""The hours at which a day can start."""
DAYS: Final = tuple((day.capitalize(), day) for day in WEEKDAYS)
"""The days on which a week can start."""
