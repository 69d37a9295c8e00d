"""Daily copies, and going back to one."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from errno import ENOTSUP
from pathlib import Path
from typing import Any

import pytest

from hand_clock import Hand
from unbroken.core.errors import Refusal
from unbroken.core.reports import Compared, Restored
from unbroken.core.retention import kept
from unbroken.engine.api import Engine, open_engine
from unbroken.store import atomic_files, backup


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
    assert would.logs == Compared(before=1, after=1, lost=1, gained=1, changed=0)
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
    assert engine.restore_copy(copy, dry_run=True).logs.lost == 0
    (tmp_path / "copy.db.sha256").unlink()
    assert engine.restore_copy(copy, dry_run=True).logs.lost == 0


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


def tables_of(restored: Restored) -> dict[str, tuple[int, ...]]:
    """What becomes of each kind: before, after, lost, gained, changed."""
    return {
        kind: tuple(numbers)
        for kind, numbers in restored._asdict().items()
        if isinstance(numbers, Compared)
    }


def test_all_that_is_lost_gained_and_changed_is_told(engine: Engine, tmp_path: Path) -> None:
    engine.add("Read", milestones=[(3, "Three")])
    engine.add("Run")
    engine.log("read", note="old")
    engine.skip("run", date(2026, 3, 1))
    copy = engine.backup(tmp_path / "copy.db")
    same = tables_of(engine.restore_copy(copy, dry_run=True))
    assert same == {
        "logs": (1, 1, 0, 0, 0),
        "streaks": (2, 2, 0, 0, 0),
        "skips": (1, 1, 0, 0, 0),
        "owners": (1, 1, 0, 0, 0),
    }
    engine.edit_log(engine.history()[0].id, note="new")
    engine.edit("read", milestones=[(4, "Four")])
    engine.remove("run")
    engine.add("Swim")
    engine.log("swim")
    engine.edit_owner("me", tz="Asia/Tokyo")
    engine.add_owner("Ann")
    assert tables_of(engine.restore_copy(copy, dry_run=True)) == {
        "logs": (2, 1, 1, 0, 1),
        "streaks": (2, 2, 1, 1, 1),
        "skips": (0, 1, 0, 1, 0),
        "owners": (2, 1, 1, 0, 1),
    }


@pytest.mark.parametrize(
    "change",
    [
        {"grace_periods": 2},
        {"aggregation_target_value": 2},
        {"name": "Books"},
        {"color": "green"},
        {"strict": True},
    ],
)
def test_any_rule_that_differs_is_told(
    engine: Engine, clock: Hand, tmp_path: Path, change: dict[str, Any]
) -> None:
    engine.add("Read")
    engine.log("read")
    copy = engine.backup(tmp_path / "copy.db")
    clock.forward(days=3)
    engine.edit("read", **change)
    assert engine.restore_copy(copy, dry_run=True).streaks.changed == 1


def _pipe(path: Path) -> None:
    os.mkfifo(path)


@pytest.mark.parametrize(
    "spoil",
    [
        _pipe,
        Path.mkdir,
        lambda path: path.write_bytes(b"\xff\xfe"),
        lambda path: path.write_bytes(b""),
        lambda path: path.symlink_to("nowhere"),
    ],
)
def test_what_is_no_sum_is_a_wrong_one(
    engine: Engine, tmp_path: Path, spoil: Callable[[Path], object]
) -> None:
    engine.add("Read")
    copy = engine.backup(tmp_path / "copy.db")
    beside = tmp_path / "copy.db.sha256"
    beside.unlink()
    spoil(beside)
    with pytest.raises(Refusal, match="not as it was written"):
        engine.restore_copy(copy)


def test_a_copy_whose_name_has_letters_of_any_script(engine: Engine, tmp_path: Path) -> None:
    engine.add("Read")
    copy = engine.backup(tmp_path / "gewöhnlich 日.db")
    digest = hashlib.sha256(copy.read_bytes()).hexdigest()
    beside = tmp_path / "gewöhnlich 日.db.sha256"
    assert beside.read_text(encoding="utf-8") == f"{digest}  gewöhnlich 日.db\n"
    assert engine.restore_copy(copy, dry_run=True).streaks.after == 1


def test_a_link_to_the_database_stays_one(clock: Hand, tmp_path: Path) -> None:
    real, link = tmp_path / "real" / "u.db", tmp_path / "link.db"
    with closing(open_engine(real, clock=clock)) as engine:
        engine.add("Read")
        copy = engine.backup(tmp_path / "copy.db")
    link.symlink_to(real)
    with closing(open_engine(link, clock=clock)) as engine:
        engine.remove("read")
        done = engine.restore_copy(copy)
    assert link.is_symlink()
    assert Path(done.replaced).parent == real.parent / "backups"
    with closing(open_engine(real, clock=clock)) as engine:
        assert [each.name for each in engine.streaks()] == ["Read"]
    assert sorted(path.name for path in real.parent.iterdir()) == ["backups", "u.db"]


def _no_links(*paths: object) -> None:
    raise OSError(errno.EPERM, "Operation not permitted")


def test_a_file_system_without_links(
    opened: Callable[..., Engine], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = opened()
    engine.add("Read")
    copy = engine.backup(tmp_path / "copy.db")
    engine.remove("read")
    monkeypatch.setattr(os, "link", _no_links)
    done = engine.restore_copy(copy)
    assert [each.name for each in opened().streaks()] == ["Read"]
    assert stat.S_IMODE((tmp_path / "unbroken.db").stat().st_mode) == 0o600
    with closing(open_engine(done.replaced)) as former:
        assert former.streaks() == []


@pytest.mark.parametrize("links", [True, False])
def test_a_copy_that_cannot_be_put_in_place_changes_nothing(
    opened: Callable[..., Engine], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    engine = opened()
    engine.add("Read")
    copy = engine.backup(tmp_path / "copy.db")
    engine.add("Run")
    if not links:
        monkeypatch.setattr(os, "link", _no_links)

    def fails(*paths: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(Path, "replace", fails)
    with pytest.raises(Refusal, match="cannot be put in place: input/output error"):
        engine.restore_copy(copy)
    assert len(engine.streaks()) == 2
    assert list((tmp_path / "backups").iterdir()) == []
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["backups", "copy.db", "copy.db.sha256", "unbroken.db"]


def test_what_comes_in_is_private_and_on_the_disk_before_it_is_named(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.add("Read")
    copy = engine.backup(tmp_path / "copy.db")
    copy.chmod(0o644)
    done: list[str] = []
    real_open, real_replace = os.open, Path.replace

    def opened_file(
        path: os.PathLike[str], flags: int, mode: int = 0o777, *, dir_fd: int | None = None
    ) -> int:
        descriptor = real_open(path, flags, mode, dir_fd=dir_fd)
        if flags & os.O_CREAT:
            name = re.sub(r"\d+-\d+", "N", Path(path).name)
            done.append(f"made {name} {mode:o} {bool(flags & os.O_EXCL)}")
        return descriptor

    def replaced(one: Path, other: Path) -> Path:
        done.append(f"named {other.name}")
        return real_replace(one, other)

    monkeypatch.setattr(os, "open", opened_file)
    monkeypatch.setattr(Path, "replace", replaced)
    monkeypatch.setattr(
        atomic_files,
        "sync",
        lambda path: done.append("synced " + re.sub(r"\d+-\d+", "N", path.name)),
    )
    engine.restore_copy(copy)
    assert done == [
        "made .unbroken.db.N.partial 600 True",
        "synced .unbroken.db.N.partial",
        "synced backups",
        "named unbroken.db",
        "synced " + re.sub(r"\d+-\d+", "N", tmp_path.name),
    ]


def test_a_damaged_database_is_replaced_all_the_same(
    opened: Callable[..., Engine], tmp_path: Path
) -> None:
    engine = opened()
    engine.add("Read")
    copy = engine.backup(tmp_path / "copy.db")
    engine.store.rows("DROP TABLE skips")
    engine.store.rows("DROP TABLE targets")
    done = engine.restore_copy(copy)
    assert (done.skips.before, done.streaks.before) == (0, 1)
    assert opened().doctor().ok


def test_two_programs_that_copy_at_once_leave_one_good_copy(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other one is done while this one still copies, where the file system has no locks."""

    def unsupported(*_: int) -> None:
        raise OSError(ENOTSUP, "not supported")

    monkeypatch.setattr("fcntl.flock", unsupported)
    target = tmp_path / "backups" / "daily-2026-03-01.db"
    real = backup._sum_of
    copied: list[Path] = []

    def first(path: Path) -> str:
        digest = real(path)
        if not copied:
            copied.append(path)
            assert engine.daily_backup() == target
        return digest

    monkeypatch.setattr(backup, "_sum_of", first)
    assert engine.daily_backup() is None
    assert backup.is_whole(target, target)
    assert sorted(path.name for path in target.parent.iterdir()) == [
        "daily-2026-03-01.db",
        "daily-2026-03-01.db.sha256",
    ]
