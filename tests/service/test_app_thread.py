"""What waits is written together and answered after the commit; files come, close, are damaged."""

from __future__ import annotations

import asyncio
import sqlite3
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from hand_clock import Hand
from service.desk import Desk
from unbroken.core.errors import ErrorCode, Refusal, StoreError
from unbroken.core.reports import NewKey
from unbroken.engine.api import Engine, open_engine
from unbroken.engine.callers import ADMIN, Caller
from unbroken.http import app_thread
from unbroken.http.app_thread import AppThread
from unbroken.http.apps import Apps
from unbroken.http.faults import Fault


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the app's file lies."""
    return tmp_path / "app.db"


def opened(path: Path, clock: Hand, commits: list[str]) -> AppThread:
    """The threads of a file; `commits` gets every statement that ends a transaction."""

    def open_it() -> Engine:
        engine = open_engine(path, caller=ADMIN, clock=clock, first_owner=False)
        engine.store._connection.set_trace_callback(
            lambda sql: commits.append(sql) if sql in ("COMMIT", "BEGIN IMMEDIATE") else None
        )
        return engine

    return AppThread("test", open_it)


def test_what_waits_is_one_commit(path: Path, clock: Hand) -> None:
    """While one write goes on, the others gather; the one that is refused changes nothing."""
    commits: list[str] = []
    going, held = Event(), Event()

    def hold(engine: Engine) -> str:
        going.set()
        assert held.wait(30)
        return "held"

    def add(number: int) -> Any:
        def work(engine: Engine) -> str:
            made = engine.member_id(f"p{number}", tz="UTC")
            if number == 3:
                raise Refusal(ErrorCode.BAD_NAME, "not this one")
            return str(made)

        return work

    async def main() -> list[Any]:
        thread = opened(path, clock, commits)
        first = asyncio.ensure_future(thread.write(hold))
        await asyncio.to_thread(going.wait, 30)
        others = [asyncio.ensure_future(thread.write(add(number))) for number in range(8)]
        await asyncio.sleep(0)
        assert thread.waiting == 8
        held.set()
        answers = await asyncio.gather(first, *others, return_exceptions=True)
        people = await thread.read(lambda engine: len(engine.owners()))
        await thread.closed()
        return [*answers, people]

    answers = asyncio.run(main())
    assert answers[0] == "held"
    assert [isinstance(each, Refusal) for each in answers[1:9]] == [n == 3 for n in range(8)]
    assert answers[9] == 7
    assert commits.count("COMMIT") == 2


def test_a_fault_of_ours_answers_everybody_and_ends_nothing(
    path: Path, clock: Hand, caplog: pytest.LogCaptureFixture
) -> None:
    async def main() -> None:
        thread = opened(path, clock, [])
        with pytest.raises(Fault) as fault:
            await thread.write(lambda engine: 1 // 0)
        assert fault.value.status == 500
        assert await thread.write(lambda engine: engine.member_id("ann", tz="UTC"))
        await thread.closed()

    asyncio.run(main())
    assert "ZeroDivisionError" in caplog.text


def test_a_question_with_a_fault_of_ours_hits_no_other(path: Path, clock: Hand) -> None:
    """Also where they are answered together, and one is refused."""
    going, held = Event(), Event()

    def hold(engine: Engine) -> str:
        going.set()
        assert held.wait(30)
        return "held"

    def refuse(engine: Engine) -> None:
        raise Refusal(ErrorCode.BAD_NAME, "not this one")

    async def main() -> list[Any]:
        thread = opened(path, clock, [])
        first = asyncio.ensure_future(thread.read(hold))
        await asyncio.to_thread(going.wait, 30)
        works = (lambda engine: 1, refuse, lambda engine: 1 // 0, lambda engine: 2)
        others = [asyncio.ensure_future(thread.read(work)) for work in works]
        await asyncio.sleep(0)
        held.set()
        answers = await asyncio.gather(first, *others, return_exceptions=True)
        await thread.closed()
        return answers

    held_one, one, refusal, fault, two = asyncio.run(main())
    assert (held_one, one, two) == ("held", 1, 2)
    assert isinstance(refusal, Refusal)
    assert isinstance(fault, Fault) and fault.status == 500


def test_who_was_answered_together_is_waited_for(
    path: Path, clock: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those who ask again at once, one after the other, are one commit again."""
    monkeypatch.setattr(app_thread, "_PAUSE_SECONDS", 30.0)
    monkeypatch.setattr(app_thread, "_GATHER_SECONDS", 30.0)
    commits: list[str] = []
    going, held = Event(), Event()

    def hold(engine: Engine) -> None:
        going.set()
        assert held.wait(30)

    async def main() -> None:
        thread = opened(path, clock, commits)
        first = asyncio.ensure_future(thread.write(hold))
        await asyncio.to_thread(going.wait, 30)
        for _ in range(2):
            asked = []
            for number in range(4):
                work = partial(Engine.member_id, external_id=f"p{number}", tz="UTC")
                asked.append(asyncio.ensure_future(thread.write(work)))
                await asyncio.sleep(0)
            held.set()
            await asyncio.gather(first, *asked)
        monkeypatch.undo()
        await thread.closed()

    asyncio.run(main())
    assert commits.count("COMMIT") == 3


def test_an_answer_that_takes_too_long_is_waited_for_no_longer(
    path: Path, clock: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app_thread, "ANSWER_SECONDS", 0.0)
    held = Event()

    async def main() -> None:
        thread = opened(path, clock, [])
        with pytest.raises(Fault) as fault:
            await thread.write(lambda engine: held.wait(30))
        assert fault.value.status == 503
        held.set()
        await thread.closed()

    asyncio.run(main())


def test_what_was_told_to_come_again_is_not_done(
    path: Path, clock: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It comes again, and would be there twice."""
    monkeypatch.setattr(app_thread, "ANSWER_SECONDS", 0.0)
    held, done = Event(), list[str]()

    async def main() -> None:
        thread = opened(path, clock, [])
        for work in (lambda engine: held.wait(30), lambda engine: done.append("again")):
            with pytest.raises(Fault):
                await thread.write(work)
        held.set()
        await thread.closed()

    asyncio.run(main())
    assert done == []


def test_who_goes_away_takes_nothing_back(path: Path, clock: Hand) -> None:
    async def main() -> None:
        thread = opened(path, clock, [])
        gone = asyncio.ensure_future(thread.write(lambda engine: engine.member_id("ann", tz="UTC")))
        await asyncio.sleep(0)
        gone.cancel()
        assert await thread.write(lambda engine: engine.member_id("ann")) is not None
        await thread.closed()

    asyncio.run(main())


def test_a_full_queue_refuses(path: Path, clock: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app_thread, "LARGEST_QUEUE", 2)
    going, held = Event(), Event()

    def hold(engine: Engine) -> None:
        going.set()
        assert held.wait(30)

    async def main() -> None:
        thread = opened(path, clock, [])
        first = asyncio.ensure_future(thread.write(hold))
        await asyncio.to_thread(going.wait, 30)
        waiting = [asyncio.ensure_future(thread.write(lambda engine: None)) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(Fault) as fault:
            await thread.write(lambda engine: None)
        assert (fault.value.status, fault.value.headers) == (503, {"Retry-After": "1"})
        held.set()
        await asyncio.gather(first, *waiting)
        await thread.closed()

    asyncio.run(main())


def test_a_transaction_that_sqlite_takes_back_is_nobodys(path: Path, clock: Hand) -> None:
    """A full disk: all of the group is refused, and what was there before is there."""
    going, held = Event(), Event()

    def hold(engine: Engine) -> None:
        engine.member_id("first", tz="UTC")
        going.set()
        assert held.wait(30)

    def fill(engine: Engine) -> None:
        [(pages,)] = engine.store.rows("PRAGMA page_count")
        engine.store.rows(f"PRAGMA max_page_count = {pages}")
        for number in range(10_000):
            engine.member_id(f"x{number}", tz="UTC")

    async def main() -> tuple[list[Any], list[str]]:
        thread = opened(path, clock, [])
        first = asyncio.ensure_future(thread.write(hold))
        await asyncio.to_thread(going.wait, 30)
        works = (lambda engine: engine.member_id("second", tz="UTC"), fill)
        waiting = [asyncio.ensure_future(thread.write(work)) for work in works]
        await asyncio.sleep(0)
        held.set()
        answers = await asyncio.gather(first, *waiting, return_exceptions=True)
        names = await thread.read(lambda engine: [each.name for each in engine.owners()])
        await thread.closed()
        return answers[1:], names

    answers, names = asyncio.run(main())
    assert isinstance(answers[1], StoreError)
    assert isinstance(answers[0], StoreError) == ("second" not in names)
    assert set(names) <= {"first", "second"}


def test_a_damaged_app_answers_503_and_the_others_go_on(desk: Desk, key: NewKey) -> None:
    (desk.data / "apps").mkdir()
    (desk.data / "apps" / "shop.db").write_bytes(b"no database at all, " * 1000)
    answer = desk.ask("GET", "/apps/shop/streaks/ann", key)
    assert answer.status_code == 503
    assert answer.headers["retry-after"]
    assert str(desk.data) not in answer.text
    assert desk.record(desk.key("gym"))["total_count"] == 1
    (desk.data / "apps" / "shop.db").unlink()
    assert desk.record(key)["total_count"] == 1


def test_a_locked_app_answers_503(desk: Desk, key: NewKey, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("unbroken.http.apps.LOCK_SECONDS", 0.05)
    desk.record(key)
    other = sqlite3.connect(desk.data / "apps" / "shop.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    answer = desk.ask("POST", "/apps/shop/streaks/ann/record", key, json={})
    assert (answer.status_code, "in use" in answer.json()["detail"]) == (503, True)
    other.close()
    assert desk.record(key)["total_count"] == 2


def test_few_files_are_open_at_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("unbroken.http.apps.MOST_OPEN", 2)
    keys = [desk.key(f"app{number}") for number in range(6)]
    for _ in range(2):
        for each in keys:
            desk.record(each)
            assert len(desk.service.apps) <= 3
    assert {desk.record(each)["total_count"] for each in keys} == {3}
    monkeypatch.setattr("unbroken.http.apps.IDLE_SECONDS", 0.0)
    for _ in range(100_000):  # a thread that has answered is idle a moment later
        desk.service.apps.close_idle()
        if not len(desk.service.apps):
            break
    assert len(desk.service.apps) == 0
    assert desk.record(keys[0])["total_count"] == 4


def test_who_is_asked_while_all_others_are_busy_is_opened(
    path: Path, clock: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("unbroken.http.apps.MOST_OPEN", 1)
    going, held = Event(), Event()

    def hold(engine: Engine) -> None:
        going.set()
        assert held.wait(30)

    async def main() -> str | None:
        apps = Apps(path, clock)
        first = asyncio.ensure_future(apps.thread("one").write(hold))
        await asyncio.to_thread(going.wait, 30)
        made = await apps.thread("two").write(lambda engine: engine.member_id("ann", tz="UTC"))
        held.set()
        await first
        await apps.close()
        return made

    assert asyncio.run(main()) is not None


def test_a_file_is_made_for_its_owner_alone(desk: Desk, key: NewKey) -> None:
    desk.record(key)
    for each in (desk.data / "apps" / "shop.db", desk.data / "apps"):
        assert each.stat().st_mode & 0o077 == 0


def test_64_at_once_each_count(desk: Desk, key: NewKey) -> None:
    path = "/apps/shop/streaks/{}/record"
    requests: list[tuple[str, str, NewKey, Any]] = [
        ("POST", path.format(f"p{number % 7}"), key, {}) for number in range(64)
    ]
    answers = desk.ask_at_once(*requests)
    assert [each.status_code for each in answers] == [200] * 64
    assert len({each.json()["activity_id"] for each in answers}) == 64
    counts = [desk.ask("GET", f"/apps/shop/streaks/p{n}", key).json()[0] for n in range(7)]
    assert sum(each["total_count"] for each in counts) == 64


def test_ones_own_database_is_the_only_app(tmp_path: Path, clock: Hand) -> None:
    own = open_engine(tmp_path / "own.db", clock=clock)
    own.add("Read")
    desk = Desk(tmp_path / "data", clock, own=tmp_path / "own.db")
    key, other = desk.key("mine"), desk.key("other")
    assert desk.record(key, "me", activity_type="read")["total_count"] == 1
    assert own.status("read")[0].total_count == 1
    own.log("read")
    [streak] = desk.ask("GET", "/apps/mine/streaks/me", key).json()
    assert streak["total_count"] == 2
    assert desk.ask("GET", "/apps/other/streaks/me", other).status_code == 404
    desk.close()
    own.close()


def test_an_answer_is_given_again_until_something_changes(desk: Desk, key: NewKey) -> None:
    """No one's own write goes unseen; another program's only for half a second."""
    for number in range(1, 4):
        desk.record(key)
        for _ in range(2):
            [streak] = desk.ask("GET", "/apps/shop/streaks/ann", key).json()
            assert streak["total_count"] == number
    desk.clock.forward(days=1)
    assert desk.ask("GET", "/apps/shop/streaks/ann", key).json()[0]["seconds_left"] == 43_200
    own = desk.key(scopes="read", user_id="ann")
    member = "/schema/account_user/record"
    assert desk.ask("GET", member, own).json()["data"][0]["externalId"] == "ann"
    other = desk.key(scopes="read", user_id="bo")
    assert desk.ask("GET", member, other).json()["data"] == []
    assert desk.ask("GET", "/apps/shop/streaks/ann", other).status_code == 404


def test_an_answer_of_which_a_part_cannot_be_read_is_refused(path: Path, clock: Hand) -> None:
    def record(engine: Engine) -> None:
        person = engine.acting_as(Caller(True, engine.member_id("p", tz="UTC")))
        person.add("Read")
        for _ in range(2):
            person.log("read")

    def logs(engine: Engine) -> int:
        return len(engine.history(all_owners=True))

    async def main() -> int:
        thread = opened(path, clock, [])
        await thread.write(record)
        assert await thread.read(logs) == 2
        with sqlite3.connect(path) as file:
            file.execute("UPDATE logs SET local_date = 'x' WHERE rowid = 1")
        file.close()
        for _ in range(2):
            with pytest.raises(StoreError) as caught:
                await thread.read(logs)
            assert caught.value.code == ErrorCode.DAMAGED
        people = await thread.read(lambda engine: len(engine.owners()))
        await thread.closed()
        return people

    assert asyncio.run(main()) == 1
