"""How far something long is: shown to a person who looks, and to nobody else."""

from __future__ import annotations

import pytest

from unbroken.cli import output
from unbroken.cli.progress_line import ProgressLine

STEPS = [(100, 5000), (101, 5000), (5000, 5000)]
SHOWN = "\rImporting: 2 %\rImporting: 100 %\r\x1b[K"


@pytest.mark.parametrize(
    ("is_terminal", "seen", "steps", "told"),
    [
        (False, True, STEPS, ""),
        (True, False, STEPS, ""),
        (True, True, [(1, 100)], ""),
        (True, True, STEPS, SHOWN),
    ],
)
def test_how_far_it_is(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    is_terminal: bool,
    seen: bool,
    steps: list[tuple[int, int]],
    told: str,
) -> None:
    monkeypatch.setattr(output, "is_terminal", lambda stream: is_terminal)
    with ProgressLine("Importing", seen=seen) as progress:
        for done, total in steps:
            progress(done, total)
    assert capsys.readouterr().err == told
