"""calendar: a month of days, and what it came to in periods of the streak."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Answered = Callable[..., Any]
Unbroken = Callable[..., Any]


@pytest.mark.usefixtures("read")
def test_calendar(unbroken: Unbroken, answered: Answered) -> None:
    unbroken("skip", "read", "2026-03-03")
    unbroken("log", "read", "5")
    assert unbroken("calendar", "read").out == (
        "March 2026 · Read\n"
        "\n"
        "  wk  Mon  Tue  Wed  Thu  Fri  Sat  Sun\n"
        "   9                                 1□\n"
        "  10   2□   3·   4□   5□   6□   7□   8□\n"
        "  11   9■  10■ [11▣] 12   13   14   15\n"
        "  12  16   17   18   19   20   21   22\n"
        "  13  23   24   25   26   27   28   29\n"
        "  14  30   31\n"
        "\n"
        "■ met   ▣ partly   □ missed   · skipped   2 of 9 days met\n"
    )
    days = answered("calendar", "read", "2026-03")
    assert days == answered("calendar", "read")
    assert days[0]["date"] == "2026-02-23"
    assert days[0]["in_month"] is False
    assert " ".join(days[0]) == "date state value target logs in_month"
    assert answered("calendar", "2026-03") == answered("calendar")
    assert unbroken("calendar", "2026-13").code == 2
    assert unbroken("calendar", "read", "March").code == 2
    assert unbroken("calendar", "nothing", "2026-03").code == 1


def test_a_limit_that_holds_so_far(unbroken: Unbroken) -> None:
    unbroken("add", "Tea", "--at-most", "--target", "1")
    told = unbroken("calendar", "tea").out
    assert "[11○]" in told and "○ holds so far" in told and "open" not in told


@pytest.mark.parametrize(
    ("rules", "logs", "month", "said"),
    [
        ((), (), "2026-02", "0 of 28 days met"),
        ((), ("2026-02-03", "2026-02-04"), "2026-02", "2 of 28 days met"),
        (("--period", "weekly", "--target", "2"), (), "2026-02", "0 of 5 weeks met"),
        (
            ("--period", "weekly", "--target", "2"),
            ("2026-02-03", "2026-02-05"),
            "2026-02",
            "1 of 5 weeks met",
        ),
        (("--period", "weekly"), ("2026-03-10",), "2026-03", "1 of 3 weeks met"),
        (("--period", "weekly", "--at-most"), ("2026-03-01",), "2026-03", "2 of 2 weeks met"),
        (("--period", "monthly"), ("2026-02-03",), "2026-02", "1 of 1 month met"),
        (("--period", "monthly"), (), "2026-03", "nothing met or missed"),
        (("--period", "yearly"), ("2026-02-03",), "2026-02", "1 of 1 year met"),
        (("--every", "10"), ("2026-02-03",), "2026-02", "1 of 4 periods met"),
        (("--schedule", "mon"), ("2026-02-02",), "2026-02", "1 of 4 days met"),
    ],
)
def test_the_periods_of_a_month(
    unbroken: Unbroken, rules: tuple[str, ...], logs: tuple[str, ...], month: str, said: str
) -> None:
    assert unbroken("add", "Gym", *rules, "--starts-on", "2026-01-26").code == 0
    for day in logs:
        assert unbroken("log", "gym", "--at", day).code == 0
    last = unbroken("calendar", "gym", month).out.splitlines()[-1]
    assert last.split("   ")[-1].lstrip() == said
    assert unbroken("calendar", month).out.splitlines()[-1].endswith(("days all met", "missed"))


def test_a_first_day_that_is_not_over_is_told(unbroken: Unbroken) -> None:
    for name in ("Read", "Walk"):
        unbroken("add", name)
    assert unbroken("calendar").out.rstrip().endswith("nothing met or missed")
    unbroken("log", "read")
    assert unbroken("calendar").out.rstrip().endswith("no day is over yet; 1 of 2 met today")
