"""Plain tables (CSV): a row an entry, or a row a day with a column a habit.

Long tables have a column of dates and one of habits, and may have values, notes, units and groups,
in any order; wide ones have a column of dates, and every other one is a habit. Spreadsheets, Way of
Life and the `Checkmarks.csv` in the root of Loop's export are of these kinds. Commas, semicolons or
tabs part the cells. How the columns were read is always said, and `--columns` reads them otherwise.

A cell is a word for yes, no or a skip, or a number. Where a habit has other numbers than 0 and 1,
they are amounts. In Loop's file numbers are its own: -1 to 3 are its marks, others thousandths.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

from unbroken.core.text import there_are
from unbroken.exchange.contract import (
    COLUMN_ROLES,
    Choices,
    CivilInstants,
    ExchangeError,
    Plan,
)
from unbroken.exchange.documents.builder import DocumentBuilder, ImportedHabit
from unbroken.exchange.documents.day_marks import DONE, NO, SKIP, UNKNOWN
from unbroken.exchange.importers import loop_values
from unbroken.exchange.readers import cell_values
from unbroken.exchange.readers.text_file import LONGEST_HEAD, csv_rows, first_lines
from unbroken.exchange.readers.written_dates import WrittenDates, is_date

FORMAT: Final = "table"
TITLE: Final = "Plain table (.csv)"

DATE, HABIT, VALUE, NOTE, UNIT, GROUP = COLUMN_ROLES
SYNONYMS: Final[Mapping[str, frozenset[str]]] = {
    DATE: frozenset(
        {"date", "day", "local_date", "local date", "entry date", "timestamp", "datum", "when"}
    ),
    HABIT: frozenset(
        {
            *("habit", "habit name", "habitname", "name", "activity", "task", "title", "streak"),
            *("goal", "routine", "tracker"),
        }
    ),
    VALUE: frozenset(
        {
            *("value", "amount", "count", "quantity", "number", "done", "completed", "status"),
            *("state", "result", "mark", "checked", "completion"),
        }
    ),
    NOTE: frozenset({"note", "notes", "comment", "comments", "memo", "remark", "remarks"}),
    UNIT: frozenset({"unit", "units"}),
    GROUP: frozenset({"group", "category", "list", "project", "area", "tag"}),
}
"""What a column holds, by how it can be called; of several columns the first is taken."""

_AUTOMATIC: Final = "automatic"
_WORDS: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        (
            *("y", "yes", "x", "true", "done", "complete", "completed", "ok", "✓", "✔", "✔️", "✅"),
            *("☑", "yes_manual", "checked", "success"),
        ),
        DONE,
    ),
    **dict.fromkeys(
        (
            *("n", "no", "false", "missed", "failed", "fail", "not done", "incomplete", "✗", "✘"),
            *("❌", "☐", "unchecked", "-"),
        ),
        NO,
    ),
    **dict.fromkeys(("s", "skip", "skipped", "excused", "/", "n/a", "na", "pause", "paused"), SKIP),
    **dict.fromkeys(("?", "unknown"), UNKNOWN),
    "yes_auto": _AUTOMATIC,
}
_SCORES: Final = frozenset({"task name", "task id", "task type"})
"""The columns of Habitica's history, whose values are scores."""
_DELIMITERS: Final = (",", ";", "\t")
_DECIMAL_COMMA: Final = re.compile(r"[+-]?[0-9]+,(?:[0-9]{1,2}|[0-9]{4,})", re.ASCII)
_LOOKED_AT: Final = 200
"""Rows by which a table is known."""
_MOST_NAMED: Final = 6


class _Layout(NamedTuple):
    """Where things stand, by the number of their column from 0."""

    header: tuple[str, ...]
    """None of its names where the table has no heading."""
    headed: bool
    roles: Mapping[str, int]
    habits: tuple[int, ...]
    """The columns that are habits; none in a long table."""
    from_loop: bool
    """Whether it is the table in the root of Loop's export."""


class _Cell(NamedTuple):
    written: str
    """Its date as it stands in the file."""
    value: str | None
    """None where the table has no values: an entry is done then."""
    note: str


class _Source(NamedTuple):
    cells: list[_Cell]
    unit: str
    group: str


def recognises(path: Path) -> bool:
    """True for a table with a heading, dates, and marks or numbers where habits have them."""
    if path.suffix.casefold() not in (".csv", ".tsv", ".txt", ""):
        return False
    rows = _beginning(path)
    if len(rows) < 2:
        return False
    if {_plain(cell) for cell in rows[0]} >= _SCORES:
        return True
    layout = _layout(rows, {})
    if layout is None or not layout.headed:
        return False
    cells = [row[layout.roles[DATE]] for row in rows[1:] if len(row) > layout.roles[DATE]]
    dated = [is_date(cell) for cell in cells if cell.strip()]
    if not dated or not all(dated):
        return False
    valued = [layout.roles[VALUE]] if VALUE in layout.roles else []
    columns = layout.habits or valued
    found = [row[at] for row in rows[1:] for at in columns if at < len(row) and row[at].strip()]
    return all(map(_is_mark, found)) and (bool(found) or not columns)


def read(path: Path, instants: CivilInstants, choices: Choices) -> Plan:
    """All habits in the order in which they first occur; a table tells no frequency or goal."""
    beginning = _beginning(path)
    if beginning and {_plain(cell) for cell in beginning[0]} >= _SCORES:
        raise ExchangeError(
            f"“{path.name}” is Habitica's history of scores, which does not tell what was done; "
            "import its userdata.json instead."
        )
    layout = _layout(beginning, dict(choices.columns))
    if layout is None:
        raise ExchangeError(
            f"“{path.name}” is not a table with a column of dates; name its columns with "
            "--columns date=…,habit=…,value=…."
        )
    builder = DocumentBuilder(FORMAT, instants)
    sources = _sources(path, layout, _delimiter(path))
    written = (cell.written for source in sources.values() for cell in source.cells)
    dates = WrittenDates(written, choices.dates)
    _note_columns(builder, layout, path)
    builder.notes.doubtful_dates(dates.doubt)
    for (name, _), source in sources.items():
        _read_habit(builder, name, source, dates, from_loop=layout.from_loop)
    return builder.plan()


def _delimiter(path: Path) -> str:
    head = first_lines(path, 1)
    return max(_DELIMITERS, key=lambda sign: head[0].count(sign) if head else 0)


def _rows(path: Path, delimiter: str) -> Iterator[list[str]]:
    """The rows of the table that hold anything."""
    return (row for row in csv_rows(path, delimiter) if any(cell.strip() for cell in row))


def _beginning(path: Path) -> list[list[str]]:
    """The first rows; none where it cannot be read as CSV."""
    lines = first_lines(path, _LOOKED_AT)
    if 1 < len(lines) < _LOOKED_AT and path.stat().st_size > LONGEST_HEAD:
        lines.pop()  # it is cut where the beginning of the file ends
    reader = csv.reader(lines, delimiter=_delimiter(path))
    try:
        return [row for row in reader if any(cell.strip() for cell in row)]
    except csv.Error:
        return []


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _layout(rows: Sequence[Sequence[str]], given: Mapping[str, str]) -> _Layout | None:
    """Where things stand, as the user says or else as the heading does; None without dates.

    Raises ExchangeError for a column that the user names and the table does not have.
    """
    if not rows:
        return None
    header = tuple(cell.strip() for cell in rows[0])
    roles = {role: _column(header, named) for role, named in given.items()}
    if DATE in roles and roles[DATE] < len(header) and is_date(header[roles[DATE]]):
        return _Layout(header, False, roles, (), False)
    if DATE not in roles and any(map(is_date, header)):
        return None
    for role, synonyms in SYNONYMS.items():
        taken = set(roles.values())
        if role not in roles:
            found = [
                at for at, name in enumerate(header) if _plain(name) in synonyms and at not in taken
            ]
            roles.update({role: found[0]} if found else {})
    if DATE not in roles:
        dated = [at for at in range(len(header)) if _all_dates(rows[1:], at)]
        if len(dated) != 1:
            return None
        roles[DATE] = dated[0]
    if {HABIT, VALUE} & given.keys() or _is_long(rows, roles, header):
        return _Layout(header, True, roles, (), False)
    others = [at for at, name in enumerate(header) if name and at != roles[DATE]]
    if not others:
        return None
    from_loop = header[0] == "Date" and header[-1] == "" and _all_numbers(rows[1:], others)
    return _Layout(header, True, {DATE: roles[DATE]}, tuple(others), from_loop)


def _is_long(
    rows: Sequence[Sequence[str]], roles: Mapping[str, int], header: Sequence[str]
) -> bool:
    """Whether one column holds the names of habits, or the table is of a single habit's values."""
    if HABIT in roles:
        cells = [row[roles[HABIT]] for row in rows[1:] if roles[HABIT] < len(row)]
        return not all(_is_mark(cell) for cell in cells if cell.strip())
    named = sum(1 for name in header if name)
    return VALUE in roles and named == len({*roles.values()})


def _column(header: Sequence[str], named: str) -> int:
    """A column by its name, or by its number from 1. Raises ExchangeError."""
    number = cell_values.whole(named)
    if number is not None and 1 <= number <= len(header):
        return number - 1
    for at, name in enumerate(header):
        if _plain(name) == _plain(named):
            return at
    known = [f"“{name[:30]}”" for name in header if name]
    raise ExchangeError(f"There is no column “{named[:40]}”; {there_are(known)}.")


def _all_dates(rows: Iterable[Sequence[str]], at: int) -> bool:
    cells = [row[at] for row in rows if at < len(row) and row[at].strip()]
    return bool(cells) and all(map(is_date, cells))


def _all_numbers(rows: Iterable[Sequence[str]], columns: Iterable[int]) -> bool:
    columns = tuple(columns)
    cells = [row[at] for row in rows for at in columns if at < len(row)]
    return all(cell_values.whole(cell) is not None for cell in cells)


def _sources(path: Path, layout: _Layout, delimiter: str) -> dict[tuple[str, int], _Source]:
    """The cells of each habit, by its name and, in a wide table, its column."""
    found: dict[tuple[str, int], _Source] = {}
    for row in islice(_rows(path, delimiter), int(layout.headed), None):
        written = _cell_of(row, layout, DATE)
        if layout.habits:
            for at in layout.habits:
                source = found.setdefault((layout.header[at], at), _Source([], "", ""))
                value = row[at].strip() if at < len(row) else ""
                if value:
                    source.cells.append(_Cell(written, value, ""))
            continue
        name = _cell_of(row, layout, HABIT) if HABIT in layout.roles else path.stem
        unit, group = _cell_of(row, layout, UNIT), _cell_of(row, layout, GROUP)
        source = found.setdefault((name, 0), _Source([], unit, group))
        value_given = _cell_of(row, layout, VALUE) if VALUE in layout.roles else None
        source.cells.append(_Cell(written, value_given, _cell_of(row, layout, NOTE)))
    return found


def _cell_of(row: Sequence[str], layout: _Layout, role: str) -> str:
    """What a row has in the column of a role; empty where there is none."""
    at = layout.roles.get(role)
    return row[at].strip() if at is not None and at < len(row) else ""


def _read_habit(
    builder: DocumentBuilder, name: str, source: _Source, dates: WrittenDates, *, from_loop: bool
) -> None:
    """A habit is yes/no where it has no numbers but 0 and 1, else it is one of amounts."""
    numbers = [_number(cell.value or "") for cell in source.cells]
    if from_loop:
        counted = any(value is not None and value > loop_values.SKIPPED for value in numbers)
    else:
        counted = any(value not in (None, 0, 1) for value in numbers)
    habit = builder.habit(
        name,
        name,
        builder.daily(name, counted=counted),
        unit=source.unit,
        group=source.group,
    )
    counts: Counter[date | None] = Counter()
    for cell, number in zip(source.cells, numbers, strict=True):
        day = dates.day(cell.written)
        if from_loop:
            value = None if number is None else int(number)
            loop_values.record(builder, habit, day, value, cell.note, numerical=counted)
        else:
            _record(builder, habit, day, cell, number, counts)


def _record(
    builder: DocumentBuilder,
    habit: ImportedHabit,
    day: date | None,
    cell: _Cell,
    number: Decimal | None,
    counts: Counter[date | None],
) -> None:
    """Keeps one cell; a day may have several done ones, each a log."""
    kind = DONE
    if number is not None:
        kind = DONE if number else NO
    elif cell.value is not None:
        word = _plain(cell.value)
        if word and word not in _WORDS:
            builder.notes.unreadable(habit.name)
            return
        kind = _WORDS[word] if word else UNKNOWN
    if kind == _AUTOMATIC:
        builder.notes.automatic()
    elif kind == DONE:
        value = Decimal(1) if number is None else number
        habit.record(day, DONE, value=value, note=cell.note, nth=counts[day])
        counts[day] += 1
    else:
        habit.record(day, kind, note=cell.note, nth=-1 if kind == SKIP else -2)


def _number(text: str) -> Decimal | None:
    """A number, where a comma can only be the decimal point."""
    if _DECIMAL_COMMA.fullmatch(text):
        text = text.replace(",", ".")
    return cell_values.number(text)


def _is_mark(cell: str) -> bool:
    return _number(cell.strip()) is not None or _plain(cell) in _WORDS


def _note_columns(builder: DocumentBuilder, layout: _Layout, path: Path) -> None:
    """Says how the columns were read, and which were not."""

    def named(at: int) -> str:
        name = layout.header[at] if layout.headed else ""
        return f"“{name[:40]}”" if name else f"column {at + 1}"

    if layout.from_loop:
        told = "It was read as the table in the root of Loop's export, a column a habit"
    elif layout.habits:
        habits = [named(at) for at in layout.habits]
        rest = len(habits) - _MOST_NAMED
        more = f" and {rest} more" if rest > 0 else ""
        told = (
            f"Its columns were read so: the date from {named(layout.roles[DATE])}, and a habit "
            f"each from {', '.join(habits[:_MOST_NAMED])}{more}"
        )
    else:
        roles = [f"the {role} from {named(at)}" for role, at in layout.roles.items()]
        told = f"Its columns were read so: {', '.join(roles)}"
        if HABIT not in layout.roles:
            told += f", and “{path.stem[:40]}” is its one habit"
        if VALUE not in layout.roles:
            told += ", and every entry is done"
        read = set(layout.roles.values())
        if layout.headed:
            builder.notes.unknown(
                name for at, name in enumerate(layout.header) if name and at not in read
            )
    told += "; `--columns date=…,habit=…,value=…` reads them otherwise."
    builder.notes.tally(told, told)
