"""Why a streak asks for nothing, in words."""

from __future__ import annotations

from datetime import date

import pytest

from unbroken.wording.open_period import rest_words


@pytest.mark.parametrize(
    ("rests", "texts"),
    [
        ("archived", ("archived",)),
        ("paused", ("paused",)),
        ("off", ("off today", "off")),
        ("later", ("from Tue 1 Dec", "1 Dec")),
        ("", ()),
    ],
)
def test_why_a_streak_rests(rests: str, texts: tuple[str, ...]) -> None:
    assert rest_words(rests, date(2026, 12, 1)) == texts
