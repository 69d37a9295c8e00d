"""How the palette calls what the last line has but one word for; it is found by these words."""

from __future__ import annotations

from typing import Final

TITLES: Final = {
    "dashboard.edit": "Edit rules and reminders",
    "dashboard.log_form": "Log with note…",
    "dashboard.skip": "Skip today (holiday, vacation …)",
    "dashboard.view": "View: all, due, archived",
    "calendar.skip": "Skip days (holiday, vacation …)",
    "streaks.log": "Log the chosen streak",
}
"""By the ids of their bindings."""
