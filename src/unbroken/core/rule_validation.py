"""Checks the rules that people write, and turns them into columns (docs/domain.md 3)."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date

from unbroken.core.amounts import ONE, AmountError, decimal_of, thousandths
from unbroken.core.errors import ErrorCode, Refusal
from unbroken.core.local_days import FIRST_DAY, LAST_DAY, Day, day_of
from unbroken.core.rules import LARGEST_COUNT, WEEKDAYS
from unbroken.core.streak_fields import RULES, Kind, StreakField
from unbroken.core.text import LONGEST_NAME, counted, free_name, one_line
from unbroken.core.typing import Any, Final

Row = dict[str, Any]

MilestoneGiven = tuple[int, str]
"""A number of periods and the title of what is then reached."""

DEFAULTS: Final[Row] = {field.column: field.default for field in RULES}
"""The columns of a new streak of which nothing is said."""

KEY: Final = r"[a-z0-9_.-]{1,200}"
"""What an activity type is made of."""
_COLOUR: Final = r"#[0-9a-f]{6}|[a-z][a-z_-]{0,30}"
_BY_NAME: Final = {field.name: field for field in RULES}


def refuse(code: ErrorCode, message: str, field: str | None = None) -> Refusal:
    """A refusal of a rule."""
    return Refusal(code, message, field)


def check_rules(given: Mapping[str, Any], base: Row) -> Row:
    """The columns of a streak, from rules given over a base.

    Raises Refusal for what is not a rule, or for rules that do not go together.
    """
    unknown = sorted(set(given) - set(_BY_NAME))
    if unknown:
        raise refuse(ErrorCode.BAD_RULE, f"“{unknown[0]}” is not a rule of a streak.")
    fields = {column: base[column] for column in DEFAULTS}
    for name, value in given.items():
        field = _BY_NAME[name]
        if field.kind in _CHECKS and not (field.kind == Kind.DAY and value is None):
            try:
                fields[field.column] = _CHECKS[field.kind](field, value)
            except Refusal as error:
                error.field = name
                raise
    _check_target(given, fields)
    _check_together(fields)
    return fields


def check_milestones(milestones: Iterable[MilestoneGiven]) -> list[MilestoneGiven]:
    """Milestones with clean titles. Raises Refusal for a number below 1 or no title."""
    checked = []
    for number, title in milestones:
        clean = one_line(title)
        if not clean:
            raise refuse(
                ErrorCode.BAD_MILESTONE, "A milestone needs a title, as 30=A month.", "milestones"
            )
        checked.append((check_whole("milestone", number, 1, LARGEST_COUNT), clean))
    return checked


def free_key(wanted: str, taken: Collection[str]) -> str:
    """An activity type that is not taken: the one wanted, or with a number behind it."""
    return free_name(wanted, taken.__contains__, "-")


def check_name(name: str, value: Any) -> str:
    """A name on one line, without control characters.

    Raises Refusal where nothing is left, or more than `LONGEST_NAME` characters.
    """
    clean = one_line(str(value), LONGEST_NAME + 1)
    if not clean:
        raise refuse(ErrorCode.BAD_NAME, "A name is needed; write at least one letter.")
    if len(clean) > LONGEST_NAME:
        raise refuse(ErrorCode.BAD_NAME, f"A name has at most {LONGEST_NAME} characters.")
    return clean


def check_day(name: str, value: Any) -> Day:
    """A day between 1970 and 2100, or one beside them. Raises Refusal for anything else."""
    try:
        day = day_of(value.isoformat() if isinstance(value, date) else str(value).strip())
    except ValueError:
        raise refuse(
            ErrorCode.BAD_DATE, f"“{str(value)[:40]}” is not a date; write 2026-03-31."
        ) from None
    if not can_be_day(day):
        raise refuse(ErrorCode.BAD_DATE, "A date must lie in the years 1970 to 2100.")
    return day


def can_be_day(day: Day) -> bool:
    """Whether some zone can have a date at an instant of the years 1970 to 2100 in UTC."""
    return FIRST_DAY - 1 <= day <= LAST_DAY + 1


def check_weekday(text: str) -> int:
    """A weekday by its name or the beginning of it; 0 for Monday."""
    wanted = str(text).strip().casefold()
    found = [
        day for day, name in enumerate(WEEKDAYS) if len(wanted) > 1 and name.startswith(wanted)
    ]
    if len(found) != 1:
        raise refuse(
            ErrorCode.BAD_WEEKDAY, f"“{str(text)[:40]}” is not a weekday; write mon, tue, wed …."
        )
    return found[0]


def check_quiet_hours(text: object) -> str | None:
    """Quiet hours as they are stored; an empty text means none. Raises Refusal for others."""
    from unbroken.core.reminders import read_quiet_hours  # most owners have none

    try:
        hours = read_quiet_hours(str(text))
    except ValueError as error:
        raise refuse(ErrorCode.BAD_QUIET_HOURS, str(error), "quiet_hours") from None
    return None if hours is None else hours.text


def check_whole(called: str, value: Any, least: int, most: int) -> int:
    """A whole number in some bounds. Raises Refusal, naming it as it is `called`."""
    text = str(value).strip()
    if isinstance(value, bool) or not re.fullmatch(r"-?[0-9]{1,12}", text, re.ASCII):
        raise refuse(
            ErrorCode.BAD_NUMBER, f"The {called} must be a whole number, not “{text[:40]}”."
        )
    number = int(text)
    if not least <= number <= most:
        raise refuse(ErrorCode.BAD_NUMBER, f"The {called} must be from {least} to {most:,}.")
    return number


def _key(field: StreakField, value: Any) -> str | None:
    if value is None:
        return None
    text = _said(field, value)
    if not re.fullmatch(KEY, text):
        raise refuse(
            ErrorCode.BAD_ACTIVITY_TYPE,
            f"“{one_line(text)[:40]}” is no activity type; use only a-z, 0-9, and - _ .",
        )
    return text


def _choice(field: StreakField, value: Any) -> str:
    if value not in field.choices:
        listed = ", ".join(field.choices)
        raise refuse(ErrorCode.BAD_RULE, f"The {field.noun} must be one of {listed}.")
    return str(value)


def _said(field: StreakField, value: Any) -> str:
    """A text, or nothing where there is none."""
    if not isinstance(value, str | None):
        raise refuse(ErrorCode.BAD_TEXT, f"The {field.noun} must be text.")
    return value or ""


def _text(field: StreakField, value: Any) -> str | None:
    text = one_line(_said(field, value))
    return None if field.is_optional and not text else text


def _flag(field: StreakField, value: Any) -> bool:
    if not isinstance(value, bool):
        raise refuse(ErrorCode.BAD_RULE, f"Whether it is {field.noun} must be true or false.")
    return value


def _colour(field: StreakField, value: Any) -> str | None:
    text = _said(field, value).strip().casefold()
    if not text:
        return None
    if not re.fullmatch(_COLOUR, text):
        raise refuse(ErrorCode.BAD_COLOR, "A colour is a name such as green, or #rrggbb.")
    return text


def _whole(field: StreakField, value: Any) -> int | None:
    if value is None and field.is_optional:
        return None
    return check_whole(field.noun, value, field.least, field.most)


def _schedule(field: StreakField, value: Any) -> str | None:
    if value is None:
        return None
    names = [part for part in value.split(",") if part.strip()] if isinstance(value, str) else value
    if not isinstance(names, list | tuple | set | frozenset):
        raise refuse(ErrorCode.BAD_SCHEDULE, "A schedule is a list of weekdays, as mon,wed,fri.")
    days = sorted({check_weekday(each) for each in names})
    if not days:
        raise refuse(
            ErrorCode.BAD_SCHEDULE, "A schedule needs at least one weekday, as mon,wed,fri."
        )
    return None if len(days) == 7 else ",".join(map(str, days))


def _reminders(field: StreakField, value: Any) -> str | None:
    if value is None:
        return None
    listed = isinstance(value, list | tuple) and all(isinstance(each, str) for each in value)
    if not (listed or isinstance(value, str)):
        raise refuse(
            ErrorCode.BAD_REMINDER, "Reminders are a list of times, as 08:30 and 2h before."
        )
    from unbroken.core.reminders import read_reminders  # few rules are about them

    try:
        times = read_reminders(value)
    except ValueError as error:
        raise refuse(ErrorCode.BAD_REMINDER, str(error)) from None
    return ",".join(each.text for each in times) or None


_CHECKS: Final[dict[Kind, Callable[[StreakField, Any], Any]]] = {
    Kind.KEY: _key,
    Kind.NAME: lambda field, value: check_name(field.name, value),
    Kind.TEXT: _text,
    Kind.COLOUR: _colour,
    Kind.CHOICE: _choice,
    Kind.WHOLE: _whole,
    Kind.WEEKDAYS: _schedule,
    Kind.DAY: lambda field, value: check_day(field.name, value),
    Kind.FLAG: _flag,
    Kind.REMINDERS: _reminders,
}
"""What makes the value of a column of one that people write. A target is checked with its goal."""


def _check_target(given: Mapping[str, Any], fields: Row) -> None:
    at_most = fields["goal"] == "at_most"
    value = given.get("aggregation_target_value", decimal_of(fields["aggregation_target_value"]))
    try:
        target = thousandths(str(value), zero_allowed=at_most, noun="target")
    except AmountError as error:
        raise refuse(ErrorCode.BAD_TARGET, str(error), "aggregation_target_value") from None
    if fields["aggregation_method"] != "sum" and target % ONE:
        raise refuse(
            ErrorCode.BAD_TARGET,
            "Activities and days are counted in whole numbers; so must the target be.",
            "aggregation_target_value",
        )
    fields["aggregation_target_value"] = target


def _check_together(fields: Row) -> None:
    daily = fields["aggregation_period"] == "daily" and fields["every"] == 1
    if fields["schedule"] is not None and not daily:
        raise refuse(
            ErrorCode.BAD_SCHEDULE,
            "Only a streak of single days can have a weekday schedule.",
            "schedule",
        )
    if fields["reminders"] is not None and fields["goal"] == "at_most":
        raise refuse(
            ErrorCode.BAD_REMINDER,
            "A limit asks for nothing, so there is nothing to be reminded of; give no reminders.",
            "reminders",
        )
    if fields["aggregation_method"] == "days" and fields["goal"] == "at_least":
        longest = {"daily": 1, "weekly": 7, "monthly": 31, "quarterly": 92, "yearly": 366}
        most = longest[fields["aggregation_period"]] * fields["every"]
        if fields["aggregation_target_value"] > most * ONE:
            raise refuse(
                ErrorCode.BAD_TARGET,
                f"There are never more than {counted(most, 'day')} in that period.",
                "aggregation_target_value",
            )
