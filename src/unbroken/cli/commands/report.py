"""`report`: a year in review, as text, or as one file that shows it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from unbroken.cli.arguments import Parser
from unbroken.cli.output import paint
from unbroken.cli.sections import room, section_lines
from unbroken.cli.session import Session
from unbroken.cli.usage_errors import UsageError
from unbroken.core.text import one_line
from unbroken.core.typing import Final
from unbroken.core.year_review import YearReview
from unbroken.wording.year_review import is_empty, nothing, sections, title

_YEAR: Final = 4
"""Digits of a year."""


def declare(parser: Parser) -> None:
    parser.word("year", "which year, instead of this one", nargs="?")
    parser.word("streak", "only this one, instead of all", nargs="?")
    parser.value(
        "--output", "FILE", "write it to FILE: a .svg picture, or a .html or .md page", short="-o"
    )
    parser.flag("--force", "replace a file that is there")


def run(session: Session) -> None:
    """A year of one streak, or of all, beside the year before."""
    options = session.options
    year, streak = options.year, options.streak
    if year is not None and not (len(year) == _YEAR and year.isascii() and year.isdigit()):
        if streak is not None:
            said = f"“{one_line(year, 40)}” is no year; write it first, as 2025, then the streak."
            raise UsageError(said)
        year, streak = None, year
    review = session.engine.year_review(None if year is None else int(year), streak)
    if options.output is None:
        session.answer(review, lambda: _lines(session, review))
    else:
        _write(session, review)


def _lines(session: Session, review: YearReview) -> Iterator[str]:
    yield paint(title(review), "strong")
    if is_empty(review):
        yield nothing(review)
        return
    yield from section_lines(sections(review, room(), session.shapes))


def _write(session: Session, review: YearReview) -> None:
    # a report that is printed needs no file
    from unbroken.exchange.output_files import check_target, write_file
    from unbroken.exchange.review_files import KINDS

    target = Path(session.options.output)
    kind = KINDS.get(target.suffix.lower())
    if kind is None:
        endings = " or ".join(", ".join(KINDS).rsplit(", ", 1))
        raise UsageError(f"Name a file that ends in {endings}.")
    database = None if session.path == ":memory:" else Path(session.path)
    path = check_target(target, database, force=session.options.force)
    write_file(path, [kind(review)], force=session.options.force)
    answer = {"file": str(path), "year": review.year}
    session.answer(answer, lambda: [f"Wrote {path}: {title(review)}."])
