"""The calendar: months of one streak or of all, in which the past can be put right.

It is long since Textual finds what a key does, and who hears a widget's message, on this one class;
what is done is in `actions/calendar_actions`, what is shown in `model/calendar_page`.
"""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Final

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical
from textual.getters import query_one
from textual.reactive import reactive

from unbroken.core.results import Streak
from unbroken.engine.clock import Clock
from unbroken.tui.actions.calendar_actions import CalendarActions
from unbroken.tui.actions.month_loader import MonthLoader
from unbroken.tui.drawing.calendar_month import Choice
from unbroken.tui.engine_thread import EngineThread
from unbroken.tui.front import OwnScreen
from unbroken.tui.model.calendar_cursor import day_after_move, row_after_move, within_reach
from unbroken.tui.model.calendar_page import CalendarPage
from unbroken.tui.model.dashboard_page import Page
from unbroken.tui.screens.calendar_keys import (
    CALENDAR_KEYS,
    HELP_GROUPS,
    KEY_ORDER,
    KEYS_OF_ROWS,
)
from unbroken.tui.ways import Ways
from unbroken.tui.widgets.calendar_foot import DayLine, MonthLine
from unbroken.tui.widgets.calendar_heading import CalendarHeading
from unbroken.tui.widgets.day_map import DayMap
from unbroken.tui.widgets.day_panel import DayPanel
from unbroken.tui.widgets.key_line import KeyLine, KeyOrder
from unbroken.tui.widgets.month_grid import MonthGrid
from unbroken.tui.widgets.year_map import YearMap
from unbroken.wording.symbols import UNICODE, Shapes, shapes_named

_WIDE: Final = 120
"""Cells from which a day's logs have more room beside the days."""
_VAST: Final = 50
"""Lines from which a window that is wide too has room for the year above the month."""


class CalendarScreen(OwnScreen[bool]):
    """Shows the month of the chosen day, or its year, and that day's logs.

    `activity_type` names the streak, or is None for all; `day` is chosen first, else today. Of all,
    one of them can be chosen where each has a row: keys are about that one then, and `ways` opens
    its own calendar. Answers whether anything was changed.
    """

    BINDING_GROUP_TITLE = "Calendar"
    BINDINGS: ClassVar[list[BindingType]] = CALENDAR_KEYS
    AUTO_FOCUS = "MonthGrid"
    help_groups = HELP_GROUPS
    HORIZONTAL_BREAKPOINTS = [(0, "-slim"), (76, "-beside"), (_WIDE, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-short"), (20, "-tall"), (36, "-lofty"), (_VAST, "-vast")]  # noqa: RUF012
    DEFAULT_CSS = """
    CalendarScreen {
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
        &.-beside.-of-all DayPanel { width: 33; padding: 0 0 0 1; }
        &.-wide DayPanel { width: 44; }
        &.-beside DayLine, &.-wide DayLine, &.-slim.-tall DayLine,
        &.-slim.-lofty DayLine, &.-slim.-vast DayLine { display: none; }

        &.-yearly MonthGrid { display: none; }
        &.-yearly YearMap { display: block; }
        &.-yearly.-beside DayPanel { display: none; }
        &.-yearly.-beside DayLine { display: block; }
        &.-yearly.-tall.-beside, &.-yearly.-tall.-wide,
        &.-yearly.-lofty.-beside, &.-yearly.-lofty.-wide, &.-yearly.-vast.-beside {
            #days { layout: vertical; }
            #chart { height: auto; }
            YearMap { height: 12; }
            DayPanel { display: block; width: 100%; height: 1fr; margin-top: 1; }
            DayLine { display: none; }
        }
        &.-yearly.-lofty.-wide YearMap { height: 18; }
        &.-vast.-wide MonthGrid, &.-vast.-wide YearMap { display: block; }
        &.-vast.-wide YearMap { height: 18; }
        &.-vast.-wide DayLine { display: none; }
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

    page: reactive[CalendarPage | None] = reactive(None, repaint=False)
    """The month of the chosen day, once it has been read."""
    choice: reactive[Choice | None] = reactive(None, repaint=False)
    """The chosen day, and where a range that ends there was begun."""
    shapes: reactive[Shapes] = reactive(UNICODE, repaint=False)
    """The symbols in use."""
    yearly: reactive[bool] = reactive(False, toggle_class="-yearly", bindings=True)
    """Whether the year is shown."""
    has_logs: reactive[bool] = reactive(False, bindings=True)
    """Whether the chosen day has logs."""
    in_logs: reactive[bool] = reactive(False, toggle_class="-in-logs", bindings=True)
    """Whether the person is in the day's logs."""

    def __init__(
        self,
        engine_thread: EngineThread,
        page: Page,
        clock: Clock,
        activity_type: str | None,
        ways: Ways,
        day: date | None = None,
    ) -> None:
        super().__init__()
        self._first_day, self._ways = day, ways
        self.set_class(activity_type is None, "-of-all")
        self.months = MonthLoader(
            self, engine_thread, clock, page, activity_type, show=self._show_month
        )
        self.watcher = self.months.watcher
        self.calendar_actions = CalendarActions(
            self,
            engine_thread,
            self.months,
            admin=page.admin,
            ways=ways,
            chosen=lambda: self.chosen_streak,
            clear_mark=self._clear_mark,
            show_day=self._show_day,
        )
        self._symbols = str(page.settings["symbols"])

    def compose(self) -> ComposeResult:
        """The month, the day, the keys."""
        bound = CalendarScreen
        yield CalendarHeading().data_bind(bound.page, bound.choice, bound.shapes, bound.yearly)
        with Container(id="days"):
            with Vertical(id="chart"):
                for days in (YearMap(), MonthGrid()):  # where there is room for both, in that order
                    yield days.data_bind(bound.page, bound.choice, bound.shapes, bound.yearly)
                yield DayLine().data_bind(bound.page, bound.choice, bound.shapes)
                yield MonthLine().data_bind(bound.page, bound.choice, bound.yearly)
            yield DayPanel().data_bind(bound.page, bound.choice, bound.shapes, in_use=bound.in_logs)
        yield KeyLine()

    def on_mount(self) -> None:
        """Begins on the day asked for, or the present one, and watches for changes from now on."""
        self.shapes = shapes_named(self._symbols)
        self.choice = Choice(self._first_day or self.months.today)
        self.watcher.start()

    def on_screen_suspend(self) -> None:
        """The screen in front watches for changes itself."""
        self.watcher.pause()

    def on_screen_resume(self) -> None:
        """Shows what has changed meanwhile."""
        self.watcher.resume()

    @property
    def is_vast(self) -> bool:
        """Whether the year and the month are both shown."""
        width, height = self.app.size
        return width >= _WIDE and height >= _VAST

    def on_resize(self) -> None:
        """In a large window the year is read too; in a small one no streak has a row."""
        self.months.choose_year(self.yearly or self.is_vast)
        self.call_after_refresh(self.refresh_bindings)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Where both are shown, the one with the focus says what the heading names."""
        if self.is_vast and isinstance(event.widget, DayMap):
            self.yearly = isinstance(event.widget, YearMap)

    @property
    def legends(self) -> list[Any]:
        """What the help says of what is shown."""
        from unbroken.tui.model.calendar_legend import calendar_legend  # few ask for it

        together = self.of_all and not self.in_rows
        return [calendar_legend(self.shapes, of_one=not together, yearly=self.yearly)]

    @property
    def of_all(self) -> bool:
        """Whether it is of all streaks."""
        return self.months.activity_type is None

    @property
    def in_rows(self) -> bool:
        """Whether the cursor moves among streaks that have a row each."""
        return not self.yearly and bool(self.grid.rows)

    @property
    def chosen_streak(self) -> Streak | None:
        """The streak that keys are about; None for all."""
        page = self.page
        if page is None or page.streak is not None:
            return page and page.streak
        row = self.grid.row if self.in_rows else None
        return None if row is None else page.streaks[row]

    @property
    def key_order(self) -> KeyOrder:
        """What the last line shows."""
        return KEYS_OF_ROWS if self.in_rows else KEY_ORDER

    @property
    def own_words(self) -> dict[str, str]:
        """What keys are called in the year, among streaks, and where each log is one too many."""
        streak = self.chosen_streak
        words = {"calendar.year": "month"} if self.yearly else {}
        if self.in_rows:
            words["calendar.step_down"] = "streaks"
            words |= {} if streak is None else {"calendar.open": "calendar"}
        if streak is None or streak.goal != "at_most" or streak.aggregation_target_value:
            return words
        return words | {"calendar.log": "log a slip", "calendar.fill": "log slips"}

    @property
    def idle_keys(self) -> frozenset[str]:
        """The keys that have nothing to do on the chosen day."""
        return frozenset() if self.has_logs else frozenset(("calendar.delete",))

    def _show_month(self, page: CalendarPage) -> None:
        self.page = page
        self._tell_logs()
        self.refresh_bindings()

    def _tell_logs(self) -> None:
        page, choice, streak = self.page, self.choice, self.chosen_streak
        logs = () if page is None or choice is None else page.logs.get(choice.day, ())
        self.has_logs = any(streak is None or log.streak_id == streak.id for log in logs)

    def forget(self) -> None:
        """Reads the month anew, since what was read does not hold any more."""
        self.months.forget()

    def watch_choice(self, old: Choice | None, choice: Choice | None) -> None:
        """Reads another month when the cursor goes there; marks and rows have keys of their own."""
        if (old and old[1:]) != (choice and choice[1:]):
            self.refresh_bindings()
        if choice is not None:
            self.months.choose(choice.day)
        self._tell_logs()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Space fills a range where one is marked, and else logs on the day; what is done to one
        streak, or said of it, is not there where all are shown.
        """
        if action in ("pause", "why"):
            return not self.of_all or self.chosen_streak is not None
        marked = self.choice is not None and self.choice.mark is not None
        return {"fill": marked, "log": not marked}.get(action, True)

    def why_idle(self, name: str) -> str:
        """What is about one streak needs one of all to be chosen."""
        if name not in ("calendar.pause", "calendar.why"):
            return ""
        way = "in the list <dashboard.calendar> opens its calendar"
        if self.in_rows:
            way = "<calendar.step_down> goes to the first"
        return f"That is about one streak; {way}."

    @on(DayMap.Moved)
    @on(CalendarHeading.Turned)
    def move_cursor(self, message: DayMap.Moved | CalendarHeading.Turned) -> None:
        """Moves by a day, a week, a row or a month."""
        self.move_choice(message.way)

    @on(DayMap.Picked)
    def pick_day(self, message: DayMap.Picked) -> None:
        """Moves to the day or the streak clicked on."""
        self.leave_logs()
        if self.choice is not None:
            self.choice = self.choice._replace(row=message.spot.row)
            self.go_to(message.spot.day or self.choice.day)

    def move_choice(self, way: str) -> None:
        """Chooses another day, as `day_after_move` says, or another row."""
        if self.choice is None:
            return
        if self.in_rows and way in ("up", "down"):
            row = row_after_move(self.grid.rows, self.grid.row, way)
            self.choice = self.choice._replace(row=row)
        else:
            self.go_to(day_after_move(self.choice.day, way, yearly=self.yearly))

    def go_to(self, day: date) -> None:
        """Chooses a day, or the nearest one that can be shown; a mark and a row stay."""
        if self.choice is not None:
            self.choice = self.choice._replace(day=within_reach(day, self.months.today))

    def _show_day(self, day: date) -> None:
        self.leave_logs()
        self.go_to(day)

    @on(DayMap.Opened)
    def enter_logs(self) -> None:
        """Goes into the logs of the chosen day, or to the calendar of the chosen one of all; from
        the year first to its month.
        """
        if self.yearly:
            self.action_year()
            return
        streak = self.chosen_streak
        if self.of_all and streak is not None and self.choice is not None:
            self._ways.open_calendar(streak.activity_type, self.choice.day)
            return
        if self.panel.display and self.panel.chosen is None:
            self.notify("There is no log on this day.", timeout=3)
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

    @on(DayPanel.EditRequested)
    def edit_log(self, message: DayPanel.EditRequested) -> None:
        """Asks what a log should be."""
        if self.page is not None and self.choice is not None:
            for log in self.page.logs.get(self.choice.day, ()):
                streak = self.page.streaks.get(log.streak_id)
                if log.id == message.log_id and streak is not None:
                    self.calendar_actions.edit(log, streak)

    def action_back(self) -> None:
        """Clears the mark, or leaves the logs, the year, or the calendar."""
        if self.choice is not None and self.choice.mark is not None:
            self._clear_mark()
        elif self.in_logs:
            self.leave_logs()
        elif self.yearly:
            self.action_year()
        else:
            self.dismiss(self.calendar_actions.changed)

    def action_today(self) -> None:
        """Chooses the present day."""
        self.go_to(self.months.today)

    def action_year(self) -> None:
        """Shows the year, or the month again."""
        self.leave_logs()
        self.yearly = not self.yearly
        self.call_after_refresh((self.map if self.yearly else self.grid).focus)
        self.months.choose_year(self.yearly or self.is_vast)

    def action_mark(self) -> None:
        """Begins a range at the chosen day."""
        if self.choice is not None:
            self.leave_logs()
            self.choice = self.choice._replace(mark=self.choice.day)

    def _clear_mark(self) -> None:
        if self.choice is not None:
            self.choice = self.choice._replace(mark=None)

    def action_log(self) -> None:
        """Logs on the chosen day."""
        if self.choice is not None:
            self.calendar_actions.log(self.choice.day)

    def action_fill(self) -> None:
        """Logs on each day of the range that is not met."""
        if self.choice is not None:
            self.calendar_actions.fill(*self.choice.ends())

    def action_skip(self) -> None:
        """Skips the chosen days, or takes that back."""
        if self.choice is not None:
            self.calendar_actions.skip(*self.choice.ends())

    def action_delete(self) -> None:
        """Deletes the chosen log; outside of the logs the day's last one."""
        if self.choice is not None:
            log_id = self.panel.chosen if self.in_logs else None
            self.calendar_actions.delete(self.choice.day, log_id)

    def action_why(self) -> None:
        """Says why the streak stands as it does; of a past day what was judged of it."""
        if self.choice is not None:
            self.calendar_actions.explain(self.shapes, self.choice.day)

    def action_pause(self) -> None:
        """Pauses the streak, or resumes it."""
        self.calendar_actions.pause_or_resume()

    def action_undo(self) -> None:
        """Takes back the last change."""
        self.calendar_actions.undo()

    def action_redo(self) -> None:
        """Does again what was taken back."""
        self.calendar_actions.redo()
