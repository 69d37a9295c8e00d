"""Setting syncing up in the app, and the screen of the machines."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Button, Input, Static

from effort import in_turn
from tui.support import SIZES, Bench, SetClock, dashboard, messages, opened, settled, until
from unbroken.engine.api import Engine, open_engine
from unbroken.sync.transports.folder import Folder
from unbroken.tui.dialogs.confirm import ConfirmDialog
from unbroken.tui.screens.machines import MachinesScreen
from unbroken.tui.screens.settings import SettingsScreen
from unbroken.tui.screens.sync_setup import CHOOSE, DONE, PLAN, WAITS, SyncSetupScreen
from unbroken.tui.widgets.choice_field import ChoiceField
from unbroken.tui.widgets.form_field import Field

Make = Callable[..., Bench]
Act = Callable[[Pilot[None], SyncSetupScreen], Awaitable[Any]]


def read(engine: Engine, clock: SetClock) -> None:
    """One streak, done today."""
    engine.add("Read")
    engine.log("read")


@pytest.fixture
def shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that something carries, in the working directory."""
    files = tmp_path / "files"
    folder = files / "Shared"
    folder.mkdir(parents=True)
    (files / "note.txt").write_text("")
    monkeypatch.chdir(files)
    return folder


@pytest.fixture
def other(tmp_path: Path, bench: Make) -> Iterator[Engine]:
    """Another machine."""
    engine = open_engine(tmp_path / "other" / "u.db", clock=bench().clock)
    engine.add("Walk")
    engine.log("walk")
    yield engine
    engine.close()


async def in_settings(pilot: Pilot[None]) -> SettingsScreen:
    """Opens the settings, and waits until they know how the database is synced."""
    await pilot.press("comma")
    screen = await opened(pilot, SettingsScreen)
    await until(pilot, lambda: screen.query_one("#field-machines", Field).hint)
    return screen


async def set_up(pilot: Pilot[None]) -> SyncSetupScreen:
    """Opens the screen that sets syncing up."""
    settings = await in_settings(pilot)
    settings.query_one("#machines", Button).press()
    return await opened(pilot, SyncSetupScreen)


async def machines(pilot: Pilot[None]) -> MachinesScreen:
    """Opens the screen of the machines."""
    settings = await in_settings(pilot)
    settings.query_one("#machines", Button).press()
    return await opened(pilot, MachinesScreen)


def play(made: Bench, act: Act, size: tuple[int, int] = (80, 24)) -> None:
    """Does something on the screen that sets syncing up."""

    async def run(pilot: Pilot[None]) -> None:
        await act(pilot, await set_up(pilot))

    made.run(run, size)


async def look(pilot: Pilot[None], screen: SyncSetupScreen, place: str) -> None:
    """Names a place and has it looked at."""
    screen.finder.written.value = place
    screen.finder.written.focus()
    await pilot.pause()
    await pilot.press("enter")
    await looked(pilot, screen)


async def looked(pilot: Pilot[None], screen: SyncSetupScreen) -> None:
    """Waits until nothing is under way, and what is in front has the focus."""
    await until(pilot, lambda: screen.progress.steps is None)
    await settled(pilot)


def told(screen: SyncSetupScreen) -> list[str]:
    """What was found, or came of it."""
    return str(screen.query_one("#text", Static).content).splitlines()


def fault(screen: SyncSetupScreen, name: str = "path") -> str:
    """What is said to be wrong with a field."""
    return screen.query_one(f"#field-{name}", Field).fault


def choose(screen: SyncSetupScreen, **values: str) -> None:
    """Chooses from lists, and writes into fields."""
    for name, value in values.items():
        if name in ("git", "sealing"):
            screen.query_one(f"#{name}", ChoiceField).value = value
        else:
            screen.query_one(f"#{name}", Input).value = value


@pytest.mark.parametrize("size", in_turn(0, SIZES))
def test_a_folder_is_found_by_keys_and_joined(
    bench: Make, shared: Path, other: Engine, size: tuple[int, int]
) -> None:
    other.sync_setup(str(shared))

    async def act(pilot: Pilot[None], screen: SyncSetupScreen) -> None:
        listed = screen.finder.listed
        await until(
            pilot, lambda: [str(each.prompt) for each in listed.options] == ["../", "Shared/"]
        )
        await pilot.press("S", "tab")
        await until(pilot, lambda: screen.finder.written.value == "Shared/")
        await pilot.press("enter")
        await until(pilot, lambda: screen.step == PLAN)
        assert told(screen)[0].startswith(f"Would sync to {shared}, which ")
        assert told(screen)[1:] == ["From there: 1 streak, 1 log.", "From here: 1 streak, 1 log."]
        assert made.edit(lambda engine: engine.sync_status()).folder is None
        accept = screen.query_one("#accept", Button)
        await until(pilot, lambda: accept.has_focus)
        assert accept.region.bottom <= size[1] - 1
        await pilot.press("enter")
        await until(pilot, lambda: screen.step == DONE)
        assert told(screen)[0].startswith(f"Synced to {shared}")
        await until(pilot, lambda: accept.has_focus and not accept.has_class("-active"))
        await pilot.press("enter")
        settings = await opened(pilot, SettingsScreen)
        field = settings.query_one("#field-machines", Field)
        await until(pilot, lambda: "last seen today 20:10" in field.hint)
        assert settings.query_one("#sync").display
        await pilot.press("escape")
        await until(pilot, lambda: lists(pilot, "walk"))

    made = bench(read)
    play(made, act, size)
    other.sync_read()
    assert len(other.history("read")) == 1


def test_what_is_changed_then_is_written_and_what_comes_is_read(
    bench: Make, shared: Path, other: Engine
) -> None:
    async def act(pilot: Pilot[None], screen: SyncSetupScreen) -> None:
        dashboard(pilot).folder.begin()
        await look(pilot, screen, "Shared")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: screen.step == DONE)
        other.sync_setup(str(shared))
        await pilot.press("ctrl+s")
        settings = await opened(pilot, SettingsScreen)
        settings.dismiss(True)
        await until(pilot, lambda: len(pilot.app.screen_stack) == 1)
        dashboard(pilot).folder.read()  # as when the window gets the focus
        await until(pilot, lambda: lists(pilot, "walk"))
        await pilot.press("space")
        await until(pilot, lambda: len(read_by(other)) == 2)

    play(bench(read), act)


def lists(pilot: Pilot[None], activity_type: str) -> bool:
    """Whether the list has a streak by now."""
    return activity_type in (each.activity_type for each in dashboard(pilot).rows)


def read_by(other: Engine) -> list[Any]:
    """The logs of a streak that another machine knows by now."""
    other.sync_read()
    return other.history("read")


def test_another_program_sets_it_up_while_the_app_is_open(
    bench: Make, shared: Path, other: Engine
) -> None:
    made = bench(read)
    other.sync_setup(str(shared))

    async def act(pilot: Pilot[None]) -> None:
        dashboard(pilot).folder.begin()
        await settled(pilot)
        made.edit(lambda engine: engine.sync_setup(str(shared)))
        dashboard(pilot).folder.read()
        await until(pilot, lambda: lists(pilot, "walk"))

    made.run(act)


REFUSED: tuple[tuple[str, dict[str, str], str, str], ...] = (
    ("", {}, "path", "Write the path of a folder, or the address of a place."),
    ("nowhere", {}, "path", "There is no folder"),
    ("..", {}, "path", "The database itself lies in"),
    ("Shared", {"git": "on"}, "path", "is no working tree of git"),
    ("nonsense://there", {}, "path", "nonsense://there "),
    ("Shared", {"sealing": "passphrase"}, "passphrase", "Write the passphrase."),
    (
        "Shared",
        {"sealing": "passphrase", "passphrase": "short", "repeated": "short"},
        "passphrase",
        "A passphrase needs at least 10 characters",
    ),
    (
        "Shared",
        {"sealing": "passphrase", "passphrase": "open sesame", "repeated": "open barley"},
        "repeated",
        "The two are not the same",
    ),
    ("Open", {"sealing": "seal"}, "sealing", "without sealing it"),
    (
        "Open",
        {"sealing": "passphrase", "passphrase": "open sesame"},
        "passphrase",
        "without sealing it",
    ),
)
"""A place, what is chosen, the field that will not do, and what is said of it."""


def test_what_will_not_do_is_said_at_its_field(bench: Make, shared: Path, other: Engine) -> None:
    open_folder = shared.parent / "Open"
    open_folder.mkdir()
    other.sync_setup(str(open_folder))

    async def act(pilot: Pilot[None], screen: SyncSetupScreen) -> None:
        for place, chosen, field, said in REFUSED:
            if place.startswith("nonsense") and find_spec("fsspec") is None:
                continue
            choose(screen, **chosen)
            await look(pilot, screen, place)
            assert said in fault(screen, field), (place, chosen)
            assert screen.step == CHOOSE, (place, chosen)
            others = {"path", "git", "sealing", "passphrase", "repeated"} - {field}
            assert not any(fault(screen, each) for each in others), (place, chosen)
            screen.finder.written.value += "x"
            await pilot.pause()
            assert not fault(screen, field), (place, chosen)
            await pilot.press("escape")
            settings = await opened(pilot, SettingsScreen)
            settings.query_one("#machines", Button).press()
            screen = await opened(pilot, SyncSetupScreen)

    play(bench(read), act)


def test_a_sealed_folder_is_joined_by_a_code(bench: Make, shared: Path, other: Engine) -> None:
    """It waits, is let in on the other machine, and joins, with the screen left in between."""
    other.sync_setup(str(shared), seal=True)

    async def act(pilot: Pilot[None], screen: SyncSetupScreen) -> None:
        await look(pilot, screen, "Shared")
        assert screen.step == WAITS
        assert told(screen)[0].startswith("The code is ")
        await pilot.press("ctrl+s")
        await looked(pilot, screen)
        assert str(screen.query_one("#fault", Static).content).startswith("It is not let in yet")
        screen.dismiss(False)
        settings = await opened(pilot, SettingsScreen)
        field = settings.query_one("#field-machines", Field)
        await until(pilot, lambda: "waits to be let into" in field.hint)
        settings.query_one("#machines", Button).press()
        again = await opened(pilot, SyncSetupScreen)
        await until(pilot, lambda: again.step == WAITS)
        other.sync_admit(told(again)[0].removeprefix("The code is "))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: again.step == PLAN)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: again.step == DONE)

    play(bench(read), act)
    other.sync_read()
    assert len(other.history("read")) == 1


def test_who_waits_can_ask_no_more(bench: Make, shared: Path, other: Engine) -> None:
    other.sync_setup(str(shared), seal=True)

    async def act(pilot: Pilot[None], screen: SyncSetupScreen) -> None:
        await look(pilot, screen, "Shared")
        assert len(other.sync_status().asking) == 1
        screen.query_one("#reject", Button).press()
        await until(pilot, lambda: screen.step == CHOOSE)
        assert other.sync_status().asking == ()

    play(bench(read), act)


def test_a_machine_is_let_in(bench: Make, shared: Path, other: Engine) -> None:
    made = bench(read)
    made.edit(lambda engine: engine.sync_setup(str(shared), seal=True))
    asked = other.sync_ask(str(shared))

    async def act(pilot: Pilot[None]) -> None:
        screen = await machines(pilot)
        code, field = screen.query_one("#code", Input), screen.query_one("#field-code", Field)
        assert asked.device in str(screen.query_one("#sealed", Static).content)
        code.focus()
        await pilot.press("enter")
        await until(pilot, lambda: field.fault.startswith("Write the code"))
        code.value = "AAAA-BBBB-CCCC-DDDD"
        await pilot.press("enter")
        await until(pilot, lambda: field.fault.startswith("No machine that shows the code"))
        code.value = asked.code.lower()
        await pilot.press("enter")
        await until(pilot, lambda: "is let in" in field.hint)

    made.run(act)
    assert other.sync_setup(str(shared)).logs == 1


@pytest.mark.parametrize("size", in_turn(1, SIZES))
def test_the_machines_are_shown_and_left(
    bench: Make, shared: Path, other: Engine, size: tuple[int, int]
) -> None:
    made = bench(read)
    made.edit(lambda engine: engine.sync_setup(str(shared)))
    other.sync_setup(str(shared))

    async def act(pilot: Pilot[None]) -> None:
        dashboard(pilot).folder.read()
        await until(pilot, lambda: lists(pilot, "walk"))
        screen = await machines(pilot)
        await until(
            pilot,
            lambda: "last seen today" in str(screen.query_one("#machines", Static).content),
        )
        assert screen.query_one("#leave").region.bottom <= size[1] - 1
        assert not screen.query_one("#field-code").display
        other.log("walk")
        await pilot.press("s")
        await until(
            pilot, lambda: any(each.startswith("Read 1 change") for each in messages(pilot))
        )
        await until(pilot, lambda: screen.progress.steps is None)
        await pilot.press("r")
        asked = await opened(pilot, ConfirmDialog)
        await pilot.press("y")
        await until(pilot, lambda: pilot.app.screen is screen and asked is not screen)
        await until(pilot, lambda: any("of others" in each for each in messages(pilot)))
        await until(pilot, lambda: screen.progress.steps is None)
        await pilot.press("x")
        await opened(pilot, ConfirmDialog)
        await pilot.press("enter")  # that is no yes
        await until(pilot, lambda: pilot.app.screen is screen)
        await pilot.press("x")
        await opened(pilot, ConfirmDialog)
        await pilot.press("y")
        settings = await opened(pilot, SettingsScreen)
        field = settings.query_one("#field-machines", Field)
        await until(pilot, lambda: field.hint.startswith("Several machines"))
        assert not settings.query_one("#sync").display

    made.run(act, size)
    assert made.edit(lambda engine: engine.sync_status()).folder is None
    assert made.edit(lambda engine: len(engine.history("walk"))) == 2


@pytest.mark.parametrize("joins", [False, True])
def test_it_is_stopped_with_nothing_changed(
    bench: Make, shared: Path, other: Engine, monkeypatch: pytest.MonkeyPatch, joins: bool
) -> None:
    """The place answers slowly; escape while it is read ends it, tried out or joined."""
    other.sync_setup(str(shared))
    slow, reached, goes_on = Event(), Event(), Event()
    plain = Folder.read

    def waits(folder: Folder, name: str) -> bytes:
        if slow.is_set():
            reached.set()
            assert goes_on.wait(60)
        return plain(folder, name)

    monkeypatch.setattr(Folder, "read", waits)

    async def act(pilot: Pilot[None], screen: SyncSetupScreen) -> None:
        if joins:
            await look(pilot, screen, "Shared")
            slow.set()
            await pilot.press("ctrl+s")
        else:
            slow.set()
            screen.finder.written.value = "Shared"
            await pilot.pause()
            await pilot.press("enter")
        await until(pilot, reached.is_set)
        assert str(screen.query_one("#hint", Static).content).startswith("escape stops")
        await pilot.press("escape")
        goes_on.set()
        await looked(pilot, screen)
        if joins:
            said = str(screen.query_one("#fault", Static).content)
            assert said == "Stopped; nothing was changed."
        assert screen.step == (PLAN if joins else CHOOSE)
        slow.clear()
        if not joins:  # and looks again
            await look(pilot, screen, "Shared")
            assert screen.step == PLAN

    made = bench(read)
    play(made, act)
    assert made.edit(lambda engine: engine.sync_status()).folder is None


def test_stopped_while_it_is_written_it_is_joined(
    bench: Make, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached, goes_on = Event(), Event()
    plain = Folder.write_new

    def waits(folder: Folder, name: str, content: bytes) -> None:
        if name.endswith(".seg"):
            reached.set()
            assert goes_on.wait(60)
        plain(folder, name, content)

    monkeypatch.setattr(Folder, "write_new", waits)

    async def act(pilot: Pilot[None], screen: SyncSetupScreen) -> None:
        await look(pilot, screen, "Shared")
        await pilot.press("ctrl+s")
        await until(pilot, reached.is_set)
        await pilot.press("escape")
        goes_on.set()
        settings = await opened(pilot, SettingsScreen)
        assert any(each.startswith("Stopped; it is synced") for each in messages(pilot))
        await until(pilot, lambda: settings.query_one("#sync").display)

    made = bench(read)
    play(made, act)
    assert made.edit(lambda engine: engine.sync_status()).folder == str(shared)


def test_a_person_who_becomes_another_one_goes_on_as_that(
    bench: Make, shared: Path, other: Engine
) -> None:
    """“me” here becomes the one of the folder, who has another id, and stays in use."""
    other.add_owner("Anna")
    other.sync_setup(str(shared))
    theirs = other.owner().id

    async def act(pilot: Pilot[None], screen: SyncSetupScreen) -> None:
        await look(pilot, screen, "Shared")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: screen.step == DONE)
        await pilot.press("ctrl+s")
        settings = await opened(pilot, SettingsScreen)
        await until(pilot, lambda: settings.owners.in_use == theirs)
        await pilot.press("escape")
        await until(pilot, lambda: dashboard(pilot).pages.page.owner.id == theirs)
        assert not any("is not in this database" in each for each in messages(pilot))

    play(bench(read), act)


def test_what_is_only_in_memory_is_not_synced(bench: Make, shared: Path) -> None:
    made = bench(read)
    made.opener = lambda: open_engine(":memory:", clock=made.clock)

    async def act(pilot: Pilot[None]) -> None:
        screen = SyncSetupScreen(made.engine_threads[-1])
        pilot.app.push_screen(screen)
        await opened(pilot, SyncSetupScreen)
        await look(pilot, screen, "Shared")
        assert fault(screen) == "This database is only in memory and is not synced."

    made.run_over_ground(act)
