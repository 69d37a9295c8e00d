"""What Prometheus is told: how often, how long, how much waits."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

BUCKETS: Final[Sequence[float]] = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 10.0)
"""Seconds up to which answers are counted."""


class Metrics:
    """Counts of one process, since it was started."""

    def __init__(self) -> None:
        self._requests: Counter[tuple[str, str, int]] = Counter()
        self._seconds: Counter[int] = Counter()
        self._sum = 0.0

    def count(self, method: str, path: str, status: int, seconds: float) -> None:
        """Counts an answer; `path` is that of its route."""
        self._requests[method, path, status] += 1
        self._seconds[bisect_left(BUCKETS, seconds)] += 1
        self._sum += seconds

    def text(self, *, open_apps: int, waiting: int, streams: int) -> str:
        """All of it in Prometheus' text format."""
        return "\n".join([*self._lines(open_apps, waiting, streams), ""])

    def _lines(self, open_apps: int, waiting: int, streams: int) -> Iterator[str]:
        yield "# TYPE unbroken_requests_total counter"
        for (method, path, status), number in sorted(self._requests.items()):
            labels = f'method="{method}",path="{path}",status="{status}"'
            yield f"unbroken_requests_total{{{labels}}} {number}"
        yield "# TYPE unbroken_request_seconds histogram"
        total = 0
        for number, each in enumerate(BUCKETS):
            total += self._seconds[number]
            yield f'unbroken_request_seconds_bucket{{le="{each:g}"}} {total}'
        total += self._seconds[len(BUCKETS)]
        yield f'unbroken_request_seconds_bucket{{le="+Inf"}} {total}'
        yield f"unbroken_request_seconds_sum {self._sum:.6f}"
        yield f"unbroken_request_seconds_count {total}"
        for name, number in (
            ("open_apps", open_apps),
            ("waiting_writes", waiting),
            ("event_streams", streams),
        ):
            yield f"# TYPE unbroken_{name} gauge"
            yield f"unbroken_{name} {number}"
