"""The fields of a streak's rules."""

from __future__ import annotations

from typing import Any, Final

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Button, Input, Select

from unbroken.core.rules import WEEKDAYS
from unbroken.core.streak_fields import FIELDS, Kind
from unbroken.core.text import activity_type_of
from unbroken.tui.model.dashboard_page import Page
from unbroken.tui.model.rule_draft import EXAMPLES, Draft, single_days
from unbroken.tui.widgets.form_field import Field, choice, text_input
from unbroken.tui.widgets.milestone_rows import MilestoneRows
from unbroken.tui.widgets.toggles import Toggles
from unbroken.wording.rule_fields import LINES, Entry
from unbroken.wording.symbols import TINTS, shapes_named

_KINDS: Final = {field.name: field.kind for field in FIELDS}
_CHOSEN: Final = (Kind.CHOICE, Kind.COLOUR)
_SHARED: Final = [field.name for field in FIELDS if field.kind == Kind.TEXT and field.is_optional]
"""The fields for which the texts of the other streaks are suggested."""


class RuleForm(VerticalScroll, can_focus=False):
    """One field a rule, in the order in which people think of them."""

    DEFAULT_CSS = """
    RuleForm {
        width: 1fr;
        height: 1fr;
        padding: 0 1;

        .gap { margin-top: 1; }
        .example { min-width: 0; margin-right: 1; }
        #goal { width: 13; margin-right: 1; }
        #every { width: 7; margin-right: 1; }
    }
    RuleForm.-windows #field-schedule { display: none; }
    """

    def __init__(self, draft: Draft, page: Page, *, new: bool) -> None:
        super().__init__()
        self._draft, self._page, self._new = draft, page, new

    def compose(self) -> ComposeResult:
        """What it is, how much is enough, for how long, and how it looks."""
        for line in LINES:
            entries = [self._entry(entry) for entry in line.entries]
            yield Field(line.label, *entries, name=line.field).set_class(line.is_apart, "gap")
            if self._new and line.field == "name":
                buttons = [
                    Button(each, name=each, compact=True, classes="example") for each in EXAMPLES
                ]
                yield Field("Or as in", *buttons, name="example")

    def _entry(self, entry: Entry) -> Widget:
        """The widget that a field's value is written or chosen in."""
        name, kind = entry.field, _KINDS[entry.field]
        value = getattr(self._draft, name)
        if kind == Kind.CHOICE:
            return choice(name, entry.words, value)
        if kind == Kind.COLOUR:
            others = [value] if value and value not in TINTS else []
            return choice(
                name, [("none", ""), *((each, each) for each in (*TINTS, *others))], value
            )
        if kind == Kind.MILESTONES:
            return MilestoneRows(value, id=name)
        shapes = shapes_named(self._page.settings["symbols"])
        if kind == Kind.WEEKDAYS:
            weekdays = [(day[:2].capitalize(), day) for day in WEEKDAYS]
            return Toggles(weekdays, value, shapes=shapes, id=name)
        if kind == Kind.FLAG:
            [(label, _)] = entry.words
            return Toggles([(label, name)], [name] if value else [], shapes=shapes, id=name)
        placeholder = entry.placeholder.format(
            grace=self._page.owner.grace_period_days, today=self._page.today.isoformat()
        )
        return text_input(name, value, placeholder, self._known(name), entry.longest)

    def _known(self, name: str) -> list[str]:
        """The texts that other streaks have in a field, where they may well be the same."""
        if name not in _SHARED:
            return []
        return [known for each in self._page.streaks.values() if (known := getattr(each, name))]

    def on_mount(self) -> None:
        """Shows the fields that make sense."""
        self.fit(self._draft)

    @property
    def draft(self) -> Draft:
        """The fields as written."""
        return Draft(**{name: self._given(name, _KINDS[name]) for name in Draft._fields})

    def _given(self, name: str, kind: Kind) -> Any:
        if kind in _CHOSEN:
            return self.query_one(f"#{name}", Select).value
        if kind == Kind.MILESTONES:
            return self.query_one(f"#{name}", MilestoneRows).written
        if kind == Kind.WEEKDAYS:
            on = self.query_one(f"#{name}", Toggles).on
            return tuple(day for day in WEEKDAYS if day in on)
        if kind == Kind.FLAG:
            return name in self.query_one(f"#{name}", Toggles).on
        return self.query_one(f"#{name}", Input).value.strip()

    def show(self, draft: Draft) -> None:
        """Writes an example into the fields; it says nothing of milestones and of late logs."""
        for name, value in draft._asdict().items():
            kind = _KINDS[name]
            if kind in _CHOSEN:
                self.query_one(f"#{name}", Select).value = value
            elif kind == Kind.WEEKDAYS:
                self.query_one(f"#{name}", Toggles).on = frozenset(value)
            elif kind not in (Kind.FLAG, Kind.MILESTONES):
                self.query_one(f"#{name}", Input).value = value

    def fit(self, draft: Draft) -> None:
        """Hides the weekdays where periods are not single days; shows the key that follows."""
        self.set_class(not single_days(draft), "-windows")
        if self._new and draft.name:
            key = self.query_one("#activity_type", Input)
            key.placeholder = activity_type_of(draft.name)
