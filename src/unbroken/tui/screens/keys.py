"""The keys screen: every action with its keys, which can be given others."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from typing import Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.getters import query_one
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from unbroken.core.errors import Refusal, StoreError
from unbroken.tui.dialogs.confirm import ConfirmDialog
from unbroken.tui.dialogs.key_question import KeyQuestion
from unbroken.tui.drawing.line import fit
from unbroken.tui.engine_calls import tell
from unbroken.tui.front import OwnScreen, open_over, opens
from unbroken.tui.idle_keys import tell_idle
from unbroken.tui.keymap import actions, places
from unbroken.tui.model.key_actions import KeyAction, KeyRow, key_rows, keys_shown, refusal_of
from unbroken.tui.widgets.key_line import KeyLine
from unbroken.tui.widgets.search_field import SearchField
from unbroken.wording.symbols import UNICODE

Keys = Mapping[str, tuple[str, ...]]
"""The keys that were chosen, by action."""


class KeysScreen(OwnScreen[None]):
    """Lists the actions; a change is in force, and kept by `keep`, at once."""

    DEFAULT_CSS = """
    KeysScreen {
        #title { height: 1; padding: 0 1; }
        #about { height: auto; padding: 0 1; margin-bottom: 1; }
        SearchField { margin: 0 1; }
        OptionList {
            height: 1fr;
            padding: 0;
            text-wrap: nowrap;
            text-overflow: ellipsis;
            scrollbar-gutter: stable;
            &.-textual-compact { padding: 0 1; }
        }
    }
    """
    BINDING_GROUP_TITLE = "Keys"
    FIELDS_OF = "keys"
    AUTO_FOCUS = "OptionList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "back", id="keys.back", tooltip="Go back"),
        Binding("slash", "search", "search", id="keys.search", tooltip="Search actions and keys"),
        Binding("a", "change(True)", "add", id="keys.add", tooltip="Give one more key"),
        Binding("r", "reset", "reset", id="keys.reset", tooltip="Give back the keys it had"),
        Binding("R", "reset_all", "reset all", id="keys.reset_all", tooltip="Reset all keys"),
        Binding("j", "move(1)", "Down", show=False, id="keys.down"),
        Binding("k", "move(-1)", "Up", show=False, id="keys.up"),
    ]

    listed = query_one(OptionList)
    """The actions."""

    def __init__(
        self, chosen: Keys, keep: Callable[[dict[str, str]], Coroutine[None, None, None]]
    ) -> None:
        super().__init__()
        self.chosen = dict(chosen)
        """The keys that were chosen."""
        self._keep = keep
        self._actions = {each.name: each for each in actions()}
        self._places = list(places())
        self._rows: list[KeyRow] = []

    def compose(self) -> ComposeResult:
        """Title, search, and the actions."""
        yield Static("Keys", id="title")
        yield Static("enter takes a new key; * has other keys than at first.", id="about")
        yield SearchField("what it does, or a key")
        yield OptionList(compact=True)
        yield KeyLine()

    def on_mount(self) -> None:
        """Lists all."""
        super().on_mount()
        self.show()

    def on_resize(self) -> None:
        """What is cut off is cut between two words."""
        self.call_after_refresh(self.show)

    def show(self) -> None:
        """Lists what fits the search; the cursor stays on its action."""
        before, room = self.action, self.listed.scrollable_content_region.width
        sought = self.query_one(SearchField).value
        self._rows = list(key_rows(self._actions.values(), self.chosen, sought))
        self.listed.set_options(
            Option(Content.styled("\n" * (at > 0) + row.text, "bold"), disabled=True)
            if row.action is None
            else Option(Content(fit(row.text, room, UNICODE).rstrip() if room else row.text))
            for at, row in enumerate(self._rows)
        )
        names = [row.action and row.action.name for row in self._rows]
        at = names.index(before.name) if before and before.name in names else 1
        self.listed.highlighted = at if self._rows else None

    @property
    def action(self) -> KeyAction | None:
        """The action under the cursor."""
        at = self.listed.highlighted
        return self._rows[at].action if at is not None and at < len(self._rows) else None

    @on(Input.Changed)
    def search(self) -> None:
        """Lists what fits."""
        self.show()

    @on(Input.Submitted)
    def keep_search(self) -> None:
        """Back to the list, of what was found."""
        self.listed.focus()

    def action_search(self) -> None:
        """Asks for a part of what a key does."""
        self.query_one(SearchField).begin()

    def action_back(self) -> None:
        """Ends the search, or goes back."""
        if self.query_one(SearchField).end():
            self.listed.focus()
        else:
            self.dismiss(None)

    def action_move(self, by: int) -> None:
        """Down or up."""
        if by > 0:
            self.listed.action_cursor_down()
        else:
            self.listed.action_cursor_up()

    @on(OptionList.OptionSelected)
    def choose(self) -> None:
        """Another key takes the place of those that it has."""
        self.action_change(False)

    @opens
    @work(group="keys")
    async def action_change(self, more: bool) -> None:
        """Asks for a key, and gives it to the action; with `more` beside those that it has."""
        action = self.action
        if action is None:
            return
        keys = self.chosen.get(action.name, action.keys)

        def refusal(key: str) -> str:
            return refusal_of(action, key, self.chosen, self._actions, self._places)

        key = await open_over(self, KeyQuestion(action, keys, refusal))
        if key is not None:
            wanted = tuple(dict.fromkeys((*keys, key))) if more else (key,)
            await self._change({action.name: wanted})
            shown = keys_shown(wanted)
            self.app.notify(f"{action.does}: {shown}.", timeout=3, markup=False)

    @work(group="keys")
    async def action_reset(self) -> None:
        """Gives an action back the keys that it had at first."""
        action = self.action
        if action is None:
            return
        if action.name not in self.chosen:
            tell_idle(self.app, f"{action.does}: these are the keys it had at first.")
            return
        others = {name: keys for name, keys in self.chosen.items() if name != action.name}
        for key in action.keys:
            said = refusal_of(action._replace(keys=()), key, others, self._actions, self._places)
            if "is taken" in said:
                self.app.notify(said, severity="warning", markup=False)
                return
        await self._change({action.name: action.keys})

    @opens
    @work(group="keys")
    async def action_reset_all(self) -> None:
        """Gives all actions back the keys that they had at first, after asking."""
        if not self.chosen:
            tell_idle(self.app, "All actions have the keys that they had at first.")
            return
        asked = ConfirmDialog("Give all actions back their keys?", "Reset", destructive=True)
        if await open_over(self, asked):
            await self._change({name: self._actions[name].keys for name in self.chosen})

    async def _change(self, changes: Keys) -> None:
        chosen = self.chosen | dict(changes)
        self.chosen = {
            name: keys for name, keys in chosen.items() if keys != self._actions[name].keys
        }
        self.show()
        try:
            await self._keep({name: ",".join(keys) for name, keys in self.chosen.items()})
        except (Refusal, StoreError) as error:
            tell(self.app, error)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> Any:
        """What is about an action needs one."""
        return action not in ("change", "reset") or not self.is_mounted or self.action is not None

    def why_idle(self, name: str) -> str:
        """What is about an action needs one."""
        return "No action is listed." if name in ("keys.add", "keys.reset") else ""
