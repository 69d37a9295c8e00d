"""Recording activities, and what is answered of them (docs/service.md)."""

from __future__ import annotations

from typing import Any

import pytest

from hand_clock import Hand
from service.desk import Desk
from unbroken.core.reports import NewKey

USER = "/apps/shop/streaks/ann"


def test_a_record_is_answered_with_six_fields(desk: Desk, key: NewKey) -> None:
    answer = desk.record(key)
    assert len(answer.pop("activity_id")) == 36
    assert answer == {
        "current_streak": 1,
        "longest_streak": 1,
        "total_count": 1,
        "streak_extended": False,
        "streak_started": True,
    }


def test_a_streak_is_extended_the_next_day(desk: Desk, key: NewKey, clock: Hand) -> None:
    for day in range(5):
        clock.set(f"2026-03-0{1 + day}T12:00:00+00:00")
        answer = desk.record(key, activity_type="workout")
    assert answer["current_streak"] == answer["longest_streak"] == answer["total_count"] == 5
    assert answer["streak_extended"] and not answer["streak_started"]
    again = desk.record(key, activity_type="workout")
    assert (again["current_streak"], again["total_count"]) == (5, 6)
    assert not again["streak_extended"] and not again["streak_started"]


def test_five_twelve_forty_seven(desk: Desk, key: NewKey, clock: Hand) -> None:
    """The design's own example: current 5, longest 12, 47 in all, extended."""
    clock.set("2026-03-24T12:00:00+00:00")
    stamps = [f"2026-03-{day:02d}T08:00:00Z" for day in (*range(1, 13), *range(20, 24))]
    stamps += ["2026-02-01T08:00:00Z"] * (46 - len(stamps))
    for stamp in stamps:
        desk.record(key, timestamp=stamp)
    answer = desk.record(key)
    del answer["activity_id"]
    assert answer == {
        "current_streak": 5,
        "longest_streak": 12,
        "total_count": 47,
        "streak_extended": True,
        "streak_started": False,
    }


def test_the_zone_of_a_record_decides_its_day(desk: Desk, key: NewKey, clock: Hand) -> None:
    """docs/domain.md section 7, case 8: Los Angeles, an hour apart, two days."""
    clock.set("2026-01-21T09:00:00+00:00")
    zone = {"timezone": "America/Los_Angeles"}
    desk.record(key, timestamp="2026-01-21T07:30:00Z", **zone)
    answer = desk.record(key, timestamp="2026-01-21T08:30:00Z", **zone)
    assert answer["current_streak"] == 2
    history = desk.ask("GET", f"{USER}/history", key).json()
    assert [each["date"] for each in history["activities"]] == ["2026-01-21", "2026-01-20"]


def test_a_record_in_another_zone_moves_the_person(desk: Desk, key: NewKey, clock: Hand) -> None:
    clock.set("2026-05-10T11:00:00+00:00")
    desk.record(key, timezone="Asia/Tokyo")
    clock.set("2026-05-11T01:00:00+00:00")
    desk.record(key, timezone="America/Los_Angeles")
    clock.set("2026-05-12T06:00:00+00:00")
    answer = desk.record(key, timezone="America/Los_Angeles")
    assert (answer["current_streak"], answer["total_count"]) == (2, 3)


def test_a_time_without_an_offset_is_of_the_zone_given(desk: Desk, key: NewKey) -> None:
    desk.record(key, timestamp="2026-03-01T07:30:00", timezone="Europe/Berlin")
    [streak] = desk.ask("GET", USER, key).json()
    assert streak["last_activity_at"] == "2026-03-01T06:30:00Z"


def test_streaks_are_a_bare_list(desk: Desk, key: NewKey) -> None:
    desk.record(key, activity_type="Morning Run")
    desk.record(key)
    found = desk.ask("GET", USER, key).json()
    assert found[0] == {
        "user_id": "ann",
        "activity_type": "morning-run",
        "current_streak": 1,
        "longest_streak": 1,
        "total_count": 1,
        "last_activity_date": "2026-03-01",
        "last_activity_at": "2026-03-01T12:00:00Z",
        "expires_at": "2026-03-03T00:00:00Z",
        "seconds_left": 129_600,
        "at_risk": False,
        "last_safe_day": "2026-03-02",
    }
    one = desk.ask("GET", USER, key, params={"activity_type": "default"}).json()
    assert [each["activity_type"] for each in one] == ["default"]
    assert desk.ask("GET", USER, key, params={"activity_type": "morning"}).json() == []
    assert desk.ask("GET", "/apps/shop/streaks/bo", key).json() == []


def test_history_counts_all_that_match(desk: Desk, key: NewKey, clock: Hand) -> None:
    for day in range(1, 6):
        clock.set(f"2026-03-0{day}T12:00:00+00:00")
        desk.record(key, metadata={"day": day, "deep": [{"a": None}]})
    span = {"start_date": "2026-03-02", "end_date": "2026-03-04", "limit": 2}
    found = desk.ask("GET", f"{USER}/history", key, params=span).json()
    assert found["user_id"] == "ann"
    assert found["total_count"] == 3
    assert [each["metadata"]["day"] for each in found["activities"]] == [4, 3]
    assert set(found["activities"][0]) == {
        *("activity_id", "activity_type", "recorded_at", "date", "metadata"),
    }
    none = desk.ask("GET", "/apps/shop/streaks/bo/history", key).json()
    assert none == {"user_id": "bo", "activities": [], "total_count": 0}
    other = desk.ask("GET", f"{USER}/history", key, params={"activity_type": "def"}).json()
    assert other == {"user_id": "ann", "activities": [], "total_count": 0}


@pytest.mark.parametrize("path", ["streaks-config", "config"])
def test_a_config_is_kept_until_it_is_deleted(desk: Desk, key: NewKey, path: str) -> None:
    place, headers = f"/apps/shop/{path}", {"authorization": f"Bearer {key.key}"}
    empty = {"grace_period_days": 0, "activity_types": []}
    found = desk.ask("GET", place, headers=headers).json()
    assert found == {
        "app_id": "shop",
        "org_id": "",
        "created_at": "2026-03-01T12:00:00Z",
        "created_by": key.key_id,
        "config": empty,
    }
    change = {"grace_period_days": 2}
    assert desk.ask("PUT", place, headers=headers, json=change).json()["config"] == empty | change
    kinds = {"activity_types": ["walk", "read"], "grace_period_days": None}
    changed = desk.ask("POST", place, headers=headers, json=kinds).json()["config"]
    assert changed == {"grace_period_days": 2, "activity_types": ["read", "walk"]}
    any_type = desk.ask("POST", place, headers=headers, json={"activity_types": []}).json()
    assert any_type["config"] == {"grace_period_days": 2, "activity_types": []}
    deleted = desk.ask("DELETE", place, headers=headers)
    assert (deleted.status_code, deleted.content) == (204, b"")
    assert desk.ask("GET", place, headers=headers).status_code == 404
    assert desk.ask("DELETE", place, headers=headers).status_code == 404
    assert desk.ask("POST", place, headers=headers, json={}).json()["config"] == empty


def test_the_grace_of_an_app_forgives(desk: Desk, key: NewKey, clock: Hand) -> None:
    """docs/domain.md section 7, cases 5 and 6, by the app's config."""
    for day in (1, 2, 3, 5):
        clock.set(f"2026-03-0{day}T12:00:00+00:00")
        answer = desk.record(key)
    assert (answer["current_streak"], answer["longest_streak"], answer["total_count"]) == (1, 3, 4)
    assert answer["streak_started"]
    desk.ask("PUT", "/apps/shop/config", key, json={"grace_period_days": 1})
    [streak] = desk.ask("GET", USER, key).json()
    assert streak["current_streak"] == 4
    desk.record(key, "bo", timestamp="2026-03-03T12:00:00Z")
    assert desk.record(key, "bo")["current_streak"] == 2


def test_only_types_that_the_config_names_may_begin(desk: Desk, key: NewKey) -> None:
    desk.ask("PUT", "/apps/shop/config", key, json={"activity_types": ["walk"]})
    assert desk.record(key, activity_type="Walk")["streak_started"]
    refused = desk.ask("POST", f"{USER}/record", key, json={"activity_type": "swim"})
    assert refused.status_code == 422
    [problem] = refused.json()["detail"]
    assert problem["loc"] == ["body", "activity_type"]
    assert problem["type"] == "unknown_activity_type"


def test_apps_are_made_and_listed(desk: Desk, key: NewKey) -> None:
    made = desk.ask("POST", "/apps", key, json={"app_id": "gym", "org_id": "acme"})
    assert (made.status_code, made.json()["app_id"]) == (200, "gym")
    own = desk.ask("POST", "/apps", key, json={"app_id": "shop", "org_id": "acme"}).json()
    assert own["org_id"] == "acme"
    listed = desk.ask("GET", "/apps", key, params={"org_id": "acme"}).json()
    assert [each["app_id"] for each in listed["apps"]] == ["gym", "shop"]
    stranger = desk.key("cafe")
    assert desk.ask("GET", "/apps", stranger, params={"org_id": "acme"}).json() == {"apps": []}
    taken = desk.ask("POST", "/apps", stranger, json={"app_id": "gym", "org_id": "acme"})
    assert taken.status_code == 409
    assert desk.ask("GET", "/apps/gym/config", stranger).status_code == 404
    assert desk.ask("GET", "/apps/gym/config", key).status_code == 200


@pytest.mark.parametrize("path", ["/", "/health"])
def test_health(desk: Desk, path: str) -> None:
    answer = desk.ask("GET", path).json()
    assert (answer["status"], answer["service"], set(answer)) == (
        "healthy",
        "unbroken",
        {"status", "service", "version"},
    )


BAD: list[tuple[Any, list[Any], str]] = [
    ({"timestamp": 5}, ["body", "timestamp"], "value_error"),
    ({"timestamp": "2026-03-02T00:00:00Z"}, ["body", "timestamp"], "future"),
    ({"timestamp": "1969-03-02T00:00:00Z"}, ["body", "timestamp"], "bad_time"),
    ({"timezone": "Mars/Base"}, ["body", "timezone"], "unknown_zone"),
    ({"timezone": None}, ["body", "timezone"], "value_error"),
    ({"activity_type": ""}, ["body", "activity_type"], "value_error"),
    ({"metadata": [1]}, ["body", "metadata"], "value_error"),
    ({"metadata": {"x": "y" * 16_384}}, ["body", "metadata"], "bad_metadata"),
    ([], ["body"], "value_error"),
]


@pytest.mark.parametrize(("body", "place", "kind"), BAD)
def test_what_will_not_do_is_named(
    desk: Desk, key: NewKey, body: Any, place: list[Any], kind: str
) -> None:
    answer = desk.ask("POST", f"{USER}/record", key, json=body)
    assert answer.status_code == 422
    [problem] = answer.json()["detail"]
    assert (problem["loc"], problem["type"]) == (place, kind)
    assert problem["msg"]
    assert desk.ask("GET", USER, key).json() == []


def test_what_is_no_json_is_said(desk: Desk, key: NewKey) -> None:
    for content in (b"{", b"", b'{"metadata": {"a": ' + b"[" * 50_000, b'{"timezone": "\xff"}'):
        answer = desk.ask("POST", f"{USER}/record", key, content=content)
        assert (answer.status_code, answer.json()["detail"][0]["type"]) == (422, "json_invalid")


def test_a_missing_field_is_named(desk: Desk, key: NewKey) -> None:
    answer = desk.ask("POST", "/apps", key, json={"app_id": "gym"})
    assert answer.json() == {
        "detail": [{"loc": ["body", "org_id"], "msg": "Field required", "type": "missing"}]
    }
    answer = desk.ask("GET", "/apps", key)
    assert answer.json()["detail"][0]["loc"] == ["query", "org_id"]


def test_any_text_can_be_a_persons_id(desk: Desk, key: NewKey) -> None:
    for user in ("a%2Fb", "%C3%A9", "Ann", "ann", "a%20b"):
        assert desk.record(key, user)["total_count"] == 1
        assert len(desk.ask("GET", f"/apps/shop/streaks/{user}", key).json()) == 1
    for user in ("%00", "%1B%5B2J", "x" * 201):
        answer = desk.ask("POST", f"/apps/shop/streaks/{user}/record", key, json={})
        assert answer.status_code == 422
        assert answer.json()["detail"][0]["loc"] == ["path", "user_id"]


def test_a_local_time_that_was_left_out_is_refused(desk: Desk, key: NewKey, clock: Hand) -> None:
    clock.set("2026-11-01T12:00:00+00:00")
    body = {"timezone": "Europe/Berlin", "timestamp": "2026-03-29T02:30:00"}
    refused = desk.ask("POST", f"{USER}/record", key, json=body)
    assert refused.status_code == 422
    [problem] = refused.json()["detail"]
    assert (problem["loc"], problem["type"]) == (["body", "timestamp"], "bad_time")
    desk.record(key, **body | {"timestamp": "2026-10-25T02:30:00.25"})
    [found] = desk.ask("GET", f"{USER}/history", key).json()["activities"]
    assert found["recorded_at"] == "2026-10-25T00:30:00.250000Z"  # of two the first
    for wall in ("0001-01-01T00:00:00", "9999-12-31T23:59:59"):
        body["timestamp"] = wall
        assert desk.ask("POST", f"{USER}/record", key, json=body).status_code == 422


def test_a_streak_is_asked_for_as_it_is_recorded_to(desk: Desk, key: NewKey) -> None:
    kinds = ["🎉", "🎂", "Morning Run", "read"]
    for kind in kinds:
        desk.record(key, activity_type=kind)
    desk.record(key, activity_type="🎂")
    for kind, count in (*zip(kinds, (1, 2, 1, 1), strict=True), ("READ", 1), ("", 0), ("🍕", 0)):
        query = {"activity_type": kind}
        found = desk.ask("GET", USER, key, params=query).json()
        assert sum(each["total_count"] for each in found) == count, kind
        history = desk.ask("GET", f"{USER}/history", key, params=query).json()
        assert history["total_count"] == count
        for path in ("periods", "why"):
            answer = desk.ask("GET", f"{USER}/{path}", key, params=query)
            assert answer.status_code == (200 if count else 404)


def test_types_of_a_config_are_types(desk: Desk, key: NewKey) -> None:
    place = "/apps/shop/config"
    types = ["Morning Run", "a,b"]
    config = desk.ask("PUT", place, key, json={"activity_types": types}).json()["config"]
    assert config["activity_types"] == ["a-b", "morning-run"]
    for number, wrong in enumerate((" ", "\u2003")):
        body = {"activity_types": [*["x"] * number, wrong]}
        refused = desk.ask("PUT", place, key, json=body)
        assert refused.status_code == 422
        assert refused.json()["detail"][0]["loc"] == ["body", "activity_types", number]
    assert desk.ask("GET", place, key).json()["config"] == config


def test_a_type_without_a_letter_is_named(desk: Desk, key: NewKey) -> None:
    refused = desk.ask("POST", f"{USER}/record", key, json={"activity_type": "  "})
    assert refused.json()["detail"][0]["loc"] == ["body", "activity_type"]


def test_a_path_that_is_no_text_is_not_found(desk: Desk, key: NewKey) -> None:
    """Two such would be taken for the same person."""
    for path in ("/apps/shop/streaks/%ff", "/apps/shop/streaks/%fe/record", "/u/%ff"):
        assert desk.ask("GET", path, key).status_code == 404
