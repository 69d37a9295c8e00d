"""How much may be sent, and how often."""

from __future__ import annotations

from collections import OrderedDict
from time import monotonic
from typing import Final

from unbroken.http.faults import Fault

BODY: Final = 64 * 1024
BATCH_BODY: Final = 1024 * 1024
BODY_SECONDS: Final = 10.0
"""For how long a body may take to arrive."""
HEAD: Final = 64 * 1024
"""Bytes that the head of a request may have: its first line and its headers."""
HEAD_SECONDS: Final = 10.0
"""For how long a head may take to arrive, from when one is connected or its first byte."""
TAKEN_SECONDS: Final = 30.0
"""For how long nothing of an answer may be taken."""
ANSWER_SECONDS: Final = 30.0
"""For how long an answer is waited for."""

_MOST: Final = 10_000
"""Callers that are remembered."""


class RateLimit:
    """Lets each caller through so often a second, at once twice as often. 0 lets all through."""

    def __init__(self, rate: float) -> None:
        self._rate = rate
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def check(self, caller: str) -> None:
        """Raises Fault (429) for a caller who asks too often."""
        if not self._rate:
            return
        now, most = monotonic(), 2 * self._rate
        left, at = self._buckets.pop(caller, (most, now))
        left = min(most, left + (now - at) * self._rate)
        self._buckets[caller] = (max(left - 1, 0.0), now)
        if len(self._buckets) > _MOST:
            self._buckets.popitem(last=False)
        if left < 1:
            raise Fault(
                429,
                "too_many_requests",
                f"This key may ask {self._rate:g} times a second; wait a moment.",
                headers={"Retry-After": "1"},
            )
