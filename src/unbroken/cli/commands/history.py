"""`history`: what was logged, newest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from unbroken.cli.all_owners import declare_whose, owner_names
from unbroken.cli.arguments import Parser
from unbroken.cli.day_span import declare_span, given_span
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
    declare_span(parser)


def run(session: Session) -> None:
    """The logs of the days that are asked for, both included."""
    options = session.options
    logs = session.engine.history(
        options.streak,
        **given_span(session),
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
        streak = streaks.get(each.streak_id)  # of one that cannot be read the logs are told
        summed = streak is not None and streak.aggregation_method == "sum"
        rows.append(
            [
                short_day(each.local_date),
                local_clock(each.activity_at, each.timezone),
                fit(streak.name if streak else each.activity_type, 28, session.shapes),
                amount(each.value) if summed or each.value != 1 else "",
                ((streak and streak.unit) or "") if summed else "",
                fit(one_line(each.note, 500), _NOTE, session.shapes),
                names.get(each.owned_by_id, ""),
            ]
        )
    yield from columns(rows, right=(3,))
