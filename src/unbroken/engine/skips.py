"""Skips: local dates that an owner has excused (docs/domain.md 4.3)."""

from __future__ import annotations

from datetime import date

from unbroken.core.errors import ErrorCode, Refusal
from unbroken.core.ids import new_id
from unbroken.core.local_days import Day
from unbroken.core.reports import Skip
from unbroken.core.rule_validation import check_day
from unbroken.core.text import one_line
from unbroken.engine.answers.skip import skip_answer
from unbroken.engine.callers import Caller
from unbroken.engine.context import Context, owner_id_of
from unbroken.engine.lookup import find_streak
from unbroken.store.enrolments import streak_name
from unbroken.store.skips import SkipRow, load_skips
from unbroken.store.streaks import StreakRow, load_streaks


def skips(context: Context, caller: Caller, streak: str | None = None) -> list[Skip]:
    """The owner's skips, oldest first: all, or those that hold for one streak."""
    store = context.store
    with store.reading():
        only = None if streak is None else find_streak(store, streak).id
        streaks = load_streaks(store)
        held = [
            each
            for each in load_skips(store, owner_id=owner_id_of(caller))
            if only is None or each.streak_id in (None, only)
        ]

        def answered(row: SkipRow) -> Skip:
            return skip_answer(row, None if row.streak_id is None else streaks[row.streak_id])

        def named(row: SkipRow) -> str:
            return f"the streak {streak_name(store, row.streak_id or '')}"

        return list(store.readable(held, answered, named))


def skip(
    context: Context,
    caller: Caller,
    streak: str | None,
    first: date,
    last: date | None = None,
    *,
    reason: str = "",
) -> Skip:
    """Excuses the dates `first` to `last` (default: that day alone); None means all streaks."""
    with context.changing(caller, "skip") as work:
        found = None if streak is None else find_streak(context.store, streak)
        first_day, last_day = _range(first, last)
        new = SkipRow(
            new_id(),
            owner_id_of(caller),
            None if found is None else found.id,
            first_day,
            last_day,
            one_line(reason),
        )
        for known in _skips_of(context, caller, found):
            if (known.first_day, known.last_day) == (first_day, last_day):
                work.update("skips", known.id, reason=new.reason)
                return skip_answer(known._replace(reason=new.reason), found)
        work.label = f"skip {'all streaks' if found is None else found.name}"
        work.insert("skips", new._asdict())
        return skip_answer(new, found)


def unskip(
    context: Context, caller: Caller, streak: str | None, first: date, last: date | None = None
) -> Skip:
    """Takes dates out of the skips of one streak, or of those of all (None).

    A pause is not touched; it ends by resuming. Raises Refusal where no date was skipped.
    """
    with context.changing(caller, "unskip") as work:
        found = None if streak is None else find_streak(context.store, streak)
        first_day, last_day = _range(first, last)
        cut = [
            each
            for each in _skips_of(context, caller, found)
            if each.last_day is not None
            and each.first_day <= last_day
            and each.last_day >= first_day
        ]
        if not cut:
            name = "all streaks" if found is None else found.name
            raise Refusal(ErrorCode.NOT_SKIPPED, f"None of those dates is skipped for {name}.")
        for each in cut:
            work.delete("skips", id=each.id)
            if each.first_day < first_day:
                left = each._replace(id=new_id(), last_day=Day(first_day - 1))
                work.insert("skips", left._asdict())
            if each.last_day is not None and each.last_day > last_day:
                right = each._replace(id=new_id(), first_day=Day(last_day + 1))
                work.insert("skips", right._asdict())
        work.label = f"unskip {'all streaks' if found is None else found.name}"
        return skip_answer(cut[0]._replace(first_day=first_day, last_day=last_day), found)


def _skips_of(context: Context, caller: Caller, streak: StreakRow | None) -> list[SkipRow]:
    """The owner's skips of one streak alone, or of all streaks."""
    wanted = None if streak is None else streak.id
    found = load_skips(context.store, owner_id=owner_id_of(caller))
    return [each for each in found if each.streak_id == wanted]


def _range(first: date, last: date | None) -> tuple[Day, Day]:
    first_day = check_day("day", first)
    last_day = first_day if last is None else check_day("day", last)
    if last_day < first_day:
        raise Refusal(ErrorCode.BAD_DATE, "The last day lies before the first; swap them.")
    return first_day, last_day
