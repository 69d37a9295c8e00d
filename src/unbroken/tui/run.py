"""Starting the app, and what is done before and after it has the terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from unbroken.core.errors import Refusal, StoreError
from unbroken.engine.api import Engine, open_engine
from unbroken.engine.clock import Clock
from unbroken.engine.preferences import preferences_path
from unbroken.tui.actions.preference_keeper import PreferenceKeeper
from unbroken.tui.app import UnbrokenApp
from unbroken.tui.engine_thread import EngineThread
from unbroken.tui.exit_signals import ended_by_signals
from unbroken.tui.keymap import keymap_path, read_keymap
from unbroken.tui.model.dashboard_page import load_page

REFUSED = 1
UNUSABLE = 3
_ABOUT_DEMO: Final = (
    "This is a made-up year; nothing of it is kept. <app.quit> goes back to your own streaks."
)


def run_app(
    path: Path | str | None,
    *,
    owner: str | None,
    clock: Clock,
    clock_is_set: bool,
    demo: bool = False,
) -> int:
    """Opens the database, shows the app until it is left, and answers the exit code.

    The file is opened and read before the app takes the terminal, so that a fault is a plain
    sentence on standard error. A `demo` is a made-up year in memory, whatever `path` says. The app
    may be left for the demo; what leaves that goes back to the app.
    """
    opened = (
        partial(_open_demo, clock) if demo else partial(open_engine, path, owner=owner, clock=clock)
    )
    show = partial(_show, clock=clock, clock_is_set=clock_is_set)
    own = show(opened, demo=demo)
    while own.to_demo:
        made_up = show(partial(_open_demo, clock), demo=True, notice=_ABOUT_DEMO)
        if made_up.code or made_up.ended:
            return made_up.code
        own = show(opened, demo=demo)
    return own.code


class _Left(NamedTuple):
    """How an app was left: with what exit code, for the demo, or because the system ended it."""

    code: int
    to_demo: bool = False
    ended: bool = False


def _show(
    opened: Callable[[], Engine],
    *,
    clock: Clock,
    clock_is_set: bool,
    demo: bool,
    notice: str = "",
) -> _Left:
    """Shows one database until it is left."""
    engine_thread = EngineThread(opened)
    try:
        try:
            page = engine_thread.ask(load_page)
            notice = notice or engine_thread.ask(_upgrade_notice)
            preferences = PreferenceKeeper.opened(
                engine_thread, None if demo else preferences_path()
            )
        except (Refusal, StoreError) as error:
            sys.stderr.write(f"{error.message}\n")
            return _Left(UNUSABLE if isinstance(error, StoreError) else REFUSED)
        keymap = read_keymap(keymap_path())
        app = UnbrokenApp(
            engine_thread,
            page,
            clock,
            preferences,
            clock_is_set=clock_is_set,
            demo=demo,
            keymap=keymap,
            notice=notice,
        )
        with ended_by_signals(app) as came:
            app.run()
        if not demo and not clock_is_set:
            _keep_copy(engine_thread)
        code = 1 if app.return_code is None else app.return_code
        return _Left(code, app.to_demo, bool(came))
    finally:
        engine_thread.close()


def _upgrade_notice(engine: Engine) -> str:
    """What opening has done to a database of an older version; empty where that was nothing."""
    if engine.former_file is None:
        return ""
    from unbroken.wording.changes import upgrade_sentence  # once in a version's life

    return upgrade_sentence(engine.database, engine.former_file)


def _keep_copy(engine_thread: EngineThread) -> None:
    """Makes the day's copy of the database, once the terminal is the person's again."""
    try:
        if engine_thread.ask(lambda engine: engine.copy_is_due()):
            engine_thread.ask(lambda engine: engine.daily_backup())
    except (Refusal, StoreError) as error:
        sys.stderr.write(f"{error.message}\n")


def _open_demo(clock: Clock) -> Engine:
    # Imported here, since no other start needs them.
    from unbroken.demo import fill

    engine = open_engine(":memory:", clock=clock)
    fill(engine, clock())
    return engine
