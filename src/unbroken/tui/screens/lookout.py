"""A screen that looks out for what makes it outdated: other programs, and the clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Final

from textual import work
from textual.message import Message
from textual.screen import Screen, ScreenResultType
from textual.timer import Timer

from unbroken.core.errors import NotFound, Refusal, StoreError
from unbroken.engine.clock import Clock
from unbroken.tui.engine_calls import patiently, tell
from unbroken.tui.engine_thread import Answer, EngineThread, Question

if TYPE_CHECKING:
    from textual.command import Provider

_LOOK_EVERY: Final = 1.0


def _streak_commands() -> type[Provider]:
    """Imported when the palette is opened."""
    from unbroken.tui.command_palette import StreakCommands

    return StreakCommands


class Lookout(Screen[ScreenResultType]):
    """Calls `outdated` when the file or the time is another than what is shown was read at.

    What is shown is told to it by `shows`, as often as it is read anew. As long as that cannot be
    read, it is asked for again and again, and the person is told once.
    """

    COMMANDS = {_streak_commands}  # noqa: RUF012

    class Written(Message):
        """Something was written by this program, or the day on which it was has ended.

        `own` is False for the latter.
        """

        def __init__(self, *, own: bool) -> None:
            super().__init__()
            self.own = own

    def __init__(self, desk: EngineThread, clock: Clock) -> None:
        super().__init__()
        self._desk, self._clock = desk, clock
        self._shown: tuple[int, datetime] | None = None
        self._rollover: Timer | None = None
        self._looking = False
        self._ticks: Timer | None = None
        self._replaced = desk.replaced
        self._fault = ""

    def commands(self) -> Iterable[tuple[str, str, Callable[[], object]]]:
        """What the palette offers here besides what the keys do: a title, its words, the doing."""
        return ()

    def outdated(self) -> None:
        """What is shown has to be read anew."""
        raise NotImplementedError

    def replaced(self) -> None:
        """Another file is in the database's place, so nothing of what is shown may hold."""
        raise NotImplementedError

    async def read(self, question: Question[Answer]) -> Answer | None:
        """What is to be shown; None where it cannot be read, which is told once until it can.

        Raises NotFound where whose it is, or what it is about, is not there any more.
        """
        try:
            answer = await patiently(self.app, self._desk, question)
        except NotFound:
            raise
        except (Refusal, StoreError) as error:
            if error.message != self._fault:
                self._fault = error.message
                tell(self.app, error)
            return None
        self._fault = ""
        return answer

    def look_out(self) -> None:
        """Begins to look; a machine that slept wakes up late, so also when the focus is back."""
        self._ticks = self.set_interval(_LOOK_EVERY, self.look_for_changes)
        self.watch(self.app, "app_focus", self.look_for_changes, init=False)

    def on_screen_suspend(self) -> None:
        """What is in front looks out for itself; each look from behind would draw it anew."""
        for timer in (self._ticks, self._rollover):
            if timer is not None:
                timer.pause()

    def on_screen_resume(self) -> None:
        """Looks at once, and goes on looking."""
        if self._ticks is not None:
            self._ticks.resume()
            if self._shown is not None:
                self.shows(*self._shown)
            self.look_for_changes()

    def shows(self, version: int, changes_at: datetime) -> None:
        """What is shown is of a version of the file, and holds until an instant."""
        self._shown = version, changes_at
        if self._rollover is not None:
            self._rollover.stop()
        wait = (changes_at - self._clock()).total_seconds()
        self._rollover = self.set_timer(max(wait, _LOOK_EVERY) + 0.05, self.roll_over)

    def roll_over(self) -> None:
        """What is shown reads differently from now on; if the clock denies that, waits again."""
        if self._shown is not None and not self._look_at_clock():
            self.shows(*self._shown)

    def look_for_changes(self) -> None:
        """Looks at the clock and at the file."""
        if not self._looking and self._shown is not None:
            self._looking = True
            self._look_at_clock()
            self._look_at_file()

    def _look_at_clock(self) -> bool:
        over = self._shown is not None and self._clock() >= self._shown[1]
        if over:
            self.outdated()
        return over

    @work(group="look")
    async def _look_at_file(self) -> None:
        try:
            version = await self._desk.call(lambda engine: engine.version())
        except (Refusal, StoreError):
            return  # what is shown stays, and the next thing that is asked for says why
        finally:
            self._looking = False
        if self._replaced != self._desk.replaced:
            self._replaced = self._desk.replaced
            self.replaced()
        elif self._shown is not None and version != self._shown[0]:
            self.outdated()
