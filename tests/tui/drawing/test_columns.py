"""Rows laid out in columns."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from effort import examples
from unbroken.tui.drawing.columns import ROOMY, lay_out, measure
from unbroken.tui.drawing.line import Line, fit
from unbroken.tui.model.streak_row import Detail, Row
from unbroken.wording.dates import left_words
from unbroken.wording.symbols import ASCII, UNICODE, Shapes

ROW = Row(
    "id",
    "read",
    "1",
    "Now",
    "now",
    "Read",
    0.7,
    "",
    ("14 of 20 this week", "14 of 20", "14/20"),
    ("2 h",),
    "41",
    "41",
    Detail("week 4 of 7", 0.5, "3 of 7"),
    Detail("today", 0, "nothing yet"),
    ("met",) * 13 + ("partial",),
    None,
    heading="Now",
)


@pytest.mark.parametrize(
    ("text", "cells", "told"),
    [
        ("Read", 6, "Read  "),
        ("Read", 4, "Read"),
        ("Reading", 4, "Rea…"),
        ("日本語", 5, "日本…"),
        ("日本語", 4, "日… "),
        ("Call the family", 11, "Call the…  "),
        ("Call the family", 12, "Call the…   "),
        ("Thirty drawings", 8, "Thirty… "),
        ("A photograph", 8, "A photo…"),
        ("e\u0301\u0301x", 1, "…"),
        ("Read", 0, ""),
    ],
)
def test_text_is_fitted_by_cells(text: str, cells: int, told: str) -> None:
    assert fit(text, cells, UNICODE) == told


def test_ascii_has_an_ellipsis_of_its_own() -> None:
    assert fit("Reading", 4, ASCII) == "Rea~"


@pytest.mark.parametrize("shapes", [UNICODE, ASCII])
@pytest.mark.parametrize("width", range(26, 200, 7))
def test_no_line_is_wider_than_the_list(width: int, shapes: Shapes) -> None:
    for row in (ROW, ROW._replace(name="x" * 70), ROW._replace(part=None, bar_words="at most 0")):
        for line in lay_out([row], measure([row], width, 20), shapes):
            assert sum(cell_len(span.text) for span in line.spans) <= width


def test_a_low_window_has_one_line_a_streak() -> None:
    rows = [ROW, ROW._replace(streak_id="other")]
    assert len(lay_out(rows, measure(rows, 80, 20), UNICODE)) == 2 + 2 * 3
    assert len(lay_out(rows, measure(rows, 80, 9), UNICODE)) == 2 + 2
    assert len(lay_out(rows, measure(rows, 40, 20), UNICODE)) == 2


LEFT = [(), *(left_words(hours * 3600, date.max, date.max) for hours in (0, 9, 35))]
LEFT += [("until Sun", "Sun"), ("until 31 Dec", "31 Dec"), ("until Dec 2028", "Dec 2028", "2028")]
AMOUNTS = [
    ("1,000,000 of 1,000,000 this quarter", "1,000,000 of 1,000,000", "1000000/1000000"),
    ("56.7 / 60 km", "56.7 / 60", "56.7/60"),
    ("0 of 12 this year", "0 of 12", "0/12"),
    ("done",),
]
COUNTS = st.integers(0, 47_000).map(str)
ROWS = st.builds(
    ROW._replace,
    name=st.text("ab c", min_size=1, max_size=60).map(lambda name: f"x{name}x"),
    amounts=st.sampled_from(AMOUNTS),
    left=st.sampled_from(LEFT),
    now=COUNTS,
    best=COUNTS,
    strip=st.just(("met",) * 60),
)


def words(line: Line) -> str:
    return "".join(span.text for span in line.spans)


@settings(max_examples=examples(100), deadline=None)
@given(rows=st.lists(ROWS, min_size=1, max_size=4), width=st.integers(ROOMY, 160))
def test_columns_never_touch(rows: list[Row], width: int) -> None:
    """There is a blank between two columns, nothing is lost at the end, heads stand over them."""
    columns = measure(rows, width, 10)
    heads, _, *lines = [words(line) for line in lay_out(rows, columns, UNICODE)]
    for row, line in zip(rows, lines, strict=True):
        rest = line
        told = []
        for blanks, cells in [
            (5, columns.name),
            (2, columns.bar),
            (2, columns.amount),
            (2, columns.left),
            (1, columns.now),
            (2, columns.best),
        ]:
            assert blanks == 5 or not rest[:blanks].strip()
            told.append(rest[blanks : blanks + cells].strip())
            rest = rest[blanks + cells :]
        assert told[3] in (*row.left, UNICODE.dash)
        assert told[4:] == [row.now, row.best]
        assert rest.strip() == UNICODE.met * columns.strip
        assert len(line) <= width
    assert heads.index("Ends") + 4 == len(line) - len(rest) - columns.best - columns.now - 3
    assert heads.index("Best") + 4 == len(line) - len(rest)


@settings(max_examples=examples(100), deadline=None)
@given(rows=st.lists(ROWS, min_size=1, max_size=4), width=st.integers(24, ROOMY - 1))
def test_a_narrow_line_is_as_wide_as_the_list(rows: list[Row], width: int) -> None:
    columns = measure(rows, width, 10)
    for row, line in zip(rows, map(words, lay_out(rows, columns, UNICODE)), strict=True):
        assert len(line) == width
        assert line.endswith(f" {row.now}")


@pytest.mark.parametrize(
    ("seconds", "last", "told"),
    [
        (0, date(2026, 11, 21), ("0 min",)),
        (59 * 60, date(2026, 11, 21), ("59 min",)),
        (6 * 3600, date(2026, 11, 21), ("6 h",)),
        (36 * 3600 - 1, date(2026, 11, 22), ("35 h",)),
        (36 * 3600, date(2026, 11, 22), ("until Sunday", "until Sun", "Sun")),
        (6 * 86400, date(2026, 11, 27), ("until Friday", "until Fri", "Fri")),
        (7 * 86400, date(2026, 11, 28), ("until 28 November", "until 28 Nov", "28 Nov")),
        (60 * 86400, date(2027, 1, 3), ("until 3 January", "until 3 Jan", "3 Jan")),
        (770 * 86400, date(2028, 12, 31), ("until December 2028", "until Dec 2028", "Dec 2028")),
    ],
)
def test_the_time_left_in_words(seconds: int, last: date, told: tuple[str, ...]) -> None:
    """So that nobody has to count days: below a day and a half a time, then a day."""
    assert left_words(seconds, last, date(2026, 11, 21))[:3] == told


@pytest.mark.parametrize("folded", [0, 12])
def test_a_long_heading_is_cut_where_it_is_told(folded: int) -> None:
    row = ROW._replace(heading="Word " * 19, folds="Word " * 19, folded=folded)
    heading = words(lay_out([row], measure([row], 39, 8), UNICODE)[0])
    assert cell_len(heading) <= 39
    assert heading.rstrip("12 ").endswith("Word…")
    assert heading.endswith("  12") == bool(folded)


def test_a_group_called_left_is_not_the_heading_left() -> None:
    rows = [ROW._replace(heading="Left", folds="=Left"), ROW._replace(heading="Left", folds="Left")]
    narrow = [words(line) for line in lay_out(rows, measure(rows, 39, 8), UNICODE)]
    assert [line.strip() for line in narrow if "Left" in line] == ["▾ Left"]


@pytest.mark.parametrize(
    ("width", "strip"), [(62, 0), (72, 7), (79, 7), (84, 14), (120, 30), (161, 60)]
)
def test_names_come_first_and_the_strip_grows(width: int, strip: int) -> None:
    rows = [ROW._replace(name="Thirty drawings", amounts=("56.7 / 60 km", "56.7/60"))]
    columns = measure(rows, width, 30)
    assert (columns.name, columns.strip) == (15, strip)
    assert columns.bar >= 6


@pytest.mark.parametrize("width", [79, 84, 100, 139])
@pytest.mark.parametrize("shapes", [UNICODE, ASCII])
def test_a_long_name_is_cut_before_it_takes_the_strip_of_all(width: int, shapes: Shapes) -> None:
    plain = [
        ROW._replace(name=name, attempt=None, today=None) for name in ("Read", "Guitar practice")
    ]
    rows = [*plain, ROW._replace(name="Call my mother and my old uncle ")]
    before, columns = measure(plain, width, 24), measure(rows, width, 24)
    assert columns.name >= 15 and columns.strip >= 7 and columns.bar >= min(before.bar, 8)
    lines = [words(line) for line in lay_out(rows, columns, shapes)]
    assert any("Guitar practice  " in line for line in lines)
    assert all(line.rstrip().endswith(shapes.partial) for line in lines if "2 h" in line)
    others = [ROW._replace(name=f"Call my mother and my uncle {at}") for at in range(3)]
    assert measure([*plain, *others], 79, 24).strip == 0


def test_a_long_name_leaves_the_bars_of_a_narrow_list() -> None:
    rows = [ROW, ROW._replace(name="Walk"), ROW._replace(name="Call my mother and my old uncle")]
    assert measure(rows, 39, 12) == measure(rows[:2], 39, 12)


def test_a_narrow_list_gives_names_the_room_of_the_bar() -> None:
    rows = [ROW._replace(name="Thirty drawings")]
    assert "Thirty drawings" in words(lay_out(rows, measure(rows, 39, 12), UNICODE)[0])


def test_a_streak_of_its_own_colour_has_a_bar_before_its_name() -> None:
    rows = [ROW, ROW._replace(name="Walk", color="teal"), ROW._replace(name="Odd", color="#888")]
    for shapes in (UNICODE, ASCII):
        told = [words(line) for line in lay_out(rows, measure(rows, 79, 9), shapes)]
        assert [line[5:10].rstrip() for line in told[2:]] == [
            " Read",
            f"{shapes.tint}Walk",
            " Odd",
        ]


def test_the_first_streak_with_a_colour_shows_it_at_once() -> None:
    plain = measure([ROW], 79, 9)
    rows = [ROW._replace(color="teal")]
    assert measure([ROW], 79, 9, plain) == plain
    told = words(lay_out(rows, measure(rows, 79, 9, plain), UNICODE)[2])
    assert told[5:10] == f"{UNICODE.tint}Read"
