"""Logs found by what their notes say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from hand_clock import Hand
from unbroken.core.results import Log
from unbroken.engine.api import Engine
from unbroken.engine.callers import Caller


def told(logs: list[Log]) -> list[str]:
    return [log.note for log in logs]


def test_notes_are_found_newest_first(
    engine: Engine, clock: Hand, opened: Callable[..., Engine]
) -> None:
    engine.add("Read")
    engine.add("Walk")
    start = clock.moment - timedelta(900)
    said = {0: "Café by the SEA", 300: "on the train", 850: "the cafe again", 899: "50% of it_"}
    for days, note in said.items():
        engine.log("read", at=start + timedelta(days), note=note)
    engine.log("walk", at=start + timedelta(300), note="walked to the café\nand back")
    engine.log("walk", at=start + timedelta(301))
    other = engine.add_owner("Bo")
    engine.acting_as(Caller(False, other.id)).log("walk", note="a café of Bo's")

    found = engine.notes("CAFE")
    assert told(found) == ["the cafe again", "walked to the café\nand back", "Café by the SEA"]
    assert told(engine.notes("café", streak="walk")) == ["walked to the café\nand back"]
    assert told(engine.notes("%")) == told(engine.notes("it_")) == ["50% of it_"]
    assert engine.notes("nothing of it") == [] == engine.notes("cafe", limit=0)
    assert told(engine.notes("cafe", limit=2)) == told(found[:2])
    assert engine.notes("cafe", before=found[1]) == found[2:]
    everything = engine.notes()
    assert len(everything) == 5
    assert everything[1:] == engine.notes(before=everything[0])

    clock.moment = start + timedelta(10)  # a clock that was set back hides nothing
    assert engine.notes() == everything


def test_logs_of_one_moment_are_paged_without_a_gap(engine: Engine, clock: Hand) -> None:
    engine.add("Read")
    for at in range(5):
        engine.log("read", at=clock.moment, note=f"note {at}")
    pages: list[Log] = []
    while page := engine.notes(limit=2, before=pages[-1] if pages else None):
        pages += page
    assert pages == engine.notes() and len({log.id for log in pages}) == 5
