"""What may be interrupted: every kind of change, what is there before it and after it, and what
must hold wherever it was cut short.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Final, NamedTuple

from snapshots import released, sample, trackers
from snapshots.golden import numbered_ids
from torture.doors import DATABASE, a_folder, ended, run_here, standing_in, start
from unbroken.core.errors import StoreError
from unbroken.engine.api import Engine, open_engine
from unbroken.engine.callers import Caller

Line = tuple[str, ...]

SINCE: Final = date(2026, 3, 8)
_DAYS: Final = 2 * 86_400
_LEFT_BY_SQLITE: Final = ("-journal", "-wal", "-shm")


class Change(NamedTuple):
    """A command line that changes something, and what must have been before."""

    line: Line
    before: tuple[Line, ...] = ()
    prepare: Callable[[Path], None] | None = None
    writes: tuple[str, ...] = ()
    """Files that are written as they are in every run: whole, or not there."""
    then: Line = ("add", "Afterwards")
    """What is done after it, and sweeps what it may have left."""


def _nothing_yet(folder: Path) -> None:
    (folder / DATABASE).unlink()


def _cut(folder: Path) -> None:
    os.truncate(folder / DATABASE, 5000)


def _misjudged(folder: Path) -> None:
    with closing(sqlite3.connect(folder / DATABASE)) as file, file:
        file.execute("UPDATE enrolments SET chain = chain + 1, longest = longest + 1")


def _of_an_older_version(folder: Path) -> None:
    (folder / DATABASE).unlink()
    released.load(_OLDEST.read_text(encoding="utf-8"), folder / DATABASE)


_OLDEST: Final = Path(__file__).parents[1] / "store" / "schemas" / "1.sql"
"""The database of the first released version."""
_COPIED: Final[tuple[Line, ...]] = (("backup", "./kept.db"), ("log", "piano"))
_EXPORTED: Final[tuple[Line, ...]] = (("export", "-o", "all.json"),)
_SEVERAL: Final[tuple[Line, ...]] = (
    ("log", "walk"),
    ("add", "Juggle", "--milestone", "3=Three balls"),
    ("remove", "walk", "--yes"),
)

_AGAIN: Final[Line] = ("export", "-o", "another.json")

CHANGES: Final = (
    Change(("add", "Run"), prepare=_nothing_yet),
    Change(("add", "Juggle", "--milestone", "3=Three balls")),
    Change(("log", "walk")),
    Change(("log", "piano", "--at", "2026-03-06 10:00", "--id", "once")),
    Change(("undo",), (("log", "walk"),)),
    Change(("redo",), (("log", "walk"), ("undo",))),
    Change(("undo", "--to", "1"), _SEVERAL),
    Change(("redo", "--to", "3"), (*_SEVERAL, ("undo", "--to", "1"))),
    Change(("start", "read")),
    Change(("stop", "--yes"), (("start", "read"),)),
    Change(
        ("remind", "--via", "print"),
        (("edit", "walk", "--remind", "8:00", "--yes"),),
    ),
    Change(("skip", "walk", "2026-03-09..2026-03-10", "--reason", "ill")),
    Change(("edit", "read", "--target", "5", "--whole-history", "--yes")),
    Change(("pause", "coffee")),
    Change(("remove", "walk", "--yes")),
    Change(("owner", "add", "Cid", "--tz", "Europe/Vienna")),
    Change(("config", "symbols", "ascii")),
    Change(("import", "wide.csv")),
    Change(("import", "all.json"), _EXPORTED, _nothing_yet),
    Change(("backup",)),
    Change(("backup", "./there/copy.db"), then=("backup", "./there/another.db")),
    Change(("restore", "./kept.db", "--yes"), _COPIED),
    Change(("restore", "./kept.db", "--yes"), _COPIED, _cut),
    Change(("status",), prepare=_of_an_older_version),
    Change(("add", "Run"), prepare=_of_an_older_version),
    Change(("doctor", "--repair"), prepare=_misjudged),
    Change(("export", "-o", "out.json"), writes=("out.json",), then=_AGAIN),
    Change(
        ("export", "--format", "harsh", "-o", "out"),
        writes=("out/habits", "out/log"),
        then=_AGAIN,
    ),
)


def facts(path: Path, *, journal: bool = True) -> str:
    """All that people can see in a database, and what can be undone; new ids are numbered.

    Without the `journal` only what they can see.     Raises StoreError where it cannot be opened.
    """
    engine = open_engine(path, clock=lambda: sample.MOMENT)
    try:
        seen = _seen(engine)
        if journal:
            seen += engine.store.rows("SELECT owner_id, made_at, label, undone FROM changes")
        return numbered_ids(repr(seen))
    finally:
        engine.close()


_known: Final[dict[bytes, str | None]] = {}


def facts_of(path: Path) -> str | None:
    """The facts of a database as it would be opened now; it and its journal stay untouched.

    None for one that cannot be used; of one that is not there, those of a new one.
    """
    endings = ("", *_LEFT_BY_SQLITE)
    parts = [(end, Path(f"{path}{end}")) for end in endings if Path(f"{path}{end}").exists()]
    digest = hashlib.sha256()
    for ending, part in parts:
        content = part.read_bytes()
        digest.update(f"{ending} {len(content)} ".encode() + content)
    if digest.digest() not in _known:
        with a_folder() as aside, standing_in(aside):
            for ending, part in parts:
                shutil.copy2(part, aside / f"{DATABASE}{ending}")
            try:
                _known[digest.digest()] = facts(aside / DATABASE)
            except StoreError:
                _known[digest.digest()] = None
    return _known[digest.digest()]


def _seen(engine: Engine) -> list[object]:
    return [
        engine.export_document(),
        engine.timer(),
        engine.remind(dry_run=True),
        engine.progress(all_owners=True),
        engine.rewards(all_owners=True),
        engine.settings(),
        *(
            engine.acting_as(Caller(False, each.id)).status(archived=True)
            for each in engine.owners()
        ),
    ]


class Scene:
    """One change in a folder of its own: how all is before it, and after it has ended well."""

    def __init__(self, change: Change, template: Path, done: Path) -> None:
        self.change, self.template, self.done = change, template, done
        self.line = change.line
        with standing_in(template):
            for line in change.before:
                assert run_here(*line, now=sample.MOMENT - timedelta(days=2)).code == 0, line
            if change.prepare:
                change.prepare(template)
        self.before = facts_of(template / DATABASE)
        self.copied = {self.before}
        for copy in copies(template):
            self.copied.add(facts_of(copy))
        shutil.copytree(template, done)
        self.ran = ended(start(done, *self.line))
        assert self.ran.code == 0, (self.line, self.ran)
        self.after = facts_of(done / DATABASE)
        for copy in copies(done):
            self.copied.add(facts_of(copy))

    @cached_property
    def files(self) -> frozenset[str]:
        """What may lie in the folder before or after."""
        return frozenset(names(self.template) | names(self.done))

    def faults(self, folder: Path, *, acknowledged: bool) -> Iterator[str]:
        """What is wrong in a folder in which the change was cut short, and after the next one."""
        now = facts_of(folder / DATABASE)
        if acknowledged and now != self.after:
            yield "what was said to be done is not there"
        elif now not in (self.before, self.after):
            yield f"the change is there in part: {difference(now, self.before)}"
        for copy in copies(folder):
            if facts_of(copy) not in self.copied:
                yield f"the copy {copy.name} is neither of before nor of after"
        yield from wrong_sums(folder)
        for name in self.change.writes:
            target = folder / name
            if target.exists() and target.read_bytes() != (self.done / name).read_bytes():
                yield f"{name} is there in part"
        yield from self._faults_after_the_next(folder, unusable=now is None)

    def _faults_after_the_next(self, folder: Path, *, unusable: bool) -> Iterator[str]:
        """Two days later something else is done: all is well then, and nothing is left over."""
        for name in names(folder, every=True) - names(self.done, every=True) - self.files:
            past = (folder / name).lstat().st_mtime - _DAYS
            os.utime(folder / name, (past, past), follow_symlinks=False)
        with standing_in(folder):
            later = sample.MOMENT + timedelta(days=2)
            again = [self.line] if unusable or self.line[0] == "doctor" else []
            for line in (*again, self.change.then, ("doctor",)):
                ran = run_here(*line, now=later)
                if ran.code:
                    yield f"afterwards `{' '.join(line)}` answers {ran.code}: {ran.out}{ran.err}"
        yield from (f"left over: {name}" for name in leftovers(folder, self.files))


class Scenes:
    """A scene for each of the changes, set when it is first wanted."""

    def __init__(self, room: Path) -> None:
        self._room = room
        self._set: dict[int, Scene] = {}
        (room / "first").mkdir()
        with standing_in(room / "first"):
            sample.make(room / "first" / DATABASE, since=SINCE)
            trackers.write(room / "first")

    def __len__(self) -> int:
        return len(CHANGES)

    def __getitem__(self, number: int) -> Scene:
        """The scene of the nth round, each in its turn."""
        number %= len(CHANGES)
        if number not in self._set:
            template = self._room / f"{number}"
            shutil.copytree(self._room / "first", template)
            done = self._room / f"{number}-done"
            self._set[number] = Scene(CHANGES[number], template, done)
        return self._set[number]


@contextmanager
def all_scenes() -> Iterator[Scenes]:
    """The scenes, in folders that go at the end."""
    with a_folder() as room:
        yield Scenes(room)


@contextmanager
def played(scene: Scene) -> Iterator[Path]:
    """A folder in which all is as it was before the change."""
    with a_folder() as folder:
        shutil.copytree(scene.template, folder, dirs_exist_ok=True)
        yield folder


def copies(folder: Path) -> list[Path]:
    """The whole copies of databases in a folder."""
    ours = [*folder.glob("backups/*.db"), *folder.glob("kept.db"), *folder.glob("there/*.db")]
    return sorted(each for each in ours if not each.name.startswith("."))


def wrong_sums(folder: Path) -> Iterator[str]:
    """Copies that are not what the sum beside them says."""
    for noted in folder.rglob("*.sha256"):
        copy = noted.with_name(noted.name.removesuffix(".sha256"))
        words = noted.read_text().split()
        if not copy.exists():
            yield f"the sum {noted.name} has no copy"
        elif words[:1] != [hashlib.sha256(copy.read_bytes()).hexdigest()]:
            yield f"the sum of {copy.name} is wrong"


def names(folder: Path, *, every: bool = False) -> set[str]:
    """The paths of all files in a folder, with `every` those of folders too."""
    found = (each for each in folder.rglob("*") if every or not each.is_dir())
    return {str(each.relative_to(folder)) for each in found}


def leftovers(folder: Path, known: frozenset[str] = frozenset()) -> set[str]:
    """Files that are neither known, nor a database's copy or its sum."""
    kept = (DATABASE, "preferences.toml", "another.json")
    return {
        name
        for name in names(folder) - known
        if name not in kept
        and not (name.startswith("backups/") and not Path(name).name.startswith("."))
        and not (name.startswith("there/") and not Path(name).name.startswith("."))
    }


def difference(now: str | None, before: str | None) -> str:
    """Where two readings of a database part."""
    if now is None or before is None:
        return f"{'it cannot be used' if now is None else now[:200]}"
    place = next((i for i, (a, b) in enumerate(zip(now, before, strict=False)) if a != b), 0)
    return (
        f"…{now[max(place - 40, 0) : place + 80]}… was …{before[max(place - 40, 0) : place + 80]}…"
    )
