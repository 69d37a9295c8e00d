"""Keys of the person's own choice."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.binding import Binding
from textual.dom import DOMNode
from textual.pilot import Pilot

import unbroken.tui
from tui.support import Bench, chosen, messages, press, row, seed
from unbroken.tui.keymap import keymap_path, read_keymap
from unbroken.tui.keymap import places as all_places
from unbroken.tui.model.key_actions import GROUPS

Make = Callable[..., Bench]
DEFAULTS = {
    "app.quit": "q",
    "app.help": "question_mark",
    "app.field_help": "f1",
    "app.jump": "ctrl+g",
    "jump.back": "escape",
    "dialog.jump": "ctrl+g",
    "notes.open": "enter",
    "notes.down": "j",
    "notes.up": "k",
    "keys.back": "escape",
    "keys.search": "slash",
    "keys.add": "a",
    "keys.reset": "r",
    "keys.reset_all": "R",
    "keys.down": "j",
    "keys.up": "k",
    "dialog.help": "question_mark f1",
    "app.theme": "ctrl+t",
    "app.commands": "ctrl+p colon",
    "dashboard.undo": "u",
    "dashboard.log_form": "l",
    "dashboard.redo": "ctrl+r",
    "dashboard.journal": "U",
    "dashboard.calendar": "c",
    "dashboard.calendar_of_all": "C",
    "dashboard.skip": "s",
    "dashboard.timer": "T",
    "dashboard.why": "w",
    "dashboard.copy": "y",
    "dashboard.new": "n",
    "dashboard.edit": "e",
    "dashboard.archive": "a",
    "dashboard.pause": "p",
    "dashboard.remove": "D delete",
    "dashboard.move_down": "J shift+down",
    "dashboard.move_up": "K shift+up",
    "dashboard.order": "o",
    "dashboard.view": "v",
    "dashboard.filter": "slash",
    "dashboard.clear_filter": "escape",
    "dashboard.import": "ctrl+o",
    "dashboard.insight": "i",
    "dashboard.insight_of_all": "I",
    "insight.back": "escape i",
    "insight.down": "j down",
    "insight.up": "k up",
    "insight.page_down": "pagedown space",
    "insight.page_up": "pageup",
    "insight.first": "g home",
    "insight.last": "G end",
    "insights.back": "escape I",
    "dashboard.notes": "N",
    "insight.notes": "n",
    "insights.notes": "n",
    "dashboard.review": "Y",
    "insight.review": "r",
    "insights.review": "r",
    "review.back": "escape r",
    "review.before": "left_square_bracket left h",
    "review.after": "right_square_bracket right l",
    "written.back": "escape",
    "written.search": "slash",
    "insights.order": "o",
    "insights.open": "enter",
    "insights.down": "j down",
    "insights.up": "k up",
    "insights.page_down": "pagedown",
    "insights.page_up": "pageup",
    "insights.first": "g home",
    "insights.last": "G end",
    "dashboard.demo": "d",
    "dashboard.settings": "comma",
    "streaks.log": "space enter",
    "streaks.log_1": "1",
    "streaks.log_2": "2",
    "streaks.log_3": "3",
    "streaks.log_4": "4",
    "streaks.log_5": "5",
    "streaks.log_6": "6",
    "streaks.log_7": "7",
    "streaks.log_8": "8",
    "streaks.log_9": "9",
    "streaks.fold": "f",
    "streaks.cursor_down": "j down",
    "streaks.cursor_up": "k up",
    "streaks.page_down": "pagedown",
    "streaks.page_up": "pageup",
    "streaks.first": "g home",
    "streaks.last": "G end",
    "calendar.log": "space",
    "calendar.fill": "space",
    "calendar.back": "escape",
    "calendar.today": "t",
    "calendar.year": "y",
    "calendar.delete": "x",
    "calendar.skip": "s",
    "calendar.mark": "m",
    "calendar.undo": "u",
    "calendar.redo": "ctrl+r",
    "calendar.why": "w",
    "calendar.pause": "p",
    "calendar.settings": "comma",
    "calendar.open": "enter",
    "calendar.step_left": "left h",
    "calendar.step_right": "right l",
    "calendar.step_up": "up k",
    "calendar.step_down": "down j",
    "calendar.step_before": "shift+left H",
    "calendar.step_after": "shift+right L",
    "calendar.turn_back": "left_square_bracket pageup",
    "calendar.turn_on": "right_square_bracket pagedown",
    "day.edit": "e enter",
    "day.delete": "x",
    "day.copy": "y",
    "day.step_1": "down j",
    "day.step_-1": "up k",
    "editor.save": "ctrl+s",
    "editor.leave": "escape",
    "editor.quit": "q ctrl+q",
    "editor.next": "down",
    "editor.previous": "up",
    "toggles.left": "left h",
    "toggles.right": "right l",
    "toggles.up": "up k",
    "toggles.down": "down j",
    "toggles.turn": "space",
    "toggles.enter": "enter",
    "settings.back": "escape",
    "settings.next": "down",
    "settings.previous": "up",
    "people.use": "enter",
    "people.add": "n",
    "people.edit": "e",
    "people.remove": "x delete",
    "people.down": "j",
    "people.up": "k",
    "journal.back": "escape",
    "journal.undo": "u",
    "journal.redo": "ctrl+r",
    "journal.turn": "enter",
    "journal.down": "j",
    "journal.up": "k",
    "travels.back": "escape",
    "travels.quit": "q",
    "travels.add": "n",
    "travels.edit": "e enter",
    "travels.remove": "x delete",
    "travels.down": "j",
    "travels.up": "k",
    "import.go": "ctrl+s",
    "import.back": "escape",
    "import.undo": "u",
    "files.complete": "tab",
    "import.tick": "space",
    "import.tick_all": "a",
    "import.table_down": "j",
    "import.table_up": "k",
    "import.down": "down",
    "import.up": "up",
    "export.go": "ctrl+s",
    "export.back": "escape",
    "export.next": "down",
    "export.previous": "up",
    "sync.go": "ctrl+s",
    "sync.back": "escape",
    "sync.down": "down",
    "sync.up": "up",
    "machines.sync": "s",
    "machines.rebuild": "r",
    "machines.leave": "x",
    "machines.back": "escape",
    "machines.down": "down",
    "machines.up": "up",
    "choice.next": "down",
    "choice.previous": "up",
    "amount.cancel": "escape",
    "confirm.yes": "y",
    "confirm.no": "n escape",
    "confirm.left": "left h",
    "confirm.right": "right l",
    "day.cancel": "escape",
    "day.editor": "f4",
    "which.cancel": "escape",
    "which.down": "j",
    "which.up": "k",
    "help.back": "escape question_mark f1 enter",
    "help.search": "slash",
    "help.keys": "c",
    "help.page_down": "pagedown space",
    "help.page_up": "pageup",
    "help.down": "j down",
    "help.up": "k up",
    "help.quit": "q",
    "journey.save": "ctrl+s",
    "journey.cancel": "escape",
    "log.cancel": "escape",
    "log.editor": "f4",
    "person.save": "ctrl+s",
    "person.cancel": "escape",
    "why.back": "escape w",
    "why.day": "enter",
    "why.copy": "y",
    "why.page_down": "pagedown space",
    "why.page_up": "pageup",
    "why.down": "j down",
    "why.up": "k up",
    "zones.cancel": "escape",
}
"""Every action that a key can be chosen for, with the keys that it has else; several bindings of
one action are parted by a blank. People's files name these actions, so none may go."""
SIZES = [
    *(51, 37, 28, 28, 24, 17, 15, 13, 12, 15, 17, 15, 11, 13, 12, 15, 10, 11, 12, 2, 3, 6, 4, 5),
    *(10, 4, 4, 4, 9, 1, 3),
]
"""How many actions each place has."""


def read(folder: Path, text: str) -> tuple[dict[str, str], str]:
    """What a file's text gives: keys, and faults."""
    path = folder / "keys.toml"
    path.write_text(text, encoding="utf-8")
    keymap = read_keymap(path)
    return keymap.keys, "; ".join(keymap.faults)


def test_no_file_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_keymap(tmp_path / "keys.toml") == ({}, ())
    assert read(tmp_path, "") == ({}, "")
    monkeypatch.delenv("UNBROKEN_KEYS", raising=False)
    assert keymap_path().name == "keys.toml"
    monkeypatch.setenv("UNBROKEN_KEYS", str(tmp_path))
    assert keymap_path() == tmp_path
    assert "cannot be read" in read_keymap(tmp_path).faults[0]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ('[keys]\n"dashboard.undo" = "z"', {"dashboard.undo": "z"}),
        ('[keys]\ndashboard.undo = "z, %"', {"dashboard.undo": "z,percent_sign"}),
        ('[keys]\napp.help = "!"', {"app.help": "exclamation_mark"}),
        ('[keys]\ndashboard.undo = "Ü"', {"dashboard.undo": "Ü"}),
        ('[keys]\ndashboard.undo = "+,ctrl+z"', {"dashboard.undo": "plus,ctrl+z"}),
        ('[keys]\ndashboard.undo = "f12,ctrl+f5"', {"dashboard.undo": "f12,ctrl+f5"}),
        ('[keys]\ndashboard.undo = "shift+insert"', {"dashboard.undo": "shift+insert"}),
        ('[keys]\ndashboard.undo = "alt+x,minus"', {"dashboard.undo": "alt+x,minus"}),
        ('[keys]\ndashboard.undo = "asterisk"', {"dashboard.undo": "asterisk"}),
        ('[keys]\ndashboard.undo = "w"\ndashboard.why = "u"', None),
        ('[keys]\ncalendar.mark = "u"\ncalendar.undo = "m"', None),
    ],
)
def test_keys_are_read(tmp_path: Path, text: str, keys: dict[str, str] | None) -> None:
    found, faults = read(tmp_path, text)
    assert faults == ""
    assert found == keys if keys is not None else len(found) == 2


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[keys", "keys.toml: "),
        ("[colours]", "colours: there is only the table [keys]"),
        ("keys = 1", "keys: write a table [keys]"),
        ('[keys]\n"dashboard.dance" = "z"', "keys.dashboard.dance: there is no such action"),
        ("[keys]\ndashboard.undo = 1", "keys.dashboard.undo: write the keys as text"),
        ('[keys]\ndashboard.undo = " , "', "keys.dashboard.undo: name at least one key"),
        ('[keys]\ndashboard.undo = "w"', "w is the key of dashboard.why already"),
        (
            '[keys]\ndashboard.undo = "z"\ndashboard.why = "z"',
            "z is the key of dashboard.undo already",
        ),
        ('[keys]\ncalendar.mark = "q"', "q is the key of app.quit already"),
        ("[keys]\ndashboard.undo = 'crtl+u'", "no key “crtl+u”; did you mean ctrl+u?"),
        ("[keys]\ndashboard.undo = 'z,escpae'", "no key “escpae”; did you mean escape?"),
        ("[keys]\ndashboard.undo = 'ctrl+pagdown'", "did you mean ctrl+pagedown?"),
        ("[keys]\ndashboard.undo = 'zz'", "no key “zz”; write it as x, f2, ctrl+x or"),
        ("[keys]\ndashboard.undo = 'f99'", "keys.dashboard.undo: there is no key “f99”"),
        ("[keys]\ndashboard.undo = 'plus_sign'", "did you mean plus?"),
        ("[keys]\ndashboard.undo = 'ctrl+'", "there is no key “ctrl+”"),
        ("[keys]\ndashboard.undo = 'ctrl+?'", "there is no key “ctrl+?”"),
        ("[keys]\ndashboard.undo = '<any>'", "there is no key “<any>”"),
    ],
)
def test_a_fault_is_told_with_its_place(tmp_path: Path, text: str, fault: str) -> None:
    found, faults = read(tmp_path, text)
    assert found == {}
    assert fault in faults


def test_the_app_follows_it(bench: Make, tmp_path: Path) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "x", "enter")
        assert chosen(pilot) == "walk"
        assert row(pilot, "walk").group == "Now"
        await press(pilot, "L")
        assert row(pilot, "walk").group == "Done"
        await press(pilot, "u")
        assert row(pilot, "walk").group == "Done"
        await press(pilot, "z")
        assert row(pilot, "walk").group == "Now"

    path = tmp_path / "keys.toml"
    path.write_text(
        '[keys]\nstreaks.log = "L"\ndashboard.undo = "z"\nstreaks.cursor_down = "x,down"'
    )
    keymap = read_keymap(path)
    assert keymap.faults == ()
    bench(seed).run(act, keymap=keymap)


def test_the_app_tells_a_fault(bench: Make, tmp_path: Path) -> None:
    async def act(pilot: Pilot[None]) -> None:
        [told] = messages(pilot)
        assert told.startswith("The keys stay as they are. keys.no[/: there is no such action")

    path = tmp_path / "keys.toml"
    path.write_text('[keys]\n"no[/" = "z"')
    bench(seed).run(act, keymap=read_keymap(path))


def test_every_action_of_every_screen_is_known() -> None:
    """A binding with an id that is in no place could not be given another key."""
    bound = set()
    for found in pkgutil.walk_packages(unbroken.tui.__path__, "unbroken.tui."):
        for kind in vars(importlib.import_module(found.name)).values():
            if isinstance(kind, type) and issubclass(kind, DOMNode):
                for binding in Binding.make_bindings(kind.__dict__.get("BINDINGS", ())):
                    bound.add(binding.id or "")
    known = {name for place in all_places() for name in place}
    ours = {name for name in bound if "." in name}
    assert ours == known
    assert {"editor.save", "travels.add", "log.cancel", "import.go"} <= known
    assert {name.partition(".")[0] for name in known} == set(GROUPS)


def test_every_action_keeps_its_name_and_keys() -> None:
    """In each place that it is in force in, and each place has what it had."""
    places = list(all_places())
    for place in places:
        assert {name: DEFAULTS[name] for name in place} == {
            name: " ".join(keys) for name, keys in place.items()
        }
    assert {name for place in places for name in place} == set(DEFAULTS)
    assert [len(place) for place in places] == SIZES


def test_a_dialogs_key_is_changed(tmp_path: Path) -> None:
    assert read(tmp_path, '[keys]\neditor.save = "f2"') == ({"editor.save": "f2"}, "")
    assert read(tmp_path, '[keys]\nwhy.back = "q"')[1] == ""
