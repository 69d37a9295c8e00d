"""The dialog that logs with amount, time and note."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from effort import in_turn
from tui.support import NOW, SIZES, Bench, dashboard, opened, press, row, seed, settled, until
from unbroken.core.errors import ErrorCode, StoreError
from unbroken.engine.api import Engine
from unbroken.tui.dialogs.log_dialog import DetailedLogDialog

Make = Callable[..., Bench]


def told(form: DetailedLogDialog, place: str = "told") -> str:
    """What the dialog says."""
    widget: Any = form.query_one(f"#{place}")
    return str(widget.render()) if widget.display else ""


@pytest.mark.parametrize("size", in_turn(2, SIZES))
def test_everything_is_logged(bench: Make, size: tuple[int, int]) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("l")
        form = await opened(pilot, DetailedLogDialog)
        await pilot.press(*"7.5", "tab", *"-2h", "tab", *"a [/ note")
        await until(pilot, lambda: "becomes 7.5 of 20 min" in told(form))
        assert told(form).startswith("Counts for today.")
        box = form.query_one(".box")
        assert box.region.bottom <= size[1] and box.region.right <= size[0]
        assert made.edit(lambda engine: engine.history("read"))[0].value == 22
        await pilot.press("enter")
        await settled(pilot)
        assert row(pilot, "read").amounts[0] == "7.5 / 20 min"

    made = bench(seed)
    made.run(act, size)
    [log, *_] = made.edit(lambda engine: engine.history("read"))
    assert (str(log.value), log.note) == ("7.5", "a [/ note")
    assert (NOW - log.activity_at).total_seconds() == 7200


def test_it_says_what_another_day_and_period_get(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "3", "u", "g", "j", "j")
        await pilot.press("l")
        form = await opened(pilot, DetailedLogDialog)
        await until(pilot, lambda: told(form))
        assert told(form).startswith("Counts for today, in this week.")
        await pilot.press("tab", *"2026-11-09")
        await until(pilot, lambda: "earlier week" in told(form))
        assert "Counts for Monday 9 November, in an earlier week." in told(form)

    bench(seed).run(act)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("yesterday", "Counts for Friday 20 November.\nSo far 22 min, more than 20, met."),
        ("2026-06-01", "The streak begins earlier then; what was not done since counts as missed."),
    ],
)
def test_it_says_how_another_day_stands(bench: Make, day: str, said: str) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("l")
        form = await opened(pilot, DetailedLogDialog)
        await pilot.press("5", "tab", *day)
        await until(pilot, lambda: said in told(form))

    bench(seed).run(act)


def test_it_says_nothing_of_a_run_where_there_is_none(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("l")
        form = await opened(pilot, DetailedLogDialog)
        await until(pilot, lambda: told(form))
        assert told(form) == "Counts for today.\n0 becomes 1 of 2."

    bench(lambda engine, clock: engine.add("Water", aggregation_target_value=2)).run(act)


def test_a_count_needs_no_amount_and_escape_logs_nothing(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "j")
        await pilot.press("l")
        form = await opened(pilot, DetailedLogDialog)
        await until(pilot, lambda: "21 in a row becomes 22." in told(form))
        assert "Earns New shoes." in told(form)
        await pilot.press("escape")
        await settled(pilot)
        assert row(pilot, "walk").group == "Now"
        await pilot.press("l")
        await opened(pilot, DetailedLogDialog)
        await pilot.press("enter")
        await settled(pilot)
        assert row(pilot, "walk").group == "Done"

    made = bench(seed)
    made.run(act)
    assert len(made.edit(lambda engine: engine.history("walk"))) == 22


@pytest.mark.parametrize(
    ("typed", "place", "said"),
    [
        (["x"], "amount-fault", "is not an amount"),
        (["5", "25:00"], "when-fault", "is not a time"),
        (["5", "2027-01-01"], "when-fault", "still to come"),
    ],
)
def test_an_error_stands_below_its_field(
    bench: Make, typed: list[str], place: str, said: str
) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("l")
        form = await opened(pilot, DetailedLogDialog)
        for field, words in zip(("amount", "when"), typed, strict=False):
            form.query_one(f"#{field}", Input).value = words
        await until(pilot, lambda: said in told(form, place))
        await pilot.press("enter")
        await until(pilot, lambda: said in told(form, place) and not form.saving)
        assert pilot.app.screen is form
        assert form.written["amount"] == typed[0]
        assert form.focused is not None and f"{form.focused.id}-fault" == place

    made = bench(seed)
    made.run(act)
    assert len(made.edit(lambda engine: engine.history("read"))) == 21


@pytest.mark.parametrize("size", in_turn(1, SIZES))
def test_a_time_is_judged_without_an_amount(bench: Make, size: tuple[int, int]) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("l")
        form = await opened(pilot, DetailedLogDialog)
        for words, place, said in (
            ("tomorrow", "when-fault", "still to come"),
            ("25:00", "when-fault", "is not a time"),
            ("yesterday", "told", "Counts for Friday 20 November."),
        ):
            form.query_one("#when", Input).value = words
            await until(pilot, partial(is_told, form, place, said))
        assert told(form) == "Counts for Friday 20 November."
        assert not told(form, "when-fault") and not told(form, "amount-fault")
        form.query_one("#when", Input).value = ""
        await until(pilot, lambda: told(form) == "")

    bench(seed).run(act, size)


def is_told(form: DetailedLogDialog, place: str, said: str) -> bool:
    """Whether the dialog says something in a place."""
    return said in told(form, place)


def test_what_was_typed_is_kept_when_the_disk_fails(
    bench: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("l")
        form = await opened(pilot, DetailedLogDialog)
        await pilot.press("5")

        def fail(*_: object, **__: object) -> None:
            raise StoreError(ErrorCode.DISK, "The disk refused [/.")

        monkeypatch.setattr(Engine, "log", fail)
        await pilot.press("enter")
        await until(pilot, lambda: told(form, "fault") == "The disk refused [/.")
        assert form.written["amount"] == "5"
        monkeypatch.undo()
        await pilot.press("enter")
        await settled(pilot)
        assert pilot.app.screen is dashboard(pilot)
        assert row(pilot, "read").amounts[0] == "5 / 20 min"

    bench(seed).run(act)


def test_a_day_that_ends_is_told(bench: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("unbroken.tui.dialogs.log_dialog._LOOK", 0.02)

    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "j")
        await pilot.press("l")
        form = await opened(pilot, DetailedLogDialog)
        await until(pilot, lambda: "21 in a row becomes 22." in told(form))
        made.clock.now += timedelta(days=1)
        await until(pilot, lambda: "0 in a row becomes 1." in told(form))
        assert told(form).startswith("Counts for today.")

    made = bench(seed)
    made.run(act)
