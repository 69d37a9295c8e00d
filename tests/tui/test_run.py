"""Starting the app, and the thread of its engine."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from textual.pilot import Pilot

from snapshots import released
from tui.support import NOW, Bench, messages, press, seed
from unbroken.core.errors import ErrorCode, Refusal, StoreError
from unbroken.engine.api import Engine, open_engine
from unbroken.engine.clock import fixed_clock
from unbroken.tui.app import UnbrokenApp
from unbroken.tui.engine_thread import EngineThread
from unbroken.tui.run import run_app

CLOCK = fixed_clock(NOW)


def test_a_file_that_cannot_be_used_is_said_on_standard_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("not a database at all, not a database at all")
    assert run_app(path, owner=None, clock=CLOCK, clock_is_set=False) == 3
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.endswith("is not an Unbroken database; name another file with --db.\n")


def test_an_owner_that_is_not_known_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_app(tmp_path / "a.db", owner="Bob", clock=CLOCK, clock_is_set=False) == 1
    assert "Bob" in capsys.readouterr().err


def test_the_exit_code_is_the_apps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def leave(app: UnbrokenApp) -> None:
        app._return_code = None

    monkeypatch.setattr(UnbrokenApp, "run", lambda app: app.exit(return_code=0))
    assert run_app(tmp_path / "a.db", owner=None, clock=CLOCK, clock_is_set=False) == 0
    monkeypatch.setattr(UnbrokenApp, "run", leave)
    assert run_app(tmp_path / "a.db", owner=None, clock=CLOCK, clock_is_set=False) == 1


def test_the_demo_lies_a_key_away_from_the_empty_screen_and_keeps_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "own.db"
    shown: list[tuple[bool, str]] = []
    keys = iter([["d"], ["p", "q"], ["d"], ["q"], ["q"]])

    def play(app: UnbrokenApp) -> None:
        shown.append((app._demo, app._notice[:22]))

        async def act() -> None:
            async with app.run_test() as pilot:
                await pilot.press(*next(keys))

        asyncio.run(act())

    monkeypatch.setattr(UnbrokenApp, "run", play)
    assert run_app(path, owner=None, clock=CLOCK, clock_is_set=True) == 0
    own, demo = (False, ""), (True, "This is a made-up year")
    assert shown == [own, demo, own, demo, own]
    with closing(open_engine(path, clock=CLOCK)) as engine:
        assert engine.streaks() == [] == engine.journal()


def test_who_is_ended_by_the_system_in_the_demo_does_not_come_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[bool] = []

    def play(app: UnbrokenApp) -> None:
        shown.append(app._demo)
        app.to_demo = not app._demo
        app.exit(return_code=0)
        if app._demo:
            signal.raise_signal(signal.SIGTERM)

    monkeypatch.setattr(UnbrokenApp, "run", play)
    assert run_app(tmp_path / "own.db", owner=None, clock=CLOCK, clock_is_set=True) == 0
    assert shown == [False, True]


def test_a_database_that_was_upgraded_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bench: Callable[..., Bench]
) -> None:
    path = tmp_path / "old.db"
    released.load((released.SCHEMAS / "1.sql").read_text(encoding="utf-8"), path)
    notices: list[str] = []
    monkeypatch.setattr(UnbrokenApp, "run", lambda app: notices.append(app._notice))
    for _ in range(2):
        run_app(path, owner=None, clock=CLOCK, clock_is_set=True)
    [copy] = (tmp_path / "backups").glob("old-before-upgrade-1-*.db")
    said = f"{path} was upgraded for this version of Unbroken; as it was it lies in {copy}."
    assert notices == [said, ""]

    async def act(pilot: Pilot[None]) -> None:
        assert messages(pilot) == [said]

    bench(seed).run(act, notice=said)


def test_the_engine_is_opened_and_asked_on_one_thread_in_order(bench: Callable[..., Bench]) -> None:
    made = bench(seed)
    engine_thread = EngineThread(made.opener)
    told: list[int] = []
    threads: set[str] = set()

    def question(number: int) -> Callable[[Engine], None]:
        def note(engine: Engine) -> None:
            told.append(number)
            threads.add(threading.current_thread().name)

        return note

    async def ask_all() -> None:
        await asyncio.gather(*(engine_thread.call(question(number)) for number in range(20)))

    asyncio.run(ask_all())
    engine_thread.close()
    assert told == list(range(20))
    assert len(threads) == 1
    assert threading.current_thread().name not in threads


def test_what_was_asked_is_done_even_if_nobody_waits(bench: Callable[..., Bench]) -> None:
    made = bench(seed)
    engine_thread = EngineThread(made.opener)

    async def give_up() -> None:
        waiting = asyncio.ensure_future(engine_thread.call(lambda engine: engine.log("walk")))
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting

    asyncio.run(give_up())
    engine_thread.close()
    assert len(made.edit(lambda engine: engine.history("walk"))) == 22


def test_a_log_right_before_quitting_is_kept(bench: Callable[..., Bench]) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("2", "q")

    made = bench(seed)
    made.run(act)
    made.close()
    made.engine_threads.clear()
    assert len(made.edit(lambda engine: engine.history("walk"))) == 22


def test_a_fault_of_the_file_is_told_and_what_was_shown_stays(
    bench: Callable[..., Bench], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def act(pilot: Pilot[None]) -> None:
        from tui.support import dashboard, messages

        shown = dashboard(pilot).rows

        def fail(*_: object, **__: object) -> None:
            raise StoreError(ErrorCode.DISK, "The disk refused [/.")

        monkeypatch.setattr(Engine, "log", fail)
        monkeypatch.setattr(Engine, "version", fail)
        await press(pilot, "2")
        dashboard(pilot).watcher.look_for_changes()
        await press(pilot, "j", "k")
        assert messages(pilot) == ["The disk refused [/."]
        assert dashboard(pilot).rows == shown

    bench(seed).run(act)


def test_refusals_are_raised_to_whoever_asks(bench: Callable[..., Bench]) -> None:
    engine_thread = EngineThread(bench(seed).opener)
    with pytest.raises(Refusal):
        engine_thread.ask(lambda engine: engine.log("nothing", new=False))
    engine_thread.close()
