"""The rules of a streak as flags of `add` and `edit` (docs/interfaces.md section 1)."""

from __future__ import annotations

from typing import Any, Final

from unbroken.cli.arguments import Parser
from unbroken.cli.session import Session
from unbroken.cli.usage_errors import UsageError

_FLAGS: Final = (
    ("--type", "ACTIVITY_TYPE", "the streak's key in words: a-z 0-9 - _ .", "activity_type"),
    ("--method", "METHOD", "sum, count or days", "aggregation_method"),
    ("--period", "PERIOD", "daily, weekly, monthly, quarterly or yearly", "aggregation_period"),
    ("--every", "N", "so many days, weeks, … are one period", "every"),
    ("--target", "AMOUNT", "how much is enough, or the most", "aggregation_target_value"),
    ("--unit", "TEXT", "what is added up, such as min", "unit"),
    ("--length", "N", "periods until it is completed", "completion_target_value"),
    ("--grace", "N", "missed periods in a row that are forgiven", "grace_periods"),
    ("--schedule", "DAYS", "weekdays that count, as mon,wed,fri", "schedule"),
    ("--starts-on", "DAY", "the first day that counts", "starts_on"),
    ("--color", "NAME", "a name such as green, or #rrggbb", "color"),
    ("--group", "TEXT", "a group to stand in", "group"),
    ("--description", "TEXT", "what it is about", "description"),
)
_CLEARED: Final = ("completion_target_value", "grace_periods", "schedule")
"""Rules for which an empty value means none."""


def declare_rules(parser: Parser) -> None:
    """Every flag that `add` and `edit` share."""
    for flag, metavar, meaning, rule in _FLAGS:
        parser.value(flag, metavar, meaning, dest=rule)
    parser.flag("--at-most", "staying at or below the target is the goal")
    parser.flag("--at-least", "reaching the target is the goal")
    parser.flag("--strict", "late logs do not count")
    parser.flag("--not-strict", "late logs count")
    parser.value(
        "--milestone",
        "N=TITLE",
        "a reward after N periods; may be repeated; with edit, N= takes it away",
        action="append",
    )


def given_rules(session: Session) -> dict[str, Any]:
    """The rules that were given, by their names in the domain."""
    options = session.options
    rules = {
        rule: getattr(options, rule)
        for _, _, _, rule in _FLAGS
        if getattr(options, rule) is not None
    }
    rules.update((rule, None) for rule in _CLEARED if rules.get(rule) == "")
    if "starts_on" in rules:
        rules["starts_on"] = session.day(rules["starts_on"])
    _refuse_both(session, "at_most", "at_least")
    if options.at_most or options.at_least:
        rules["goal"] = "at_most" if options.at_most else "at_least"
    _refuse_both(session, "strict", "not_strict")
    if options.strict or options.not_strict:
        rules["strict"] = options.strict
    return rules


def taken_back_rules(session: Session) -> dict[str, Any]:
    """The rules that `edit` sets to none."""
    options = session.options
    rules: dict[str, Any] = {}
    for flag, given, rule, value in (
        ("no_length", "completion_target_value", "completion_target_value", None),
        ("no_schedule", "schedule", "schedule", None),
    ):
        if getattr(options, flag):
            _refuse_both(session, flag, given)
            rules[rule] = value
    return rules


def given_milestones(session: Session) -> list[tuple[Any, str]]:
    """The milestones that were given, as numbers with titles."""
    milestones = []
    for text in session.options.milestone or ():
        number, equals, title = text.partition("=")
        if not equals:
            raise UsageError("A milestone is written as its number and title, as 30=A month.")
        milestones.append((number.strip(), title))
    return milestones


def _refuse_both(session: Session, one: str, other: str) -> None:
    if getattr(session.options, one) and getattr(session.options, other):
        flags = {rule: flag for flag, _, _, rule in _FLAGS}
        names = [flags.get(name, "--" + name.replace("_", "-")) for name in (one, other)]
        raise UsageError(f"{names[0]} and {names[1]} exclude each other; give one of them.")
