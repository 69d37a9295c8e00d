"""What can be done to a streak from a list of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from unbroken.engine.clock import Clock
from unbroken.tui.actions.background import in_background, over_front
from unbroken.tui.actions.explanation import explain
from unbroken.tui.actions.lifecycle_actions import tell_rest
from unbroken.tui.actions.page_loader import PageLoader
from unbroken.tui.drawing.columns import ROOMY
from unbroken.tui.engine_calls import ask
from unbroken.tui.engine_thread import EngineThread, Question
from unbroken.tui.front import open_over
from unbroken.tui.keys_in_force import with_keys
from unbroken.tui.model.dashboard_page import STRIP, Logged, log_one
from unbroken.tui.model.streak_row import Row, backdated, celebration, log_words, repeated
from unbroken.wording.symbols import shapes_named

if TYPE_CHECKING:
    from unbroken.core.reports import Undone


class StreakActions:
    """Logs, skips, explains, takes back; each by the engine, off the UI thread.

    `logged` is given the id of a streak before a log of it shows, `flash` that of each whose period
    was met by it, `say` a line on what has happened, `show_day` the activity type of one and a day
    of it that the person wants to see. The dialogs are imported
    when they are first asked for, since the start needs none.
    """

    def __init__(
        self,
        screen: Screen[Any],
        engine_thread: EngineThread,
        clock: Clock,
        pages: PageLoader,
        *,
        logged: Callable[[str], None],
        flash: Callable[[str], None],
        say: Callable[[str], None],
        show_day: Callable[[str, date], object],
    ) -> None:
        self.screen = screen
        self._engine_thread, self._clock, self._pages = engine_thread, clock, pages
        self._logged, self._flash, self._say, self._show_day = logged, flash, say, show_day

    def log(self, row: Row) -> None:
        """Logs a streak once, or asks for the amount."""
        if self._rests(row):
            return
        if row.asks is None:
            self._log_once(row)
        else:
            self._ask_amount(row)

    @in_background(group="log")
    async def _log_once(self, row: Row) -> None:
        question = partial(log_one, activity_type=row.activity_type, amount=None)
        self.take_logged(await ask(self.screen.app, self._engine_thread, question))

    @over_front(group="log")
    async def _ask_amount(self, front: Screen[Any], row: Row) -> None:
        from unbroken.tui.dialogs.log_dialog import AmountDialog  # the first frame goes without
        from unbroken.tui.model.log_forms import amount_form  # the first frame goes without

        dialog = AmountDialog(self._engine_thread, amount_form(row))
        self.take_logged(await open_over(front, dialog))

    @over_front(group="log")
    async def log_in_detail(self, front: Screen[Any], row: Row) -> None:
        """Asks for the amount, the time and a note."""
        # the first frame goes without
        from unbroken.tui.dialogs.log_dialog import DetailedLogDialog
        from unbroken.tui.model.log_forms import DetailedLog  # the first frame goes without

        if not self._rests(row):
            log = DetailedLog(self._pages.page, row, self._clock)
            dialog = DetailedLogDialog(self._engine_thread, log)
            self.take_logged(await open_over(front, dialog))

    def take_logged(self, logged: Logged | None) -> None:
        """Shows what a log has done, if there was one; celebrates what deserves it."""
        if logged is None:
            return
        pages, enrolment = self._pages, logged.enrolment
        before, was = pages.page.enrolment(enrolment.streak_id), pages.row_of(enrolment.streak_id)
        self._logged(enrolment.streak_id)
        pages.outdate_details()
        pages.watcher.note_write()
        pages.show(pages.page.with_enrolment(enrolment, logged.recent))
        now = pages.row_of(enrolment.streak_id)
        if was and now and was.state != now.state == "met":
            self._flash(enrolment.streak_id)
        line = celebration(before, logged.recording, enrolment.name)
        if line is not None:
            self.screen.app.notify(line, markup=False)
        again = repeated(before, logged.recording, pages.page.streaks[enrolment.streak_id])
        if again:
            back = with_keys(self.screen, "<dashboard.undo> takes it back")
            self.screen.app.notify(f"{again}; {back}.", timeout=5, markup=False)
        if logged.recording.log.local_date != pages.page.today:
            self._say(backdated(logged.recording.log, enrolment.name))
        elif now is not None:
            self._say(log_words(now, short=self.screen.app.size.width < ROOMY))

    def _rests(self, row: Row) -> bool:
        """Whether a streak is paused or archived; the person is told how that is ended."""
        status = self._pages.status_of(row)
        if status not in ("paused", "archived"):
            return False
        tell_rest(self.screen.app, row.name, status, admin=self._pages.page.admin)
        return True

    @over_front(group="turn")
    async def skip(self, front: Screen[Any], row: Row) -> None:
        """Skips today, or takes that back."""
        from unbroken.engine.day_actions import SkipTurn  # the first frame goes without
        from unbroken.tui.actions.skip_days import skip_or_not  # the first frame goes without

        if self._pages.status_of(row) == "archived" and self._rests(row):
            return
        day, key = self._pages.page.today, row.activity_type
        turned = await skip_or_not(front, self._engine_thread, key, day, day, today=day)
        if turned is not None:
            self._pages.reload(changed=True)
            still = turned is SkipTurn.SKIPPED and await self._still_asked(key, day)
            done = "is skipped today" if turned is SkipTurn.SKIPPED else "counts again today"
            said = f"{row.name}: today is skipped. {still}" if still else f"{row.name} {done}."
            self.screen.app.notify(said, timeout=9 if still else 3, markup=False)

    async def _still_asked(self, activity_type: str, day: date) -> str:
        """What a period of several days asks although a day of it is skipped; else nothing."""
        from unbroken.engine.day_actions import asking_still  # the first frame goes without
        from unbroken.wording.skips import days_still_asked  # the first frame goes without

        question = partial(asking_still, activity_type=activity_type, first=day, last=day)
        asking = await ask(self.screen.app, self._engine_thread, question)
        still = days_still_asked(asking or ())
        where = with_keys(
            self.screen, "<dashboard.calendar> leads to the calendar to mark them in."
        )
        return f"{still} {where}" if still else ""

    @over_front(group="why")
    async def explain(self, front: Screen[Any], row: Row) -> None:
        """Shows why the streak stands as it does."""
        key, page = row.activity_type, self._pages.page
        shapes = shapes_named(page.settings["symbols"])
        day = await explain(front, self._engine_thread, key, row.strip[-STRIP:], shapes)
        if day is not None:
            self._show_day(key, day)

    def copy_status(self, row: Row) -> None:
        """Copies how the streak stands, in a sentence or two."""
        from unbroken.tui.clipboard import copy  # the first frame goes without
        from unbroken.tui.model.copied_text import status_text  # the first frame goes without

        enrolment = self._pages.page.enrolment(row.streak_id)
        if enrolment is not None:
            copy(self.screen.app, status_text(enrolment), f"how {row.name} stands")

    def undo(self) -> None:
        """Takes back the owner's last change, whatever it was."""
        self._turn(lambda engine: engine.undo(), "Took back")

    def redo(self) -> None:
        """Does again what was taken back last."""
        self._turn(lambda engine: engine.redo(), "Did again")

    @in_background(group="turn")
    async def _turn(self, turn: Question[Undone], done: str) -> None:
        undone = await ask(self.screen.app, self._engine_thread, turn)
        if undone is not None:
            from unbroken.wording.journal import undone_words  # the first frame goes without

            self.screen.app.notify(f"{done}: {undone_words(undone)}.", timeout=3, markup=False)
            await self._pages.read(changed=True)
