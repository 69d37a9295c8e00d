"""owner edit with a travel log."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Answered = Callable[..., Any]
Unbroken = Callable[..., Any]
ME = ("owner", "edit", "me")
LISBON = (*ME, "--tz", "Europe/Lisbon", "--since", "2026-02-03 14:00")
BERLIN = (*ME, "--tz", "europe/berlin", "--since", "2026-03-01")
FIRST = ("1970-01-01T00:00:00Z", "UTC")
THIRD_OF_FEBRUARY = ("2026-02-03T14:00:00Z", "Europe/Lisbon")
FIRST_OF_MARCH = ("2026-03-01T11:00:00Z", "Europe/Berlin")


def entries(owners: Any) -> list[tuple[str, str]]:
    """The travel log of the first owner in a JSON answer."""
    return [(each["effective_from"], each["timezone"]) for each in owners[0]["timezones"]]


@pytest.fixture
def travelled(unbroken: Unbroken) -> None:
    """UTC at first, then Lisbon, then Berlin."""
    for command in (BERLIN, LISBON):
        assert unbroken(*command).code == 0


@pytest.mark.usefixtures("travelled")
def test_entries_are_added_in_the_time_of_their_zone(unbroken: Unbroken) -> None:
    ran = unbroken("owner")
    assert ran.out.splitlines()[1:] == [
        ">  me    Europe/Berlin  00:00       Monday       0",
        "",
        "Travel log of me, since when where:",
        "  first             UTC",
        "  2026-02-03 14:00  Europe/Lisbon",
        "  2026-03-01 12:00  Europe/Berlin",
    ]


@pytest.mark.usefixtures("travelled")
@pytest.mark.parametrize(
    ("argv", "left"),
    [
        (
            ("--entry", "2026-02", "--tz", "Europe/Madrid"),
            [FIRST, ("2026-02-03T14:00:00Z", "Europe/Madrid"), FIRST_OF_MARCH],
        ),
        (
            ("--entry", "2026-03-01 12:00", "--since", "2026-03-02 08:00"),
            [FIRST, THIRD_OF_FEBRUARY, ("2026-03-02T07:00:00Z", "Europe/Berlin")],
        ),
        (
            ("--entry", "2026-03-01", "--since", "2026-03-02 08:00", "--tz", "Asia/Tokyo"),
            [FIRST, THIRD_OF_FEBRUARY, ("2026-03-01T23:00:00Z", "Asia/Tokyo")],
        ),
        (("--entry", "2026-02", "--drop"), [FIRST, FIRST_OF_MARCH]),
        (("--entry", "first", "--drop"), [THIRD_OF_FEBRUARY, FIRST_OF_MARCH]),
    ],
)
def test_an_entry_is_changed(answered: Answered, argv: tuple[str, ...], left: list[Any]) -> None:
    before = entries(answered("owner"))
    assert entries(answered(*ME, *argv)) == left
    assert answered("doctor")["ok"]
    answered("undo")
    assert entries(answered("owner")) == before


@pytest.mark.usefixtures("travelled")
def test_what_a_person_is_told(unbroken: Unbroken) -> None:
    ran = unbroken(*ME, "--entry", "first", "--drop")
    assert ran.out.splitlines() == [
        "Changed the travel log of me.",
        "",
        "Travel log of me, since when where:",
        "  first             Europe/Lisbon",
        "  2026-03-01 12:00  Europe/Berlin",
    ]


def test_entries_of_one_minute_are_told_apart_by_their_zones(
    unbroken: Unbroken, answered: Answered
) -> None:
    unbroken(*LISBON)
    unbroken(*ME, "--tz", "Asia/Tokyo", "--since", "2026-02-03 14:00")
    assert unbroken(*ME, "--entry", "2026-02-03 14:00", "--drop").code == 1
    left = answered(*ME, "--entry", "2026-02-03 14:00 asia", "--drop")
    assert entries(left) == [FIRST, THIRD_OF_FEBRUARY]


@pytest.mark.usefixtures("travelled")
def test_an_entry_is_named_by_its_instant(answered: Answered) -> None:
    for at, _ in (FIRST_OF_MARCH, FIRST):
        answered(*ME, "--entry", at, "--tz", "Asia/Tokyo")
    assert entries(answered(*ME, "--entry", "2026-02-03T15:00:00+01:00", "--drop")) == [
        (FIRST[0], "Asia/Tokyo"),
        (FIRST_OF_MARCH[0], "Asia/Tokyo"),
    ]


def test_entries_of_one_minute_and_zone_are_told_apart(
    unbroken: Unbroken, answered: Answered
) -> None:
    for since, zone in (
        ("2026-03-01T10:00:05Z", "Europe/Berlin"),
        ("2026-03-01T10:00:10Z", "UTC"),
        ("2026-03-01T10:00:20Z", "Europe/Berlin"),
        ("2026-03-01T10:00:20.5Z", "UTC"),
        ("2026-03-01T10:00:20.75Z", "Europe/Berlin"),
    ):
        assert unbroken(*ME, "--tz", zone, "--since", since).code == 0
    assert unbroken("owner").out.splitlines()[4:] == [
        "  first                    UTC",
        "  2026-03-01 11:00:05      Europe/Berlin",
        "  2026-03-01 10:00:10      UTC",
        "  2026-03-01T10:00:20Z     Europe/Berlin",
        "  2026-03-01 10:00:20      UTC",
        "  2026-03-01T10:00:20.75Z  Europe/Berlin",
    ]
    ran = unbroken(*ME, "--entry", "2026-03-01 1", "--drop")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == (
        "“2026-03-01 1” could be any of 2026-03-01 11:00:05 Europe/Berlin,"
        " 2026-03-01 10:00:10 UTC, 2026-03-01 10:00:20 UTC; write more of it.\n"
    )
    assert unbroken(*ME, "--entry", "2026-03-01 11:00:05", "--drop").code == 0
    assert unbroken(*ME, "--entry", "2026-03-01T10:00:20.75Z", "--drop").code == 0
    assert [at for at, _ in entries(answered("owner"))] == [
        FIRST[0],
        *("2026-03-01T10:00:10Z", "2026-03-01T10:00:20Z", "2026-03-01T10:00:20.5Z"),
    ]


def test_an_entry_beside_the_only_one(unbroken: Unbroken) -> None:
    said = "There is no entry “2027” in the travel log; there is only first UTC.\n"
    assert unbroken(*ME, "--entry", "2027", "--drop").err == said


@pytest.mark.usefixtures("travelled")
def test_an_entry_that_is_not_there(unbroken: Unbroken) -> None:
    assert unbroken(*ME, "--entry", "2027", "--drop").err == (
        "There is no entry “2027” in the travel log; there are first UTC,"
        " 2026-02-03 14:00 Europe/Lisbon, 2026-03-01 12:00 Europe/Berlin.\n"
    )


@pytest.mark.usefixtures("travelled")
@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (("--since", "2026-02-05"), 2),
        (("--drop",), 2),
        (("--drop", "--tz", "UTC"), 2),
        (("--entry", "first"), 2),
        (("--entry", "first", "--drop", "--tz", "UTC"), 2),
        (("--entry", "first", "--tz", "UTC", "--name", "X"), 2),
        (("--tz", "UTC", "--since", "2026-02-05", "--always"), 2),
        (("--tz", "UTC", "--since", "2026-02-05", "--day-start", "3"), 2),
        (("--tz", "UTC", "--since", "2026-02-05", "--quiet-hours", "22:00-07:00"), 2),
        (("--entry", "2026", "--drop"), 1),
        (("--entry", "2027", "--drop"), 1),
        (("--entry", "", "--drop"), 1),
        (("--tz", "UTC", "--since", "2026-12-01"), 1),
        (("--tz", "UTC", "--since", "2026-02-03 14:00"), 1),
        (("--tz", "UTC", "--since", "then"), 1),
        (("--tz", "Mars", "--since", "2026-02-05"), 1),
        (("--entry", "first", "--since", "2026-12-01"), 1),
    ],
)
def test_what_is_refused(unbroken: Unbroken, argv: tuple[str, ...], code: int) -> None:
    before = unbroken("--json", "owner").out
    ran = unbroken(*ME, *argv)
    assert (ran.code, ran.out) == (code, "")
    assert ran.err.count("\n") == 1
    assert unbroken("--json", "owner").out == before
