"""Going to what is in sight by the letter on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from textual.geometry import Offset
from textual.pilot import Pilot
from textual.widget import Widget

from effort import in_turn
from tui.calendar_bench import calendar, tap
from tui.support import Bench, chosen, dashboard, footer, opened, press, seed, until
from unbroken.tui.dialogs.jump import LETTERS, JumpScreen, Target, codes, signs
from unbroken.tui.screens.streak_editor import StreakEditor
from unbroken.tui.widgets.day_map import Spot

Make = Callable[..., Bench]


async def letters(pilot: Pilot[None]) -> JumpScreen:
    """Opens the letters; each stands on the screen, and none on a part of another one."""
    await pilot.press("ctrl+g")
    screen = await opened(pilot, JumpScreen)
    places = [target.at for target in screen._targets.values()]
    assert len(set(places)) == len(places)
    width, height = pilot.app.size
    assert all(0 <= at.x < width and 0 <= at.y < height for at in places)
    drawn = [each.region for each in screen.query(".letter")]
    assert all(each.x >= 0 and each.right <= width and each.bottom <= height for each in drawn)
    cells = [(x, y) for each in drawn for x in each.column_range for y in each.line_range]
    assert len(set(cells)) == len(cells)
    assert [key.word for key in footer(pilot)] == ["back"]
    return screen


def of(screen: JumpScreen, kind: str, part: object) -> str:
    """The letters on a part of a widget of that kind or id."""
    for code, target in screen._targets.items():
        if kind in (type(target.widget).__name__, target.widget.id) and target.part == part:
            return code
    raise AssertionError((kind, part))


@pytest.mark.parametrize("size", in_turn(0, [(40, 12), (80, 24), (140, 40)]))
def test_a_letter_goes_to_a_row_a_field_a_choice_and_a_day(
    bench: Make, size: tuple[int, int]
) -> None:
    async def act(pilot: Pilot[None]) -> None:
        [_, walk, *_] = dashboard(pilot).rows
        screen = await letters(pilot)
        await pilot.press(of(screen, "StreakList", walk.streak_id))
        await until(pilot, lambda: pilot.app.screen is dashboard(pilot))
        assert chosen(pilot) == "walk"
        screen = await letters(pilot)
        await pilot.press("1", "f12", "escape")  # what is on nothing does nothing
        await until(pilot, lambda: pilot.app.screen is dashboard(pilot))
        assert chosen(pilot) == "walk"

        await press(pilot, "n")
        editor = await opened(pilot, StreakEditor)
        screen = await letters(pilot)
        kind = 2 if size[1] >= 24 else 0  # what is below the edge has no letter
        await pilot.press(*of(screen, "kind", kind))
        await until(pilot, lambda: pilot.app.screen is editor)
        assert editor.focused is editor.query_one("#kind")
        assert editor.form.kind == ("amount" if kind else "once")
        screen = await letters(pilot)
        # in the smallest window the name is scrolled away by now
        await pilot.press(of(screen, "name", None) if kind else "escape")
        await until(pilot, lambda: pilot.app.screen is editor)
        assert editor.focused is editor.query_one("#name" if kind else "#kind")
        editor.dismiss(None)
        await until(pilot, lambda: pilot.app.screen is dashboard(pilot))

        days = await calendar(pilot, "read")
        screen = await letters(pilot)
        typed = of(screen, "MonthGrid", Spot(date(2026, 11, 9)))
        assert len(typed) == 2
        await pilot.press(typed[0])
        assert {each.name[0] for each in screen.query(".letter") if each.display and each.name} == {
            typed[0]
        }
        await pilot.press(typed[1])
        await until(pilot, lambda: pilot.app.screen is days)
        await until(pilot, lambda: days.choice and days.choice.day == date(2026, 11, 9))
        await tap(pilot, "ctrl+g")
        await pilot.resize_terminal(60, 20)
        await until(pilot, lambda: pilot.app.screen is days)

    bench(seed).run(act, size)


def test_a_column_a_day_has_its_letters_below_each_other(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        days = await calendar(pilot, None)
        screen = await letters(pilot)
        await pilot.press(*of(screen, "MonthGrid", Spot(date(2026, 11, 9))))
        await until(pilot, lambda: days.choice and days.choice.day == date(2026, 11, 9))

    bench(seed).run(act)


@pytest.mark.parametrize(
    ("line", "x", "code", "shown"),
    [
        ("  Day starts    midnight", 15, "f", "  Day starts  f midnight"),
        ("  Day starts    midnight", 15, "sf", "  Day starts sf midnight"),
        ("›2 ■  Read", 0, "a", "›a ■  Read"),
        (" ■ me  Berlin", 1, "a", " a me  Berlin"),
        ("Read", 0, "a", "aead"),
    ],
)
def test_a_letter_hides_and_touches_as_little_as_can_be(
    line: str, x: int, code: str, shown: str
) -> None:
    target = Target(Offset(x, 0), Widget())
    at, text = signs({code: target}, [line])[code]
    assert line[: at.x] + text + line[at.x + len(text) :] == shown


@pytest.mark.parametrize("count", [0, 1, 26, 27, 200])
def test_no_code_begins_another_one(count: int) -> None:
    made = codes(count)
    assert len(set(made)) == count
    assert {len(code) for code in made} <= {1 if count <= len(LETTERS) else 2}
