"""Files and folders that are there whole, or not at all."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from unbroken.store.atomic_files import (
    copy_private,
    move_files,
    name_folder,
    whole_file,
    whole_folder,
    write_text,
)


def listed(folder: Path) -> list[str]:
    """The names of all that a folder holds, hidden ones too."""
    return sorted(path.name for path in folder.iterdir())


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def broken() -> Iterator[str]:
    """A text that ends in a fault after its beginning."""
    yield "half"
    raise RuntimeError("the rest is missing")


def no_links(*paths: object) -> None:
    raise OSError(errno.EPERM, "Operation not permitted")


def test_a_text_is_private_and_keeps_its_line_ends(tmp_path: Path) -> None:
    target = tmp_path / "ö.txt"
    write_text(target, ["a\r\n", "b\n", "“c”"], replace=False)
    assert target.read_bytes() == "a\r\nb\n“c”".encode()
    assert (mode(target), listed(tmp_path)) == (0o600, ["ö.txt"])


@pytest.mark.parametrize("replace", [True, False])
def test_a_fault_leaves_what_was_there(tmp_path: Path, replace: bool) -> None:
    target = tmp_path / "a.txt"
    target.write_text("before")
    with pytest.raises(RuntimeError):
        write_text(target, broken(), replace=replace)
    assert (target.read_text(), listed(tmp_path)) == ("before", ["a.txt"])


@pytest.mark.parametrize("links", [True, False])
def test_a_file_that_has_appeared_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    if not links:
        monkeypatch.setattr(os, "link", no_links)
    target = tmp_path / "a.txt"
    with pytest.raises(FileExistsError), whole_file(target, replace=False) as partial:
        partial.write_text("ours")
        target.write_text("theirs")
    assert (target.read_text(), listed(tmp_path)) == ("theirs", ["a.txt"])
    write_text(target, ["ours"], replace=True)
    assert target.read_text() == "ours"


def test_a_file_system_without_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "link", no_links)
    write_text(tmp_path / "a.txt", ["ours"], replace=False)
    assert ((tmp_path / "a.txt").read_text(), listed(tmp_path)) == ("ours", ["a.txt"])


def test_two_writers_in_one_process_do_not_share_a_partial_file(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    with whole_file(target, replace=True) as one, whole_file(target, replace=True) as other:
        assert one != other and one.parent == other.parent == tmp_path
        one.write_text("one")
        other.write_text("other")
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
    assert target.read_text() == "one"


@pytest.mark.parametrize("there", [True, False])
def test_a_folder_takes_its_name_at_once(tmp_path: Path, there: bool) -> None:
    target = tmp_path / "out"
    if there:
        target.mkdir()
    files = {"list": "a\n", "001 a/marks": "b\n"}
    with whole_folder(target, files) as made:
        assert listed(target if there else tmp_path) == ([] if there else [made.name])
        name_folder(made, target, files)
    assert (listed(tmp_path), listed(target)) == (["out"], ["001 a", "list"])
    assert (mode(target), mode(target / "001 a"), mode(target / "list")) == (0o700, 0o700, 0o600)


def test_the_working_folder_is_filled_not_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "here"
    target.mkdir()
    monkeypatch.chdir(target)
    before = target.stat().st_ino
    with whole_folder(target, {"list": "a"}) as made:
        name_folder(made, target, ["list"])
    assert (target.stat().st_ino, listed(target), listed(tmp_path)) == (before, ["list"], ["here"])


def test_files_are_moved_over_those_of_their_names(tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.mkdir()
    (target / "list").write_text("old")
    (target / "mine").write_text("kept")
    with whole_folder(target, {"list": "new", "in/marks": "m"}) as made:
        move_files(made, target, ["list", "in/marks"])
    assert ((target / "list").read_text(), (target / "mine").read_text()) == ("new", "kept")
    assert (listed(target), listed(tmp_path)) == (["in", "list", "mine"], ["out"])


def test_a_folder_that_is_given_up_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), whole_folder(tmp_path / "out", {"list": "a"}):
        raise RuntimeError("given up")
    assert listed(tmp_path) == []


def test_what_killed_writers_have_left_goes_a_day_later(tmp_path: Path) -> None:
    ours = (".a.db.12-0.partial", ".a.db.12-0.partial-journal", ".b.json.7-1.partial")
    others = (".a.partial", "a.12-0.partial", ".a.12-0.partial-wal", ".now.1-0.partial")
    (tmp_path / ".out.12-3.partial" / "inner").mkdir(parents=True)
    for name in (*ours, *others):
        (tmp_path / name).touch()
    for name in (*ours, *others[:-1], ".out.12-3.partial"):
        past = (tmp_path / name).stat().st_mtime - 90_000
        os.utime(tmp_path / name, (past, past))
    write_text(tmp_path / "new", ["x"], replace=True)
    assert listed(tmp_path) == sorted((*others, "new"))


def test_a_copy_is_private_from_the_start(tmp_path: Path) -> None:
    source, target = tmp_path / "a", tmp_path / "b"
    source.write_bytes(b"\x00ours")
    source.chmod(0o644)
    target.write_text("longer than what comes")
    copy_private(source, target)
    assert (target.read_bytes(), mode(target)) == (b"\x00ours", 0o600)
