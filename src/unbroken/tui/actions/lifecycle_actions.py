"""The life of a streak, as the app offers it: pause and resume, archive and restore, remove."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.screen import Screen

from unbroken.core.results import Streak
from unbroken.tui.actions.background import in_background, over_front
from unbroken.tui.actions.page_loader import PageLoader
from unbroken.tui.engine_calls import ask
from unbroken.tui.engine_thread import EngineThread
from unbroken.tui.front import open_over
from unbroken.tui.keys_in_force import with_keys
from unbroken.tui.model.streak_row import Row
from unbroken.wording.changes import removal_text

if TYPE_CHECKING:
    from unbroken.engine.api import Engine


class LifecycleActions:
    """Pauses, archives and removes streaks, or takes that back; each by the engine.

    `choose` is given the id of a streak that was put away or came back, once the list has changed.
    """

    def __init__(
        self,
        screen: Screen[Any],
        engine_thread: EngineThread,
        pages: PageLoader,
        *,
        choose: Callable[[str], None],
    ) -> None:
        self.screen = screen
        self.just_archived: Row | None = None
        """The streak that the key has archived, as long as nothing else was done since."""
        self._engine_thread, self._pages, self._choose = engine_thread, pages, choose

    @in_background(group="turn")
    async def pause_or_resume(self, row: Row) -> None:
        """Pauses a streak, or resumes it."""
        key = row.activity_type
        streak = await ask(
            self.screen.app, self._engine_thread, lambda engine: toggle_pause(engine, key)
        )
        if streak is not None:
            self._show_change(paused_words(self.screen.app, streak), timeout=3)

    def archive_or_restore(self, row: Row) -> None:
        """Archives a streak, or brings it back."""
        if self._pages.status_of(row) == "archived":
            self._restore(row)
        else:
            self._archive(row, by_key=False)

    def turn_by_key(self, row: Row | None) -> None:
        """The same by the key on the chosen streak; the second time in a row with that one."""
        just, self.just_archived = self.just_archived, None
        if just is not None:
            self._restore(just)
        elif row is not None and self._pages.status_of(row) != "archived":
            self.just_archived = row
            self._archive(row, by_key=True)
        elif row is not None:
            self._restore(row)

    @in_background(group="turn", holds_keys=True)
    async def _archive(self, row: Row, *, by_key: bool) -> None:
        key = row.activity_type
        streak = await ask(self.screen.app, self._engine_thread, lambda engine: engine.archive(key))
        if streak is None:
            self.just_archived = None
            return
        said = "; <dashboard.archive> again brings it back" if by_key else ""
        if self.screen.is_current:
            said += ". <dashboard.view> goes through the views, to the archived ones last"
        told = with_keys(self.screen, said)
        self.screen.app.notify(f"{streak.name} is archived{told}.", timeout=5, markup=False)
        await self._pages.read(changed=True)
        self._choose(row.streak_id)

    @in_background(group="turn", holds_keys=True)
    async def _restore(self, row: Row) -> None:
        key = row.activity_type
        streak = await ask(self.screen.app, self._engine_thread, lambda engine: engine.restore(key))
        if streak is not None:
            self.screen.app.notify(f"{streak.name} is back.", timeout=3, markup=False)
            await self._pages.read(changed=True)
            self._choose(row.streak_id)

    @over_front(group="turn")
    async def remove(self, front: Screen[Any], row: Row) -> None:
        """Removes a streak with everybody's logs, if that is meant."""
        # Imported here, since the start needs no dialog.
        from unbroken.tui.dialogs.confirm import ConfirmDialog

        key = row.activity_type
        goes = await ask(self.screen.app, self._engine_thread, lambda engine: engine.removal(key))
        if goes is None:
            return
        back = with_keys(self.screen, "<dashboard.undo> takes it back.")
        asked = f"Remove {row.name} with {removal_text(goes)}?\n{back}"
        if await open_over(front, ConfirmDialog(asked, "Remove", destructive=True)):
            streak = await ask(
                self.screen.app, self._engine_thread, lambda engine: engine.remove(key)
            )
            if streak is not None:
                self._show_change(f"{streak.name} is removed; {back}")

    def _show_change(self, said: str, timeout: float | None = None) -> None:
        self._pages.reload(changed=True)
        self.screen.app.notify(said, timeout=timeout, markup=False)


def toggle_pause(engine: Engine, activity_type: str) -> Streak:
    """Pauses a streak, or resumes the one that is paused."""
    paused = engine.streak(activity_type).status == "paused"
    return engine.resume(activity_type) if paused else engine.pause(activity_type)


def paused_words(app: App[Any], streak: Streak, place: str = "dashboard") -> str:
    """What pausing or resuming has done; the ids of the keys that do it begin with `place`."""
    if streak.status == "paused":
        resumes = with_keys(app, f"<{place}.pause> resumes it.")
        return f"{streak.name} rests from today on; {resumes}"
    return f"{streak.name} goes on today."


def tell_rest(
    app: App[Any], name: str, status: str, *, admin: bool, place: str = "dashboard"
) -> None:
    """Says why nothing is logged to a paused or archived streak, and what ends that, by the keys
    of a `place`.
    """
    how, what = (with_keys(app, f"<{place}.pause> resumes it"), "resume it")
    if status == "archived":
        how, what = (with_keys(app, "<dashboard.archive> brings it back"), "bring it back")
        if place != "dashboard":
            how += " in the list"
    if not admin:
        how = f"only the first owner of this database may {what}"
    app.notify(f"{name} is {status}; {how}.", severity="warning", markup=False)
