"""Daily copies, and going back to one."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from unbroken.core.retention import kept
from unbroken.engine.errors import Refusal
from unbroken.engine.service import Engine

from .conftest import Hand


def test_the_newest_of_seven_days_four_weeks_and_twelve_months_are_kept() -> None:
    last = date(2026, 11, 21)
    chosen = kept(last - timedelta(days=ago) for ago in range(800))
    assert {last - timedelta(days=ago) for ago in range(7)} <= chosen
    assert {date(2026, 11, 15), date(2026, 11, 8), date(2026, 11, 1)} <= chosen
    assert {date(2026, 10, 31), date(2026, 2, 28), date(2025, 12, 31)} <= chosen
    assert min(chosen) == date(2025, 12, 31)


def test_one_copy_a_day_beside_the_database(engine: Engine, clock: Hand, tmp_path: Path) -> None:
    engine.add("Read")
    assert engine.daily_backup() == tmp_path / "backups" / "daily-2026-03-01.db"
    assert engine.daily_backup() is None
    for _ in range(20):
        clock.forward(days=1)
        engine.daily_backup()
    names = sorted(path.name for path in (tmp_path / "backups").iterdir())
    assert "daily-2026-03-01.db" in names
    assert "daily-2026-03-02.db" not in names
    assert names[-2:] == ["daily-2026-03-21.db", "daily-2026-03-21.db.sha256"]
    assert len(names) % 2 == 0
    engine.configure("backups", "off")
    clock.forward(days=1)
    assert engine.daily_backup() is None


def test_a_copy_comes_back_and_the_replaced_file_is_kept(
    opened: Callable[..., Engine], clock: Hand, tmp_path: Path
) -> None:
    engine = opened()
    engine.add("Read")
    engine.log("read")
    copy = engine.backup(tmp_path / "copy.db")
    before = copy.read_bytes()
    clock.forward(days=1)
    engine.log("read")
    engine.delete_log(engine.history()[1].id)
    would = engine.restore_copy(copy, dry_run=True)
    assert (would.lost, would.gained, would.logs_before, would.logs_after) == (1, 1, 1, 1)
    assert engine.status()[0].total_count == 1
    done = engine.restore_copy(copy)
    again = opened()
    assert [log.activity_at for log in again.history()] == [clock() - timedelta(days=1)]
    assert Path(done.replaced).is_file()
    assert copy.read_bytes() == before
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["backups", "copy.db", "copy.db.sha256", "unbroken.db"]


def test_a_copy_in_which_a_bit_has_turned_is_refused(engine: Engine, tmp_path: Path) -> None:
    """Also where SQLite's own check sees nothing: in the text of a note."""
    engine.add("Read")
    engine.log("read", note="a note")
    copy = engine.backup(tmp_path / "copy.db")
    noted = (tmp_path / "copy.db.sha256").read_text()
    assert noted == f"{hashlib.sha256(copy.read_bytes()).hexdigest()}  copy.db\n"
    whole = copy.read_bytes()
    copy.write_bytes(whole.replace(b"a note", b"a nose"))
    with pytest.raises(Refusal, match="not as it was written"):
        engine.restore_copy(copy)
    copy.write_bytes(whole)
    assert engine.restore_copy(copy, dry_run=True).lost == 0
    (tmp_path / "copy.db.sha256").unlink()
    assert engine.restore_copy(copy, dry_run=True).lost == 0


def test_what_is_no_copy_replaces_nothing(engine: Engine, tmp_path: Path) -> None:
    engine.add("Read")
    other = tmp_path / "notes.txt"
    other.write_text("no database")
    for source in (other, tmp_path / "missing.db", tmp_path / "unbroken.db", tmp_path):
        with pytest.raises(Refusal):
            engine.restore_copy(source)
    assert [each.name for each in engine.streaks()] == ["Read"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["notes.txt", "unbroken.db"]


def test_an_import_under_another_name(engine: Engine) -> None:
    engine.add("Read")
    document = {
        "streaks": [{"activity_type": "read", "name": "Read"}],
        "logs": [{"activity_type": "read", "activity_at": "2026-02-01T12:00:00Z"}],
    }
    with pytest.raises(Refusal) as caught:
        engine.import_document(document, foreign=True)
    assert "--merge" in caught.value.message
    assert "--as" in caught.value.message
    done = engine.import_document(document, foreign=True, name_as="Old books")
    assert (done.streaks, done.logs) == (1, 1)
    assert [each.activity_type for each in engine.streaks()] == ["read", "old-books"]
    assert engine.streak("old-books").starts_on == date(2026, 2, 1)
    assert engine.import_document(document, foreign=True).logs == 0
    assert engine.undo().label == "import"
    assert engine.import_document(document, foreign=True, merge=True).logs == 1
    assert engine.status("read")[0].total_count == 1
