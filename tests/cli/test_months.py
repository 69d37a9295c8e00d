"""What a month of a streak came to, in its own periods."""

from __future__ import annotations

import pytest

from .conftest import Unbroken


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
    assert unbroken("calendar", month).out.splitlines()[-1].endswith(("days met", "missed"))
