"""The line on top: which day it is, where, and how the day stands."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from textual import events
from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from unbroken.core.results import FIRST_NAME
from unbroken.core.text import capitalised
from unbroken.engine.urgency import Counts, counts_of
from unbroken.tui.drawing.columns import ROOMY
from unbroken.tui.model.dashboard_page import Page
from unbroken.tui.model.streak_row import timer_of
from unbroken.tui.simulated_keys import commands_word
from unbroken.wording.dates import city, day_and_month, long_day, weekday_name
from unbroken.wording.status import count_texts
from unbroken.wording.symbols import dot, shapes_named


class DayHeader(Widget):
    """The day and its summary; a second line where there is something odd about the day.

    A click on what it begins with opens the palette, the way to everything by mouse.
    """

    DEFAULT_CSS = """
    DayHeader {
        width: 100%;
        height: auto;
        padding: 0 1;
        text-wrap: nowrap;
        text-overflow: ellipsis;

    }
    """

    page: reactive[Page | None] = reactive(None)
    """What is shown."""

    def __init__(self, *, clock_is_set: bool, demo: bool = False) -> None:
        super().__init__()
        self.clock_is_set, self.demo = clock_is_set, demo

    def watch_page(self, old: Page | None, page: Page | None) -> None:
        """A notice that comes or goes takes a line of its own."""
        if bool(self._notices(old)) != bool(self._notices(page)):
            self.refresh(layout=True)

    def _notices(self, page: Page | None) -> str:
        if page is None:
            return ""
        roomy = self.size.width >= ROOMY
        return notice_words(page, clock_is_set=self.clock_is_set, demo=self.demo, roomy=roomy)

    def render(self) -> RenderResult:
        """The line, with the summary at its right end."""
        page, width = self.page, self.size.width
        if page is None:
            return ""
        roomy = width >= ROOMY
        day = day_words(page, roomy=roomy)
        counts = counts_of(page.enrolments)
        summary = counts_words(counts, roomy=roomy)
        if not roomy and day.cell_length + summary.cell_length + 2 > width:
            summary = counts_words(counts._replace(missed=0), roomy=roomy)
        if day.cell_length + summary.cell_length + 2 > width:
            day = commands_word(day_and_month(page.today))
        running = timer_note(page, width - day.cell_length - summary.cell_length - 2)
        summary = Content.assemble(running, summary)
        gap = max(width - day.cell_length - summary.cell_length, 2)
        line = Content.assemble(day, " " * gap, summary)
        notices = self._notices(page)
        if notices:
            line = Content.assemble(line, "\n", (notices, "$text-muted"))
        return line

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Says what a click does where it does something."""
        self.tooltip = "Commands" if "@click" in event.style.meta else None


def day_words(page: Page, *, roomy: bool) -> Content:
    """The local date, and the place whose clock is followed."""
    if not roomy:
        return commands_word(day_and_month(page.today))
    whose = "" if page.owner.name == FIRST_NAME else f" · {page.owner.name}"
    day, place = (long_day(page.today), "bold"), (f" · {city(page.zone)}{whose}", "$text-muted")
    return Content.assemble(commands_word("Unbroken"), "   ", day, place)


def counts_words(summary: Counts, *, roomy: bool) -> Content:
    """`3 done · 3 left · 1 now`; what is none is left out, and `done` where it is narrow."""
    done, left, now, missed = count_texts(*summary)
    shown = [
        (summary.done if roomy or not summary.left else 0, done, "$text-muted"),
        (summary.left, left, "$foreground"),
        (summary.missed, missed, "$text-error"),
        (summary.now, now, "$text-warning bold"),
    ]
    parts = [Content.styled(text, style) for count, text, style in shown if count]
    return Content.styled(" · ", "$text-muted").join(parts)


def title_words(page: Page) -> str:
    """What the terminal's window is called: `Unbroken · 3 left · 1 now`."""
    counts = counts_of(page.enrolments)
    _, left, now, _ = count_texts(*counts)
    parts = ["Unbroken", *([left] if counts.left else []), *([now] if counts.now else [])]
    return dot(shapes_named(page.settings["symbols"])).join(parts)


def timer_note(page: Page, room: int) -> Content:
    """`► Read 12 min · `, which timers run; as much of it as there is room for."""
    running = [each for each in page.enrolments if each.timer_started_at is not None]
    if not running:
        return Content("")
    first, shapes = running[0], shapes_named(page.settings["symbols"])
    words = timer_of(page, first)
    said = [f"{shapes.running} {first.name}{words[0].removeprefix(shapes.running)}", *words]
    if len(running) > 1:
        said = [f"{shapes.running} {len(running)} timers"]
    for text in said:
        note = Content.assemble((text, "bold"), (dot(shapes), "$text-muted"))
        if note.cell_length <= room:
            return note
    return Content("")


def notice_words(page: Page, *, clock_is_set: bool, roomy: bool, demo: bool = False) -> str:
    """What is odd: a demo, a late night that still belongs to the day, or a clock that is set."""
    zone = ZoneInfo(page.zone)
    wall = page.now.astimezone(zone)
    notices = ["this is a demo; nothing is kept" if roomy else "demo, not kept"] if demo else []
    if page.owner.day_start and wall.date() > page.today:
        until = page.day_ends_at.astimezone(zone)
        notices.append(f"still {weekday_name(page.today)} until {until:%H:%M}")
    if clock_is_set:
        notices.append(_clock_words(wall, roomy=roomy and not notices))
    text = " · ".join(notices)
    return capitalised(text)


def _clock_words(wall: datetime, *, roomy: bool) -> str:
    if roomy:
        return f"the clock is set to {long_day(wall.date())} {wall:%Y}, {wall:%H:%M}"
    return f"clock set to {wall:%H:%M}"
