"""The rule in words."""

from __future__ import annotations

from typing import Any

import pytest

from unbroken.core.rules import Rules
from unbroken.wording.rules import rule_sentence


def rules(**given: Any) -> Rules:
    defaults: dict[str, Any] = {
        "method": "count",
        "period": "daily",
        "every": 1,
        "goal": "at_least",
        "length": None,
        "grace": 0,
        "schedule": None,
        "strict": False,
    }
    fields: dict[str, Any] = dict.fromkeys(Rules._fields) | defaults | given
    return Rules(**{name: fields[name] for name in Rules._fields})


@pytest.mark.parametrize(
    ("given", "unit", "target", "said"),
    [
        ({}, None, 1, "At least once a day."),
        (
            {"every": 2, "length": 3},
            None,
            1,
            "At least once in every 2 days, for 3 periods of 2 days.",
        ),
        (
            {"every": 2, "length": 1},
            None,
            1,
            "At least once in every 2 days, for 1 period of 2 days.",
        ),
        (
            {"period": "weekly", "length": 4, "grace": 1},
            None,
            3,
            "At least 3 times a week, for 4 weeks; one missed week is forgiven.",
        ),
        (
            {"schedule": (0, 4), "length": 2},
            None,
            1,
            "At least once a day, on Monday and Friday, for 2 scheduled days.",
        ),
        ({"method": "sum"}, "min", 20, "At least 20 min a day."),
        ({"goal": "at_most"}, None, 0, "None on any day."),
        (
            {"period": "quarterly", "every": 2, "grace": 2},
            None,
            5,
            "At least 5 times in every 2 quarters; 2 missed periods in a row are forgiven.",
        ),
    ],
)
def test_the_rule(given: dict[str, Any], unit: str | None, target: int, said: str) -> None:
    assert rule_sentence(rules(**given), unit, target * 1000) == said
