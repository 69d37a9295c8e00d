"""The dashboard: how the owner's streaks stand today."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.getters import query_one
from textual.reactive import reactive
from textual.widgets import Input

from unbroken.engine.clock import Clock
from unbroken.engine.status import ARCHIVED
from unbroken.tui.engine_thread import EngineThread
from unbroken.tui.model.dashboard_page import Page
from unbroken.tui.model.list_view import Arrangement, moved
from unbroken.tui.model.streak_row import Row
from unbroken.tui.screens.carded import WIDE, CardedScreen
from unbroken.tui.widgets.day_header import DayHeader
from unbroken.tui.widgets.key_line import KeyLine
from unbroken.tui.widgets.streak_list import StreakList
from unbroken.tui.widgets.view_line import ViewLine

_ABOUT_ONE = ("calendar", "edit", "archive", "pause", "remove", "skip", "log_form", "why")
_MOVES = ("move_down", "move_up")


def _key(key: str, action: str, word: str, said: str, *, show: bool = False) -> Binding:
    return Binding(key, action, word, show=show, id=f"dashboard.{action}", tooltip=said)


class Dashboard(CardedScreen):
    """Shows a page of streaks, and does what is asked with them."""

    BINDING_GROUP_TITLE = "Dashboard"
    AUTO_FOCUS = "StreakList"
    HORIZONTAL_BREAKPOINTS = [(0, "-slim"), (60, "-roomy"), (WIDE, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-short"), (16, "-tall")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        _key("u", "undo", "undo", "Take back the last change", show=True),
        _key("l", "log_form", "log…", "Log with amount, time and note", show=True),
        _key("ctrl+r", "redo", "redo", "Do again what was taken back"),
        _key("c", "calendar", "calendar", "Show the days of the chosen streak", show=True),
        _key("C", "calendar_of_all", "calendar of all", "Show the days of all streaks"),
        _key("s", "skip", "skip", "Skip today, or take that back"),
        _key("w", "why", "why", "Say why the streak stands as it does"),
        _key("n", "new", "new", "Make a streak"),
        _key("e", "edit", "edit", "Change the chosen streak's rules"),
        _key("a", "archive", "archive", "Archive the chosen streak, or bring it back"),
        _key("p", "pause", "pause", "Pause the chosen streak, or resume it"),
        _key("D,delete", "remove", "remove", "Remove the chosen streak with its logs"),
        _key("J,shift+down", "move_down", "move down", "Move the streak down in your own order"),
        _key("K,shift+up", "move_up", "move up", "Move the streak up in your own order"),
        _key("o", "order", "order", "Change the order: at risk first, your own, by name"),
        _key("v", "view", "view", "Change the view: all, due, archived"),
        _key("slash", "filter", "filter", "Show only the names that have what you type"),
        _key("escape", "clear_filter", "show all", "Show all names again", show=True),
        Binding(
            "i",
            "app.import_data",
            "import",
            show=False,
            id="dashboard.import",
            tooltip="Bring in a file of another tracker, or of Unbroken",
        ),
        _key("comma", "settings", "settings", "People, zones, looks, backups"),
    ]

    streaks = query_one(StreakList)
    """The list."""
    view_line = query_one(ViewLine)
    """How the list is looked at, and the filter."""

    empty: reactive[bool] = reactive(False, toggle_class="-empty")
    """Whether there is no streak to show."""

    def __init__(
        self,
        desk: EngineThread,
        page: Page,
        clock: Clock,
        *,
        clock_is_set: bool,
        demo: bool = False,
    ) -> None:
        super().__init__(desk, page, clock)
        self._clock_is_set, self._demo = clock_is_set, demo

    def compose(self) -> ComposeResult:
        """The day, the streaks, the keys; the card where there is room for it."""
        header = DayHeader(clock_is_set=self._clock_is_set, demo=self._demo)
        yield header.data_bind(Dashboard.page)
        yield ViewLine().data_bind(Dashboard.arrangement)
        with Horizontal(id="body"):
            yield StreakList().data_bind(Dashboard.rows, Dashboard.shapes)
            if self.has_room():
                yield self.new_card()
        yield KeyLine()

    def on_resize(self) -> None:
        """There may be room for the card now."""
        if self.has_room() and not self.query("StreakCard"):
            self.query_one("#body").mount(self.new_card())
            self.read_card_soon()

    def watch_page(self, old: Page | None, page: Page | None) -> None:
        """Says how to begin where there is nothing to show."""
        super().watch_page(old, page)
        if page is not None:
            self._tell_emptiness(page)

    def watch_arrangement(self) -> None:
        """The list says why it is empty."""
        super().watch_arrangement()
        if self.is_mounted and self.page is not None:
            self.streaks.nothing = self.arrangement.nothing()
            self._tell_emptiness(self.page)

    def _tell_emptiness(self, page: Page) -> None:
        live = any(row.group != ARCHIVED for row in self._all_rows)
        self.empty = not live and self.arrangement.view != "archived"

    def watch_empty(self, empty: bool) -> None:
        """Says how to begin; or the list is back, and so is its cursor."""
        if empty and not self.query("Welcome"):
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
            return bool(self.arrangement.sought) or (self.is_mounted and self.view_line.asking)
        if action in (*_ABOUT_ONE, *_MOVES) and self.is_mounted:
            row = self._row_at_cursor()
            if row is None:
                return False
            return None if row.folded and action in _ABOUT_ONE else True
        return True

    def _row_at_cursor(self) -> Row | None:
        return next((row for row in self.rows if row.streak_id == self.streaks.cursor), None)

    def _chosen(self) -> Row | None:
        """The chosen streak; none where the cursor is on a folded heading."""
        row = self._row_at_cursor()
        return None if row is None or row.folded else row

    def flash(self, streak_id: str) -> None:
        """The list shows which row has changed."""
        self.streaks.flashing = streak_id

    def watch_rows(self) -> None:
        """What the cursor is on may be a folded heading by now, or a streak again."""
        if self.is_mounted:
            self.choose()

    @on(StreakList.Chosen)
    def choose(self) -> None:
        """The card and the keys follow the cursor."""
        row, before = self._chosen(), self.chosen
        self.chosen = None if row is None else row.streak_id
        if (before is None) != (row is None):
            self.refresh_bindings()

    @on(StreakList.LogRequested)
    def log_streak(self, message: StreakList.LogRequested) -> None:
        """Logs a streak once, or asks for the amount."""
        row = self.row_of(message.streak_id)
        if row is not None:
            self.log_row(row)

    @on(StreakList.FoldRequested)
    def fold_group(self, message: StreakList.FoldRequested) -> None:
        """Folds or unfolds a group."""
        self._arrange(self.arrangement.turned(message.heading))

    @on(Input.Changed)
    def filter_names(self, event: Input.Changed) -> None:
        """Lists what has the typed text in its name."""
        self.arrangement = self.arrangement._replace(sought=event.value.strip())

    @on(Input.Submitted)
    def keep_filter(self) -> None:
        """Back to the list, which stays filtered."""
        self.streaks.focus()
        self.view_line.asking = False

    def action_filter(self) -> None:
        """Asks for a part of a name."""
        self.view_line.asking = True
        self.refresh_bindings()

    def action_clear_filter(self) -> None:
        """Lists every name again."""
        self.streaks.focus()
        self.view_line.clear()
        self.arrangement = self.arrangement._replace(sought="")

    def action_order(self) -> None:
        """The next order."""
        self._arrange(self.arrangement.next_order())

    def action_view(self) -> None:
        """The next view."""
        self._arrange(self.arrangement.next_view())

    def _arrange(self, arrangement: Arrangement) -> None:
        """Lists the streaks in another way, which is remembered."""
        before, self.arrangement = self.arrangement.to_keep(), arrangement
        after = arrangement.to_keep()
        if self.page is not None and self.page.admin and after != before:
            self.keep({key: after[key] for key in after if after[key] != before[key]})

    def action_move_down(self) -> None:
        """Moves the chosen streak behind the next one."""
        self._move(1)

    def action_move_up(self) -> None:
        """Moves the chosen streak before the one above."""
        self._move(-1)

    def _move(self, by: int) -> None:
        row, arrangement = self._row_at_cursor(), self.arrangement
        if arrangement.order != "own":
            said = "Streaks can be moved in your own order; o changes the order."
            self.app.notify(said, markup=False)
        elif arrangement.sought or arrangement.view != "all":
            said = "All streaks must be in sight to be moved; escape and v show them."
            self.app.notify(said, markup=False)
        elif row is not None:
            self.reorder(moved(self.listed(), row.streak_id, by, whole=bool(row.folded)))

    def action_undo(self) -> None:
        """Takes back the last change."""
        self.turn(lambda engine: engine.undo(), "Took back")

    def action_redo(self) -> None:
        """Does again what was taken back."""
        self.turn(lambda engine: engine.redo(), "Did again")

    def action_new(self) -> None:
        """Opens the editor for a streak that there is not yet."""
        self.open_editor(None)

    def show_made(self, activity_type: str) -> None:
        """Puts the cursor on a streak that was made; what hides it is given up."""
        row = next((each for each in self._all_rows if each.activity_type == activity_type), None)
        if row is not None:
            arrangement = self.arrangement.showing(row)
            if arrangement.sought != self.arrangement.sought:
                self.view_line.clear()
            self._arrange(arrangement)
            self.streaks.cursor = row.streak_id

    def action_calendar_of_all(self) -> None:
        """Opens the calendar of all streaks."""
        self.open_calendar(None)

    def action_settings(self) -> None:
        """Opens the settings."""
        self.open_settings()

    def action_calendar(self) -> None:
        """Opens the calendar of the chosen streak."""
        self._with_chosen(lambda row: self.open_calendar(row.activity_type))

    def action_edit(self) -> None:
        """Opens the editor on the chosen streak."""
        self._with_chosen(self.open_editor)

    def action_archive(self) -> None:
        """Puts the chosen streak away, or brings it back."""
        self._with_chosen(self.turn_archived)

    def action_skip(self) -> None:
        """Skips today for the chosen streak, or takes that back."""
        self._with_chosen(self.turn_skip)

    def action_log_form(self) -> None:
        """Asks for a log in detail."""
        self._with_chosen(self.log_in_detail)

    def action_why(self) -> None:
        """Explains the chosen streak."""
        self._with_chosen(self.explain)

    def _with_chosen(self, do: Any) -> None:
        row = self._chosen()
        if row is not None:
            do(row)
