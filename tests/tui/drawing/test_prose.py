"""Sentences in lines of so many cells."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from textual.content import Content

from unbroken.tui.drawing.prose import fold

TOLD = "6 min more before Sunday 22 November at 00:00 (3 h) keeps it alive.\nSo 日本語 it is."


@pytest.mark.parametrize("width", range(12, 72))
def test_a_number_stays_with_what_it_counts(width: int) -> None:
    lines = fold(Content(TOLD), width).plain.split("\n")
    assert " ".join(lines) == TOLD.replace("\n", " ")
    assert not any(line.endswith(("6", "22", "(3")) for line in lines)
    assert max(map(cell_len, lines)) <= width


def test_looks_stay_on_their_words() -> None:
    folded = fold(Content.assemble("so it ", ("is now", "bold")), 7)
    assert folded.plain == "so it\nis now"
    assert [(span.start, span.end, span.style) for span in folded.spans] == [(6, 12, "bold")]
