"""The settings screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Button, Input, OptionList

from effort import in_turn
from tui.nasty import NASTY
from tui.support import (
    NOW,
    SIZES,
    Bench,
    SetClock,
    begins_above,
    bench_app,
    kept_preferences,
    messages,
    seed,
    settled,
)
from unbroken.core.results import Owner
from unbroken.engine.api import Engine, open_engine
from unbroken.engine.callers import owner
from unbroken.tui.app import UnbrokenApp
from unbroken.tui.dialogs.confirm import ConfirmDialog
from unbroken.tui.dialogs.owner import OwnerDialog
from unbroken.tui.dialogs.zone import ZoneDialog, zones_like
from unbroken.tui.model.dashboard_page import load_page
from unbroken.tui.screens.settings import SettingsScreen
from unbroken.tui.widgets.choice_field import ChoiceField
from unbroken.tui.widgets.form_field import Field
from unbroken.tui.widgets.owner_list import OwnerList
from unbroken.tui.widgets.settings_form import FIELDS
from unbroken.tui.widgets.toggles import Toggles

Make = Callable[..., Bench]
Act = Callable[[Pilot[None], SettingsScreen], Any]


def pair(engine: Engine, clock: SetClock) -> None:
    """Two people, one of whom travelled and is back."""
    engine.add_owner("Ana", tz="America/Lima")
    clock.now = NOW - timedelta(5)
    engine.edit_owner("me", tz="Europe/Berlin")
    clock.now = NOW - timedelta(2)
    engine.edit_owner("me", tz="UTC")
    clock.now = NOW


def opened(
    made: Bench, act: Act, size: tuple[int, int] = (80, 24), *, over_list: bool = False
) -> list[bool | None]:
    """Opens the settings, does something, and answers what the screen answered."""
    answers: list[bool | None] = []

    async def play(pilot: Pilot[None]) -> None:
        page = await made.engine_threads[-1].call(load_page)
        preferences = bench_app(pilot).preferences
        screen = SettingsScreen(made.engine_threads[-1], page, made.clock, preferences)
        pilot.app.push_screen(screen, answers.append)
        await settled(pilot)
        await act(pilot, screen)

    (made.run if over_list else made.run_over_ground)(play, size)
    return answers


async def until(pilot: Pilot[None], true: Callable[[], object]) -> None:
    """Waits until something holds."""
    for _ in range(500):
        if true():
            await pilot.pause()
            return
        await pilot.pause(0.002)
    raise AssertionError(true)


async def front(pilot: Pilot[None], kind: type[Screen[Any]]) -> None:
    """Waits until a screen is in front."""
    await until(pilot, lambda: isinstance(pilot.app.screen, kind))


def me(made: Bench) -> Owner:
    """The first owner, as the database has them."""
    return made.edit(lambda engine: engine.owner())


def fault(screen: SettingsScreen, name: str) -> str:
    """What is said to be wrong with a field."""
    return screen.query_one(f"#field-{name}", Field).fault


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [("day_start", "3", 3), ("week_start", "sunday", "sunday"), ("grace_period_days", "2", 2)],
)
def test_the_owners_settings_are_kept(bench: Make, name: str, value: str, kept: object) -> None:
    async def act(pilot: Pilot[None], screen: SettingsScreen) -> None:
        widget = screen.query_one(f"#{name}")
        assert isinstance(widget, Input | ChoiceField)
        widget.focus()
        widget.value = value
        await pilot.press("tab")
        await settled(pilot)
        await pilot.press("escape")
        await settled(pilot)

    made = bench(pair)
    assert opened(made, act) == [True]
    assert getattr(me(made), name) == kept


def test_the_apps_settings_are_kept(bench: Make) -> None:
    async def act(pilot: Pilot[None], screen: SettingsScreen) -> None:
        screen.query_one("#theme", ChoiceField).value = "unbroken-light"
        screen.query_one("#symbols", ChoiceField).value = "ascii"
        screen.query_one("#strict", ChoiceField).value = "on"
        screen.query_one("#backups", ChoiceField).value = "off"
        types = screen.query_one("#activity_types", Input)
        types.focus()
        types.value = "Yoga, run"
        await pilot.press("escape")
        await settled(pilot)
        assert pilot.app.theme == "unbroken-light"

    made = bench(pair)
    assert opened(made, act) == [True]
    kept = made.edit(lambda engine: engine.settings())
    assert (kept_preferences().theme, kept["symbols"]) == ("unbroken-light", "ascii")
    assert (kept["strict"], kept["backups"]) == (True, False)
    assert kept["activity_types"] == ["run", "yoga"]


def test_nothing_changed_answers_so(bench: Make) -> None:
    async def act(pilot: Pilot[None], screen: SettingsScreen) -> None:
        await pilot.press("down", "down", "down", "down", "escape")
        await settled(pilot)

    made = bench(pair)
    before = me(made)
    assert opened(made, act) == [False]
    assert me(made) == before


def test_a_refusal_stands_beside_its_field_and_what_was_typed_is_kept(bench: Make) -> None:
    async def act(pilot: Pilot[None], screen: SettingsScreen) -> None:
        grace = screen.query_one("#grace_period_days", Input)
        grace.focus()
        await pilot.press("end", "x", "enter")
        await settled(pilot)
        assert "must be a whole number" in fault(screen, "grace_period_days")
        assert grace.value == "0x"
        await pilot.press("escape")
        await front(pilot, ConfirmDialog)
        await pilot.press("n", "backspace", "5", "escape")
        await settled(pilot)

    made = bench(pair)
    assert opened(made, act) == [True]
    assert me(made).grace_period_days == 5


def test_a_zone_in_which_the_day_is_over_says_what_that_leaves_undone(bench: Make) -> None:
    async def act(pilot: Pilot[None], screen: SettingsScreen) -> None:
        screen.query_one("#zone").focus()
        await pilot.press("enter")
        await front(pilot, ZoneDialog)
        await pilot.press(*"kiritim", "enter")
        await until(pilot, lambda: messages(pilot))
        assert messages(pilot) == [
            "Your streaks are in Kiritimati from now on. By that it is Sunday 22 November:"
            " Saturday 21 November is over with Read and Walk not done.\n"
            "u in the list takes it back."
        ]
        await pilot.press("escape")
        await settled(pilot)

    opened(bench(seed), act, over_list=True)


def test_a_later_start_of_the_day_says_that_the_day_before_goes_on(bench: Make) -> None:
    async def act(pilot: Pilot[None], screen: SettingsScreen) -> None:
        made.clock.now = NOW.replace(hour=1)
        field = screen.query_one("#day_start", ChoiceField)
        field.focus()
        field.value = "4"
        await until(pilot, lambda: messages(pilot))
        assert messages(pilot) == [
            "By that it is Friday 20 November once more.\nu in the list takes it back."
        ]

    made = bench(seed)
    opened(made, act, over_list=True)


def test_zones_are_found_by_any_part() -> None:
    assert zones_like("berl")[0] == "Europe/Berlin"
    assert zones_like("new york")[0] == "America/New_York"
    assert zones_like("[/") == []
    assert len(zones_like("")) > 300


@pytest.mark.parametrize("always", [False, True])
@pytest.mark.parametrize("size", in_turn(0, SIZES))
def test_the_zone_is_changed(bench: Make, always: bool, size: tuple[int, int]) -> None:
    async def act(pilot: Pilot[None], screen: SettingsScreen) -> None:
        made.clock.now = NOW + timedelta(minutes=1)
        screen.query_one("#zone").focus()
        await pilot.press("enter")
        await front(pilot, ZoneDialog)
        await pilot.press(*"toky")
        found = pilot.app.screen.query_one(OptionList)
        if always:
            pilot.app.screen.query_one(Toggles).focus()
            await pilot.press("space")
            found.focus()
        await pilot.press("enter")
        await until(pilot, lambda: screen.form.zone == "Asia/Tokyo")
        travels = screen.query_one("#field-travels", Field).hint.splitlines()
        assert ["Tokyo" in line for line in travels] == [True] + [False] * (len(travels) - 1)
        await pilot.press("escape")
        await settled(pilot)

    made = bench(pair)
    before = me(made).timezones
    assert opened(made, act, size) == [True]
    zones = [each.timezone for each in me(made).timezones]
    assert zones[-1] == "Asia/Tokyo"
    assert len(zones) == len(before) + (not always)


def test_a_person_is_added_edited_and_removed(bench: Make) -> None:
    async def act(pilot: Pilot[None], screen: SettingsScreen) -> None:
        people = screen.query_one(OwnerList)
        await pilot.press("n")
        await front(pilot, OwnerDialog)
        await pilot.press(*"Ana", "enter")
        dialog = pilot.app.screen
        await until(pilot, lambda: bool(dialog.query_one("#field-name", Field).fault))
        dialog.query_one("#name", Input).value = NASTY[0]
        dialog.query_one("#tz", Input).value = "Nowhere"
        await pilot.press("enter")
        await until(pilot, lambda: bool(dialog.query_one("#field-tz", Field).fault))
        dialog.query_one("#tz", Input).value = "asia/tokyo"
        await pilot.press("enter")
        await until(pilot, lambda: people.option_count == 3)
        people.highlighted = 2
        await pilot.press("e")
        await front(pilot, OwnerDialog)
        dialog = pilot.app.screen
        dialog.query_one("#name", Input).value = NASTY[3]
        dialog.query_one("#day_start", ChoiceField).value = "4"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: pilot.app.screen is screen)
        people.highlighted = 1
        await pilot.press("x")
        await front(pilot, ConfirmDialog)
        await pilot.press("y")
        await until(pilot, lambda: people.option_count == 2)
        assert messages(pilot) == ["Ana is removed; undo brings them back."]
        people.highlighted = 0
        await pilot.press("x")
        assert pilot.app.screen is screen
        await pilot.press("escape")
        await settled(pilot)

    made = bench(pair)
    assert opened(made, act) == [True]
    owners = made.edit(lambda engine: engine.owners())
    assert [each.name for each in owners] == ["me", NASTY[3]]
    assert owners[1].day_start == 4
    assert owners[1].timezones[0].timezone == "Asia/Tokyo"


def test_choosing_a_person_is_told_to_the_app(bench: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    told = []
    post = App.post_message

    def listen(app: App[Any], message: Any) -> bool:
        if isinstance(message, SettingsScreen.PersonChosen):
            told.append(message.owner_id)
        return post(app, message)

    monkeypatch.setattr(App, "post_message", listen)

    async def act(pilot: Pilot[None], screen: SettingsScreen) -> None:
        await pilot.press("down", "enter")
        await settled(pilot)

    made = bench(pair)
    assert opened(made, act, over_list=True) == [True]
    assert told == [made.edit(lambda engine: engine.owners())[1].id]


def test_who_is_not_the_first_owner_changes_only_their_own(bench: Make) -> None:
    made = bench(pair)
    ana = made.edit(lambda engine: engine.owners())[1]
    path = made.opener.args[0]  # type: ignore[attr-defined]
    made.opener = partial(open_engine, path, caller=owner(ana.id), clock=made.clock)

    async def act(pilot: Pilot[None], screen: SettingsScreen) -> None:
        assert screen.query_one("#not-yours").display
        for name in (
            "theme",
            "symbols",
            "strict",
            "activity_types",
            "backups",
            "backup",
            "machines",
            "import",
            "export",
        ):
            assert screen.query_one(f"#{name}").is_disabled
        await pilot.press("n", "x")
        assert pilot.app.screen is screen
        screen.query_one("#day_start", ChoiceField).value = "2"
        await settled(pilot)
        await pilot.press("escape")
        await settled(pilot)

    assert opened(made, act) == [True]
    assert me(made).day_start == 2


@pytest.mark.parametrize("size", in_turn(1, [*SIZES, (8, 4)]))
def test_every_field_can_be_reached(bench: Make, size: tuple[int, int]) -> None:
    def nasty(engine: Engine, clock: SetClock) -> None:
        for name in NASTY:
            engine.add_owner(name)
        engine.edit_owner("me", name=NASTY[0] + "!")

    async def act(pilot: Pilot[None], screen: SettingsScreen) -> None:
        seen = set()
        for _ in range(19):
            screen.focus_next()
            await pilot.pause()
            assert screen.focused is not None
            seen.add(screen.focused.id)
            if size[0] >= 40:
                field = screen.focused
                await until(pilot, partial(begins_above, size[1] - 1, field))
        buttons = {"zone", "travels", "keys", "backup", "machines", "import", "export"}
        assert seen == {None, *FIELDS, *buttons}

    opened(bench(nasty), act, size)


@pytest.mark.parametrize("size", in_turn(2, [(40, 12), (80, 24)]))
@pytest.mark.parametrize("how", ["key", "mouse"])
def test_data_is_moved_from_here(
    bench: Make, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], how: str
) -> None:
    called: list[str] = []
    for name in ("import_data", "export_data"):
        act_on = partial(called.append, name)
        monkeypatch.setattr(
            UnbrokenApp, f"action_{name}", lambda _, done=act_on: done(), raising=False
        )

    async def act(pilot: Pilot[None], screen: SettingsScreen) -> None:
        for name in ("import", "export"):
            button = screen.query_one(f"#{name}", Button)
            button.focus()
            await pilot.pause()
            assert button.region.right <= size[0]
            await until(pilot, partial(begins_above, size[1] - 1, button))
            await (pilot.click(button) if how == "mouse" else pilot.press("enter"))
        await settled(pilot)

    opened(bench(pair), act, size)
    assert called == ["import_data", "export_data"]


def test_what_copies_are_is_said(bench: Make) -> None:
    async def act(pilot: Pilot[None], screen: SettingsScreen) -> None:
        hint = screen.query_one("#field-backups", Field).hint
        assert "folder “backups” beside the database" in hint
        assert "unbroken restore" in hint

    opened(bench(pair), act)


def test_settings_look(bench: Make, snap_compare: Any) -> None:
    made = bench(pair)
    app = made.app()

    async def show(pilot: Pilot[None]) -> None:
        page = await made.engine_threads[-1].call(load_page)
        app.push_screen(SettingsScreen(made.engine_threads[-1], page, made.clock, app.preferences))
        await settled(pilot)

    assert snap_compare(app, terminal_size=(80, 24), run_before=show)


def test_the_theme_that_a_key_chose_stands_in_the_settings(bench: Make) -> None:
    async def act(pilot: Pilot[None], screen: SettingsScreen) -> None:
        chosen = screen.query_one("#theme", ChoiceField)
        await pilot.press("ctrl+t")
        await settled(pilot)
        assert chosen.value == pilot.app.theme == "unbroken-light"
        chosen.value = "unbroken-dark"
        await until(pilot, lambda: pilot.app.theme == "unbroken-dark")
        await settled(pilot)
        await pilot.press("ctrl+t", "escape", "comma")
        await settled(pilot)
        reopened = pilot.app.screen
        assert isinstance(reopened, SettingsScreen)
        assert reopened.query_one("#theme", ChoiceField).value == "unbroken-light"

    made = bench()
    opened(made, act, over_list=True)
    assert kept_preferences().theme == "unbroken-light"


@pytest.mark.parametrize("size", in_turn(0, SIZES))
def test_a_backup_is_made_at_once(bench: Make, size: tuple[int, int]) -> None:
    async def act(pilot: Pilot[None], screen: SettingsScreen) -> None:
        button = screen.query_one("#backup", Button)
        button.focus()
        await pilot.press("enter")
        field = screen.query_one("#field-backup", Field)
        await until(pilot, lambda: field.hint)
        [copy] = (made.edit(lambda engine: engine.database).parent / "backups").glob("*.db")
        assert field.hint == f"Written to {copy}."
        button.press()
        await until(pilot, lambda: messages(pilot))
        assert "is there already" in messages(pilot)[0]
        assert field.hint == f"Written to {copy}."
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is not screen)

    made = bench()
    opened(made, act, size)


def is_seen(screen: Screen[Any], widget: Widget | None) -> bool:
    """Whether a widget is in sight."""
    return widget is not None and bool(screen.find_widget(widget).visible_region)


def one(engine: Engine, clock: SetClock) -> None:
    """Nobody but the first owner."""


@pytest.mark.parametrize(
    ("people", "size"),
    in_turn(0, [(one, (40, 12)), (pair, (80, 24)), (one, (80, 24)), (pair, (40, 12))], 2),
)
def test_arrows_and_page_keys_walk_on_from_the_people(
    bench: Make, people: Callable[[Engine, SetClock], None], size: tuple[int, int]
) -> None:
    async def act(pilot: Pilot[None], screen: SettingsScreen) -> None:
        chain = screen.focus_chain
        place = screen.query_one("#settings")
        for key, end in (("down", chain[-1]), ("up", screen.owners)):
            for _ in range(2 * len(chain)):
                await pilot.press(key)
                if screen.focused is end:
                    break
            assert screen.focused is end
        await pilot.press(*(["down"] if people is pair else []))
        for _ in range(len(chain)):
            at = place.scroll_offset.y
            await pilot.press("pagedown")
            await until(pilot, lambda: is_seen(screen, screen.focused))
            if place.scroll_offset.y == place.max_scroll_y:
                break
            assert place.scroll_offset.y > at
        assert place.scroll_offset.y == place.max_scroll_y
        for _ in range(len(chain)):
            await pilot.press("pageup")
            await pilot.pause()
        assert place.scroll_offset.y == 0

    opened(bench(people), act, size)


def test_what_is_answered_once_it_was_left_changes_nothing(bench: Make) -> None:
    async def act(pilot: Pilot[None], screen: SettingsScreen) -> None:
        await screen.form.remove_children()
        screen.form.show_machines("Folder  ~/Sync", synced=True)
        screen.form.say("backup", "Written to ~/copy.db.")
        assert pilot.app.is_running

    opened(bench(), act)
