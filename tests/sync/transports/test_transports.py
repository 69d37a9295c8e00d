"""What a vault asks of a place, of all kinds of places alike."""

from __future__ import annotations

import itertools
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from sync.places import LAPTOP, SERVER, VAULT, chain, s3_options, segments_of
from unbroken.sync.transports.folder import Folder
from unbroken.sync.transports.git import GitFolder
from unbroken.sync.transports.remote import Remote
from unbroken.sync.transports.transport import Transport
from unbroken.sync.transports.webdav import WebDav
from unbroken.sync.vault import create_vault, open_vault
from unbroken.sync.vault_check import check

NUMBERS = itertools.count()


@pytest.fixture
def folder(tmp_path: Path) -> Transport:
    return Folder(tmp_path)


@pytest.fixture
def working_tree(tmp_path: Path) -> Transport:
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    return GitFolder(tmp_path)


@pytest.fixture
def server(dav_server: tuple[str, Path]) -> Iterator[Transport]:
    address, folder = dav_server
    name = f"for me {next(NUMBERS)}"
    (folder / name).mkdir()
    with closing(WebDav(f"http://me:se%3Acret@{address}/{name.replace(' ', '%20')}/")) as place:
        yield place


@pytest.fixture
def bucket(s3_server: str) -> Iterator[Transport]:
    name = f"bucket-{next(NUMBERS)}"
    place = Remote(f"s3://{name}/habits", **s3_options(s3_server))
    system = place._system
    system.mkdir(name)
    yield place
    system.close_session(system.loop, system._s3creator)


@pytest.fixture
def remote_folder(tmp_path: Path) -> Transport:
    """Of a kind that has real folders, as SFTP has."""
    return Remote(f"local://{tmp_path}")


@pytest.fixture(params=["folder", "working_tree", "server", "bucket", "remote_folder"])
def place(request: pytest.FixtureRequest) -> Transport:
    made: Transport = request.getfixturevalue(request.param)
    return made


def test_files_are_written_once_and_read(place: Transport) -> None:
    assert len(place.names()) == len(place.files("unbroken")) == 0
    with pytest.raises(FileNotFoundError):
        place.read("unbroken/vault.json")
    place.delete("unbroken/vault.json")
    place.write_new("unbroken/d/a b/1.seg", b"one")
    place.write_new("unbroken/d/ß/2.seg", b"two")
    place.write_new("unbroken/vault.json", bytes(range(256)) * 1000)
    place.write_new("beside.db", b"")
    with pytest.raises(FileExistsError):
        place.write_new("unbroken/vault.json", b"another")
    assert place.read("unbroken/vault.json") == bytes(range(256)) * 1000
    assert place.read("unbroken/d/a b/1.seg") == b"one"
    assert place.sizes("unbroken") == {"d/a b/1.seg": 3, "d/ß/2.seg": 3, "vault.json": 256_000}
    assert list(place.files("unbroken/d/ß")) == ["2.seg"]
    assert list(place.files("unbroken/keys")) == []
    assert place.names() == ["beside.db"]
    place.delete("unbroken/d/a b/1.seg")
    assert sorted(place.files("unbroken")) == ["d/ß/2.seg", "vault.json"]
    with pytest.raises(FileNotFoundError):
        place.read("unbroken/d/a b/1.seg")
    place.pull()
    place.push()


def test_a_vault_is_kept_there(place: Transport, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("unbroken.sync.segment_names.MANY", 4)
    vault = create_vault(place, VAULT)
    written = chain(5)
    for each in written:
        vault.append(each)
    vault.append(chain(1, SERVER)[0])
    vault.compact(LAPTOP)
    again = open_vault(place)
    assert again.newest() == {LAPTOP: 5, SERVER: 1}
    read = list(segments_of(again, LAPTOP, 0))
    assert (read[0].first, read[0].last) == (1, 5)
    assert [each for segment in read for each in segment.operations] == [
        each for segment in written for each in segment.operations
    ]
    assert check(again, place, 0) == []
