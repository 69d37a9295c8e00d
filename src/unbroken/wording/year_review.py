"""A year in review in words, tables and charts: one wording for command line, app and files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from textwrap import wrap

from unbroken.core.text import counted, listed
from unbroken.core.typing import Any, Final, NamedTuple
from unbroken.core.year_review import YearFigures, YearReview
from unbroken.wording.amounts import amount, unit_behind
from unbroken.wording.dates import MONTHS
from unbroken.wording.heat_map import heat_map
from unbroken.wording.symbols import UNICODE, Shapes
from unbroken.wording.told import BarRow, Section, Told, bars, dated, from_to, in_columns, percent

_FIRSTS: Final = {"log": "first log", "met": "first met"}
_DAILY: Final = (
    "Weekdays are told of daily streaks alone.",
    "So are perfect days; the map counts longer periods too.",
)
_FEW: Final = 3
"""Columns that need no heads."""
_NAME: Final = 10
"""Cells that a name has at least where it stands behind numbers."""


class Fact(NamedTuple):
    """A figure of the year, and of the year before; empty where there is none."""

    label: str
    value: str
    before: str


class TableRow(NamedTuple):
    """A line of a table; `part`, 0 to 1, is drawn as a bar, where there is one."""

    cells: tuple[str, ...]
    part: float | None = None


class Table(NamedTuple):
    """Lines below a title; `name` says that the last column is of what somebody has named.

    With `of_names` the lines are about what is named there: pages have that column first.
    """

    title: str
    heads: tuple[str, ...]
    rows: tuple[TableRow, ...]
    name: bool = False
    of_names: bool = False

    @property
    def name_at(self) -> int:
        """Which column of a page is of what somebody has named; -1 where none is."""
        return len(self.heads) - 1 if self.name and not self.of_names else 0 if self.name else -1

    def on_page(self) -> Table:
        """The table as it stands on a page or in a picture."""
        if not self.of_names:
            return self
        heads = (self.heads[-1], *self.heads[:-1])
        rows = (each._replace(cells=(each.cells[-1], *each.cells[:-1])) for each in self.rows)
        return self._replace(heads=heads, rows=tuple(rows))


def title(review: YearReview) -> str:
    """`Read in 2026`, or `2026 in review`."""
    if review.streak is None:
        return f"{review.year} in review"
    return f"{review.streak.name} in {review.year}"


def subtitle(review: YearReview) -> str:
    """Which days are told of, and which they are set against."""
    last, year = review.last_day, review.year - 1
    until = f"up to {last.day} {MONTHS[last.month - 1]}"
    whole = (last.month, last.day) == (12, 31)
    against = f"{year}" if whole else f"the same days of {year}"
    if review.before is None:
        against = f"nothing to set it against in {year}" if whole else f"nothing then in {year}"
        return f"the whole year; {against}" if whole else f"{until}; {against}"
    return f"the whole year, beside {against}" if whole else f"{until}, beside {against}"


def is_empty(review: YearReview) -> bool:
    """Whether nothing was asked for or logged in it."""
    return not review.figures.asked and not review.figures.logs


def facts(review: YearReview) -> Iterator[Fact]:
    """The figures of the year beside those of the year before."""

    def fact(label: str, value: Callable[[YearFigures], str]) -> Fact:
        before = "" if review.before is None else value(review.before)
        return Fact(label, value(review.figures), before)

    yield fact("Met", lambda each: f"{each.met:,} of {each.asked:,}")
    yield fact("Share", lambda each: percent(each.share))
    yield fact("Longest run", lambda each: f"{each.longest_run:,}")
    yield fact("Logs", lambda each: f"{each.logs:,}")
    yield fact("Days with a log", lambda each: f"{each.days_with_logs:,}")
    streak = review.streak
    if streak is None:
        daily = " (daily)" if only_daily(review) else ""
        yield fact(f"Perfect days{daily}", lambda each: f"{each.perfect_days or 0:,}")
    elif streak.aggregation_method == "sum":
        unit = unit_behind(streak)
        yield fact("Total", lambda each: f"{amount(each.total or Decimal(0))}{unit}")
    yield fact("Milestones", lambda each: f"{each.milestones:,}")
    yield fact("Best month", _best_month)
    yield fact("Best weekday", _best_weekday)


def fact_columns(count: int) -> int:
    """In how many columns so many figures stand, so that their last line is as full as can be."""
    return min((4, 3, 5), key=lambda columns: -count % columns)


def notes(review: YearReview) -> tuple[str, ...]:
    """What has to be known of the figures where not all of them are of the same streaks."""
    return _DAILY if only_daily(review) else ()


def only_daily(review: YearReview) -> bool:
    """Whether what is told of weekdays is told of some of the streaks alone."""
    return 0 < sum(each.asked for each in review.weekdays) < review.figures.asked


def _best_month(figures: YearFigures) -> str:
    best = figures.best_month
    return "-" if best is None else f"{MONTHS[best.first_day.month - 1]} {_how_good(best)}"


def _best_weekday(figures: YearFigures) -> str:
    best = figures.best_weekday
    return "-" if best is None else f"{best.weekday.capitalize()} {_how_good(best)}"


def _how_good(best: Any) -> str:
    return percent(best.share) if best.asked else counted(best.logs, "log")


def tables(review: YearReview, shapes: Shapes = UNICODE) -> Iterator[Table]:
    """What stands below the figures; what is empty is left out."""
    months = [(MONTHS[each.first_day.month - 1][:3], each) for each in review.months]
    weekdays = [(each.weekday[:3].capitalize(), each) for each in review.weekdays]
    yield _by_time("Months", "Month", months)
    daily = " (daily)" if only_daily(review) else ""
    yield _by_time(f"Weekdays{daily}", "Day", weekdays)
    if review.runs:
        yield _runs(review, shapes)
    if review.streaks:
        yield _streaks(review)
    if review.firsts:
        yield _firsts(review)
    if review.milestones:
        yield _milestones(review)


def _runs(review: YearReview, shapes: Shapes) -> Table:
    longest, heads = review.runs[0].length, _heads_of_names(review)
    rows = []
    for each in review.runs:
        when = from_to(each.first_day, each.last_day, review.last_day, shapes)
        name = [each.name] if heads else []
        rows.append(TableRow((f"{each.length:,}", when, *name), each.length / longest))
    return Table("Best runs", ("Run", "When", *heads), tuple(rows), bool(heads))


def _streaks(review: YearReview) -> Table:
    heads = ("Met", "Share", "Before", "Run", "Logs", "Streak")
    rows = [
        TableRow(
            (
                f"{each.met:,} of {each.asked:,}",
                percent(each.share),
                percent(each.share_before),
                f"{each.longest_run:,}",
                f"{each.logs:,}",
                f"{each.name} (archived)" if each.archived else each.name,
            )
        )
        for each in review.streaks
    ]
    return Table("Streaks", heads, tuple(rows), name=True, of_names=True)


def _firsts(review: YearReview) -> Table:
    heads, rows = _heads_of_names(review), []
    for each in review.firsts:
        name = [each.name] if heads else []
        rows.append(TableRow((dated(each.day, review.last_day), _FIRSTS[each.kind], *name)))
    return Table("For the first time", ("Day", "What", *heads), tuple(rows), bool(heads))


def _milestones(review: YearReview) -> Table:
    rows = []
    for each in review.milestones:
        title = each.title if review.streak is not None else f"{each.title}: {each.name}"
        when = dated(each.day, review.last_day)
        rows.append(TableRow((when, f"{each.milestone_target_value:,}", title)))
    return Table("Milestones", ("Day", "At", "What"), tuple(rows), name=True)


def _heads_of_names(review: YearReview) -> tuple[str, ...]:
    """The head of a column of names, which one streak alone has not."""
    return () if review.streak is not None else ("Streak",)


def _by_time(title: str, head: str, rows: Sequence[tuple[str, Any]]) -> Table:
    """Months or weekdays with what was met; where nothing is decided in any, with their logs."""
    if not any(each.asked for _, each in rows):
        most = max(1, *(each.logs for _, each in rows))
        bars = (TableRow((name, f"{each.logs:,}"), each.logs / most) for name, each in rows)
        return Table(title, (head, "Logs"), tuple(bars))
    return Table(
        title,
        (head, "Met", "Share", "Logs"),
        tuple(
            TableRow(
                (
                    name,
                    f"{each.met:,} of {each.asked:,}" if each.asked else "",
                    percent(each.share) if each.asked else "",
                    f"{each.logs:,}",
                ),
                float(each.share or 0),
            )
            for name, each in rows
        ),
    )


def sections(
    review: YearReview, cells: int, shapes: Shapes, *, days: bool = True
) -> Iterator[Section]:
    """The whole review in lines of at most so many cells, 38 at least, but for what has a name;
    the map of its days only with `days`.
    """
    about: list[Told] = [((line, "quiet"),) for line in wrap(subtitle(review), cells)]
    told = [*_fact_lines(review, cells)]
    told += [((line, "quiet"),) for each in notes(review) for line in wrap(each, cells)]
    yield Section("", (*about, (), *told))
    if days:
        yield days_of_year(review, cells, shapes)
    for table in tables(review, shapes):
        columns = "" if table.rows[0].part is None else _columns_told(table)
        yield Section(table.title + columns, tuple(_table_lines(table, cells, shapes)))


def days_of_year(review: YearReview, cells: int, shapes: Shapes) -> Section:
    """The map of its days."""
    return Section("Days", tuple(heat_map(review, cells, shapes)))


def _fact_lines(review: YearReview, cells: int) -> Iterator[Told]:
    """The figures beside those of the year before, or above them where it is narrow."""
    told = list(facts(review))
    labels = max(len(each.label) for each in told)
    values = max(len(each.value) for each in told)
    beside = labels + values + max(len(each.before) for each in told) + 4 <= cells
    year, earlier = str(review.year), str(review.year - 1)
    if review.before is not None:
        below = f"  {earlier}" if beside else ""
        yield ((f"{' ' * labels}  {year.ljust(values)}{below}", "quiet"),)
    for each in told:
        line = (f"{each.label.ljust(labels)}  ", "quiet"), (each.value.ljust(values), "plain")
        if not each.before:
            yield line
        elif beside:
            yield (*line, (f"  {each.before}", "quiet"))
        else:
            yield line
            yield ((f"{earlier.rjust(labels)}  {each.before}", "quiet"),)


def _columns_told(table: Table) -> str:
    """What the numbers behind a bar are, where they do not say it themselves."""
    heads = () if table.name else table.heads[1:]
    told = listed([each.lower() for each in heads])
    return f": {told}" if told and heads != ("When",) else ""


def _table_lines(table: Table, cells: int, shapes: Shapes) -> Iterator[Told]:
    """A table with its bars, or below its heads.

    What somebody has named stands last; where that leaves it no room, above.
    """
    texts = [each.cells[:-1] if table.name else each.cells for each in table.rows]
    names = [each.cells[-1] if table.name else "" for each in table.rows]
    if table.rows[0].part is None:
        heads = table.heads[: len(texts[0])]
        head, *lines = in_columns(texts, heads)
        drawn: list[tuple[Told, ...]] = [(((line, "plain"),),) for line in lines]
        if len(heads) >= _FEW:
            yield ((head, "quiet"),)
    else:
        rows = [
            BarRow(text[:1], each.part or 0, text[1:])
            for text, each in zip(texts, table.rows, strict=True)
        ]
        barred = list(bars(rows, cells, shapes))
        a_row = len(barred) // len(rows)
        drawn = [tuple(barred[at : at + a_row]) for at in range(0, len(barred), a_row)]
    room = cells - max(len("".join(text for text, _ in row[0])) for row in drawn) - 2
    for row, name in zip(drawn, names, strict=True):
        if not name:
            yield from row
        elif room < _NAME:
            yield ((name, "strong"),)
            yield from row
        else:
            yield (*row[0], (f"  {name}", "strong"))
            yield from row[1:]


def nothing(review: YearReview) -> str:
    """That there is nothing to tell of."""
    return f"Nothing was asked for or logged in {review.year}."
