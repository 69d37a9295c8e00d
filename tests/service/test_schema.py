"""Random requests after the OpenAPI document: nothing breaks, every answer is as it says."""

from __future__ import annotations

from typing import Any, Final

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks

from effort import examples
from unbroken.http.openapi import document
from unbroken.http.routes import ROUTES

load_all_checks()

LEFT_OUT: Final = {
    "positive_data_acceptance",  # what a schema cannot say: a zone that is none, a time to come
    "negative_data_rejection",  # a body that is too large is refused as that
    "ignored_auth",  # every caller of every route has a test of its own
}
CHECKED: Final = [
    check
    for name in CHECKS.get_all_names()
    if name not in LEFT_OUT
    for check in CHECKS.get_by_names([name])
]
DOCUMENT: Final = document(ROUTES)
SCHEMA: Final = schemathesis.openapi.from_dict(DOCUMENT)
STREAMS: Final = {route.path for route in ROUTES if route.media_type == "text/event-stream"}
PLACES: Final = [
    (method.upper(), path)
    for path, methods in DOCUMENT["paths"].items()
    for method in methods
    if path not in STREAMS  # a stream does not end
]


@pytest.mark.parametrize(("method", "path"), PLACES)
def test_random_requests(method: str, path: str, url: str, served_key: dict[str, Any]) -> None:
    """Of what the document allows and of what it does not."""
    headers = {"x-api-key": served_key["key_id"], "x-api-secret": served_key["secret"]}
    operation = SCHEMA[path][method]

    @given(operation.as_strategy(generation_mode=GenerationMode.POSITIVE))
    @settings(
        max_examples=examples(200) // 4,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def holds(case: Any) -> None:
        if "app_id" in (case.path_parameters or {}):
            case.path_parameters["app_id"] = "shop"
        case.headers = {
            name: value
            for name, value in (case.headers or {}).items()
            if name.lower() == "idempotency-key"
        }
        answer = case.call(base_url=url, headers=headers)
        case.validate_response(answer, checks=CHECKED)

    holds()
