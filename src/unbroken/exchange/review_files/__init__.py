"""A year in review as one file: what kinds there are, by how the file's name ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from unbroken.core.year_review import YearReview
from unbroken.exchange.review_files.html_page import html_page
from unbroken.exchange.review_files.markdown_page import markdown_page
from unbroken.exchange.review_files.picture import picture

KINDS: Final[dict[str, Callable[[YearReview], str]]] = {
    ".svg": picture,
    ".html": html_page,
    ".md": markdown_page,
}
"""Ending to what makes the text of such a file. None of them asks for anything from outside."""
