"""How a streak stands, in words."""

from __future__ import annotations

import pytest

from unbroken.wording.status import count_texts, rest_text


def test_counts() -> None:
    assert count_texts(3, 2, 1, 0) == ("3 done", "2 left", "1 now", "0 missed")


@pytest.mark.parametrize(
    ("rests", "text"),
    [
        ("archived", "archived"),
        ("paused", "paused"),
        ("off", "off today"),
        ("later", "from 1 Dec"),
    ],
)
def test_why_a_streak_rests(rests: str, text: str) -> None:
    assert rest_text(rests, "1 Dec") == text
