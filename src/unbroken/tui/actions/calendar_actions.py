"""What can be done to the days of the calendar, in which the past can be put right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from textual.screen import Screen

from unbroken.core.errors import Refusal, StoreError
from unbroken.core.reports import Undone
from unbroken.core.results import Log, Streak
from unbroken.core.text import counted
from unbroken.engine.api import Engine
from unbroken.engine.day_actions import (
    SkipTurn,
    asking_still,
    beginning_of,
    begun_earlier,
    check_day_to_log,
    log_on,
)
from unbroken.tui.actions.background import in_background, over_front
from unbroken.tui.actions.explanation import explain, strip_until
from unbroken.tui.actions.lifecycle_actions import paused_words, tell_rest, toggle_pause
from unbroken.tui.actions.month_loader import MonthLoader
from unbroken.tui.actions.skip_days import skip_or_not
from unbroken.tui.dialogs.confirm import ConfirmDialog
from unbroken.tui.dialogs.log_dialog import DayLogDialog
from unbroken.tui.dialogs.streak_choice import StreakChoice
from unbroken.tui.engine_calls import ask, tell
from unbroken.tui.engine_thread import Answer, EngineThread, Question
from unbroken.tui.front import open_over
from unbroken.tui.keys_in_force import with_keys
from unbroken.tui.model.calendar_page import CalendarPage
from unbroken.tui.model.calendar_words import log_row
from unbroken.tui.model.log_forms import day_form, edit_form, fill_form
from unbroken.tui.model.streak_row import repeated
from unbroken.tui.ways import Ways
from unbroken.wording.journal import undone_words
from unbroken.wording.skips import days_still_asked
from unbroken.wording.states import began_earlier
from unbroken.wording.symbols import Shapes


class CalendarActions:
    """Logs, fills, skips, edits and deletes; each by the engine, off the UI thread.

    `admin` is whether the owner may change rules. `chosen` answers the streak that it is about, of
    all the one that is chosen among them; `ways` knows in which order the list has them. After each
    change the month is read anew, and `clear_mark` is called. `show_day` is given a day that the
    person wants to see.
    """

    def __init__(
        self,
        screen: Screen[Any],
        engine_thread: EngineThread,
        months: MonthLoader,
        *,
        admin: bool,
        ways: Ways,
        chosen: Callable[[], Streak | None],
        clear_mark: Callable[[], None],
        show_day: Callable[[date], object],
    ) -> None:
        self.screen = screen
        self.changed = False
        """Whether anything was changed."""
        self._engine_thread, self._months, self._admin = engine_thread, months, admin
        self._chosen, self._clear_mark, self._show_day = chosen, clear_mark, show_day
        self._ways = ways

    @over_front(group="change")
    async def log(self, front: Screen[Any], day: date) -> None:
        """Logs on a day, or asks for the amount."""
        try:
            await self._engine_thread.call(partial(check_day_to_log, day=day))
        except (Refusal, StoreError) as error:
            tell(self.screen.app, error)
            return
        streak = await self._which(front, "Log which streak?")
        if streak is None:
            return
        key = streak.activity_type
        began = await self._beginning(key)
        if _is_summed(streak):
            dialog = DayLogDialog(self._engine_thread, day_form(streak, day))
            if await open_over(front, dialog):
                self._note_change()
        else:
            logged = await self._change(
                lambda engine: (
                    engine.status(key),
                    engine.periods(key, day, day),
                    log_on(engine, key, day, None),
                )
            )
            if logged is None:
                return
            before, periods, recording = logged
            period = next(iter(periods.get(streak.id, ())), None)
            again = repeated(next(iter(before), None), recording, streak, period)
            if again:
                self._say(f"{again}; {with_keys(self.screen, '<calendar.undo> takes it back')}.")
        await self._say_if_earlier(key, began)

    @over_front(group="change")
    async def fill(self, front: Screen[Any], first: date, last: date) -> None:
        """Logs on each day from `first` to `last` that is not met."""
        streak = await self._which(front, "Fill which streak?")
        if streak is None:
            return
        key = streak.activity_type
        began = await self._beginning(key)
        if _is_summed(streak):
            dialog = DayLogDialog(self._engine_thread, fill_form(streak, first, last))
            filled = await open_over(front, dialog)
            if filled is not None:
                self._note_change()
        else:
            filled = await self._change(lambda engine: engine.fill(key, first, last))
        if filled is not None:
            self._say(f"Filled {counted(filled, 'day')}.")
            await self._say_if_earlier(key, began)

    async def _beginning(self, activity_type: str) -> date | None:
        return await ask(
            self.screen.app,
            self._engine_thread,
            lambda engine: beginning_of(engine, activity_type),
        )

    async def _say_if_earlier(self, activity_type: str, began: date | None) -> None:
        """Says so where a log of a day before the streak began made it begin then."""
        if began is None:
            return
        question = partial(begun_earlier, activity_type=activity_type, before=began)
        begun = await ask(self.screen.app, self._engine_thread, question)
        if begun is not None:
            self._say(began_earlier(*begun), seconds=9)

    async def _which(self, front: Screen[Any], question: str) -> Streak | None:
        """The streak to log: the chosen one, or where all are, the one that is asked for."""
        page, streak, app = self._months.page, self._chosen(), self.screen.app
        if page is None:
            return None
        if streak is not None:
            if streak.status != "live":
                tell_rest(app, streak.name, streak.status, admin=self._admin, place="calendar")
            return streak if streak.status == "live" else None
        streaks = [each for each in page.streaks.values() if each.status == "live"]
        if not streaks:
            app.notify("There is no streak to log.", severity="warning", markup=False)
            return None
        wanted = await open_over(front, StreakChoice(question, self._ways.as_listed(streaks)))
        return next((each for each in streaks if each.activity_type == wanted), None)

    def _key(self) -> str | None:
        """The activity type of the chosen streak; None for all."""
        streak = self._chosen()
        return self._months.activity_type if streak is None else streak.activity_type

    @over_front(group="change")
    async def skip(self, front: Screen[Any], first: date, last: date) -> None:
        """Skips the days from `first` to `last`, or takes that back."""
        key, today = self._key(), self._months.today
        turned = await skip_or_not(front, self._engine_thread, key, first, last, today=today)
        if turned is not None:
            self._note_change()
            done = "Skipped" if turned is SkipTurn.SKIPPED else "Not skipped any more"
            whose = "all streaks, " if key is None else ""
            said = f"{done}: {whose}{counted((last - first).days + 1, 'day')}."
            question = partial(asking_still, activity_type=key, first=first, last=last)
            asking = await ask(self.screen.app, self._engine_thread, question)
            still = days_still_asked(asking or ()) if turned is SkipTurn.SKIPPED else ""
            self._say(f"{said} {still}".rstrip(), seconds=9 if still else 3)

    @in_background(group="change")
    async def pause_or_resume(self) -> None:
        """Pauses the streak, or resumes it."""
        key = self._key()
        if key is not None:
            streak = await self._change(lambda engine: toggle_pause(engine, key))
            if streak is not None:
                self._say(paused_words(self.screen.app, streak, "calendar"))

    @over_front(group="change")
    async def delete(self, front: Screen[Any], day: date, log_id: str | None) -> None:
        """Deletes a log of a day if that is meant; the last one where none is chosen."""
        key = self._key() if log_id is None else self._months.activity_type
        question = partial(Engine.history, streak=key, first=day, last=day)
        logs = await ask(self.screen.app, self._engine_thread, question)  # newest first
        if not logs:
            if logs is not None:
                self.screen.app.notify("That day has no log to delete.", markup=False)
            return
        log = next((each for each in logs if each.id == log_id), logs[0])
        asked = f"Delete this log?\n{_log_words(self._months.page, log)}"
        if await open_over(front, ConfirmDialog(asked, "Delete", destructive=True)):
            await self._change(lambda engine: engine.delete_log(log.id))

    @over_front(group="change")
    async def edit(self, front: Screen[Any], log: Log, streak: Streak) -> None:
        """Asks what a log should be."""
        if await open_over(front, DayLogDialog(self._engine_thread, edit_form(streak, log))):
            self._note_change()

    @over_front(group="why")
    async def explain(self, front: Screen[Any], shapes: Shapes, day: date) -> None:
        """Shows why the streak stands as it does; of a past day what was judged of it."""
        streak, today = self._chosen(), self._months.today
        if streak is None:
            return
        strip = await ask(
            self.screen.app,
            self._engine_thread,
            lambda engine: strip_until(engine, streak, min(day, today)),
        )
        if strip is None:
            return
        shown = await explain(
            front,
            self._engine_thread,
            streak.activity_type,
            strip,
            shapes,
            day=None if day == today else day,
        )
        if shown is not None:
            self._show_day(shown)

    def undo(self) -> None:
        """Takes back the owner's last change, whatever it was."""
        self._turn(Engine.undo, "Took back")

    def redo(self) -> None:
        """Does again what was taken back last."""
        self._turn(Engine.redo, "Did again")

    @in_background(group="change")
    async def _turn(self, turn: Question[Undone], done: str) -> None:
        undone = await self._change(turn)
        if undone is not None:
            self._say(f"{done}: {undone_words(undone)}.")

    async def _change(self, question: Question[Answer]) -> Answer | None:
        """Asks for a change; None if it was refused."""
        answer = await ask(self.screen.app, self._engine_thread, question)
        if answer is not None:
            self._note_change()
        return answer

    def _note_change(self) -> None:
        self.changed = True
        self._clear_mark()
        self._months.forget()
        self._months.watcher.note_write()

    def _say(self, line: str, seconds: int = 3) -> None:
        self.screen.app.notify(line, timeout=seconds, markup=False)


def _is_summed(streak: Streak) -> bool:
    """Whether a log of it needs an amount."""
    return bool(streak.unit) and streak.aggregation_method == "sum"


def _log_words(page: CalendarPage | None, log: Log) -> str:
    """What names a log: its streak, time, amount and note."""
    if page is None:
        return log.activity_type
    row, streak = log_row(page, log), page.streaks.get(log.streak_id)
    name = log.activity_type if streak is None else streak.name
    return "  ".join(each for each in (name, row.time, row.amount, row.note) if each)
