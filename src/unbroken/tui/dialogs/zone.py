"""The dialog that asks for a time zone."""

from __future__ import annotations

from functools import lru_cache
from typing import ClassVar, Final, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from unbroken.engine.zones import zone_names
from unbroken.tui.dialogs.base import Dialog
from unbroken.tui.simulated_keys import key_words
from unbroken.tui.widgets.text_field import TextField
from unbroken.tui.widgets.toggles import Toggles
from unbroken.wording.symbols import UNICODE, Shapes

_ALWAYS: Final = "the one before was always wrong"


class ZoneChoice(NamedTuple):
    """A zone; with `always`, the one in force was wrong from the start."""

    zone: str
    always: bool


@lru_cache(1)
def _sorted_names() -> tuple[str, ...]:
    return tuple(sorted(zone_names()))


def zones_like(text: str) -> list[str]:
    """The zones that a text could mean: those whose place begins with it come first."""
    wanted = "_".join(text.split()).casefold()

    def place(name: str) -> int:
        parts = name.casefold().split("/")
        return 0 if parts[-1].startswith(wanted) else 1 if parts[0].startswith(wanted) else 2

    return sorted((each for each in _sorted_names() if wanted in each.casefold()), key=place)


class ZoneDialog(Dialog[ZoneChoice | None]):
    """Finds a zone by any part of its name."""

    DEFAULT_CSS = """
    ZoneDialog {
        .box { height: 18; }
        Input { padding: 0 1; }
        OptionList { height: 1fr; min-width: 8; padding: 0; }
    }
    """
    BINDING_GROUP_TITLE = "Time zone"
    FIELDS_OF = "zone"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "cancel", id="zones.cancel", tooltip="Keep the zone"),
    ]

    def __init__(self, current: str, shapes: Shapes = UNICODE, *, asks_always: bool = True) -> None:
        """`current` is where the search begins; `asks_always` offers to say that it was wrong."""
        super().__init__()
        self._current, self._shapes, self._asks_always = current, shapes, asks_always

    def compose(self) -> ComposeResult:
        """What is looked for, what was found, and since when it holds."""
        with Vertical(classes="box") as box:
            box.border_title = "Time zone"
            tab = ("tab",) if self._asks_always else ()
            box.border_subtitle = key_words("enter chooses", *tab, "escape cancels")
            yield TextField(
                placeholder=f"{self._current}; type a place",
                compact=True,
                max_length=60,
                id="place",
            )
            yield OptionList(compact=True)
            if self._asks_always:
                yield Toggles([(f" {_ALWAYS}", "always")], shapes=self._shapes)

    def on_mount(self) -> None:
        """Lists all zones."""
        self.find("")

    @on(Input.Changed)
    def find_typed(self, event: Input.Changed) -> None:
        """Lists the zones that fit what is typed."""
        self.find(event.value)

    def find(self, text: str) -> None:
        """Shows the zones that a text could mean, the first one chosen."""
        found = self.query_one(OptionList)
        found.set_options(Option(Content(each), id=each) for each in zones_like(text))
        if text:
            found.highlighted = 0 if found.option_count else None
        elif self._current in _sorted_names():
            found.highlighted = found.get_option_index(self._current)

    def on_key(self, event: object) -> None:
        """Arrows move in the list while the search is typed in."""
        key = getattr(event, "key", "")
        found = self.query_one(OptionList)
        if self.query_one(Input).has_focus and key in ("up", "down"):
            if key == "up":
                found.action_cursor_up()
            else:
                found.action_cursor_down()

    @on(Input.Submitted)
    def choose_highlighted(self) -> None:
        self.query_one(OptionList).action_select()

    @on(OptionList.OptionSelected)
    def choose(self, event: OptionList.OptionSelected) -> None:
        always = any(each.on for each in self.query(Toggles))
        self.dismiss(ZoneChoice(str(event.option.id), always))
