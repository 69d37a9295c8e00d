"""`progress`: attempts, oldest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from unbroken.cli.all_owners import declare_whose
from unbroken.cli.arguments import Parser
from unbroken.cli.output import Cell, columns, fit, head
from unbroken.cli.session import Session
from unbroken.core.results import ProgressRecord
from unbroken.core.typing import Final
from unbroken.engine.owner_clock import zone_of
from unbroken.wording.dates import local_text

_COLOURS: Final = {"broken": "missed", "completed": "met", "in_progress": ""}


def declare(parser: Parser) -> None:
    declare_whose(parser)
    parser.value(
        "--status",
        "S",
        "in_progress, broken or completed",
        choices=("in_progress", "broken", "completed"),
    )


def run(session: Session) -> None:
    """The attempts of a status, or all."""
    options = session.options
    records = session.engine.progress(
        options.streak, all_owners=options.all_owners, status=options.status
    )
    session.answer(records, lambda: _lines(session, records))


def _lines(session: Session, records: Sequence[ProgressRecord]) -> Iterator[str]:
    if not records:
        yield "No attempt yet; the first log opens one."
        return
    zone = zone_of(session.me(), session.now)
    names = {each.id: each.name for each in session.engine.streaks()}
    rows: list[Sequence[str | Cell]] = [head("Started", "Streak", "Periods", "Status", "Ended")]
    for each in records:
        length = f" of {each.completion_target_value:,}" if each.completion_target_value else ""
        status = each.streak_progress_status
        ended = each.streak_completed_at or each.streak_broken_at
        rows.append(
            [
                local_text(each.streak_started_at, zone),
                fit(names.get(each.streak_id, each.activity_type), 28, session.shapes),
                f"{each.current_progress_value:,}{length}",
                (status.replace("_", " "), _COLOURS[status]),
                local_text(ended, zone) if ended else "",
                each.owned_by.name if session.options.all_owners else "",
            ]
        )
    yield from columns(rows)
