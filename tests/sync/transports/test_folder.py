"""A folder that cannot be used says why."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from unbroken.core.errors import SyncError
from unbroken.sync.transports import transport_to
from unbroken.sync.transports.addresses import shown
from unbroken.sync.transports.folder import Folder


@pytest.mark.parametrize(
    "number, code, said",
    [
        (errno.ENOSPC, "disk", "has no room left"),
        (errno.EDQUOT, "disk", "has no room left"),
        (errno.EACCES, "no_access", "refuses access"),
        (errno.EROFS, "no_access", "refuses access"),
        (errno.EIO, "unreachable", "cannot be reached now (Input/output error)"),
        (errno.ESTALE, "unreachable", "cannot be reached now"),
    ],
)
def test_what_the_system_refuses_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str, said: str
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(number, "Input/output error")

    monkeypatch.setattr("unbroken.store.atomic_files.os.fsync", refuse)
    (tmp_path / "unbroken").mkdir()
    with pytest.raises(SyncError) as caught:
        Folder(tmp_path).write_new("unbroken/vault.json", b"one")
    assert caught.value.code == code
    assert f"{tmp_path} {said}" in caught.value.message
    assert list((tmp_path / "unbroken").iterdir()) == []


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SyncError) as caught:
        Folder(tmp_path / "file").names()
    assert caught.value.code == "unreachable"
    (tmp_path / "unbroken").write_text("")
    assert Folder(tmp_path).files("unbroken") == []
    with pytest.raises(SyncError) as caught:
        Folder(tmp_path).write_new("unbroken/vault.json", b"")
    assert caught.value.message == f"{tmp_path}/unbroken is a file; move it away."


def test_links_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "unbroken").mkdir()
    (tmp_path / "unbroken" / "round").symlink_to(tmp_path)
    assert list(Folder(tmp_path).files("unbroken")) == ["round"]


def test_a_place_is_told_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    for name in ("~/habits", "habits", f"file://{tmp_path}/habits"):
        assert transport_to(name).place == str(tmp_path / "habits")
    assert transport_to("https://dav.example/habits").place == "https://dav.example/habits"
    assert transport_to("memory://habits").place == "memory://habits"
    with pytest.raises(SyncError):
        transport_to("habits", git=True)


@pytest.mark.parametrize(
    "place, said",
    [
        ("/home/me/a@b", "/home/me/a@b"),
        ("https://me:s@cret@dav.example:8443/h@bits", "https://dav.example:8443/h@bits"),
        ("sftp://me:secret@host", "sftp://host"),
        ("s3://bucket/habits", "s3://bucket/habits"),
    ],
)
def test_a_password_in_an_address_is_not_shown(place: str, said: str) -> None:
    assert shown(place) == said
