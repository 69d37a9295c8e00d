"""The dashboard: how the owner's streaks stand today."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.getters import query_one
from textual.message import Message
from textual.reactive import reactive
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Footer

from unbroken.core.shapes import UNICODE, Shapes, shapes_named
from unbroken.engine.clock import Clock
from unbroken.engine.errors import Refusal, StoreError
from unbroken.engine.results import Settings, Undone
from unbroken.engine.service import Engine
from unbroken.tui.asking import ask
from unbroken.tui.engine_thread import EngineThread, Question
from unbroken.tui.page import Days, Logged, Page, load_page, load_recent, log_one
from unbroken.tui.present import Row, celebration, rows_of
from unbroken.tui.screens.amount import AmountDialog
from unbroken.tui.widgets.day_header import DayHeader
from unbroken.tui.widgets.streak_card import StreakCard
from unbroken.tui.widgets.streak_list import StreakList
from unbroken.tui.widgets.welcome import Welcome

_LOOK_EVERY = 1.0
_ON_TOP = 20
_AT_ONCE = 10


class Dashboard(Screen[None]):
    """Shows a page of streaks and logs to them.

    The page is replaced as a whole: after a log, when another program changed the file, and when
    time makes it read differently.
    """

    BINDING_GROUP_TITLE = "Dashboard"
    AUTO_FOCUS = "StreakList"
    HORIZONTAL_BREAKPOINTS = [(0, "-slim"), (60, "-roomy"), (120, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-short"), (16, "-tall")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("u", "undo", "undo", id="dashboard.undo", tooltip="Take back the last change"),
        Binding(
            "ctrl+r", "redo", "redo", id="dashboard.redo", tooltip="Do again what was taken back"
        ),
    ]

    streaks = query_one(StreakList)
    """The list."""
    card = query_one(StreakCard)
    """The chosen streak, beside it."""

    page: reactive[Page | None] = reactive(None)
    """What is shown."""
    rows: reactive[tuple[Row, ...]] = reactive(())
    """The page's streaks in the order they are shown."""
    shapes: reactive[Shapes] = reactive(UNICODE)
    """The symbols in use."""
    empty: reactive[bool] = reactive(False, toggle_class="-empty")
    """Whether there is no streak to show."""
    known: reactive[bool] = reactive(False)
    """Whether the database has streaks at all."""

    class SettingsRead(Message):
        """The settings are others than before."""

        def __init__(self, settings: Settings) -> None:
            super().__init__()
            self.settings = settings

    def __init__(self, desk: EngineThread, page: Page, clock: Clock, *, clock_is_set: bool) -> None:
        super().__init__()
        self._desk, self._clock, self._clock_is_set = desk, clock, clock_is_set
        self._rollover: Timer | None = None
        self._looking = False
        self._first_page = page

    def compose(self) -> ComposeResult:
        """The day, the streaks, the keys."""
        yield DayHeader(clock_is_set=self._clock_is_set).data_bind(Dashboard.page)
        yield Welcome().data_bind(Dashboard.known)
        with Horizontal(id="body"):
            yield StreakList().data_bind(Dashboard.rows, Dashboard.shapes)
            yield StreakCard().data_bind(Dashboard.page)
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Shows the page, and looks out for changes of the file and of the day from now on."""
        self.page = self._first_page
        self.set_interval(_LOOK_EVERY, self.look_for_changes)
        self.watch(self.app, "app_focus", self.look_for_changes, init=False)
        self.call_after_refresh(self.read_recent_days)

    def watch_page(self, old: Page | None, page: Page | None) -> None:
        """Hands the page down to the widgets, and waits for the moment that outdates it."""
        if page is None:
            return
        self.shapes = shapes_named(page.settings["symbols"])
        self.rows = rows_of(page)
        self.empty, self.known = not self.rows, bool(page.streaks)
        if old is not None and old.settings != page.settings:
            self.post_message(self.SettingsRead(page.settings))
        self._arm_rollover(page)

    def watch_empty(self, empty: bool) -> None:
        """The list is back: so is its cursor."""
        if not empty and self.is_mounted:
            self.call_after_refresh(self._focus_list)

    def _focus_list(self) -> None:
        if self.focused is None and self.is_current:
            self.streaks.focus()

    def _arm_rollover(self, page: Page) -> None:
        if self._rollover is not None:
            self._rollover.stop()
        wait = (page.changes_at - self._clock()).total_seconds()
        self._rollover = self.set_timer(max(wait, 0) + 0.05, self.roll_over)

    def roll_over(self) -> None:
        """The page reads differently from now on; if the clock says otherwise, waits again."""
        page = self.page
        if page is None:
            return
        if self._clock() >= page.changes_at:
            self.reload()
        else:
            self._arm_rollover(page)

    def look_for_changes(self) -> None:
        """Reloads if the file has changed, or time has (a machine that slept wakes up late)."""
        if self._looking:
            return
        self._looking = True
        if self.page is not None and self._clock() >= self.page.changes_at:
            self.reload()
        self._look_at_file()

    @work(group="look")
    async def _look_at_file(self) -> None:
        try:
            version = await self._desk.call(Engine.version)
        except (Refusal, StoreError):
            return  # what is shown stays, and the next thing that is asked for says why
        finally:
            self._looking = False
        if self.page is not None and version != self.page.version:
            self.reload()

    @work(group="page")
    async def reload(self) -> None:
        """Reads the page anew."""
        page, old = await ask(self.app, self._desk, load_page), self.page
        if page is not None:
            same = old is not None and (old.version, old.today) == (page.version, page.today)
            self._take_page(page, read_days=not same)

    def _take_page(self, page: Page, *, read_days: bool) -> None:
        recent = self.page.recent if self.page else {}
        self.page = page.with_recent(recent)
        if read_days:
            self.read_recent_days()

    @work(exclusive=True, group="recent")
    async def read_recent_days(self) -> None:
        """Reads the last days of all streaks, a few at a time so that a key press can go ahead.

        They are shown in two goes: those on top of the list, then all the others.
        """
        page = self.page
        if page is None:
            return
        ids = [row.streak_id for row in self.rows]
        for shown in (ids[:_ON_TOP], ids[_ON_TOP:]):
            recent: dict[str, Days] = {}
            for start in range(0, len(shown), _AT_ONCE):
                few = shown[start : start + _AT_ONCE]
                read = await ask(self.app, self._desk, partial(load_recent, streaks=few, page=page))
                if read is None:
                    return
                recent |= read
            if recent and self.page is not None:
                self.page = self.page.with_recent(recent)

    @on(StreakList.Chosen)
    def show_card(self, message: StreakList.Chosen) -> None:
        """The card follows the cursor."""
        self.card.chosen = message.streak_id

    @on(StreakList.LogRequested)
    def log_streak(self, message: StreakList.LogRequested) -> None:
        """Logs a streak once, or asks for the amount."""
        for row in self.rows:
            if row.streak_id == message.streak_id:
                if row.asks is None:
                    self._log_once(row)
                else:
                    self._ask_amount(row)

    @work(group="log")
    async def _log_once(self, row: Row) -> None:
        page = self.page
        if page is not None:
            question = partial(
                log_one, activity_type=row.activity_type, amount=None, today=page.today
            )
            self._take_logged(await ask(self.app, self._desk, question))

    @work(group="log")
    async def _ask_amount(self, row: Row) -> None:
        if self.page is not None:
            dialog = AmountDialog(self._desk, self.page, row)
            self._take_logged(await self.app.push_screen_wait(dialog))

    def _take_logged(self, logged: Logged | None) -> None:
        if logged is None or self.page is None:
            return
        enrolment = logged.enrolment
        before = self.page.enrolment(enrolment.streak_id)
        self.page = self.page.with_enrolment(enrolment, logged.recent)
        line = celebration(before, logged.recording, enrolment.name)
        if line is not None:
            self.app.notify(line, markup=False)

    def action_undo(self) -> None:
        """Takes back the last change."""
        self._turn(Engine.undo, "Took back")

    def action_redo(self) -> None:
        """Does again what was taken back."""
        self._turn(Engine.redo, "Did again")

    @work(group="turn")
    async def _turn(self, turn: Question[Undone], done: str) -> None:
        answer = await ask(self.app, self._desk, lambda engine: (turn(engine), load_page(engine)))
        if answer is not None:
            undone, page = answer
            self._take_page(page, read_days=True)
            self.app.notify(f"{done}: {undone.label}", timeout=3, markup=False)
