"""Rows are read of a file whose first page, and with it the schema, is lost."""

from __future__ import annotations

import random
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from snapshots import released
from unbroken.engine.api import open_engine
from unbroken.engine.clock import fixed_clock
from unbroken.store.connection import Store
from unbroken.store.raw_tables import Tables, read_tables, rows_of

PAGE = 4096
ROWS = {
    "owners": lambda text, number: {
        "id": text,
        "name": text,
        "position": number,
        "day_start": number % 13,
        "week_start": number % 7,
        "grace_period_days": number,
        "external_id": None if number % 2 else text,
        "profile": text,
    },
    "settings": lambda text, number: {"key": text, "value": text},
    "replies": lambda text, number: {
        "id": text,
        "fingerprint": text,
        "status": number,
        "body": text.encode(),
        "made_at": number * 10**12,
    },
    "announced": lambda text, number: {"id": text, "made_at": number},
    "sync_registers": lambda text, number: {"id": text, "stamp": text, "value": None},
}
"""Some tables, each with what a row of it is like."""


def without_first_page(path: Path) -> Tables:
    """What is read of the file once its first page is gone."""
    content = bytes(PAGE) + path.read_bytes()[PAGE:]
    path.write_bytes(content)
    found = read_tables(path)
    assert path.read_bytes() == content
    return {name: rows for name, rows in found.items() if rows}


@settings(max_examples=examples(200))
@given(
    counts=st.dictionaries(st.sampled_from(list(ROWS)), st.integers(1, 200), min_size=1),
    kept=st.sampled_from([1.0, 0.9, 0.3]),
    length=st.sampled_from([1, 40, 3000, 9000]),
    chance=st.randoms(use_true_random=False),
)
def test_every_row_is_found_and_none_that_was_deleted(
    tmp_path_factory: pytest.TempPathFactory,
    counts: dict[str, int],
    kept: float,
    length: int,
    chance: random.Random,
) -> None:
    path = tmp_path_factory.mktemp("raw") / "raw.db"
    with closing(Store(path)) as store:
        with store.writing():
            for name, count in counts.items():
                for number in range(count if length < PAGE else count // 10 + 1):
                    store.insert(name, ROWS[name](f"{number} {'ä' * length}", number))
        with store.writing():
            for name in counts:
                for (row,) in store.rows(f"SELECT rowid FROM {name}"):
                    if chance.random() > kept:
                        store.rows(f"DELETE FROM {name} WHERE rowid = ?", (row,))
        before = {name: rows for name, rows in rows_of(store).items() if rows}
    assert without_first_page(path) == before


@pytest.mark.parametrize("schema", ["1", "3", "4", "5"])
def test_a_database_that_an_older_version_made_comes_back_whole(
    tmp_path: Path, schema: str
) -> None:
    path = tmp_path / "mine.db"
    released.load((released.SCHEMAS / f"{schema}.sql").read_text(encoding="utf-8"), path)
    clock = fixed_clock(released.START + timedelta(hours=1))
    engine = open_engine(path, clock=clock)
    engine.add("Newer")
    engine.log("newer")
    before = rows_of(engine.store)
    engine.close()
    found = without_first_page(path)
    assert found == {name: rows for name, rows in before.items() if rows}


def test_a_row_that_a_flipped_bit_gave_the_number_of_another_is_found_too(tmp_path: Path) -> None:
    path = tmp_path / "mine.db"
    with closing(Store(path)) as store, store.writing():
        for text in "abc":
            store.insert("settings", {"key": text, "value": text})
    second, first = (bytes([5, number, 3, 15, 15]) + b"bb" for number in (2, 1))
    content = path.read_bytes()
    assert content.count(second) == 1
    path.write_bytes(content.replace(second, first))
    assert {row["key"] for row in read_tables(path)["settings"]} == set("abc")
