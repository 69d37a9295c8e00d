"""`notes`: what was written down, newest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from unbroken.cli.arguments import Parser
from unbroken.cli.output import Cell, columns, fit, head
from unbroken.cli.session import Session
from unbroken.core.notes import Written, day_of
from unbroken.core.text import counted, one_line
from unbroken.core.typing import Final
from unbroken.wording.dates import short_day
from unbroken.wording.notes import ALL_STREAKS, note_line

_LISTED: Final = 100
"""Notes that are listed where nothing else is said."""
_LONGEST: Final = 500


def declare(parser: Parser) -> None:
    parser.word("text", "only those with this in them, whatever its case and accents", nargs="?")
    parser.value("--streak", "STREAK", "only those of this streak")
    parser.value("--limit", "N", f"how many notes, instead of {_LISTED}", default=str(_LISTED))


def run(session: Session) -> None:
    """The owner's notes, and why they skipped days."""
    options = session.options
    found = session.engine.notes(options.text or "", streak=options.streak, limit=options.limit)
    session.answer(found, lambda: _lines(session, found))


def _lines(session: Session, found: Sequence[Written]) -> Iterator[str]:
    if not found:
        sought = session.options.text
        yield (
            f"No note has “{one_line(sought, 40)}” in it."
            if sought
            else "No note was written yet; `unbroken log STREAK --note TEXT` writes one."
        )
        return
    streaks = {each.activity_type: each.name for each in session.engine.streaks()}
    rows: list[Sequence[str | Cell]] = [head("Day", "Streak", "Note")]
    for each in found:
        key = each.activity_type
        name = ALL_STREAKS if key is None else streaks.get(key, key)
        rows.append(
            [
                short_day(day_of(each)),
                fit(name, 28, session.shapes),
                one_line(note_line(each), _LONGEST),
            ]
        )
    yield from columns(rows)
    if str(len(found)) == session.options.limit:
        yield f"The newest {counted(len(found), 'note')}; --limit N lists more."
