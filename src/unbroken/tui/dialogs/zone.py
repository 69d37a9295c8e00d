"""The dialog that asks for a time zone."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import ClassVar, Final, NamedTuple
from zoneinfo import ZoneInfo

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from unbroken.core.errors import Refusal
from unbroken.core.results import Owner
from unbroken.engine.zones import machine_zone, zone_names
from unbroken.tui.dialogs.base import Dialog
from unbroken.tui.drawing.line import fit
from unbroken.tui.simulated_keys import key_words
from unbroken.tui.widgets.text_field import TextField
from unbroken.tui.widgets.toggles import Toggles
from unbroken.wording.symbols import Shapes
from unbroken.wording.timezones import offset_words, place_words

_PLACE: Final = 27
"""Cells for the place of a zone."""
_NARROW: Final = 42
"""Cells up to which the line of keys tells the two that matter."""
_AROUND: Final = 25
"""Cells of the window that a place cannot have."""
_TOLD: Final = 60
"""Of so many zones the time is told; whoever looks further types."""
_ALWAYS: Final = "the one before was always wrong"


class ZoneChoice(NamedTuple):
    """A zone; with `always`, the one in force was wrong from the start."""

    zone: str
    always: bool


@lru_cache(1)
def _sorted_names() -> tuple[str, ...]:
    return tuple(sorted(zone_names()))


def _machines_zone() -> tuple[str, ...]:
    """Where the computer says that it is, if it does."""
    try:
        return (machine_zone(),)
    except Refusal:
        return ()


def zones_like(text: str) -> list[str]:
    """The zones that a text could mean: those whose place begins with it come first."""
    wanted = "_".join(text.split()).casefold()

    def place(name: str) -> int:
        parts = name.casefold().split("/")
        return 0 if parts[-1].startswith(wanted) else 1 if parts[0].startswith(wanted) else 2

    return sorted((each for each in _sorted_names() if wanted in each.casefold()), key=place)


def zone_line(zone: str, now: datetime, shapes: Shapes, cells: int = _PLACE) -> str:
    """`Berlin, Europe           UTC+1      13:34`."""
    wall = now.astimezone(ZoneInfo(zone))
    return f"{fit(place_words(zone), cells, shapes)}  {offset_words(now, zone):<9}  {wall:%H:%M}"


class ZoneDialog(Dialog[ZoneChoice | None]):
    """Finds a zone by any part of its name; the likely ones come first."""

    DEFAULT_CSS = """
    ZoneDialog {
        .box { width: 52; height: 18; }
        Input { padding: 0 1; }
        OptionList { height: 1fr; padding: 0; text-wrap: nowrap; }
    }
    """
    BINDING_GROUP_TITLE = "Time zone"
    FIELDS_OF = "zone"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "cancel", id="zones.cancel", tooltip="Keep the zone"),
    ]

    def __init__(
        self,
        current: str,
        shapes: Shapes,
        owner: Owner,
        now: datetime,
        *,
        asks_always: bool = True,
    ) -> None:
        """`current` is where the search begins; `asks_always` offers to say that it was wrong."""
        super().__init__()
        self._current, self._shapes, self._asks_always = current, shapes, asks_always
        self._now = now
        been = (each.timezone for each in reversed(owner.timezones))
        self._likely = [*dict.fromkeys((current, *been, *_machines_zone()))]
        """The zone in force, those that the owner has been in, and the computer's."""

    def compose(self) -> ComposeResult:
        """What is looked for, what was found, and since when it holds."""
        with Vertical(classes="box") as box:
            box.border_title = "Time zone"
            tab = ("tab",) if self._asks_always and self.app.size.width > _NARROW else ()
            box.border_subtitle = key_words(self, "enter chooses", *tab, "escape cancels")
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
        """Lists the likely zones, and then all others."""
        self.find("")

    @on(Input.Changed)
    def find_typed(self, event: Input.Changed) -> None:
        """Lists the zones that fit what is typed."""
        self.find(event.value)

    def find(self, text: str) -> None:
        """Shows the zones that a text could mean, the first one chosen."""
        found = self.query_one(OptionList)
        likely = [] if text else [each for each in self._likely if each in zone_names()]
        others = [each for each in zones_like(text) if each not in likely]
        found.set_options(
            Option(Content(self._line(each, told=at < _TOLD)), id=each)
            for at, each in enumerate((*likely, *others))
        )
        found.highlighted = 0 if found.option_count else None

    def _line(self, zone: str, *, told: bool) -> str:
        cells = min(_PLACE, self.app.size.width - _AROUND)
        line = zone_line(zone, self._now, self._shapes, max(cells, 1))
        return line if told else place_words(zone)

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
