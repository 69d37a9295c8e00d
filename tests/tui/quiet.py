"""Waiting until an app has nothing left to do, told by its event loop instead of by the clock.

Textual's pilot takes an app for idle once the process uses next to no processor time, which a slow
or a busy machine never tells it: it polls on until it gives up. Here an app is quiet when nothing
can run in its event loop, no thread is at work for it, and no screen has to be drawn.
"""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partialmethod
from typing import Any

import pytest
from textual._context import active_app
from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Input

from effort import thorough

PATIENCE = 2.0
"""Seconds after which whatever keeps an app busy is left to itself; Textual does so after one."""
_LOOK = 0.05
"""Seconds between two looks whether a test holds up what threads are asked to do."""


_TURN = 0.002
"""Seconds between two looks whether keys wait for what others do."""


class _NoKeys:
    """An app in which no key waits."""

    is_idle = True


_NO_KEYS = _NoKeys()


class Quiet:
    """Knows what threads were asked to do, and when an app has come to rest."""

    def __init__(self) -> None:
        self._asked: dict[Future[Any], ThreadPoolExecutor] = {}

    def install(self, patch: pytest.MonkeyPatch) -> None:
        """Takes the place of Textual's waiting, in its pilot and where it presses keys."""
        submit = ThreadPoolExecutor.submit

        def watched(pool: ThreadPoolExecutor, work: Callable[..., Any], /, *how: Any) -> Any:
            future = submit(pool, work, *how)
            self._asked[future] = pool
            future.add_done_callback(lambda done: self._asked.pop(done, None))
            return future

        async def wait_for_idle(min_sleep: float = 0, max_sleep: float = PATIENCE) -> None:
            await self.wait(active_app.get())

        async def wait_for_screen(pilot: Pilot[Any], timeout: float = PATIENCE) -> bool:
            await self.wait(pilot.app)
            return True

        patch.setattr(ThreadPoolExecutor, "submit", watched)
        patch.setattr("textual.app.wait_for_idle", wait_for_idle)
        patch.setattr("textual.pilot.wait_for_idle", wait_for_idle)
        patch.setattr(Pilot, "_wait_for_screen", wait_for_screen)

    async def wait(self, app: App[Any]) -> None:
        """Waits until the app is quiet, or has been busy for longer than `PATIENCE`."""
        loop = asyncio.get_running_loop()
        ends = loop.time() + PATIENCE
        rest = 0
        while rest < 2 and loop.time() < ends:
            # A turn of the loop brings in what threads and due timers have for it; a task that
            # ends wakes those that wait for it only in the turn after that.
            await asyncio.sleep(0)
            rest = 0 if loop._ready else rest + 1  # type: ignore[attr-defined]
            if rest < 2:
                continue
            if asked := [each for each, pool in list(self._asked.items()) if not _held(pool)]:
                rest = 0
                answers = [asyncio.wrap_future(each) for each in asked]
                for each in answers:
                    each.add_done_callback(_note)
                await asyncio.wait(answers, timeout=min(_LOOK, max(ends - loop.time(), 0)))
            elif not getattr(app, "typed", _NO_KEYS).is_idle:
                rest = 0
                await asyncio.sleep(_TURN)
            elif (screen := _front(app)) is not None and _to_draw(screen):
                rest = 0
                screen._on_timer_update()


def _note(answer: asyncio.Future[Any]) -> None:
    """Takes note of an error, which is for whoever asked: asyncio would tell of it else."""
    if not answer.cancelled():
        answer.exception()


def _held(pool: ThreadPoolExecutor) -> bool:
    """Whether a thread of the pool waits for an event, as only a test has it do."""
    frames = sys._current_frames()
    tops = [frames[each.ident] for each in list(pool._threads) if each.ident in frames]
    callers = [top.f_back for top in tops if top.f_code is threading.Condition.wait.__code__]
    return any(each and each.f_code is threading.Event.wait.__code__ for each in callers)


async def _ask_nothing(*_: object) -> bool:
    """In place of the question about the machine's zone, which has tests of its own."""
    return False


def _start_once(timer: Timer, *what: Any, start: Callable[..., None], **how: Any) -> None:
    """A timer that goes off once does: Textual drops one that is late before it has begun, as it
    may be on a busy machine.
    """
    start(timer, *what, **how)
    timer._skip = timer._skip and timer._repeat != 0


def hold_still(patch: pytest.MonkeyPatch) -> None:
    """Nothing blinks or asks by itself, and whoever waits for an app does so until it is quiet."""
    patch.setattr("unbroken.tui.dialogs.zone_question.ask_zone", _ask_nothing)
    patch.setattr(Input.cursor_blink, "_default", False)
    patch.setattr("unbroken.tui.engine_calls._LONG", 600.0)  # busy machines are slow
    patch.setattr(Timer, "__init__", partialmethod(_start_once, start=Timer.__init__))
    Quiet().install(patch)


def _front(app: App[Any]) -> Screen[Any] | None:
    """The screen in front of an app that runs."""
    return app._screen_stack[-1] if app.is_running and app._screen_stacks else None


def _to_draw(screen: Screen[Any]) -> bool:
    """Whether a screen waits to be laid out or drawn, or something waits for that."""
    return bool(
        screen.is_attached
        and not screen.app._batch_count
        and (
            screen._layout_required
            or screen._scroll_required
            or screen._repaint_required
            or screen._recompose_required
            or screen._dirty_widgets
            or screen._callbacks
        )
    )


def draw_when_asked(patch: pytest.MonkeyPatch) -> None:
    """Draws nothing on a terminal that is not there: whoever wants a picture draws the whole.

    An app that ends draws its screen once more, and the long profile draws at every change.
    """
    if thorough():
        return
    refresh = Screen._compositor_refresh

    def refresh_seen(screen: Screen[Any]) -> None:
        app = screen.app
        if not app.is_headless or screen is not app.screen:
            refresh(screen)
            return
        screen._compositor._dirty_regions.clear()
        screen._dirty_widgets.clear()
        app._update_mouse_over(screen)

    patch.setattr(Screen, "_compositor_refresh", refresh_seen)


def draw(app: App[Any]) -> None:
    """Draws the whole screen, as a terminal would get it."""
    app.screen._compositor.render_update(full=True, screen_stack=app._background_screens)
