"""The calendar: months of one streak or of all, in which the past can be put right."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType

from unbroken.core.errors import Refusal, StoreError
from unbroken.core.reports import Undone
from unbroken.core.results import Log, Streak
from unbroken.core.text import counted
from unbroken.engine.api import Engine
from unbroken.engine.clock import Clock
from unbroken.engine.day_actions import Turned, check_day_to_log, log_on
from unbroken.tui.actions.skip_days import skip_or_not
from unbroken.tui.dialogs.confirm import ConfirmDialog
from unbroken.tui.dialogs.log_dialog import DayLogDialog
from unbroken.tui.dialogs.streak_choice import StreakChoice
from unbroken.tui.drawing.calendar_month import Choice
from unbroken.tui.engine_calls import ask, tell
from unbroken.tui.engine_thread import Answer, EngineThread, Question
from unbroken.tui.model.calendar_words import log_row
from unbroken.tui.model.dashboard_page import Page
from unbroken.tui.model.log_forms import day_form, edit_form, fill_form
from unbroken.tui.screens.calendar_board import CalendarBoard
from unbroken.tui.screens.lifecycle import paused_words, tell_rest, turn_paused
from unbroken.tui.widgets.day_panel import DayPanel


class CalendarScreen(CalendarBoard):
    """A board on which one can log, fill, skip, edit and delete.

    `activity_type` names the streak, or is None for all. Answers whether anything was changed.
    """

    BINDING_GROUP_TITLE = "Calendar"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "log", "log", id="calendar.log", tooltip="Log on the chosen day"),
        Binding("space", "fill", "fill", id="calendar.fill", tooltip="Log on each day marked"),
        Binding("escape", "back", "back", id="calendar.back", tooltip="Clear the mark, or go back"),
        Binding(
            "t", "today", "today", show=False, id="calendar.today", tooltip="Go to the present day"
        ),
        Binding("y", "year", "year", id="calendar.year", tooltip="Show the whole year, or back"),
        Binding("x", "delete", "delete", show=False, id="calendar.delete", tooltip="Delete a log"),
        Binding(
            "s",
            "skip",
            "skip",
            show=False,
            id="calendar.skip",
            tooltip="Skip the day or the range, or take that back",
        ),
        Binding(
            "m",
            "mark",
            "mark",
            show=False,
            id="calendar.mark",
            tooltip="Mark where a range begins; space fills it, s skips it",
        ),
        Binding(
            "u", "undo", "undo", show=False, id="calendar.undo", tooltip="Take back the last change"
        ),
        Binding(
            "ctrl+r",
            "redo",
            "redo",
            show=False,
            id="calendar.redo",
            tooltip="Do again what was taken back",
        ),
        Binding(
            "p",
            "pause",
            "pause",
            show=False,
            id="calendar.pause",
            tooltip="Pause the streak, or resume it",
        ),
        Binding(
            "comma",
            "app.settings",
            "settings",
            show=False,
            id="calendar.settings",
            tooltip="People, zones, looks, backups",
        ),
    ]

    def __init__(
        self, desk: EngineThread, page: Page, clock: Clock, activity_type: str | None
    ) -> None:
        super().__init__(desk, page, clock, activity_type)
        self._changed = False
        self._admin = page.admin

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Space fills a range where one is marked, and else logs on the day."""
        if action == "pause":
            return self._activity_type is not None
        marked = self.choice is not None and self.choice.mark is not None
        return {"fill": marked, "log": not marked}.get(action, True)

    def action_back(self) -> None:
        """Clears the mark, or leaves the logs, the year, or the calendar."""
        if self.choice is not None and self.choice.mark is not None:
            self.choice = Choice(self.choice.day)
        elif self.in_logs:
            self.leave_logs()
        elif self.yearly:
            self.action_year()
        else:
            self.dismiss(self._changed)

    def action_mark(self) -> None:
        """Begins a range at the chosen day."""
        if self.choice is not None:
            self.leave_logs()
            self.choice = Choice(self.choice.day, self.choice.day)

    def action_log(self) -> None:
        """Logs on the chosen day."""
        if self.choice is not None:
            self._log(self.choice.day)

    @work(group="change")
    async def _log(self, day: date) -> None:
        try:
            await self._desk.call(partial(check_day_to_log, day=day))
        except (Refusal, StoreError) as error:
            tell(self.app, error)
            return
        streak = await self._which("Log which streak?")
        if streak is None:
            return
        if streak.unit and streak.aggregation_method == "sum":
            dialog = DayLogDialog(self._desk, day_form(streak, day))
            if await self.app.push_screen_wait(dialog):
                self._note_change()
        else:
            question = partial(log_on, activity_type=streak.activity_type, day=day, amount=None)
            await self._change(question)

    async def _which(self, question: str) -> Streak | None:
        """The streak to log: the one that is shown, or where all are, the one that is asked for."""
        page = self.page
        if page is None:
            return None
        if page.streak is not None:
            status = page.streak.status
            if status != "live":
                tell_rest(self.app, page.streak.name, status, admin=self._admin)
            return page.streak if status == "live" else None
        streaks = [each for each in page.streaks.values() if each.status == "live"]
        if not streaks:
            self.notify("There is no streak to log.", severity="warning", markup=False)
            return None
        wanted = await self.app.push_screen_wait(StreakChoice(question, streaks))
        return next((each for each in streaks if each.activity_type == wanted), None)

    def action_fill(self) -> None:
        """Logs on each day of the range that is not met."""
        if self.choice is not None:
            self._fill(*self.choice.ends())

    @work(group="change")
    async def _fill(self, first: date, last: date) -> None:
        streak = await self._which("Fill which streak?")
        if streak is None:
            return
        if streak.unit and streak.aggregation_method == "sum":
            dialog = DayLogDialog(self._desk, fill_form(streak, first, last))
            filled = await self.app.push_screen_wait(dialog)
            if filled is not None:
                self._note_change()
        else:
            activity = streak.activity_type
            filled = await self._change(lambda engine: engine.fill(activity, first, last))
        if filled is not None:
            self.notify(f"Filled {counted(filled, 'day')}.", timeout=3, markup=False)

    def action_skip(self) -> None:
        """Skips the chosen days, or takes that back."""
        if self.choice is not None:
            self._skip(*self.choice.ends())

    @work(group="change")
    async def _skip(self, first: date, last: date) -> None:
        app, desk, streak = self.app, self._desk, self._activity_type
        turned = await skip_or_not(app, desk, streak, first, last, today=self._today)
        if turned is not None:
            self._note_change()
            done = "Skipped" if turned is Turned.SKIPPED else "Not skipped any more"
            days = counted((last - first).days + 1, "day")
            self.notify(f"{done}: {days}.", timeout=3, markup=False)

    @work(group="change")
    async def action_pause(self) -> None:
        """Pauses the streak, or resumes it."""
        activity = self._activity_type
        if activity is not None:
            streak = await self._change(lambda engine: turn_paused(engine, activity))
            if streak is not None:
                self.notify(paused_words(streak), timeout=3, markup=False)

    def action_delete(self) -> None:
        """Deletes the chosen log; outside of the logs the day's last one."""
        if self.choice is not None:
            self._delete(self.choice.day, self.panel.chosen if self.in_logs else None)

    @work(group="change")
    async def _delete(self, day: date, log_id: str | None) -> None:
        logs = await self._logs_on(day)
        if not logs:
            if logs is not None:
                self.notify("That day has no log to delete.", markup=False)
            return
        log = next((each for each in logs if each.id == log_id), logs[0])
        dialog = ConfirmDialog(f"Delete this log?\n{self._named(log)}", "Delete")
        if await self.app.push_screen_wait(dialog):
            await self._change(lambda engine: engine.delete_log(log.id))

    async def _logs_on(self, day: date) -> list[Log] | None:
        """The day's logs as they are now, newest first."""
        question = partial(Engine.history, streak=self._activity_type, first=day, last=day)
        return await ask(self.app, self._desk, question)

    def _named(self, log: Log) -> str:
        if self.page is None:
            return log.activity_type
        row, streak = log_row(self.page, log), self.page.streaks.get(log.streak_id)
        name = log.activity_type if streak is None else streak.name
        told = [name, row.time, row.amount, row.note]
        return "  ".join(each for each in told if each)

    @on(DayPanel.EditRequested)
    def edit_log(self, message: DayPanel.EditRequested) -> None:
        """Asks what a log should be."""
        if self.page is not None and self.choice is not None:
            for log in self.page.logs.get(self.choice.day, ()):
                streak = self.page.streaks.get(log.streak_id)
                if log.id == message.log_id and streak is not None:
                    self._edit(log, streak)

    @work(group="change")
    async def _edit(self, log: Log, streak: Streak) -> None:
        dialog = DayLogDialog(self._desk, edit_form(streak, log))
        if await self.app.push_screen_wait(dialog):
            self._note_change()

    def action_undo(self) -> None:
        """Takes back the last change."""
        self._turn(Engine.undo, "Took back")

    def action_redo(self) -> None:
        """Does again what was taken back."""
        self._turn(Engine.redo, "Did again")

    @work(group="change")
    async def _turn(self, turn: Question[Undone], done: str) -> None:
        undone = await self._change(turn)
        if undone is not None:
            self.notify(f"{done}: {undone.label}.", timeout=3, markup=False)

    async def _change(self, question: Question[Answer]) -> Answer | None:
        """Asks for a change, and reads anew what is shown; None if it was refused."""
        answer = await ask(self.app, self._desk, question)
        if answer is not None:
            self._note_change()
        return answer

    def _note_change(self) -> None:
        """Something was changed: the mark has done its work."""
        self._changed = True
        if self.choice is not None:
            self.choice = Choice(self.choice.day)
        self.forget()
        self.post_message(self.Written(own=True))
