"""What lies in front: screens that are opened once and left once, however a key is pressed.

Keys wait in a queue. So one that was pressed twice, or is held, can come again while what it
asked for is still on its way: each screen is therefore left only while it is in front, and opened
only over the one that was in front when it was asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from textual import on
from textual.app import App
from textual.await_complete import AwaitComplete
from textual.css.query import NoMatches
from textual.events import ScreenResume
from textual.geometry import Size
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.worker import Worker, WorkerFailed, get_current_worker

from unbroken.tui.typed_keys import TypedKeys

Answer = TypeVar("Answer")


class FittedScreen(Screen[Answer]):
    """A screen whose widgets are given their looks once, as they are mounted.

    Textual gives them all their looks anew as soon as the screen knows its size, and again as it
    comes to the front: with that a form takes twice as long to open.
    """

    def on_compose(self) -> None:
        """What the looks say of the terminal's size holds before there is any widget."""
        fitting: dict[str, bool] = {}
        kinds = self.HORIZONTAL_BREAKPOINTS, self.VERTICAL_BREAKPOINTS
        for cells, breakpoints in zip(self.app.size, kinds, strict=True):
            begun = [name for least, name in breakpoints or () if cells >= least]
            fitting |= {name: name == begun[-1] for _, name in breakpoints or ()}
        self.update_classes(fitting, animate=False)

    @on(ScreenResume)
    def keep_looks(self, event: ScreenResume) -> None:
        """Whatever changes the looks has given them to all screens."""
        event.refresh_styles = False

    def _screen_resized(self, size: Size) -> None:
        """Lays it out anew for another size; Textual does so for the same one too, twice for each
        screen that opens and once for those below it.
        """
        if size != self.outer_size or self._layout_required:
            super()._screen_resized(size)


class OwnScreen(FittedScreen[Answer]):
    """A screen that is left once, with the first answer given.

    Textual's own `dismiss` takes away whatever is in front, and ends the app where that is the
    last one. Where another kind of screen is a base too, that one comes first: Textual takes looks
    from the first base only.
    """

    saving: bool = False
    """Whether what the person asked for is being done; until then the keys do not leave."""

    spends_enter: bool = False
    """Whether `enter` leaves it; one that comes right behind, or is held, is then for nobody."""

    _left = False
    _left_with: tuple[Answer | None] | None = None

    def on_mount(self) -> None:
        """Page keys are safe from now on."""
        # Imported here, since the start has no list that needs it.
        from unbroken.tui.widgets.option_pages import mend_page_keys

        mend_page_keys()

    def dismiss(self, result: Answer | None = None) -> AwaitComplete:
        """Leaves with an answer; where something lies in front of the screen, once that is gone."""
        if self._left_with is None:
            self._left_with = (result,)
        if not self._left and self.app.screen is self:
            self._left = True
            return super().dismiss(self._left_with[0])
        return AwaitComplete()

    async def action_dismiss(self, result: Answer | None = None) -> None:
        """What a key does to leave: nothing while the answer is being worked out."""
        if not self.saving:
            await super().action_dismiss(result)

    def on_screen_resume(self) -> None:
        """Leaves, if that was asked for while something lay in front."""
        if self._left_with is not None:
            self.dismiss()


def is_left(screen: Screen[Any]) -> bool:
    """Whether a screen was left, or the app is being ended: its widgets may be gone by then."""
    app = screen.app
    return not app.is_running or screen not in app.screen_stack


def is_for_nobody(error: Exception) -> bool:
    """Whether a worker failed only since what it was to show stands on a screen that was left
    meanwhile. To be asked in that worker.
    """
    if not (isinstance(error, WorkerFailed) and isinstance(error.error, NoMatches)):
        return False
    node = get_current_worker().node
    return is_left(node) if isinstance(node, Screen) else not node.is_attached


Arguments = ParamSpec("Arguments")
Opener = TypeVar("Opener", bound=MessagePump)


def opens(
    start: Callable[Concatenate[Opener, Arguments], Worker[Answer]],
) -> Callable[Concatenate[Opener, Arguments], Worker[Answer]]:
    """Marks a worker that opens a screen: keys that come meanwhile are for that one."""

    @wraps(start)
    def begin(owner: Opener, /, *args: Arguments.args, **named: Arguments.kwargs) -> Worker[Answer]:
        worker = start(owner, *args, **named)
        hold_keys(owner.app, worker)
        return worker

    return begin


def hold_keys(app: App[Any], worker: Worker[Any]) -> None:
    """Has keys wait until a worker has opened a screen, or ends."""
    _keys_of(app).hold(worker)


def _keys_of(app: App[Any]) -> TypedKeys:
    typed = app.typed  # type: ignore[attr-defined]
    assert isinstance(typed, TypedKeys)
    return typed


async def open_over(front: Screen[Any], screen: Screen[Answer]) -> Answer | None:
    """Opens a screen and waits for its answer, in a worker.

    None where `front` is not in front any more: what was asked for there has been overtaken.
    """
    if front.app.screen is not front:
        return None
    answer = front.app.push_screen(screen, wait_for_dismiss=True)
    _keys_of(front.app).opened(get_current_worker())
    return await answer
