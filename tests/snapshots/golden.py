"""Golden files: what the outside of the product is today, as text beside these tests.

A test that differs from its golden file fails with a unified diff. Where the outside is meant to
change, write the golden files anew and look at their diff before committing it:

    UPDATE_GOLDEN=1 pytest tests/snapshots && git diff tests/snapshots

The numbers that stand in a test itself (statements, loaded modules, hashes) are changed by hand.
"""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

HERE = Path(__file__).parent
NOW = "2026-03-11T10:00:00Z"
"""The clock of all these tests: a Wednesday."""

UUID = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")
_LONG = 120


def check_golden(name: str, text: str) -> None:
    """Compares a text with a golden file of this folder, or writes that where that is asked for."""
    path = HERE / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode())
        return
    golden = path.read_bytes().decode() if path.exists() else ""
    if text != golden:
        pytest.fail(f"{name} is not what it was:\n{difference(golden, text)}", pytrace=False)


def difference(golden: str, text: str) -> str:
    """A unified diff; long lines are broken where their JSON is, but only in what is shown."""
    lines = difflib.unified_diff(_shown(golden), _shown(text), "golden", "now", lineterm="", n=2)
    return "\n".join(lines)


def _shown(text: str) -> list[str]:
    shown: list[str] = []
    for line in text.split("\n"):
        pieces = re.split(r'(?<=, )(?=["{])', line) if len(line) > _LONG else [line]
        shown += [piece.replace("\r", "\\r").replace("\x1b", "\\e") for piece in pieces]
    return shown


def numbered_ids(text: str, known: Iterable[str] = ()) -> str:
    """The text with u1, u2, … for every UUID that is not known, in the order they come in."""
    kept, numbers = frozenset(known), dict[str, str]()

    def number(match: re.Match[str]) -> str:
        found = match[0]
        return found if found in kept else numbers.setdefault(found, f"u{len(numbers) + 1}")

    return UUID.sub(number, text)
