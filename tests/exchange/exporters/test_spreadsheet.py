"""Logs as CSV for a spreadsheet."""

from __future__ import annotations

import csv
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unbroken.core.instants import (
    FIRST_INSTANT,
    LAST_INSTANT,
    MICROSECONDS,
    Instant,
    instant_of,
    moment_of,
    rfc3339,
)
from unbroken.core.local_days import zone_info
from unbroken.exchange.exporters.spreadsheet import COLUMNS, harmless, local_text, pieces

ZONES = [
    *("Europe/Berlin", "Asia/Kolkata", "Asia/Kathmandu", "Africa/Monrovia", "Pacific/Apia"),
    *("Australia/Lord_Howe", "America/St_Johns", "Antarctica/Troll", "No/Zone", "UTC"),
]
MINUTES = ["00:00", "44:29", "44:30", "59:59"]


def document(note: str) -> dict[str, Any]:
    log = {
        "activity_type": "read",
        "owner_id": "o",
        "activity_at": "2026-03-09T11:00:00.5Z",
        "timezone": "Europe/Berlin",
        "local_date": "2026-03-09",
        "value": Decimal("25.5"),
        "note": note,
    }
    return {
        "owners": [{"id": "o", "name": "me"}],
        "streaks": [{"activity_type": "read", "name": "Read", "unit": None}],
        "logs": [log, {**log, "value": 3}],
    }


def test_rows() -> None:
    stream = StringIO(newline="")
    stream.writelines(pieces(document('a "b"\nc')))
    text = stream.getvalue()
    assert text.startswith('"activity_type","name",')
    assert text.endswith('"3","","a ""b""\nc","me"\r\n')
    head, first, _ = csv.reader(StringIO(text, newline=""))
    assert tuple(head) == COLUMNS
    assert first == [
        *("read", "Read", "2026-03-09", "2026-03-09T11:00:00.5Z"),
        *("2026-03-09 12:00:00.500000+01:00", "Europe/Berlin", "25.5", "", 'a "b"\nc', "me"),
    ]


@pytest.mark.parametrize(
    "start",
    ["=", "+", "-", "@", "  =", "\n=", "＝", "＋", "－", "＠", "\u3000＝"],
)
def test_formulas_are_disarmed(start: str) -> None:
    assert harmless(f"{start}1") == f"'{start}1"


def test_what_steers_is_replaced_before() -> None:
    assert [harmless(each) for each in ("\t=1", "\r=1", "\t1", "\x9b=")] == [
        *("' =1", "'\n=1", " 1", "\ufffd="),
    ]


def test_other_text_stays() -> None:
    for text in ("", "a=1", "12", "ünï"):
        assert harmless(text) == text


def test_local_time() -> None:
    assert local_text("2026-07-01T10:00:00Z", "America/St_Johns") == "2026-07-01 07:30:00-02:30"


@given(st.integers(FIRST_INSTANT, LAST_INSTANT), st.sampled_from(ZONES), st.booleans())
def test_local_time_is_what_the_zone_showed(at: int, zone: str, has_fraction: bool) -> None:
    moment = moment_of(Instant(at if has_fraction else at // MICROSECONDS * MICROSECONDS))
    shown = moment.astimezone(zone_info(zone)).isoformat(sep=" ")
    assert local_text(rfc3339(instant_of(moment)), zone) == shown


def test_the_hour_in_which_clocks_change() -> None:
    told = [local_text(f"1972-01-07T00:{minute}Z", "Africa/Monrovia") for minute in MINUTES]
    assert told == [
        "1972-01-06 23:15:30-00:44:30",
        "1972-01-06 23:59:59-00:44:30",
        "1972-01-07 00:44:30+00:00",
        "1972-01-07 00:59:59+00:00",
    ]
