"""Keys of the person's own choice, from a TOML file that is read once, at the start."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from textual.binding import Binding
from textual.keys import (
    KEY_NAME_REPLACEMENTS,
    KEY_TO_UNICODE_NAME,
    Keys,
    format_key,
    key_to_character,
)

from unbroken.core.text import capitalised

if TYPE_CHECKING:
    from unbroken.tui.model.key_actions import KeyAction

_APP: Final = "app:UnbrokenApp"
_PLACES: Final = (
    f"{_APP} screens.dashboard:Dashboard widgets.streak_list:StreakList",
    f"{_APP} screens.dashboard:Dashboard widgets.note_list:NoteList",
    f"{_APP} screens.calendar:CalendarScreen widgets.month_grid:MonthGrid",
    f"{_APP} screens.calendar:CalendarScreen widgets.year_map:YearMap",
    f"{_APP} screens.calendar:CalendarScreen widgets.day_panel:DayPanel",
    f"{_APP} screens.streak_editor:StreakEditor widgets.toggles:Toggles",
    f"{_APP} screens.settings:SettingsScreen widgets.owner_list:OwnerList",
    f"{_APP} screens.timezone_timeline:TimezoneTimelineScreen widgets.timezone_list:TimezoneList",
    f"{_APP} screens.journal:JournalScreen widgets.change_list:ChangeList",
    f"{_APP} screens.insight:InsightScreen widgets.figures_view:FiguresView",
    f"{_APP} screens.insight:InsightOfAllScreen widgets.overview_list:OverviewList",
    f"{_APP} screens.review:ReviewScreen widgets.figures_view:FiguresView",
    f"{_APP} screens.notes:NotesScreen widgets.note_list:NoteList",
    f"{_APP} screens.keys:KeysScreen",
    f"{_APP} screens.import_file:ImportScreen widgets.file_finder:PathField",
    f"{_APP} screens.import_file:ImportScreen widgets.arrival_table:ArrivalTable",
    f"{_APP} screens.export:ExportScreen",
    f"{_APP} screens.sync_setup:SyncSetupScreen widgets.file_finder:PathField",
    f"{_APP} screens.machines:MachinesScreen",
    "widgets.choice_field:ChoiceField",
    "dialogs.log_dialog:AmountDialog",
    "dialogs.confirm:ConfirmDialog",
    "dialogs.log_dialog:DayLogDialog",
    "dialogs.streak_choice:StreakChoice",
    "dialogs.help:HelpScreen",
    "dialogs.timezone_entry:TimezoneEntryDialog",
    "dialogs.log_dialog:DetailedLogDialog",
    "dialogs.owner:OwnerDialog",
    "dialogs.why:WhyScreen",
    "dialogs.jump:JumpScreen",
    "dialogs.zone:ZoneDialog",
)
"""The screens with what has keys on them: modules below `tui` with a class. In a dialog the app's
own keys are not in force."""


_MODIFIERS: Final = frozenset(("ctrl", "alt", "shift", "super", "hyper", "meta"))
_NAMES: Final = frozenset(
    name
    for name in (
        *(key.value.rpartition("+")[2] for key in Keys),
        *KEY_TO_UNICODE_NAME,
        *KEY_NAME_REPLACEMENTS.values(),
    )
    if name.isidentifier() and name not in KEY_NAME_REPLACEMENTS
)
"""What keys are called, without what is held down with them."""


class Keymap(NamedTuple):
    """The keys by action id, as `App.set_keymap` wants them, or what is wrong with the file."""

    keys: dict[str, str]
    faults: tuple[str, ...] = ()


def keymap_path() -> Path:
    """Where the file lies: `UNBROKEN_KEYS`, else `keys.toml` in the platform's config folder."""
    named = os.environ.get("UNBROKEN_KEYS")
    if named:
        return Path(named)
    from platformdirs import user_config_path  # only where the folder is not given

    return user_config_path("unbroken", appauthor=False) / "keys.toml"


def read_keymap(path: Path) -> Keymap:
    """The keys that a file asks for; none where there is no file, or where it has a fault."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Keymap({})
    except (OSError, UnicodeDecodeError):
        return Keymap({}, (f"{path} cannot be read",))
    import tomllib  # only where there is a file

    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return Keymap({}, (f"{path}: {error}",))
    return check_keymap(table, list(places()))


def save_keymap(path: Path, keys: Mapping[str, str]) -> None:
    """Writes a file with these keys and no others; comments in it go.

    Raises Refusal where the file has a fault, or cannot be read or written; it is as it was then.
    """
    from unbroken.core.errors import ErrorCode, Refusal  # only where keys are changed
    from unbroken.engine.preferences import write_table  # only where keys are changed

    faults = read_keymap(path).faults
    if faults:
        said = f"Mend or remove {path} first, which has a fault: {faults[0]}."
        raise Refusal(ErrorCode.BAD_FILE, said)
    write_table(path, {"keys": dict(keys)}, replace=True)


def actions() -> list[KeyAction]:
    """Every action that a key can be chosen for, by group, in the order in which it is bound."""
    from unbroken.tui.model.key_actions import GROUPS, KeyAction  # the start goes without

    found: dict[str, KeyAction] = {}
    for bindings in _bindings():
        for binding in bindings:
            said = binding.tooltip or binding.description
            known = found.get(binding.id or "")
            keys = () if known is None else known.keys
            if binding.key not in keys:
                told = capitalised(said)
                found[binding.id or ""] = KeyAction(binding.id or "", told, (*keys, binding.key))
    order = list(GROUPS)
    return sorted(found.values(), key=lambda each: order.index(each.name.partition(".")[0]))


def check_keymap(
    table: Mapping[str, Any], known_places: Iterable[Mapping[str, tuple[str, ...]]]
) -> Keymap:
    """The keys of a file's table `[keys]`, checked against the actions of each place.

    A place is what is in force at the same time: its action ids with their keys. Any fault leaves
    all keys as they are.
    """
    faults = [f"{name}: there is only the table [keys]" for name in table if name != "keys"]
    wanted = table.get("keys", {})
    if not isinstance(wanted, dict):
        return Keymap({}, (*faults, "keys: write a table [keys]"))
    known_places = list(known_places)
    known = {name for place in known_places for name in place}
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
            faults += (f"keys.{name}: {each}" for each in map(_fault, keys) if each)
            chosen[name] = keys
    for place in known_places:
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
    named = ",".join(filter(None, (part.strip() for part in said.split(","))))
    bindings = Binding.make_bindings([Binding(named, "")]) if named else ()
    return tuple(dict.fromkeys(binding.key for binding in bindings))


def _fault(key: str) -> str:
    """What is wrong with a key's name; nothing for one that a terminal can send."""
    *modifiers, base = key.split("+")
    named = base in _NAMES or (len(base) == 1 and base.isalnum())
    if not named and base.isidentifier() and base not in KEY_NAME_REPLACEMENTS:
        named = key_to_character(base) is not None
    if set(modifiers) <= _MODIFIERS and named:
        return ""
    nearest = [_nearest(each, _MODIFIERS) for each in modifiers]
    nearest.append(base if named else _nearest(base, _NAMES))
    hint = "write it as x, f2, ctrl+x or question_mark"
    if all(nearest):
        hint = f"did you mean {'+'.join(nearest)}?"
    return f"there is no key “{key[:30]}”; {hint}"


def _nearest(word: str, words: Iterable[str]) -> str:
    """The word most like one, if any is like it."""
    from difflib import get_close_matches  # only for what is not known

    if word in KEY_NAME_REPLACEMENTS:
        return KEY_NAME_REPLACEMENTS[word]
    found = get_close_matches(word.casefold(), words, 1, 0.7)
    return found[0] if found else ""


def places() -> Iterator[dict[str, tuple[str, ...]]]:
    """What is in force together, on each of the screens."""
    for bindings in _bindings():
        place: dict[str, tuple[str, ...]] = {}
        for binding in bindings:
            place[binding.id or ""] = (*place.get(binding.id or "", ()), binding.key)
        yield place


def _bindings() -> Iterator[list[Binding]]:
    """The bindings whose keys can be chosen, of each place."""
    for names in _PLACES:
        found: list[Binding] = []
        for name in names.split():
            module, _, kind = name.partition(":")
            owner = getattr(import_module(f"unbroken.tui.{module}"), kind)
            for base in reversed(owner.__mro__):
                bound = Binding.make_bindings(base.__dict__.get("BINDINGS", ()))
                found += (each for each in bound if each.id and "." in each.id)
        yield found
