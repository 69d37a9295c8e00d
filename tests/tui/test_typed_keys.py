"""Keys that arrive together do what they would one by one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.events import Key, Paste
from textual.pilot import Pilot
from textual.widgets import Input
from textual.worker import Worker

from tui.support import Bench, chosen, dashboard, opened, row, seed, settled, until
from unbroken.tui.dialogs.help import HelpScreen
from unbroken.tui.dialogs.log_dialog import AmountDialog, DetailedLogDialog
from unbroken.tui.dialogs.why import WhyScreen
from unbroken.tui.screens.calendar import CalendarScreen
from unbroken.tui.screens.settings import SettingsScreen
from unbroken.tui.screens.streak_editor import StreakEditor
from unbroken.tui.typed_keys import TypedKeys

Make = Callable[..., Bench]
KEYS = {" ": "space", "/": "slash", "?": "question_mark", "\r": "enter", "\x1b": "escape"}
KEYS |= {"\t": "tab", ",": "comma", "\x13": "ctrl+s", ":": "colon"}


def arrive(pilot: Pilot[None], text: str) -> None:
    """All keys of a text at once, as a slow line or a program sends them."""
    driver = pilot.app._driver
    assert driver is not None
    for sign in text:
        key = Key(KEYS.get(sign, sign), sign)
        key.set_sender(pilot.app)
        driver.send_message(key)


def test_an_amount_is_for_the_box_that_asks(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        before = [each.task_progress for each in dashboard(pilot).pages.page.enrolments]
        while chosen(pilot) != "read":
            await pilot.press("j")
        arrive(pilot, " 12")
        dialog = await opened(pilot, AmountDialog)
        await until(pilot, lambda: dialog.query_one(Input).value == "12")
        assert [each.task_progress for each in dashboard(pilot).pages.page.enrolments] == before
        arrive(pilot, "\x1b 7\rj")
        await until(pilot, lambda: row(pilot, "read").amounts[0].startswith("7 "))
        await until(pilot, lambda: chosen(pilot) != "read")

    bench(seed).run(act)


def test_a_text_is_for_the_filter_that_is_opened(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        screen = dashboard(pilot)
        arrive(pilot, "/pada")
        await until(pilot, lambda: [each.value for each in screen.query(Input)] == ["pada"])
        assert all(each.status == "live" for each in screen.pages.page.enrolments)

    bench(seed).run(act)


def test_a_name_is_for_the_editor(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        arrive(pilot, "nDaap\x13")
        await until(pilot, lambda: any(each.name == "Daap" for each in dashboard(pilot).rows))
        assert all(each.status == "live" for each in dashboard(pilot).pages.page.enrolments)

    bench(seed).run(act)


@pytest.mark.parametrize(
    ("keys", "kind"),
    [
        ("l5\t", DetailedLogDialog),
        ("e", StreakEditor),
        ("cy", CalendarScreen),
        ("w\x1bw", WhyScreen),
        ("?\x1b,", SettingsScreen),
        (",\x1b?", HelpScreen),
        ("c\x1bc\x1b?", HelpScreen),
    ],
)
def test_keys_go_where_the_one_before_has_led(bench: Make, keys: str, kind: type) -> None:
    async def act(pilot: Pilot[None]) -> None:
        arrive(pilot, keys)
        await until(pilot, lambda: type(pilot.app.screen).__name__ == kind.__name__ or None)
        await settled(pilot)
        assert pilot.app.is_running

    bench(seed).run(act)


def test_what_is_pasted_waits_too(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        arrive(pilot, "n")
        driver = pilot.app._driver
        assert driver is not None
        driver.send_message(Paste("Café au lait"))
        editor = await opened(pilot, StreakEditor)
        await until(pilot, lambda: editor.query_one("#name", Input).value == "Café au lait")

    bench(seed).run(act)


def test_many_keys_all_arrive_in_their_order(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        words = "the quick brown fox jumps over the lazy dog " * 4
        arrive(pilot, f"n{words}")
        editor = await opened(pilot, StreakEditor)
        await until(pilot, lambda: editor.query_one("#name", Input).value == words)

    bench(seed).run(act)


def test_a_key_whose_widget_has_gone_holds_up_the_others_for_a_moment_only(
    bench: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def act(pilot: Pilot[None]) -> None:
        def lost(keys: TypedKeys, message: object) -> None:
            """What comes up from a widget that is taken away."""

        with monkeypatch.context() as patch:
            patch.setattr(TypedKeys, "came_back", lost)
            arrive(pilot, "jj")
            first = chosen(pilot)
            await until(pilot, lambda: chosen(pilot) != first)
        arrive(pilot, "n")
        await opened(pilot, StreakEditor)

    bench(seed).run(act)


def test_a_worker_that_opens_a_screen_at_once_holds_no_keys(
    bench: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From Python 3.12 on a worker begins before whoever starts it has it."""
    hold = TypedKeys.hold

    def late(keys: TypedKeys, worker: Worker[object]) -> None:
        keys.opened(worker)
        hold(keys, worker)

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("n")
        editor = await opened(pilot, StreakEditor)
        arrive(pilot, "Tea")
        await until(pilot, lambda: editor.query_one("#name", Input).value == "Tea")

    monkeypatch.setattr(TypedKeys, "hold", late)
    bench(seed).run(act)
