"""Server-sent events, webhooks, and the live page."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from hand_clock import Hand
from service.credentials import signed
from service.desk import Desk
from service.receiver import Receiver
from unbroken.core.reports import NewKey
from unbroken.engine.api import open_engine
from unbroken.http.sending import signature

APP = "shop"
HOOKS = f"/apps/{APP}/webhooks"


def of(key: NewKey) -> dict[str, str]:
    """The headers of a key."""
    return {"x-api-key": key.key}


def look(desk: Desk) -> None:
    """Lets the service send what waits, and tell what time has brought."""
    desk.service.outbox._announced_at.clear()
    desk.runner.run(desk.service.outbox.send_due())


def test_events_are_signed_and_told(
    desk: Desk, key: NewKey, clock: Hand, receiver: Receiver
) -> None:
    made = desk.ask("POST", HOOKS, key, json={"url": receiver.url})
    assert made.status_code == 201
    secret = made.json()["secret"]
    [listed] = desk.ask("GET", HOOKS, key).json()["webhooks"]
    assert "secret" not in listed and listed["url"] == receiver.url
    desk.record(key)
    clock.forward(days=1)
    desk.record(key)
    look(desk)
    assert [each["type"] for each in receiver.events()] == ["streak.started", "streak.extended"]
    headers, body = receiver.told[0]
    at = int(headers["x-unbroken-timestamp"])
    assert headers["x-unbroken-signature"] == signature(secret, at, body)
    assert at == clock.moment.timestamp()
    data = receiver.events()[1]["data"]
    assert (data["user_id"], data["activity_type"], data["current_streak"]) == ("ann", "default", 2)
    look(desk)
    assert len(receiver.told) == 2
    gone = desk.ask("DELETE", f"{HOOKS}/{listed['id']}", key)
    assert gone.status_code == 204
    desk.record(key, "bo")
    look(desk)
    assert len(receiver.told) == 2


def test_what_time_brings_is_told_once(
    desk: Desk, key: NewKey, clock: Hand, receiver: Receiver
) -> None:
    events = ["streak.broken", "streak.at_risk", "streak.completed", "milestone.reached"]
    desk.ask("POST", HOOKS, key, json={"url": receiver.url, "events": events})
    rules = {"name": "Two", "aggregationMethod": "count", "completionTargetValue": 2}
    streak = desk.ask("POST", "/schema/streak/record", key, json=rules).json()["data"]["id"]
    goal = {"streakId": streak, "milestoneTargetValue": 1, "title": "One"}
    desk.ask("POST", "/schema/milestone/record", key, json=goal)
    log = {"streakId": streak, "ownedById": "ann"}
    desk.ask("POST", "/schema/streak_log/record", key, json=log)
    look(desk)
    assert [each["type"] for each in receiver.events()] == ["milestone.reached"]
    clock.forward(days=1)
    for _ in range(2):
        look(desk)
    assert [each["type"] for each in receiver.events()[1:]] == ["streak.at_risk"]
    desk.ask("POST", "/schema/streak_log/record", key, json=log)
    desk.record(key, "bo")
    clock.forward(days=3)
    for _ in range(2):
        look(desk)
    told = [(each["type"], each["data"]["user_id"]) for each in receiver.events()[2:]]
    assert told == [("streak.completed", "ann"), ("streak.broken", "bo")]


def kinds(receiver: Receiver) -> list[str]:
    """The types of what was told."""
    return [each["type"] for each in receiver.events()]


def test_what_silence_brings_to_a_limit_is_told(
    desk: Desk, key: NewKey, clock: Hand, receiver: Receiver
) -> None:
    desk.ask("POST", HOOKS, key, json={"url": receiver.url})
    rules: dict[str, Any] = {"name": "Quit", "aggregationMethod": "count", "goal": "at_most"}
    rules |= {"aggregationTargetValue": 1, "completionTargetValue": 2}
    streak = desk.ask("POST", "/schema/streak/record", key, json=rules).json()["data"]["id"]
    goal = {"streakId": streak, "milestoneTargetValue": 1, "title": "One"}
    desk.ask("POST", "/schema/milestone/record", key, json=goal)
    log = {"streakId": streak, "ownedById": "ann"}
    desk.ask("POST", "/schema/streak_log/record", key, json=log)
    for _ in range(3):
        look(desk)
        clock.forward(days=1)
    told = ["streak.started", "milestone.reached", "streak.completed", "streak.extended"]
    assert kinds(receiver) == told
    for _ in range(2):
        desk.ask("POST", "/schema/streak_log/record", key, json=log)
    look(desk)
    assert "streak.broken" in kinds(receiver)


def test_what_ended_before_it_was_looked_for_is_told(
    desk: Desk, key: NewKey, clock: Hand, receiver: Receiver
) -> None:
    """Though another attempt goes on by then."""
    desk.ask("POST", HOOKS, key, json={"url": receiver.url})
    desk.record(key)
    clock.forward(days=5)
    desk.record(key)
    for _ in range(2):
        look(desk)
    assert sorted(kinds(receiver)) == ["streak.broken", "streak.started", "streak.started"]


def test_an_earlier_attempt_that_a_late_log_completes_is_told(
    desk: Desk, key: NewKey, clock: Hand, receiver: Receiver
) -> None:
    desk.ask("POST", HOOKS, key, json={"url": receiver.url, "events": ["streak.completed"]})
    rules = {"name": "Two", "aggregationMethod": "count", "completionTargetValue": 2}
    rules["startsOn"] = "2026-02-01"
    streak = desk.ask("POST", "/schema/streak/record", key, json=rules).json()["data"]["id"]
    for day in ("2026-02-01", "2026-03-01", "2026-02-02"):
        log = {"streakId": streak, "ownedById": "ann", "activityAt": f"{day}T10:00:00Z"}
        desk.ask("POST", "/schema/streak_log/record", key, json=log)
    look(desk)
    [event] = receiver.events()
    assert event["data"]["completed_at"] == "2026-02-02T10:00:00Z"


def test_a_clock_that_was_set_back_holds_up_no_event(
    desk: Desk, key: NewKey, clock: Hand, receiver: Receiver
) -> None:
    desk.ask("POST", HOOKS, key, json={"url": receiver.url})
    clock.forward(days=300)
    desk.record(key)
    clock.forward(days=-300)
    look(desk)
    assert kinds(receiver) == ["streak.started"]


def test_an_event_that_is_refused_waits(
    desk: Desk, key: NewKey, clock: Hand, receiver: Receiver
) -> None:
    desk.ask("POST", HOOKS, key, json={"url": receiver.url})
    desk.record(key)
    receiver.status = 500
    look(desk)
    look(desk)
    assert len(receiver.told) == 1
    receiver.status = 204
    clock.forward(seconds=10)
    look(desk)
    first, second = receiver.events()
    assert first == second
    clock.forward(days=1)
    look(desk)
    assert [each["type"] for each in receiver.events()] == ["streak.started"] * 2 + [
        "streak.at_risk"
    ]


def test_events_outlive_the_service(tmp_path: Path, clock: Hand, receiver: Receiver) -> None:
    before = Desk(tmp_path, clock)
    key = before.key()
    before.ask("POST", HOOKS, key, json={"url": receiver.url})
    before.record(key)
    before.close()
    after = Desk(tmp_path, clock)
    look(after)
    assert [each["type"] for each in receiver.events()] == ["streak.started"]
    after.close()


URLS = [
    "ftp://x/",
    "http://a b/",
    "",
    "javascript:x",
    "http://:80/",
    "http://h:99999/",
    "http://h:0/",
]


@pytest.mark.parametrize("url", [*URLS, "http://[::1/", f"http://{'a' * 64}.example/"])
def test_a_url_that_cannot_be(desk: Desk, key: NewKey, url: str) -> None:
    assert desk.ask("POST", HOOKS, key, json={"url": url}).status_code == 422


class Stream:
    """One stream of events, read as a client would."""

    def __init__(self, desk: Desk, headers: dict[str, str], user: str) -> None:
        self.parts: asyncio.Queue[bytes] = asyncio.Queue()
        self.gone = asyncio.Event()
        path = f"/apps/{APP}/streaks/{user}/events"
        scope = {
            "type": "http",
            "http_version": "1.1",
            "method": "GET",
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "headers": [
                (name.encode(), text.encode())
                for name, text in {"host": "localhost", **headers}.items()
            ],
            "client": ("127.0.0.1", 1),
        }
        self.task = asyncio.ensure_future(desk.service(scope, self._receive, self._send))

    async def _receive(self) -> dict[str, Any]:
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        if message.get("body"):
            self.parts.put_nowait(message["body"])

    async def next(self) -> list[tuple[str, int]]:
        """The next event: each streak with its number."""
        part = await asyncio.wait_for(self.parts.get(), 20)
        assert part.startswith(b"event: streaks\ndata: ")
        found = json.loads(part.partition(b"data: ")[2])["streaks"]
        return [(each["activity_type"], each["total_count"]) for each in found]

    async def leave(self) -> None:
        """Goes away."""
        self.gone.set()
        await self.task


def test_a_stream_tells_when_something_changes(desk: Desk, key: NewKey) -> None:
    async def main() -> None:
        async def record(user: str) -> None:
            path = f"/apps/shop/streaks/{user}/record"
            await desk.client.post(path, json={}, headers={"x-api-key": key.key})

        streams = [Stream(desk, of(key), user) for user in ("ann", "ann", "bo")]
        assert [await each.next() for each in streams] == [[], [], []]
        assert len(desk.service.streams) == 3
        await record("ann")
        assert [await each.next() for each in streams[:2]] == [[("default", 1)]] * 2
        await record("bo")
        assert await streams[2].next() == [("default", 1)]
        await streams[0].leave()
        assert len(desk.service.streams) == 2
        desk.service.stop()
        for each in streams[1:]:
            await asyncio.wait_for(each.task, 20)
        assert len(desk.service.streams) == 0

    desk.runner.run(main())


def test_a_stream_tells_what_another_program_does(tmp_path: Path, clock: Hand) -> None:
    own = open_engine(tmp_path / "own.db", clock=clock)
    own.add("Read")
    desk = Desk(tmp_path / "data", clock, own=tmp_path / "own.db")
    key = desk.key()

    async def main() -> None:
        watching = asyncio.ensure_future(desk.service.streams.watch(lambda: desk.service.apps))
        stream = Stream(desk, of(key), "me")
        assert await stream.next() == [("read", 0)]
        own.log("read")
        assert await stream.next() == [("read", 1)]
        await stream.leave()
        watching.cancel()

    desk.runner.run(main())
    desk.close()
    own.close()


def test_a_stream_ends_with_its_key(desk: Desk, key: NewKey, clock: Hand) -> None:
    """Also with a token that is over."""

    async def main() -> None:
        own = desk.key(scopes="read", user_id="ann")
        streams = [Stream(desk, of(own), "ann"), Stream(desk, signed(key, "ann", clock), "ann")]
        lasting = Stream(desk, of(key), "ann")
        for each in (*streams, lasting):
            assert await each.next() == []
        desk.service.keys.revoke(own.key_id)
        clock.forward(days=1)
        await desk.client.post("/apps/shop/streaks/ann/record", json={}, headers=of(key))
        assert await lasting.next() == [("default", 1)]
        for each in streams:
            await asyncio.wait_for(each.task, 20)
            assert each.parts.empty()
        await lasting.leave()

    desk.runner.run(main())


def test_a_stream_is_told_of_who_is_called_otherwise(desk: Desk, key: NewKey) -> None:
    desk.record(key)
    [member] = desk.ask("GET", "/schema/account_user/record", key).json()["data"]

    async def main() -> None:
        stream = Stream(desk, of(key), "ann")
        assert await stream.next() == [("default", 1)]
        path = f"/apps/shop/streaks/{member['id']}/record"
        await desk.client.post(path, json={}, headers=of(key))
        assert await stream.next() == [("default", 2)]
        await stream.leave()

    desk.runner.run(main())


def test_the_head_of_a_stream_is_all_of_it(desk: Desk, key: NewKey) -> None:
    head = desk.ask("HEAD", "/apps/shop/streaks/ann/events", key)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"].startswith("text/event-stream")


def test_a_standing_has_the_open_period(desk: Desk, key: NewKey) -> None:
    desk.record(key)
    found = desk.ask("GET", "/apps/shop/streaks/ann/status", key).json()
    [streak] = found["streaks"]
    assert streak["task_progress"]["met"] and streak["task_progress"]["seconds_left"] == 43_200
    assert (streak["last_safe_day"], streak["seconds_left"]) == ("2026-03-02", 129_600)


def test_the_page_may_load_nothing_from_elsewhere(desk: Desk) -> None:
    page = desk.ask("GET", "/u/ann")
    assert page.headers["content-type"].startswith("text/html")
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "connect-src 'self'" in policy
    assert "script-src 'sha256-" in policy
    assert "http://" not in page.text and "https://" not in page.text
    assert "ann" not in page.text
