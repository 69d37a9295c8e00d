"""Logs found by what their notes say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from hand_clock import Hand
from unbroken.core.notes import Written, day_of, text_of
from unbroken.core.text import unaccented
from unbroken.engine.api import Engine
from unbroken.engine.callers import Caller


def told(found: list[Written]) -> list[str]:
    return [text_of(each) for each in found]


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
    pages: list[Written] = []
    while page := engine.notes(limit=2, before=pages[-1] if pages else None):
        pages += page
    assert pages == engine.notes() and len({log.id for log in pages}) == 5


def test_why_days_were_skipped_stands_among_the_notes(engine: Engine, clock: Hand) -> None:
    engine.add("Read")
    engine.add("Walk")
    today = clock.moment.date()
    engine.log("read", at=clock.moment - timedelta(5), note="fever already")
    engine.log("read", at=clock.moment - timedelta(1), note="better")
    engine.skip("read", today - timedelta(4), today - timedelta(2), reason="Fever")
    engine.skip(None, today + timedelta(9), reason="Holiday, at last")
    engine.skip("walk", today - timedelta(3))
    engine.pause("walk")  # its reason nobody wrote down
    everything = engine.notes()
    assert told(everything) == ["Holiday, at last", "better", "Fever", "fever already"]
    assert day_of(everything[0]) == today + timedelta(9)
    assert told(engine.notes("fever")) == ["Fever", "fever already"]
    assert told(engine.notes(streak="walk")) == ["Holiday, at last"]
    for at, each in enumerate(everything, start=1):
        assert engine.notes(before=each) == everything[at:]
        assert engine.notes(limit=at) == everything[:at]


@pytest.mark.parametrize("note", ["STRASSE", "straße", "Stra\u0308ße", "die Stra\u00dfe", "ﬁnd"])
def test_what_sqlite_passes_over_has_not_the_text(engine: Engine, note: str) -> None:
    engine.add("Read")
    for sought in ("strasse", "STRA", "ß", "ﬁ", "fi", "ä", "%", "_", "e", "die"):
        engine.log("read", note=note)
        assert bool(engine.notes(sought)) == (unaccented(sought) in unaccented(note)), sought


@pytest.mark.parametrize("sought", ["\ud800", "\udcff\udcfe", "\x1b[2J", "\0"])
def test_what_no_note_can_have_is_found_nowhere(engine: Engine, sought: str) -> None:
    engine.log(engine.add("Read").activity_type, note="as it was")
    assert engine.notes(sought) == []
    engine.log("read", note=sought)
    assert len(engine.notes(sought)) == 1  # it is kept, and sought, made harmless
