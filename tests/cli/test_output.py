"""Columns by display width."""

from __future__ import annotations

import io
import os

import pytest

from unbroken.cli.output import columns, fit, paint, say
from unbroken.core.text import cells
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


NASTY = "a\x1b[31mb\x9bc\u202ed\x07\ud801e"


@pytest.mark.parametrize("colour", [False, True])
def test_text_steers_no_terminal(monkeypatch: pytest.MonkeyPatch, colour: bool) -> None:
    monkeypatch.setattr("unbroken.cli.output.is_colourful", lambda: colour)
    stream = io.StringIO()
    say(paint(NASTY, "missed") + "\n" + NASTY, stream)
    cleaned = "a\ufffd[31mb\ufffdc\ufffdd\ufffd"
    before, behind = ("\x1b[31m", "\x1b[0m") if colour else ("", "")
    first, second, _ = stream.getvalue().split("\n")
    assert first.startswith(f"{before}{cleaned}")
    assert first.endswith(f"e{behind}")
    assert second.startswith(cleaned)


def test_a_cell_is_one_line() -> None:
    assert columns([["a\nb", "c"], ["\x1b", "d"]]) == ["a b  c", "\ufffd    d"]
    assert fit("a\nb\x07", 9, UNICODE) == "a b\ufffd"


class Terminal(io.StringIO):
    """A terminal of 30 columns."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        return 99


def test_sentences_break_between_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.get_terminal_size", lambda place: os.terminal_size((30, 9)))
    told = "Pages was missed on Friday 27 November.\n  Then came: 日本 日本 日本 日本 日本\nshort"
    row = "○  Read    ────────  not yet      11 h"
    screen, pipe = Terminal(), io.StringIO()
    for stream in (screen, pipe):
        say(f"{told}\n{row}\n{'x' * 40}", stream)
    assert screen.getvalue().split("\n") == [
        "Pages was missed on Friday 27",
        "November.",
        "  Then came: 日本 日本 日本",
        "  日本 日本",
        "short",
        row,
        "x" * 40,
        "",
    ]
    assert pipe.getvalue() == f"{told}\n{row}\n{'x' * 40}\n"
    assert all(cells(line) <= 30 for line in screen.getvalue().split("\n")[:5])
