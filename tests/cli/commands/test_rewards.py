"""rewards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Answered = Callable[..., Any]
Unbroken = Callable[..., Any]
REWARD = (
    "id milestone_id streak_id activity_type owned_by_id progress_id milestone_target_value"
    " title reward_issued_at coupon_code reward_expiry_at"
)


@pytest.mark.usefixtures("read")
def test_rewards(unbroken: Unbroken, answered: Answered) -> None:
    won = answered("rewards")
    assert [(each["title"], each["reward_issued_at"]) for each in won] == [
        ("Two", "2026-03-10T12:00:00Z")
    ]
    assert " ".join(won[0]) == REWARD
    assert answered("rewards", "--all-owners") == won
    assert "2026-03-10 12:00  Read     2  Two" in unbroken("rewards", "read").out
