"""A disk that loses power: what was not synced is there in part, in any order, or not at all.

The system calls of a whole run are written down by `strace`, and played again onto a disk that
forgets. What it keeps is what today's journaling file systems promise: what a file holds is safe
once the file is synced; names are changed in order, and are safe once their folder, or a file that
got its name before, is synced. Whatever else was written since is there or is not, write by write.
"""

from __future__ import annotations

import os
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from torture.report import Report
from torture.scenes import Scene, all_scenes, played
from torture.traces import CHANGING, ROOM, Call, Trace, can_trace, traced

_SECTOR: Final = 512
"""Bytes that a disk writes whole or not at all."""
_OUTPUT: Final = 1

Write = tuple[int, bytes | None]
"""Bytes at a place; or a new length, with None."""


def run(count: int, seed: int, report: Report) -> None:
    """Cuts the power `count` times."""
    if not can_trace():
        report.skip("power cuts need strace")
        return
    with all_scenes() as scenes:
        traces: dict[Scene, Trace] = {}
        for number, chance in report.rounds(count):
            scene = scenes[number]
            if scene not in traces:
                traces[scene] = traced(scene)
            for fault in faults_of_a_cut(scene, traces[scene].calls, Disk(scene.template), chance):
                report.found(fault, [*scene.change.before, scene.line])


def faults_of_a_cut(
    scene: Scene, calls: tuple[Call, ...], disk: Disk, chance: random.Random
) -> Iterator[str]:
    """What is wrong after a power cut: of three cuts, one comes when all was said to be done."""
    changing = [i for i, each in enumerate(calls, 1) if each.name in CHANGING]
    last = chance.choice((len(calls), chance.choice(changing), chance.choice(changing)))
    said = disk.play(calls[:last])
    with played(scene) as folder:
        disk.leave(folder, chance)
        for fault in scene.faults(folder, acknowledged=said):
            yield f"{fault} (power cut after call {last} of {len(calls)}: {calls[last - 1].name})"


@dataclass(eq=False)
class Stored:
    """A file's content: what is safe, and what was written since."""

    safe: bytes = b""
    written: list[Write] = field(default_factory=list)

    def sync(self) -> None:
        """Makes all that was written safe."""
        self.safe, self.written = self.content(self.written), []

    def content(self, writes: list[Write]) -> bytes:
        """What is safe, with these writes on it."""
        content = bytearray(self.safe)
        for place, piece in writes:
            if piece is None:
                content[place:] = bytes(max(place - len(content), 0))
            else:
                content.extend(bytes(max(place - len(content), 0)))
                content[place : place + len(piece)] = piece
        return bytes(content)

    def after_a_cut(self, chance: random.Random) -> bytes:
        """What is there of it afterwards."""
        how = chance.random()
        if how < 0.2:
            return self.content(self.written)
        kept: list[Write] = []
        for place, piece in self.written:
            if how < 0.4 or chance.random() < 0.5:
                continue
            if piece is not None and len(piece) > _SECTOR and chance.random() < 0.2:
                piece = piece[: chance.randrange(1, len(piece) // _SECTOR + 1) * _SECTOR]
            kept.append((place, piece))
        return self.content(kept)


Names = dict[str, Stored | None]
"""What is there by its path: a file, or None for a folder."""


class Disk:
    """A disk on which a run's system calls are played again.

    One that does not `keep_files`, or not `keep_names`, does nothing where it is to sync a file, or
    a folder: what is lost on it is what a program loses that leaves those calls out.
    """

    def __init__(self, template: Path, *, keep_files: bool = True, keep_names: bool = True) -> None:
        self._keep_files, self._keep_names = keep_files, keep_names
        self.safe: Names = {ROOM: None}
        for path in sorted(template.rglob("*")):
            name = f"{ROOM}/{path.relative_to(template)}"
            self.safe[name] = None if path.is_dir() else Stored(path.read_bytes())
        self.names = dict(self.safe)
        self._renamings: list[tuple[Callable[[Names], None], Stored | None]] = []
        """Changes of names that are not safe yet, each with the file it is about."""
        self._opened: dict[int, tuple[Stored | None, int]] = {}
        """By descriptor: the file, and the place in it at which it is written next."""

    def play(self, calls: tuple[Call, ...]) -> bool:
        """Does what the calls did; answers whether the run had said anything by then."""
        said = False
        for call in calls:
            if call.answer.startswith("-"):
                continue
            if call.name in ("write", "writev") and _descriptor(call.arguments) == _OUTPUT:
                said = True
            elif any(f"{path}/".startswith(f"{ROOM}/") for path in _touched(call)):
                getattr(self, f"_{_PLAIN.get(call.name, call.name)}")(call)
        return said

    def leave(self, folder: Path, chance: random.Random) -> None:
        """Makes a folder what the disk holds after a power cut."""
        kept = chance.choice((0, len(self._renamings), chance.randint(0, len(self._renamings))))
        names = dict(self.safe)
        for change, _ in self._renamings[:kept]:
            change(names)
        _empty(folder)
        for name, stored in sorted(names.items()):
            path = folder / name.removeprefix(ROOM).lstrip("/")
            if stored is None:
                path.mkdir(exist_ok=True)
            elif path.parent.exists():
                path.write_bytes(stored.after_a_cut(chance))

    def _rename_to(self, change: Callable[[Names], None], stored: Stored | None) -> None:
        change(self.names)
        self._renamings.append((change, stored))

    def _openat(self, call: Call) -> None:
        [name] = _paths(call.told)
        descriptor = int(call.answer)
        stored = self.names.get(name)
        if name not in self.names:
            if "O_CREAT" not in call.arguments:  # outside of the room, or gone by its name
                return
            made = stored = Stored()

            def change(names: Names) -> None:
                names[name] = made

            self._rename_to(change, made)
        if stored is not None and "O_TRUNC" in call.arguments:
            stored.written.append((0, None))
        self._opened[descriptor] = (stored, 0)

    def _close(self, call: Call) -> None:
        self._opened.pop(_descriptor(call.arguments), None)

    def _lseek(self, call: Call) -> None:
        descriptor = _descriptor(call.arguments)
        self._opened[descriptor] = (self._opened[descriptor][0], int(call.answer))

    def _write(self, call: Call) -> None:
        descriptor = _descriptor(call.arguments)
        stored, place = self._opened[descriptor]
        assert stored is not None
        written = _bytes(call.arguments)[: int(call.answer)]
        stored.written.append((place, written))
        self._opened[descriptor] = (stored, place + len(written))

    def _pwrite64(self, call: Call) -> None:
        stored, _ = self._opened[_descriptor(call.arguments)]
        assert stored is not None
        place = int(call.arguments.rpartition(",")[2])
        stored.written.append((place, _bytes(call.arguments)[: int(call.answer)]))

    def _ftruncate(self, call: Call) -> None:
        stored, _ = self._opened[_descriptor(call.arguments)]
        assert stored is not None
        stored.written.append((int(call.arguments.rpartition(",")[2]), None))

    def _fsync(self, call: Call) -> None:
        stored, _ = self._opened[_descriptor(call.arguments)]
        if not (self._keep_names if stored is None else self._keep_files):
            return
        if stored is not None:
            stored.sync()
        about = [i for i, (_, each) in enumerate(self._renamings) if stored in (None, each)]
        for change, _ in self._renamings[: about[-1] + 1 if about else 0]:
            change(self.safe)
        del self._renamings[: about[-1] + 1 if about else 0]

    def _rename(self, call: Call) -> None:
        old, new = _paths(call.arguments)
        stored = self.names[old]

        def change(names: Names) -> None:
            for name in [each for each in names if each == old or each.startswith(f"{old}/")]:
                names[new + name.removeprefix(old)] = names.pop(name)

        self._rename_to(change, stored)

    def _link(self, call: Call) -> None:
        old, new = _paths(call.arguments)
        stored = self.names[old]

        def change(names: Names) -> None:
            names[new] = stored

        self._rename_to(change, stored)

    def _unlink(self, call: Call) -> None:
        [name] = _paths(call.arguments)

        def change(names: Names) -> None:
            names.pop(name, None)

        self._rename_to(change, self.names[name])

    def _mkdir(self, call: Call) -> None:
        [name] = _paths(call.arguments)

        def change(names: Names) -> None:
            names[name] = None

        self._rename_to(change, None)


_PLAIN: Final = {
    "open": "openat",
    "fdatasync": "fsync",
    "renameat": "rename",
    "renameat2": "rename",
    "linkat": "link",
    "unlinkat": "unlink",
    "rmdir": "unlink",
    "mkdirat": "mkdir",
}
"""Calls that do here what others do; one that is not known here ends the harness with its name."""


def _descriptor(arguments: str) -> int:
    """The file descriptor that a call begins with."""
    found = re.match(r"\d+", arguments)
    assert found is not None, arguments[:80]
    return int(found[0])


def _unquoted(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


def _bytes(arguments: str) -> bytes:
    """What a call writes."""
    found = re.search(r'"([^"]*)"', arguments)
    assert found is not None, arguments[:80]
    return _unquoted(found[1])


def _paths(text: str) -> list[str]:
    """The paths that a call names, or the one its descriptor has; each from the root."""
    if re.match(r"\d+<", text) or '"' not in text:
        return [_unquoted(each).decode() for each in re.findall(r"<([^>]*)>", text)[:1]]
    paths = []
    for folder, name in re.findall(r'(?:<([^>]*)>, )?"([^"]*)"', text):
        paths.append(os.path.join(ROOM, *(_unquoted(each).decode() for each in (folder, name))))
    return paths


def _touched(call: Call) -> list[str]:
    """The paths that a call is about."""
    return _paths(call.told if call.name in ("open", "openat", "creat") else call.arguments)


def _empty(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir():
            path.rmdir()
        else:
            path.unlink()
