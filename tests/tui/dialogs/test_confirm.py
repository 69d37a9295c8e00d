"""The dialog that asks whether to do something."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.pilot import Pilot

from tui.support import SIZES, Bench, opened, seed, settled
from unbroken.tui.dialogs.confirm import ConfirmDialog
from unbroken.tui.dialogs.log_dialog import DetailedLogDialog
from unbroken.tui.screens.dashboard import Dashboard

Make = Callable[..., Bench]


@pytest.mark.parametrize(
    ("keys", "answer"),
    [("enter", True), ("y", True), ("n", False), ("escape", False), ("right enter", False)],
)
def test_keys_answer(bench: Make, keys: str, answer: bool) -> None:
    async def act(pilot: Pilot[None]) -> None:
        answers: list[bool | None] = []
        pilot.app.push_screen(ConfirmDialog("Remove [/ oops?", "Remove"), answers.append)
        await settled(pilot)
        await pilot.press(*keys.split())
        await settled(pilot)
        assert answers == [answer]

    bench().run(act)


@pytest.mark.parametrize("size", [*SIZES, (8, 4)])
def test_it_fits(bench: Make, size: tuple[int, int]) -> None:
    async def act(pilot: Pilot[None]) -> None:
        answers: list[bool | None] = []
        question = "Saving changes the numbers:\n" + "now 11 → 9\n" * 3
        pilot.app.push_screen(ConfirmDialog(question.strip(), "Save"), answers.append)
        await settled(pilot)
        assert pilot.app.screen.query_one(".box").region.height <= size[1]
        if size[0] >= 40:
            await pilot.click("#no")
            assert answers == [False]

    bench().run(act, size)


def test_a_click_beside_the_box_goes_back(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("l")
        await opened(pilot, DetailedLogDialog)
        await pilot.click(offset=(40, 12))
        assert isinstance(pilot.app.screen, DetailedLogDialog)
        await pilot.click(offset=(1, 1))
        await opened(pilot, Dashboard)

    bench(seed).run(act)
