"""Logs on their way in, group by group, whether they wait in memory or in the file."""

from __future__ import annotations

from io import BytesIO

import pytest

from unbroken.core.errors import ErrorCode, StoreError
from unbroken.store import staged_logs
from unbroken.store.staged_logs import StagedLogs


def log(number: int, log_id: str = "") -> tuple[object, ...]:
    """A log of a document, with an id of its own."""
    return (number, log_id or f"id {number}", number, "UTC", 5, 1000, "", None, number, None, None)


@pytest.fixture(params=[(2, 100), (100, 3), (100, 100)])
def staged(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> StagedLogs:
    """Twenty logs, by turns in three groups."""
    for name, size in zip(("_PIECE", "_MOST_HELD"), request.param, strict=True):
        monkeypatch.setattr(staged_logs, name, size)
    made = StagedLogs(BytesIO())
    for number in range(20):
        made.add(number % 3, log(number))
    return made


def test_groups_are_as_the_document_has_them(staged: StagedLogs) -> None:
    assert [each[0] for each in staged.logs([1])] == [1, 4, 7, 10, 13, 16, 19]
    assert [each[0] for each in staged.logs([2, 0])] == [
        *(each for each in range(20) if each % 3 != 1)
    ]
    assert list(staged.logs([9])) == []


def test_what_was_dropped_is_given_no_more(staged: StagedLogs) -> None:
    for number in (4, 19, 1):
        staged.drop(log(number))
    batches = list(staged.rows([1], 77, 3))
    assert [[row[0] for row in batch] for batch in batches] == [
        ["id 7", "id 10", "id 13"],
        ["id 16"],
    ]
    assert batches[0][0] == ("id 7", 77, *log(7)[2:])


def test_the_first_id_that_was_there_before(staged: StagedLogs) -> None:
    assert staged.first_repeated(()) is None
    assert staged.first_repeated({"id 3", "id 8"}) is None
    for number, log_id in enumerate(("id 8", "id 3", "id 3"), 20):
        staged.add(number % 3, log(number, log_id))
    assert staged.first_repeated({"id 3", "id 8"}) == (20, "id 8")
    assert staged.first_repeated({"id 3"}) == (21, "id 3")


def test_a_disk_that_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(BytesIO):
        def write(self, data: object) -> int:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(staged_logs, "_PIECE", 1)
    with pytest.raises(StoreError) as caught:
        StagedLogs(Full()).add(0, log(0))
    assert caught.value.code == ErrorCode.DISK
    assert "a temporary file; free some space" in caught.value.message
