"""Random requests to the service, as its OpenAPI document allows and forbids them."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hand_clock import Hand
from service.documented import PLACES
from service.process import NOW, served
from service.random_requests import requests
from torture.doors import Raised
from torture.report import Report
from unbroken.engine.access_keys import AccessKeys

_SIZE = 20
"""Requests of a round, all to one operation."""


def run(count: int, seed: int, report: Report) -> None:
    """Sends `count` requests to one service."""
    with tempfile.TemporaryDirectory() as home:
        keys = AccessKeys(Path(home) / "keys.db", Hand(NOW))
        key = keys.add("shop", ("read", "write", "admin"))
        keys.close()
        with served(Path(home)) as url:
            for number, chance in report.rounds(count, _SIZE):
                method, path = PLACES[number % len(PLACES)]
                raised = Raised()
                with raised:
                    requests(method, path, url, key, _SIZE, chance.randrange(2**32))()
                if raised.told:
                    report.found(f"{method} {path}: {raised.told[-3000:]}")
