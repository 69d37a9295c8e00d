"""Streaks side by side: those of their figures that stand in a line (docs/domain.md 4, figures).

As they are now, no line needs the whole history: what was ever met, and the chains, the judge has
stored, and the rest depends on the last periods alone.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from math import ceil, log

from unbroken.core.figures import Overview
from unbroken.core.local_days import Day
from unbroken.core.results import OwnerRef
from unbroken.core.strength import kept_a_day, six_places
from unbroken.core.typing import Final
from unbroken.engine.callers import Caller
from unbroken.engine.context import Context, owner_id_of
from unbroken.engine.enrolled import Enrolled, enrolled_in, logged_on
from unbroken.engine.judged_enrolment import judge_state
from unbroken.engine.permissions import require_admin
from unbroken.engine.streak_history import History, check_days, share_of
from unbroken.store.owners import OwnerRow, load_owners
from unbroken.store.progress import load_met

MONTH: Final = 30
"""Days over which completion is told."""
FORGOTTEN: Final = 5e-10
"""The part of a score that makes no difference any more, most often, to its six places."""


def overview(
    context: Context,
    caller: Caller,
    streak: str | None = None,
    *,
    first: date | None = None,
    last: date | None = None,
    all_owners: bool = False,
) -> list[Overview]:
    """The figures that stand in a line, of one streak or every live one: the owner's own, or with
    `all_owners` everybody's (admins only), side by side.

    The days are as in `statistics`.
    """
    if all_owners:
        require_admin(caller, "all_figures")
    with context.store.reading():
        me = owner_id_of(caller)
        owners = load_owners(context.store, None if all_owners else me)
        if me in owners:
            check_days(first, last, context.today(owners[me]))
        wanted = [
            (owner, each)
            for owner in owners.values()
            for each in enrolled_in(context, owner, streak)
        ]
        kept = context.kept()

        def line(of: tuple[OwnerRow, Enrolled]) -> Overview:
            key = "overview", of[1].row.id, of[1].today, first, last
            found: Overview | None = kept.get(key)
            if found is None and first is None and last is None:
                found = _as_it_is_now(context, *of)
            if found is None:
                history = History(*of, logged_on(context.store, of[1]).amounts, first, last)
                found = _of_all_of_it(history)
            kept[key] = found
            return found

        return list(context.store.readable(wanted, line, lambda of: of[1].named()))


def _of_all_of_it(history: History) -> Overview:
    """The figures from a whole history."""
    return _line(
        history,
        *history.decided.met_of(history.first, history.today),
        history.strength_on(history.today),
        history.current(),
        history.longest(),
    )


def _as_it_is_now(context: Context, owner: OwnerRow, each: Enrolled) -> Overview | None:
    """The same, up to now, from what the judge has stored and the last periods.

    None where no period is older than those.
    """
    store, frame, attempt = context.store, each.frame, each.row.state.attempt
    opened_on, met = load_met(store, each.row.id)
    begins = each.begins_with(opened_on)
    found = _latest(context, owner, each, begins)
    if found is None:
        return None
    latest, strength = found
    if attempt is not None:  # judging it up to now may add to it
        met -= attempt.value
    judged = judge_state(
        *(each.row, each.streak, owner, frame, each.row.state_in(frame), context.now()),
        brief=False,
    )
    met += sum(each.value for each in judged.judge.attempts)
    asked = _asked_before(context, each, begins, latest.since) + len(latest.decided.days)
    assessment = judged.assessment
    return _line(latest, met, asked, strength, assessment.current, assessment.longest)


def _latest(
    context: Context, owner: OwnerRow, each: Enrolled, begins: Day
) -> tuple[History, Decimal] | None:
    """The last periods, as many as the figures need, and the strength; None where all are needed.

    The strength needs most of them: those of a year and more. What it was before them is left out
    only where it makes no difference.
    """
    rules, grid = each.frame.rules, each.frame.grid
    present = grid.index_from(each.today)
    length = grid.last_day(present) - grid.first_day(present) + 1
    periods = 2 + ceil(log(FORGOTTEN) / log(kept_a_day(rules)) / length)
    while (since := grid.first_day(present - periods)) > begins:
        latest = History(owner, each, logged_on(context.store, each, since).amounts, since=since)
        lowest, highest = map(six_places, latest.strength_bounds())
        if lowest == highest:
            return latest, lowest
        periods *= 4
    return None


def _asked_before(context: Context, each: Enrolled, begins: Day, since: Day) -> int:
    """How many periods before a day were decided: all that count, and the excused ones met."""
    frame = each.frame
    span = frame.grid.index_from(begins), frame.grid.index_from(since)
    asked = frame.exemptions.countable(*span)
    if frame.rules.goal == "at_most":
        return asked
    for low, high in frame.exemptions.ranges(*span):
        days = frame.grid.first_day(low), frame.grid.last_day(high)
        totals = frame.totals(logged_on(context.store, each, *days).amounts)
        asked += sum(
            low <= at <= high and total >= frame.target_of(at) for at, total in totals.items()
        )
    return asked


def _line(
    history: History, met: int, asked: int, strength: Decimal, current: int, longest: int
) -> Overview:
    streak, owner = history.streak, history.owner
    return Overview(
        streak.id,
        streak.activity_type,
        streak.name,
        owner.id,
        OwnerRef(owner.id, owner.name),
        met,
        asked,
        share_of(met, asked),
        history.completion(MONTH),
        strength,
        current,
        longest,
        streak.goal,
        history.is_early(),
    )
