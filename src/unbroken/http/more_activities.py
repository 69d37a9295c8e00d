"""What neither design has: many at once, periods, why, and undo (docs/service.md)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Annotated, Any, Final

from msgspec import Meta, Struct
from msgspec.structs import asdict

from unbroken.core.day_states import FUTURE, MET, MISSED, NONE, OFF, OPEN, PARTIAL, SKIPPED
from unbroken.core.errors import ErrorCode, NotFound, Refusal
from unbroken.core.results import Enrolment
from unbroken.engine.api import Engine
from unbroken.engine.calendar import ChainDays
from unbroken.engine.owner_clock import today_of
from unbroken.http.activities import RecordActivity, acting_for, record, streak_called
from unbroken.http.bodies import plain
from unbroken.http.calls import Call
from unbroken.http.faults import Family, Fault, fault_of, invalid, not_found

LARGEST_BATCH: Final = 1000
_ASKED: Final = timedelta(days=1461)
_LOOKED_BACK: Final = timedelta(days=29)
_FIRST: Final = date(1970, 1, 1)
FORGIVEN: Final = "forgiven"


class BatchItem(RecordActivity, frozen=True, kw_only=True):
    """An activity of one person among many."""

    user_id: Annotated[str, Meta(min_length=1, max_length=200)]


class Batch(Struct, frozen=True):
    """Activities to be recorded together, in their order."""

    activities: Annotated[list[BatchItem], Meta(min_length=1, max_length=LARGEST_BATCH)]


class BatchAnswer(Struct, frozen=True):
    """For each activity its status, and what a single one would be answered."""

    results: list[dict[str, Any]]


class PeriodQuery(Struct, frozen=True):
    """Of which activity type; which local dates, both included: 30 days up to today unless said."""

    activity_type: str
    start_date: date | None = None
    end_date: date | None = None


class Period(Struct, frozen=True):
    """A period with its state: met, missed, forgiven, skipped or open."""

    first_day: date
    last_day: date
    state: str
    value: Any
    target: Any


class PeriodHistory(Struct, frozen=True):
    """The periods of a streak, oldest first."""

    user_id: str
    activity_type: str
    periods: list[Period]


class WhyQuery(Struct, frozen=True):
    """Of which activity type."""

    activity_type: str


class WhyAnswer(Struct, frozen=True):
    """Why a streak stands as it does, in words."""

    title: str
    lines: list[str]


class UndoAnswer(Struct, frozen=True):
    """What was taken back, and when it was done."""

    label: str
    made_at: datetime


def record_batch(engine: Engine, call: Call) -> BatchAnswer:
    """Records activities in one transaction; one that is refused leaves the others as they are."""
    results: list[dict[str, Any]] = []
    for item in call.body.activities:
        try:
            if call.access.user_id not in (None, item.user_id):
                raise not_found("There is no such person.")
            with engine.transaction():
                done = record(engine, call._replace(path={"user_id": item.user_id}, body=item))
            results.append({"status": 200, **asdict(done)})
        except Refusal as error:
            fault = fault_of(error, Family.ACTIVITIES)
            results.append({"status": fault.status, **fault.body(Family.ACTIVITIES)})
        except Fault as fault:
            results.append({"status": fault.status, **fault.body(Family.ACTIVITIES)})
    return BatchAnswer(results)


def user_periods(engine: Engine, call: Call) -> PeriodHistory:
    """The periods of one streak, each with its state."""
    mine, streak = _streak(engine, call)
    query, key = call.query, streak.activity_type
    today = today_of(mine.owner(), mine.clock())
    last = query.end_date or today
    first = query.start_date or max(last, _FIRST + _LOOKED_BACK) - _LOOKED_BACK
    if not _FIRST <= first <= last <= date(2100, 12, 31) or last - first > _ASKED:
        message = "Ask for at most four years from start_date to end_date, from 1970 to 2100."
        raise invalid(("query", "start_date"), message, ErrorCode.BAD_DATE)
    found = mine.periods(key, first, last)[streak.streak_id]
    chains = mine.chains(key)
    periods = [
        Period(
            each.first_day,
            each.last_day,
            _state(each.state, each.first_day, each.last_day, today, chains),
            plain(each.value),
            plain(each.target),
        )
        for each in found
        if each.state not in (FUTURE, OFF, NONE)
    ]
    return PeriodHistory(call.path["user_id"], key, periods)


def why(engine: Engine, call: Call) -> WhyAnswer:
    """Why one streak of a person broke, is left for now, or is alive."""
    mine, streak = _streak(engine, call)
    answer = mine.why(streak.activity_type)
    return WhyAnswer(answer.title, list(answer.lines))


def undo(engine: Engine, call: Call) -> UndoAnswer:
    """Takes back what a person has done last."""
    mine = acting_for(engine, call.path["user_id"])
    if mine is None:
        raise NotFound("There is no such person.")
    undone = mine.undo()
    return UndoAnswer(undone.label, undone.made_at)


def _streak(engine: Engine, call: Call) -> tuple[Engine, Enrolment]:
    """The engine acting for the person, and the streak of theirs that is asked about."""
    mine = acting_for(engine, call.path["user_id"])
    if mine is not None:
        for each in streak_called(call.query.activity_type, mine.status(archived=True)):
            return mine, each
    raise NotFound("There is no such streak of that person.")


def _state(state: str, first: date, last: date, today: date, chains: tuple[ChainDays, ...]) -> str:
    """The state of a period; a missed one that its chain has survived is forgiven."""
    if state in (MET, SKIPPED):
        return state
    if state in (OPEN, PARTIAL) and last >= today:
        return OPEN
    survived = any(
        chain.first_day <= first and (last <= chain.last_day or chain.alive) for chain in chains
    )
    return FORGIVEN if survived else MISSED
