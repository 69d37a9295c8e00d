"""Answers as JSON."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from unbroken.core.json_text import instant_text, json_text, number_text
from unbroken.core.results import OwnerRef


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("42.50", "42.5"),
        ("1E+3", "1000"),
        ("0", "0"),
        ("0.001", "0.001"),
        ("12345678901234567890.125", "12345678901234567890.125"),
        ("100", "100"),
    ],
)
def test_amounts_are_exact(amount: str, text: str) -> None:
    assert number_text(Decimal(amount)) == text


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2026, 3, 1, tzinfo=UTC), "2026-03-01T00:00:00Z"),
        (datetime(2026, 3, 1, 1, 2, 3, 120000, tzinfo=UTC), "2026-03-01T01:02:03.12Z"),
        (datetime(2026, 3, 1, tzinfo=timezone(timedelta(hours=1))), "2026-02-28T23:00:00Z"),
    ],
)
def test_instants(moment: datetime, text: str) -> None:
    assert instant_text(moment) == text


def test_a_document() -> None:
    value = {
        "a": OwnerRef("1", 'Zoë "x"\n'),
        "b": [True, False, None, 3, Decimal("1.5"), date(2026, 3, 1)],
        "c": (),
        "d": {},
    }
    text = json_text(value)
    assert text == (
        '{"a": {"id": "1", "name": "Zoë \\"x\\"\\n"},'
        ' "b": [true, false, null, 3, 1.5, "2026-03-01"], "c": [], "d": {}}'
    )
    assert json_text(value, ascii_only=True).isascii()
    assert json.loads(json_text(value, indent=1)) == json.loads(text)
    plain = json.loads(text, parse_float=str)
    assert json_text(plain, indent=1) == json.dumps(plain, indent=1, ensure_ascii=False)


def test_lone_surrogates_do_no_harm() -> None:
    assert json_text("\udc80") == '"?"'


def test_what_steers_a_terminal_is_written_as_signs() -> None:
    text = "a\x1b[2J\u202e\x9b\u2028é"
    written = json_text({"name": text})
    assert written == '{"name": "a\\u001b[2J\\u202e\\u009b\\u2028é"}'
    assert json.loads(written) == {"name": text}


TEXTS = ("read", "", 'a "b"\n}, {', "},\n   {", "Ὀδυσσεύς 📚", "\x7f \x9b", "a\u2028b", "\ud800")


@pytest.mark.parametrize("text", TEXTS)
def test_plain_objects_are_laid_out_as_all_others(text: str) -> None:
    plain = [{"id": number, "note": text, "none": None, "is": True} for number in range(250)]
    exact = [{**each, "id": Decimal(number)} for number, each in enumerate(plain)]
    laid_out = json_text({"logs": plain}, indent=1)
    assert laid_out == json_text({"logs": exact}, indent=1)
    assert json.loads(laid_out)["logs"][0]["note"] == text.replace("\ud800", "?")


def test_objects_without_members_among_others() -> None:
    logs = [{"a": 1}, {}, {"a": []}]
    assert json_text(logs, indent=1) == '[\n {\n  "a": 1\n },\n {},\n {\n  "a": []\n }\n]'
