"""Help where one is: what the field with the focus means, and the keys, as they are bound."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Final

from textual import on
from textual.app import App, ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.dom import DOMNode
from textual.geometry import Size
from textual.screen import Screen
from textual.widgets import Input, Static

from unbroken.core.text import capitalised
from unbroken.tui.dialogs.base import Dialog
from unbroken.tui.focused_field import field_help
from unbroken.tui.model.field_help import FieldHelp
from unbroken.tui.model.key_help import HelpGroup, HelpLine, are_many, help_content
from unbroken.tui.model.palette_titles import ALSO, TITLES
from unbroken.tui.widgets.search_field import SearchField

_OF_FIELDS: Final = {
    "app.focus_next": "Go to the next field",
    "app.focus_previous": "Go to the field before",
    "delete_left_all": "Delete up to the start",
    "delete_right_all": "Delete up to the end",
    "delete_left_word": "Delete the word before",
    "home": "Go to the start",
    "end": "Go to the end",
}
"""What the library's own keys do that are of use in a field."""
_MOVING: Final = "Moving"
_Told = dict[str, tuple[list[str], list[str]]]
"""By what they do, keys and the words that they are found by: those of the last line and of the
palette, those that are not shown, and the ids.
"""


def help_groups(
    app: App[Any], screen: Screen[Any], bindings: Sequence[ActiveBinding]
) -> list[HelpGroup]:
    """What the bindings in force do, each told once with all its keys, where it belongs: in the
    field, in a group of the screen's `help_groups`, or where it is bound.
    """
    told: dict[str, _Told] = {}
    named: tuple[tuple[str, tuple[str, ...]], ...] = getattr(screen, "help_groups", ())
    for title, ids in named:
        for name in ids:
            for each in bindings:
                if each.binding.id == name:
                    _note(told.setdefault(title, {}), screen, each.binding)
    known = {name for _, ids in named for name in ids}
    for node, binding, *_ in bindings:
        if binding.system or binding.id in known:
            continue
        title = _title(app, screen, node)
        if binding.id:
            group = _MOVING if binding.group is not None else title
            _note(told.setdefault(group, {}), screen, binding)
        elif isinstance(screen.focused, Input) and binding.action in _OF_FIELDS:
            _note(told.setdefault(_IN_FIELD, {}), screen, binding, _OF_FIELDS[binding.action])
    order = [_IN_FIELD, *(title for title in told if title not in _LAST), *_LAST]
    return [
        HelpGroup(
            title,
            tuple(
                HelpLine(_listed(keys), does, " ".join(words))
                for does, (keys, words) in told[title].items()
            ),
        )
        for title in dict.fromkeys(order)
        if title in told
    ]


_IN_FIELD: Final = "In this field"
_ANYWHERE: Final = "Anywhere"
_LAST: Final = (_MOVING, _ANYWHERE)


def _note(group: _Told, screen: Screen[Any], binding: Binding, does: str = "") -> None:
    does = does or binding.tooltip or binding.description
    if "super+" in binding.key:
        return  # the library's own beside others for the same; few terminals send it
    shown, name = screen.app.get_key_display(binding), binding.id or ""
    keys, words = group.setdefault(capitalised(does), ([], []))
    if shown not in keys:
        keys.append(shown)
    own_words: dict[str, str] = getattr(screen, "own_words", {})
    called = own_words.get(name, ""), TITLES.get(name, ""), ALSO.get(name, "")
    words += (name, binding.description, *called)


def _title(app: App[Any], screen: Screen[Any], node: DOMNode) -> str:
    if node is app:
        return _ANYWHERE
    if node is screen.focused and field_help(screen) is not None:
        return _IN_FIELD
    return node.BINDING_GROUP_TITLE or "Here"


def _listed(keys: list[str]) -> str:
    return f"{keys[0]}-{keys[-1]}" if len(keys) > 3 else " ".join(keys)


class _HelpText(Static):
    """The groups, in as many columns as there is room for."""

    def __init__(self, groups: Sequence[HelpGroup], about: FieldHelp | None) -> None:
        super().__init__()
        self.groups, self.about, self.sought = groups, about, ""

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as there are in so many cells."""
        return len(self._said(width).split("\n"))

    def render(self) -> Content:
        return self._said(self.content_size.width)

    def _said(self, width: int) -> Content:
        return help_content(self.groups, self.about, width, self.sought)


class HelpScreen(Dialog[str | None]):
    """What a field means and what the keys do, over the screen that they work on, with a search.

    Answers `keys` where other keys are wanted.
    """

    DEFAULT_CSS = """
    HelpScreen {
        .box { width: 72; }
        &.-wide.-many .box { width: 116; }
        &.-widest.-many .box { width: 150; }
        SearchField { margin-bottom: 1; }
        #keys { height: auto; max-height: 100%; }
        _HelpText { height: auto; }
    }
    """
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (124, "-wide"), (164, "-widest")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,f1,enter", "back", "back", id="help.back"),
        Binding("slash", "search", "search", id="help.search", tooltip="Search these keys"),
        Binding("c", "keys", "change", id="help.keys", tooltip="Give other keys"),
        Binding("j,down", "scroll('down')", "Down", show=False, id="help.down"),
        Binding("k,up", "scroll('up')", "Up", show=False, id="help.up"),
        Binding("pagedown,space", "page('down')", "Page down", show=False, id="help.page_down"),
        Binding("pageup", "page('up')", "Page up", show=False, id="help.page_up"),
        Binding("q", "app.quit", "quit", show=False, id="help.quit"),
    ]
    AUTO_FOCUS = ""
    FIELDS_OF = "keys"

    def __init__(
        self, groups: Sequence[HelpGroup], title: str = "Keys", about: FieldHelp | None = None
    ) -> None:
        super().__init__()
        self.groups, self.told_of = tuple(groups), title
        self._text = _HelpText(self.groups, about)
        self.set_class(are_many(self.groups), "-many")

    def compose(self) -> ComposeResult:
        """What is looked for, and what there is."""
        with Vertical(classes="box") as box:
            box.border_title = Content(self.told_of)
            box.border_subtitle = self.key_words(
                "<help.search> search", "<help.keys> changes keys", "escape goes back", wide=72
            )
            yield SearchField("part of what it does")
            with VerticalScroll(id="keys", can_focus=False):
                yield self._text

    def action_search(self) -> None:
        """Asks for a part of what a key does."""
        self.query_one(SearchField).begin()

    @on(Input.Changed)
    def find(self, event: Input.Changed) -> None:
        """Shows the keys that fit."""
        self._text.sought = event.value
        self._text.refresh(layout=True)

    @on(Input.Submitted)
    def keep(self) -> None:
        """The keys scroll again; what was found stays."""
        self.set_focus(None)

    def action_back(self) -> None:
        """Ends the search, or goes back."""
        if self.query_one(SearchField).end():
            self.set_focus(None)
        else:
            self.dismiss(None)

    def action_keys(self) -> None:
        """Asks for the screen where keys are changed."""
        self.dismiss("keys")

    def action_scroll(self, way: str) -> None:
        """A line up or down, where the window is small."""
        by = 1 if way == "down" else -1
        self.query_one("#keys", VerticalScroll).scroll_relative(y=by, animate=False)

    def action_page(self, way: str) -> None:
        """A page up or down."""
        keys = self.query_one("#keys", VerticalScroll)
        by = max(keys.size.height - 1, 1)
        keys.scroll_relative(y=by if way == "down" else -by, animate=False)
