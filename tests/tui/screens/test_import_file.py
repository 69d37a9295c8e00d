"""The import screen."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Button, Input, OptionList, ProgressBar, Static

from effort import in_turn
from tui.nasty import NASTY, ODD
from tui.support import SIZES, Bench, SetClock, messages, settled, until
from unbroken.core.exchange_results import ImportReport
from unbroken.engine.api import Engine, open_engine
from unbroken.exchange.cancellation import Steps, Stopped
from unbroken.exchange.import_file import import_from
from unbroken.tui.model.dashboard_page import load_page
from unbroken.tui.screens.import_file import CHOOSE, DONE, PLAN, ImportScreen
from unbroken.tui.widgets.choice_field import ChoiceField
from unbroken.tui.widgets.form_field import Field

Make = Callable[..., Bench]
Act = Callable[[Pilot[None], ImportScreen], Any]
IMPORT = "unbroken.tui.screens.import_file.import_from"


def swim(engine: Engine, clock: SetClock) -> None:
    """One streak, begun today."""
    engine.add("Swim")
    engine.log("swim")


def beaver(path: Path, *names: str) -> Path:
    """A file of another tracker, with the two days before today."""
    records = [{"day": f"2026-11-{day}", "done": True} for day in (19, 20)]
    path.write_text(json.dumps({"habits": [{"name": name, "records": records} for name in names]}))
    return path


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory."""
    made = tmp_path / "files"
    made.mkdir()
    monkeypatch.chdir(made)
    return made


def play(
    made: Bench,
    act: Act,
    size: tuple[int, int] = (80, 24),
    *,
    database: Path | None = None,
    closes: bool = False,
) -> list[bool | None]:
    """Opens the screen, does something, and answers what the screen answered.

    With `closes` what is done closes it, which is waited for.
    """
    answers: list[bool | None] = []

    async def run(pilot: Pilot[None]) -> None:
        page = await made.engine_threads[-1].call(load_page)
        screen = ImportScreen(made.engine_threads[-1], page, database)
        pilot.app.push_screen(screen, answers.append)
        await settled(pilot)
        await act(pilot, screen)
        if closes:
            await until(pilot, lambda: answers)

    made.run_over_ground(run, size)
    return answers


async def planned(pilot: Pilot[None], screen: ImportScreen) -> None:
    """Waits until there is a plan, and its table has the focus."""
    await until(pilot, lambda: screen.step == PLAN)
    await until(pilot, lambda: screen.plan.table.listed.has_focus)


async def read(pilot: Pilot[None], screen: ImportScreen, name: str) -> None:
    """Writes a path and has it read."""
    screen.finder.written.value = name
    screen.finder.written.focus()
    await pilot.pause()
    await pilot.press("enter")
    await until(pilot, lambda: screen.step != CHOOSE or fault(screen))
    if screen.step == PLAN:
        await planned(pilot, screen)


def said(screen: ImportScreen) -> str:
    """The plan, or what came of it."""
    return str(screen.query_one("#plan-text", Static).content)


def table(screen: ImportScreen) -> list[str]:
    """The lines of the table of the plan."""
    return [" ".join(str(each.prompt).split()) for each in screen.plan.table.listed.options]


def fault(screen: ImportScreen, name: str = "path") -> str:
    """What is said to be wrong with a field."""
    return screen.query_one(f"#field-{name}", Field).fault


def listed(screen: ImportScreen) -> list[str]:
    """The files and folders below the path."""
    return [str(option.prompt) for option in screen.query_one(OptionList).options]


def logs(made: Bench) -> dict[str, int]:
    """By activity type: how many logs there are."""
    return {
        each.activity_type: each.total_count for each in made.edit(lambda engine: engine.status())
    }


@pytest.mark.parametrize("size", in_turn(0, SIZES))
def test_a_file_comes_in(bench: Make, folder: Path, size: tuple[int, int]) -> None:
    beaver(folder / "b.json", "Row")

    async def act(pilot: Pilot[None], screen: ImportScreen) -> None:
        await pilot.press(*"b.json", "enter")
        await planned(pilot, screen)
        assert said(screen).startswith("Would import 1 streak, 2 logs (format beaver)")
        assert table(screen)[0].startswith("■ Row")
        assert logs(made) == {"swim": 1}
        await pilot.press("enter")
        await until(pilot, lambda: screen.step == DONE)
        assert said(screen).startswith("Imported 1 streak, 2 logs (format beaver)")
        button = screen.query_one("#accept", Button)
        await until(pilot, lambda: button.has_focus and not button.has_class("-active"))
        assert button.region.bottom <= size[1] - 1
        await pilot.press("enter")
        await settled(pilot)

    made = bench(swim)
    assert play(made, act, size, closes=True) == [True]
    assert logs(made) == {"swim": 1, "row": 2}


def test_u_takes_it_back(bench: Make, folder: Path) -> None:
    beaver(folder / "b.json", "Row")

    async def act(pilot: Pilot[None], screen: ImportScreen) -> None:
        assert "import.undo" not in {each[1].id for each in screen.active_bindings.values()}
        await read(pilot, screen, "b.json")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: screen.step == DONE)
        assert logs(made)["row"] == 2
        await pilot.press("u")
        await settled(pilot)
        assert messages(pilot) == ["Undone: import"]

    made = bench(swim)
    assert play(made, act, closes=True) == [True]
    assert logs(made) == {"swim": 1}


def test_what_was_there_already_is_not_taken_back(bench: Make, folder: Path) -> None:
    beaver(folder / "b.json", "Row")

    async def act(pilot: Pilot[None], screen: ImportScreen) -> None:
        for _ in range(2):
            await read(pilot, screen, "b.json")
            await pilot.press("enter")
            await until(pilot, lambda: screen.step == DONE)
            screen.step = CHOOSE
            await until(pilot, lambda: not screen.query_one("#accept").has_class("-active"))
        screen.step = DONE
        await until(pilot, lambda: screen.query_one("#accept").has_focus)
        assert said(screen).endswith("3 rows were there already.")
        assert str(screen.query_one("#hint", Static).content) == "enter closes"
        await pilot.press("u", "enter")
        await settled(pilot)

    made = bench(swim)
    assert play(made, act, closes=True) == [False]
    assert logs(made) == {"swim": 1, "row": 2}


def test_a_file_is_found_by_keys(bench: Make, folder: Path) -> None:
    (folder / "inner").mkdir()
    beaver(folder / "inner" / "b.json", "Row")
    (folder / ".hidden").write_text("")

    async def act(pilot: Pilot[None], screen: ImportScreen) -> None:
        await until(pilot, lambda: listed(screen) == ["../", "inner/"])
        await pilot.press("down", "down", "enter")
        await until(pilot, lambda: listed(screen) == ["../", "b.json"])
        assert screen.finder.written.value == "inner/"
        await pilot.press("enter")
        await until(pilot, lambda: listed(screen) == ["../", "inner/"])
        await pilot.press("down", "enter")
        await until(pilot, lambda: listed(screen) == ["../", "b.json"])
        await pilot.press("down", "enter")
        await planned(pilot, screen)
        await pilot.press("escape")
        assert (screen.step, screen.finder.written.value) == (CHOOSE, "inner/b.json")
        await until(pilot, lambda: screen.finder.written.has_focus)
        await pilot.press("escape")

    assert play(bench(swim), act, closes=True) == [False]


@pytest.mark.parametrize("size", in_turn(1, SIZES))
def test_a_file_is_found_by_mouse(bench: Make, folder: Path, size: tuple[int, int]) -> None:
    beaver(folder / "b.json", "Row")

    async def act(pilot: Pilot[None], screen: ImportScreen) -> None:
        await until(pilot, lambda: listed(screen) == ["../", "b.json"])
        await pilot.click(OptionList, offset=(2, 1))
        await planned(pilot, screen)
        await pilot.click("#accept")
        await until(pilot, lambda: screen.step == DONE)
        await until(pilot, lambda: not screen.query_one("#accept").has_class("-active"))
        await pilot.click("#accept")
        await settled(pilot)

    assert play(bench(swim), act, size, closes=True) == [True]


@pytest.mark.parametrize(
    ("name", "format", "told"),
    [
        ("", None, "Write the path of a file, or choose one below."),
        ("no.json", None, "There is no file or folder “no.json”."),
        ("x.txt", None, "“x.txt” is of no format that can be imported; known are unbroken"),
        ("x.txt", "dijo", "“x.txt”, line 1, column 1: this is not JSON"),
        (".", None, "“” is of no format that can be imported"),
        ("bad.json", None, "streaks: must be a list. Nothing was imported."),
        ("u.db", None, "That is the database in use; name another file."),
        ("x\0y", None, "There is no file or folder"),
    ],
)
def test_what_cannot_be_read(
    bench: Make, folder: Path, name: str, format: str | None, told: str
) -> None:
    (folder / "x.txt").write_text("hello")
    (folder / "bad.json").write_text('{"format": "unbroken", "streaks": 3}')
    (folder / "u.db").write_bytes(b"")

    async def act(pilot: Pilot[None], screen: ImportScreen) -> None:
        if format is not None:
            screen.query_one("#format", ChoiceField).value = format
        await read(pilot, screen, name)
        assert fault(screen).startswith(told)
        assert (screen.step, screen.finder.written.value) == (CHOOSE, name)
        await pilot.press("z")
        await settled(pilot)
        assert fault(screen) == ""
        await pilot.press("escape")

    assert play(bench(swim), act, database=folder / "u.db", closes=True) == [False]


def test_a_name_that_is_taken_joins(bench: Make, folder: Path) -> None:
    beaver(folder / "b.json", "Swim", "Row")

    async def act(pilot: Pilot[None], screen: ImportScreen) -> None:
        await read(pilot, screen, "b.json")
        assert screen.step == PLAN
        assert screen.query_one("#field-taken").display
        assert not screen.query_one("#field-as").display
        assert "  Swim: 2 more logs; in a row 1, then 3" in said(screen)
        await pilot.press("enter")
        await until(pilot, lambda: screen.step == DONE)
        assert "What it did to streaks that were there:" in said(screen)
        assert not screen.query_one("#field-taken").display

    made = bench(swim)
    play(made, act)
    assert logs(made) == {"swim": 3, "row": 2}


@pytest.mark.parametrize("size", in_turn(0, SIZES[:2]))
def test_a_name_that_is_taken_comes_in_beside(
    bench: Make, folder: Path, size: tuple[int, int]
) -> None:
    beaver(folder / "b.json", "Swim")

    async def act(pilot: Pilot[None], screen: ImportScreen) -> None:
        await read(pilot, screen, "b.json")
        screen.query_one("#when-taken").focus()
        await pilot.press("enter", "down", "enter")
        await settled(pilot)
        written = screen.query_one("#as", Input)
        await until(pilot, lambda: written.has_focus)
        assert written.region.bottom <= size[1] - 2
        await pilot.press("ctrl+s")
        assert fault(screen, "as") == "Write the name that it is to have."
        await pilot.press(*"Old", "enter")
        await until(pilot, lambda: table(screen)[0].startswith("■ Old"))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: screen.step == DONE)

    made = bench(swim)
    play(made, act, size)
    assert logs(made) == {"swim": 1, "old": 2}


@pytest.mark.parametrize("size", in_turn(1, SIZES[:2]))
def test_what_another_machine_has_is_mine(bench: Make, folder: Path, size: tuple[int, int]) -> None:
    made = bench(swim)
    clock = SetClock(made.clock.now - timedelta(1))
    with closing(open_engine(":memory:", clock=clock)) as there:
        swim(there, clock)
        document = json.dumps(there.export_document(), default=str)
    (folder / "there.json").write_text(document)
    [before] = made.edit(lambda engine: engine.owners())

    async def act(pilot: Pilot[None], screen: ImportScreen) -> None:
        await read(pilot, screen, "there.json")
        whose = screen.query_one("#whose", ChoiceField)
        assert screen.query_one("#field-whose").display
        assert "are one person" not in said(screen)
        assert "who is new here" in said(screen)
        whose.focus()
        await pilot.press("enter", "down", "enter")
        await until(pilot, lambda: "whose settings stay" in said(screen))
        assert "  Swim: 1 more log; in a row 1, then 2" in said(screen)
        assert screen.query_one("#field-whose").display
        assert whose.region.bottom <= size[1] - 2
        await pilot.press("ctrl+s")
        await until(pilot, lambda: screen.step == DONE)
        assert not screen.query_one("#field-whose").display
        await pilot.press("escape")

    play(made, act, size)
    assert made.edit(lambda engine: engine.owners()) == [before]
    assert logs(made) == {"swim": 2}


def test_only_one_can_have_another_name(bench: Make, folder: Path) -> None:
    beaver(folder / "b.json", "Swim", "Row")

    def both(engine: Engine, clock: SetClock) -> None:
        engine.add("Swim")
        engine.add("Row")

    async def act(pilot: Pilot[None], screen: ImportScreen) -> None:
        await read(pilot, screen, "b.json")
        assert screen.query_one("#when-taken", ChoiceField).disabled
        hint = screen.query_one("#field-taken", Field).hint
        assert hint == "“Swim”, “Row” are there: the logs join them, their rules stay."
        beaver(folder / "c.json", "Bike")
        await pilot.press("escape")
        await read(pilot, screen, "c.json")
        assert not screen.query_one("#field-taken").display

    play(bench(both), act)


class Gate:
    """In place of bringing in: says that it is under way, and waits for what is to come."""

    def __init__(self, *, only_real: bool) -> None:
        self.only_real = only_real
        self.reached, self.opened, self.left = Event(), Event(), Event()
        self.result: object = None

    def __call__(
        self, engine: Engine, request: Any, database: Any, *, dry_run: bool, progressed: Steps
    ) -> ImportReport:
        if dry_run and self.only_real:
            return import_from(engine, request, database, dry_run=True, progressed=progressed)

        def gated(done: int, total: int) -> None:
            progressed(done, total)
            if (done, total) != (0, 1):
                self.reached.set()
                assert self.opened.wait(30)

        try:
            return import_from(engine, request, database, dry_run=dry_run, progressed=gated)
        except Stopped as stopped:
            self.result = stopped
            raise
        finally:
            self.left.set()


def test_an_import_that_is_stopped_keeps_nothing(
    bench: Make, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    beaver(folder / "b.json", "Row")
    gate = Gate(only_real=True)
    monkeypatch.setattr(IMPORT, gate)

    async def act(pilot: Pilot[None], screen: ImportScreen) -> None:
        await read(pilot, screen, "b.json")
        await pilot.press("enter")
        await until(pilot, gate.reached.is_set)
        assert screen.progress.display
        assert str(screen.query_one("#hint", Static).content) == "escape stops, nothing is kept"
        await until(pilot, lambda: screen.query_one(ProgressBar).percentage)
        await pilot.press("enter", "escape")
        assert str(screen.progress.query_one(Static).content) == "Stopping …"
        gate.opened.set()
        await settled(pilot)
        assert screen.step == PLAN
        assert not screen.progress.display
        assert str(screen.query_one("#fault", Static).content) == "Stopped; nothing was imported."
        assert isinstance(gate.result, Stopped)
        await pilot.press("escape", "escape")

    made = bench(swim)
    assert play(made, act, closes=True) == [False]
    assert logs(made) == {"swim": 1}


def test_a_file_that_is_given_up_while_it_is_read(
    bench: Make, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    beaver(folder / "b.json", "Row")
    gate = Gate(only_real=False)
    monkeypatch.setattr(IMPORT, gate)

    async def act(pilot: Pilot[None], screen: ImportScreen) -> None:
        screen.finder.written.value = "b.json"
        await pilot.press("enter")
        await until(pilot, gate.reached.is_set)
        await pilot.press("escape")
        assert not screen.progress.display
        assert screen.is_current
        gate.opened.set()
        await settled(pilot)
        assert gate.left.is_set()
        assert (screen.step, fault(screen)) == (CHOOSE, "")
        await pilot.press("escape")

    assert play(bench(swim), act, closes=True) == [False]


def test_leaving_the_app_stops_the_import(
    bench: Make, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    beaver(folder / "b.json", "Row")
    gate = Gate(only_real=True)
    monkeypatch.setattr(IMPORT, gate)

    async def act(pilot: Pilot[None], screen: ImportScreen) -> None:
        await read(pilot, screen, "b.json")
        await pilot.press("enter")
        await until(pilot, gate.reached.is_set)
        pilot.app.exit()

    made = bench(swim)
    play(made, act)
    gate.opened.set()
    assert gate.left.wait(30)
    assert isinstance(gate.result, Stopped)
    assert logs(made) == {"swim": 1}


@pytest.mark.parametrize("size", in_turn(1, [*ODD, SIZES[0]]))
def test_nasty_names(bench: Make, folder: Path, size: tuple[int, int]) -> None:
    beaver(folder / "[b] oops [.json", *NASTY)

    async def act(pilot: Pilot[None], screen: ImportScreen) -> None:
        await read(pilot, screen, "[/nothing")
        assert fault(screen) == "There is no file or folder “nothing”."
        await read(pilot, screen, "[b] oops [.json")
        assert screen.plan.table.arrivals[0].name == NASTY[0]
        assert "\x1b" not in said(screen)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: screen.step == DONE)
        await pilot.press("escape")
        assert pilot.app.is_running

    play(bench(swim), act, size)


def test_a_long_plan_scrolls(bench: Make, folder: Path) -> None:
    beaver(folder / "b.json", *(f"Habit {number}" for number in range(40)))

    async def act(pilot: Pilot[None], screen: ImportScreen) -> None:
        await read(pilot, screen, "b.json")
        assert len(table(screen)) == 40
        await pilot.press("G", "j", "k", "end", "tab", "down", "down", "up", "down")
        await until(pilot, lambda: screen.plan.table.listed.scroll_offset.y > 30)

    play(bench(swim), act, (40, 12))


def test_the_order_of_dates(bench: Make, folder: Path) -> None:
    """A plan that says how dates were read is made again with the other order."""
    (folder / "bull.csv").write_text("HabitName,CalendarDate,Value\nRun,1/2/2026,1\n")

    async def act(pilot: Pilot[None], screen: ImportScreen) -> None:
        await read(pilot, screen, "bull.csv")
        assert "from 2026-01-02 to 2026-01-02" in said(screen)
        assert "Its dates can be read two ways" in said(screen)
        await pilot.press("escape")
        screen.query_one("#dates", ChoiceField).value = "day-first"
        await read(pilot, screen, "bull.csv")
        assert "from 2026-02-01 to 2026-02-01" in said(screen)
        assert "two ways" not in said(screen)

    play(bench(swim), act)


def test_only_what_is_ticked_comes_in(bench: Make, folder: Path) -> None:
    """By key and by click; the plan and its question follow the ticks."""
    beaver(folder / "b.json", "Swim", "Row", "Bike")

    async def act(pilot: Pilot[None], screen: ImportScreen) -> None:
        await read(pilot, screen, "b.json")
        heads = str(screen.query_one("#heads", Static).content).split()
        assert heads == ["Streak", "Rule", "Logs", "From", "To", "Clash"]
        assert table(screen)[0] == "■ Swim At least once a day. 2 2026-11-19 2026-11-20 joins"
        assert "6 logs" in said(screen)
        await pilot.press("space")
        await until(pilot, lambda: "2 streaks, 4 logs" in said(screen))
        assert [line[0] for line in table(screen)] == ["□", "■", "■"]
        assert not screen.query_one("#field-taken").display
        await pilot.press("a", "a", "enter")
        assert str(screen.query_one("#fault", Static).content).startswith("Nothing is ticked")
        await pilot.press("a")
        await until(pilot, lambda: "6 logs" in said(screen))
        assert screen.query_one("#field-taken").display
        await pilot.press("space")
        await pilot.click(screen.plan.table.listed, offset=(3, 2))
        await until(pilot, lambda: "1 streak, 2 logs" in said(screen))
        await pilot.press("enter")
        await until(pilot, lambda: screen.step == DONE)
        assert not screen.plan.table.display

    made = bench(swim)
    play(made, act)
    assert logs(made) == {"swim": 1, "row": 2}


def test_nothing_is_noted_of_what_does_not_come_in(bench: Make, folder: Path) -> None:
    path = beaver(folder / "b.json", "Row", "Bike")
    document = json.loads(path.read_text())
    document["habits"][0]["records"].append({"day": "2026-11-18", "done": False, "text": "ill"})
    path.write_text(json.dumps(document))
    noted = "Row: 1 note was left out"

    async def act(pilot: Pilot[None], screen: ImportScreen) -> None:
        await read(pilot, screen, "b.json")
        assert noted in said(screen)
        await pilot.press("space")
        await until(pilot, lambda: "1 streak, 2 logs" in said(screen))
        assert "Row" not in said(screen)
        await pilot.press("space")
        await until(pilot, lambda: noted in said(screen))
        await pilot.press("space", "enter")
        await until(pilot, lambda: screen.step == DONE)
        assert noted not in said(screen)

    play(bench(), act)


def _has(written: Input, path: str) -> bool:
    return written.value == path


def test_tab_completes_a_path(bench: Make, folder: Path) -> None:
    """As far as it is certain; where there is nothing to add it goes on, as ever."""
    (folder / "inner").mkdir()
    for name in ("loop-2025.db", "loop-2026.db"):
        (folder / "inner" / name).write_text("")

    async def act(pilot: Pilot[None], screen: ImportScreen) -> None:
        written = screen.finder.written
        for typed, whole in (
            ("in", "inner/"),
            ("l", "inner/loop-202"),
            ("6", "inner/loop-2026.db"),
        ):
            await pilot.press(*typed, "tab")
            await until(pilot, partial(_has, written, whole))
        assert written.has_focus and written.cursor_position == len(written.value)
        await pilot.press("tab")
        await until(pilot, lambda: not written.has_focus)
        await pilot.press("escape")

    play(bench(swim), act, closes=True)
