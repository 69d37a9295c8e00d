"""Keys that come while a screen is being opened wait until it has its widgets."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot
from textual.screen import Screen

from effort import in_turn
from tui.opening import travelled
from tui.support import Bench, dashboard, opened, until
from tui.test_doubled_keys import EVERYWHERE, check, list_itself, rested
from unbroken.tui.dialogs.help import HelpScreen
from unbroken.tui.screens.keys import KeysScreen
from unbroken.tui.screens.notes import NotesScreen
from unbroken.tui.screens.review import ReviewScreen

Make = Callable[..., Bench]
Open = Callable[[Pilot[None]], Awaitable[Any]]
MakeScreen = Callable[[], Screen[Any]]
SHARES = 8
"""In the run of every day one of so many parts of a screen's keys is pressed, in turn."""


async def notes(pilot: Pilot[None]) -> None:
    await pilot.press("N")
    await opened(pilot, NotesScreen)


async def key_list(pilot: Pilot[None]) -> None:
    await pilot.press("question_mark")
    await opened(pilot, HelpScreen)
    await pilot.press("c")
    await opened(pilot, KeysScreen)


async def review(pilot: Pilot[None]) -> None:
    await pilot.press("Y")
    await opened(pilot, ReviewScreen)


SHOWN = [each for each in (*EVERYWHERE, notes, key_list, review) if each is not list_itself]


def keys_of(screen: Screen[Any]) -> list[str]:
    """The keys that do something on a screen, but for those that end the app."""
    bound = screen._bindings.key_to_bindings.items()
    return [key for key, each in bound if all(one.action != "app.quit" for one in each)]


async def go_home(pilot: Pilot[None]) -> None:
    while pilot.app.screen is not dashboard(pilot):
        await pilot.app.pop_screen()
    await rested(pilot)
    dashboard(pilot).action_clear_filter()
    await pilot.press("home")
    await rested(pilot)


async def again(pilot: Pilot[None], show: Open, patch: pytest.MonkeyPatch) -> MakeScreen:
    """Opens a screen, and answers what makes another one like it."""
    made: dict[Screen[Any], tuple[tuple[Any, ...], dict[str, Any]]] = {}

    def noting(begin: Callable[..., None]) -> Callable[..., None]:
        def note(screen: Screen[Any], *args: Any, **options: Any) -> None:
            made.setdefault(screen, (args, options))
            begin(screen, *args, **options)

        return note

    with patch.context() as watched:
        for each in kinds_of(Screen):
            watched.setattr(each, "__init__", noting(each.__init__))
        await show(pilot)
    kind = type(pilot.app.screen)
    args, options = made[pilot.app.screen]
    await go_home(pilot)
    return lambda: kind(*args, **options)


def kinds_of(kind: type[Screen[Any]]) -> Iterator[type[Screen[Any]]]:
    """All kinds of a screen that are begun in a way of their own."""
    for each in kind.__subclasses__():
        yield from kinds_of(each)
        if "__init__" in vars(each):
            yield each


async def press_before(pilot: Pilot[None], screen: Screen[Any], key: str) -> None:
    """Opens a screen, as a worker does, while a key that the screen before has passed on waits."""
    app = pilot.app

    async def open_late() -> None:
        event = events.Key(key, None)
        event._set_forwarded()
        app.post_message(event)
        await app.push_screen_wait(screen)

    app.run_worker(open_late())
    await until(pilot, lambda: screen.is_mounted)
    await rested(pilot)


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("show", "share"),
    [
        pytest.param(show, share, id=f"{show.__name__}-{share}")
        for number, show in enumerate(SHOWN)
        for share in in_turn(number, range(SHARES))
    ],
)
def test_a_key_before_the_widgets(
    bench: Make, monkeypatch: pytest.MonkeyPatch, show: Open, share: int
) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await rested(pilot)
        make = await again(pilot, show, monkeypatch)
        for key in keys_of(make())[share::SHARES]:
            await press_before(pilot, make(), key)
            check(pilot.app)
            await go_home(pilot)

    bench(travelled).run(act)
