"""Sequences of changes by two people: after each the doctor is content, and at the end a document
comes back as it went, and undoing all of it leads to the beginning.
"""

from __future__ import annotations

from typing import Any, Final

import hypothesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from engine.test_properties import World, sound, steps
from torture.doors import Raised
from torture.report import Report
from unbroken.engine.api import Engine, open_engine

STEPS: Final = 30
"""The most steps in a sequence."""
_A_ROUND: Final = 3
"""Sequences that are tried before it is looked whether time is over."""


def run(count: int, seed: int, report: Report) -> None:
    """Tries `count` sequences."""
    for number, _ in report.rounds(count, _A_ROUND):
        raised = Raised()
        with raised:
            _tried(seed * 1_000_003 + number)()
        if raised.told:
            report.found(raised.told[-3000:])


def _tried(seed: int) -> Any:
    """A round of sequences; the one that fails is shortened as far as it fails."""

    @hypothesis.seed(seed)
    @settings(
        max_examples=_A_ROUND,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(steps, min_size=1, max_size=STEPS))
    def sequence(taken: list[tuple[Any, ...]]) -> None:
        world = World()
        try:
            made = _undo_all(world)
            began = world.facts()[0]
            for _ in range(made):
                world.engine.redo()
            for step in taken:
                world.do(*step)
                sound(world.engine, world)
            _comes_back(world)
            _undo_all(world)
            assert world.facts()[0] == began
        finally:
            world.engine.close()

    return sequence


def _comes_back(world: World) -> None:
    """Exported, imported into an empty database and exported again, all is the same."""
    document = world.engine.acting_as(world.callers[0]).export_document()
    fresh = open_engine(":memory:", clock=lambda: world.now)
    try:
        fresh.import_document(document, foreign=False)
        assert fresh.export_document() == document
        assert fresh.doctor().problems == ()
    finally:
        fresh.close()


def _undo_all(world: World) -> int:
    """Whoever made the last change that stands takes it back, until there is none; how many."""
    standing = _standing(world.engine)
    for _ in range(standing):
        [(whose,)] = world.engine.store.rows(
            "SELECT owner_id FROM changes WHERE undone = 0 ORDER BY id DESC LIMIT 1"
        )
        caller = next(each for each in world.callers if each.owner_id == whose)
        world.engine.acting_as(caller).undo()
        assert world.engine.acting_as(world.callers[0]).doctor().problems == ()
    return standing


def _standing(engine: Engine) -> int:
    [(number,)] = engine.store.rows("SELECT COUNT(*) FROM changes WHERE undone = 0")
    return int(number)
