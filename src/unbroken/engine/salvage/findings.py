"""What is found wrong with a row, and its words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from unbroken.core.text import one_line
from unbroken.core.typing import Any, NamedTuple
from unbroken.store.stored_values import Row


class Finding(NamedTuple):
    """What is wrong with a row: in words, with the row as it was."""

    text: str
    table: str
    row: Row
    kept: bool
    """Whether the row goes on, mended."""


class Fault(Exception):
    """A row that says nothing any more."""


def described(findings: Iterable[Finding]) -> Iterator[str]:
    """What is wrong, each sort once, with how often where it is more than once."""
    for text, times in Counter(each.text for each in findings).items():
        yield f"{text} ({times:,} times)" if times > 1 else text


def said(value: Any) -> str:
    """A stored value in the words of a finding: texts in quotation marks."""
    if value is None:
        return "nothing"
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    text = one_line(str(value), 40)
    return f"“{text}”" if isinstance(value, str) else text


def called(value: Any, otherwise: str) -> str:
    """What a finding calls an owner or a streak, by a name that may be damaged."""
    return one_line(value, 40) if isinstance(value, str) and value.strip() else otherwise
