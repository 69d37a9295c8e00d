"""The dashboard: how the owner's streaks stand today.

What its keys do lies in `actions/`, its keys in `dashboard_keys`; here is what holds them together.
It is long since Textual looks for an action on the screen itself: most are a line that hands it on.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.events import Key
from textual.getters import query_one
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Input

from unbroken.core.notes import day_of
from unbroken.engine.clock import Clock
from unbroken.tui.actions.card_reader import WEEKS_LINES, WIDE, CardReader
from unbroken.tui.actions.folder_watch import FolderWatch
from unbroken.tui.actions.lifecycle_actions import LifecycleActions
from unbroken.tui.actions.list_arranger import ListArranger
from unbroken.tui.actions.navigation import Navigation
from unbroken.tui.actions.note_finder import NoteFinder
from unbroken.tui.actions.page_loader import PageLoader
from unbroken.tui.actions.preference_keeper import PreferenceKeeper
from unbroken.tui.actions.reminder_watch import ReminderWatch
from unbroken.tui.actions.streak_actions import StreakActions
from unbroken.tui.actions.timer_actions import TimerActions
from unbroken.tui.drawing.columns import TALL
from unbroken.tui.engine_thread import EngineThread
from unbroken.tui.front import FittedScreen
from unbroken.tui.idle_keys import tell_idle
from unbroken.tui.keys_in_force import with_keys
from unbroken.tui.model.card_page import CardPage
from unbroken.tui.model.dashboard_page import Page
from unbroken.tui.model.list_view import VIEWS, Arrangement
from unbroken.tui.model.streak_row import Row
from unbroken.tui.screens.dashboard_keys import (
    ABOUT_A_ROW,
    DASHBOARD_KEYS,
    HELP_GROUPS,
    KEY_ORDER,
    KEYS_OF_ARCHIVED,
    KEYS_TO_BEGIN,
    action_state,
    needs_a_row,
)
from unbroken.tui.widgets.day_header import DayHeader, title_words
from unbroken.tui.widgets.key_line import KeyLine, KeyOrder
from unbroken.tui.widgets.streak_list import StreakList
from unbroken.tui.widgets.view_line import ViewLine
from unbroken.wording.symbols import UNICODE, Shapes, shapes_named

_ANOTHER_LIST: Final = (
    "dashboard.view",
    "dashboard.order",
    "dashboard.filter",
    "dashboard.clear_filter",
    "dashboard.undo",
    "dashboard.redo",
)
"""What only changes which streaks are listed, or brings back one that was."""


def _of_chosen(act: Callable[[Dashboard, Row], object]) -> Callable[[Dashboard], None]:
    """An action on the chosen streak; it does nothing where none is chosen."""

    def action(self: Dashboard) -> None:
        row = self.chosen_row()
        if row is not None:
            act(self, row)

    return action


class Dashboard(FittedScreen[None]):
    """Shows a page of streaks, and does what is asked with them."""

    BINDING_GROUP_TITLE = "Dashboard"
    FIELDS_OF = "list"
    AUTO_FOCUS = "StreakList"
    HORIZONTAL_BREAKPOINTS = [(0, "-slim"), (60, "-roomy"), (WIDE, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-short"), (16, "-tall")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = DASHBOARD_KEYS

    streaks = query_one(StreakList)
    """The list."""
    view_line = query_one(ViewLine)
    """How the list is looked at, and the filter."""

    page: reactive[Page | None] = reactive(None, repaint=False)
    """What is shown; None until the screen is mounted. Like all that is handed down to widgets, it
    has them drawn that show it, and not the screen.
    """
    arrangement: reactive[Arrangement] = reactive(Arrangement(), repaint=False, bindings=True)
    """Which of the streaks are shown, and in what order."""
    rows: reactive[tuple[Row, ...]] = reactive((), repaint=False)
    """The page's streaks in the order they are shown."""
    shapes: reactive[Shapes] = reactive(UNICODE, repaint=False)
    """The symbols in use."""
    chosen: reactive[str | None] = reactive(None, repaint=False)
    """The id of the streak whose card is shown."""
    told: reactive[CardPage | None] = reactive(None, repaint=False)
    """The card that was read last."""
    empty: reactive[bool] = reactive(False, toggle_class="-empty", bindings=True)
    """Whether there is no streak to show."""

    def __init__(
        self,
        engine_thread: EngineThread,
        page: Page,
        clock: Clock,
        preferences: PreferenceKeeper,
        *,
        clock_is_set: bool,
        demo: bool = False,
    ) -> None:
        super().__init__()
        self._clock_is_set, self._demo = clock_is_set, demo
        self._slips = False
        self.pages = PageLoader(
            self, engine_thread, clock, page, show=self._show_page, listed=lambda: self.rows
        )
        self.watcher = self.pages.watcher
        self.streak_actions = StreakActions(
            self,
            engine_thread,
            clock,
            self.pages,
            logged=self._hold,
            flash=self._flash,
            say=self._say,
            show_day=self._show_day,
        )
        self.timers = TimerActions(
            self, engine_thread, self.pages, take=self.streak_actions.take_logged
        )
        self.reminders = ReminderWatch(self, engine_thread, clock, self.pages)
        self.folder = FolderWatch(self, engine_thread)
        self.lifecycle = LifecycleActions(self, engine_thread, self.pages, choose=self._choose)
        self.navigation = Navigation(
            self,
            engine_thread,
            clock,
            self.pages,
            preferences,
            show_made=self._show_made,
            order=lambda: self.arrangement.order,
        )
        self.cards = CardReader(self, engine_thread, self.pages, show=self._show_card)
        self.arranger = ListArranger(
            self, engine_thread, self.pages, preferences, show=self._show_arrangement
        )
        self.notes = NoteFinder(self, engine_thread, self.pages)
        self.set_reactive(Dashboard.arrangement, self.arranger.arrangement)

    def compose(self) -> ComposeResult:
        """The day, the streaks, the keys; the card where there is room for it."""
        header = DayHeader(clock_is_set=self._clock_is_set, demo=self._demo)
        yield header.data_bind(Dashboard.page)
        yield ViewLine().data_bind(Dashboard.arrangement)
        with Horizontal(id="body"):
            yield StreakList().data_bind(Dashboard.rows, Dashboard.shapes)
            if self.cards.has_room():
                yield self._new_card()
            if self.cards.has_room_below():
                yield self._new_weeks()
        yield KeyLine()

    def on_mount(self) -> None:
        """Shows the page, and keeps it true from now on."""
        self.pages.start()
        self.set_timer(0.05, self.pages.read_strips)
        self.reminders.start()
        self.folder.start()

    def on_resize(self) -> None:
        """There may be room for the card now, and for the last weeks."""
        body = self.query_one("#body")
        if self.cards.has_room() and not self.query("StreakCard"):
            body.mount(self._new_card())
        if self.cards.has_room_below() and not self.query("StreakWeeks"):
            body.mount(self._new_weeks())
        self.watch_chosen()
        self.call_after_refresh(self._fit_weeks)
        if 0 < self.pages.strip < self.pages.strip_wanted():
            self.pages.read_strips()

    def on_screen_suspend(self) -> None:
        """The screen in front watches for changes itself."""
        self.watcher.pause()
        self.arranger.let_go()
        self.lifecycle.just_archived = None

    def on_screen_resume(self) -> None:
        """Shows what has changed meanwhile."""
        self.watcher.resume()
        self.notes.find_again()
        self._say_nothing()  # keys may have been changed
        self.folder.look_whether_synced()

    def _new_card(self) -> Widget:
        # Imported here, since the start of a narrow terminal needs no card.
        from unbroken.tui.widgets.streak_card import StreakCard

        kind = Dashboard
        return StreakCard().data_bind(kind.page, kind.shapes, kind.chosen, kind.told)

    def _new_weeks(self) -> Widget:
        # Imported here, since the start of a small terminal needs no weeks.
        from unbroken.tui.widgets.streak_weeks import StreakWeeks

        kind = Dashboard
        return StreakWeeks().data_bind(kind.page, kind.shapes, kind.chosen, kind.told)

    def _fit_weeks(self) -> None:
        """The last weeks stand below the list where that leaves room for them."""
        body, lines = self.query_one("#body"), max(len(self.streaks.lines), TALL)
        fits = self.cards.has_room_below() and body.size.height >= lines + WEEKS_LINES
        body.set_class(fits, "-above-weeks")
        if fits:
            body.styles.grid_rows = f"{lines} 1fr"

    def _show_card(self, card: CardPage) -> None:
        self.told = card

    def _show_page(self, page: Page) -> None:
        self.page = page

    def _show_arrangement(self, arrangement: Arrangement) -> None:
        if self.arrangement == arrangement:
            self.rows = self.arranger.rows()  # what was held in its place is not any more
        self.arrangement = arrangement

    def watch_page(self, page: Page | None) -> None:
        """Shows the page's streaks, or how to begin where there are none."""
        if page is None:
            return
        self.shapes = shapes_named(page.settings["symbols"])
        self.navigation.show_shapes(self.shapes)
        self.rows = self.arranger.rows()
        self.app.title = title_words(page)
        self.watch_chosen()
        self._tell_emptiness()

    def watch_arrangement(self) -> None:
        """Lists the same streaks in another way; an empty list says why it is empty."""
        if self.page is None:
            return
        self.rows = self.arranger.rows()
        if any(not row.strip for row in self.rows):
            self.pages.read_strips()
        self._say_nothing()
        self._tell_emptiness()

    def _say_nothing(self) -> None:
        nothing = self.arrangement.nothing(self.pages.rows)
        self.streaks.nothing = with_keys(self, nothing)

    help_groups = HELP_GROUPS

    @property
    def key_order(self) -> KeyOrder:
        """What the last line shows."""
        if self.arrangement.view == "archived":
            return KEYS_OF_ARCHIVED
        return KEYS_TO_BEGIN if self.empty else KEY_ORDER

    @property
    def own_words(self) -> dict[str, str]:
        """What keys are called now, by the ids of their bindings, where that is not their name."""
        row = self._row_at_cursor()
        slip = {"streaks.log": "log a slip"} if row is not None and row.is_slip else {}
        back = {"dashboard.archive": "bring back"} if self.arrangement.view == "archived" else {}
        return slip | back

    @property
    def legends(self) -> list[Any]:
        """What the help says of what is shown."""
        from unbroken.tui.model.list_legend import legend  # the first frame goes without

        return [legend(self.shapes, self.streaks.strip)]

    def _tell_emptiness(self) -> None:
        self.empty = not self.pages.open_rows() and self.arrangement.view != "archived"

    def watch_empty(self, empty: bool) -> None:
        """Says how to begin; or the list is back, and so is its cursor."""
        if empty and not self.query("Welcome"):
            # Imported here, since most starts have a streak to show.
            from unbroken.tui.widgets.welcome import Welcome

            self.mount(Welcome().data_bind(Dashboard.page), before="#body")
        elif self.is_mounted and not empty:
            self.call_after_refresh(self._focus_list)

    def _focus_list(self) -> None:
        if self.focused is None and self.is_current:
            self.streaks.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is about one streak needs one; on a folded heading only moving is left."""
        if action == "clear_filter":
            looking = bool(self.arrangement.sought) or self.arrangement.view != VIEWS[0]
            return looking or (self.is_mounted and self.view_line.asking)
        if action not in ABOUT_A_ROW or not self.is_mounted:
            return True
        if action == "archive" and self.lifecycle.just_archived is not None:
            return True
        return action_state(action, self._row_at_cursor())

    @property
    def parts_at_rest(self) -> list[Widget]:
        """The list, whose keys are known where there is none to be seen."""
        return [self.streaks] if self.empty else []

    def why_idle(self, name: str) -> str:
        """What would be needed for a key that is about one streak."""
        if not needs_a_row(name):
            return ""
        if self._row_at_cursor() is not None:
            return "These streaks are folded; <streaks.fold> unfolds them."
        return self.arrangement.nothing(self.pages.rows)

    def _row_at_cursor(self) -> Row | None:
        return next((row for row in self.rows if row.streak_id == self.streaks.cursor), None)

    def chosen_row(self) -> Row | None:
        """The chosen streak; none where the cursor is on a folded heading."""
        row = self._row_at_cursor()
        return None if row is None or row.folded else row

    def watch_rows(self) -> None:
        """What the cursor is on may be a folded heading by now, or a streak again."""
        if self.is_mounted:
            self.choose()
            if self.cards.has_room_below():
                self.call_after_refresh(self._fit_weeks)

    def watch_chosen(self) -> None:
        """The card follows the choice, where there is room for it."""
        self.cards.choose(self.chosen)

    @on(StreakList.Chosen)
    def choose(self) -> None:
        """The card and the keys follow the cursor."""
        row, before = self.chosen_row(), (self.chosen is None, self._slips)
        self.chosen = None if row is None else row.streak_id
        self._slips = row is not None and row.is_slip
        if before != (row is None, self._slips):
            self.refresh_bindings()

    @on(StreakList.LogRequested)
    def log_streak(self, message: StreakList.LogRequested) -> None:
        """Logs a streak once, or asks for the amount."""
        row = self.pages.row_of(message.streak_id)
        self.streaks.wanted = None
        if row is not None:
            self.streak_actions.log(row)

    @on(StreakList.NumberNotListed)
    def tell_whose_number(self, message: StreakList.NumberNotListed) -> None:
        """Says which streak has a number that is not in sight, and how it comes back in sight."""
        rows = (row for row in self.pages.open_rows() if row.number == message.number)
        row = next(rows, None)
        if row is not None:
            self.arranger.tell_hidden(row)
        else:
            unknown = f"There is no streak number {message.number}."
            tell_idle(self.app, unknown if self.rows else self.why_idle("streaks.log"))

    def _hold(self, streak_id: str) -> None:
        self.arranger.hold(streak_id)

    def _say(self, line: str) -> None:
        self.query_one(KeyLine).said = line

    def on_key(self, event: Key) -> None:
        """What was said has been read; only the same key again brings back what it archived, and
        what does something in a list chooses in it.
        """
        self._say("")
        if self.lifecycle.just_archived is None and self.streaks.wanted is None:
            return
        active = self.active_bindings.get(event.key)
        name = None if active is None else active.binding.id
        if name != "dashboard.archive":
            self.lifecycle.just_archived = None
        if not self.view_line.asking and name not in _ANOTHER_LIST:
            self.streaks.wanted = None

    def on_click(self) -> None:
        """Something else was done since a streak was archived."""
        self.lifecycle.just_archived = None

    @on(StreakList.Moved)
    def let_go(self) -> None:
        """What was logged goes where it belongs, once somebody goes on."""
        self._say("")
        self.streaks.wanted = None
        self.arranger.let_go()

    def _choose(self, streak_id: str) -> None:
        """Puts the cursor on a streak, and be it once another view lists it."""
        if any(row.streak_id == streak_id for row in self.rows):
            self.streaks.cursor = streak_id
        else:
            self.streaks.wanted = streak_id

    def _flash(self, streak_id: str) -> None:
        self.streaks.flashing = streak_id

    def _show_day(self, activity_type: str | None, day: date) -> None:
        self.navigation.open_calendar(activity_type, day)

    def _show_made(self, activity_type: str) -> None:
        """Puts the cursor on a streak that was made; what hides it is given up."""
        rows = (each for each in self.pages.rows if each.activity_type == activity_type)
        row = next(rows, None)
        if row is not None:
            sought = self.arrangement.sought
            self.arranger.reveal(row)
            if self.arrangement.sought != sought:
                self.view_line.clear()
                self.notes.find("")
            self.streaks.wanted = None
            self.streaks.cursor = row.streak_id

    def on_note_list_opened(self, message: Any) -> None:
        """Shows the day of a note in the calendar."""
        self._show_day(message.written.activity_type, day_of(message.written))

    @on(StreakList.FoldRequested)
    def fold_group(self, message: StreakList.FoldRequested) -> None:
        self.arranger.fold(message.heading)

    @on(Input.Changed)
    def filter_names(self, event: Input.Changed) -> None:
        """Lists what has the typed text in its name, and the notes that have it."""
        self.arranger.filter(event.value.strip())
        self.notes.find(event.value)

    @on(Input.Submitted)
    def keep_filter(self) -> None:
        """Back to the list, which stays filtered. Where no name has the text, to the notes, and to
        the day of one that stands alone.
        """
        notes = self.notes.listed
        if notes is not None and not self.rows:
            notes.focus()
            if len(notes.found) == 1:
                notes.action_select()
        else:
            self.streaks.focus()
        self.view_line.asking = False

    def action_filter(self) -> None:
        """Asks for a part of a name."""
        self.view_line.asking = True
        self.refresh_bindings()

    def action_clear_filter(self) -> None:
        """Lists every name again, with the cursor where it was before; where all of a view are
        listed, those of all views.
        """
        if not (self.arrangement.sought or self.view_line.asking):
            self.arranger.show_all()
        self.view_line.clear()
        self.arranger.filter("")
        self.notes.find("")
        self.streaks.focus()

    def action_order(self) -> None:
        self.arranger.next_order()

    def action_view(self) -> None:
        self.arranger.next_view()

    def action_move_down(self) -> None:
        self.arranger.move(self._row_at_cursor(), 1)

    def action_move_up(self) -> None:
        self.arranger.move(self._row_at_cursor(), -1)

    def action_undo(self) -> None:
        self.arranger.let_go()
        self.streak_actions.undo()

    def action_redo(self) -> None:
        self.arranger.let_go()
        self.streak_actions.redo()

    def action_journal(self) -> None:
        self.navigation.open_journal()

    def action_insight_of_all(self) -> None:
        self.navigation.open_insight(None)

    def action_notes(self) -> None:
        self.navigation.open_notes()

    def action_review(self) -> None:
        self.navigation.open_review()

    def action_new(self) -> None:
        self.navigation.open_editor(None)

    def action_calendar_of_all(self) -> None:
        self.navigation.open_calendar(None)

    def action_settings(self) -> None:
        self.navigation.open_settings()

    def action_archive(self) -> None:
        self.lifecycle.turn_by_key(self.chosen_row())

    action_calendar = _of_chosen(lambda self, row: self.navigation.open_calendar(row.activity_type))
    action_insight = _of_chosen(lambda self, row: self.navigation.open_insight(row))
    action_edit = _of_chosen(lambda self, row: self.navigation.open_editor(row))
    action_pause = _of_chosen(lambda self, row: self.lifecycle.pause_or_resume(row))
    action_remove = _of_chosen(lambda self, row: self.lifecycle.remove(row))
    action_skip = _of_chosen(lambda self, row: self.streak_actions.skip(row))
    action_log_form = _of_chosen(lambda self, row: self.streak_actions.log_in_detail(row))
    action_timer = _of_chosen(lambda self, row: self.timers.toggle(row))
    action_why = _of_chosen(lambda self, row: self.streak_actions.explain(row))
    action_copy = _of_chosen(lambda self, row: self.streak_actions.copy_status(row))
