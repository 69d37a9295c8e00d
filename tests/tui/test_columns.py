"""Rows laid out in columns."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from unbroken.core.shapes import ASCII, UNICODE, Shapes
from unbroken.tui.columns import fit, lay_out, measure
from unbroken.tui.present import Detail, Row

ROW = Row(
    "id",
    "read",
    "1",
    "At risk",
    "risk",
    "Read",
    0.7,
    "",
    ("14 of 20 this week", "14 of 20", "14/20"),
    "2 h",
    "41",
    "41",
    Detail("week 4 of 7", 0.5, "3 of 7"),
    Detail("today", 0, "nothing yet"),
    ("met",) * 13 + ("partial",),
    None,
    heading="At risk",
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
            assert sum(cell_len(piece.text) for piece in line.pieces) <= width


def test_a_low_window_has_one_line_a_streak() -> None:
    rows = [ROW, ROW._replace(streak_id="other")]
    assert len(lay_out(rows, measure(rows, 80, 20), UNICODE)) == 2 + 2 * 3
    assert len(lay_out(rows, measure(rows, 80, 9), UNICODE)) == 2 + 2
    assert len(lay_out(rows, measure(rows, 40, 20), UNICODE)) == 2
