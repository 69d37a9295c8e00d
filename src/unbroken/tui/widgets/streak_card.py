"""The chosen streak beside the list, where there is room."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from rich.cells import cell_len
from textual.content import Content

from unbroken.core.results import Enrolment, Streak
from unbroken.engine.urgency import MISSED, NOW, stand_of
from unbroken.tui.drawing.day_cells import state_cells, today_cell
from unbroken.tui.drawing.prose import fold
from unbroken.tui.model.card_page import CardPage
from unbroken.tui.model.dashboard_page import Page
from unbroken.tui.model.streak_row import attempt_of, left_of
from unbroken.tui.widgets.chosen_streak import ChosenStreak
from unbroken.wording.amounts import amount, on_point, unit_behind
from unbroken.wording.dates import day_and_month, local_clock
from unbroken.wording.day_strength import drawn_state
from unbroken.wording.symbols import UNICODE, Shapes

_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_RISKY = 2
"""How many of the sentences say what saves a streak, or why it missed."""
_REWARDS = 3
_FACT = 22


class StreakCard(ChosenStreak):
    """A streak's rule in words, its numbers, what comes next, its month and its last logs."""

    DEFAULT_CSS = """
    StreakCard {
        height: 1fr;
        padding: 0 2;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
    }
    """

    def words(self, page: Page, about: CardPage | None) -> Content:
        enrolment = page.enrolment(self.chosen) if self.chosen else None
        if enrolment is None:
            return Content("")
        told = card_words(enrolment, page, about, self.shapes)
        return fold(told, self.content_size.width) if self.content_size else told


def card_words(
    enrolment: Enrolment, page: Page, told: CardPage | None = None, shapes: Shapes = UNICODE
) -> Content:
    """The card's text; what `told` holds is left out while it is None."""
    streak = page.streaks[enrolment.streak_id]
    parts = [Content.styled(streak.name, "bold"), Content(streak.rule)]
    if streak.description:
        parts.append(Content.styled(streak.description, "$text-muted"))
    if enrolment.status != "live":
        parts.append(Content.styled(f"It is {enrolment.status}.", "$text-muted"))
    group = stand_of(enrolment).group
    if told is not None and group in (NOW, MISSED):
        parts.append(_trouble(group, told, shapes))
    parts.append(Content("\n").join(_facts(enrolment, page, told)))
    if told is not None:
        parts.append(Content("\n").join(_month(told, page, shapes)))
        if told.logs:
            parts.append(Content("\n").join(_logs(told, page, streak)))
    return Content("\n\n").join(parts)


def _trouble(group: str, told: CardPage, shapes: Shapes) -> Content:
    sentences = " ".join(told.why.lines[:_RISKY])
    sign = (shapes.now, "$warning") if group == NOW else (shapes.missed, "$error")
    return Content.assemble((f"{sign[0]} {group}. ", f"{sign[1]} bold"), sentences)


def _facts(enrolment: Enrolment, page: Page, told: CardPage | None) -> Iterator[Content]:
    streak, last = page.streaks[enrolment.streak_id], enrolment.last_activity_date
    for lasts in left_of(page, enrolment)[:1]:
        yield _fact("Left", lasts)
    yield _fact("In a row", f"{enrolment.current_streak}, longest {enrolment.longest_streak}")
    attempt = attempt_of(streak, enrolment)
    if attempt is not None:
        yield _fact("Attempt", attempt.label)
    last_one = "" if last is None else f", last {day_and_month(last)}"
    yield _fact("Logs", f"{enrolment.total_count}{last_one}")
    if streak.reminders:
        yield _fact("Reminds", ", ".join(streak.reminders))
    won = Counter(reward.title for reward in told.rewards) if told else Counter[str]()
    for at, (title, count) in enumerate(won.most_common(_REWARDS)):
        yield _fact("" if at else "Won", title if count == 1 else f"{title} ×{count}")
    record = enrolment.progress
    running = record is not None and record.streak_progress_status == "in_progress"
    reached = record.current_progress_value if record and running else 0
    for milestone in streak.milestones:
        if milestone.milestone_target_value > reached:
            left = milestone.milestone_target_value - reached
            yield _fact("Next", milestone.title)
            yield _fact("", f"at {milestone.milestone_target_value}, {left} to go")
            break


def _fact(label: str, value: str) -> Content:
    said = Content(value).truncate(_FACT, ellipsis=True)
    return Content.assemble((f"{label:<10}", "$text-muted"), said)


def _month(told: CardPage, page: Page, shapes: Shapes) -> Iterator[Content]:
    """The weeks of the month, a shape a day; today stands out."""
    streak, first = page.streaks[told.streak_id], told.month[0].date.weekday()
    heads = "  ".join(_DAYS[(first + at) % 7] for at in range(7))
    yield Content.styled(heads, "$text-muted")
    for at in range(0, len(told.month), 7):
        if told.month[at].date > page.today:
            return
        cells = [
            _cell(drawn_state(streak, day, page.today), day.date, page.today, shapes)
            if day.in_month
            else Content("  ")
            for day in told.month[at : at + 7]
        ]
        yield Content("  ").join(cells)


def _cell(state: str, day: date, today: date, shapes: Shapes) -> Content:
    return today_cell(state, shapes) if day == today else state_cells(state, shapes)


def _logs(told: CardPage, page: Page, streak: Streak) -> Iterator[Content]:
    yield Content.styled("Last logs", "$text-muted")
    summed = streak.aggregation_method == "sum"
    unit = unit_behind(streak)
    amounts = on_point([f"{amount(log.value)}{unit}  " if summed else "" for log in told.logs])
    most = max(map(cell_len, amounts), default=0)
    for log, said in zip(told.logs, amounts, strict=True):
        at, day = local_clock(log.activity_at, log.timezone), log.local_date
        when = at if day == page.today else day_and_month(day)
        note = " ".join(log.note.split())
        yield Content.assemble(
            (f"{when:<11}", "$text-muted"), said + " " * (most - cell_len(said)), note
        )
