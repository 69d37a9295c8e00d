"""A small table of milestones that can be written in."""

from __future__ import annotations

from collections.abc import Iterable

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input

from unbroken.tui.widgets.button import Button
from unbroken.tui.widgets.text_field import TextField

Written = tuple[str, str]
"""A number of periods and a title, as they were written."""


class MilestoneRow(Horizontal):
    """A number, a title, and a button that takes the row away."""

    DEFAULT_CSS = """
    MilestoneRow {
        height: 1;

        Input.number { width: 9; margin-right: 1; }
        Button { min-width: 3; margin-left: 1; }
    }
    """

    def __init__(self, number: str, title: str) -> None:
        super().__init__()
        self._given = number, title

    def compose(self) -> ComposeResult:
        number, title = self._given
        yield TextField(
            number,
            name="milestone_number",
            placeholder="after",
            max_length=7,
            compact=True,
            classes="number",
        )
        yield TextField(title, placeholder="what you get", max_length=200, compact=True)
        yield Button("×", classes="remove", tooltip="Remove this milestone")

    @property
    def written(self) -> Written:
        """Number and title as written."""
        if not self.is_mounted:
            return self._given
        number, title = self.query(Input)
        return number.value.strip(), title.value.strip()

    @property
    def is_begun(self) -> bool:
        """Whether it is being written in and lacks a part."""
        return self.screen.focused in self.children and not all(self.written)


class MilestoneRows(Vertical):
    """Rows of milestones with a button for one more."""

    DEFAULT_CSS = """
    MilestoneRows {
        width: 1fr;
        height: auto;

        #more { min-width: 0; }
    }
    """

    class Changed(Message):
        """Something was written, added or removed."""

    def __init__(self, milestones: Iterable[Written], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._given = tuple(milestones)

    def compose(self) -> ComposeResult:
        yield from (MilestoneRow(*each) for each in self._given)
        yield Button("Add one", id="more", name="add_milestone")

    @property
    def written(self) -> tuple[Written, ...]:
        """The rows that are not blank."""
        if not self.is_mounted:
            return self._given
        return tuple(each.written for each in self.query(MilestoneRow) if any(each.written))

    @property
    def finished(self) -> tuple[Written, ...]:
        """The same without a row that is being written in and lacks a part."""
        rows = [each for each in self.query(MilestoneRow) if not each.is_begun]
        return tuple(each.written for each in rows if any(each.written))

    @on(events.DescendantBlur)
    def tell_leaving(self) -> None:
        """What is lacking in a row is so only once that is left."""
        self.post_message(self.Changed())

    @on(Input.Changed)
    def tell_change(self, event: Input.Changed) -> None:
        """Any change in a row is one of the whole."""
        event.stop()
        self.post_message(self.Changed())

    @on(Button.Pressed, "#more")
    async def add_row(self, event: Button.Pressed) -> None:
        """One more row, to be written in at once."""
        event.stop()
        row = MilestoneRow("", "")
        await self.mount(row, before="#more")
        row.query(Input).first().focus()

    @on(Button.Pressed, ".remove")
    async def remove_row(self, event: Button.Pressed) -> None:
        """Takes the row away."""
        event.stop()
        row = next(each for each in self.query(MilestoneRow) if event.button in each.children)
        self.query_one("#more").focus()
        await row.remove()
        self.post_message(self.Changed())
