"""The system calls by which a command changes files, told by `strace`."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from functools import cache
from typing import Final, NamedTuple

from torture.doors import ended, start
from torture.scenes import Scene, played

CALLS: Final = (
    *("open", "openat", "creat", "close", "lseek", "write", "writev", "pwrite64", "pwritev"),
    *("ftruncate", "truncate", "fallocate", "fsync", "fdatasync", "sync_file_range"),
    *("copy_file_range", "sendfile", "rename", "renameat", "renameat2", "link", "linkat"),
    *("unlink", "unlinkat", "mkdir", "mkdirat", "rmdir", "symlink", "symlinkat", "dup", "dup2"),
)
CHANGING: Final = frozenset(CALLS) - {"open", "openat", "close", "lseek", "dup", "dup2"}
"""Those that change something by themselves."""
ROOM: Final = "/X"
"""The folder of a scene, as a trace has it."""
_CALL: Final = re.compile(r"(\w+)\((.*)\) += (-?\w+)(.*)", re.DOTALL)


class Call(NamedTuple):
    """One system call: its name, its arguments as strace writes them, what it answered."""

    name: str
    arguments: str
    answer: str
    told: str


class Trace(NamedTuple):
    """A whole run of a command."""

    calls: tuple[Call, ...]

    @property
    def turns(self) -> list[tuple[str, int]]:
        """Each call that changes something, as its name and how manieth of its name it is."""
        seen: Counter[str] = Counter()
        turns = []
        for call in self.calls:
            seen[call.name] += 1
            if call.name in CHANGING:
                turns.append((call.name, seen[call.name]))
        return turns


@cache
def can_trace() -> bool:
    """Whether strace is there and allowed to do its work."""
    if shutil.which("strace") is None:
        return False
    tried = subprocess.run(["strace", "-o", "/dev/null", "true"], check=False, capture_output=True)
    return tried.returncode == 0


def traced(scene: Scene) -> Trace:
    """A scene's change, with its folder called `ROOM`."""
    with played(scene) as folder:
        noted = folder.parent / f"{folder.name}.strace"
        tracer = ("strace", "-qq", "-y", "-xx", "-s", "100000000", "-o", str(noted))
        wanted = "trace=" + ",".join(f"?{name}" for name in CALLS)
        ran = ended(start(folder, *scene.line, before=(*tracer, "-e", wanted)))
        assert ran.code == 0, ran
        text = noted.read_text()
        noted.unlink()
        marked = text.replace(_quoted(str(folder)), _quoted(ROOM))
    lines = (_CALL.fullmatch(line) for line in marked.splitlines())
    return Trace(tuple(Call(*found.groups()) for found in lines if found))


def _quoted(text: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in text.encode())
