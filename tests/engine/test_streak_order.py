"""The owner's own order."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from unbroken.core.errors import NotFound
from unbroken.engine.api import Engine


def listed(engine: Engine) -> list[str]:
    return [each.activity_type for each in engine.status(archived=True)]


def test_streaks_are_put_in_order(opened: Callable[..., Engine]) -> None:
    engine = opened()
    ids = {name: engine.add(name).id for name in ("a", "b", "c", "d")}
    engine.log("b")
    engine.reorder([ids["d"], ids["b"]])
    assert listed(engine) == ["d", "b", "a", "c"]
    assert listed(opened()) == ["d", "b", "a", "c"]
    assert engine.doctor().ok
    engine.add("e")
    assert listed(engine)[-1] == "e"


def test_an_order_is_taken_back(opened: Callable[..., Engine]) -> None:
    engine = opened()
    ids = [engine.add(name).id for name in ("a", "b", "c")]
    engine.reorder(ids[::-1])
    assert engine.undo().label == "change the order"
    assert listed(engine) == ["a", "b", "c"]
    engine.redo()
    assert listed(engine) == ["c", "b", "a"]


def test_an_order_is_the_owners(opened: Callable[..., Engine]) -> None:
    engine = opened()
    ids = [engine.add(name).id for name in ("a", "b")]
    engine.add_owner("Ann")
    ann = opened(owner="Ann")
    ann.log("b")
    ann.log("a")
    ann.reorder(ids)
    engine.reorder(ids[::-1])
    assert (listed(ann), listed(engine)) == (["a", "b"], ["b", "a"])


def test_a_streak_that_one_takes_no_part_in_has_no_place(opened: Callable[..., Engine]) -> None:
    engine = opened()
    made = engine.add("a").id
    with pytest.raises(NotFound, match="take no part"):
        engine.reorder([made, "nothing"])
    engine.add_owner("Ann")
    with pytest.raises(NotFound):
        opened(owner="Ann").reorder([made])
