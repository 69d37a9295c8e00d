"""How the palette calls what the last line has but one word for, and the words that find it."""

from __future__ import annotations

from typing import Final

from textual.binding import Binding

from unbroken.core.text import unaccented

TITLES: Final = {
    "dashboard.edit": "Edit rules and reminders",
    "dashboard.log_form": "Log with note…",
    "dashboard.skip": "Skip today (holiday, vacation …)",
    "dashboard.view": "View: all, due, archived",
    "calendar.skip": "Skip days (holiday, vacation …)",
    "calendar.mark": "Mark a range of days",
    "streaks.log": "Log the chosen streak",
}
"""By the ids of their bindings; what a title says it is found by."""

HOW: Final = {"calendar.skip": "<calendar.mark> marks a range"}
"""What else is told beside a title, by the same ids; keys are named as `keys_in_force` has it."""

_FIGURES: Final = "statistics figures charts graphs strength"
ALSO: Final = {
    "dashboard.insight": f"{_FIGURES} rewards attempts milestones",
    "dashboard.insight_of_all": _FIGURES,
    "dashboard.edit": "milestones rewards target goal grace colour group",
    "dashboard.log_form": "yesterday earlier another other day time date late past",
    "dashboard.new": "add create habit",
    "dashboard.remove": "delete",
    "dashboard.journal": "history",
    "dashboard.skip": "range mark week off",
    "calendar.skip": "range mark week off",
    "calendar.mark": "holiday vacation week off skip",
}
"""Words, by the same ids, that are matched from their start and not shown."""


def palette_title(binding: Binding) -> str:
    """What the palette calls the action of a key."""
    return TITLES.get(binding.id or "", binding.description.capitalize())


def begins_a_word(sought: str, words: str) -> bool:
    """Whether a text is found in some words from the start of one of them on."""
    text = unaccented(sought.strip())
    return bool(text) and f" {text}" in f" {words}"
