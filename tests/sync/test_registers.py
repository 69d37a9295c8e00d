"""Which columns travel: none is forgotten, and none is in two registers."""

from __future__ import annotations

from itertools import chain

from unbroken.core.streak_fields import STORED
from unbroken.store.connection import MEMORY, Store
from unbroken.sync.registers import LOG, Whose
from unbroken.sync.row_registers import OWNER, STREAK, WHOLE, like, writes_of

KEYS = {"id", "enrolment_id"}


def columns(table: str) -> set[str]:
    store = Store(MEMORY)
    try:
        return {row[1] for row in store.rows(f"PRAGMA table_info({table})")} - KEYS
    finally:
        store.close()


def test_every_column_of_people_streaks_and_logs_is_in_one_register() -> None:
    held = list(chain.from_iterable(STREAK.values()))
    assert len(held) == len(set(held))
    assert set(held) == {each.column for each in STORED} - KEYS | {"position"}
    assert set(held) == columns("streaks")
    assert set(OWNER) == columns("owners")
    assert set(LOG) == columns("logs")
    for table, (_, names) in WHOLE.items():
        assert set(names) == columns(table)


def test_rules_are_one_register_and_a_name_is_another() -> None:
    streak = {name: 1 for names in STREAK.values() for name in names} | {"id": "s"}
    streak["starts_on"] = "2026-03-01"
    after = {**streak, "every": 2, "goal": "at_most"}
    written = [each.register for each in writes_of("streaks", streak, after, {}, "d")]
    assert written == ["rules", "alive"]
    assert like(streak) == like({**streak, "starts_on": "2026-04-01", "name": "other"})
    assert like(streak) != like(after)


def test_what_stays_on_a_machine_writes_nothing() -> None:
    for table, row in (
        ("timers", {"id": "t"}),
        ("settings", {"key": "symbols", "value": '"ascii"'}),
        ("settings", {"key": "backups", "value": "true"}),
    ):
        assert not list(writes_of(table, None, row, {}, "d"))


def test_a_deleted_log_needs_no_enrolment_to_be_told_of() -> None:
    [write] = writes_of("logs", {"id": "l", "enrolment_id": 7}, None, {}, "d")
    assert (write.kind, write.key, write.value) == ("log", "l", None)
    assert Whose("o", "s") == ("o", "s")
