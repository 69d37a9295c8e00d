"""The dialog that asks for an amount."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from tui.support import SIZES, Bench, chosen, dashboard, opened, press, row, seed, settled, until
from unbroken.tui.dialogs.log_dialog import AmountDialog
from unbroken.tui.screens.dashboard import Dashboard

Make = Callable[..., Bench]


def dialog(pilot: Pilot[None]) -> AmountDialog:
    """The dialog in front."""
    screen = pilot.app.screen
    assert isinstance(screen, AmountDialog)
    return screen


async def refused(pilot: Pilot[None]) -> None:
    """Waits until the dialog has its answer; the worker that waits for the dialog goes on."""
    shown = dialog(pilot)
    await pilot.app.workers.wait_for_complete(
        worker for worker in pilot.app.workers if worker.node is shown
    )
    await pilot.pause()


@pytest.mark.parametrize("key", ["enter", "1"])
def test_an_amount_is_logged(bench: Make, key: str) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, key)
        assert dialog(pilot).query_one(Input).placeholder == "how many min"
        assert not dialog(pilot).query_one(Input).cursor_blink
        await press(pilot, *"7.5", "enter")
        await settled(pilot)
        assert row(pilot, "read").amounts[0] == "7.5 / 20 min"
        await press(pilot, key, *"20", "enter")
        await settled(pilot)
        assert row(pilot, "read").group == "Done"
        assert chosen(pilot) == "read"

    bench(seed).run(act)


async def click_on(pilot: Pilot[None], words: str) -> None:
    """Clicks on words in the lower edge of the dialog's box."""
    box = dialog(pilot).query_one(".box")
    await until(pilot, lambda: box.region.bottom > 1)
    told = "enter logs · f1 help · escape cancels"
    start = box.region.right - 3 - len(told) + told.index(words)
    assert await pilot.click(offset=(start, box.region.bottom - 1))


def test_the_keys_of_a_dialog_can_be_clicked(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "space", *"7.5")
        await click_on(pilot, "escape")
        await opened(pilot, Dashboard)
        assert row(pilot, "read").amounts[0] == "0 / 20 min"
        await press(pilot, "space", *"7.5")
        await click_on(pilot, "enter")
        await opened(pilot, Dashboard)
        await settled(pilot)
        assert row(pilot, "read").amounts[0] == "7.5 / 20 min"

    bench(seed).run(act)


@pytest.mark.parametrize("size", SIZES)
def test_a_refused_amount_is_kept_beside_its_reason(bench: Make, size: tuple[int, int]) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "space", *"nan [/", "enter")
        await refused(pilot)
        shown = dialog(pilot)
        fault = shown.query_one("#fault", Static)
        assert shown.query_one(Input).value == "nan [/"
        assert "is not an amount" in str(fault.render())
        assert fault.region.bottom <= size[1]
        await press(pilot, "backspace")
        assert str(fault.render()) == ""

    made = bench(seed)
    made.run(act, size)
    assert len(made.edit(lambda engine: engine.history("read"))) == 21


def test_nothing_typed_says_what_is_missing_and_escape_logs_nothing(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "space", "enter")
        await refused(pilot)
        assert str(dialog(pilot).query_one("#fault", Static).render()).startswith(
            "Say how many min"
        )
        await press(pilot, "5", "escape")
        await settled(pilot)
        assert pilot.app.screen is dashboard(pilot)
        assert row(pilot, "read").amounts[0] == "0 / 20 min"

    bench(seed).run(act)


def test_enter_twice_logs_once(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "space", "5")
        shown = dialog(pilot)
        shown.save()
        shown.save()
        await settled(pilot)

    made = bench(seed)
    made.run(act)
    assert len(made.edit(lambda engine: engine.history("read"))) == 22
