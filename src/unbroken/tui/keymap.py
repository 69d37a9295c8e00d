"""Keys of the person's own choice, from a TOML file that is read once, at the start."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from textual.binding import Binding
from textual.keys import format_key


class Keymap(NamedTuple):
    """The keys by action id, as `App.set_keymap` wants them, or what is wrong with the file."""

    keys: dict[str, str]
    faults: tuple[str, ...] = ()


def keymap_path() -> Path:
    """Where the file lies: `UNBROKEN_KEYS`, else `keys.toml` in the platform's config folder."""
    named = os.environ.get("UNBROKEN_KEYS")
    if named:
        return Path(named)
    from platformdirs import user_config_path

    return user_config_path("unbroken", appauthor=False) / "keys.toml"


def read_keymap(path: Path) -> Keymap:
    """The keys that a file asks for; none where there is no file, or where it has a fault."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Keymap({})
    except (OSError, UnicodeDecodeError):
        return Keymap({}, (f"{path} cannot be read",))
    import tomllib

    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return Keymap({}, (f"{path}: {error}",))
    return check_keymap(table, list(_places()))


def check_keymap(
    table: Mapping[str, Any], places: Iterable[Mapping[str, tuple[str, ...]]]
) -> Keymap:
    """The keys of a file's table `[keys]`, checked against the actions of each place.

    A place is what is in force at the same time: its action ids with their keys. Any fault leaves
    all keys as they are.
    """
    faults = [f"{name}: there is only the table [keys]" for name in table if name != "keys"]
    wanted = table.get("keys", {})
    if not isinstance(wanted, dict):
        return Keymap({}, (*faults, "keys: write a table [keys]"))
    places = list(places)
    known = {name for place in places for name in place}
    chosen: dict[str, tuple[str, ...]] = {}
    for name, said in _flat(wanted):
        keys = _keys(said) if isinstance(said, str) else ()
        if name not in known:
            faults.append(f"keys.{name}: there is no such action")
        elif not isinstance(said, str):
            faults.append(f'keys.{name}: write the keys as text, such as "x" or "x,ctrl+y"')
        elif not keys:
            faults.append(f"keys.{name}: name at least one key")
        else:
            chosen[name] = keys
    for place in places:
        faults += _clashes(place, chosen)
    if faults:
        return Keymap({}, tuple(dict.fromkeys(faults)))
    return Keymap({name: ",".join(keys) for name, keys in chosen.items()})


def _flat(table: Mapping[str, Any], above: str = "") -> Iterable[tuple[str, Any]]:
    """The ids with what they are given; in TOML an id with a dot in it is a table in a table."""
    for name, said in table.items():
        if isinstance(said, dict):
            yield from _flat(said, f"{above}{name}.")
        else:
            yield f"{above}{name}", said


def _clashes(
    place: Mapping[str, tuple[str, ...]], chosen: Mapping[str, tuple[str, ...]]
) -> Iterable[str]:
    """Keys that would do two things, where one of the two was chosen."""
    taken: dict[str, str] = {}
    for name in sorted(place, key=lambda each: each in chosen):
        for key in chosen.get(name, place[name]):
            other = taken.setdefault(key, name)
            if name in chosen and other != name:
                yield f"keys.{name}: {format_key(key)} is the key of {other} already"


def _keys(said: str) -> tuple[str, ...]:
    """The keys as Textual names them, each once: `?` is `question_mark`."""
    named = [part.strip() for part in said.split(",")]
    return tuple(dict.fromkeys(_named(key) for key in named if key))


def _named(key: str) -> str:
    from textual.keys import _character_to_key

    return _character_to_key(key) if len(key) == 1 else key


def _places() -> Iterable[dict[str, tuple[str, ...]]]:
    """What is in force together, on each of the screens."""
    from unbroken.tui.app import UnbrokenApp
    from unbroken.tui.screens.calendar import CalendarScreen
    from unbroken.tui.screens.dashboard import Dashboard
    from unbroken.tui.widgets.month_grid import MonthGrid
    from unbroken.tui.widgets.streak_list import StreakList
    from unbroken.tui.widgets.year_map import YearMap

    for classes in (
        (UnbrokenApp, Dashboard, StreakList),
        (UnbrokenApp, CalendarScreen, MonthGrid),
        (UnbrokenApp, CalendarScreen, YearMap),
    ):
        place: dict[str, tuple[str, ...]] = {}
        for owner in classes:
            for base in reversed(owner.__mro__):
                for binding in Binding.make_bindings(base.__dict__.get("BINDINGS", ())):
                    if binding.id and "." in binding.id:
                        place[binding.id] = (*place.get(binding.id, ()), binding.key)
        yield place
