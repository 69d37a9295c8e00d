"""Random requests after the OpenAPI document: nothing breaks, every answer is as it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from effort import examples
from hand_clock import Hand
from service.documented import PLACES
from service.process import NOW
from unbroken.core.reports import NewKey
from unbroken.engine.access_keys import AccessKeys


@pytest.fixture(scope="module")
def key_of_its_own(data: Path) -> NewKey:
    """A key of an app that no other test uses."""
    keys = AccessKeys(data / "keys.db", Hand(NOW))
    key = keys.add("random", ("read", "write", "admin"))
    keys.close()
    return key


@pytest.mark.parametrize(("method", "path"), PLACES)
def test_random_requests(method: str, path: str, url: str, key_of_its_own: NewKey) -> None:
    from service.random_requests import requests  # slow to load, which no other test needs

    requests(method, path, url, key_of_its_own, max(examples(800) // 16, 2))()
