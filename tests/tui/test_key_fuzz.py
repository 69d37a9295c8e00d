"""Random keys at random sizes: the app ends by the keys that quit, and never otherwise."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Final

import pytest
from textual import events
from textual.pilot import Pilot

from effort import examples
from tui.opening import travelled
from tui.support import Bench

Make = Callable[..., Bench]

KEYS_A_RUN: Final = 100
RUNS: Final = examples(4000) // KEYS_A_RUN

_MOVES: Final = (
    *("up", "down", "left", "right", "tab", "shift+tab", "home", "end", "pageup", "pagedown"),
    *("shift+up", "shift+down", "ctrl+home", "ctrl+end", "ctrl+left", "ctrl+right"),
)
_ANSWERS: Final = ("enter", "escape", "space", "backspace", "delete", "ctrl+s", "y", "n")
_CONTROL: Final = (
    *("ctrl+p", "ctrl+r", "ctrl+t", "ctrl+c", "ctrl+v", "ctrl+a", "ctrl+k", "ctrl+u", "ctrl+w"),
    *("f1", "f5", "insert", "ctrl+underscore", "ctrl+x", "ctrl+e", "ctrl+d"),
)
_SIGNS: Final = tuple("abcdefhijklmoprstuvwxzACDGJKU0123456789,.:/?-+[]ß😀�")
_QUITS: Final = ("q", "ctrl+q")
_PALETTE: Final = ("ctrl+p", ":")
_KINDS: Final = (_MOVES, _ANSWERS, _CONTROL, _SIGNS)
_TEXTS: Final = ("12", "yesterday", "[/]", "a\nb\nc", "x" * 300, "\x1b[2J", "Zürich", "")


def a_key(chance: random.Random) -> str:
    """Any key, those that quit seldom."""
    return chance.choice(_QUITS if chance.random() < 0.002 else chance.choice(_KINDS))


def press_at_random(made: Bench, chance: random.Random, most: int) -> list[str]:
    """Presses so many keys in an app, or fewer that end it; answers which."""
    pressed: list[str] = []

    async def act(pilot: Pilot[None]) -> None:
        app = pilot.app
        while len(pressed) < most and app.is_running:
            kind = chance.random()
            if kind < 0.05:
                await pilot.resize_terminal(chance.randint(1, 160), chance.randint(1, 50))
            elif kind < 0.1:
                app.post_message(events.Paste(chance.choice(_TEXTS)))
            burst = [a_key(chance)] * chance.choice((1, 1, 1, 2, 2, 5))
            if chance.random() < 0.3:
                burst.append(a_key(chance))
            pressed.extend(burst)
            for key in burst:
                app.simulate_key(key)
            await pilot.pause(chance.choice((0, 0, 0.01, 0.03)))
            assert app._exception is None, pressed
        if app.return_code is not None:
            chosen = "enter" in pressed and set(pressed) & set(_PALETTE)  # it lists quitting, too
            assert app.return_code == 0 and (chosen or set(pressed) & set(_QUITS)), pressed

    made.run(act, size=(chance.randint(1, 160), chance.randint(1, 50)))
    assert made.edit(lambda engine: engine.doctor().ok), pressed
    return pressed


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("event", [events.Key("a", "a"), events.Paste("a")])
def test_what_comes_when_the_last_screen_has_closed_is_for_nobody(
    bench: Make, event: events.Event
) -> None:
    async def act(pilot: Pilot[None]) -> None:
        open_ones = pilot.app._screen_stack
        kept = list(open_ones)
        open_ones.clear()
        await pilot.app.on_event(event)
        open_ones.extend(kept)
        assert pilot.app.is_running

    bench(travelled).run(act)


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("seed", range(RUNS))
def test_random_keys(bench: Make, seed: int) -> None:
    assert press_at_random(bench(travelled), random.Random(seed), KEYS_A_RUN)
