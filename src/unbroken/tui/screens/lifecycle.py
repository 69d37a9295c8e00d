"""The life of a streak, as the app offers it: pause and resume, archive and bring back, remove."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual import work
from textual.app import App

from unbroken.core.results import Streak
from unbroken.tui.engine_calls import ask
from unbroken.tui.model.streak_row import Row
from unbroken.tui.screens.living import LivingScreen
from unbroken.wording.changes import removal_text

if TYPE_CHECKING:
    from unbroken.engine.api import Engine


class LifecycleScreen(LivingScreen):
    """Puts streaks to rest, away, or out of the database; each by the engine."""

    def _chosen(self) -> Row | None:
        """The streak under the cursor."""
        raise NotImplementedError

    def status_of(self, row: Row) -> str:
        """`live`, `paused` or `archived`, as the page knows it."""
        return self.page.streaks[row.streak_id].status if self.page is not None else ""

    def rests(self, row: Row) -> bool:
        """Whether a streak is paused or archived; the person is told how that is ended."""
        status = self.status_of(row)
        if self.page is None or status not in ("paused", "archived"):
            return False
        tell_rest(self.app, row.name, status, admin=self.page.admin)
        return True

    def action_pause(self) -> None:
        """Pauses the chosen streak, or resumes it."""
        row = self._chosen()
        if row is not None:
            self.turn_paused(row)

    def action_remove(self) -> None:
        """Removes the chosen streak, if that is meant."""
        row = self._chosen()
        if row is not None:
            self.remove_streak(row)

    @work(group="turn")
    async def turn_paused(self, row: Row) -> None:
        """Pauses a streak, or resumes it."""
        key = row.activity_type
        streak = await ask(self.app, self._desk, lambda engine: turn_paused(engine, key))
        if streak is not None:
            self.reload(changed=True)
            self.app.notify(paused_words(streak), timeout=3, markup=False)

    @work(group="turn")
    async def turn_archived(self, row: Row) -> None:
        """Puts a streak away, or brings it back."""
        archived = self.status_of(row) == "archived"
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

    @work(group="turn")
    async def remove_streak(self, row: Row) -> None:
        """Removes a streak with everybody's logs, if that is meant."""
        from unbroken.tui.dialogs.confirm import ConfirmDialog

        key = row.activity_type
        goes = await ask(self.app, self._desk, lambda engine: engine.removal(key))
        if goes is None:
            return
        asked = f"Remove {row.name} with {removal_text(goes)}?\nu takes it back."
        if await self.app.push_screen_wait(ConfirmDialog(asked, "Remove")):
            streak = await ask(self.app, self._desk, lambda engine: engine.remove(key))
            if streak is not None:
                self.reload(changed=True)
                self.app.notify(f"{streak.name} is removed; u takes it back.", markup=False)


def turn_paused(engine: Engine, activity_type: str) -> Streak:
    """Pauses a streak, or resumes the one that is paused."""
    paused = engine.streak(activity_type).status == "paused"
    return engine.resume(activity_type) if paused else engine.pause(activity_type)


def paused_words(streak: Streak) -> str:
    """What pausing or resuming has done."""
    if streak.status == "paused":
        return f"{streak.name} rests from today on; p resumes it."
    return f"{streak.name} goes on today."


def tell_rest(app: App[Any], name: str, status: str, *, admin: bool) -> None:
    """Says why nothing is logged to a paused or archived streak, and what ends that."""
    how, what = ("p resumes it", "resume it")
    if status == "archived":
        how, what = ("a brings it back", "bring it back")
    if not admin:
        how = f"only the first owner of this database may {what}"
    app.notify(f"{name} is {status}; {how}.", severity="warning", markup=False)
