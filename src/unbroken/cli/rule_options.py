"""The rules of a streak as flags of `add` and `edit` (docs/interfaces.md section 1)."""

from __future__ import annotations

from itertools import groupby
from typing import Any, Final, NoReturn

from unbroken.cli.arguments import Parser
from unbroken.cli.session import Session
from unbroken.cli.usage_errors import UsageError
from unbroken.core.streak_fields import RULES, Kind
from unbroken.wording.rule_fields import FLAGS, SWITCHES

_FIELDS: Final = {field.name: field for field in RULES}


def declare_rules(parser: Parser) -> None:
    """Every flag that `add` and `edit` share."""
    for rule, flag, metavar, meaning in FLAGS:
        more = {"action": "append"} if _FIELDS[rule].kind == Kind.REMINDERS else {}
        parser.value(flag, metavar, meaning, dest=rule, **more)
    for switch in SWITCHES:
        parser.flag(switch.flag, switch.help)
    parser.value(
        "--milestone",
        "N=TITLE",
        "a reward after N periods; may be repeated; with edit, N= takes it away",
        action="append",
    )


def given_rules(session: Session) -> dict[str, Any]:
    """The rules that were given, by their names in the domain."""
    options = session.options
    rules: dict[str, Any] = {}
    for rule, *_ in FLAGS:
        value = getattr(options, rule)
        if isinstance(value, list):
            value = ",".join(value)
        if value == "" and _FIELDS[rule].is_optional:
            rules[rule] = None
        elif value is not None:
            rules[rule] = value
    for rule in rules:
        if _FIELDS[rule].kind == Kind.DAY:
            rules[rule] = session.day(rules[rule])
    for rule, switches in groupby(SWITCHES, lambda switch: switch.field):
        given = [switch for switch in switches if getattr(options, switch.dest)]
        if len(given) > 1:
            _refuse_both(given[0].flag, given[1].flag)
        rules.update((rule, switch.value) for switch in given)
    return rules


def taken_back_rules(session: Session) -> dict[str, Any]:
    """The rules that `edit` sets to none."""
    options = session.options
    rules: dict[str, Any] = {}
    for rule, flag in (
        ("completion_target_value", "--no-length"),
        ("schedule", "--no-schedule"),
        ("reminders", "--no-remind"),
    ):
        if getattr(options, flag.removeprefix("--").replace("-", "_")):
            if getattr(options, rule):
                _refuse_both(flag, next(each.flag for each in FLAGS if each.field == rule))
            rules[rule] = None
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


def _refuse_both(one: str, other: str) -> NoReturn:
    raise UsageError(f"{one} and {other} exclude each other; give one of them.")
