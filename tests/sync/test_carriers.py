"""Machines whose folders are carried carelessly: late, torn, in any order, what is gone first."""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from sync.places import VAULT, folder_of, segment, segments_of
from unbroken.sync.segments import Segment
from unbroken.sync.transports.folder import Folder
from unbroken.sync.vault import Vault, create_vault, open_vault

MACHINES = ("anna", "ben", "cleo")


class Machine:
    """A machine, its copy of the folder, and what it knows by it."""

    def __init__(self, name: str, path: Path) -> None:
        self.name, self.path, self.number, self.previous = name, path, 0, ""
        self.known: dict[str, set[str]] = {each: set() for each in MACHINES}
        self.read_to = dict.fromkeys(MACHINES, 0)

    @property
    def vault(self) -> Vault:
        return open_vault(Folder(self.path))

    def write(self) -> None:
        self.number += 1
        made = segment(self.number, self.name, previous=self.previous)
        self.previous = self.vault.append(made)
        self._take(made)

    def read(self) -> None:
        for device in self.vault.devices():
            for each in segments_of(self.vault, device, self.read_to[device]):
                assert each.first <= self.read_to[device] + 1 <= each.last
                self._take(each)

    def _take(self, each: Segment) -> None:
        self.known[each.device].update(operation.key for operation in each.operations)
        self.read_to[each.device] = each.last


def carry(source: Machine, target: Machine, random: Random, *, everything: bool) -> None:
    """Brings what `source` wrote: some of it, some of it torn, what is gone before what is new."""
    here, there = (folder_of(each.path, source.name) for each in (source, target))
    here.mkdir(exist_ok=True, parents=True)
    there.mkdir(exist_ok=True, parents=True)
    files = {file.name: file.read_bytes() for file in here.iterdir()}
    for file in there.iterdir():
        if file.name not in files and (everything or random.random() < 0.7):
            file.unlink()
    for name in random.sample(sorted(files), len(files)):
        content, file = files[name], there / name
        if file.exists() and file.read_bytes() == content:
            continue
        if everything or random.random() < 0.5:
            file.write_bytes(content)
        elif random.random() < 0.4:
            file.write_bytes(content[: random.randrange(len(content))])
        elif random.random() < 0.2:
            (there / f"{file.stem}.sync-conflict-20260101-120000-ABCDEFG.seg").write_bytes(content)


@settings(max_examples=examples(300))
@given(st.integers(0, 2**32))
def test_in_the_end_everybody_knows_everything(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    random = Random(seed)
    path = tmp_path_factory.mktemp("machines")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("unbroken.sync.segment_names.MANY", 3)
        machines = []
        for name in MACHINES:
            (path / name).mkdir()
            create_vault(Folder(path / name), VAULT)
            machines.append(Machine(name, path / name))
        for _ in range(40):
            machine = random.choice(machines)
            what = random.random()
            if what < 0.4:
                machine.write()
            elif what < 0.5:
                machine.vault.compact(machine.name)
            elif what < 0.6:
                machine.read()
            else:
                carry(machine, random.choice(machines), random, everything=False)
        for source in machines:
            for target in machines:
                if source is not target:
                    carry(source, target, random, everything=True)
        for machine in machines:
            machine.read()
            for other in machines:
                wanted = {f"{other.name[:1]}-{number}" for number in range(1, other.number + 1)}
                assert machine.known[other.name] == wanted
                assert machine.read_to[other.name] == other.number
    shutil.rmtree(path)
