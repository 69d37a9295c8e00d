"""The chains agree with a slow second reading of docs/domain.md 4.7, on random cases."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings

from core.test_judge import day, entries_of, frame_of
from effort import examples
from oracle.brute import Attempt, Case, Log, Period, Rules, Walk, walk_at_least, walk_at_most
from oracle.cases import cases
from unbroken.core.chains import chains_of


class Watched(Rules):
    """Remembers which period is being looked at."""

    period: Period

    def logs_of(self, period: Period) -> list[Log]:
        self.period = period
        return super().logs_of(period)


class Noting(Walk):
    """Notes the first and the last day of each chain, and its length."""

    def __init__(self, rules: Watched) -> None:
        super().__init__(rules)
        self.watched = rules
        self.chains: list[tuple[date, date, int]] = []

    def meet(self, attempt: Attempt, at: int) -> None:
        super().meet(attempt, at)
        period = self.watched.period
        if self.chain == 1:
            self.chains.append((period.first, period.last, 1))
        else:
            self.chains[-1] = (self.chains[-1][0], period.last, self.chain)


@settings(max_examples=examples(1500), deadline=None)
@given(cases())
def test_the_chains_agree_with_the_second_reading(case: Case) -> None:
    rules = Watched(case)
    walk = Noting(rules)
    today = max([rules.today(case.now), *rules.counted_days()])
    (walk_at_least if case.goal == "at_least" else walk_at_most)(walk, today)

    frame = frame_of(case)
    found = chains_of(frame, entries_of(case), day(today))
    grid = frame.grid
    assert [
        (
            date.fromordinal(grid.first_day(each.first)),
            date.fromordinal(grid.last_day(each.last)),
            each.length,
        )
        for each in found
    ] == walk.chains
    assert [each.length for each in found if each.alive] == [walk.current()] * bool(walk.current())
    assert not any(each.alive for each in found[:-1])
