"""Keys that come faster than what they ask for is done: each waits for the one before it.

A key goes down to the widget that has the focus, and comes up to the app through all that lies
around it unless one of these takes it. There its action runs, which may tell of what was chosen by
a message that comes up in turn; and what that opens is on its way only then. Keys that arrive
together, over a slow line or from a program, would be past all this: what is typed into a box would
be commands to the list behind it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import Any, Final
from weakref import WeakSet

from textual.app import App
from textual.events import Event, Key
from textual.message import Message
from textual.message_pump import MessagePump
from textual.worker import Worker

_AT_ONCE: Final = ("ctrl+c", "ctrl+q")
"""Keys that wait for nothing."""
_AT_ONCE_SAVING: Final = (*_AT_ONCE, "escape")
"""The same while something is saved; to leave is refused then."""
_LOOK_SECONDS: Final = 0.01
_SOON_SECONDS: Final = 0.05
"""After so long all that a key has led to is told."""
_LOST_LOOKS: Final = 50
"""After so many looks a key is not expected back any more: its widget may be gone."""


class Passed(Message):
    """Goes the way of a key, behind it."""


class TypedKeys:
    """The keys and pastes of an app; `forward` gives one to the widget that has the focus."""

    def __init__(self, app: App[Any], forward: Callable[[Event], Awaitable[None]]) -> None:
        self._app, self._forward = app, forward
        self._waiting: deque[tuple[Event, MessagePump]] = deque()
        """Each with the screen that was in front when it came."""
        self._last: Message | None = None
        """The one that is under way, as far as is known."""
        self._passed_at = 0.0
        self._is_back = False
        """Whether it has come up to the app."""
        self._given: Message | None = None
        """The latest that was passed on."""
        self._given_to: MessagePump = app
        """The screen that was in front then."""
        self._target: MessagePump = app
        self._behind: Passed | None = None
        """What was sent behind it, while somebody waits."""
        self._is_final = False
        """Whether that was once its action had run."""
        self._front: MessagePump | None = None
        """The screen that the latest was for: another one gives a widget the focus first."""
        self._holding: set[Worker[Any]] = set()
        """What they wait for."""
        self._opened: WeakSet[Worker[Any]] = WeakSet()
        self._looks = False
        """Whether it will be looked again soon."""
        self._looked = 0
        """How often that was done since the latest was passed on."""

    async def take(self, event: Event) -> None:
        """A key or a paste as it comes in."""
        if isinstance(event, Key) and event.key in (_AT_ONCE_SAVING if self._saves else _AT_ONCE):
            await self._forward(event)
        elif self._waiting or self._is_busy():
            self._waiting.append((event, self._app.screen))
            self._wait()
        else:
            await self._pass_on(event)

    def hold(self, worker: Worker[Any]) -> None:
        """Has keys wait until a worker has opened a screen, or ends; it may have done so already,
        since from Python 3.12 on a worker begins before whoever starts it has it.
        """
        if worker not in self._opened:
            self._holding.add(worker)

    def opened(self, worker: Worker[Any]) -> None:
        """Its screen is in front."""
        self._holding.discard(worker)
        self._opened.add(worker)

    @property
    def is_idle(self) -> bool:
        """Whether nothing waits."""
        return not self._waiting

    def came_back(self, message: Message) -> None:
        """A key has come up to the app, and its action has run; or `Passed` has, behind one."""
        if message is self._last:
            self._is_back = True
            if self._waiting:
                self._wait()
        elif message is self._behind and self._is_final:
            self._last = self._behind = None
            self._app.call_later(self._go_on)  # behind what it has put off, as a focus is
        elif message is self._behind:
            self._is_back, self._behind = True, None
            self._wait()

    @property
    def _saves(self) -> bool:
        """Whether the screen in front does what was asked for, and leaves with that."""
        return bool(getattr(self._app.screen, "saving", False))

    def _is_busy(self) -> bool:
        self._holding = {each for each in self._holding if not each.is_finished}
        front = self._app.screen
        if self._holding or self._saves or not front._mounted_event.is_set():
            return True
        if front is not self._front:
            self._front, self._target = front, front
            self._begin(Passed())
            self._is_back = True
        if self._last is None:
            return False
        if self._is_back and self._behind is None:
            return monotonic() - self._passed_at < _SOON_SECONDS
        return self._looked < _LOST_LOOKS

    def _begin(self, message: Message) -> None:
        self._last, self._passed_at, self._looked = message, monotonic(), 0
        self._is_back, self._behind = False, None

    def _is_doubled(self, event: Event, seen: MessagePump) -> bool:
        """Whether it is an `enter` that came when the one before it had led nowhere yet: it is
        held, or was pressed twice, and is for nobody where that led.
        """
        if not (_is_enter(event) and _is_enter(self._given)):
            return False
        return seen is self._given_to and seen is not self._app.screen

    async def _pass_on(self, event: Event) -> None:
        self._target = self._app.focused or self._app.screen
        self._begin(event)
        self._given, self._given_to = event, self._app.screen
        await self._forward(event)
        if not event.is_forwarded:
            self._last = None

    def _wait(self) -> None:
        """Finds out when the last one is through, and looks again until it is."""
        if self._last is not None and self._behind is None:
            self._behind, self._is_final = Passed(), self._is_back
            if not self._target.post_message(self._behind):  # its widget is gone
                self._last = None
        if not self._looks:
            self._looks = True
            self._app.set_timer(_LOOK_SECONDS, self._look)

    async def _look(self) -> None:
        self._looks = False
        self._looked += 1
        await self._go_on()

    async def _go_on(self) -> None:
        """Passes on what waits, as far as it can; as long as there is a screen for it."""
        while self._waiting and self._app.screen_stack and not self._is_busy():
            event, seen = self._waiting.popleft()
            if not self._is_doubled(event, seen):
                await self._pass_on(event)
        if self._waiting and self._app.screen_stack:
            self._wait()


def _is_enter(event: Message | None) -> bool:
    return isinstance(event, Key) and event.key == "enter"
