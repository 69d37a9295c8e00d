"""How a streak stands, in words."""

from __future__ import annotations

from unbroken.wording.status import count_texts


def test_counts() -> None:
    assert count_texts(3, 2, 1, 0) == ("3 done", "2 left", "1 now", "0 missed")
