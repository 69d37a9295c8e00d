"""`history`: what was logged, newest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from unbroken.cli.all_owners import declare_whose, owner_names
from unbroken.cli.arguments import Parser
from unbroken.cli.output import Cell, columns, fit, head
from unbroken.cli.session import Session
from unbroken.core.results import Log
from unbroken.core.text import one_line
from unbroken.core.typing import Final
from unbroken.wording.amounts import amount
from unbroken.wording.dates import local_clock, short_day

_NOTE: Final = 60
"""A longer note is cut to so many columns."""


def declare(parser: Parser) -> None:
    declare_whose(parser)
    parser.value("--from", "DAY", "the first day", dest="first")
    parser.value("--to", "DAY", "the last day", dest="last")


def run(session: Session) -> None:
    """The logs of the days that are asked for, both included."""
    options = session.options
    logs = session.engine.history(
        options.streak,
        first=None if options.first is None else session.day(options.first),
        last=None if options.last is None else session.day(options.last),
        all_owners=options.all_owners,
    )
    session.answer(logs, lambda: _lines(session, logs))


def _lines(session: Session, logs: Sequence[Log]) -> Iterator[str]:
    if not logs:
        yield "Nothing was logged there; `unbroken log` records something."
        return
    streaks = {each.id: each for each in session.engine.streaks()}
    names = owner_names(session)
    rows: list[Sequence[str | Cell]] = [head("Day", "Time", "Streak", "Amount", "", "Note")]
    for each in logs:
        streak = streaks[each.streak_id]
        summed = streak.aggregation_method == "sum"
        rows.append(
            [
                short_day(each.local_date),
                local_clock(each.activity_at, each.timezone),
                fit(streak.name, 28, session.shapes),
                amount(each.value) if summed or each.value != 1 else "",
                (streak.unit or "") if summed else "",
                fit(one_line(each.note, 500), _NOTE, session.shapes),
                names.get(each.owned_by_id, ""),
            ]
        )
    yield from columns(rows, right=(3,))
