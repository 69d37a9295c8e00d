"""The list of owners."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Key
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from unbroken.core.results import Owner
from unbroken.wording.dates import city
from unbroken.wording.symbols import Shapes


class OwnerList(OptionList):
    """Lists the owners of a database; enter makes another one the current owner."""

    DEFAULT_CSS = """
    OwnerList {
        height: auto;
        max-height: 8;
        padding: 0;
    }
    """
    BINDING_GROUP_TITLE = "People"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "use", id="people.use", tooltip="Use the app as this person"),
        Binding("n", "add", "add", id="people.add", tooltip="Add a person"),
        Binding("e", "edit", "edit", id="people.edit", tooltip="Change the person"),
        Binding(
            "x,delete", "remove", "remove", id="people.remove", tooltip="Remove the person, asked"
        ),
        Binding("j", "cursor_down", "Down", show=False, id="people.down"),
        Binding("k", "cursor_up", "Up", show=False, id="people.up"),
    ]

    class _About(Message):
        def __init__(self, owner: Owner) -> None:
            super().__init__()
            self.owner = owner

    class Chosen(_About):
        """An owner is to be the current one."""

    class RemovalRequested(_About):
        """An owner is to be removed."""

    class EditRequested(Message):
        """An owner is to be edited; a new one is to be added where `owner` is None."""

        def __init__(self, owner: Owner | None) -> None:
            super().__init__()
            self.owner = owner

    def __init__(self, owner: Owner, *, admin: bool, shapes: Shapes) -> None:
        super().__init__(compact=True)
        self.in_use = owner.id
        """The id of the current owner."""
        self._admin, self._shapes = admin, shapes
        self._owners: dict[str, Owner] = {}
        self.show([owner])

    def show(self, owners: Iterable[Owner]) -> None:
        """Lists these owners, the cursor where it was."""
        at = self.highlighted
        self._owners = {each.id: each for each in owners}
        self.set_options(Option(self._line(each), id=each.id) for each in self._owners.values())
        self.highlighted = min(at or 0, len(self._owners) - 1)
        self.refresh_bindings()

    def _line(self, owner: Owner) -> Content:
        used = owner.id == self.in_use
        mark = self._shapes.met if used else self._shapes.missed
        about = f"  {city(owner.timezones[-1].timezone)}" + (", in use" if used else "")
        return Content(f"{mark} {owner.name}{about}")

    @property
    def chosen(self) -> Owner | None:
        """The owner under the cursor."""
        at = self.highlighted
        return None if at is None else self._owners[str(self.get_option_at_index(at).id)]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only the first owner adds and removes; nobody removes themselves (docs/domain.md 6)."""
        if action == "add":
            return self._admin
        if action in ("remove", "select") and self.is_mounted:
            other = self.chosen is not None and self.chosen.id != self.in_use
            return other and (self._admin or action == "select")
        return True

    def why_idle(self, name: str) -> str:
        """Why nobody is added, removed or chosen."""
        if name == "people.add" or (name == "people.remove" and not self._admin):
            return "Only the first owner of this database adds and removes people."
        named = "" if self.chosen is None else self.chosen.name
        return {
            "people.use": f"{named} is in use already.",
            "people.remove": f"{named} is in use; only another person can be removed.",
        }.get(name, "")

    @on(OptionList.OptionHighlighted)
    def follow_cursor(self, event: OptionList.OptionHighlighted) -> None:
        """Other keys may be in force."""
        event.stop()
        self.refresh_bindings()

    @on(OptionList.OptionSelected)
    def choose(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.post_message(self.Chosen(self._owners[str(event.option.id)]))

    def on_key(self, event: Key) -> None:
        """An arrow at the end of the list leaves it."""
        last = len(self._owners) - 1
        if event.key == "down" and self.highlighted == last:
            event.stop()
            event.prevent_default()
            self.screen.focus_next()

    def action_page_down(self) -> None:
        """Below the last one the form goes on by a page."""
        if self.highlighted == len(self._owners) - 1:
            raise SkipAction
        super().action_page_down()  # type: ignore[no-untyped-call]

    def action_page_up(self) -> None:
        """Above the first one the form goes back by a page."""
        if self.highlighted == 0:
            raise SkipAction
        super().action_page_up()  # type: ignore[no-untyped-call]

    def action_add(self) -> None:
        self.post_message(self.EditRequested(None))

    def action_edit(self) -> None:
        if self.chosen is not None:
            self.post_message(self.EditRequested(self.chosen))

    def action_remove(self) -> None:
        if self.chosen is not None:
            self.post_message(self.RemovalRequested(self.chosen))
