"""A folder in a working tree of git, which is committed, pulled and pushed by the `git` program.

Files are never changed and each has one writer, so that merges have nothing to settle.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from unbroken.core.errors import ErrorCode, SyncError
from unbroken.core.typing import Final
from unbroken.sync.errors import no_access, not_there, unreachable
from unbroken.sync.segment_names import ROOT
from unbroken.sync.transports.folder import Folder

_TIMEOUT: Final = 120
"""Seconds that git may take."""
_TRIES: Final = 5
"""Pushes, each after a pull, before machines that always come first are given way."""
_MESSAGE: Final = "Unbroken: changes of a machine"
_NOT_YET_WHOLE: Final = f":(exclude,glob){ROOT}/**/.*"
"""What another program is just writing."""
_NOBODY: Final = ("-c", "user.name=Unbroken", "-c", "user.email=unbroken@localhost")
"""Who commits where git does not know the person."""
_OVERTAKEN: Final = ("[rejected]", "[remote rejected]", "cannot lock ref")
"""How git says that another machine has pushed meanwhile."""
_NO_BRANCH: Final = "couldn't find remote ref"
"""How git says that nobody has pushed the branch yet."""
_NO_ACCESS: Final = ("Permission denied", "Authentication failed", "could not read Username")


class GitFolder(Folder):
    """A folder of which git knows. Only the vault's own files are committed.

    Raises SyncError where there is no git, or the folder is in no working tree.
    """

    def __init__(self, path: Path | str) -> None:
        super().__init__(path)
        if not os.path.isdir(self.path):
            raise not_there(self.place)
        if self._git("rev-parse", "--is-inside-work-tree").returncode:
            raise SyncError(
                ErrorCode.BAD_FILE,
                f"{self.place} is no working tree of git; make one with `git init` or `git clone`.",
            )
        known = self._git("config", "user.email").stdout.strip()
        self._committer = () if known or "GIT_AUTHOR_EMAIL" in os.environ else _NOBODY

    def pull(self) -> None:
        """Commits what was written here, and merges what others have pushed."""
        self._commit()
        remote, branch = self._remote()
        if not remote:
            return
        fetched = self._git("fetch", "--quiet", remote, branch)
        if _NO_BRANCH in fetched.stderr:
            return
        self._expect(fetched)
        merge = ("merge", "--quiet", "--no-edit", "--allow-unrelated-histories", "FETCH_HEAD")
        merged = self._git(*self._committer, *merge)
        if merged.returncode:
            self._git("merge", "--abort")
            raise SyncError(
                ErrorCode.SYSTEM,
                f"Git cannot merge in {self.place} ({_last_line(merged)});"
                " put that right there, then sync again.",
            )

    def push(self) -> None:
        """Commits what was written here, and pushes it to where the branch comes from."""
        self._commit()
        remote, branch = self._remote()
        if not remote or self._git("rev-parse", "--verify", "--quiet", "HEAD").returncode:
            return
        for _ in range(_TRIES):
            pushed = self._git("push", "--quiet", remote, f"HEAD:{branch}")
            if not any(said in pushed.stderr for said in _OVERTAKEN):
                self._expect(pushed)
                return
            self.pull()
        raise unreachable(self.place, "other machines push all the time")

    def _commit(self) -> None:
        if not os.path.isdir(os.path.join(self.path, ROOT)):
            return
        self._expect(self._git("add", "--all", "--force", "--", ROOT, _NOT_YET_WHOLE))
        if self._git("diff", "--cached", "--quiet", "--", ROOT).returncode:
            self._expect(
                self._git(*self._committer, "commit", "--quiet", "-m", _MESSAGE, "--", ROOT)
            )

    def _remote(self) -> tuple[str, str]:
        """The remote, and its branch for the present one; both empty where there is none."""
        branch = self._git("symbolic-ref", "--quiet", "--short", "HEAD").stdout.strip()
        remotes = self._git("remote").stdout.split()
        if not branch or not remotes:
            return "", ""
        remote = self._git("config", f"branch.{branch}.remote").stdout.strip()
        merged = self._git("config", f"branch.{branch}.merge").stdout.strip()
        return remote or remotes[0], merged or f"refs/heads/{branch}"

    def _git(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Runs git without a terminal; what it says is in English, for it is looked at."""
        try:
            return subprocess.run(
                ["git", "-C", self.path, *arguments],
                env=os.environ | {"GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                errors="replace",
                timeout=_TIMEOUT,
                check=False,
            )
        except FileNotFoundError:
            raise SyncError(
                ErrorCode.NOT_INSTALLED, "The program `git` is not installed; install it first."
            ) from None
        except subprocess.TimeoutExpired:
            raise unreachable(self.place, "git does not come to an end") from None

    def _expect(self, done: subprocess.CompletedProcess[str]) -> None:
        if done.returncode:
            if any(said in done.stderr for said in _NO_ACCESS):
                raise no_access(self.place)
            raise unreachable(self.place, f"git: {_last_line(done)}")


def _last_line(done: subprocess.CompletedProcess[str]) -> str:
    """What git says at the end, without its prefix."""
    lines = (done.stderr.strip() or done.stdout.strip()).splitlines() or ["no reason given"]
    return lines[-1].removeprefix("fatal: ").removeprefix("error: ").rstrip(".")
