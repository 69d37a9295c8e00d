"""The chosen streak beside the list, where there is room."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from unbroken.engine.results import Enrolment, Streak
from unbroken.tui.page import Page
from unbroken.tui.words import short_day


class StreakCard(Static):
    """A streak's rule in words, its numbers, and what comes next."""

    DEFAULT_CSS = """
    StreakCard {
        height: 1fr;
        padding: 0 2;
        overflow-y: auto;
    }
    """

    page: reactive[Page | None] = reactive(None)
    """What the streak is looked up in."""
    chosen: reactive[str | None] = reactive(None)
    """The id of the streak that is shown."""

    def watch_page(self) -> None:
        """Tells of the streak as it stands now."""
        self._tell()

    def watch_chosen(self) -> None:
        """Tells of another streak."""
        self._tell()

    def _tell(self) -> None:
        page, chosen = self.page, self.chosen
        enrolment = page.enrolment(chosen) if page and chosen else None
        if page is None or enrolment is None:
            self.update("")
        else:
            self.update(card_words(enrolment, page.streaks[enrolment.streak_id]))


def card_words(enrolment: Enrolment, streak: Streak) -> Content:
    """The card's text."""
    parts = [Content.styled(streak.name, "bold"), Content(streak.rule)]
    if streak.description:
        parts.append(Content.styled(streak.description, "$text-muted"))
    parts.append(Content.assemble(*_facts(enrolment, streak)))
    return Content("\n\n").join(parts)


def _facts(enrolment: Enrolment, streak: Streak) -> list[Content]:
    last = enrolment.last_activity_date
    facts = [
        ("In a row", f"{enrolment.current_streak}"),
        ("Longest", f"{enrolment.longest_streak}"),
        ("Logs", f"{enrolment.total_count}"),
        ("Last one", "none yet" if last is None else short_day(last)),
    ]
    record = enrolment.progress
    running = record is not None and record.streak_progress_status == "in_progress"
    reached = record.current_progress_value if record and running else 0
    for milestone in streak.milestones:
        if milestone.milestone_target_value > reached:
            facts.append(("Next", f"{milestone.title} at {milestone.milestone_target_value}"))
            break
    return [
        Content.assemble((f"{label:<10}", "$text-muted"), value, "\n") for label, value in facts
    ]
