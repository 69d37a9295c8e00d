"""Random requests after the OpenAPI document: nothing breaks, every answer is as it says."""

from __future__ import annotations

from typing import Any

import pytest

from effort import examples
from service.random_requests import PLACES, requests


@pytest.mark.parametrize(("method", "path"), PLACES)
def test_random_requests(method: str, path: str, url: str, served_key: dict[str, Any]) -> None:
    key = served_key["key_id"], served_key["secret"]
    requests(method, path, url, key, examples(200) // 4)()
