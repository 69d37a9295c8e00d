"""The fields of a streak's rules."""

from __future__ import annotations

from typing import Any, Final

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Input

from unbroken.core.rules import WEEKDAYS
from unbroken.core.streak_fields import FIELDS, Kind
from unbroken.core.text import activity_type_of
from unbroken.tui.model.dashboard_page import Page
from unbroken.tui.model.rule_draft import (
    EXAMPLES,
    Draft,
    kind_of,
    method_of_limit,
    more_than_asked,
    said_of_kind,
    single_days,
    with_kind,
)
from unbroken.tui.widgets.button import Button
from unbroken.tui.widgets.choice_field import ChoiceField
from unbroken.tui.widgets.example_row import ExampleRow
from unbroken.tui.widgets.form_field import Field, text_input
from unbroken.tui.widgets.form_scroll import FormScroll
from unbroken.tui.widgets.milestone_rows import MilestoneRows
from unbroken.tui.widgets.toggles import OneOf, Toggles, Weekdays
from unbroken.wording.rule_fields import KINDS, LINES, Entry, Line
from unbroken.wording.rules import period_noun
from unbroken.wording.symbols import TINTS, shapes_named

_TARGET_LABELS: Final = {"times": "How often", "days": "How many", "limit": "At most"}
_FIRST_OF_MORE: Final = next(line.field for line in LINES if line.is_more)
ENTRIES_OF_MORE: Final = frozenset(
    entry.field for line in LINES if line.is_more for entry in line.entries
)
"""The fields below the fold."""
_KINDS: Final = {field.name: field.kind for field in FIELDS}
_SHARED: Final = [field.name for field in FIELDS if field.kind == Kind.TEXT and field.is_optional]
"""The fields for which the texts of the other streaks are suggested."""


class RuleForm(FormScroll):
    """One field a rule, in the order in which people think of them."""

    DEFAULT_CSS = """
    RuleForm {
        width: 1fr;
        height: 1fr;
        padding: 0 1;

        .gap { margin-top: 1; }
        #every { width: 6; margin-right: 1; }
        #fold { min-width: 0; margin: 1 0; }
        .more { display: none; }
        &.-more .more { display: block; }
        &.-more #field-activity_type { margin-bottom: 1; }
    }
    RuleForm.-windows #field-schedule { display: none; }
    RuleForm.-once #field-aggregation_target_value { display: none; }
    RuleForm.-unitless #field-unit { display: none; }
    """

    more: reactive[bool] = reactive(False, toggle_class="-more")
    """Whether the fields are shown that most streaks do without."""
    kind: reactive[str] = reactive("once")
    """What kind of streak it is, as the person sees it."""

    def __init__(self, draft: Draft, page: Page, *, new: bool) -> None:
        super().__init__()
        self._draft, self._page, self._new = draft, page, new
        self._shapes = shapes_named(page.settings["symbols"])
        self._entries: dict[str, Widget] = {}
        """What the fields that are there are written or chosen in, by their names."""
        own = not new and (draft.unit or draft.aggregation_method != "count")
        self._method_put = "" if own else draft.aggregation_method
        """What counts as the form has put it in; any other the person has chosen."""
        self._by_kind: dict[str, tuple[Draft, str]] = {}
        """What the person has said of each kind that was left again, with `_method_put`."""
        self._put: Draft | None = draft if new else None
        """What the form has put in for the kind, where it was not the person."""
        self.set_reactive(RuleForm.kind, kind_of(draft))
        self._unfolded = not new and more_than_asked(draft)
        self.set_reactive(RuleForm.more, self._unfolded)
        self.update_classes(self._parts(draft) | {"-more": self.more}, update=False)

    def compose(self) -> ComposeResult:
        """Three questions: what it is, how much of it, how often; and more below a fold."""
        for line in LINES:
            if line.is_more and line.field == _FIRST_OF_MORE:
                yield Button(self._fold_words(), id="fold")
            if line.is_more and not self.more:
                continue
            yield self._field(line)
            if line.field == "name":
                if self._new:
                    yield Field("Examples", ExampleRow(EXAMPLES), name="example")
                kinds = OneOf(KINDS, [self.kind], shapes=self._shapes, id="kind")
                yield Field("What kind", kinds, name="kind", classes="gap")

    def _field(self, line: Line) -> Field:
        """The field of a line, as the draft has it."""
        entries = [self._entry(entry) for entry in line.entries]
        return Field(
            line.label, *entries, name=line.field, classes="more" if line.is_more else None
        )

    def _fold_words(self) -> str:
        if self.more:
            return "Less"
        length = "" if self.screen.has_class("-slim") else "length, "
        return f"More: {length}grace, reminders, colour"

    @on(Button.Pressed, "#fold")
    def turn_fold(self) -> None:
        """Shows more, or less again."""
        self.more = not self.more

    async def watch_more(self) -> None:
        """The button says what it does now; what is below it is there from the first time on."""
        if not self.is_mounted:
            return
        self.query_one("#fold", Button).label = Content(self._fold_words())
        if not self._unfolded and not self.query(f"#field-{_FIRST_OF_MORE}"):
            await self.mount_all(self._field(line) for line in LINES if line.is_more)
            self._unfolded = True
            self.fit(self.draft)

    @on(Toggles.Changed, "#kind")
    def take_kind(self, event: Toggles.Changed) -> None:
        """Writes what goes with another kind, where it was the person who chose it; or what was
        said of it before.
        """
        kind, draft = self.query_one("#kind", OneOf).value, self.draft
        if kind == self.kind:
            return
        if self._put is None or said_of_kind(draft) != said_of_kind(self._put):
            self._by_kind[self.kind] = draft, self._method_put
        self.kind = kind
        if kind in self._by_kind:
            said, method_put = self._by_kind[kind]
            self.show(draft._replace(**said_of_kind(said)))
            self._method_put = method_put
        else:
            self.show(with_kind(draft, kind))
            self._put = self.draft

    @on(ChoiceField.Changed, "#goal, #aggregation_method")
    def follow_rules(self) -> None:
        """The kind that is told is that of the rules."""
        self._tell_kind(self.draft)
        self.follow_unit()

    @on(Input.Changed, "#unit")
    def follow_unit(self) -> None:
        """Of a limit the amounts count once they have a unit, unless the person chose what does."""
        draft = self.draft
        if self.kind == "limit" and draft.aggregation_method == self._method_put:
            self._put_method(method_of_limit(draft.unit))

    def _put_method(self, method: str) -> None:
        self._method_put = method
        self._draft = self._draft._replace(aggregation_method=method)
        field = self._entries.get("aggregation_method")
        if isinstance(field, ChoiceField):
            field.value = method

    def _tell_kind(self, draft: Draft) -> None:
        """Ticks the kind of streak that the rules make."""
        kind = kind_of(draft)
        self.kind = "times" if (self.kind, kind) == ("times", "once") else kind
        self.query_one("#kind", OneOf).value = self.kind

    def reveal(self, name: str) -> None:
        """Shows a field that is put away."""
        if name in ENTRIES_OF_MORE:
            self.more = True
        if name == "aggregation_target_value" and self.kind == "once":
            self.kind = self.query_one("#kind", OneOf).value = "times"
            self.fit(self.draft)

    def following(self, focused: Widget | None) -> Widget | None:
        """What has the focus next; examples, of how many days or weeks a period is, and what takes
        things away again, are for those who look for them.
        """
        chain = self.screen.focus_chain
        if focused not in chain:
            return None
        within = set(self.query("*"))
        passed = {"every", "fold"} if self.more else {"every"}
        return next(
            (
                each
                for each in chain[chain.index(focused) + 1 :]
                if each in within
                and each.id not in passed
                and not each.classes & {"example", "remove"}
            ),
            None,
        )

    def _entry(self, entry: Entry) -> Widget:
        """The widget that a field's value is written or chosen in."""
        made = self._entries[entry.field] = self._new_entry(entry)
        return made

    def _new_entry(self, entry: Entry) -> Widget:
        name, kind = entry.field, _KINDS[entry.field]
        value = getattr(self._draft, name)
        if name == "aggregation_period":
            words = [(f" {label}", period) for label, period in entry.words]
            return OneOf(words, [value], shapes=self._shapes, id=name)
        if kind == Kind.CHOICE:
            return ChoiceField(name, entry.words, value)
        if kind == Kind.COLOUR:
            others = [value] if value and value not in TINTS else []
            return ChoiceField(
                name, [("none", ""), *((each, each) for each in (*TINTS, *others))], value
            )
        if kind == Kind.MILESTONES:
            return MilestoneRows(value, id=name)
        shapes = self._shapes
        if kind == Kind.WEEKDAYS:
            weekdays = [(day[:2].capitalize(), day) for day in WEEKDAYS]
            return Weekdays(weekdays, value, shapes=shapes, id=name)
        if kind == Kind.FLAG:
            [(label, _)] = entry.words
            return Toggles([(label, name)], [name] if value else [], shapes=shapes, id=name)
        placeholder = entry.placeholder.format(
            grace=self._page.owner.grace_period_days, today=self._page.today.isoformat()
        )
        field = text_input(name, value, placeholder, self._known(name), entry.longest)
        field.select_on_focus = name != "name"  # what is typed adds to a name, and replaces none
        return field

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

    @property
    def finished(self) -> Draft:
        """The fields without a milestone that is just being written."""
        rows, draft = self._entries.get("milestones"), self.draft
        return (
            draft._replace(milestones=rows.finished) if isinstance(rows, MilestoneRows) else draft
        )

    def _given(self, name: str, kind: Kind) -> Any:
        entry = self._entries.get(name)
        if isinstance(entry, OneOf | ChoiceField):
            return entry.value
        if isinstance(entry, MilestoneRows):
            return entry.written
        if isinstance(entry, Toggles):
            if kind == Kind.FLAG:
                return name in entry.on
            return tuple(day for day in WEEKDAYS if day in entry.on)
        if isinstance(entry, Input):
            return entry.value.strip()
        return getattr(self._draft, name)  # below the fold, where nothing is yet

    def show(self, draft: Draft) -> None:
        """Writes an example into the fields; it says nothing of milestones and of late logs."""
        self._draft = draft._replace(strict=self._draft.strict, milestones=self._draft.milestones)
        for name, entry in self._entries.items():
            if isinstance(entry, OneOf | ChoiceField | Input):
                entry.value = getattr(draft, name)
            elif isinstance(entry, Weekdays):
                entry.on = frozenset(draft.schedule)
        self._put, self._method_put = None, draft.aggregation_method
        self._tell_kind(draft)

    def _parts(self, draft: Draft) -> dict[str, bool]:
        """The classes that hide fields, and whether each of them does."""
        return {
            "-windows": not single_days(draft),
            "-once": self.kind == "once",
            "-unitless": self.kind in ("once", "times", "days") and not draft.unit,
        }

    def fit(self, draft: Draft) -> None:
        """Hides what does not go with the kind, and the weekdays where periods are not single days;
        says what grace forgives, and shows the key that follows.
        """
        self.update_classes(self._parts(draft))
        target = self.query_one("#field-aggregation_target_value", Field)
        target.label = _TARGET_LABELS.get(self.kind, "How much")
        if not self._unfolded:
            return
        noun = period_noun(draft.aggregation_period, 1 if draft.every == "1" else 2)
        missed = f"missed {noun}s"
        self.query_one("#field-grace_periods", Field).hint = f"{missed} in a row that are forgiven"
        if self._new and draft.name:
            key = self.query_one("#activity_type", Input)
            key.placeholder = activity_type_of(draft.name)
