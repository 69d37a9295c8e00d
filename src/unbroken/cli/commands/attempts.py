"""Looking back: attempts, logs and rewards, as tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from unbroken.cli.arguments import Parser
from unbroken.cli.output import Cell, columns, fit
from unbroken.cli.session import Session
from unbroken.core.results import Log, ProgressRecord, Reward
from unbroken.core.text import one_line
from unbroken.engine.owner_clock import zone_of
from unbroken.wording.amounts import amount
from unbroken.wording.dates import local_clock, local_text, short_day

_MEANING: Final = {"broken": "missed", "completed": "met", "in_progress": ""}
_NOTE: Final = 60


def declare_progress(parser: Parser) -> None:
    _declare(parser)
    parser.value(
        "--status",
        "S",
        "in_progress, broken or completed",
        choices=("in_progress", "broken", "completed"),
    )


def _declare(parser: Parser) -> None:
    parser.word("streak", "only this one", nargs="?")
    parser.flag("--all-owners", "everybody's, for the first owner only")


def progress(session: Session) -> None:
    """Attempts, oldest first."""
    options = session.options
    records = session.engine.progress(
        options.streak, all_owners=options.all_owners, status=options.status
    )
    session.answer(records, lambda: _attempts(session, records))


def _attempts(session: Session, records: Sequence[ProgressRecord]) -> Iterator[str]:
    if not records:
        yield "No attempt yet; the first log opens one."
        return
    zone = zone_of(session.me(), session.now)
    rows: list[Sequence[str | Cell]] = [_head("Started", "Streak", "Periods", "Status", "Ended")]
    for each in records:
        length = f" of {each.completion_target_value:,}" if each.completion_target_value else ""
        status = each.streak_progress_status
        ended = each.streak_completed_at or each.streak_broken_at
        rows.append(
            [
                local_text(each.streak_started_at, zone),
                each.activity_type,
                f"{each.current_progress_value:,}{length}",
                (status.replace("_", " "), _MEANING[status]),
                local_text(ended, zone) if ended else "",
                each.owned_by.name if session.options.all_owners else "",
            ]
        )
    yield from columns(rows)


def declare_history(parser: Parser) -> None:
    _declare(parser)
    parser.value("--from", "DAY", "the first day", dest="first")
    parser.value("--to", "DAY", "the last day", dest="last")


def history(session: Session) -> None:
    """What was logged, newest first."""
    options = session.options
    logs = session.engine.history(
        options.streak,
        first=None if options.first is None else session.day(options.first),
        last=None if options.last is None else session.day(options.last),
        all_owners=options.all_owners,
    )
    session.answer(logs, lambda: _logs(session, logs))


def _logs(session: Session, logs: Sequence[Log]) -> Iterator[str]:
    if not logs:
        yield "Nothing was logged there; `unbroken log` records something."
        return
    streaks = {each.id: each for each in session.engine.streaks()}
    names = _owner_names(session)
    rows: list[Sequence[str | Cell]] = [_head("Day", "Time", "Streak", "Amount", "", "Note")]
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


def rewards(session: Session) -> None:
    """Milestones that were reached, oldest first."""
    options = session.options
    won = session.engine.rewards(options.streak, all_owners=options.all_owners)
    session.answer(won, lambda: _rewards(session, won))


def _rewards(session: Session, won: Sequence[Reward]) -> Iterator[str]:
    if not won:
        yield "No reward yet; `unbroken edit STREAK --milestone 7=TITLE` sets one."
        return
    names = _owner_names(session)
    zone = zone_of(session.me(), session.now)
    rows: list[Sequence[str | Cell]] = [_head("Reached", "Streak", "At", "Reward")]
    for each in won:
        rows.append(
            [
                local_text(each.reward_issued_at, zone),
                each.activity_type,
                f"{each.milestone_target_value:,}",
                each.title,
                names.get(each.owned_by_id, ""),
            ]
        )
    yield from columns(rows, right=(2,))


def _owner_names(session: Session) -> dict[str, str]:
    """Everybody's name by id, where everybody is shown."""
    if not session.options.all_owners:
        return {}
    return {each.id: each.name for each in session.engine.owners()}


def _head(*titles: str) -> list[str | Cell]:
    return [(title, "dim") for title in titles]


COMMANDS: Final = {
    "progress": (declare_progress, progress),
    "history": (declare_history, history),
    "rewards": (_declare, rewards),
}
