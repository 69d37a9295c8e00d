"""What can be done to a streak from a list of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual import work

from unbroken.core.errors import Refusal, StoreError
from unbroken.core.results import Settings
from unbroken.engine.clock import Clock
from unbroken.tui.engine_calls import ask
from unbroken.tui.engine_thread import EngineThread, Question
from unbroken.tui.model.dashboard_page import Logged, Page, load_page, log_one
from unbroken.tui.model.streak_row import Row, backdated, celebration
from unbroken.tui.screens.lifecycle import LifecycleScreen

if TYPE_CHECKING:
    from unbroken.core.reports import Undone
    from unbroken.engine.api import Engine
    from unbroken.tui.screens.calendar import CalendarScreen


class ActingScreen(LifecycleScreen):
    """Logs, skips, edits, takes back; each by the engine, off the UI thread.

    The dialogs and screens are imported when they are first asked for.
    """

    def __init__(self, desk: EngineThread, page: Page, clock: Clock) -> None:
        super().__init__(desk, page, clock)
        self._calendar: CalendarScreen | None = None

    def watch_changes(self) -> None:
        """A calendar in front of the list follows."""
        if self._calendar is not None:
            self._calendar.forget()

    def watch_shapes(self) -> None:
        """So do the symbols of that calendar."""
        if self._calendar is not None:
            self._calendar.shapes = self.shapes

    def log_row(self, row: Row) -> None:
        """Logs a streak once, or asks for the amount."""
        if self.rests(row):
            return
        if row.asks is None:
            self._log_once(row)
        else:
            self._ask_amount(row)

    @work(group="log")
    async def _log_once(self, row: Row) -> None:
        if self.page is not None:
            question = partial(log_one, activity_type=row.activity_type, amount=None)
            self._take_logged(await ask(self.app, self._desk, question))

    @work(group="log")
    async def _ask_amount(self, row: Row) -> None:
        from unbroken.tui.dialogs.log_dialog import AmountDialog
        from unbroken.tui.model.log_forms import amount_form

        if self.page is not None:
            dialog = AmountDialog(self._desk, amount_form(row))
            self._take_logged(await self.app.push_screen_wait(dialog))

    @work(group="log")
    async def log_in_detail(self, row: Row) -> None:
        """Asks for the amount, the time and a note."""
        from unbroken.tui.dialogs.log_dialog import DetailedLogDialog
        from unbroken.tui.model.log_forms import DetailedLog

        if self.page is not None and not self.rests(row):
            log = DetailedLog(self.page, row, self._clock)
            dialog = DetailedLogDialog(self._desk, log)
            self._take_logged(await self.app.push_screen_wait(dialog))

    def _take_logged(self, logged: Logged | None) -> None:
        if logged is None or self.page is None:
            return
        enrolment, before = logged.enrolment, self.page.enrolment(logged.enrolment.streak_id)
        was = self.row_of(enrolment.streak_id)
        self.changes += 1
        self.post_message(self.Written(own=True))
        self.page = self.page.with_enrolment(enrolment, logged.recent)
        now = self.row_of(enrolment.streak_id)
        if was and now and was.state != now.state == "met":
            self.flash(enrolment.streak_id)
        line = celebration(before, logged.recording, enrolment.name)
        if line is None and logged.recording.log.local_date != self.page.today:
            line = backdated(logged.recording.log, enrolment.name)
        if line is not None:
            self.app.notify(line, markup=False)

    def flash(self, streak_id: str) -> None:
        """A period was met: its shape stands out for a moment."""

    @work(group="why")
    async def explain(self, row: Row) -> None:
        """Shows why the streak stands as it does."""
        from unbroken.tui.dialogs.why import WhyScreen

        why = await ask(self.app, self._desk, lambda engine: engine.why(row.activity_type))
        if why is not None:
            self.app.push_screen(WhyScreen(why))

    @work(group="turn")
    async def turn(self, turn: Question[Undone], done: str) -> None:
        """Takes back the last change, or does it again."""
        answer = await ask(self.app, self._desk, lambda engine: (turn(engine), load_page(engine)))
        if answer is not None:
            undone, page = answer
            self.take_page(page, strips_too=True)
            self.post_message(self.Written(own=True))
            self.app.notify(f"{done}: {undone.label}.", timeout=3, markup=False)

    @work(group="turn")
    async def turn_skip(self, row: Row) -> None:
        """Skips today, or takes that back."""
        from unbroken.engine.day_actions import Turned
        from unbroken.tui.actions.skip_days import skip_or_not

        if self.page is None or (self.status_of(row) == "archived" and self.rests(row)):
            return
        day, key = self.page.today, row.activity_type
        turned = await skip_or_not(self.app, self._desk, key, day, day, today=day)
        if turned is not None:
            self.reload(changed=True)
            done = "is skipped today" if turned is Turned.SKIPPED else "counts again today"
            self.app.notify(f"{row.name} {done}.", timeout=3, markup=False)

    def reorder(self, streak_ids: Sequence[str]) -> None:
        """Puts the streaks in another order of the owner's own, at once."""
        if self.page is not None:
            self.page = self.page.in_order(streak_ids)
            self._keep_order(streak_ids)

    @work(group="order")
    async def _keep_order(self, streak_ids: Sequence[str]) -> None:
        try:
            await self._desk.call(lambda engine: engine.reorder(streak_ids))
            self.post_message(self.Written(own=True))
        except (Refusal, StoreError) as error:
            self.app.notify(error.message, severity="warning", markup=False)
            self.reload(changed=True)

    @work(group="settings")
    async def keep(self, settings: dict[str, str]) -> None:
        """Remembers settings of how the app looks."""
        for key, text in settings.items():
            await ask(self.app, self._desk, partial(configure, key=key, text=text))

    @work(group="screen")
    async def open_editor(self, row: Row | None) -> None:
        """Makes a streak, or changes the rules of one."""
        page = self.page
        if page is None:
            return
        if not page.admin:
            done = "make streaks" if row is None else "change rules"
            line = f"Only the first owner of this database may {done}."
            self.app.notify(line, severity="warning", markup=False)
            return
        from unbroken.tui.screens.streak_editor import StreakEditor

        streak = None if row is None else page.streaks[row.streak_id]
        saved = await self.app.push_screen_wait(StreakEditor(self._desk, page, streak))
        if saved is not None:
            await self.read_page(changed=True)
            if row is None:
                self.show_made(saved)

    def show_made(self, activity_type: str) -> None:
        """A streak was made: it comes into sight."""

    @work(group="screen")
    async def open_calendar(self, activity_type: str | None) -> None:
        """Shows the days of one streak, or of all."""
        from unbroken.tui.screens.calendar import CalendarScreen

        if self.page is None:
            return
        if self._calendar is not None and self.app.screen is self._calendar:
            self._calendar.dismiss(True)  # one takes the place of another
        screen = CalendarScreen(self._desk, self.page, self._clock, activity_type)
        self._calendar = screen
        changed = await self.app.push_screen_wait(screen)
        if self._calendar is screen:
            self._calendar = None
        if changed:
            self.reload(changed=True)

    @work(group="screen")
    async def open_settings(self) -> None:
        """Shows people, zones and looks."""
        from unbroken.tui.screens.settings import SettingsScreen

        if self.page is not None:
            screen = SettingsScreen(self._desk, self.page, self._clock)
            if await self.app.push_screen_wait(screen):
                self.reload(changed=True)


def configure(engine: Engine, key: str, text: str) -> Settings:
    """Changes one setting."""
    return engine.configure(key, text)
