"""A streak's rules, targets and status, read from an interchange document."""

from __future__ import annotations

from unbroken.core.amounts import ONE, decimal_of
from unbroken.core.errors import Refusal
from unbroken.core.instants import Instant
from unbroken.core.local_days import Day
from unbroken.core.rule_validation import DEFAULTS, check_rules
from unbroken.core.streak_fields import RULES, STATUSES
from unbroken.core.typing import Any
from unbroken.engine.interchange.document_fields import (
    amount_in,
    day_in,
    instant_in,
    objects_in,
    refuse_at,
    text_in,
)


def targets_in(place: str, given: dict[str, Any]) -> list[tuple[Day, int]]:
    """The changes of the target in thousandths, each with its first day, in their order."""
    targets: dict[Day, int] = {}
    for here, each in objects_in(place, given, "targets"):
        day = day_in(here, each, "from_day")
        if day is None:
            refuse_at(f"{here}.from_day", "is missing")
        if day in targets:
            refuse_at(f"{here}.from_day", "stands there twice")
        targets[day] = amount_in(here, each, "aggregation_target_value", zero_allowed=True)
    return sorted(targets.items())


def rules_in(place: str, given: dict[str, Any], targets: list[tuple[Day, int]]) -> dict[str, Any]:
    """The columns of the rules.

    Of the targets only the last one must go with the other rules: those before it may be from
    a time when the rules were others.
    """
    rules = {field.name: given[field.name] for field in RULES if field.name in given}
    rules["name"] = text_in(place, given, "name", "") or given["activity_type"]
    first = ONE
    if "aggregation_target_value" in given:
        first = amount_in(place, given, "aggregation_target_value", zero_allowed=True)
    rules["aggregation_target_value"] = decimal_of(targets[-1][1] if targets else first)
    try:
        fields = check_rules(rules, DEFAULTS)
    except Refusal as error:
        last = bool(targets) and error.field == "aggregation_target_value"
        field = "targets" if last else error.field
        refuse_at(f"{place}.{field}" if field else place, error.message)
    return {**fields, "aggregation_target_value": first}


def status_in(place: str, given: dict[str, Any], now: Instant) -> dict[str, Any]:
    """The columns of the status; an archived streak that does not say since when is so from now."""
    status = given.get("status", "live")
    if status not in STATUSES:
        refuse_at(f"{place}.status", f"must be one of {', '.join(STATUSES)}")
    archived_at = None
    if status == "archived":
        archived_at = instant_in(place, given, "archived_at", now)
    elif "archived_at" in given:
        refuse_at(f"{place}.archived_at", "goes only with the status archived")
    return {"status": status, "archived_at": archived_at}
