"""Every key of the dashboard that opens or changes something."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from effort import in_turn
from tui.support import (
    SIZES,
    Bench,
    SetClock,
    chosen,
    dashboard,
    footer,
    messages,
    opened,
    press,
    row,
    seed,
    settled,
    text,
    until,
)
from unbroken.engine.api import Engine
from unbroken.tui.dialogs.confirm import ConfirmDialog
from unbroken.tui.dialogs.help import HelpScreen
from unbroken.tui.dialogs.log_dialog import DetailedLogDialog
from unbroken.tui.screens.calendar import CalendarScreen
from unbroken.tui.screens.dashboard import Dashboard
from unbroken.tui.screens.settings import SettingsScreen
from unbroken.tui.screens.streak_editor import StreakEditor
from unbroken.tui.widgets.key_line import KeyLine

Make = Callable[..., Bench]


def listed(pilot: Pilot[None]) -> list[str]:
    """The activity types in the order they are shown."""
    return [each.activity_type for each in dashboard(pilot).rows]


@pytest.mark.parametrize(("key", "about"), [("c", "walk"), ("C", None)])
def test_the_calendar(bench: Make, key: str, about: str | None) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "j")
        await pilot.press(key)
        screen = await opened(pilot, CalendarScreen)
        assert screen.months.activity_type == about
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is dashboard(pilot))

    bench(seed).run(act)


def test_what_was_logged_in_the_calendar_shows(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "j")
        await pilot.press("c")
        screen = await opened(pilot, CalendarScreen)
        made.edit(lambda engine: engine.log("walk"))
        screen.dismiss(True)
        await settled(pilot)
        assert row(pilot, "walk").group == "Done"

    made = bench(seed)
    made.run(act)


def test_the_editor(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("n")
        new = await opened(pilot, StreakEditor)
        assert new._streak is None
        new.dismiss(None)
        await settled(pilot)
        await press(pilot, "j")
        await pilot.press("e")
        edit = await opened(pilot, StreakEditor)
        assert edit._streak is not None and edit._streak.name == "Walk"
        made.edit(lambda engine: engine.edit("walk", name="Stroll"))
        edit.dismiss("walk")
        await settled(pilot)
        assert row(pilot, "walk").name == "Stroll"

    made = bench(seed)
    made.run(act)


@pytest.mark.parametrize("key", ["n", "e"])
def test_only_an_admin_edits(bench: Make, key: str) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, key)
        assert pilot.app.screen is dashboard(pilot)
        assert messages(pilot)[0].startswith("Only the first owner of this database may")

    def two(engine: Engine, clock: SetClock) -> None:
        engine.add("Walk")
        engine.add_owner("Ann")

    made = bench(two)
    opener = made.opener
    made.edit(lambda engine: engine.log("walk"))
    made.opener = lambda: opener(owner="Ann")  # type: ignore[call-arg]
    made.edit(lambda engine: engine.log("walk"))
    made.run(act)


def test_the_settings(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("comma")
        screen = await opened(pilot, SettingsScreen)
        made.edit(lambda engine: engine.configure("symbols", "ascii"))
        screen.dismiss(True)
        await settled(pilot)
        assert any(line.startswith(">") for line in text(pilot))

    made = bench(seed)
    made.run(act)


def test_another_person_is_in_use(bench: Make) -> None:
    def two(engine: Engine, clock: SetClock) -> None:
        engine.add("Walk")
        engine.log("walk")
        engine.add_owner("Ann")

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("comma")
        screen = await opened(pilot, SettingsScreen)
        ann = made.edit(lambda engine: engine.owners()[1].id)
        pilot.app.post_message(SettingsScreen.PersonChosen(ann))
        screen.dismiss(True)
        await settled(pilot)
        page = dashboard(pilot).page
        await until(pilot, lambda: dashboard(pilot).page.owner.name == "Ann")  # type: ignore[union-attr]
        assert page is not None and page.admin
        assert listed(pilot) == []
        await press(pilot, "space")

    made = bench(two)
    made.run(act)


def test_archive_and_restore(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "j", "a")
        assert "walk" not in listed(pilot)
        assert messages(pilot) == [
            "Walk is archived; a again brings it back. v goes through the views, to the archived"
            " ones last."
        ]
        await press(pilot, "slash", *"wal", "enter")
        assert text(pilot)[0] == " Not in this view: Walk; escape and v show the other views."
        await press(pilot, "escape", "v", "v")
        assert listed(pilot) == ["walk"]
        assert [key.word for key in footer(pilot)] == [
            "bring back",
            "calendar",
            "view",
            "show all",
            "commands",
            "help",
        ]
        assert row(pilot, "walk").number == " "
        await press(pilot, "space")
        assert messages(pilot)[-1] == "Walk is archived; a brings it back."
        await press(pilot, "a")
        assert listed(pilot) == []
        assert text(pilot)[0] == " No streak is archived; escape shows the others."
        await press(pilot, "escape")
        assert "walk" in listed(pilot)

    made = bench(seed)
    made.run(act)
    assert made.edit(lambda engine: engine.streak("walk")).status == "live"


def test_the_key_that_archived_a_streak_brings_it_back(bench: Make) -> None:
    """It does, as long as nothing else is done; then it archives the next one."""
    made = bench(seed)

    def archived() -> list[str]:
        everything = made.edit(lambda engine: engine.status(archived=True))
        return [each.activity_type for each in everything if each.status == "archived"]

    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "j", "a", "a")
        assert (archived(), chosen(pilot)) == ([], "walk")
        assert messages(pilot) == ["Walk is back."]
        await press(pilot, "a")
        assert (archived(), chosen(pilot)) == (["walk"], "cafe")
        await press(pilot, "k", "a")
        assert archived() == ["read", "walk"]
        await press(pilot, "ctrl+p", "escape", "a")
        assert archived() == ["read", "walk", "cafe"]
        y = next(y for y, line in enumerate(text(pilot)) if "Sunday call" in line)
        await pilot.click("StreakList", offset=(8, y))
        await press(pilot, "a")
        assert archived() == ["read", "walk", "cafe", "sunday-call"]
        await press(pilot, "j", "a")
        assert (len(archived()), dashboard(pilot).empty) == (5, True)
        await press(pilot, "a")
        assert (len(archived()), len(listed(pilot))) == (4, 1)

    made.run(act)


def test_the_key_that_archives_can_be_held(bench: Make) -> None:
    made = bench(seed)

    async def act(pilot: Pilot[None]) -> None:
        for _ in range(12):
            pilot.app.simulate_key("a")
        await settled(pilot)
        assert len(listed(pilot)) == 5
        assert chosen(pilot) == "read"

    made.run(act)


def test_a_skipped_day_of_a_week_is_not_told_as_a_skipped_week(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "s")
        [said] = messages(pilot)
        assert said.startswith(
            "Gym: today is skipped. The week still asks: it rests only where all"
        )
        assert "c leads to the calendar" in said
        await press(pilot, "s")
        assert messages(pilot) == ["Gym counts again today."]

    bench(lambda engine, clock: engine.add("Gym", aggregation_period="weekly")).run(act)


def test_skip_today_and_back(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "j", "s")
        assert row(pilot, "walk").amounts[0] == "skipped"
        assert len(made.edit(lambda engine: engine.skips("walk"))) == 1
        assert messages(pilot) == ["Walk is skipped today."]
        await press(pilot, "s")
        assert row(pilot, "walk").group == "Now"
        assert messages(pilot) == ["Walk counts again today."]  # in the place of the other

    made = bench(seed)
    made.run(act)
    assert made.edit(lambda engine: engine.skips()) == []


@pytest.mark.parametrize(("answer", "left"), [("y", 0), ("n", 1)])
def test_a_skip_of_all_streaks_is_asked_about(bench: Make, answer: str, left: int) -> None:
    async def act(pilot: Pilot[None]) -> None:
        page = dashboard(pilot).page
        assert page is not None
        made.edit(lambda engine: engine.skip(None, page.today))
        await pilot.press("s")
        await opened(pilot, ConfirmDialog)
        await pilot.press(answer)
        await settled(pilot)
        assert len(made.edit(lambda engine: engine.skips())) == left

    made = bench(seed)
    made.run(act)


def grouped(engine: Engine, clock: SetClock) -> None:
    """Two groups and a streak in none, of which one is done."""
    for name, group in [("Run", "Body"), ("Zen", "Mind"), ("Café", None), ("Swim", "Body")]:
        engine.add(name, group=group)
        engine.log(name)
        engine.undo()
    engine.log("zen")


@pytest.mark.parametrize("size", in_turn(0, SIZES))
def test_the_order(bench: Make, size: tuple[int, int]) -> None:
    async def act(pilot: Pilot[None]) -> None:
        said = dashboard(pilot).view_line
        assert listed(pilot) == ["run", "cafe", "swim", "zen"]
        await press(pilot, "o")
        assert listed(pilot) == ["cafe", "run", "swim", "zen"]
        assert [each.heading for each in dashboard(pilot).rows] == ["", "Body", "Body", "Mind"]
        assert any(line.strip() == "▾ Body" for line in text(pilot))
        assert str(said.render()) == "own order" and said.region.height == 1
        await press(pilot, "o")
        assert listed(pilot) == ["cafe", "run", "swim", "zen"]
        assert not any("Body" in line for line in text(pilot))
        assert str(said.render()) == "by name"
        await press(pilot, "o")
        assert listed(pilot) == ["run", "cafe", "swim", "zen"]
        assert str(said.render()) == ""

    bench(grouped).run(act, size)


@pytest.mark.parametrize("size", in_turn(1, SIZES))
def test_a_group_folds(bench: Make, size: tuple[int, int]) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "o", "G", "k", "f")
        assert listed(pilot) == ["cafe", "run", "zen"]
        assert chosen(pilot) == "run"
        assert any(line.strip(" ›") == "▸ Body  2" for line in text(pilot))
        assert [row(pilot, name).number for name in listed(pilot)] == ["1", " ", "4"]
        await press(pilot, "space")
        assert listed(pilot) == ["cafe", "run", "swim", "zen"]
        assert row(pilot, "run").state != "met"
        y = next(y for y, line in enumerate(text(pilot)) if "▾ Body" in line)
        await pilot.click("StreakList", offset=(4, y))
        await settled(pilot)
        assert listed(pilot) == ["cafe", "run", "zen"]

    bench(grouped).run(act, size)


def test_a_number_stays_its_streaks_own(bench: Make) -> None:
    """The first nine live streaks in the own order have them, however the list is looked at."""
    numbers = {"cafe": "1", "run": "2", "swim": "3", "zen": "4"}

    async def act(pilot: Pilot[None]) -> None:
        def shown() -> dict[str, str]:
            return {name: row(pilot, name).number for name in listed(pilot)}

        for _ in range(3):
            assert shown() == numbers
            await press(pilot, "o")
        await press(pilot, "2")
        assert chosen(pilot) == "run"
        await press(pilot, "j")
        assert listed(pilot) == ["cafe", "swim", "run", "zen"]
        await press(pilot, "3", "k")
        assert shown() == numbers
        assert row(pilot, "swim").group == "Done"

        await press(pilot, "slash", *"cafe", "enter", "4")
        assert messages(pilot) == ["4 is Zen, which is not in sight; escape shows all."]
        assert row(pilot, "cafe").state == "open"
        await press(pilot, "escape", "v", "2")
        assert messages(pilot) == ["2 is Run, which is not in sight; escape shows all."]
        await press(pilot, "9", "escape", "o", "G", "k", "f")
        assert shown() == {"cafe": "1", "run": " ", "zen": "4"}
        await press(pilot, "3")
        assert messages(pilot) == ["3 is Swim, which is not in sight; f unfolds its heading."]

        await press(pilot, "f", "g", "p")
        assert shown() == {"cafe": " ", "run": "1", "swim": "2", "zen": "3"}

    made = bench(grouped)
    made.run(act)
    assert len(made.edit(lambda engine: engine.history("run"))) == 1


def test_a_view_in_which_there_is_nothing_is_passed_over(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "v", "v")  # nothing is archived
        assert dashboard(pilot).arrangement.view == "all"
        await press(pilot, "1", "2", "3", "4", "v")  # nothing is left either
        assert dashboard(pilot).arrangement.view == "all"
        await press(pilot, "a", "v")
        assert dashboard(pilot).arrangement.view == "archived"
        await press(pilot, "escape")
        assert dashboard(pilot).arrangement.view == "all"

    bench(grouped).run(act)


def test_the_view(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "v")
        assert listed(pilot) == ["run", "cafe", "swim"]
        await press(pilot, "1", "2", "3", "4")
        assert {row(pilot, name).state for name in listed(pilot)} == {"met"}
        assert listed(pilot) == ["run", "cafe", "swim"]  # each stays put until one goes on
        await press(pilot, "k")
        assert listed(pilot) == []
        assert text(pilot)[0] == " Nothing is left for now; escape shows all."
        await press(pilot, "v")
        assert len(listed(pilot)) == 4

    bench(grouped).run(act)


@pytest.mark.parametrize("size", in_turn(2, SIZES))
def test_the_filter(bench: Make, size: tuple[int, int]) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "slash", *"CAFE")
        assert listed(pilot) == ["cafe"]
        await press(pilot, *"q[/")
        assert listed(pilot) == []
        assert "No name has" in text(pilot)[0]
        await press(pilot, "backspace", "backspace", "backspace", "enter")
        assert dashboard(pilot).focused is dashboard(pilot).streaks
        await press(pilot, "space")
        assert row(pilot, "cafe").group == "Done"
        await press(pilot, "escape")
        assert len(listed(pilot)) == 4
        assert dashboard(pilot).view_line.quiet
        await press(pilot, "slash", *"x", "escape")
        assert len(listed(pilot)) == 4
        assert dashboard(pilot).focused is dashboard(pilot).streaks

    bench(grouped).run(act, size)


def test_after_a_filter_the_cursor_is_where_it_was(bench: Make) -> None:
    """Unless something was chosen in what it listed."""

    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "j", "j")
        assert chosen(pilot) == "swim"
        for keys in (
            ["slash", *"cafe", "escape"],
            ["slash", *"nothing", "escape"],
            ["slash", *"e", "enter", "slash", *"n", "enter", "escape"],
        ):
            await press(pilot, *keys)
            assert chosen(pilot) == "swim", keys
        await press(pilot, "slash", *"n", "enter", "j", "escape")
        assert chosen(pilot) == "zen"
        await press(pilot, "slash", *"cafe", "enter", "space", "escape")
        assert chosen(pilot) == "cafe"
        await press(pilot, "slash", *"run", "enter")
        await pilot.click("StreakList", offset=(8, 2))
        await press(pilot, "escape")
        assert (chosen(pilot), row(pilot, "run").state) == ("run", "met")

    bench(grouped).run(act)


def test_a_met_period_shows_where_it_changed(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        streaks = dashboard(pilot).streaks
        await press(pilot, "2")
        assert streaks.flashing == row(pilot, "walk").streak_id
        streaks._end_flash()
        assert streaks.flashing is None
        await press(pilot, "2")
        assert streaks.flashing is None

    bench(seed).run(act)


def test_a_round_number_is_told(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "1")
        assert messages(pilot) == ["Walk: 7 in a row."]

    def week(engine: Engine, clock: SetClock) -> None:
        from datetime import timedelta

        now = clock.now
        clock.now = now - timedelta(6)
        engine.add("Walk")
        for ago in range(6, 0, -1):
            clock.now = now - timedelta(ago)
            engine.log("walk")

    bench(week).run(act)


def test_the_palette_knows_the_streaks(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("colon", *"calendar of wa")
        await pilot.pause(0.3)
        await pilot.press("enter")
        screen = await opened(pilot, CalendarScreen)
        assert screen.months.activity_type == "walk"

    bench(seed).run(act)


def test_tints_follow_the_theme(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        streaks = dashboard(pilot).streaks
        before = streaks.canvas.style("plain", color="navy")
        await press(pilot, "ctrl+t")
        assert before.color != streaks.canvas.style("plain", color="navy").color

    bench(lambda engine, _: engine.add("Walk", color="navy")).run(act)


def test_headings_fold_in_every_order(bench: Make) -> None:
    """What is done can be put away; the heading then says how many there are."""

    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "G", "f")
        assert listed(pilot) == ["run", "cafe", "swim", "zen"]
        assert any(line.strip(" ›") == "▸ Done  1" for line in text(pilot))
        await press(pilot, "f")
        assert not any("▸" in line for line in text(pilot))
        assert row(pilot, "zen").folded == 0

    bench(grouped).run(act)


@pytest.mark.parametrize("size", in_turn(2, SIZES))
def test_a_streak_is_moved_in_the_own_order(bench: Make, size: tuple[int, int]) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "J")
        assert "Streaks can be moved in your own order" in messages(pilot)[-1]
        await press(pilot, "o", "J")
        assert listed(pilot) == ["cafe", "swim", "run", "zen"]
        assert chosen(pilot) == "run"
        await press(pilot, "J")
        assert listed(pilot) == ["cafe", "zen", "swim", "run"]
        await press(pilot, "J", "g", "K")
        assert listed(pilot) == ["cafe", "zen", "swim", "run"]
        assert [row(pilot, name).number for name in listed(pilot)] == ["1", "2", "3", "4"]
        await press(pilot, "v", "J")
        assert "All streaks must be in sight" in messages(pilot)[-1]

    made = bench(grouped)
    made.run(act, size)
    order = [each.activity_type for each in made.edit(lambda engine: engine.status())]
    assert order == ["cafe", "zen", "swim", "run"]


def test_the_looks_of_the_list_are_remembered(bench: Make) -> None:
    async def change(pilot: Pilot[None]) -> None:
        await press(pilot, "o", "G", "k", "f", "v")

    async def look(pilot: Pilot[None]) -> None:
        arrangement = dashboard(pilot).arrangement
        assert arrangement.order == "own"
        assert arrangement.view == "due"
        assert arrangement.folded == {"Body"}
        assert listed(pilot) == ["cafe", "run"]
        await press(pilot, "v")

    async def look_again(pilot: Pilot[None]) -> None:
        assert dashboard(pilot).arrangement.view == "all"

    made = bench(grouped)
    for act in (change, look, look_again):
        made.run(act)


def test_a_log_of_another_day_is_told(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        from unbroken.tui.dialogs.log_dialog import DetailedLogDialog

        await press(pilot, "j", "l")
        form = await opened(pilot, DetailedLogDialog)
        form.query_one("#when", Input).value = "yesterday"
        await pilot.press("enter")
        await until(pilot, lambda: len(pilot.app.screen_stack) == 1)
        await settled(pilot)
        line = dashboard(pilot).query_one(KeyLine)
        assert line.said == "Walk is logged for Friday 20 November."

    bench(seed).run(act)


def test_where_there_is_no_streak_no_key_is_offered_for_one(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        assert [key.word for key in footer(pilot)] == ["new", "import", "demo", "help"]
        await press(pilot, "ctrl+c")
        assert messages(pilot) == ["q quits; escape goes back from here."]

    bench().run(act)


def test_the_filter_says_how_to_leave_it(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "slash", "c")
        assert "show all" in [key.word for key in footer(pilot)]
        await press(pilot, "escape")
        assert "show all" not in [key.word for key in footer(pilot)]

    bench(seed).run(act)


async def group_as(pilot: Pilot[None], group: str) -> None:
    await pilot.press("e")
    editor = await opened(pilot, StreakEditor)
    editor.query_one("#group", Input).value = group
    await pilot.press("ctrl+s")
    await opened(pilot, Dashboard)
    await until(pilot, lambda: messages(pilot))
    await settled(pilot)


def test_what_was_saved_is_said_and_where_a_group_shows(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "2")
        pilot.app.clear_notifications()
        assert (chosen(pilot), row(pilot, "walk").number) == ("walk", "2")
        await group_as(pilot, "Sport")
        assert messages(pilot) == [
            "Saved: Walk, group.\n"
            "Below “Sport” it stands in your own order; o orders.\n"
            "Its number is 5 now."
        ]
        pilot.app.clear_notifications()
        await press(pilot, "o")
        await group_as(pilot, "Health")
        assert messages(pilot) == ["Saved: Walk, group."]

    bench(seed).run(act)


def test_a_folded_heading_stands_for_no_streak(bench: Make) -> None:
    """What would be done to a hidden streak is off; the card tells of none."""

    async def act(pilot: Pilot[None]) -> None:
        screen = dashboard(pilot)
        await press(pilot, "o", "G", "k", "f")
        assert row(pilot, "run").folded == 2
        await press(pilot, "l", "s", "a", "c", "e", "w")
        assert pilot.app.screen is screen
        assert messages(pilot) == ["These streaks are folded; f unfolds them."]
        assert screen.chosen is None
        on = [key.word for key in footer(pilot) if key.enabled]
        assert on == ["log", "new", "filter", "undo", "commands", "help"]
        await press(pilot, "space")
        assert row(pilot, "run").folded == 0
        assert screen.chosen == row(pilot, "run").streak_id
        assert all(key.enabled for key in footer(pilot))

    made = bench(grouped)
    made.run(act, (140, 40))
    assert made.edit(lambda engine: engine.skips()) == []
    assert made.edit(lambda engine: engine.streak("run")).status == "live"


def test_a_folded_group_is_moved_as_a_whole(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "o", "G", "k", "f", "J")
        assert listed(pilot) == ["cafe", "zen", "run"]
        await press(pilot, "J", "K")
        assert listed(pilot) == ["cafe", "run", "zen"]
        await press(pilot, "K")
        assert listed(pilot) == ["cafe", "run", "zen"]

    made = bench(grouped)
    made.run(act)
    order = [each.activity_type for each in made.edit(lambda engine: engine.status())]
    assert order == ["cafe", "run", "swim", "zen"]


def test_a_group_called_done_folds_by_itself(bench: Make) -> None:
    def named(engine: Engine, clock: SetClock) -> None:
        for name in ("Run", "Swim"):
            engine.add(name, group="Done")
            engine.log(name)

    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "f")
        assert listed(pilot) == ["run"]
        await press(pilot, "o")
        assert listed(pilot) == ["run", "swim"]
        await press(pilot, "f", "o", "o", "f")
        assert listed(pilot) == ["run", "swim"]

    async def look_again(pilot: Pilot[None]) -> None:
        assert listed(pilot) == ["run", "swim"]
        await press(pilot, "o")
        assert listed(pilot) == ["run"]

    made = bench(named)
    made.run(act)
    made.run(look_again)


@pytest.mark.parametrize("keys", [["slash", *"zzz", "enter"], [*"javva"]])
def test_keys_for_a_streak_are_not_offered_where_none_is_listed(
    bench: Make, keys: list[str]
) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, *keys)
        assert listed(pilot) == []
        assert not {"log", "log…", "calendar"} & {key.word for key in footer(pilot)}
        await press(pilot, "escape")
        assert {"log", "log…", "calendar"} <= {key.word for key in footer(pilot)}

    bench(seed).run(act)


@pytest.mark.parametrize(
    ("keys", "size"),
    [
        (keys, size)
        for number, keys in enumerate(
            (["slash", *"caf", "enter"], ["v"], ["v", "v"], ["f"], ["o", "G", "f"])
        )
        for size in in_turn(number, SIZES)
    ],
)
def test_a_streak_that_was_made_is_shown(
    bench: Make, keys: list[str], size: tuple[int, int]
) -> None:
    """Whatever the list was looked at like before; else nobody would know where it went."""

    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, *keys)
        await pilot.press("n")
        new = await opened(pilot, StreakEditor)
        made.edit(
            lambda engine: engine.add(
                "Hush", goal="at_most", aggregation_target_value=0, group="Mind"
            )
        )
        new.dismiss("hush")
        await until(pilot, lambda: "hush" in listed(pilot))
        await settled(pilot)
        assert chosen(pilot) == "hush"
        assert row(pilot, "hush").folded == 0

    made = bench(grouped)
    made.run(act, size)


def test_where_no_streak_was_made_the_list_stays(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "slash", *"caf", "enter")
        await pilot.press("n")
        (await opened(pilot, StreakEditor)).dismiss(None)
        await settled(pilot)
        made.edit(lambda engine: engine.add("Hush"))
        dashboard(pilot).watcher.look_for_changes()
        await settled(pilot)
        assert listed(pilot) == ["cafe"]

    made = bench(grouped)
    made.run(act)


def test_a_log_of_what_is_to_be_avoided_is_called_a_slip(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        assert footer(pilot)[0].word == "log"
        dashboard(pilot).streaks.cursor = row(pilot, "no-sugar").streak_id
        await settled(pilot)
        assert footer(pilot)[0].word == "log a slip"

    bench(seed).run(act)


def test_the_help_says_what_shapes_and_columns_mean(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("question_mark")
        said = str((await opened(pilot, HelpScreen))._text.render())
        assert "■" in said and "Has to be done now" in said and "The longest run" in said

    bench(seed).run(act, (80, 24))


@pytest.mark.parametrize("width", [40, 80, 100, 140])
def test_the_help_tells_the_numbers_and_the_strip_that_is_shown(bench: Make, width: int) -> None:
    async def act(pilot: Pilot[None]) -> None:
        [legend] = dashboard(pilot).legends
        keys = [line.keys for line in legend.lines]
        strip = re.findall(r"Last \d+", text(pilot)[0])
        assert [each for each in keys if each.startswith("Last")] == strip
        assert len(strip) == (width >= 80)
        numbers = next(line.does for line in legend.lines if line.keys == "1-9")
        heading = next(line.does for line in legend.lines if line.keys == "Heading")
        assert heading.startswith("What was logged stays below its old one until you move on")
        assert "your own order" in numbers

    def plain(engine: Engine, clock: SetClock) -> None:
        for name in ("Read", "Walk", "Guitar practice"):
            engine.add(name)

    bench(plain).run(act, (width, 24))


def often(engine: Engine, clock: SetClock) -> None:
    """Streaks of each kind."""
    engine.add("Bed")
    engine.add("Gym", aggregation_period="weekly", aggregation_target_value=2)
    engine.add("Stretch", aggregation_method="days", aggregation_period="weekly")
    engine.add("Read", aggregation_method="sum", unit="min")
    engine.add("Coffee", goal="at_most", aggregation_target_value=1)


@pytest.mark.parametrize("size", SIZES)
def test_a_log_that_is_not_asked_for_any_more_says_so(bench: Make, size: tuple[int, int]) -> None:
    async def act(pilot: Pilot[None]) -> None:
        for number, asked, said in (
            ("1", 1, "Bed was done already today; that is 2 now; u takes it back."),
            ("2", 2, "Gym was done already this week; that is 3 now; u takes it back."),
            ("3", 1, "Stretch was done already this week; u takes it back."),
        ):
            await press(pilot, *[number] * asked)
            assert messages(pilot) == []
            await press(pilot, number)
            assert messages(pilot) == [said]
            await press(pilot, "u")
            pilot.app.clear_notifications()
            await pilot.pause()
        await press(pilot, "5", "5")
        assert messages(pilot) == []

    bench(often).run(act, size)


def test_the_form_says_of_a_log_that_it_is_not_asked_for_any_more(bench: Make) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "1")
        await pilot.press("l")
        form = await opened(pilot, DetailedLogDialog)
        told = form.query_one("#told", Static)
        await until(pilot, lambda: "Done already today: 1 becomes 2." in str(told.render()))

    bench(often).run(act)
