"""Machines that share a folder, all in one process: a carrier in memory brings files late or torn.

Every machine has a database file and a clock of its own, and sees the folder as far as the carrier
has brought it there.
"""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest

from hand_clock import Hand
from stored_ids import text_of
from unbroken.core.errors import NotFound, Refusal
from unbroken.engine.api import Engine, open_engine
from unbroken.store.connection import Store
from unbroken.sync import transports

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
NAMES = ("Workout", "Read", "No sugar")
KEYS = ("k1", "k2")


class Folder:
    """A folder as one machine sees it; a transport of a vault.

    No machine has its database locked while it waits for the folder.
    """

    is_near = True

    def __init__(self, place: str) -> None:
        self.place = place
        self.content: dict[str, bytes] = {}
        self.is_there = True
        self.is_locked: Callable[[], bool] = lambda: False
        """Whether the database of the machine is locked."""

    def _wait(self) -> None:
        """A real one may take long."""
        assert not self.is_locked(), "others wait for the database meanwhile"

    def names(self) -> list[str]:
        self._wait()
        return [name for name in self.content if "/" not in name]

    def files(self, folder: str) -> list[str]:
        return list(self.sizes(folder))

    def sizes(self, folder: str) -> dict[str, int]:
        self._wait()
        start = f"{folder}/"
        return {
            name.removeprefix(start): len(data)
            for name, data in self.content.items()
            if name.startswith(start)
        }

    def read(self, name: str) -> bytes:
        self._wait()
        try:
            return self.content[name]
        except KeyError:
            raise FileNotFoundError(name) from None

    def write_new(self, name: str, content: bytes) -> None:
        self._wait()
        if name in self.content:
            raise FileExistsError(name)
        self.content[name] = content

    def delete(self, name: str) -> None:
        self._wait()
        self.content.pop(name, None)

    def pull(self) -> None:
        """Files come by the carrier."""
        self._wait()

    def push(self) -> None:
        """Files come by the carrier."""
        self._wait()

    def close(self) -> None:
        """Nothing is held open."""


class Machine:
    """A person's machine."""

    def __init__(self, home: Path, folder: Folder, ahead: timedelta) -> None:
        self.home, self.folder = home, folder
        self.clock = Hand(NOON + ahead)
        self.path = home / "unbroken.db"
        self.copies: list[Path] = []
        self.snapshots: list[tuple[dict[Path, bytes], dict[str, bytes], bool]] = []
        self.is_synced = False
        if not self.path.exists():
            self.path.write_bytes(_empty_database())
        self.engine = self.opened()
        folder.is_locked = lambda: self.engine.store.in_transaction

    def opened(self) -> Engine:
        """No run of this ends in a power cut: nothing waits for the disk."""
        engine = open_engine(self.path, clock=self.clock)
        engine.store.rows("PRAGMA synchronous = OFF")
        engine.store.rows("PRAGMA journal_mode = MEMORY")
        return engine

    def reopen(self) -> None:
        """Starts the program anew."""
        self.engine.close()
        self.engine = self.opened()

    def keep_copy(self) -> None:
        """A backup of the database, made by other means."""
        copy = self.home / f"copy-{len(self.copies)}.db"
        self.engine.close()
        shutil.copyfile(self.path, copy)
        self.copies.append(copy)
        self.engine = self.opened()

    def restore(self, copy: Path, *, in_place: bool) -> None:
        """Puts a backup back: into the same file, or as another one."""
        self.engine.close()
        if not in_place:
            self.path.unlink()
        shutil.copyfile(copy, self.path)
        self.engine = self.opened()

    def snapshot(self) -> None:
        """A snapshot of the whole machine: the database, what lies beside it, and the folder."""
        self.engine.close()
        self.snapshots.append((self._files(), dict(self.folder.content), self.is_synced))
        self.engine = self.opened()

    def roll_back(self, chosen: int) -> None:
        """The whole machine is as it was, as if nothing had happened since."""
        files, content, self.is_synced = self.snapshots[chosen]
        self.engine.close()
        for path in self._files().keys() - files.keys():
            path.unlink()
        for path, data in files.items():
            path.write_bytes(data)
        self.folder.content = dict(content)
        self.engine = self.opened()

    def _files(self) -> dict[Path, bytes]:
        names = ("unbroken.db", "unbroken.db-sync")
        return {path: path.read_bytes() for name in names if (path := self.home / name).exists()}

    def logs(self) -> dict[str, str | None]:
        """By id: the unique identifier of each log that is there."""
        rows = self.engine.store.rows("SELECT id, unique_identifier FROM logs")
        return {text_of(key): unique for key, unique in rows}


@cache
def _empty_database() -> bytes:
    """A database that nobody is in yet: to make its tables takes longer than a day on a machine."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        Store(path).close()
        return path.read_bytes()


class World:
    """Some machines, their folders, and what was recorded and deleted on them."""

    def __init__(self, home: Path, patch: pytest.MonkeyPatch, chance: random.Random) -> None:
        self.home, self.chance = home, chance
        self.folders: dict[str, Folder] = {}
        patch.setattr(transports, "transport_to", lambda place, git: self.folders[place])
        self.machines: list[Machine] = []
        self.recorded: dict[str, str | None] = {}
        self.deleted: set[str] = set()
        self.told: list[str] = []

    def close(self) -> None:
        for each in self.machines:
            each.engine.close()

    def add(self, ahead: timedelta = timedelta(0)) -> Machine:
        """One more machine, which is not synced yet."""
        machine = Machine(*self._room(), ahead)
        self.machines.append(machine)
        return machine

    def clone(self, machine: Machine) -> Machine:
        """One more machine, with a copy of the database of another one."""
        home, folder = self._room()
        machine.engine.close()
        shutil.copyfile(machine.path, home / "unbroken.db")
        machine.engine = machine.opened()
        new = Machine(home, folder, machine.clock.moment - NOON)
        new.engine.store.rows("UPDATE sync_vault SET place = ?", (folder.place,))
        new.is_synced = machine.is_synced
        folder.content = dict(machine.folder.content)
        self.machines.append(new)
        return new

    def set_up(self, machine: Machine) -> None:
        """Syncs a machine, once what the others have has been brought to it."""
        for each in self.machines:
            if each.is_synced:
                self.carry(each, machine)
        machine.engine.sync_setup(machine.folder.place)
        machine.is_synced = True

    def carry(self, source: Machine, target: Machine, *, late: float = 0, torn: float = 0) -> None:
        """Brings files from one machine's folder to another's, some of them late, some torn."""
        names = list(source.folder.content)
        self.chance.shuffle(names)
        for name in names:
            content = source.folder.content[name]
            if target.folder.content.get(name) == content or self.chance.random() < late:
                continue
            if self.chance.random() < torn and content:
                content = content[: self.chance.randrange(len(content))]
            known = target.folder.content.get(name, b"")
            if content.startswith(known):
                target.folder.content[name] = content
            elif not known.startswith(content):  # one of two is kept, the same everywhere
                target.folder.content[name] = max(content, known)
                other = min(content, known)
                target.folder.content[f"{name}.conflict-{crc32(other)}"] = other

    def do(self, machine: Machine, change: Callable[[Engine], Any]) -> None:
        """A change on a machine, or what the rules say against it; notes what came and went."""
        before = machine.logs()
        try:
            change(machine.engine)
        except (Refusal, NotFound):
            return
        after = machine.logs()
        self.recorded |= {key: after[key] for key in after.keys() - before.keys()}
        self.deleted |= before.keys() - after.keys()

    def settle(self) -> None:
        """Brings everything everywhere, until nothing new comes any more; the clocks agree."""
        latest = max(each.clock.moment for each in self.machines)
        for each in self.machines:
            each.clock.moment = latest
            if not each.is_synced:
                self.set_up(each)
        for _ in range(30):
            before = [dict(each.folder.content) for each in self.machines]
            changed = 0
            for each in self.machines:
                answer = each.engine.sync()
                changed += answer.read + answer.written
            for source in self.machines:
                for target in self.machines:
                    if source is not target:
                        self.carry(source, target)
            if not changed and before == [each.folder.content for each in self.machines]:
                return
        raise AssertionError("the machines do not come to rest")

    def check(self) -> None:
        """All machines agree on everything, and no log is lost."""
        first = facts(self.machines[0].engine)
        for each in self.machines[1:]:
            other = facts(each.engine)
            for part, value in first.items():
                assert other[part] == value, f"{part} differs"
        there = self.machines[0].logs()
        deleted = {self.recorded.get(key) for key in self.deleted}
        known = (deleted | set(there.values())) - {None}
        for key, identifier in self.recorded.items():
            if key not in self.deleted and key not in there:
                assert identifier in known, f"the log {key} is lost"
        for each in self.machines:
            assert each.engine.doctor().problems == ()

    def _room(self) -> tuple[Path, Folder]:
        number = len(self.machines)
        home = self.home / f"home-{number}"
        place = self.home / f"folder-{number}"
        home.mkdir()
        place.mkdir()
        folder = Folder(str(place))
        self.folders[folder.place] = folder
        return home, folder


def facts(engine: Engine) -> dict[str, Any]:
    """What a machine knows and judges."""
    return {
        "document": engine.export_document(),
        "progress": engine.progress(all_owners=True),
        "rewards": engine.rewards(all_owners=True),
    }


def random_change(chance: random.Random, engine: Engine) -> Callable[[Engine], Any]:
    """Something that a person does."""
    streaks = [each.activity_type for each in engine.streaks()]
    streak = chance.choice(streaks) if streaks else "workout"
    logs = [each.id for each in engine.history(all_owners=True)]
    log = chance.choice(logs) if logs else ""
    ago = timedelta(days=chance.randrange(20), hours=chance.randrange(5))
    at = engine.clock() - ago
    day = at.date()
    owners = [each.name for each in engine.owners()]
    owner = chance.choice(owners)
    name = chance.choice(NAMES)
    number = chance.randrange(1, 4)
    key = chance.choice(KEYS)
    return chance.choice(
        (
            *[lambda each: each.log(streak)] * 4,
            *[lambda each: each.log(streak, at=at)] * 4,
            lambda each: each.log(streak, at=at, unique_identifier=key),
            lambda each: each.log(name),
            lambda each: each.log(streak, tz="Asia/Tokyo"),
            *[lambda each: each.delete_log(log)] * 2,
            lambda each: each.edit_log(log, note=f"note {number}"),
            lambda each: each.edit_log(log, at=at),
            lambda each: each.add(name, aggregation_target_value=number),
            lambda each: each.add(name, milestones=[(number, "Prize")]),
            lambda each: each.add(name, goal="at_most", aggregation_target_value=number),
            lambda each: each.edit(streak, aggregation_target_value=number),
            lambda each: each.edit(streak, grace_periods=number, whole_history=True),
            lambda each: each.edit(streak, name=f"{name} {number}"),
            lambda each: each.edit(streak, activity_type=f"type{number}"),
            lambda each: each.edit(streak, color=chance.choice(("blue", "red"))),
            lambda each: each.edit(streak, milestones=[(number, "Cake"), (2, "Tea")]),
            lambda each: each.skip(streak, day),
            lambda each: each.skip(None, day, day + timedelta(days=2)),
            lambda each: each.unskip(streak, day),
            lambda each: each.pause(streak),
            lambda each: each.resume(streak),
            lambda each: each.archive(streak),
            lambda each: each.restore(streak),
            lambda each: each.remove(streak),
            lambda each: each.reorder([each.streak(streak).id]),
            lambda each: each.add_owner(chance.choice(("Ann", "Ben"))),
            lambda each: each.edit_owner(owner, name=chance.choice(("Ann", "Cid"))),
            lambda each: each.edit_owner(owner, week_start=chance.choice(("monday", "sunday"))),
            lambda each: each.edit_owner(owner, grace_period_days=number),
            lambda each: each.edit_owner(owner, tz=chance.choice(("Europe/Berlin", "UTC"))),
            lambda each: each.add_zone(owner, "America/New_York", at),
            lambda each: each.remove_owner(owner),
            lambda each: each.acting_as(other(each, owner)).log(streak, at=at),
            lambda each: each.configure("strict", chance.choice(("on", "off"))),
            *[lambda each: each.undo()] * 3,
            lambda each: each.redo(),
        )
    )


def other(engine: Engine, name: str) -> Any:
    """The caller who is somebody of that name."""
    from unbroken.engine.callers import owner

    return owner(engine.owner_named(name).id)


def play(world: World, steps: int, *, most: int = 5) -> None:
    """A story of some machines: changes, files that come late and torn, restores and clones."""
    chance = world.chance
    for _ in range(chance.randrange(2, 4)):
        world.add(timedelta(minutes=chance.randrange(-500, 500), days=chance.choice((0, 0, 900))))
    world.set_up(world.machines[0])
    for _ in range(steps):
        machine = chance.choice(world.machines)
        machine.clock.forward(minutes=chance.randrange(200))
        kind = chance.random()
        if kind < 0.7:
            world.do(machine, random_change(chance, machine.engine))
        elif kind < 0.85:
            world.carry(chance.choice(world.machines), machine, late=0.3, torn=0.1)
            if machine.is_synced:
                machine.engine.sync_read()
        elif kind < 0.89:
            if not machine.is_synced:
                world.set_up(machine)
        elif kind < 0.92:
            machine.keep_copy()
        elif kind < 0.94:
            if machine.copies and machine.is_synced:
                _restore(world, machine)
        elif kind < 0.96:
            if machine.is_synced and len(world.machines) < most:
                world.clone(machine)
        elif kind < 0.965:
            machine.snapshot()
        elif kind < 0.975:
            if machine.snapshots and machine.is_synced:
                _roll_back(world, machine)
        elif kind < 0.985:
            machine.reopen()
        elif machine.is_synced:
            machine.engine.sync()


def _restore(world: World, machine: Machine) -> None:
    """A machine goes back to a copy. What it had written into its folder stays there.

    What it had never written (none, since each change is written at once) would be gone.
    """
    was_synced = bool(machine.engine.is_synced)
    machine.restore(world.chance.choice(machine.copies), in_place=world.chance.random() < 0.5)
    machine.is_synced = bool(machine.engine.is_synced)
    assert was_synced or not machine.is_synced


def _roll_back(world: World, machine: Machine) -> None:
    """All of a machine is set back; what the others have got of it by then comes again.

    What nobody has got is gone with it.
    """
    for each in world.machines:
        if each is not machine:
            world.carry(machine, each)
    chosen = world.chance.randrange(len(machine.snapshots))
    if machine.snapshots[chosen][2]:
        machine.roll_back(chosen)
