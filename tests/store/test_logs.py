"""Logs, as the store reads them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from hand_clock import Hand
from stored_ids import sql_of
from unbroken.core.local_days import Day, day_of, iso
from unbroken.engine.api import Engine, open_engine
from unbroken.store import logs
from unbroken.store.connection import Store
from unbroken.store.log_entries import DaySpan, earliest_days, load_days_in, load_entries_in
from unbroken.store.logs import count_logs, load_all_logs, load_logs
from unbroken.store.stored_values import stored_log
from unbroken.store.streaks import has_logs_before

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_all_logs_come_in_order_however_they_lie_in_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(open_engine(tmp_path / "unbroken.db", clock=Hand(NOW))) as engine:
        for name in ("Read", "Walk", "Rest"):
            engine.add(name)
        before = [timedelta(days) for days in (20_000, 9_000, 8_999, 2, 2, 1)]
        before += [timedelta(seconds=second) for second in range(40)]
        for number, age in enumerate(before):
            engine.log(("read", "walk")[number % 2], at=NOW - age)
    store = Store(tmp_path / "unbroken.db")
    for size in (1, 4, 1000):
        monkeypatch.setattr(logs, "_SLICE", size)
        found = [(each.activity_at, each.id) for each in load_all_logs(store)]
        assert found == sorted(found)
        assert len(set(found)) == len(before)
        assert not store.passed_over
    store.rows("PRAGMA foreign_keys = OFF")
    store.rows(f"UPDATE logs SET enrolment_id = 99 WHERE id = {sql_of(found[7][1])}")
    assert len(list(load_all_logs(store))) == len(before) - 1
    assert list(store.passed_over) == ["1 of the logs belong to no streak or to nobody"]
    store.close()


@settings(max_examples=examples(100), deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(("read", "walk", "rest")), st.integers(0, 40)), max_size=30),
    st.integers(0, 35),
    st.sampled_from((None, date(2026, 2, 1), date(2026, 2, 10))),
    st.sampled_from((None, date(2026, 2, 14), date(2026, 2, 10))),
)
def test_so_many_of_the_newest_are_the_first_of_all(
    made: list[tuple[str, int]], limit: int, first: date | None, last: date | None
) -> None:
    with closing(open_engine(":memory:", clock=Hand(NOW))) as engine:
        for name in ("Read", "Walk", "Rest"):
            engine.add(name)
        for streak, days in made:
            engine.log(streak, at=NOW - timedelta(days))
        asked: tuple[str | None, ...] = (None, "walk")
        for one in asked:
            for everybody in (False, True):
                whole = engine.history(one, first=first, last=last, all_owners=everybody)
                some = engine.history(
                    one, first=first, last=last, all_owners=everybody, limit=limit
                )
                assert some == whole[:limit]


def test_the_newest_of_all_are_found_without_reading_all() -> None:
    with closing(open_engine(":memory:", clock=Hand(NOW))) as engine:
        for name in ("Read", "Walk"):
            engine.add(name)
        for age in range(300):
            engine.log("read", at=NOW - timedelta(age))
            engine.log("walk", at=NOW - timedelta(age, hours=1))
        steps = 0

        def count() -> int:
            nonlocal steps
            steps += 1
            return 0

        engine.store._connection.set_progress_handler(count, 20)
        assert len(engine.history(limit=4)) == 4
        some, steps = steps, 0
        assert len(engine.history()) == 600
        assert steps > 10 * some


FIRST = day_of("2026-03-01")
STREAKS = ("Read", "Walk")
PLACES = ("Etc/GMT+12", "Pacific/Kiritimati", "Pacific/Apia", "Europe/Berlin", "America/St_Johns")


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Two streaks of one person, without logs."""
    with closing(
        open_engine(tmp_path_factory.mktemp("logs") / "unbroken.db", clock=Hand(NOW))
    ) as engine:
        for name in STREAKS:
            engine.add(name)
        yield engine


@settings(max_examples=examples(300))
@given(
    given_logs=st.lists(
        st.tuples(
            st.sampled_from([1, 2]),
            st.integers(0, 12 * 24 * 60 - 1),
            st.integers(-1, 1),
            st.integers(1, 3),
        ),
        max_size=30,
    ),
    first=st.none() | st.integers(-3, 14),
    last=st.none() | st.integers(-3, 14),
)
def test_logs_of_dates_are_found_by_their_time(
    empty: Engine,
    given_logs: list[tuple[int, int, int, int]],
    first: int | None,
    last: int | None,
) -> None:
    """As by looking at every log: each has a date that its time can have had somewhere."""
    store = empty.store
    owner, *_ = store.rows("SELECT id FROM owners")[0]
    streak_of = dict(store.rows("SELECT id, streak_id FROM enrolments"))
    low, high = (None if end is None else Day(FIRST + end) for end in (first, last))
    with store.writing(discard=True):
        held = []
        for number, (enrolment, minute, off, value) in enumerate(given_logs):
            day = Day(FIRST + minute // (24 * 60) + off)
            at = (FIRST - day_of("1970-01-01")) * 86_400_000_000 + minute * 60_000_000
            held.append((enrolment, day, at, value))
            insert_log(store, f"{number:08x}", enrolment, at, iso(day), value)
        wanted = [
            each
            for each in held
            if (low is None or low <= each[1]) and (high is None or each[1] <= high)
        ]
        begin, end = (None if each is None else iso(each) for each in (low, high))
        found = [
            (each.activity_at, each.local_date) for each in load_logs(store, first=begin, last=end)
        ]
        assert sorted(found) == sorted((at, iso(day)) for _, day, at, _ in wanted)
        assert count_logs(store, owner_id=owner, first=begin, last=end) == len(wanted)
        earliest = earliest_days(store, streak_of)
        for enrolment, streak in streak_of.items():
            mine = [each for each in wanted if each[0] == enrolment]
            days = [day for _, day, _, _ in mine]
            span = [DaySpan(enrolment, low, high)]
            counts = {day: days.count(day) for day in days}
            sums = {day: sum(each[3] for each in mine if each[1] == day) for day in days}
            assert load_days_in(store, span)[enrolment] == (counts, sums)
            assert load_days_in(store, span, valued=False)[enrolment] == (counts, {})
            all_days = [day for whose, day, _, _ in held if whose == enrolment]
            assert earliest[enrolment] == min(all_days, default=None)
            if low is not None:
                assert has_logs_before(store, streak, low) is any(day < low for day in all_days)
            entries = load_entries_in(store, span)[enrolment]
            expected = sorted((at, day, value) for _, day, at, value in mine)
            assert sorted((each.at, each.day, each.value) for each in entries) == expected


def insert_log(store: Store, key: str, enrolment: int, at: int, day: str, value: int) -> None:
    row = {
        "id": f"{key}-0000-4000-8000-000000000000",
        "enrolment_id": enrolment,
        "activity_at": at,
        "timezone": "UTC",
        "local_date": day,
        "value": value,
        "note": "",
        "recorded_at": at,
    }
    store.insert("logs", stored_log(row, store.zone_key))


def plans(store: Store, ask: Callable[[], Any]) -> Iterator[str]:
    """How SQLite goes about each statement of a question, a line a step."""
    connection: sqlite3.Connection = store._connection
    asked: list[str] = []
    connection.set_trace_callback(asked.append)
    try:
        ask()
    finally:
        connection.set_trace_callback(None)
    for sql in asked:
        if sql.startswith(("SELECT", "WITH", "UPDATE", "DELETE")):
            for *_, step in connection.execute(f"EXPLAIN QUERY PLAN {sql}"):
                yield step


QUESTIONS: dict[str, Callable[[Engine], Any]] = {
    "a log": lambda engine: engine.log("read"),
    "a log five years back": lambda engine: engine.log("read", at=NOW - timedelta(days=2000)),
    "a second log of a day": lambda engine: engine.log("walk"),
    "undo": lambda engine: engine.undo(),
    "status": lambda engine: engine.status(),
    "why": lambda engine: engine.why("read"),
    "days": lambda engine: engine.history(
        "read", first=date(2026, 2, 1), last=date(2026, 2, 28), limit=20
    ),
    "days of all": lambda engine: engine.history(first=date(2026, 2, 1)),
    "count": lambda engine: engine.log_count(first=date(2026, 2, 1), last=date(2026, 2, 28)),
    "calendar": lambda engine: engine.calendar("read", year=2026),
    "days of a range": lambda engine: engine.days(None, date(2025, 1, 1), date(2026, 2, 28)),
    "fill": lambda engine: engine.fill("walk", date(2026, 1, 1), date(2026, 2, 1)),
    "statistics": lambda engine: engine.statistics("read"),
    "an earlier start": lambda engine: engine.edit("walk", starts_on=date(2020, 1, 1)),
    "a log by its id": lambda engine: engine.log_by_id(engine.history(limit=1)[0].id),
}


@pytest.mark.parametrize("asked", QUESTIONS)
def test_no_question_goes_through_all_logs(tmp_path: Path, asked: str) -> None:
    with closing(open_engine(tmp_path / "unbroken.db", clock=Hand(NOW))) as engine:
        engine.add("Read")
        engine.add("Walk", aggregation_method="days")
        for ago in range(40):
            engine.log("read", at=NOW - timedelta(days=40 - ago))
            engine.log("walk", at=NOW - timedelta(days=40 - ago))
        found = list(plans(engine.store, lambda: QUESTIONS[asked](engine)))
    assert found
    assert not [step for step in found if step.split()[:2] in (["SCAN", "l"], ["SCAN", "logs"])]
