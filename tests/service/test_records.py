"""Records of a schema: made, listed, changed, and what nobody may do to them (docs/service.md)."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from hand_clock import Hand
from service.credentials import admin, part, signed
from service.desk import Desk
from unbroken.core.reports import NewKey
from unbroken.core.results import Log
from unbroken.engine.logs import history

STREAK, LOG = "/schema/streak/record", "/schema/streak_log/record"
PROGRESS, REWARD = "/schema/streak_progress/record", "/schema/reward_log/record"
MILESTONE, MEMBER = "/schema/milestone/record", "/schema/account_user/record"


class Shop:
    """An app's own view of its records."""

    def __init__(self, desk: Desk, key: NewKey) -> None:
        self.desk = desk
        self.key = key

    def ask(self, method: str, path: str, status: int, body: Any = None, **options: Any) -> Any:
        """What is answered, which has to come with a status."""
        options.setdefault("headers", admin(self.key))
        answer = self.desk.ask(method, path, json=body, **options)
        assert answer.status_code == status, answer.text
        return answer.json() if answer.content else None

    def streak(self, **rules: Any) -> str:
        """A new streak's id."""
        made = self.ask("POST", STREAK, 201, {"name": "Spend", **rules})
        return str(made["data"]["id"])

    def log(self, streak: str, status: int = 201, **body: Any) -> dict[str, Any]:
        """A log of Ann, as it is answered."""
        body = {"streakId": streak, "ownedById": "ann", **body}
        return dict(self.ask("POST", LOG, status, body)["data"])


@pytest.fixture
def shop(desk: Desk, key: NewKey) -> Shop:
    """An app without records."""
    return Shop(desk, key)


def test_a_streak_is_made_changed_and_deleted(shop: Shop) -> None:
    made = shop.ask("POST", STREAK, 201, {"name": "Spend", "unit": "€"})["data"]
    assert made["aggregationMethod"] == "sum"
    assert (made["status"], made["aggregationTargetValue"]) == ("live", 1)
    place = f"{STREAK}/{made['id']}"
    for status in ("paused", "draft", "live", "draft", "paused", "live"):
        assert shop.ask("PATCH", place, 200, {"status": status})["data"]["status"] == status
    change = {"name": "Money", "aggregationTargetValue": 42.5, "completionTargetValue": 7}
    changed = shop.ask("PATCH", place, 200, change)["data"]
    assert {name: changed[name] for name in change} == change
    assert shop.ask("GET", place, 200)["data"] == changed
    assert shop.ask("GET", STREAK, 200)["data"] == [changed]
    assert shop.ask("GET", STREAK, 200, params={"streakId": "x"})["data"] == []
    assert shop.ask("GET", STREAK, 200, params={"streakId": made["id"]})["data"] == [changed]
    shop.ask("DELETE", place, 204)
    shop.ask("GET", place, 404)
    shop.ask("DELETE", place, 404)


def test_42_50_of_50(shop: Shop, clock: Hand) -> None:
    """docs/domain.md section 7, cases 1 and 2, to the letter."""
    streak = shop.streak(aggregationTargetValue=50, completionTargetValue=7)
    for day in (1, 2, 3):
        clock.set(f"2026-03-0{day}T12:00:00+00:00")
        shop.log(streak, activityValue=50)
    clock.set("2026-03-04T12:00:00+00:00")
    [record] = shop.ask("GET", PROGRESS, 200)["data"]
    assert record["streakProgressStatus"] == "in_progress"
    assert record["currentProgressValue"] == 3
    assert (record["taskProgress"]["value"], record["taskProgress"]["target"]) == (0, 50)
    answer = shop.log(streak, activityValue=42.5)
    assert answer["progress"]["ownedBy"] == record["ownedBy"] == answer["ownedBy"]
    assert answer["taskProgress"]["value"] == 42.5
    assert not answer["taskProgress"]["met"]
    [record] = shop.ask("GET", PROGRESS, 200)["data"]
    assert (record["currentProgressValue"], record["completionTargetValue"]) == (3, 7)
    shop.log(streak, activityValue=7.5)
    record = shop.ask("GET", f"{PROGRESS}/{record['id']}", 200)["data"]
    assert record["currentProgressValue"] == 4
    assert record["taskProgress"]["met"]
    assert record["ownedBy"]["externalId"] == "ann"
    assert record["uniqueIdentifier"] == f"{streak}:{record['ownedById']}"
    assert set(record) >= {
        *("streakId", "ownedById", "streakStartedAt", "streakCompletedAt", "streakBrokenAt"),
        *("lastTaskContributionAt", "lastTaskCompletedAt"),
    }


def test_three_coffees_a_week(shop: Shop, clock: Hand) -> None:
    """docs/domain.md section 7, case 3."""
    streak = shop.streak(
        name="Coffee",
        aggregationMethod="count",
        aggregationPeriod="weekly",
        aggregationTargetValue=3,
        completionTargetValue=4,
        startsOn="2026-01-01",
    )
    for week in range(4):
        for day in (5, 7, 9):
            clock.set(f"2026-01-{day + 7 * week:02d}T12:00:00+00:00")
            last = shop.log(streak)
    [record] = shop.ask("GET", PROGRESS, 200)["data"]
    assert record["streakProgressStatus"] == "completed"
    assert record["streakCompletedAt"] == last["activityAt"] == "2026-01-30T12:00:00Z"


def test_five_visits_are_one_week(shop: Shop, clock: Hand) -> None:
    """docs/domain.md section 7, case 17: a period earns once."""
    rules = {"aggregationMethod": "count", "aggregationPeriod": "weekly", "startsOn": "2026-01-01"}
    streak = shop.streak(aggregationTargetValue=3, **rules)
    for day in (5, 6, 7, 8, 9, 12):
        clock.set(f"2026-01-{day:02d}T12:00:00+00:00")
        shop.log(streak)
    clock.set("2026-02-01T12:00:00+00:00")
    [record] = shop.ask("GET", PROGRESS, 200)["data"]
    assert (record["currentProgressValue"], record["streakProgressStatus"]) == (1, "broken")
    assert record["streakBrokenAt"] == "2026-01-19T00:00:00Z"


def test_the_broken_february(shop: Shop, clock: Hand) -> None:
    """docs/domain.md section 7, case 4: broken at Berlin's midnight, whenever it is looked at."""
    rules = {"aggregationMethod": "count", "aggregationPeriod": "monthly", "startsOn": "2026-01-01"}
    streak = shop.streak(aggregationTargetValue=4, completionTargetValue=3, **rules)
    for day in ("2026-01-02", "2026-01-03", "2026-01-04", "2026-01-05", "2026-02-10"):
        clock.set(f"{day}T12:00:00+00:00")
        shop.log(streak, timezone="Europe/Berlin")
    clock.set("2026-06-10T12:00:00+00:00")
    [record] = shop.ask("GET", PROGRESS, 200)["data"]
    assert (record["currentProgressValue"], record["streakProgressStatus"]) == (1, "broken")
    assert record["streakBrokenAt"] == "2026-02-28T23:00:00Z"


def test_a_unique_identifier_counts_once(shop: Shop) -> None:
    streak = shop.streak(aggregationMethod="count")
    body: dict[str, Any] = {"uniqueIdentifier": "order-1", "activityId": "a1", "metadata": {"n": 1}}
    first = shop.log(streak, **body)
    assert not first["duplicate"]
    again = shop.log(streak, 200, **body)
    assert again["duplicate"] and again["id"] == first["id"]
    for change in ({"activityId": "a2"}, {"metadata": {"n": 2}}, {"activityValue": 2}):
        refused = shop.ask(
            "POST", LOG, 409, {"streakId": streak, "ownedById": "ann", **body, **change}
        )
        assert refused["error"]["code"] == "exists"
    assert len(shop.ask("GET", LOG, 200)["data"]) == 1
    tidied: dict[str, Any] = {
        "uniqueIdentifier": "order-2",
        "note": " a\tb\r\ne\u0301",
        "timezone": "europe/berlin",
    }
    assert not shop.log(streak, **tidied)["duplicate"]
    assert shop.log(streak, 200, **tidied)["duplicate"]
    found = shop.ask("GET", f"{LOG}/{first['id']}", 200)["data"]
    assert (found["activityId"], found["metadata"]) == ("a1", {"n": 1})


def test_a_milestone_gives_a_reward_that_takes_a_coupon(shop: Shop, clock: Hand) -> None:
    streak = shop.streak(aggregationMethod="count")
    goal = {"streakId": streak, "milestoneTargetValue": 2, "title": "Two"}
    milestone = shop.ask("POST", MILESTONE, 201, goal)["data"]
    assert shop.log(streak)["achievedMilestone"] is None
    clock.forward(days=1)
    done = shop.log(streak)
    assert done["achievedMilestone"]["id"] == milestone["id"]
    reward = done["achievedMilestoneRewardLog"]
    assert reward["rewardIssuedAt"] == "2026-03-02T12:00:00Z"
    assert reward["couponCode"] is None
    place = f"{REWARD}/{reward['id']}"
    coupon = {"couponCode": "TEN", "rewardExpiryAt": "2026-04-01T00:00:00Z"}
    changed = shop.ask("PATCH", place, 200, coupon)["data"]
    assert changed == reward | coupon
    assert shop.ask("GET", place, 200)["data"] == changed
    assert shop.ask("GET", REWARD, 200)["data"] == [changed]
    for name in ("rewardIssuedAt", "rewardExpiryAt"):
        for wrong in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59Z", "2026-03-01T12:00:00"):
            assert shop.ask("PATCH", place, 422, {name: wrong})["error"]["code"] == "bad_time"
    shop.ask("PATCH", place, 200, {"couponCode": None})
    assert shop.ask("GET", place, 200)["data"]["couponCode"] is None
    shop.ask("PATCH", f"{MILESTONE}/{milestone['id']}", 200, {"title": "Twice"})
    [kept] = shop.ask("GET", REWARD, 200)["data"]
    assert (kept["id"], kept["title"]) == (reward["id"], "Twice")
    shop.ask("DELETE", f"{MILESTONE}/{milestone['id']}", 204)
    assert shop.ask("GET", REWARD, 200)["data"] == []


def test_members_have_a_profile(shop: Shop) -> None:
    new = {"externalId": "ann", "firstName": "Ann", "email": "ann@example.org"}
    made = shop.ask("POST", MEMBER, 201, new)["data"]
    assert {name: made[name] for name in new} == new
    assert (made["name"], made["lastName"]) == ("Ann", None)
    shop.ask("POST", MEMBER, 409, new)
    changed = shop.ask("PATCH", f"{MEMBER}/ann", 200, {"status": "gold"})["data"]
    assert changed == made | {"status": "gold"}
    assert shop.ask("GET", f"{MEMBER}/{made['id']}", 200)["data"] == changed
    streak = shop.streak(aggregationMethod="count")
    assert shop.log(streak)["ownedById"] == made["id"]
    shop.ask("DELETE", f"{MEMBER}/ann", 204)
    assert shop.ask("GET", MEMBER, 200)["data"] == []
    assert shop.ask("GET", LOG, 200)["data"] == []


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("POST", PROGRESS, "GET, HEAD"),
        ("PATCH", f"{PROGRESS}/x", "GET, HEAD"),
        ("DELETE", f"{PROGRESS}/x", "GET, HEAD"),
        ("PUT", f"{PROGRESS}/x", "GET, HEAD"),
        ("POST", REWARD, "GET, HEAD"),
        ("DELETE", f"{REWARD}/x", "GET, PATCH, HEAD"),
        ("PATCH", f"{LOG}/x", "GET, HEAD"),
        ("DELETE", f"{LOG}/x", "GET, HEAD"),
    ],
)
def test_what_nobody_may_do(shop: Shop, method: str, path: str, allow: str) -> None:
    answer = shop.desk.ask(method, path, headers=admin(shop.key), json={})
    assert (answer.status_code, answer.headers["allow"]) == (405, allow)
    assert answer.json()["error"]["code"] == "method_not_allowed"


def test_a_person_sees_what_is_theirs(shop: Shop, clock: Hand) -> None:
    streak = shop.streak(aggregationMethod="count")
    shop.log(streak)
    ann, bo = (signed(shop.key, user, clock) for user in ("ann", "bo"))
    assert shop.ask("GET", PROGRESS, 200, headers=bo)["data"] == []
    shop.ask("POST", LOG, 201, {"streakId": streak}, headers=bo)
    assert len(shop.ask("GET", PROGRESS, 200)["data"]) == 2
    for who, user in ((ann, "ann"), (bo, "bo")):
        [record] = shop.ask("GET", PROGRESS, 200, headers=who)["data"]
        assert record["ownedBy"]["externalId"] == user
        [member] = shop.ask("GET", MEMBER, 200, headers=who)["data"]
        assert member["externalId"] == user
    for path in (PROGRESS, LOG):
        [other] = shop.ask("GET", path, 200, headers=bo)["data"]
        shop.ask("GET", f"{path}/{other['id']}", 200, headers=bo)
        refused = shop.ask("GET", f"{path}/{other['id']}", 404, headers=ann)
        assert refused["error"]["code"] == "not_found"
        own = shop.ask("GET", path, 200, headers=ann, params={"ownedById": "bo"})
        assert own["data"] == []
    shop.ask("POST", LOG, 404, {"streakId": streak, "ownedById": "bo"}, headers=ann)
    shop.ask("POST", STREAK, 403, {"name": "x"}, headers=ann)
    shop.ask("PATCH", f"{MEMBER}/ann", 403, {"status": "gold"}, headers=ann)
    assert len(shop.ask("GET", STREAK, 200, headers=ann)["data"]) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"alg": "none"},
        {"alg": "HS512"},
        {"kid": "unb_0"},
        {"kid": 5},
        {"sub": "other"},
        {"account": "other"},
        {"account": ""},
        {"exp": 0},
        {"exp": "soon"},
        {"exp": 4_000_000_000},
        {"userData": {}},
        {"userData": None},
        {"userData": {"externalId": "\ud800"}},
        {"userData": {"externalId": "x" * 201}},
        {"sub": ["shop"]},
        {"exp": 10**400},
        {"exp": float("nan")},
        {"secret": "other"},
    ],
)
def test_a_token_that_will_not_do(shop: Shop, clock: Hand, changes: dict[str, Any]) -> None:
    headers = signed(shop.key, "ann", clock, **changes)
    refused = shop.ask("GET", PROGRESS, 401, headers=headers)
    assert refused["error"]["code"] == "unauthenticated"
    assert shop.ask("GET", PROGRESS, 200, headers=signed(shop.key, "ann", clock))


@pytest.mark.parametrize(
    "token",
    [
        *("", "a.b.c", "é", "..", "e30.e30.e30", "W10.W10.W10"),
        pytest.param(f"{part(b'[' * 40_000)}.e30.e30", id="deep"),
    ],
)
def test_what_is_no_token(shop: Shop, token: str) -> None:
    headers = {"x-enduser-access-token": token.encode(), "x-account-id": "shop"}
    shop.ask("GET", PROGRESS, 401, headers=headers)


def test_a_guest_gets_nothing(shop: Shop) -> None:
    for path in (STREAK, LOG, PROGRESS, REWARD, MILESTONE, MEMBER):
        assert set(shop.ask("GET", path, 401, headers={})) == {"error"}


def test_lists_are_pages(shop: Shop, clock: Hand) -> None:
    streak = shop.streak(aggregationMethod="sum")
    for day in range(1, 8):
        clock.set(f"2026-03-0{day}T12:00:00+00:00")
        shop.log(streak, activityValue=day)
    page = shop.ask("GET", LOG, 200, params={"limit": 3, "offset": 2})
    assert [each["activityValue"] for each in page["data"]] == [5, 4, 3]
    assert page["paging"] == {"offset": 2, "limit": 3, "hasMore": True}
    last = shop.ask("GET", LOG, 200, params={"offset": 5, "fetchTotalCount": "true"})
    assert last["paging"] == {"offset": 5, "limit": 20, "hasMore": False, "totalCount": 7}
    for offset, more in ((4, True), (5, False)):
        some = {"offset": offset, "limit": 2, "fetchTotalCount": "true"}
        paging = shop.ask("GET", LOG, 200, params=some)["paging"]
        assert (paging["hasMore"], paging["totalCount"]) == (more, 7)
    fields = shop.ask("GET", LOG, 200, params={"fields": '["activityValue"]', "limit": 1})
    assert set(fields["data"][0]) == {"id", "activityValue"}


FILTERS: list[tuple[Any, list[int]]] = [
    ({"fieldSlug": "activityValue", "operator": "GREATER_THAN", "value": 5}, [7, 6]),
    ({"fieldSlug": "activityValue", "operator": "IN", "value": [1, 3]}, [3, 1]),
    ({"fieldSlug": "activityId", "operator": "EQUAL", "value": None}, [7, 6, 5, 4, 3, 2]),
    ({"fieldSlug": "activityId", "operator": "NOT_EQUAL", "value": None}, [1]),
    (
        {
            "fieldSlug": "activityAt",
            "operator": "LESS_THAN_OR_EQUAL",
            "value": "2026-03-02T13:00:00+01:00",
        },
        [2, 1],
    ),
    (
        {
            "operator": "OR",
            "conditions": [
                {"fieldSlug": "localDate", "operator": "EQUAL", "value": "2026-03-07"},
                {
                    "operator": "AND",
                    "conditions": [
                        {"fieldSlug": "activityValue", "operator": "LESS_THAN", "value": 4},
                        {
                            "fieldSlug": "activityValue",
                            "operator": "GREATER_THAN_OR_EQUAL",
                            "value": 2.5,
                        },
                    ],
                },
            ],
        },
        [7, 3],
    ),
]


def test_lists_are_filtered_and_sorted(shop: Shop, clock: Hand) -> None:
    streak = shop.streak(aggregationMethod="sum")
    for day in range(1, 8):
        clock.set(f"2026-03-0{day}T12:00:00+00:00")
        shop.log(streak, activityValue=day, activityId="a" if day == 1 else None)
    for given, values in FILTERS:
        page = shop.ask("GET", LOG, 200, params={"filters": json.dumps(given)})
        assert [each["activityValue"] for each in page["data"]] == values, given
    order = json.dumps([{"fieldSlug": "activityValue", "order": "asc"}])
    page = shop.ask("GET", LOG, 200, params={"sortBy": order, "limit": 2})
    assert [each["activityValue"] for each in page["data"]] == [1, 2]
    order = json.dumps([{"fieldSlug": "activityId"}, {"fieldSlug": "localDate", "order": "desc"}])
    page = shop.ask("GET", LOG, 200, params={"sortBy": order})
    assert [each["activityValue"] for each in page["data"]] == [7, 6, 5, 4, 3, 2, 1]
    plain = {"streakId": streak, "ownedById": "ann"}
    assert len(shop.ask("GET", LOG, 200, params=plain)["data"]) == 7
    broken = {"streakProgressStatus": "broken"}
    assert shop.ask("GET", PROGRESS, 200, params=broken)["data"] == []
    for nobody in ({"streakId": "x"}, {"ownedById": "nobody"}):
        assert shop.ask("GET", PROGRESS, 200, params=nobody)["data"] == []


def _where(slug: str, operator: str, value: object) -> dict[str, Any]:
    return {"fieldSlug": slug, "operator": operator, "value": value}


FEW = [
    (_where("localDate", "EQUAL", "2026-02-10"), {}, 1),
    (_where("activityAt", "GREATER_THAN", "2026-03-30T00:00:00Z"), {}, 5),
    (
        {
            "operator": "AND",
            "conditions": [
                _where("activityAt", "LESS_THAN", "2026-01-03T00:00:00Z"),
                _where("localDate", "GREATER_THAN", "2025-01-01"),
                _where("activityValue", "NOT_EQUAL", 99),
            ],
        },
        {"fetchTotalCount": "true"},
        6,
    ),
    (_where("activityValue", "GREATER_THAN_OR_EQUAL", 80), {"limit": "2"}, 3),
]
"""A filter, what else is asked, and how many logs are read for it at most."""


@pytest.mark.parametrize(("given", "more", "most"), FEW)
def test_a_filter_reads_no_more_logs_than_it_must(
    shop: Shop,
    clock: Hand,
    monkeypatch: pytest.MonkeyPatch,
    given: dict[str, Any],
    more: dict[str, str],
    most: int,
) -> None:
    streak = shop.streak(aggregationMethod="sum")
    start = datetime(2026, 1, 1, 12, tzinfo=UTC)
    for day in range(90):
        clock.set((start + timedelta(days=day)).isoformat())
        shop.log(streak, activityValue=day + 1)
    asked = {"filters": json.dumps(given), **more}
    order = json.dumps([{"fieldSlug": "activityAt", "order": "desc"}])
    whole = shop.ask("GET", LOG, 200, params={**asked, "sortBy": order})
    read: list[int] = []

    def noted(*args: Any, **named: Any) -> list[Log]:
        found = history(*args, **named)
        read.append(len(found))
        return found

    monkeypatch.setattr("unbroken.engine.logs.history", noted)
    page = shop.ask("GET", LOG, 200, params=asked)
    assert page == whole
    assert sum(read) <= most


DEEP: Any = {"fieldSlug": "id", "operator": "EQUAL", "value": "x"}
for _ in range(6):
    DEEP = {"operator": "AND", "conditions": [DEEP]}


@pytest.mark.parametrize(
    "query",
    [
        {"filters": "{"},
        {"filters": "[]"},
        {"filters": "[" * 20_000},
        {"filters": json.dumps(DEEP)},
        {"filters": json.dumps({"operator": "AND", "conditions": [{"fieldSlug": "id"}] * 51})},
        {"filters": json.dumps({"operator": "XOR", "conditions": []})},
        {"filters": json.dumps({"fieldSlug": "note", "operator": "EQUAL", "value": "x"})},
        {"filters": json.dumps({"fieldSlug": "id", "operator": "LIKE", "value": "x"})},
        {"filters": json.dumps({"fieldSlug": "id", "operator": "IN", "value": "x"})},
        {"filters": json.dumps({"fieldSlug": "id", "operator": "LESS_THAN", "value": None})},
        {"filters": json.dumps({"fieldSlug": ["id"], "operator": "EQUAL", "value": "x"})},
        {"filters": json.dumps({"fieldSlug": "activityAt", "operator": "EQUAL", "value": "now"})},
        {"filters": json.dumps({"fieldSlug": "localDate", "operator": "EQUAL", "value": 5})},
        {"filters": '{"fieldSlug": "activityValue", "operator": "LESS_THAN", "value": NaN}'},
        {"filters": '{"fieldSlug": "activityValue", "operator": "IN", "value": ["Infinity"]}'},
        {"sortBy": "{}"},
        {"sortBy": json.dumps([{"fieldSlug": "id"}] * 11)},
        {"sortBy": '[{"fieldSlug": "note"}]'},
        {"sortBy": '[{"fieldSlug": "id", "order": "up"}]'},
        {"fields": "5"},
    ],
)
def test_a_list_that_cannot_be(shop: Shop, query: dict[str, str]) -> None:
    assert shop.ask("GET", LOG, 400, params=query)["error"]["code"] == "bad_list"


@pytest.mark.parametrize("query", [{"limit": "0"}, {"limit": "1001"}, {"offset": "-1"}])
def test_a_page_that_cannot_be(shop: Shop, query: dict[str, str]) -> None:
    assert shop.ask("GET", LOG, 422, params=query)["error"]["code"] == "invalid"


def test_what_will_not_do_is_said(shop: Shop) -> None:
    streak = shop.streak()
    for body, status, code in (
        ({"streakId": "x", "ownedById": "ann"}, 404, "not_found"),
        ({"streakId": streak, "ownedById": "ann"}, 422, "bad_amount"),
        ({"streakId": streak, "ownedById": "ann", "activityValue": 0}, 422, "bad_amount"),
        ({"streakId": streak, "ownedById": "ann", "activityValue": 0.0001}, 422, "bad_amount"),
        ({"streakId": streak, "activityValue": 1}, 422, "no_owner"),
        ({"streakId": streak, "ownedById": "0" * 8 + "-0000" * 3 + "-" + "0" * 12}, 422, ""),
        ({"ownedById": "ann"}, 422, "missing"),
    ):
        refused = shop.ask("POST", LOG, status, body)["error"]
        assert set(refused) == {"code", "message"}
        assert code in (refused["code"], "")
    for rules in ({"every": 0}, {"status": "gone"}, {"aggregationTargetValue": -1}, {"name": ""}):
        shop.ask("POST", STREAK, 422, {"name": "x", **rules})
    paused = shop.streak(name="Rest", aggregationMethod="count", status="paused")
    assert shop.ask("POST", LOG, 409, {"streakId": paused, "ownedById": "ann"})
