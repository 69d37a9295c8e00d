"""`notes`: what was written down, newest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from unbroken.cli.arguments import Parser
from unbroken.cli.output import Cell, columns, fit, head
from unbroken.cli.session import Session
from unbroken.core.results import Log
from unbroken.core.text import counted, one_line
from unbroken.core.typing import Final
from unbroken.wording.dates import short_day

_LISTED: Final = 100
"""Notes that are listed where nothing else is said."""
_LONGEST: Final = 500


def declare(parser: Parser) -> None:
    parser.word("text", "only those with this in them, whatever its case and accents", nargs="?")
    parser.value("--streak", "STREAK", "only those of this streak")
    parser.value("--limit", "N", f"how many notes, instead of {_LISTED}", default=str(_LISTED))


def run(session: Session) -> None:
    """The owner's logs that have a note."""
    options = session.options
    logs = session.engine.notes(options.text or "", streak=options.streak, limit=options.limit)
    session.answer(logs, lambda: _lines(session, logs))


def _lines(session: Session, logs: Sequence[Log]) -> Iterator[str]:
    if not logs:
        sought = session.options.text
        yield (
            f"No note has “{one_line(sought, 40)}” in it."
            if sought
            else "No note was written yet; `unbroken log STREAK --note TEXT` writes one."
        )
        return
    streaks = {each.id: each.name for each in session.engine.streaks()}
    rows: list[Sequence[str | Cell]] = [head("Day", "Streak", "Note")]
    for each in logs:
        rows.append(
            [
                short_day(each.local_date),
                fit(streaks.get(each.streak_id, each.activity_type), 28, session.shapes),
                one_line(each.note, _LONGEST),
            ]
        )
    yield from columns(rows)
    if str(len(logs)) == session.options.limit:
        yield f"The newest {counted(len(logs), 'note')}; --limit N lists more."
