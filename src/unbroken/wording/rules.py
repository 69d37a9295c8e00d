"""A streak's rule, its periods and its milestones in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from unbroken.core.amounts import ONE
from unbroken.core.results import Milestone, Streak
from unbroken.core.rules import WEEKDAYS, Rules
from unbroken.core.text import counted, listed
from unbroken.core.typing import Final
from unbroken.wording.amounts import behind, number
from unbroken.wording.symbols import TINTS

_UNITS: Final = {
    "daily": "day",
    "weekly": "week",
    "monthly": "month",
    "quarterly": "quarter",
    "yearly": "year",
}


def span(period: str, every: int = 1) -> str:
    """A period by its name: `day`, `2 weeks`."""
    return _UNITS[period] if every == 1 else f"{every} {_UNITS[period]}s"


def period_noun(period: str, every: int) -> str:
    """What one period is called: `day`, `week`; `period` where it is several of them."""
    return span(period) if every == 1 else "period"


def milestone_lines(milestones: Iterable[Milestone]) -> Iterator[str]:
    """`  at 30: A month`, a line for each."""
    for each in milestones:
        yield f"  at {each.milestone_target_value}: {each.title}"


def reminder_lines(streak: Streak) -> Iterator[str]:
    """`  reminds at 08:30, 21:00 and 2h before`, where there are any; of longer periods than a day
    also how often (docs/domain.md 8.4).
    """
    times = streak.reminders
    if not times:
        return
    often = ""
    if (streak.aggregation_period, streak.every) != ("daily", 1):
        noun = period_noun(streak.aggregation_period, streak.every)
        often = f", {'each ' if len(times) > 1 else ''}once a {noun}"
    yield f"  reminds at {listed(list(times))}{often}"


def counting_words(streak: Streak) -> str:
    """What is counted of a streak that does not add amounts up, and how to have it do so."""
    counted_are = "days with a log" if streak.aggregation_method == "days" else "logs"
    edit = f"`unbroken edit {streak.activity_type} --method sum`"
    return f"counts {counted_are}, not amounts; {edit} adds these up"


def rule_remarks(streak: Streak, before: Streak | None = None) -> Iterator[str]:
    """`  counts logs, not amounts; …`, where a unit may make one expect amounts; and which
    colours there are, where it has another. Nothing of what was so `before` already.
    """
    told = set() if before is None else {*rule_remarks(before)}
    yield from (each for each in _remarks(streak) if each not in told)


def _remarks(streak: Streak) -> Iterator[str]:
    if streak.color and not streak.color.startswith("#") and streak.color not in TINTS:
        yield f"  drawn only if CSS has a colour {streak.color}; the app's own are {listed(TINTS)}"
    if streak.unit and streak.aggregation_method != "sum":
        yield f"  {counting_words(streak)}"


def rule_sentence(rules: Rules, unit: str | None, target: int) -> str:
    """The rule in words, with the target (thousandths) that is in force.

    For example: `At least 3 times a week, for 4 weeks; one missed week is forgiven.`
    """
    if rules.goal == "at_most" and target == 0:
        text = f"None in any {span(rules.period, rules.every)}".replace("in any day", "on any day")
    else:
        text = f"{_amount(rules, unit, target)} {_period(rules)}"
    if rules.length is not None:
        noun = "scheduled day" if rules.schedule else _UNITS[rules.period]
        several = f" of {span(rules.period, rules.every)}" if rules.every > 1 else ""
        text += f", for {counted(rules.length, 'period' if several else noun)}{several}"
    if rules.grace:
        noun = "day" if rules.schedule else _UNITS[rules.period] if rules.every == 1 else "period"
        verb = "is" if rules.grace == 1 else "in a row are"
        count = "one" if rules.grace == 1 else str(rules.grace)
        text += f"; {count} missed {noun if rules.grace == 1 else noun + 's'} {verb} forgiven"
    if rules.strict:
        text += "; late logs do not count"
    return text + "."


def _amount(rules: Rules, unit: str | None, target: int) -> str:
    if rules.method == "sum":
        amount = number(target) + behind(unit)
    elif rules.method == "days":
        amount = f"{number(target)} day" + ("" if target == ONE else "s")
    elif target == ONE:
        amount = "once"
    else:
        amount = f"{number(target)} times"
    return f"{'At least' if rules.goal == 'at_least' else 'At most'} {amount}"


def _period(rules: Rules) -> str:
    if rules.schedule is None:
        return "a " + span(rules.period) if rules.every == 1 else _every(rules)
    names = [WEEKDAYS[day].capitalize() for day in rules.schedule]
    if list(rules.schedule) == [0, 1, 2, 3, 4]:
        return "a day, Monday to Friday"
    return f"a day, on {listed(names)}" if names[1:] else f"on {names[0]}s"


def _every(rules: Rules) -> str:
    return f"in every {span(rules.period, rules.every)}"
