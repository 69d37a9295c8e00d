"""What stands in for `typing` and `enum` at run time."""

from __future__ import annotations

import copy
import pickle

import pytest

from unbroken.core.typing import NamedTuple, StrEnum


class Point(NamedTuple):
    x: int
    y: int = 2

    def total(self) -> int:
        return self.x + self.y


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


def test_a_tuple_is_made_from_its_fields() -> None:
    assert Point(1) == Point(x=1, y=2) == (1, 2)
    assert Point(1, 5).total() == 6
    assert repr(Point(1)) == "Point(x=1, y=2)"
    for values, named in (((), {}), ((1, 2, 3), {}), ((1,), {"z": 1}), ((1,), {"x": 1})):
        with pytest.raises(TypeError):
            Point(*values, **named)


def test_a_tuple_can_be_copied_but_not_changed() -> None:
    point = Point(1)
    assert point._replace(y=3) == (1, 3)
    assert point._asdict() == {"x": 1, "y": 2}
    assert Point._make([4, 5]).x == 4
    assert [type(each(point)) for each in (copy.copy, copy.deepcopy)] == [Point, Point]
    assert pickle.loads(pickle.dumps(point)) == point
    for name in ("x", "z"):
        with pytest.raises(AttributeError):
            setattr(point, name, 3)
    with pytest.raises(TypeError):
        point._replace(z=3)  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Point._make([4])


def test_a_tuple_goes_with_match() -> None:
    match Point(1):
        case Point(x, 2):
            assert x == 1
        case _:
            pytest.fail("it does not match")


def test_a_text_is_one_of_its_members() -> None:
    assert Colour("red") is Colour.RED == "red"
    assert f"{Colour.BLUE}" == "blue"
    assert list(Colour) == ["red", "blue"]
    assert isinstance(Colour.RED, Colour)
    with pytest.raises(ValueError, match="green"):
        Colour("green")
