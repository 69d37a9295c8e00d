"""Two clones of one repository, through the program `git` itself."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from sync.places import LAPTOP, SERVER, VAULT, chain, folder_of, keys, segments_of
from unbroken.core.errors import SyncError
from unbroken.sync.transports.git import GitFolder
from unbroken.sync.vault import Vault, create_vault, open_vault


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(folder), *arguments], check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


@pytest.fixture(autouse=True)
def nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Git knows no person, and nothing of this machine's settings."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.delenv("GIT_AUTHOR_EMAIL", raising=False)


@pytest.fixture
def clones(tmp_path: Path) -> tuple[Path, Path]:
    git(tmp_path, "init", "-q", "--bare", "-b", "main", "hub.git")
    for name in ("laptop", "server"):
        git(tmp_path, "clone", "-q", "hub.git", name)
    return tmp_path / "laptop", tmp_path / "server"


def read(vault: Vault, device: str) -> list[str]:
    return keys(list(segments_of(vault, device, 0)))


def test_two_machines_exchange_by_pushing_and_pulling(clones: tuple[Path, Path]) -> None:
    laptop = create_vault(GitFolder(clones[0]), VAULT)
    laptop.pull()  # nobody has pushed anything
    laptop.append(chain(1)[0])
    laptop.push()
    place = GitFolder(clones[1])
    place.pull()
    server = open_vault(place)
    assert read(server, LAPTOP) == ["1-1"]
    for number in (1, 2):  # both go on before they hear of each other
        laptop.append(chain(2)[1])
        server.append(chain(number, SERVER)[-1])
        server.push()
        laptop.push()
        server.pull()
    assert read(server, LAPTOP) == read(laptop, LAPTOP) == ["1-1", "1-2"]
    assert read(server, SERVER) == read(laptop, SERVER) == ["2-1", "2-2"]
    assert git(clones[0], "log", "-1", "--format=%an <%ae>") == "Unbroken <unbroken@localhost>"
    head = git(clones[0], "rev-parse", "HEAD")
    laptop.pull()
    laptop.push()
    assert git(clones[0], "rev-parse", "HEAD") == head  # nothing new is no commit
    assert git(clones[0], "status", "--porcelain") == ""


def test_a_vault_that_is_not_yet_pulled_is_found_and_not_made_twice(
    clones: tuple[Path, Path],
) -> None:
    create_vault(GitFolder(clones[0]), VAULT).push()
    with pytest.raises(SyncError) as caught:
        create_vault(GitFolder(clones[1]), "another")
    assert caught.value.code == "exists"
    git(clones[0].parent, "clone", "-q", "-n", "hub.git", "empty")
    git(clones[0].parent / "empty", "update-ref", "-d", "HEAD")  # as a clone made before
    assert open_vault(GitFolder(clones[0].parent / "empty")).id == VAULT


def test_what_else_lies_in_the_repository_stays_as_it_is(clones: tuple[Path, Path]) -> None:
    path = clones[0]
    (path / ".gitignore").write_text("*.seg\n")
    (path / "notes").write_text("half done")
    git(path, "add", "notes")
    vault = create_vault(GitFolder(path), VAULT)
    vault.append(chain(1)[0])
    (folder_of(path) / ".000002-000002.seg.1-0.partial").write_bytes(b"not yet whole")
    vault.push()
    assert git(path, "status", "--porcelain").splitlines() == [
        "A  notes",
        "?? .gitignore",
        f"?? unbroken/d/{LAPTOP}/.000002-000002.seg.1-0.partial",
    ]
    place = GitFolder(clones[1])
    place.pull()
    assert read(open_vault(place), LAPTOP) == ["1-1"]


def test_a_conflict_elsewhere_is_told_and_taken_back(clones: tuple[Path, Path]) -> None:
    for path in clones:
        (path / "notes").write_text(path.name)
        git(path, "add", "notes")
        git(path, "-c", "user.name=me", "-c", "user.email=me@localhost", "commit", "-qm", "notes")
    git(clones[0], "push", "-q", "origin", "main")
    place = GitFolder(clones[1])
    with pytest.raises(SyncError) as caught:
        place.pull()
    assert caught.value.code == "system"
    assert "put that right there, then sync again" in caught.value.message
    assert git(clones[1], "status", "--porcelain") == ""


def test_a_repository_of_one_machine_is_committed(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    place = GitFolder(tmp_path)
    place.push()
    create_vault(place, VAULT)
    place.pull()
    place.push()
    assert git(tmp_path, "ls-files") == "unbroken/vault.json"


def test_a_hub_that_is_gone_is_told(clones: tuple[Path, Path]) -> None:
    vault = create_vault(GitFolder(clones[0]), VAULT)
    (clones[0].parent / "hub.git").rename(clones[0].parent / "away.git")
    for call in (vault.pull, vault.push):
        with pytest.raises(SyncError) as caught:
            call()
        assert caught.value.code == "unreachable"
        assert "\n" not in caught.value.message


def test_a_folder_without_git_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SyncError) as caught:
        GitFolder(tmp_path)
    assert "no working tree of git" in caught.value.message
    with pytest.raises(SyncError) as caught:
        GitFolder(tmp_path / "none")
    assert caught.value.code == "unreachable"
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SyncError) as caught:
        GitFolder(tmp_path)
    assert caught.value.code == "not_installed"
