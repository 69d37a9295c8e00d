"""Text from people."""

from __future__ import annotations

import pytest

from unbroken.core.text import activity_type_of, clean, one_line


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("a\tb\nc\r\nd\re", "a b\nc\nd\ne"),
        ("\x00\x1b\x7f\x85\x9f", "\ufffd" * 5),
        ("\u200e\u200f\u202a\u202e\u2066\u2069\u2028\u2029", "\ufffd" * 8),
        ("\ud800x", "\ufffdx"),
        ("e\u0301", "é"),
        ("👩\u200d💻", "👩\u200d💻"),
    ],
)
def test_clean(text: str, expected: str) -> None:
    assert clean(text) == expected
    assert clean(expected) == expected


def test_one_line() -> None:
    assert one_line("  a \n b\t") == "a b"
    assert len(one_line("x" * 500)) == 200


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Café au lait!", "cafe-au-lait"),
        ("Straße_2.0", "strasse_2.0"),
        ("日本語 30", "ribenyu-30"),
        ("Прогулка", "progulka"),
        ("हिन्दी", "hindi"),
        ("한국어", "hangugeo"),
        ("がくせい", "gakusei"),
        ("Łódź", "lodz"),
        ("½ Æble", "1-2-aeble"),
        ("💪💪", "habit"),
        ("💪 Workout", "workout"),
        ("--a--", "a"),
        ("", "habit"),
    ],
)
def test_activity_type_of(name: str, expected: str) -> None:
    assert activity_type_of(name) == expected
