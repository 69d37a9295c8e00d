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


def chains_in(frame: Frame, totals: Mapping[int, int], today: Day) -> list[Chain]:
    """The same of what counted in each period."""
    now = frame.grid.index_from(today)
    if frame.rules.goal == "at_least":
        target_of = frame.target_of
        met = ((at, at, 1) for at in sorted(totals) if totals[at] >= target_of(at))
        return _joined(frame, met, now, 0)
    above = [
        at
        for at in sorted(totals)
        if totals[at] > frame.target_of(at) and not frame.exemptions.covers(at)
    ]
    begun = frame.grid.index_from(max(frame.rules.starts_on, frame.enrolled_on))
    if totals:
        begun = min(begun, *totals)
    return _joined(frame, _silent_runs(frame, begun, above, now), now, int(above[-1:] == [now]))


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
        is_next = before is not None and first == before[1] + 1
        if before is not None and (is_next or exemptions.countable(before[1] + 1, first) <= grace):
            before[1], before[2] = last, before[2] + length
        else:
            joined.append([first, last, length])
    found = [Chain(first, last, length, False) for first, last, length in joined]
    if found and exemptions.countable(found[-1].last + 1, now) + missed_now <= grace:
        found[-1] = found[-1]._replace(alive=True)
    return found
