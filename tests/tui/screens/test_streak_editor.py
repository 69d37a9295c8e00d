"""The streak editor."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Button, Input, Static

from effort import in_turn
from tui.nasty import NASTY
from tui.support import (
    SIZES,
    Bench,
    SetClock,
    begins_above,
    bench_app,
    chosen,
    messages,
    opened,
    press,
    row,
    seed,
    settled,
)
from unbroken.core.reports import Effect, Numbers
from unbroken.core.results import Streak
from unbroken.engine.api import Engine
from unbroken.tui import app as app_module
from unbroken.tui.dialogs.confirm import ConfirmDialog
from unbroken.tui.model.dashboard_page import load_page
from unbroken.tui.model.rule_draft import EXAMPLES, effect_lines, judged_anew
from unbroken.tui.screens import streak_editor
from unbroken.tui.screens.dashboard import Dashboard
from unbroken.tui.screens.streak_editor import StreakEditor
from unbroken.tui.widgets.choice_field import ChoiceField
from unbroken.tui.widgets.form_field import Field
from unbroken.tui.widgets.key_line import KeyLine
from unbroken.tui.widgets.milestone_rows import MilestoneRow
from unbroken.tui.widgets.row_picture import RowPicture
from unbroken.tui.widgets.toggles import OneOf
from unbroken.wording.reminders import REMINDERS_COME

Make = Callable[..., Bench]
Act = Callable[[Pilot[None], StreakEditor], Any]


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streak_editor, "CHECK_AFTER", 0.001)


def edited(
    made: Bench, act: Act, streak: str | None = None, size: tuple[int, int] = (80, 24)
) -> list[str | None]:
    """Opens the editor, does something, and answers what the editor answered."""
    answers: list[str | None] = []

    async def play(pilot: Pilot[None]) -> None:
        engine_thread = made.engine_threads[-1]
        page = await engine_thread.call(load_page)
        found = next((each for each in page.streaks.values() if each.activity_type == streak), None)
        screen = StreakEditor(engine_thread, page, found)
        pilot.app.push_screen(screen, answers.append)
        await checked(pilot, screen)
        await act(pilot, screen)
        await pilot.pause()

    made.run_over_ground(play, size)
    return answers


async def checked(pilot: Pilot[None], screen: StreakEditor) -> None:
    """Waits until the engine has said what it thinks."""
    await pilot.pause()
    while screen.checking:
        await pilot.pause(0.002)
    await pilot.pause()


async def until(pilot: Pilot[None], true: Callable[[], bool]) -> None:
    """Waits until something holds."""
    for _ in range(500):
        if true():
            return
        await pilot.pause(0.002)
    raise AssertionError(true)


def write(screen: StreakEditor, name: str, value: str) -> None:
    """Writes or chooses in a field."""
    widget = screen.query_one(f"#{name}")
    assert isinstance(widget, Input | ChoiceField | OneOf)
    widget.value = value


async def unfold(pilot: Pilot[None], screen: StreakEditor) -> None:
    """Shows the fields that most streaks do without."""
    screen.form.more = True
    await until(pilot, lambda: bool(screen.query("#activity_type")))


def said(screen: StreakEditor, where: str) -> str:
    """What a line says."""
    return str(screen.query_one(where, Static).render())


def fault(screen: StreakEditor, name: str) -> str:
    """What is said to be wrong with a field."""
    return screen.query_one(f"#field-{name}", Field).fault


async def save(pilot: Pilot[None], screen: StreakEditor) -> None:
    """Saves, and waits until that is done or refused."""
    await pilot.press("ctrl+s")
    await until(pilot, lambda: screen is not pilot.app.screen or not screen.saving)
    await pilot.pause()


def stored(made: Bench, activity_type: str) -> Streak:
    """The streak as the database has it."""
    return made.edit(lambda engine: engine.streak(activity_type))


def test_every_rule_of_a_new_streak_is_saved(bench: Make) -> None:
    texts = {
        "name": "Run [/ far",
        "activity_type": "run.far",
        "description": "along the river",
        "unit": "km",
        "group": "Sport",
        "color": "teal",
        "aggregation_method": "sum",
        "goal": "at_most",
        "aggregation_target_value": "42.5",
        "completion_target_value": "30",
        "grace_periods": "2",
        "starts_on": "2026-11-01",
    }

    async def act(pilot: Pilot[None], screen: StreakEditor) -> None:
        await unfold(pilot, screen)
        for name, value in texts.items():
            write(screen, name, value)
        screen.query_one("#schedule").focus()
        await pilot.press("space", "right", "right", "space")
        screen.query_one("#strict").focus()
        await pilot.press("space")
        screen.query_one("#more").focus()
        await pilot.press("enter", *"7", "tab", *"Shoes")
        await checked(pilot, screen)
        assert said(screen, "#rule") == (
            "At most 42.5 km a day, on Tuesday, Thursday, Friday, Saturday and Sunday, for 30"
            " scheduled days; 2 missed days in a row are forgiven; late logs do not count."
        )
        await save(pilot, screen)

    made = bench()
    assert edited(made, act) == ["run.far"]
    streak = stored(made, "run.far")
    assert {name: str(getattr(streak, name)) for name in texts} == texts
    assert streak.strict
    assert streak.schedule == ("tuesday", "thursday", "friday", "saturday", "sunday")
    assert [each[1:] for each in streak.milestones] == [(7, "Shoes")]


def test_only_a_name_is_needed(bench: Make) -> None:
    async def act(pilot: Pilot[None], screen: StreakEditor) -> None:
        assert "Give it a name" in said(screen, "#rule")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: bool(fault(screen, "name")))
        await pilot.press(*"Floss", "ctrl+s")
        await until(pilot, lambda: screen is not pilot.app.screen)

    made = bench()
    assert edited(made, act) == ["floss"]
    assert stored(made, "floss").rule == "At least once a day."


@pytest.mark.parametrize(
    ("change", "saved"),
    [
        (
            {"aggregation_period": "weekly", "every": "2"},
            {"aggregation_period": "weekly", "every": 2},
        ),
        ({"aggregation_method": "days"}, {"aggregation_method": "days"}),
        ({"completion_target_value": ""}, {"completion_target_value": None}),
        ({"grace_periods": "1"}, {"grace_periods": 1}),
        ({"name": "Stroll", "activity_type": "stroll"}, {"name": "Stroll"}),
        ({"unit": "km", "group": "Out", "description": "x"}, {"group": "Out", "unit": "km"}),
        ({"color": "pink"}, {"color": "pink"}),
        ({"starts_on": "2026-10-01"}, {"starts_on": None}),
    ],
)
def test_a_rule_is_changed(bench: Make, change: dict[str, str], saved: dict[str, Any]) -> None:
    async def act(pilot: Pilot[None], screen: StreakEditor) -> None:
        for name, value in change.items():
            write(screen, name, value)
        await checked(pilot, screen)
        await save(pilot, screen)
        if isinstance(pilot.app.screen, ConfirmDialog):
            await pilot.press("y")
        await until(pilot, lambda: len(pilot.app.screen_stack) == 1)

    made = bench(seed)
    (answer,) = edited(made, act, "walk")
    assert answer == change.get("activity_type", "walk")
    streak = stored(made, answer)
    for name, value in saved.items():
        if name != "starts_on":
            assert getattr(streak, name) == value


def test_an_error_stands_beside_its_field(bench: Make) -> None:
    cases = [
        ("aggregation_target_value", "nan [/", "is not an amount"),
        ("aggregation_target_value", "1.5", "whole numbers"),
        ("every", "0", "must be from 1"),
        ("every", "x", "The number after “every” must be a whole number, not “x”."),
        ("completion_target_value", "x", "must be a whole number"),
        ("grace_periods", "-1", "must be from 0"),
        ("starts_on", "soon", "is not a date"),
        ("activity_type", "Nö", "is no short name; use only"),
        ("activity_type", "read", "already; choose another short name."),
        ("name", "read", "already; log to that one, choose another name, or give another short"),
    ]

    async def act(pilot: Pilot[None], screen: StreakEditor) -> None:
        for name, value, why in cases:
            before = screen.query_one(f"#{name}", Input).value
            write(screen, name, value)
            await checked(pilot, screen)
            assert why in fault(screen, name), value
            screen.set_focus(None)
            await save(pilot, screen)
            assert screen.focused is not None, value
            assert screen.focused in screen.query_one(f"#field-{name}").query("*"), value
            write(screen, name, before)
            await checked(pilot, screen)
            assert fault(screen, name) == "", value

    assert edited(bench(seed), act, "walk") == []


def test_nothing_is_wrong_before_anything_was_written(bench: Make) -> None:
    async def act(pilot: Pilot[None], screen: StreakEditor) -> None:
        def wrong() -> bool:
            return fault(screen, "aggregation_target_value").startswith("The target is missing;")

        await pilot.press(*"Swim", "enter")
        write(screen, "kind", "amount")
        await checked(pilot, screen)
        target = screen.query_one("#aggregation_target_value", Input)
        assert target.display and "as 20" in target.placeholder and not wrong()
        assert said(screen, "#rule") == "Say how much is enough."
        await save(pilot, screen)
        assert wrong() and screen.focused is target
        await pilot.press("2")
        await checked(pilot, screen)
        assert not wrong()
        await pilot.press("backspace")
        await checked(pilot, screen)
        assert wrong()
        screen.query_one("#kind").focus()
        write(screen, "kind", "once")
        await checked(pilot, screen)
        write(screen, "kind", "amount")
        await checked(pilot, screen)
        assert not wrong()

    assert edited(bench(), act) == []


def test_a_milestone_that_will_not_do_says_so(bench: Make) -> None:
    async def act(pilot: Pilot[None], screen: StreakEditor) -> None:
        screen.form.more = True
        await pilot.pause()
        screen.query_one("#more").focus()
        await pilot.pause()
        assert said(screen, "#help").startswith("One more: after how many periods")
        await pilot.press("enter", "x")
        await checked(pilot, screen)
        assert said(screen, "#help").startswith("So many periods in a row")
        assert not fault(screen, "milestones")
        await pilot.press("tab", "tab", "tab")
        await checked(pilot, screen)
        assert fault(screen, "milestones") == "Give it a title."
        await pilot.press("shift+tab", "shift+tab", "A")
        await checked(pilot, screen)
        assert fault(screen, "milestones") == "The milestone must be a whole number, not “x”."

    assert edited(bench(seed), act, "read") == []


def test_a_milestone_without_a_title_is_not_saved(bench: Make) -> None:
    async def act(pilot: Pilot[None], screen: StreakEditor) -> None:
        screen.form.more = True
        await pilot.pause()
        screen.query_one("#more").focus()
        await pilot.press("enter", "7")
        await checked(pilot, screen)
        assert not fault(screen, "milestones")
        await save(pilot, screen)
        await checked(pilot, screen)
        assert fault(screen, "milestones") == "Give it a title."

    assert edited(bench(seed), act, "read") == []


def test_milestones_are_changed_and_removed(bench: Make) -> None:
    async def act(pilot: Pilot[None], screen: StreakEditor) -> None:
        row = screen.query_one(MilestoneRow)
        assert row.written == ("22", "New shoes")
        row.query_one(".remove").focus()
        await pilot.press("enter")
        await checked(pilot, screen)
        await save(pilot, screen)

    made = bench(seed)
    assert edited(made, act, "walk") == ["walk"]
    assert stored(made, "walk").milestones == ()


def test_a_first_day_says_what_it_moves_and_that_earlier_logs_count(bench: Make) -> None:
    async def act(pilot: Pilot[None], screen: StreakEditor) -> None:
        await unfold(pilot, screen)
        write(screen, "starts_on", "2026-11-19")
        await checked(pilot, screen)
        assert said(screen, "#effects").split("\n") == [
            "The numbers stay as they are.",
            "Logs from before 19 November count all the same: it began with the first of them.",
        ]
        write(screen, "starts_on", "2026-10-21")
        await checked(pilot, screen)
        assert said(screen, "#effects").split("\n")[1:] == ["Missed   0 → 10"]

    edited(bench(seed), act, "walk")


def test_effects_are_shown_and_asked_about(bench: Make) -> None:
    async def act(pilot: Pilot[None], screen: StreakEditor) -> None:
        write(screen, "aggregation_target_value", "30")
        await checked(pilot, screen)
        assert said(screen, "#effects") == "The numbers stay as they are."
        write(screen, "whole", "history")
        await checked(pilot, screen)
        assert said(screen, "#effects").split("\n") == [
            "The new rules hold for all days, also for earlier ones:",
            "Run   21 → 0",
            "Best  21 → 0",
        ]
        await save(pilot, screen)
        assert isinstance(pilot.app.screen, ConfirmDialog)
        await pilot.press("escape")
        assert pilot.app.screen is screen
        await until(pilot, lambda: not screen.saving)
        await save(pilot, screen)
        await pilot.press("enter")
        await until(pilot, lambda: len(pilot.app.screen_stack) == 1)

    made = bench(seed)
    assert edited(made, act, "read") == ["read"]
    assert stored(made, "read").aggregation_target_value == 30
    assert stored(made, "read").targets == ()


def test_a_new_target_holds_from_the_present_period_on(bench: Make) -> None:
    async def act(pilot: Pilot[None], screen: StreakEditor) -> None:
        write(screen, "aggregation_target_value", "30")
        await save(pilot, screen)

    made = bench(seed)
    assert edited(made, act, "read") == ["read"]
    assert [each.aggregation_target_value for each in stored(made, "read").targets] == [30]


@pytest.mark.parametrize("how", ["escape", "q"])
def test_leaving_asks_only_where_something_was_changed(bench: Make, how: str) -> None:
    async def unchanged(pilot: Pilot[None], screen: StreakEditor) -> None:
        screen.query_one("#kind").focus()
        await pilot.press(how)
        await until(pilot, lambda: len(pilot.app.screen_stack) == 1)

    async def changed(pilot: Pilot[None], screen: StreakEditor) -> None:
        write(screen, "name", "Other")
        screen.query_one("#kind").focus()
        await pilot.press(how)
        await until(pilot, lambda: isinstance(pilot.app.screen, ConfirmDialog))
        await pilot.press("n")
        assert pilot.app.screen is screen
        await pilot.press(how)
        await until(pilot, lambda: isinstance(pilot.app.screen, ConfirmDialog))
        await pilot.press("y")
        await until(pilot, lambda: len(pilot.app.screen_stack) == 1)

    made = bench(seed)
    assert edited(made, unchanged, "walk") == [None]
    assert edited(made, changed, "walk") == [None]
    assert stored(made, "walk").name == "Walk"


def test_an_example_fills_the_form(bench: Make) -> None:
    async def act(pilot: Pilot[None], screen: StreakEditor) -> None:
        await pilot.press("tab", "right", "enter")
        await checked(pilot, screen)
        assert said(screen, "#rule") == "At least 3 times a week."
        assert not screen.query_one("#field-schedule").display
        assert screen.form.kind == "times" and screen.query_one("#kind", OneOf).value == "times"
        assert screen.query_one("#field-aggregation_target_value").display
        await pilot.press("tab", "right", "right", "enter")
        await until(pilot, partial(is_named, "No sugar", screen))
        assert screen.query_one("#kind", OneOf).value == "limit"
        await pilot.press("tab", "right", "enter")
        await until(pilot, partial(is_named, "Gym", screen))
        await save(pilot, screen)

    assert edited(bench(), act) == ["gym"]


def test_what_is_typed_first_adds_to_a_name(bench: Make) -> None:
    async def act(pilot: Pilot[None], screen: StreakEditor) -> None:
        await pilot.press("s")
        assert screen.form.draft.name == "Walks"
        await save(pilot, screen)

    made = bench(seed)
    edited(made, act, "walk")
    assert made.edit(lambda engine: engine.streak("walk").name) == "Walks"


@pytest.mark.parametrize("size", in_turn(0, [*SIZES, (8, 4)]))
def test_every_field_can_be_reached(bench: Make, size: tuple[int, int]) -> None:
    async def act(pilot: Pilot[None], screen: StreakEditor) -> None:
        seen = set()
        for _ in range(26):
            screen.focus_next()
            await pilot.pause()
            assert screen.focused is not None
            seen.add(screen.focused.id)
            if size[0] >= 40:
                field = screen.focused
                await until(pilot, partial(begins_above, size[1] - 1, field))
        assert {"name", "goal", "schedule", "strict", "more", "color", "activity_type"} <= seen

    edited(bench(seed), act, "walk", size)


@pytest.mark.parametrize("size", in_turn(1, SIZES))
def test_nasty_names_are_shown_as_they_are(bench: Make, size: tuple[int, int]) -> None:
    def nasty(engine: Engine, clock: SetClock) -> None:
        engine.add(NASTY[0], description=NASTY[1], group=NASTY[0], unit=NASTY[4], color="#123456")
        engine.edit(NASTY[0], milestones=[(1, NASTY[0])], activity_type="nasty")

    async def act(pilot: Pilot[None], screen: StreakEditor) -> None:
        assert said(screen, "#title") == f"Edit {NASTY[0]}"
        assert screen.form.draft == screen._before
        write(screen, "name", NASTY[5])
        write(screen, "aggregation_target_value", NASTY[0])
        await checked(pilot, screen)
        assert fault(screen, "aggregation_target_value")

    edited(bench(nasty), act, "nasty", size)


@pytest.mark.parametrize("streak", [None, "walk"], ids=["new", "edit"])
def test_editor_looks(bench: Make, snap_compare: Any, streak: str | None) -> None:
    made = bench(seed)
    app = made.app()

    async def show(pilot: Pilot[None]) -> None:
        page = await made.engine_threads[-1].call(load_page)
        found = next((each for each in page.streaks.values() if each.activity_type == streak), None)
        screen = StreakEditor(made.engine_threads[-1], page, found)
        app.push_screen(screen)
        await settled(pilot)
        await checked(pilot, screen)
        if found is not None:
            write(screen, "grace_periods", "x")
            await checked(pilot, screen)

    assert snap_compare(app, terminal_size=(80, 24), run_before=show)


@pytest.mark.parametrize("key", ["escape", "ctrl+q"])
def test_what_is_unsaved_is_asked_about(bench: Make, key: str) -> None:
    async def act(pilot: Pilot[None], screen: StreakEditor) -> None:
        await pilot.press(*"Foo", key)
        await until(pilot, lambda: isinstance(pilot.app.screen, ConfirmDialog))
        await pilot.press("n")
        await until(pilot, lambda: pilot.app.screen is screen)
        assert screen.form.draft.name == "Foo"
        await pilot.press(key)
        await until(pilot, lambda: isinstance(pilot.app.screen, ConfirmDialog))
        await pilot.press("y")

    assert edited(bench(), act) == [None]


def test_an_example_leaves_the_name_that_was_written(bench: Make) -> None:
    async def act(pilot: Pilot[None], screen: StreakEditor) -> None:
        await pilot.press(*"Swim", "tab", "right", "enter")
        await checked(pilot, screen)
        assert screen.form.draft.name == "Swim"
        assert said(screen, "#rule") == "At least 3 times a week."
        await save(pilot, screen)

    assert edited(bench(), act) == ["swim"]


def is_named(name: str, screen: StreakEditor) -> bool:
    """Whether the name is that, and can be written on."""
    field = screen.query_one("#name", Input)
    at_rest = not screen.query(".-active")  # a button that was just pressed is not pressed again
    return field.value == name and field.has_focus and field.cursor_at_end and at_rest


def test_the_name_of_an_example_gives_way_to_that_of_another(bench: Make) -> None:
    async def act(pilot: Pilot[None], screen: StreakEditor) -> None:
        for keys, name in (
            ("tab enter", "Read"),
            ("tab right enter", "Gym"),
            ("s tab enter", "Gyms"),
        ):
            await pilot.press(*keys.split())
            await until(pilot, partial(is_named, name, screen))
        await save(pilot, screen)

    assert edited(bench(), act) == ["gyms"]


@pytest.mark.parametrize(("left", "right", "up", "down"), [("left", "right", "up", "down"), "hlkj"])
def test_arrows_go_among_examples_as_among_choices(
    bench: Make, left: str, right: str, up: str, down: str
) -> None:
    async def act(pilot: Pilot[None], screen: StreakEditor) -> None:
        await pilot.press("tab", right)
        assert screen.focused is not None and screen.focused.name == "Gym"
        await pilot.press(right, right)
        assert screen.focused.name == "No sugar"
        await pilot.press(left, left, left)
        assert screen.focused.name == "Read"
        await pilot.press(down)
        assert screen.focused.id == "kind"
        await pilot.press("up", left, up)
        assert screen.focused.id == "name"

    edited(bench(), act)


def test_the_examples_are_one_stop_of_tab(bench: Make) -> None:
    async def act(pilot: Pilot[None], screen: StreakEditor) -> None:
        await pilot.press("tab", "tab")
        assert screen.focused is not None and screen.focused.id == "kind"
        await pilot.press("shift+tab")
        assert screen.focused.name in EXAMPLES
        await pilot.press("shift+tab")
        assert screen.focused.id == "name"

    edited(bench(), act)


def test_the_footer_saves_by_mouse(bench: Make) -> None:
    """Also while a field has the focus, which would take what is typed."""

    async def act(pilot: Pilot[None], screen: StreakEditor) -> None:
        await pilot.press(*"Swim")
        await checked(pilot, screen)
        await pilot.click(KeyLine, offset=(1, 0))
        await until(pilot, lambda: pilot.app.screen is not screen)

    assert edited(bench(), act) == ["swim"]


@pytest.mark.parametrize(
    ("keys", "rule"),
    [
        ("enter enter enter ctrl+s", "At least once a day."),
        ("enter right enter 3 enter right ctrl+s", "At least 3 times a week."),
        ("enter right enter 3 enter right up 2 enter ctrl+s", "At least 3 times in every 2 weeks."),
        ("enter right right enter 20 enter min enter enter ctrl+s", "At least 20 min a day."),
        ("enter right right right right enter enter enter enter ctrl+s", "None on any day."),
    ],
)
def test_three_questions_make_a_streak(bench: Make, keys: str, rule: str) -> None:
    """Enter goes on from question to question; a first streak takes few keys."""

    async def act(pilot: Pilot[None], screen: StreakEditor) -> None:
        await pilot.press(*"Swim")
        for key in keys.split():
            written = key not in ("enter", "right", "up", "ctrl+s")
            await pilot.press(*(key if written else [key]))
            await pilot.pause()
        await until(pilot, lambda: screen is not pilot.app.screen)

    made = bench()
    assert edited(made, act) == ["swim"]
    assert stored(made, "swim").rule == rule
    assert len(keys.split()) <= 14


def test_enter_goes_to_what_is_folded_and_saves_in_the_very_last_field(bench: Make) -> None:
    async def act(pilot: Pilot[None], screen: StreakEditor) -> None:
        await pilot.press(*"Swim", "enter", "enter", "enter", "enter")
        fold = screen.query_one("#fold")
        await until(pilot, lambda: screen.focused is fold)
        assert "ctrl+s saves" in said(screen, "#help")
        await pilot.press("enter")
        await until(pilot, lambda: bool(screen.query("#activity_type")))
        screen.query_one("#schedule").focus()
        await pilot.press("enter")
        await until(pilot, lambda: screen.focused is screen.query_one("#aggregation_method"))
        screen.query_one("#activity_type").focus()
        await pilot.press("enter")
        await until(pilot, lambda: screen is not pilot.app.screen)

    assert edited(bench(), act) == ["swim"]


def test_an_enter_too_many_logs_nothing(bench: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("n")
        screen = await opened(pilot, StreakEditor)
        await pilot.press(*"Swim")
        await unfold(pilot, screen)
        screen.query_one("#activity_type").focus()
        monkeypatch.setattr(app_module, "ENTER_SPENT", 60.0)
        await pilot.press("enter", "enter")
        await opened(pilot, Dashboard)
        await until(pilot, lambda: chosen(pilot) == "swim")
        await press(pilot, "enter", "enter")
        assert row(pilot, "swim").state == "open"
        monkeypatch.setattr(bench_app(pilot), "_enter_spent_until", 0.0)
        await press(pilot, "enter")
        await until(pilot, lambda: row(pilot, "swim").state == "met")

    bench(seed).run(act)


@pytest.mark.parametrize(
    ("keys", "rule"),
    [
        ("tab right enter ctrl+s", "At least 3 times a week."),
        ("tab right right enter ctrl+s", "None on any day."),
    ],
)
def test_an_example_makes_a_weekly_count_or_a_limit_in_five_keys(
    bench: Make, keys: str, rule: str
) -> None:
    async def act(pilot: Pilot[None], screen: StreakEditor) -> None:
        await pilot.press(*"Swim")
        await pilot.press(*keys.split())
        await until(pilot, lambda: screen is not pilot.app.screen)

    made = bench()
    assert edited(made, act) == ["swim"]
    assert stored(made, "swim").rule == rule
    assert len(keys.split()) <= 5


def test_the_row_is_drawn_as_it_will_stand(bench: Make) -> None:
    async def act(pilot: Pilot[None], screen: StreakEditor) -> None:
        await pilot.press(*"Swim")
        write(screen, "kind", "amount")
        write(screen, "aggregation_target_value", "20")
        write(screen, "unit", "km")
        await checked(pilot, screen)
        picture = screen.query_one(RowPicture)
        await until(pilot, lambda: "0/20" in _words(picture))
        assert "Swim" in _words(picture)
        screen.query_one("#unit").focus()
        await until(
            pilot, lambda: said(screen, "#help").startswith("What is added up, such as min ·")
        )
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConfirmDialog))
        await pilot.press("y")

    edited(bench(), act)


def _words(picture: RowPicture) -> str:
    return "".join(span.text for line in picture.lines for span in line.spans)


def test_grace_says_what_it_forgives(bench: Make) -> None:
    async def act(pilot: Pilot[None], screen: StreakEditor) -> None:
        fold = screen.query_one("#fold", Button)
        assert str(fold.label) == "More: length, grace, reminders, colour"
        await unfold(pilot, screen)
        field = screen.query_one("#field-grace_periods", Field)
        assert (field.label, field.hint) == ("Grace", "missed days in a row that are forgiven")
        write(screen, "aggregation_period", "weekly")
        await checked(pilot, screen)
        assert field.hint == "missed weeks in a row that are forgiven"

    edited(bench(), act)


@pytest.mark.parametrize(
    ("before", "written", "sent", "told"),
    [
        ("", "8pm", False, [REMINDERS_COME]),
        ("", "8pm", True, []),
        ("20:00", "20:00", False, []),
        ("20:00", "", False, []),
    ],
)
def test_how_a_new_reminder_comes_is_told_where_nothing_sends_it(
    bench: Make,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    before: str,
    written: str,
    sent: bool,
    told: list[str],
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    units = tmp_path / "systemd" / "user"
    units.mkdir(parents=True)
    if sent:
        (units / "unbroken-remind.timer").touch()

    def reminded(engine: Engine, clock: SetClock) -> None:
        engine.add("Walk", reminders=before)

    async def act(pilot: Pilot[None], screen: StreakEditor) -> None:
        await unfold(pilot, screen)
        write(screen, "reminders", written)
        write(screen, "unit", "km")
        await save(pilot, screen)
        await until(pilot, lambda: pilot.app.screen is not screen)
        await pilot.pause(0.05)
        assert messages(pilot) == told

    edited(bench(reminded), act, "walk")


def test_what_is_wrong_below_the_fold_unfolds_it(bench: Make) -> None:
    async def act(pilot: Pilot[None], screen: StreakEditor) -> None:
        assert not screen.form.more
        await pilot.press(*"Swim")
        await unfold(pilot, screen)
        write(screen, "grace_periods", "x")
        screen.form.more = False
        await save(pilot, screen)
        assert screen.form.more
        assert screen.focused is screen.query_one("#grace_periods")

    assert edited(bench(), act) == []


def test_arrows_choose_the_kind_that_is_there(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("n")
        await until(pilot, lambda: isinstance(pilot.app.screen, StreakEditor))
        screen = pilot.app.screen
        kinds = screen.query_one("#kind", OneOf)
        kinds.focus()
        await pilot.press("down")
        assert kinds.value == "times"
        await pilot.press("down", "up", "up")
        assert kinds.value == "once" and kinds.has_focus
        await pilot.press("up")
        assert kinds.value == "once" and not kinds.has_focus
        kinds.focus()
        await pilot.press(*["down"] * 5)
        assert kinds.value == "limit" and not kinds.has_focus

    bench().run(act)


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
def test_choices_stand_in_columns_and_are_where_a_click_finds_them(
    bench: Make, size: tuple[int, int]
) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("n")
        await until(pilot, lambda: isinstance(pilot.app.screen, StreakEditor))
        screen = pilot.app.screen
        for name in ("kind", "aggregation_period"):
            choices = screen.query_one(f"#{name}", OneOf)
            shown = str(choices.render()).splitlines()
            for (x, y), place in choices.parts_in_sight():
                label, value = choices._choices[place]
                assert shown[y][x + 1 :].startswith(label), (name, shown)
                await pilot.click(choices, offset=(x + len(label), y))
                assert choices.value == value

    bench().run(act, size)


@pytest.mark.parametrize(
    ("changed", "whole", "said"),
    [
        ({"aggregation_target_value"}, False, "from this period on; earlier days stay"),
        ({"aggregation_target_value", "name"}, False, "from this period on; earlier days stay"),
        ({"aggregation_target_value", "strict"}, False, "the other new rules for all days"),
        ({"aggregation_target_value"}, True, "for all days, also for earlier ones"),
        ({"grace_periods"}, False, "for all days, also for earlier ones"),
    ],
)
def test_which_days_are_judged_anew(changed: set[str], whole: bool, said: str) -> None:
    assert said in judged_anew(changed, whole=whole)


def test_the_attempt_is_told_of_what_has_a_length() -> None:
    effect = Effect("me", Numbers(4, 9, 4, "in_progress"), Numbers(3, 9, 3, "in_progress"))
    assert effect_lines([effect], has_length=False) == ["Run   4 → 3"]
    assert effect_lines([effect], has_length=True) == ["Run      4 → 3", "Attempt  4 → 3"]


@pytest.mark.parametrize(
    ("steps", "method", "rule"),
    [
        ([("unit", "min")], "sum", "At most 60 min a day."),
        ([], "count", "At most 60 times a day."),
        ([("unit", "min"), ("unit", "")], "count", "At most 60 times a day."),
        (
            [("unit", "min"), ("aggregation_method", "count"), ("unit", "mins")],
            "count",
            "At most 60 times a day.",
        ),
        ([("aggregation_method", "days"), ("unit", "x")], "days", "At most 60 days a day."),
    ],
)
def test_a_limit_with_a_unit_adds_up_unless_another_way_is_chosen(
    bench: Make, steps: list[tuple[str, str]], method: str, rule: str
) -> None:
    async def act(pilot: Pilot[None], screen: StreakEditor) -> None:
        await pilot.press(*"Screen")
        write(screen, "kind", "limit")
        await checked(pilot, screen)
        write(screen, "aggregation_target_value", "60")
        await checked(pilot, screen)
        for name, value in steps:
            if name == "aggregation_method":
                await unfold(pilot, screen)
            write(screen, name, value)
            await checked(pilot, screen)
        assert said(screen, "#rule") == rule
        await unfold(pilot, screen)
        assert screen.query_one("#aggregation_method", ChoiceField).value == method
        if method == "sum":
            picture = screen.query_one(RowPicture)
            row = picture.row
            assert row is not None and row.amounts[0] == "0 of 60 min at most"
        await save(pilot, screen)

    made = bench()
    assert edited(made, act) == ["screen"]
    assert stored(made, "screen").aggregation_method == method


def test_a_limit_keeps_the_unit_of_an_amount_and_adds_up(bench: Make) -> None:
    async def act(pilot: Pilot[None], screen: StreakEditor) -> None:
        await pilot.press(*"Screen")
        for name, value in (("kind", "amount"), ("unit", "min"), ("kind", "limit")):
            write(screen, name, value)
            await checked(pilot, screen)
        write(screen, "aggregation_target_value", "60")
        await checked(pilot, screen)
        assert said(screen, "#rule") == "At most 60 min a day."

    edited(bench(), act)


@pytest.mark.parametrize(
    ("unit", "before", "written", "after"),
    [("", "count", "min", "sum"), ("min", "count", "mins", "count"), ("min", "sum", "", "sum")],
)
def test_what_counts_of_a_limit_that_there_is_follows_its_first_unit_alone(
    bench: Make, unit: str, before: str, written: str, after: str
) -> None:
    def limit(engine: Engine, clock: SetClock) -> None:
        engine.add(
            "Screen",
            goal="at_most",
            aggregation_target_value=60,
            unit=unit,
            aggregation_method=before,
        )

    async def act(pilot: Pilot[None], screen: StreakEditor) -> None:
        assert not screen.changed
        write(screen, "unit", written)
        await checked(pilot, screen)
        assert screen.form.draft.aggregation_method == after
        await save(pilot, screen)

    made = bench(limit)
    edited(made, act, "screen")
    assert stored(made, "screen").aggregation_method == after


@pytest.mark.parametrize("streak", [None, "swim"], ids=["new", "edit"])
def test_each_kind_keeps_what_was_said_of_it(bench: Make, streak: str | None) -> None:
    def swim(engine: Engine, clock: SetClock) -> None:
        engine.add("Swim", aggregation_method="sum", unit="km", aggregation_target_value=20)
        engine.edit("swim", aggregation_period="weekly")

    async def act(pilot: Pilot[None], screen: StreakEditor) -> None:
        kinds = screen.query_one("#kind", OneOf)
        if streak is None:
            await pilot.press(*"Swim")
            for name, value in {
                "kind": "amount",
                "aggregation_target_value": "20",
                "unit": "km",
                "aggregation_period": "weekly",
            }.items():
                write(screen, name, value)
                await checked(pilot, screen)
        kinds.focus()
        await pilot.press("down", "down")
        await checked(pilot, screen)
        assert kinds.value == "limit"
        write(screen, "aggregation_target_value", "2")
        write(screen, "unit", "coffees")
        await checked(pilot, screen)
        assert said(screen, "#rule") == "At most 2 coffees a week."
        await pilot.press("up", "up")
        await checked(pilot, screen)
        assert said(screen, "#rule") == "At least 20 km a week."
        assert streak is None or not screen.changed
        await pilot.press("up", "up", "down", "down", "down", "down")
        await checked(pilot, screen)
        assert said(screen, "#rule") == "At most 2 coffees a week."
        await pilot.press("up", "up")
        await checked(pilot, screen)
        await save(pilot, screen)

    made = bench(swim if streak else lambda engine, clock: None)
    edited(made, act, streak)
    assert stored(made, "swim").rule == "At least 20 km a week."


@pytest.mark.parametrize("archived", [False, True])
def test_a_name_that_is_taken_is_refused_in_the_words_of_the_form(
    bench: Make, archived: bool
) -> None:
    def taken(engine: Engine, clock: SetClock) -> None:
        engine.add("Café")
        if archived:
            engine.archive("cafe")

    async def act(pilot: Pilot[None], screen: StreakEditor) -> None:
        await pilot.press(*"cafe")
        await checked(pilot, screen)
        told = fault(screen, "name")
        assert "activity type" not in told and "`" not in told
        assert ("an archived streak “Café” already; bring that back" in told) == archived
        assert "another short name (below “More”) if two are meant" in told
        await save(pilot, screen)
        assert screen.focused is screen.query_one("#name")
        await until(pilot, lambda: bool(screen.query("#activity_type")))
        write(screen, "activity_type", "cafe-2")
        await checked(pilot, screen)
        assert not fault(screen, "name")
        await save(pilot, screen)

    assert edited(bench(taken), act) == ["cafe-2"]


@pytest.mark.parametrize("size", in_turn(2, SIZES))
def test_arrows_and_page_keys_walk_through_a_form_that_scrolls(
    bench: Make, size: tuple[int, int]
) -> None:
    async def act(pilot: Pilot[None], screen: StreakEditor) -> None:
        await unfold(pilot, screen)
        await pilot.pause()
        walked = [screen.focused]
        for _ in range(40):
            await pilot.press("down")
            if screen.focused is not walked[-1]:
                walked.append(screen.focused)
        assert {each.id for each in walked if each} >= {"name", "strict", "activity_type"}
        for _ in range(40):
            await pilot.press("pageup")
            await pilot.pause()
        assert screen.focused is not None and screen.form.scroll_offset.y == 0
        await pilot.press(*["pagedown"] * 12)
        await pilot.pause()
        assert screen.form.scroll_offset.y == screen.form.max_scroll_y
        focused = screen.focused
        assert focused is not None and screen.find_widget(focused).visible_region

    edited(bench(), act, None, size)
