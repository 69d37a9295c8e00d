"""Text from people in marked-up files, and the colours of those."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from typing import Final

from unbroken.core.text import clean

COLORS: Final = """
:root {
  color-scheme: light dark;
  --ground: #fbfaf7; --ink: #23262b; --quiet: #62666d; --line: #dddad2;
  --met: #2c7d4f; --missed: #b0413e; --rest: #eceae4;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #15161a; --ink: #e2e4e8; --quiet: #989da6; --line: #33363d;
    --met: #62c08a; --missed: #e58a86; --rest: #22242a;
  }
}
"""
"""The light colours of the app, and the dark ones where the reader's system asks for those."""


def is_number(texts: Iterable[str]) -> bool:
    """Whether a column is one of numbers, which end at one edge: `84%`, `3 of 4`, nothing."""
    return all(not re.search(r"[^\W\d_]", each.replace(" of ", "")) for each in texts)


def safe(text: str) -> str:
    """A text as it may stand anywhere in HTML and SVG: nothing in it is markup or a control."""
    return escape(clean(text), quote=True)
