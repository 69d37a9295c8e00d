"""What apps add is in the document, exact; undo and the doctor know it too."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from hand_clock import Hand
from service.credentials import admin
from service.desk import Desk
from unbroken.core.errors import Refusal
from unbroken.core.reports import NewKey
from unbroken.engine.api import Engine, open_engine
from unbroken.engine.callers import ADMIN, owner


def filled(desk: Desk, key: NewKey, clock: Hand) -> None:
    """Somebody with a profile, logs with what an app knows of them, a coupon and a config."""

    def ask(method: str, path: str, body: Any) -> Any:
        answer = desk.ask(method, path, json=body, headers=admin(key))
        assert answer.status_code < 300, answer.text
        return answer.json()

    ask("PUT", "/apps/shop/config", {"grace_period_days": 1, "activity_types": ["walk", "read"]})
    member = {"externalId": "ann", "firstName": "Ann", "email": "a@example.org"}
    ask("POST", "/schema/account_user/record", member)
    made = ask("POST", "/schema/streak/record", {"name": "Read", "aggregationMethod": "count"})
    streak = made["data"]["id"]
    goal = {"streakId": streak, "milestoneTargetValue": 1, "title": "One"}
    ask("POST", "/schema/milestone/record", goal)
    log = {"streakId": streak, "ownedById": "ann", "activityId": "order 7", "metadata": {"é": [1]}}
    reward = ask("POST", "/schema/streak_log/record", log)["data"]["achievedMilestoneRewardLog"]
    coupon = {"couponCode": "TEN", "rewardExpiryAt": "2026-04-01T00:00:00Z"}
    ask("PATCH", f"/schema/reward_log/record/{reward['id']}", coupon)
    clock.forward(days=1)
    desk.record(key, "bo", activity_type="walk", timezone="Asia/Tokyo")


def opened(path: Path, clock: Hand) -> Engine:
    return open_engine(path, caller=ADMIN, clock=clock, first_owner=False)


def test_a_document_is_exact(desk: Desk, key: NewKey, clock: Hand, tmp_path: Path) -> None:
    filled(desk, key, clock)
    source = opened(desk.data / "apps" / "shop.db", clock)
    document = source.export_document()
    rewards = source.rewards(all_owners=True)
    [ann, bo] = document["owners"]
    assert (ann["external_id"], ann["profile"]["first_name"]) == ("ann", "Ann")
    assert (bo["external_id"], "profile" in bo) == ("bo", False)
    assert document["logs"][0]["metadata"] == {"é": [1]}
    assert document["logs"][0]["reference"] == "order 7"
    assert document["config"] == {"grace_period_days": 1, "activity_types": ["read", "walk"]}
    assert document["rewards"][0]["coupon_code"] == rewards[0].coupon_code == "TEN"
    assert source.doctor().problems == ()
    source.close()
    copy = open_engine(tmp_path / "copy.db", clock=clock)
    text = json.loads(json.dumps(document, default=float))
    copy.import_document(text, foreign=False)
    assert copy.export_document() == document
    assert copy.acting_as(ADMIN).rewards(all_owners=True) == rewards
    assert copy.doctor().problems == ()
    copy.import_document(text, foreign=False)
    assert copy.export_document() == document
    copy.close()


def test_undo_brings_back_what_an_app_knows(desk: Desk, key: NewKey, clock: Hand) -> None:
    filled(desk, key, clock)
    engine = opened(desk.data / "apps" / "shop.db", clock)
    before = engine.export_document()
    ann = engine.acting_as(owner(str(engine.member_id("ann"))))
    [log] = ann.history()
    ann.delete_log(log.id)
    assert ann.history() == []
    ann.undo()
    assert ann.history() == [log]
    assert engine.export_document() == before
    assert log.metadata == {"é": [1]} and log.reference == "order 7"
    assert engine.doctor().problems == ()
    engine.close()


def test_the_doctor_mends_what_an_app_knows(desk: Desk, key: NewKey, clock: Hand) -> None:
    filled(desk, key, clock)
    desk.ask("POST", "/apps/shop/webhooks", key, json={"url": "http://localhost/x"})
    desk.record(key, "bo", activity_type="walk", timezone="Asia/Tokyo")
    path = desk.data / "apps" / "shop.db"
    with closing(sqlite3.connect(path)) as file:
        file.execute("UPDATE owners SET profile = 'x' WHERE external_id = 'ann'")
        file.execute("UPDATE owners SET external_id = char(27) WHERE external_id = 'bo'")
        file.execute("UPDATE logs SET metadata = '[1]' WHERE metadata IS NOT NULL")
        file.execute("UPDATE deliveries SET webhook_id = 'gone' WHERE rowid = 1")
        file.commit()
    engine = opened(path, clock)
    assert len(engine.doctor().problems) >= 3
    checked = engine.doctor(repair=True)
    assert checked.ok, checked.problems
    engine.close()
    engine = opened(path, clock)
    assert engine.doctor().problems == ()
    assert [each.external_id for each in engine.owners()] == ["ann", None]
    assert [each.coupon_code for each in engine.rewards(all_owners=True)] == ["TEN"]
    assert len(engine.webhooks()) == 1
    engine.close()


def test_the_same_document_judges_the_same(
    desk: Desk, key: NewKey, clock: Hand, tmp_path: Path
) -> None:
    """What was recorded one by one over HTTP stands as it does when it is imported."""
    clock.set("2026-03-30T12:00:00+00:00")
    for day in (1, 2, 3, 5, 6, 9, 10, 11, 12, 20, 21, 28, 29):
        desk.record(key, timestamp=f"2026-03-{day:02d}T20:00:00Z", timezone="Europe/Berlin")
    source = opened(desk.data / "apps" / "shop.db", clock)
    copy = open_engine(tmp_path / "copy.db", clock=clock)
    copy.import_document(source.export_document(), foreign=False)
    for ask in (lambda each: each.status(), lambda each: each.progress()):
        person = owner(str(source.member_id("ann")))
        assert ask(source.acting_as(person)) == ask(copy.acting_as(person))
    source.close()
    copy.close()


def test_a_document_that_will_not_do(tmp_path: Path, clock: Hand) -> None:
    zones = [{"effective_from": "2026-01-01T00:00:00Z", "timezone": "UTC"}]
    person = {"id": "0a000000-0000-4000-8000-000000000001", "timezones": zones}
    engine = open_engine(tmp_path / "u.db", clock=clock)
    for document, place in (
        ({"owners": [{**person, "external_id": ""}]}, "owners[0].external_id"),
        ({"owners": [{**person, "profile": {"age": "5"}}]}, "owners[0].profile"),
        ({"owners": [{**person, "profile": 5}]}, "owners[0].profile"),
        ({"owners": [person], "config": {"grace_period_days": -1}}, "config.grace_period_days"),
        ({"owners": [person], "config": {"activity_types": 5}}, "config.activity_types"),
        ({"owners": [person], "rewards": [{"coupon_code": "x"}]}, "rewards[0].id"),
    ):
        refusal = refused(engine, document)
        assert refusal.startswith(f"{place}: "), refusal
    engine.close()


def refused(engine: Engine, document: Any) -> str:
    """What is said of a document that is refused."""
    try:
        engine.import_document(document, foreign=False)
    except Refusal as error:
        return error.message
    return ""
