"""What the doctor says of a vault."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.places import LAPTOP, NOW, SERVER, chain, folder_of, new_vault, segment
from unbroken.core.errors import SyncError
from unbroken.sync.segment_names import Span
from unbroken.sync.segments import encode
from unbroken.sync.transports.folder import Folder
from unbroken.sync.vault import open_vault
from unbroken.sync.vault_check import Finding, Trouble, check


def checked(path: Path, days: int = 0) -> list[Finding]:
    folder = Folder(path)
    return check(open_vault(folder), folder, NOW + days * 86_400_000)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    vault = new_vault(tmp_path)
    for each in chain(34):
        vault.append(each)
        if each.last == 32:
            vault.compact(LAPTOP)
    for each in chain(2, SERVER):
        vault.append(each)
    return tmp_path


def test_a_sound_vault_has_no_findings(folder: Path) -> None:
    (folder / ".stfolder").mkdir()
    (folder / "README.md").write_text("beside the vault may lie anything")
    (folder / "unbroken" / "keys").mkdir()
    (folder / "unbroken" / "keys" / f"{LAPTOP}.age").write_text("a key")
    assert checked(folder) == []


def test_gaps_and_torn_segments_are_named(folder: Path) -> None:
    (folder_of(folder, SERVER) / Span(1, 1).name).unlink()
    torn = folder_of(folder) / Span(34, 34).name
    torn.write_bytes(torn.read_bytes()[:-5])
    assert checked(folder) == [
        Finding(
            Trouble.TORN,
            f"Segment 000034-000034.seg of machine {LAPTOP} is damaged, or has not arrived whole.",
            LAPTOP,
        ),
        Finding(
            Trouble.GAP,
            f"Segment 1 is missing of machine {SERVER}; what is behind waits for it.",
            SERVER,
        ),
    ]
    for name in (Span(33, 33).name, Span(1, 32).name, Span(1, 1).name, Span(2, 2).name):
        (folder_of(folder) / name).unlink()
    (first, *_) = checked(folder)
    assert first.text.startswith("Segments 1 to 2 are missing")


def test_what_is_not_of_the_vault_is_named(folder: Path) -> None:
    strays = [
        "unbroken/vault (conflicted copy).json",
        "unbroken/.DS_Store",
        f"unbroken/d/{LAPTOP}/000001-000001.sync-conflict-20260101-120000-ABC.seg",
        f"unbroken/d/{LAPTOP}/000001-000001.seg~",
        "unbroken/d/000001-000001.seg",
    ]
    for name in strays:
        (folder / name).write_bytes(b"")
    (folder / "habits.db").write_bytes(b"")
    found = checked(folder)
    assert [each.trouble for each in found] == [Trouble.DATABASE] + [Trouble.STRAY] * 5
    assert found[0].text.startswith(f"habits.db lies in {folder}: ")
    assert {each.text.split(" is a conflict")[0] for each in found[1:]} == set(strays)


def test_two_machines_that_wrote_as_one_are_named(folder: Path) -> None:
    other = segment(2, SERVER, previous="0" * 64)
    (folder_of(folder, SERVER) / Span(2, 2).name).write_bytes(encode(other))
    (found,) = checked(folder)
    assert (found.trouble, found.device) == (Trouble.FORKED, SERVER)


def test_a_device_that_is_silent_for_long_is_named(folder: Path) -> None:
    assert checked(folder, days=30) == []
    new = segment(3, SERVER)
    open_vault(Folder(folder)).append(
        new._replace(
            previous=encode_digest(folder),
            operations=tuple(
                each._replace(stamp=each.stamp._replace(milliseconds=NOW + 40 * 86_400_000))
                for each in new.operations
            ),
        )
    )
    assert checked(folder, days=45) == [
        Finding(Trouble.SILENT, f"Machine {LAPTOP} has written nothing for 44 days.", LAPTOP)
    ]


def encode_digest(folder: Path) -> str:
    """The digest of the server's second segment."""
    return open_vault(Folder(folder)).append(chain(2, SERVER)[1])


def test_a_vault_that_is_gone_is_told(folder: Path) -> None:
    vault = open_vault(Folder(folder))
    (folder / "unbroken" / "vault.json").unlink()
    with pytest.raises(SyncError):
        check(vault, Folder(folder), NOW)
