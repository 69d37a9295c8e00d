"""The fields of a streak's rules."""

from __future__ import annotations

from typing import Any, Final

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Button, Input, Select

from unbroken.core.rules import WEEKDAYS
from unbroken.core.text import activity_type_of
from unbroken.tui.model.dashboard_page import Page
from unbroken.tui.model.rule_draft import COLOURS, EXAMPLES, Draft, single_days
from unbroken.tui.widgets.form_field import Field, choice, text_input
from unbroken.tui.widgets.milestone_rows import MilestoneRows
from unbroken.tui.widgets.toggles import Toggles
from unbroken.wording.symbols import shapes_named

_METHODS: Final = (
    ("each log", "count"),
    ("the amounts", "sum"),
    ("the days", "days"),
)
_GOALS: Final = (("at least", "at_least"), ("at most", "at_most"))
_PERIODS: Final = (
    ("day", "daily"),
    ("week", "weekly"),
    ("month", "monthly"),
    ("quarter", "quarterly"),
    ("year", "yearly"),
)
_LATE: Final = " do not count"
_TEXTS: Final = (
    "name",
    "activity_type",
    "description",
    "unit",
    "group",
    "aggregation_target_value",
    "every",
    "completion_target_value",
    "grace_periods",
    "starts_on",
)
_CHOICES: Final = ("aggregation_method", "goal", "aggregation_period", "color")


class RuleForm(VerticalScroll, can_focus=False):
    """One field a rule, in the order in which people think of them."""

    DEFAULT_CSS = """
    RuleForm {
        width: 1fr;
        height: 1fr;
        padding: 0 1;

        .gap { margin-top: 1; }
        .example { min-width: 0; margin-right: 1; background: $panel; text-style: none; }
        .example:focus { background: $primary; color: $background; }
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
        draft, page = self._draft, self._page
        streaks = page.streaks.values()
        shapes = shapes_named(page.settings["symbols"])
        yield Field("Name", text_input("name", draft.name, "what you do"), name="name")
        if self._new:
            buttons = [
                Button(each, name=each, compact=True, classes="example") for each in EXAMPLES
            ]
            yield Field("Or as in", *buttons, name="example")
        method = choice("aggregation_method", _METHODS, draft.aggregation_method)
        yield _gap(Field("Count", method, name="aggregation_method"))
        yield Field(
            "Enough is",
            choice("goal", _GOALS, draft.goal),
            text_input("aggregation_target_value", draft.aggregation_target_value, "1", most=64),
            name="aggregation_target_value",
        )
        units = (each.unit for each in streaks if each.unit)
        yield Field("Unit", text_input("unit", draft.unit, "none, as min", units), name="unit")
        yield Field(
            "In every",
            text_input("every", draft.every, "1", most=6),
            choice("aggregation_period", _PERIODS, draft.aggregation_period),
            name="every",
        )
        weekdays = Toggles(
            [(day[:2].capitalize(), day) for day in WEEKDAYS],
            draft.schedule,
            shapes=shapes,
            id="schedule",
        )
        yield Field("On", weekdays, name="schedule")
        length = text_input("completion_target_value", draft.completion_target_value, "no end")
        yield _gap(Field("Length", length, name="completion_target_value"))
        grace = f"yours: {page.owner.grace_period_days}"
        yield Field(
            "Grace", text_input("grace_periods", draft.grace_periods, grace), name="grace_periods"
        )
        yield Field(
            "Starts on",
            text_input("starts_on", draft.starts_on, f"today, {page.today.isoformat()}"),
            name="starts_on",
        )
        strict = ["strict"] if draft.strict else []
        late = Toggles([(_LATE, "strict")], strict, shapes=shapes, id="strict")
        yield Field("Late logs", late, name="strict")
        yield Field(
            "Milestones", MilestoneRows(draft.milestones, id="milestones"), name="milestones"
        )
        groups = (each.group for each in streaks if each.group)
        group = text_input("group", draft.group, "none", groups)
        yield _gap(Field("Group", group, name="group"))
        colours = [("none", ""), *((each, each) for each in COLOURS)]
        if draft.color and draft.color not in COLOURS:
            colours.append((draft.color, draft.color))
        yield Field("Colour", choice("color", colours, draft.color), name="color")
        yield Field(
            "Description",
            text_input("description", draft.description, most=1000),
            name="description",
        )
        yield Field(
            "Key",
            text_input("activity_type", draft.activity_type, "from the name"),
            name="activity_type",
        )

    def on_mount(self) -> None:
        """Shows the fields that make sense."""
        self.fit(self._draft)

    @property
    def draft(self) -> Draft:
        """The fields as written."""
        given: dict[str, Any] = {
            name: self.query_one(f"#{name}", Input).value.strip() for name in _TEXTS
        }
        for name in _CHOICES:
            given[name] = self.query_one(f"#{name}", Select).value
        on = self.query_one("#schedule", Toggles).on
        given["schedule"] = tuple(day for day in WEEKDAYS if day in on)
        given["strict"] = "strict" in self.query_one("#strict", Toggles).on
        given["milestones"] = self.query_one(MilestoneRows).written
        return Draft(**given)

    def show(self, draft: Draft) -> None:
        """Writes an example into the fields; it says nothing of milestones and of late logs."""
        for name in _TEXTS:
            self.query_one(f"#{name}", Input).value = getattr(draft, name)
        for name in _CHOICES:
            self.query_one(f"#{name}", Select).value = getattr(draft, name)
        self.query_one("#schedule", Toggles).on = frozenset(draft.schedule)

    def fit(self, draft: Draft) -> None:
        """Hides the weekdays where periods are not single days; shows the key that follows."""
        self.set_class(not single_days(draft), "-windows")
        if self._new and draft.name:
            key = self.query_one("#activity_type", Input)
            key.placeholder = activity_type_of(draft.name)


def _gap(field: Field) -> Field:
    return field.add_class("gap")
