"""The clock: later than everything seen, whatever the wall clock says."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from unbroken.sync.operations import Clock, Stamp, stamp_of, stamp_text

walls = st.integers(0, 2**42)
stamps = st.builds(Stamp, walls, st.integers(0, 0xFFFF), st.sampled_from(("a-1", "b-2", "ab")))


@settings(max_examples=examples(500))
@given(st.lists(st.one_of(walls, stamps), min_size=1, max_size=30))
def test_it_never_goes_back(steps: list[int | Stamp]) -> None:
    clock, latest = Clock(), Clock()
    for step in steps:
        clock = clock.seen(step) if isinstance(step, Stamp) else clock.tick(step)
        assert clock >= latest
        if isinstance(step, int):
            assert clock > latest
            assert clock.milliseconds >= step
        latest = clock


@settings(max_examples=examples(500))
@given(stamps, stamps)
def test_stamps_sort_as_text(one: Stamp, other: Stamp) -> None:
    assert (stamp_text(one) < stamp_text(other)) == (one < other)
    assert stamp_of(stamp_text(one)) == one


def test_a_millisecond_that_is_full_gives_way_to_the_next() -> None:
    assert Clock(5, 0xFFFF).tick(3) == Clock(6, 0)
