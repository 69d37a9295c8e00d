"""An owner's streaks with what their days are judged by, and what counts on these days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from unbroken.core.exemptions import Exemptions
from unbroken.core.judge_state import Frame
from unbroken.core.local_days import Day
from unbroken.core.periods import PeriodGrid
from unbroken.core.typing import NamedTuple
from unbroken.engine.context import Context
from unbroken.engine.frames import frame_of, judged_until
from unbroken.engine.lookup import find_streak
from unbroken.store.connection import Store
from unbroken.store.enrolments import EnrolmentRow, load_enrolments
from unbroken.store.log_entries import DaySpan, load_days_in, load_entries_in
from unbroken.store.owners import OwnerRow
from unbroken.store.skips import Skipped, load_all_skips
from unbroken.store.streaks import StreakRow, load_streaks


class Enrolled(NamedTuple):
    """An owner's streak, with what its days are judged by; `today` is the day it is judged on.

    `skips` are all that hold for it.
    """

    streak: StreakRow
    row: EnrolmentRow
    frame: Frame
    today: Day
    skips: list[Skipped]

    def begins(self) -> Day:
        """The day from which the streak counts, if no log from before opened it."""
        if self.streak.goal == "at_most":
            return max(self.streak.starts_on, self.frame.enrolled_on)
        return self.streak.starts_on

    def begins_with(self, opened_on: Day | None) -> Day:
        """The same, where its first attempt was opened on a day: by a log from before, too."""
        if opened_on is None:
            return self.begins()
        grid = self.frame.grid
        return min(self.begins(), grid.first_day(grid.index_from(opened_on)))

    @property
    def is_daily(self) -> bool:
        """Whether each of its periods is one day."""
        return self.frame.rules.period == "daily" and self.frame.rules.every == 1

    def exempt_days(self) -> Exemptions:
        """Which single days are skipped, or do not exist."""
        voids = self.frame.days.void_days()
        return Exemptions(PeriodGrid("daily", 1, Day(0)), self.skips, voids)

    def named(self) -> str:
        """What it is called where it cannot be read."""
        return f"the streak {self.streak.name}"


class Logged(NamedTuple):
    """By day: how many logs there are, and what counts of them, in thousandths."""

    logs: Mapping[Day, int]
    amounts: dict[Day, int]


def enrolled_in(
    context: Context, owner: OwnerRow, streak: str | None, *, live: bool = True
) -> list[Enrolled]:
    """The owner's enrolment in one streak, if there is one, or in every one that is live.

    Without `live` in every one that there is.
    """
    if streak is None:
        streaks = load_streaks(context.store)
        shown = {key: each for key, each in streaks.items() if not live or each.status == "live"}
    else:
        found = find_streak(context.store, streak)
        shown = {found.id: found}
    return enrolled_in_those(context, owner, shown)


def enrolled_in_those(
    context: Context, owner: OwnerRow, streaks: Mapping[str, StreakRow]
) -> list[Enrolled]:
    """The owner's enrolments in some streaks, in their order."""
    skips = load_all_skips(context.store, owner.id)
    found = []
    for row in load_enrolments(context.store, owner_id=owner.id):
        if row.streak_id not in streaks:
            continue
        streak = streaks[row.streak_id]
        own = [*skips.get(streak.id, ()), *skips.get(None, ())]
        frame = frame_of(streak, owner, own, row)
        judged_on = owner.days.date_at(judged_until(streak, context.now()))
        today = max(judged_on, row.state.last_day or Day(0))  # docs/domain.md 2.8
        found.append(Enrolled(streak, row, frame, today, own))
    return found


def logged_in(store: Store, spans: Collection[tuple[Enrolled, DaySpan]]) -> dict[int, Logged]:
    """By enrolment: what is logged on the days of its span, which are of whole periods."""
    late, summed, counted = list[DaySpan](), list[DaySpan](), list[DaySpan]()
    for each, span in spans:
        if each.frame.depends_on_time:
            late.append(span)
        else:
            (summed if each.frame.rules.method == "sum" else counted).append(span)
    entries = load_entries_in(store, late)
    days = {**load_days_in(store, summed), **load_days_in(store, counted, valued=False)}
    found = {}
    for each, _ in spans:
        frame, key = each.frame, each.row.id
        if frame.depends_on_time:
            logs: Mapping[Day, int] = Counter(entry.day for entry in entries[key])
            found[key] = Logged(logs, frame.amounts(entries[key]))
        else:
            logs, values = days[key]
            of_days = values if frame.rules.method == "sum" else logs
            found[key] = Logged(logs, frame.amounts_by_day(of_days))
    return found


def logged_on(
    store: Store, each: Enrolled, first: Day | None = None, last: Day | None = None
) -> Logged:
    """What is logged in one streak from `first` to `last`, days of whole periods, or ever."""
    return logged_in(store, [(each, DaySpan(each.row.id, first, last))])[each.row.id]
