"""The chains of a streak: its met periods in a row, from the first log on (docs/domain.md 4.7)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from unbroken.core.judge_state import Frame, LogEntry
from unbroken.core.local_days import Day
from unbroken.core.typing import NamedTuple


class Chain(NamedTuple):
    """So many met periods in a row: `first` and `last` are the numbers of its two ends.

    `alive` is one to which the period that is open may still add.
    """

    first: int
    last: int
    length: int
    alive: bool


_Run = tuple[int, int, int]
"""Met periods with no missed one in between: the first, the last, and how many."""


def chains_of(frame: Frame, entries: Iterable[LogEntry], today: Day) -> list[Chain]:
    """Every chain up to the day `today`, oldest first.

    Missed periods of which as many as the grace follow one another do not part what is met before
    and after them, nor do excused ones; neither adds anything.
    """
    return chains_in(frame, frame.totals(frame.amounts(entries)), today)


def chains_in(
    frame: Frame,
    totals: Mapping[int, int],
    today: Day,
    since: int | None = None,
    before: Chain | None = None,
) -> list[Chain]:
    """The same of what counted in each period.

    With `since` of the periods from that one on, all of them of the streak; `before` is the last
    chain of those that came before, to which the first of these may add.
    """
    now = frame.grid.index_from(today)
    runs = [] if before is None else [before[:3]]
    if frame.rules.goal == "at_least":
        runs += _met_runs(frame, totals)
        return _joined(frame, runs, now, 0)
    above = [
        at
        for at in sorted(totals)
        if totals[at] > frame.target_of(at) and not frame.exemptions.covers(at)
    ]
    if since is None:
        since = frame.grid.index_from(max(frame.rules.starts_on, frame.enrolled_on))
        if totals:
            since = min(since, *totals)
    runs += _silent_runs(frame, since, above, now)
    return _joined(frame, runs, now, int(above[-1:] == [now]))


def _met_runs(frame: Frame, totals: Mapping[int, int]) -> Iterator[_Run]:
    """The periods of an `at_least` streak that are met, those that follow each other as one."""
    rules = frame.rules
    if rules.targets:
        met = [at for at in sorted(totals) if totals[at] >= frame.target_of(at)]
    else:
        target = rules.target
        met = [at for at in sorted(totals) if totals[at] >= target]
    if not met:
        return
    first = last = met[0]
    for at in met[1:]:
        if at != last + 1:
            yield first, last, last - first + 1
            first = at
        last = at
    yield first, last, last - first + 1


def _silent_runs(frame: Frame, begun: int, above: list[int], now: int) -> Iterator[_Run]:
    """The closed periods of an `at_most` streak between those that went above the target."""
    exemptions = frame.exemptions
    for end in (*above, now):
        silent = exemptions.countable(begun, min(end, now))
        if silent:
            first, last = (
                exemptions.nth_countable(begun, 1),
                exemptions.nth_countable(begun, silent),
            )
            yield first, last, silent
        begun = end + 1


def _joined(frame: Frame, runs: Iterable[_Run], now: int, missed_now: int) -> list[Chain]:
    """The runs put together; `missed_now` is 1 where the open period is missed already."""
    grace, exemptions = frame.rules.grace, frame.exemptions
    joined: list[list[int]] = []
    for first, last, length in runs:
        before = joined[-1] if joined else None
        if before is not None and exemptions.countable(before[1] + 1, first) <= grace:
            before[1], before[2] = last, before[2] + length
        else:
            joined.append([first, last, length])
    found = [Chain(first, last, length, False) for first, last, length in joined]
    if found and exemptions.countable(found[-1].last + 1, now) + missed_now <= grace:
        found[-1] = found[-1]._replace(alive=True)
    return found
