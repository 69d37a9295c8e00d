"""The vault: read in order whatever arrives when, written once, merged without losing anything."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from sync.places import (
    LAPTOP,
    SERVER,
    VAULT,
    chain,
    folder_of,
    keys,
    new_vault,
    segment,
    segments_of,
)
from unbroken.core.errors import SyncError
from unbroken.sync.errors import FolderBehind, NumberTaken
from unbroken.sync.sealing import Sealing, new_identity
from unbroken.sync.segment_names import Span
from unbroken.sync.segments import encode
from unbroken.sync.transports.folder import Folder
from unbroken.sync.vault import Vault, create_vault, open_vault


def names(path: Path) -> list[str]:
    return sorted(each.name for each in folder_of(path).iterdir())


def test_what_is_appended_is_read_in_order(tmp_path: Path) -> None:
    vault = new_vault(tmp_path)
    written = chain(3)
    for each in written:
        vault.append(each)
    vault.append(segment(1, SERVER))
    again = open_vault(Folder(tmp_path))
    assert again.id == VAULT
    assert again.devices() == [LAPTOP, SERVER]
    assert again.newest() == {LAPTOP: 3, SERVER: 1}
    assert list(segments_of(again, LAPTOP, 0)) == written
    assert list(segments_of(again, LAPTOP, 2)) == written[2:]
    assert list(segments_of(again, LAPTOP, 3)) == list(segments_of(again, "other", 0)) == []
    assert [each.stat().st_mode & 0o777 for each in folder_of(tmp_path).iterdir()] == [0o600] * 3


def test_the_digest_of_a_segment_is_the_previous_of_the_next(tmp_path: Path) -> None:
    vault = new_vault(tmp_path)
    one, two = chain(2)
    assert vault.append(one) == two.previous
    assert vault.append(one) == two.previous  # the same again


@settings(max_examples=examples(500))
@given(st.permutations(range(1, 8)), st.integers(0, 6), st.data())
def test_any_order_of_arrival_gives_all_in_order(
    tmp_path_factory: pytest.TempPathFactory, order: list[int], merged: int, data: st.DataObject
) -> None:
    """Two readers that look at different moments, files that come torn first, or merged ones."""
    path = tmp_path_factory.mktemp("folder")
    vault, written = new_vault(path), {each.first: each for each in chain(7)}
    if merged > 1:  # the first ones come as one, some of them also by themselves
        written[0] = segment(1, last=merged)
        order = [0, *order] if data.draw(st.booleans()) else [*order, 0]
    folder_of(path).mkdir(parents=True)
    seen: dict[str, int] = {"eager": 0, "lazy": 0}
    taken: dict[str, set[str]] = {"eager": set(), "lazy": set()}

    def look(reader: str) -> None:
        for each in segments_of(vault, LAPTOP, seen[reader]):
            assert each.first <= seen[reader] + 1 <= each.last  # never past a gap
            seen[reader] = each.last
            taken[reader].update(keys([each]))

    for number in order:
        content = encode(written[number])
        file = folder_of(path) / Span(written[number].first, written[number].last).name
        if data.draw(st.booleans()):
            file.write_bytes(content[: data.draw(st.integers(0, len(content) - 1))])
            look("eager")
        file.write_bytes(content)
        look("eager")
    look("lazy")
    assert seen == {"eager": 7, "lazy": 7}
    assert taken["eager"] == taken["lazy"] == set(keys(chain(7)))
    shutil.rmtree(path)


@pytest.mark.parametrize(
    "name",
    [
        "000002-000002.sync-conflict-20260101-120000-ABCDEFG.seg",
        "000002-000002 (conflicted copy).seg",
        "000002-000002 (1).seg",
        "000002-000002.seg~",
        ".000002-000002.seg.12-0.partial",
        "~000002-000002.seg.tmp",
        "2-2.seg",
        "0000002-0000002.seg",
        "000002-000001.seg",
        "٠٠٠٠٠٢-٠٠٠٠٠٢.seg",
        "000002.seg",
    ],
)
def test_conflict_copies_and_strays_are_not_read(tmp_path: Path, name: str) -> None:
    vault = new_vault(tmp_path)
    vault.append(segment(1))
    (folder_of(tmp_path) / name).write_bytes(encode(segment(2)))
    assert vault.newest() == {LAPTOP: 1}
    assert keys(list(segments_of(vault, LAPTOP, 0))) == ["1-1"]


def test_a_segment_under_another_name_waits(tmp_path: Path) -> None:
    vault = new_vault(tmp_path)
    vault.append(segment(1))
    (folder_of(tmp_path) / "000002-000002.seg").write_bytes(encode(segment(3)))
    (folder_of(tmp_path, SERVER)).mkdir()
    (folder_of(tmp_path, SERVER) / "000001-000001.seg").write_bytes(encode(segment(1)))
    assert keys(list(segments_of(vault, LAPTOP, 0))) == ["1-1"]
    assert list(segments_of(vault, SERVER, 0)) == []


def test_a_device_that_was_copied_finds_its_numbers_taken(tmp_path: Path) -> None:
    vault = new_vault(tmp_path)
    for each in chain(3):
        vault.append(each)
    before = names(tmp_path)
    for number, last in ((3, 3), (2, 2), (1, 3)):
        other = segment(number, last=last)._replace(operations=segment(7).operations)
        with pytest.raises(NumberTaken) as caught:
            vault.append(other)
        assert caught.value.newest == 3
    assert names(tmp_path) == before


def test_a_folder_that_lost_something_takes_nothing_that_leaves_a_gap(tmp_path: Path) -> None:
    vault = new_vault(tmp_path)
    for each in chain(4):
        vault.append(each)
    (folder_of(tmp_path) / Span(2, 2).name).unlink()
    with pytest.raises(FolderBehind) as caught:
        vault.append(segment(5))
    assert caught.value.last == 1
    vault.append(segment(2, last=4))  # written again, what is there may come with it
    vault.append(segment(5))
    assert set(keys(list(segments_of(vault, LAPTOP, 0)))) == set(keys(chain(5)))
    shutil.rmtree(folder_of(tmp_path))
    with pytest.raises(FolderBehind) as caught:
        vault.append(segment(6))
    assert caught.value.last == 0


def test_an_own_segment_that_is_torn_is_written_again(tmp_path: Path) -> None:
    vault = new_vault(tmp_path)
    vault.append(segment(1))
    file = folder_of(tmp_path) / Span(1, 1).name
    file.write_bytes(file.read_bytes()[:30])
    assert list(segments_of(vault, LAPTOP, 0)) == []
    vault.append(segment(1))
    assert list(segments_of(vault, LAPTOP, 0)) == [segment(1)]


class Killed(BaseException):
    """The program is killed here."""


class Mortal(Folder):
    """A folder in which the program is killed before the call that is named by its number."""

    left = 10**9

    def _step(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise Killed

    def read(self, name: str) -> bytes:
        self._step()
        return super().read(name)

    def write_new(self, name: str, content: bytes) -> None:
        self._step()
        super().write_new(name, content)
        self._step()

    def delete(self, name: str) -> None:
        self._step()
        super().delete(name)


def test_many_segments_become_one(tmp_path: Path) -> None:
    vault, written = new_vault(tmp_path), chain(64)
    for each in written[:31]:
        vault.append(each)
        vault.compact(LAPTOP)
    assert len(names(tmp_path)) == 31
    vault.append(written[31])
    vault.compact(LAPTOP)
    assert len(names(tmp_path)) == 33  # the others stay until the next merge
    (merged,) = segments_of(vault, LAPTOP, 0)
    assert (merged.first, merged.last, merged.previous) == (1, 32, "")
    assert merged.replaces == written[32].previous
    assert merged.operations == tuple(each.operations[0] for each in written[:32])
    assert list(segments_of(vault, LAPTOP, 16)) == [merged]
    assert list(segments_of(vault, LAPTOP, 31)) == [written[31]]
    for each in written[32:]:
        vault.append(each)
    vault.compact(LAPTOP)
    assert len(names(tmp_path)) == 34
    assert keys(list(segments_of(vault, LAPTOP, 0))) == keys(written)


def test_merging_goes_on_by_level_and_leaves_out_what_is_needless(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("unbroken.sync.segment_names.MANY", 4)
    vault = new_vault(tmp_path)
    for number in range(1, 81):
        vault.append(segment(number))
        if number % 4 == 0:
            vault.compact(LAPTOP, reduced=lambda operations: operations[::2])
    for _ in range(3):
        vault.compact(LAPTOP)
    read = list(segments_of(vault, LAPTOP, 0))
    assert (read[0].first, read[-1].last) == (1, 80)
    assert read[0].last >= 48
    assert len(read) < 8
    assert len(read[0].operations) < read[0].last / 3  # left out at each merge
    before = names(tmp_path)
    vault.compact(LAPTOP)
    assert names(tmp_path) == before


def test_great_segments_are_not_merged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("unbroken.sync.vault._LARGE", 2000)
    vault, number = new_vault(tmp_path), 0
    for many in [0] * 20 + [1000] + [0] * 20 + [1000] * 40:
        operations = segment(number + 1, last=number + 1 + many).operations
        number += 1
        vault.append(segment(number)._replace(operations=operations))
    vault.compact(LAPTOP)
    assert len(names(tmp_path)) == number
    for _ in range(32):
        number += 1
        vault.append(segment(number))
    vault.compact(LAPTOP)
    assert Span(number - 31, number).name in names(tmp_path)


def test_merging_that_is_killed_at_any_step_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("unbroken.sync.segment_names.MANY", 8)
    original, written = tmp_path / "original", chain(16)
    vault = new_vault(original)
    for each in written[:8]:
        vault.append(each)
    vault.compact(LAPTOP)
    for each in written[8:]:
        vault.append(each)
    finished = False
    steps = -1
    while not finished:
        steps += 1
        path = tmp_path / str(steps)
        shutil.copytree(original, path, copy_function=os.link)  # files are never changed
        folder = Mortal(path)
        folder.left = steps
        with suppress(Killed):
            open_vault(folder).compact(LAPTOP)
            finished = True
        again = open_vault(Folder(path))
        for after in (0, 1, 7, 8, 10, 15):
            assert set(keys(list(segments_of(again, LAPTOP, after)))) >= set(keys(written[after:]))
        again.compact(LAPTOP)
        assert set(keys(list(segments_of(again, LAPTOP, 0)))) == set(keys(written))
        assert again.append(segment(17))
    assert steps == 1 + 8 + 1 + 8 + 2  # manifest, run, whole one, those it covers, the merged one
    assert len(names(path)) == 11


def test_a_reader_in_the_middle_of_a_merge_loses_nothing(tmp_path: Path) -> None:
    vault, written = new_vault(tmp_path), chain(64)
    for each in written[:32]:
        vault.append(each)
    reader = segments_of(open_vault(Folder(tmp_path)), LAPTOP, 0)
    read = [next(reader) for _ in range(10)]
    vault.compact(LAPTOP)
    for each in written[32:]:
        vault.append(each)
    vault.compact(LAPTOP)  # takes away what the reader has listed
    read += reader
    assert set(keys(read)) == set(keys(written))


def test_two_programs_that_merge_at_once_agree(tmp_path: Path) -> None:
    vault, written = new_vault(tmp_path), chain(32)
    for each in written:
        vault.append(each)

    class Late(Folder):
        def write_new(self, name: str, content: bytes) -> None:
            vault.compact(LAPTOP)
            super().write_new(name, content)

    open_vault(Late(tmp_path)).compact(LAPTOP)
    assert keys(list(segments_of(vault, LAPTOP, 0))) == keys(written)
    assert len(names(tmp_path)) == 33


def test_two_programs_that_append_the_same_at_once_agree(tmp_path: Path) -> None:
    vault = new_vault(tmp_path)

    class Late(Folder):
        def write_new(self, name: str, content: bytes) -> None:
            vault.append(segment(1))
            super().write_new(name, content)

    assert open_vault(Late(tmp_path)).append(segment(1)) == vault.append(segment(1))


@contextmanager
def stopped(monkeypatch: pytest.MonkeyPatch, name: str) -> Iterator[None]:
    """Has the program killed in place of a call of the system."""

    def die(*_: Any, **__: Any) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(f"unbroken.store.atomic_files.{name}", die)
        yield


@pytest.mark.parametrize("call", ["os.fsync", "_take_name"])
def test_killed_before_the_name_there_is_no_segment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    vault = new_vault(tmp_path)
    vault.append(segment(1))
    with stopped(monkeypatch, call), pytest.raises(Killed):
        vault.append(segment(2))
    (folder_of(tmp_path) / ".000002-000002.seg.7-0.partial").write_bytes(b"half")  # of a real kill
    assert list(segments_of(vault, LAPTOP, 0)) == [segment(1)]
    vault.append(segment(2))
    assert keys(list(segments_of(vault, LAPTOP, 0))) == ["1-1", "1-2"]


def test_a_folder_that_is_gone_is_not_an_empty_one(tmp_path: Path) -> None:
    path = tmp_path / "stick"
    vault = new_vault(path)
    vault.append(segment(1))

    def refused(call: Callable[[], object]) -> None:
        with pytest.raises(SyncError) as caught:
            call()
        assert caught.value.code == "unreachable"
        assert "is not there" in caught.value.message

    calls: list[Callable[[], object]] = [
        vault.devices,
        lambda: list(segments_of(vault, LAPTOP, 0)),
        lambda: vault.append(segment(2)),
        lambda: vault.compact(LAPTOP),
    ]
    (path / "unbroken").rename(tmp_path / "aside")  # an empty mount point
    for call in calls:
        refused(call)
    assert list(path.iterdir()) == []
    shutil.rmtree(path)
    for call in [*calls, lambda: open_vault(Folder(path))]:
        refused(call)
    assert not path.exists()


def test_a_vault_is_made_once(tmp_path: Path) -> None:
    with pytest.raises(SyncError) as caught:
        open_vault(Folder(tmp_path))
    assert caught.value.code == "not_found"
    new_vault(tmp_path)
    with pytest.raises(SyncError) as caught:
        create_vault(Folder(tmp_path), "another")
    assert caught.value.code == "exists"
    said = json.loads((tmp_path / "unbroken" / "vault.json").read_text())
    assert said == {"format": "unbroken-sync", "version": 1, "vault": VAULT, "recipients": None}


@pytest.mark.parametrize(
    "text, code",
    [
        ('{"format": "unbroken-sync", "version": 2, "vault": "x"}', "newer_version"),
        ('{"format": "unbroken-sync", "version": 1, "va', "damaged"),
        ('{"format": "other", "version": 1, "vault": "x", "recipients": null}', "damaged"),
        ('{"format": "unbroken-sync", "version": "1", "vault": "x", "recipients": 1}', "damaged"),
        ("[]", "damaged"),
        ("\udcff", "damaged"),
    ],
)
def test_a_manifest_that_will_not_do_is_told(tmp_path: Path, text: str, code: str) -> None:
    (tmp_path / "unbroken").mkdir()
    (tmp_path / "unbroken" / "vault.json").write_text(text, errors="surrogateescape")
    with pytest.raises(SyncError) as caught:
        open_vault(Folder(tmp_path))
    assert caught.value.code == code


def test_a_sealed_vault_is_read_with_its_key_alone(tmp_path: Path) -> None:
    sealing = Sealing(new_identity())
    vault: Vault = create_vault(Folder(tmp_path), VAULT, sealing)
    vault.append(segment(1))
    assert list(segments_of(open_vault(Folder(tmp_path), sealing), LAPTOP, 0)) == [segment(1)]
    assert vault.append(segment(1))  # sealed anew it has other octets
    assert b"amount" not in (folder_of(tmp_path) / Span(1, 1).name).read_bytes()
    for key in (None, Sealing(new_identity())):
        with pytest.raises(SyncError) as caught:
            open_vault(Folder(tmp_path), key)
        assert caught.value.code == "sealed"
