"""Random requests after the OpenAPI document, and what their answers must keep to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import unquote

import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.core.parameters import ParameterLocation

from service.documented import DOCUMENT
from unbroken.core.reports import NewKey
from unbroken.core.text import one_line

load_all_checks()

POSITIVE, NEGATIVE = "positive_data_acceptance", "negative_data_rejection"
BEYOND_A_SCHEMA: Final = {
    *("timezone", "timestamp", "activityAt", "start_date", "end_date"),  # a zone, a day that is
    *("fields", "filters", "sortBy"),  # JSON in a text
    *("name", "title", "activity_type", "activity_types", "activities"),  # a letter at least
    *("externalId", "email", "phoneNumber", "couponCode", "rewardIssuedAt", "rewardExpiryAt"),
    *("url", "metadata"),  # a host that is one; how large in all
    *("milestoneTargetValue", "grace_period_days"),  # 7.0 is whole to a schema
}
"""Fields that may be refused for what a schema cannot say."""
CHECKS_OF_ALL: Final = [each for each in CHECKS.get_all_names() if each not in (POSITIVE, NEGATIVE)]
SCHEMA: Final = schemathesis.openapi.from_dict(DOCUMENT)


def checks_of(case: Any, status: int) -> list[Any]:
    """What an answer must keep to."""
    names = list(CHECKS_OF_ALL)
    sent = {*(case.query or ()), *(case.body if isinstance(case.body, dict) else ())}
    user = unquote((case.path_parameters or {}).get("user_id", "ann"))
    if not sent & BEYOND_A_SCHEMA and one_line(user, 200) == user:  # plain text, as an id must be
        names.append(POSITIVE)
    in_headers = case.meta.is_negative_at(ParameterLocation.HEADER)  # of which few are sent
    if status != 413 and not in_headers:  # what is too large is not looked into
        names.append(NEGATIVE)
    return CHECKS.get_by_names(names)


def requests(
    method: str, path: str, url: str, key: NewKey, most: int, chance: int | None = None
) -> Callable[[], None]:
    """A property of one operation: `most` requests that are allowed and that are not.

    `key` is an admin's, whose app they are sent to; `chance` is a seed of its own.
    """
    headers = {"x-api-key": key.key_id, "x-api-secret": key.secret}
    operation = SCHEMA[path][method]
    allowed, forbidden = (
        operation.as_strategy(generation_mode=mode)
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    )

    @given(allowed | forbidden)
    @settings(
        max_examples=most,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def holds(case: Any) -> None:
        if "app_id" in (case.path_parameters or {}):
            case.path_parameters["app_id"] = key.app_id
        case.headers = {
            name: value
            for name, value in (case.headers or {}).items()
            if name.lower() == "idempotency-key"
        }
        answer = case.call(base_url=url, headers=headers)
        case.validate_response(answer, checks=checks_of(case, answer.status_code))

    return holds if chance is None else seed(chance)(holds)
