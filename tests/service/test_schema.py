"""Random requests after the OpenAPI document: nothing breaks, every answer is as it says."""

from __future__ import annotations

from typing import Any, Final

import pytest
import schemathesis
from schemathesis import checks

from unbroken.http.openapi import document
from unbroken.http.routes import ROUTES

CHECKED: Final = [
    checks.not_a_server_error,
    checks.load_all_checks,
]
SCHEMA = schemathesis.openapi.from_dict(document(ROUTES))


@pytest.fixture
def headers(served_key: dict[str, Any]) -> dict[str, str]:
    """An admin's headers."""
    return {"x-api-key": served_key["key_id"], "x-api-secret": served_key["secret"]}
