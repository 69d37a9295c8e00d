"""Charts against pictures made by hand."""

from __future__ import annotations

import pytest

from unbroken.wording.charts import heat, line, stretch
from unbroken.wording.symbols import ASCII, UNICODE, Shapes

BOTH = (UNICODE, ASCII)


@pytest.mark.parametrize(
    ("part", "drawn", "in_ascii"),
    [
        (0, "────────", "........"),
        (0.0001, "╸───────", "-......."),
        (0.25, "━━──────", "==......"),
        (0.328125, "━━╸─────", "==-....."),
        (0.5, "━━━━────", "====...."),
        (0.9999, "━━━━━━━╸", "=======-"),
        (1, "━━━━━━━━", "========"),
        (3, "━━━━━━━━", "========"),
    ],
)
def test_a_bar(part: float, drawn: str, in_ascii: str) -> None:
    assert "".join(UNICODE.bar(part, 8)) == drawn
    assert "".join(ASCII.bar(part, 8)) == in_ascii


def test_stretches_of_time_below_each_other() -> None:
    assert stretch(0, 0.5, 8, UNICODE) == "━━━━    "
    assert stretch(0.5, 1, 8, ASCII) == "    ===="
    assert stretch(0.3, 0.3, 8, UNICODE) == "  ━     "
    assert stretch(1, 1, 8, UNICODE) == "       ━"


def test_a_line_goes_from_edge_to_edge() -> None:
    assert line((0, 1), 4, 1, UNICODE) == ["⣀⠤⠒⠉"]
    assert line((1, 0), 4, 1, UNICODE) == ["⠉⠒⠤⣀"]
    assert line((0.5, 0.5), 3, 1, UNICODE) == ["⠒⠒⠒"]
    assert line((0, 1, 0), 5, 3, ASCII) == [
        "  *  ",
        " * * ",
        "*   *",
    ]
    assert line((0, 1), 6, 2, ASCII) == [
        "   ***",
        "***   ",
    ]
    assert line((), 3, 2, UNICODE) == ["   ", "   "]
    assert line((0.25,), 3, 1, UNICODE) == ["⠤⠤⠤"]


def test_a_steep_line_has_no_holes() -> None:
    assert line((0, 1), 2, 4, ASCII) == [
        " *",
        " *",
        " *",
        "* ",
    ]
    assert line((0, 1), 1, 1, UNICODE) == ["⡸"]


def test_heat_has_a_shade_for_each_part() -> None:
    assert heat((0, 0.1, 0.3, 0.6, 1), 5, UNICODE) == " ░▒▓█"
    assert heat((0, 0.1, 0.3, 0.6, 1), 5, ASCII) == " .:*#"
    assert heat((0.1, 1), 7, UNICODE) == "░░░███"
    assert heat((), 7, UNICODE) == ""


@pytest.mark.parametrize("shapes", BOTH, ids=("unicode", "ascii"))
def test_every_cell_carries_data(shapes: Shapes) -> None:
    parts = [(at * 7 % 11 + 1) / 12 for at in range(50)]
    drawn = line(parts, 38, 4, shapes)
    assert {len(each) for each in drawn} == {38}
    assert all(any(row[x] != " " for row in drawn) for x in range(38))
    assert len("".join(shapes.bar(0.3, 38))) == 38
    assert len(heat(parts[:19], 38, shapes)) == 38
    if shapes is ASCII:
        assert all(row.isascii() for row in (*drawn, *shapes.bar(0.3, 38)))
