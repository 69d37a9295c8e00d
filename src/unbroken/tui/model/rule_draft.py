"""Between the fields of a form and the rules of a streak (docs/domain.md 3)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal
from typing import Any, Final, NamedTuple

from unbroken.core.amounts import AmountError, thousandths
from unbroken.core.reports import Effect
from unbroken.core.results import Settings, Streak
from unbroken.core.rules import WEEKDAYS, Rules
from unbroken.core.streak_fields import RULES, Kind, StreakField
from unbroken.wording.changes import number_texts
from unbroken.wording.rule_fields import ENTRIES, LINES
from unbroken.wording.rules import rule_sentence

_EFFECTS: Final = 4
"""So many people are told of, for whom a change of rules changes something."""


class Draft(NamedTuple):
    """The fields of the form as they are written; the names are those of `core.streak_fields`."""

    name: str = ""
    activity_type: str = ""
    description: str = ""
    unit: str = ""
    group: str = ""
    color: str = ""
    aggregation_method: str = "count"
    goal: str = "at_least"
    aggregation_target_value: str = "1"
    aggregation_period: str = "daily"
    every: str = "1"
    schedule: tuple[str, ...] = WEEKDAYS
    completion_target_value: str = ""
    grace_periods: str = ""
    starts_on: str = ""
    strict: bool = False
    reminders: str = ""
    milestones: tuple[tuple[str, str], ...] = ()


EXAMPLES: Final = {
    "Read": Draft("Read", unit="min", aggregation_method="sum", aggregation_target_value="20"),
    "Gym": Draft("Gym", aggregation_period="weekly", aggregation_target_value="3"),
    "No sugar": Draft("No sugar", goal="at_most", aggregation_target_value="0"),
}
"""Streaks that a new one can begin from."""


def kind_of(draft: Draft) -> str:
    """What kind of streak a draft makes: one of `wording.rule_fields.KINDS`."""
    if draft.goal == "at_most":
        return "limit"
    if draft.aggregation_method != "count":
        return "amount" if draft.aggregation_method == "sum" else "days"
    return "once" if draft.aggregation_target_value == "1" else "times"


_OF_KIND: Final = (
    "aggregation_method",
    "goal",
    "aggregation_target_value",
    "aggregation_period",
    "unit",
)


def method_of_limit(unit: str) -> str:
    """What counts towards a limit where nothing is chosen: amounts, if they have a unit."""
    return "sum" if unit else "count"


def with_kind(draft: Draft, kind: str) -> Draft:
    """The draft as a streak of another kind, with a number that goes with that; the week that was
    put in for days goes with them.
    """
    unit = draft.unit if kind in ("amount", "limit") else ""
    methods = {"amount": "sum", "days": "days", "limit": method_of_limit(unit)}
    number = draft.aggregation_target_value
    given = number if number not in ("", "0", "1") and kind_of(draft) != "limit" else ""
    target = {"once": "1", "limit": "0", "amount": given}.get(kind, given or "3")
    period = draft.aggregation_period
    if kind == "days" and single_days(draft):
        period = "weekly"
    elif (kind_of(draft), period, number) == ("days", "weekly", "3"):
        period = "daily"
    return draft._replace(
        aggregation_method=methods.get(kind, "count"),
        goal="at_most" if kind == "limit" else "at_least",
        aggregation_target_value=target,
        aggregation_period=period,
        unit=unit,
    )


def said_of_kind(draft: Draft) -> dict[str, Any]:
    """What `with_kind` writes."""
    return {name: getattr(draft, name) for name in _OF_KIND}


def more_than_asked(draft: Draft) -> bool:
    """Whether a draft says more than the three questions ask."""
    plain = Draft(name=draft.name, activity_type=draft.activity_type)
    return any(
        getattr(draft, entry.field) != getattr(plain, entry.field)
        for line in LINES
        if line.is_more
        for entry in line.entries
        if entry.field not in ("aggregation_method", "goal", "starts_on", "activity_type", "color")
    )


def new_draft(settings: Settings) -> Draft:
    """What the form of a new streak begins with."""
    return Draft(strict=settings["strict"])


_OPTIONAL: Final = [
    field.name for field in RULES if field.is_optional and field.kind != Kind.WEEKDAYS
]
_LEFT_TO_THE_ENGINE: Final = [
    field.name for field in RULES if field.default is None and not field.is_optional
]


def target_in_force(streak: Streak, today: date) -> Decimal:
    """The target that the present period is judged by."""
    target = streak.aggregation_target_value
    for each in streak.targets:
        if each.from_day <= today:
            target = each.aggregation_target_value
    return target


def draft_of(streak: Streak, today: date) -> Draft:
    """A streak as the form shows it."""
    written = {field.name: as_written(field, getattr(streak, field.name)) for field in RULES}
    written["aggregation_target_value"] = f"{target_in_force(streak, today):f}"
    milestones = tuple((str(each.milestone_target_value), each.title) for each in streak.milestones)
    return Draft(**written, milestones=milestones)


def as_written(field: StreakField, value: Any) -> Any:
    """What stands in the entry of a field, for a value as the engine answers it."""
    if field.kind == Kind.WEEKDAYS:
        return value or WEEKDAYS
    if field.kind == Kind.FLAG:
        return value
    if field.kind == Kind.REMINDERS:
        return ", ".join(value or ())
    return "" if value is None else str(value)


def single_days(draft: Draft) -> bool:
    """Whether a weekday schedule makes sense."""
    return draft.aggregation_period == "daily" and draft.every == "1"


def rules_given(draft: Draft) -> dict[str, Any]:
    """The rules as the engine takes them for a new streak."""
    rules: dict[str, Any] = draft._asdict()
    for name in _OPTIONAL:
        rules[name] = rules[name] or None
    for name in _LEFT_TO_THE_ENGINE:
        if not rules[name]:
            del rules[name]
    if not single_days(draft) or set(draft.schedule) == set(WEEKDAYS):
        rules["schedule"] = None
    return rules


def rules_changed(draft: Draft, before: Draft) -> dict[str, Any]:
    """Only what differs, as the engine takes it for a streak that there is."""
    rules, known = rules_given(draft), rules_given(before)
    return {
        name: rules.get(name, "") for name in Draft._fields if rules.get(name) != known.get(name)
    }


class Said(NamedTuple):
    """The rule in one sentence; or, where it is not `complete`, what is missing."""

    text: str
    complete: bool


def sentence(draft: Draft, grace: int) -> Said:
    """Says the rule that a draft makes, with the owner's `grace` where it has none."""
    try:
        target = thousandths(draft.aggregation_target_value, zero_allowed=draft.goal == "at_most")
    except AmountError:
        return Said("Say how much is enough.", False)
    numbers: dict[str, int | None] = {}
    for field in RULES:
        if field.kind == Kind.WHOLE:
            text = getattr(draft, field.name)
            if not text and field.is_optional:
                numbers[field.name] = None
            elif text.isascii() and text.isdigit() and int(text) >= field.least:
                numbers[field.name] = int(text)
            else:
                return Said(ENTRIES[field.name].refused, False)
    weekdays = None
    if single_days(draft) and set(draft.schedule) != set(WEEKDAYS):
        weekdays = tuple(place for place, day in enumerate(WEEKDAYS) if day in draft.schedule)
        if not weekdays:
            return Said("Choose at least one weekday.", False)
    judged: dict[str, Any] = {
        field.judged_as: numbers.get(field.name, getattr(draft, field.name))
        for field in RULES
        if field.judged_as is not None and field.kind != Kind.DAY
    }
    judged |= {"target": target, "schedule": weekdays}
    if judged["grace"] is None:
        judged["grace"] = grace
    rules = Rules(**judged)
    return Said(rule_sentence(rules, draft.unit or None, target), True)


_JUDGED: Final = {field.name for field in RULES if field.judged_as is not None}


def judged_anew(changed: Collection[str], *, whole: bool) -> str:
    """Which days the changed rules judge anew, as the head of the numbers that this changes; a new
    target holds for all of history only with `whole`.
    """
    target = "aggregation_target_value" in changed and not whole
    others = {*changed} & _JUDGED - ({"aggregation_target_value"} if target else set())
    if target and others:
        return "The new target holds from this period on, the other new rules for all days:"
    if target:
        return "The new target holds from this period on; earlier days stay as they are:"
    return "The new rules hold for all days, also for earlier ones:"


def effect_lines(effects: Iterable[Effect], *, has_length: bool = True) -> list[str]:
    """What changes for whom, a line for each number; empty where all stay as they are. The attempt
    is told only of what has a length: else it is the run.
    """
    labels = ("Run", "Best", "Attempt") if has_length else ("Run", "Best")
    changed = [each for each in effects if each.before != each.after]
    lines = []
    for effect in changed[:_EFFECTS]:
        if len(changed) > 1:
            lines.append(effect.owner)
        told = [
            *zip(labels, number_texts(effect.before), number_texts(effect.after), strict=False),
            ("Missed", str(effect.before.missed), str(effect.after.missed)),
        ]
        moved = [each for each in told if each[1] != each[2]]
        width = max([len(labels[-1]), *(len(label) for label, _, _ in moved)])
        lines += [f"{label:{width}}  {was} → {then}" for label, was, then in moved]
    if len(changed) > _EFFECTS:
        lines.append(f"and {len(changed) - _EFFECTS} more")
    return lines
