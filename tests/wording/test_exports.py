"""What an export says."""

from __future__ import annotations

from pathlib import Path

import pytest

from unbroken.core.exchange_results import ExportReport
from unbroken.wording.exports import counts_text, size_text


def test_what_was_written() -> None:
    report = ExportReport(Path("x.json"), "json", {"streaks": 1, "logs": 1200}, 10)
    assert counts_text(report) == "1 streak, 1,200 logs"


@pytest.mark.parametrize(
    ("octets", "words"),
    [(1, "1 byte"), (999, "999 bytes"), (1500, "2 kB"), (999_400, "999 kB"), (1_234_567, "1.2 MB")],
)
def test_sizes(octets: int, words: str) -> None:
    assert size_text(octets) == words
