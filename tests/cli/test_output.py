"""Columns by display width."""

from __future__ import annotations

import pytest

from unbroken.cli.output import cells, columns, fit
from unbroken.wording.symbols import ASCII, UNICODE


@pytest.mark.parametrize(
    ("text", "taken"),
    [("", 0), ("abc", 3), ("日本", 4), ("e\u0301", 1), ("■▣", 2), ("\u200d", 0), ("Ａ", 2)],
)
def test_cells(text: str, taken: int) -> None:
    assert cells(text) == taken


def test_fit() -> None:
    assert fit("abcdef", 6, UNICODE) == "abcdef"
    assert fit("abcdefg", 6, UNICODE) == "abcde…"
    assert fit("abcdefg", 6, ASCII) == "abcde."
    assert fit("日本語", 4, UNICODE) == "日…"


def test_columns() -> None:
    assert columns([["日本", "1", "x"], ["a", "10"]], right=(1,)) == [
        "日本   1  x",
        "a     10",
    ]
    assert columns([]) == []
