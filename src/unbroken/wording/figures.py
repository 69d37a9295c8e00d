"""The figures of a streak as lines of text with charts, the same for command line and app.

What a chart shows its numbers say too, so that nothing is told by a shape or a colour alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from unbroken.core.figures import Slips, Statistics
from unbroken.core.results import Streak
from unbroken.core.text import counted
from unbroken.core.typing import Final
from unbroken.wording.amounts import amount, unit_behind
from unbroken.wording.charts import heat, line
from unbroken.wording.dates import MONTHS
from unbroken.wording.rules import period_noun
from unbroken.wording.symbols import ASCII, Shapes, dot
from unbroken.wording.told import (
    BarRow,
    Section,
    Told,
    bars,
    dated,
    from_to,
    in_columns,
    percent,
    points,
    ranked,
    wrapped,
)

_LINE_ROWS: Final = 4
_LATEST: Final = 6
"""Stretches, and months of slips, that are told in numbers."""
_LONGEST: Final = 60
"""Cells that a line or the headline's bar takes at most."""
_WITH_SHARES: Final = 48
"""Cells from which there is room for the share of each weekday."""


def headline(found: Statistics, streak: Streak, cells: int, shapes: Shapes) -> Iterator[Told]:
    """`17 of 31 days` with its share and its bar, and the main figures."""
    met_of = (_met_of(found, streak), "strong")
    if found.share is None:
        yield (met_of,)
    else:
        yield met_of, (f"  {percent(found.share)}", "plain")
        filled, track = shapes.bar(float(found.share), min(cells, _LONGEST))
        yield (filled, "met"), (track, "quiet")
    facts = [
        _strength(found, streak),
        f"run {found.current_streak:,}",
        f"best {found.longest_streak:,}",
        counted(found.logs, "log"),
    ]
    if streak.aggregation_method == "sum":
        facts.append(amount(found.total) + unit_behind(streak))
    if found.asked or found.logs:
        facts.append(f"since {dated(found.first_day, found.last_day)}")
    yield from wrapped(facts, cells, shapes)


def sections(found: Statistics, streak: Streak, cells: int, shapes: Shapes) -> Iterator[Section]:
    """What stands below the headline, in lines of at most so many cells, 38 at least.

    What is empty is left out.
    """
    if found.runs:
        longest = found.runs[0].length
        rows = [
            BarRow(
                (f"{each.length:,}",),
                each.length / longest,
                (from_to(each.first_day, each.last_day, found.last_day, shapes),),
            )
            for each in found.runs
        ]
        yield ranked("Best runs", rows, cells, shapes)
    rows = [
        BarRow(
            (f"{each.days} days" if each.days else "all", f"{each.met:,} of {each.asked:,}"),
            float(each.share or 0),
            (percent(each.share), points(each.change)),
        )
        for each in found.completion
        if each.asked
    ]
    if rows:
        yield ranked("Completion and its change", rows, cells, shapes)
    yield from _over_time(found, streak, cells, shapes)
    at_most = streak.goal == "at_most"
    rows = [
        BarRow(
            (each.span, f"{amount(each.done)} of {_roughly(each.target)}"),
            float(each.done / each.target) if each.target else 0,
            (percent(each.done / each.target) if each.target else "",),
            "missed" if at_most and each.done > each.target else "met",
        )
        for each in found.aims
        if (each.target or each.done or at_most) and not _asks_no_whole(streak, each.target)
    ]
    if rows:
        yield ranked("Limit and done" if at_most else "Target and done", rows, cells, shapes)
    if found.logs:
        met = ", days met" if any(each.asked for each in found.weekdays) else ""
        told = tuple(_pattern(found, cells, shapes))
        yield Section(f"Logs by weekday and hour{met}", told)
    if found.slips is not None:
        yield Section("Slips", tuple(_slips(found.slips, found.last_day, cells, shapes)))
    if found.ahead is not None:
        yield Section("Next milestone", tuple(_ahead(found, streak)))


def _asks_no_whole(streak: Streak, target: Decimal) -> bool:
    """Whether it is less than one of what is counted."""
    return streak.aggregation_method != "sum" and 0 < round(target, 1) < 1


def _roughly(target: Decimal) -> str:
    """A target that is a part of a period's, to one place: the exact one says no more."""
    return amount(target if target == target.to_integral_value() else round(target, 1))


def _strength(found: Statistics, streak: Streak) -> str:
    """The strength; of a limit that is new not what each begins with, else that it still grows."""
    if found.early and streak.goal == "at_most":
        return "strength: too soon to say"
    return f"strength {percent(found.strength)}{' so far' if found.early else ''}"


def _met_of(found: Statistics, streak: Streak) -> str:
    """`17 of 31 days`."""
    noun = period_noun(streak.aggregation_period, streak.every)
    if not found.asked:
        return "Nothing is decided yet"
    return f"{found.met:,} of {counted(found.asked, noun)}"


def _over_time(found: Statistics, streak: Streak, cells: int, shapes: Shapes) -> Iterator[Section]:
    """The strength as a line, and the latest stretches in numbers."""
    strengths = [each.strength for each in found.stretches]
    if len(strengths) > 1 and not (found.early and streak.goal == "at_most"):
        drawn = line([float(each) for each in strengths], min(cells, _LONGEST), _LINE_ROWS, shapes)
        said = (
            f"{percent(strengths[0])} {'->' if shapes is ASCII else '→'} {percent(strengths[-1])}"
            f"{dot(shapes)}highest {percent(max(strengths))}"
        )
        yield Section(
            f"Strength by {found.stretch}",
            (*(((each, "met"),) for each in drawn), ((said, "quiet"),)),
        )
    latest = found.stretches[-_LATEST:]
    most = max((each.total for each in latest), default=Decimal(0))
    if not most:
        return
    noun = period_noun(streak.aggregation_period, streak.every)
    rows = [
        BarRow(
            (_stretch_name(found.stretch, each.first_day), amount(each.total)),
            float(each.total / most),
            ("" if each.average is None else f"{amount(round(each.average, 1))} a {noun}",),
        )
        for each in latest
    ]
    unit = streak.unit if streak.aggregation_method == "sum" and streak.unit else "total"
    yield Section(f"By {found.stretch}: {unit}", tuple(bars(rows, cells, shapes)))


def _pattern(found: Statistics, cells: int, shapes: Shapes) -> Iterator[Told]:
    most = max(max(each.hours) for each in found.weekdays)
    said = [
        f"{each.met}/{each.asked}" if each.asked else f"{each.logs:,}" for each in found.weekdays
    ]
    if cells >= _WITH_SHARES:
        shares = [
            percent(Decimal(each.met) / each.asked) if each.asked else "" for each in found.weekdays
        ]
        said = in_columns([*zip(said, shares, strict=True)])
    wide = max(min((cells - 5 - max(map(len, said))) // 24, 3), 1)
    for each, text in zip(found.weekdays, said, strict=True):
        shades = heat([hour / most for hour in each.hours], 24 * wide, shapes)
        yield (f"{each.weekday[:3].capitalize()} ", "plain"), (shades, "met"), (f" {text}", "quiet")
    axis = "".join(f"{hour:<{6 * wide}}" for hour in (0, 6, 12, 18))
    yield ((f"    {axis}".rstrip(), "quiet"),)
    logs = [sum(each.hours[hour] for each in found.weekdays) for hour in range(24)]
    hour = max(range(24), key=lambda at: logs[at])
    yield ((f"most at {hour:02}:00: {logs[hour]:,} of {counted(found.logs, 'log')}", "quiet"),)


def _slips(slips: Slips, today: date, cells: int, shapes: Shapes) -> Iterator[Told]:
    if slips.last_day is None:
        yield (("none yet", "strong"), (f", {counted(slips.longest_days, 'day')}", "plain"))
        return
    assert slips.days_since is not None
    yield (
        (f"{counted(slips.days_since, 'day')} since the last one", "strong"),
        (f", {dated(slips.last_day, today)}", "plain"),
    )
    yield ((f"at most {counted(slips.longest_days, 'day')} without one", "plain"),)
    latest = slips.months[-_LATEST:]
    most = max(1, *(each.slips for each in latest))
    rows = [
        BarRow(
            (_stretch_name("month", each.first_day), str(each.slips)),
            each.slips / most,
            ("",),
            "missed",
        )
        for each in latest
    ]
    yield from bars(rows, cells, shapes)


def _ahead(found: Statistics, streak: Streak) -> Iterator[Told]:
    assert found.ahead is not None
    ahead, noun = found.ahead, period_noun(streak.aggregation_period, streak.every)
    yield ((f"{ahead.milestone_target_value:,}", "strong"), (f"  {ahead.title}", "plain"))
    said = f"{counted(ahead.left, noun)} to go"
    if ahead.days is not None:
        said += f", {counted(ahead.days, 'day')} at this pace"
    yield ((said, "plain"),)


def _stretch_name(stretch: str, first: date) -> str:
    """`Mar 2026`; of a week its first day."""
    month = MONTHS[first.month - 1][:3]
    if stretch == "week":
        return f"from {first.day:>2} {month}"
    if stretch == "quarter":
        return f"Q{(first.month + 2) // 3} {first.year}"
    return f"{month} {first.year}"
