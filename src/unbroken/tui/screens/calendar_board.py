"""The calendar as it is looked at: reading months, and moving about in them."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import partial

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.getters import query_one
from textual.reactive import reactive

from unbroken.core.errors import NotFound
from unbroken.engine.clock import Clock
from unbroken.tui.drawing.calendar_month import Choice
from unbroken.tui.engine_calls import tell
from unbroken.tui.engine_thread import EngineThread
from unbroken.tui.model.calendar_page import (
    FIRST_DAY,
    LAST_DAY,
    UNKNOWN,
    CalendarPage,
    load_calendar,
)
from unbroken.tui.model.calendar_words import months_on
from unbroken.tui.model.dashboard_page import Page
from unbroken.tui.screens.lookout import Lookout
from unbroken.tui.widgets.calendar_foot import DayLine, MonthLine
from unbroken.tui.widgets.calendar_heading import CalendarHeading
from unbroken.tui.widgets.day_map import DayMap
from unbroken.tui.widgets.day_panel import DayPanel
from unbroken.tui.widgets.key_line import KeyLine
from unbroken.tui.widgets.month_grid import MonthGrid
from unbroken.tui.widgets.year_map import YearMap
from unbroken.wording.symbols import UNICODE, Shapes, shapes_named


class CalendarBoard(Lookout[bool]):
    """Shows the month of the chosen day, or its year, and that day's logs.

    The page is replaced as a whole: when the cursor leaves its month, after a change, when another
    program changed the file, and when the day rolls over.
    """

    AUTO_FOCUS = "MonthGrid"
    HORIZONTAL_BREAKPOINTS = [(0, "-slim"), (76, "-beside"), (120, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-short"), (20, "-tall")]  # noqa: RUF012
    DEFAULT_CSS = """
    CalendarBoard {
        CalendarHeading { margin-bottom: 1; }
        #days { height: 1fr; }
        #chart { height: 1fr; width: 1fr; }
        MonthGrid { height: 1fr; }
        YearMap { height: 1fr; display: none; }
        DayPanel { height: auto; max-height: 40%; padding: 0 1; margin-top: 1; }

        &.-short CalendarHeading { margin-bottom: 0; }
        &.-beside #days, &.-wide #days { layout: horizontal; }
        &.-beside DayPanel, &.-wide DayPanel {
            width: 38; height: 1fr; max-height: 100%; margin-top: 0; padding: 0 1;
        }
        &.-wide DayPanel { width: 44; border-left: vkey $border-blurred; }
        &.-beside DayLine, &.-wide DayLine, &.-slim.-tall DayLine { display: none; }

        &.-yearly MonthGrid { display: none; }
        &.-yearly YearMap { display: block; }
        &.-yearly.-beside DayPanel { display: none; }
        &.-yearly.-beside DayLine { display: block; }
        &.-slim.-short DayPanel { display: none; }
        &.-slim.-short.-in-logs #chart { display: none; }
        &.-slim.-short.-in-logs DayPanel {
            display: block; height: 1fr; max-height: 100%; margin-top: 0;
        }
    }
    """

    grid = query_one(MonthGrid)
    """The month."""
    map = query_one(YearMap)
    """The year."""
    panel = query_one(DayPanel)
    """The chosen day."""

    page: reactive[CalendarPage | None] = reactive(None)
    """The month of the chosen day, once it has been read."""
    choice: reactive[Choice | None] = reactive(None)
    """The chosen day, and where a range that ends there was begun."""
    shapes: reactive[Shapes] = reactive(UNICODE)
    """The symbols in use."""
    yearly: reactive[bool] = reactive(False, toggle_class="-yearly")
    """Whether the year is shown."""
    in_logs: reactive[bool] = reactive(False, toggle_class="-in-logs", bindings=True)
    """Whether the person is in the day's logs."""

    def __init__(
        self, desk: EngineThread, page: Page, clock: Clock, activity_type: str | None
    ) -> None:
        super().__init__(desk, clock)
        self._activity_type = activity_type
        streaks = page.streaks.values()
        found = (each.id for each in streaks if each.activity_type == activity_type)
        self._streak_id = next(found, None)
        self._gone = self._left = False
        self._today, self._symbols = page.today, str(page.settings["symbols"])
        self._known: CalendarPage | None = None

    def compose(self) -> ComposeResult:
        """The month, the day, the keys."""
        bound = CalendarBoard
        yield CalendarHeading().data_bind(bound.page, bound.choice, bound.shapes, bound.yearly)
        with Container(id="days"):
            with Vertical(id="chart"):
                yield MonthGrid().data_bind(bound.page, bound.choice, bound.shapes)
                yield YearMap().data_bind(bound.page, bound.choice, bound.shapes)
                yield DayLine().data_bind(bound.page, bound.choice, bound.shapes)
                yield MonthLine().data_bind(bound.page, bound.choice, bound.yearly)
            yield DayPanel().data_bind(bound.page, bound.choice, bound.shapes, in_use=bound.in_logs)
        yield KeyLine()

    def on_mount(self) -> None:
        """Begins on the present day, and looks out for changes from now on."""
        self.shapes = shapes_named(self._symbols)
        self.choice = Choice(self._today)
        self.look_out()

    def watch_choice(self, old: Choice | None, choice: Choice | None) -> None:
        """Reads another month when the cursor goes there; a mark has keys of its own."""
        if (old and old.mark) != (choice and choice.mark):
            self.refresh_bindings()
        if choice is not None and (self.page is None or not self.page.holds(choice.day)):
            self.reload()

    @work(exclusive=True, group="calendar")
    async def reload(self) -> None:
        """Reads the month of the chosen day anew."""
        choice = self.choice
        if choice is not None:
            question = partial(
                load_calendar,
                activity_type=self._activity_type,
                day=choice.day,
                year=self.yearly,
                known=self._known,
                streak_id=self._streak_id,
            )
            try:
                page = await self.read(question)
            except NotFound as error:
                self.leave_for_good(error)
                return
            if page is not None:
                if page.streak is not None:
                    self._activity_type = page.streak.activity_type
                    self._streak_id = page.streak.id
                self._today, self._known, self.page = page.today, page, page
                self.shows(page.version, page.day_ends_at)

    def leave_for_good(self, error: NotFound) -> None:
        """Goes back to the list, since what was shown is gone; once no dialog is in front of it.

        That its owner is gone is for the list to tell.
        """
        if not self._gone and error.code == UNKNOWN:
            tell(self.app, error)
        self._gone = True
        self._leave_gone()

    def on_screen_resume(self) -> None:
        """Leaves, where that had to wait for a dialog in front of it."""
        self._leave_gone()

    def _leave_gone(self) -> None:
        if self._gone and self.app.screen is self and not self._left:
            self._left = True
            self.dismiss(True)

    def replaced(self) -> None:
        """Reads anew all there is."""
        self.forget()

    def outdated(self) -> None:
        """Another program has changed the file, or the day has rolled over."""
        self.reload()

    def forget(self) -> None:
        """What was read of the streak does not hold any more."""
        self._known = None
        self.reload()

    @on(DayMap.Moved)
    @on(CalendarHeading.Turned)
    def move_cursor(self, message: DayMap.Moved | CalendarHeading.Turned) -> None:
        """Moves by a day, a row or a month."""
        if self.choice is None:
            return
        day, way = self.choice.day, message.way
        if way in ("left", "right"):
            self.go_to(day + timedelta(-1 if way == "left" else 1))
        elif way in ("up", "down") and not self.yearly:
            self.go_to(day + timedelta(-7 if way == "up" else 7))
        else:
            by = 12 if self.yearly and way in ("back", "on") else 1
            self.go_to(months_on(day, -by if way in ("up", "back") else by))

    @on(DayMap.Picked)
    def pick_day(self, message: DayMap.Picked) -> None:
        """Moves to the day clicked on."""
        self.leave_logs()
        self.go_to(message.day)

    def commands(self) -> Iterable[tuple[str, str, Callable[[], object]]]:
        """Turning the pages, for which the days have keys that only move."""
        turn = CalendarHeading.Turned
        page, by = ("year", "Year") if self.yearly else ("month", "Month")
        yield f"{by} before", f"Go back by a {page}", lambda: self.move_cursor(turn("back"))
        yield f"{by} after", f"Go on by a {page}", lambda: self.move_cursor(turn("on"))

    def action_today(self) -> None:
        """To the present day."""
        self.go_to(self._today)

    def go_to(self, day: date) -> None:
        """To a day, from 1970 to the end of the month after the present one."""
        ahead = months_on(self._today.replace(day=1), 1)
        last = min(ahead.replace(day=monthrange(ahead.year, ahead.month)[1]), LAST_DAY)
        mark = self.choice.mark if self.choice else None
        self.choice = Choice(max(FIRST_DAY, min(day, last)), mark)

    def action_year(self) -> None:
        """Shows the year, or the month again."""
        self.leave_logs()
        self.yearly = not self.yearly
        self.call_after_refresh((self.map if self.yearly else self.grid).focus)
        if self.yearly:
            self.reload()

    @on(DayMap.Opened)
    def enter_logs(self) -> None:
        """Goes into the logs of the chosen day; from the year first to its month."""
        if self.yearly:
            self.action_year()
            return
        self.in_logs = True
        self.call_after_refresh(self.panel.focus)

    @on(DayPanel.Entered)
    def use_panel(self) -> None:
        """A log was clicked on."""
        self.in_logs = True
        self.panel.focus()

    def leave_logs(self) -> None:
        """Goes back to the days."""
        if self.in_logs:
            self.in_logs = False
            self.call_after_refresh(self.grid.focus)
