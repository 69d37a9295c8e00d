"""Text in the database that nobody cleaned: nothing passes it on to the terminal.

Each screen is opened on such a database in `test_doubled_keys.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from textual.pilot import Pilot

from tui.calendar_bench import board
from tui.opening import month
from tui.spoiled import FORBIDDEN, check_text, crowded, spoil
from tui.support import Bench, messages, press, until

Make = Callable[..., Bench]


def test_what_is_told(bench: Make, tmp_path: Path) -> None:
    """Notifications, refusals and questions too."""
    made = bench(crowded)
    spoil(tmp_path / "0.db")
    told: list[str] = []

    async def act(pilot: Pilot[None]) -> None:
        for key in ("p", "1", "p", "a", "v", "v", "v", "u", "u", "u", "s", "s"):
            await press(pilot, key)
            await pilot.pause(0.02)
            check_text(pilot)
            told.extend(messages(pilot))  # which go by themselves
            await pilot.press("escape")
        assert any("oops" in each for each in told)
        assert not any(FORBIDDEN.search(each.replace("\n", "")) for each in told)

    made.run(act, size=(140, 40))


def test_a_row_with_such_a_name_is_logged_all_the_same(bench: Make, tmp_path: Path) -> None:
    made = bench(crowded)
    spoil(tmp_path / "0.db")

    async def act(pilot: Pilot[None]) -> None:
        await month(pilot)
        await until(pilot, lambda: board(pilot).page is not None)
        await pilot.press("escape")
        await press(pilot, "3")
        check_text(pilot)

    made.run(act)
