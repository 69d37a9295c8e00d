"""Our own document, read with care."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from unbroken.exchange import registry
from unbroken.exchange.contract import CivilInstants, ExchangeError, Plan

Read = Callable[[Path], Plan]


def test_the_document_as_it_stands(
    tmp_path: Path, importing: Read, untouched: Callable[[], None]
) -> None:
    path = tmp_path / "backup.json"
    path.write_text('{"format": "unbroken", "version": 1, "logs": [{"value": 42.50, "n": 2}]}')
    untouched()
    plan = importing(path)
    assert plan.format == "unbroken"
    assert plan.notes == ()
    assert plan.document["logs"] == [{"value": Decimal("42.50"), "n": 2}]
    assert isinstance(plan.document["logs"][0]["value"], Decimal)


def test_the_key_may_stand_last(tmp_path: Path, importing: Read) -> None:
    path = tmp_path / "sorted.json"
    path.write_text(json.dumps({"a": ["x" * 70_000], "format": "unbroken"}), encoding="utf-8-sig")
    assert importing(path).format == "unbroken"


@pytest.mark.parametrize(
    ("rest", "message"),
    [
        ('"a": 1, "b": {"c": 1, "c": 2}', "has the key “c” twice in one place"),
        ('"a": NaN', "holds NaN, which is not a number"),
        ('"a": -Infinity', "holds -Infinity, which is not a number"),
        ('"a": 1e999', "holds a number beyond all use"),
        ('"a": 0.1e-31', "holds a number beyond all use"),
        ('"a": ' + "9" * 5000, "holds a number beyond all use"),
        ('"a": ' + "[" * 100 + "]" * 100, "is nested too deeply"),
        ('"a": ' + "[" * 100_000, "is nested too deeply"),
        ('"a": tru', "line 1, column 29: this is not JSON"),
        ('"a": "\x01"', "this is not JSON"),
    ],
)
def test_what_is_refused(tmp_path: Path, moments: CivilInstants, rest: str, message: str) -> None:
    path = tmp_path / "x.json"
    path.write_text('{"format": "unbroken", ' + rest + "}")
    with pytest.raises(ExchangeError) as caught:
        registry.read(path, moments)
    assert message in str(caught.value)
    assert str(caught.value).startswith("“x.json”")
    assert len(str(caught.value)) < 120


def test_not_utf_8(tmp_path: Path, moments: CivilInstants) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(b'{"format": "unbroken", "a": "\xff"}')
    with pytest.raises(ExchangeError, match=r"^“x\.json” is not UTF-8 text\.$"):
        registry.read(path, moments)
