"""What can be done to a streak from a list of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from textual import work

from unbroken.engine.errors import Refusal, StoreError
from unbroken.engine.results import Settings
from unbroken.tui.asking import ask
from unbroken.tui.engine_thread import Question
from unbroken.tui.page import Logged, load_page, log_one
from unbroken.tui.present import Row, backdated, celebration
from unbroken.tui.screens.living import LivingScreen

if TYPE_CHECKING:
    from unbroken.engine.reports import Undone
    from unbroken.engine.service import Engine

SKIPPED_FOR_ALL = "all"


class ActingScreen(LivingScreen):
    """Logs, skips, edits, archives, takes back; each by the engine, off the UI thread.

    The dialogs and screens are imported when they are first asked for.
    """

    def log_row(self, row: Row) -> None:
        """Logs a streak once, or asks for the amount."""
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
        from unbroken.tui.screens.amount import AmountDialog

        if self.page is not None:
            dialog = AmountDialog(self._desk, self.page, row)
            self._take_logged(await self.app.push_screen_wait(dialog))

    @work(group="log")
    async def log_in_detail(self, row: Row) -> None:
        """Asks for the amount, the time and a note."""
        from unbroken.tui.screens.log_dialog import LogForm

        if self.page is not None:
            dialog = LogForm(self._desk, self.page, row, self._clock)
            self._take_logged(await self.app.push_screen_wait(dialog))

    def _take_logged(self, logged: Logged | None) -> None:
        if logged is None or self.page is None:
            return
        enrolment, before = logged.enrolment, self.page.enrolment(logged.enrolment.streak_id)
        was = self.row_of(enrolment.streak_id)
        self.changes += 1
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
        from unbroken.tui.screens.why import WhyScreen

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
            self.app.notify(f"{done}: {undone.label}.", timeout=3, markup=False)

    @work(group="turn")
    async def turn_skip(self, row: Row) -> None:
        """Skips today, or takes that back."""
        from unbroken.tui.screens.confirm import ConfirmDialog

        if self.page is None:
            return
        today = self.page.today
        question = partial(turn_skip_of, activity_type=row.activity_type, day=today)
        done = await ask(self.app, self._desk, question)
        if done == SKIPPED_FOR_ALL:
            asked = "Today is skipped for all your streaks. Take that back for all of them?"
            if not await self.app.push_screen_wait(ConfirmDialog(asked, "take back")):
                return
            back = await ask(self.app, self._desk, lambda engine: engine.unskip(None, today))
            done = "counts again today" if back is not None else None
        if done is not None:
            self.reload(changed=True)
            self.app.notify(f"{row.name} {done}.", timeout=3, markup=False)

    @work(group="turn")
    async def turn_archived(self, row: Row) -> None:
        """Puts a streak away, or brings it back."""
        archived = self.page is not None and self.page.streaks[row.streak_id].status == "archived"
        key = row.activity_type
        streak = await ask(
            self.app,
            self._desk,
            lambda engine: engine.restore(key) if archived else engine.archive(key),
        )
        if streak is not None:
            self.reload(changed=True)
            said = "is back" if archived else "is archived; v finds it"
            self.app.notify(f"{streak.name} {said}.", timeout=3, markup=False)

    def reorder(self, streak_ids: Sequence[str]) -> None:
        """Puts the streaks in another order of the owner's own, at once."""
        if self.page is not None:
            self.page = self.page.in_order(streak_ids)
            self._keep_order(streak_ids)

    @work(group="order")
    async def _keep_order(self, streak_ids: Sequence[str]) -> None:
        try:
            await self._desk.call(lambda engine: engine.reorder(streak_ids))
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
        from unbroken.tui.screens.editor import StreakEditor

        streak = None if row is None else page.streaks[row.streak_id]
        if await self.app.push_screen_wait(StreakEditor(self._desk, page, streak)) is not None:
            self.reload(changed=True)

    @work(group="screen")
    async def open_calendar(self, activity_type: str | None) -> None:
        """Shows the days of one streak, or of all."""
        from unbroken.tui.screens.calendar import CalendarScreen

        if self.page is not None:
            screen = CalendarScreen(self._desk, self.page, self._clock, activity_type)
            if await self.app.push_screen_wait(screen):
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


def turn_skip_of(engine: Engine, activity_type: str, day: date) -> str:
    """Skips a day of a streak, or takes that back; says which in words.

    Answers SKIPPED_FOR_ALL, and changes nothing, where the day is skipped for all streaks.
    """
    skips = [
        each
        for each in engine.skips(activity_type)
        if each.last_day is not None and each.first_day <= day <= each.last_day
    ]
    if any(each.activity_type is not None for each in skips):
        engine.unskip(activity_type, day)
        return "counts again today"
    if skips:
        return SKIPPED_FOR_ALL
    engine.skip(activity_type, day)
    return "is skipped today"
