"""What neither design has: sent again, many at once, time left, periods, why, undo, documents."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from hand_clock import Hand
from service.desk import Desk
from unbroken.core.reports import NewKey
from unbroken.http.routes import ROUTES

USER = "/apps/shop/streaks/ann"


def test_a_write_sent_again_is_done_once(desk: Desk, key: NewKey) -> None:
    headers = {"idempotency-key": "a-1"}
    first = desk.ask("POST", f"{USER}/record", key, json={}, headers=headers)
    assert "idempotent-replayed" not in first.headers
    again = desk.ask("POST", f"{USER}/record", key, json={}, headers=headers)
    assert again.headers["idempotent-replayed"] == "true"
    assert (again.status_code, again.content) == (200, first.content)
    assert desk.ask("GET", USER, key).json()[0]["total_count"] == 1
    others: list[tuple[str, dict[str, Any]]] = [
        (f"{USER}/record", {"metadata": {}}),
        ("/apps/shop/streaks/bo/record", {}),
    ]
    for path, body in others:
        other = desk.ask("POST", path, key, json=body, headers=headers)
        assert (other.status_code, "has been used" in other.json()["detail"]) == (409, True)
    stranger = desk.key("shop")
    assert desk.ask("POST", f"{USER}/record", stranger, json={}, headers=headers).json() != {}
    assert desk.ask("GET", USER, key).json()[0]["total_count"] == 2


def test_a_refusal_is_not_kept(desk: Desk, key: NewKey, clock: Hand) -> None:
    body, headers = {"timestamp": "2026-03-01T12:00:01Z"}, {"idempotency-key": "a-2"}
    refused = desk.ask("POST", f"{USER}/record", key, json=body, headers=headers)
    assert refused.status_code == 422
    clock.forward(seconds=2)
    done = desk.ask("POST", f"{USER}/record", key, json=body, headers=headers)
    assert (done.status_code, "idempotent-replayed" in done.headers) == (200, False)


def test_a_key_is_kept_for_a_day(desk: Desk, key: NewKey, clock: Hand) -> None:
    headers = {"idempotency-key": "a-3"}
    for hours in (0, 23, 2):
        clock.forward(hours=hours)
        desk.ask("POST", f"{USER}/record", key, json={}, headers=headers)
    assert desk.ask("GET", USER, key).json()[0]["total_count"] == 2


def test_a_deletion_sent_again_is_answered_again(desk: Desk, key: NewKey) -> None:
    made = desk.ask("POST", "/schema/streak/record", key, json={"name": "x"}).json()["data"]
    place, headers = f"/schema/streak/record/{made['id']}", {"idempotency-key": "a-4"}
    for replayed in (None, "true"):
        gone = desk.ask("DELETE", place, key, headers=headers)
        assert (gone.status_code, gone.content) == (204, b"")
        assert gone.headers.get("idempotent-replayed") == replayed


def test_a_change_of_a_config_sent_again_is_answered_again(desk: Desk, key: NewKey) -> None:
    """Also where what was answered is no longer so, and where both come at the same time."""
    place, app = "/apps/shop/config", {"app_id": "gym", "org_id": "acme"}
    calls: list[tuple[str, str, dict[str, Any]]] = [
        ("POST", "/apps", {"json": app}),
        ("PUT", place, {"json": {"grace_period_days": 2}}),
        ("DELETE", place, {}),
        ("POST", "/apps/shop/streaks-config", {"json": {"activity_types": ["read"]}}),
    ]
    answered = [
        desk.ask(method, path, key, headers={"idempotency-key": f"c{number}"}, **sent)
        for number, (method, path, sent) in enumerate(calls)
    ]
    desk.ask("POST", "/apps", key, json=app | {"org_id": "other"})
    for number, (method, path, sent) in enumerate(calls):
        headers = {"idempotency-key": f"c{number}"}
        again, first = desk.ask(method, path, key, headers=headers, **sent), answered[number]
        assert (again.status_code, again.content) == (first.status_code, first.content)
        assert again.headers["idempotent-replayed"] == "true"
        assert "idempotent-replayed" not in first.headers
    assert [each.status_code for each in answered] == [200, 200, 204, 200]
    config = desk.ask("GET", place, key).json()["config"]
    assert config == {"grace_period_days": 0, "activity_types": ["read"]}
    for method, path, sent in (("PUT", place, {"json": {}}), calls[0]):
        other = desk.ask(method, path, key, headers={"idempotency-key": "c1"}, **sent)
        assert (other.status_code, "has been used" in other.json()["detail"]) == (409, True)
    twice = desk.ask_at_once(*[("DELETE", place, key, None)] * 2, idempotency_key="d")
    assert sorted(each.headers.get("idempotent-replayed", "") for each in twice) == ["", "true"]
    assert {each.status_code for each in twice} == {204}


def test_a_batch_answers_each(desk: Desk, key: NewKey) -> None:
    items: list[dict[str, Any]] = [
        {"user_id": "ann"},
        {"user_id": "bo", "timezone": "Nowhere"},
        {"user_id": "bo", "activity_type": "walk", "metadata": {"a": 1}},
    ]
    answer = desk.ask("POST", "/apps/shop/batch", key, json={"activities": items})
    assert answer.status_code == 200
    ann, wrong, bo = answer.json()["results"]
    assert (ann["status"], ann["total_count"], ann["streak_started"]) == (200, 1, True)
    assert (wrong["status"], wrong["detail"][0]["loc"]) == (422, ["body", "timezone"])
    assert (bo["status"], bo["current_streak"]) == (200, 1)
    assert len(desk.ask("GET", "/apps/shop/streaks/bo", key).json()) == 1
    own = desk.key(scopes="write", user_id="ann")
    mixed = desk.ask("POST", "/apps/shop/batch", own, json={"activities": items[::2]}).json()
    assert [each["status"] for each in mixed["results"]] == [200, 404]


def test_a_batch_has_up_to_a_thousand(desk: Desk, key: NewKey) -> None:
    items = [{"user_id": f"p{number % 10}", "timezone": "Nowhere"} for number in range(1000)]
    for item in items[::10]:
        del item["timezone"]
    answer = desk.ask("POST", "/apps/shop/batch", key, json={"activities": items}).json()
    assert [each["status"] for each in answer["results"]] == [200, *[422] * 9] * 100
    for wrong in ([], items + items[:1]):
        refused = desk.ask("POST", "/apps/shop/batch", key, json={"activities": wrong})
        assert refused.json()["detail"][0]["loc"] == ["body", "activities"]


def left(desk: Desk, key: NewKey) -> tuple[Any, ...]:
    """What a status says of the time left."""
    [streak] = desk.ask("GET", USER, key).json()
    names = ("expires_at", "seconds_left", "at_risk", "last_safe_day", "current_streak")
    return tuple(streak[name] for name in names)


def test_the_time_left_is_told(desk: Desk, key: NewKey, clock: Hand) -> None:
    desk.ask("PUT", "/apps/shop/config", key, json={"grace_period_days": 1})
    desk.record(key)
    assert left(desk, key) == ("2026-03-04T00:00:00Z", 216_000, False, "2026-03-03", 1)
    clock.set("2026-03-03T23:59:59+00:00")
    assert left(desk, key) == ("2026-03-04T00:00:00Z", 1, True, "2026-03-03", 1)
    clock.forward(seconds=1)
    assert left(desk, key) == (None, None, False, None, 0)


def test_periods_have_states(desk: Desk, key: NewKey, clock: Hand) -> None:
    desk.ask("PUT", "/apps/shop/config", key, json={"grace_period_days": 1})
    for day in (1, 3, 6):
        clock.set(f"2026-03-0{day}T12:00:00+00:00")
        desk.record(key)
    clock.set("2026-03-08T12:00:00+00:00")
    query = {"activity_type": "default", "start_date": "2026-03-01"}
    found = desk.ask("GET", f"{USER}/periods", key, params=query).json()
    states = [each["state"] for each in found["periods"]]
    expected = ["met", "forgiven", "met", "missed", "missed", "met", "forgiven", "open"]
    assert states == expected
    assert found["periods"][0] == {
        "first_day": "2026-03-01",
        "last_day": "2026-03-01",
        "state": "met",
        "value": 1,
        "target": 1,
    }
    for wrong, status in (
        ({"activity_type": "none"}, 404),
        ({}, 422),
        (query | {"end_date": "2026-02-01"}, 422),
        (query | {"start_date": "1999-01-01"}, 422),
        (query | {"start_date": "0001-01-01"}, 422),
        ({"activity_type": "default", "end_date": "0001-01-05"}, 422),
    ):
        refused = desk.ask("GET", f"{USER}/periods", key, params=wrong)
        assert refused.status_code == status
        if status == 422:
            assert refused.json()["detail"][0]["loc"][0] == "query"


def test_why_and_undo(desk: Desk, key: NewKey) -> None:
    desk.record(key)
    why = desk.ask("GET", f"{USER}/why", key, params={"activity_type": "default"}).json()
    assert why["title"] == "default is alive."
    undone = desk.ask("POST", f"{USER}/undo", key)
    assert undone.json() == {"label": "log default", "made_at": "2026-03-01T12:00:00Z"}
    assert desk.ask("GET", USER, key).json() == []
    assert desk.ask("POST", f"{USER}/undo", key).status_code == 409
    assert desk.ask("POST", "/apps/shop/streaks/bo/undo", key).status_code == 404


def test_what_others_have_joined_is_no_hindrance_to_undo(desk: Desk, key: NewKey) -> None:
    """A streak that somebody's first record has made is the app's."""
    desk.record(key)
    desk.record(key, "bo")
    for status in (200, 409):
        assert desk.ask("POST", f"{USER}/undo", key).status_code == status
    assert desk.ask("GET", USER, key).json() == []
    [streak] = desk.ask("GET", "/apps/shop/streaks/bo", key).json()
    assert streak["total_count"] == 1


def test_the_document_names_every_route(desk: Desk) -> None:
    found = desk.ask("GET", "/openapi.json").json()
    listed = {
        (method.upper(), path) for path, methods in found["paths"].items() for method in methods
    }
    assert listed == {(route.method, route.path) for route in ROUTES}
    names = re.findall(r'"#/components/schemas/(\w+)"', json.dumps(found))
    assert names and set(names) <= set(found["components"]["schemas"])


def test_the_page_needs_nothing_from_elsewhere(desk: Desk) -> None:
    page = desk.ask("GET", "/docs")
    assert page.headers["content-type"].startswith("text/html")
    assert not re.search(r"(?:src|href)=\"(?!/openapi.json)|url\(|<script|@import", page.text)
    for route in ROUTES:
        assert route.path in page.text


def test_metrics_count(desk: Desk, key: NewKey) -> None:
    desk.record(key)
    desk.ask("GET", "/nowhere")
    text = desk.ask("GET", "/metrics").text
    path = "/apps/{app_id}/streaks/{user_id}/record"
    line = f'unbroken_requests_total{{method="POST",path="{path}",status="200"}} 1'
    assert line in text.splitlines()
    assert 'unbroken_requests_total{method="GET",path="",status="404"} 1' in text.splitlines()
    assert "unbroken_request_seconds_count 2" in text
    assert "unbroken_open_apps 1" in text


@pytest.mark.parametrize("key_text", ["", "x" * 256])
def test_an_idempotency_key_that_cannot_be(desk: Desk, key: NewKey, key_text: str) -> None:
    headers = {"idempotency-key": key_text}
    assert desk.ask("POST", f"{USER}/record", key, json={}, headers=headers).status_code == 422
