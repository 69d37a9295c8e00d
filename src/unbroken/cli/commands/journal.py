"""`journal`: what can be taken back, newest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from unbroken.cli.arguments import Parser
from unbroken.cli.output import Cell, columns, fit, head
from unbroken.cli.session import Session
from unbroken.core.reports import Change
from unbroken.core.typing import Final
from unbroken.engine.timezone_timeline import in_force
from unbroken.wording.dates import local_text
from unbroken.wording.journal import change_words, program_words

_LISTED: Final = 20
"""Changes that are listed where nothing else is said."""
_CHANGE: Final = 50
"""A longer text is cut to so many columns."""


def declare(parser: Parser) -> None:
    parser.value("--limit", "N", f"how many changes, instead of {_LISTED}", default=str(_LISTED))


def run(session: Session) -> None:
    """Lists the owner's changes."""
    changes = session.engine.journal(limit=session.options.limit)
    session.answer(changes, lambda: _lines(session, changes))


def _lines(session: Session, changes: Sequence[Change]) -> Iterator[str]:
    if not changes:
        yield "Nothing was changed yet that could be taken back."
        return
    zone = in_force(session.me(), session.now).timezone
    rows: list[Sequence[str | Cell]] = [head("No.", "When", "Change", "Made in", "")]
    for each in changes:
        ink = "dim" if each.undone else ""
        rows.append(
            [
                (str(each.number), ink),
                (local_text(each.made_at, zone), ink),
                (fit(change_words(each), _CHANGE, session.shapes), ink),
                (program_words(each, zone), ink),
                ("taken back", ink) if each.undone else "",
            ]
        )
    yield from columns(rows, right=(0,))
