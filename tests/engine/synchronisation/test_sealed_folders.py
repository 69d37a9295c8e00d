"""A sealed folder: who is let in, what is said, and that no secret lies anywhere in the open."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from machines import Machine, World, facts
from unbroken.core.errors import Refusal, StoreError
from unbroken.engine.api import open_engine
from unbroken.store.sync import load_vault
from unbroken.sync.errors import not_there
from unbroken.sync.sealing import Sealing

PHRASE = "open sesame, please"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """To seal with a passphrase takes a second of a free machine, on purpose."""

    def sealed(content: bytes, passphrase: str) -> bytes:
        return json.dumps([content.decode(), passphrase]).encode()

    def opened(content: bytes, passphrase: str) -> bytes:
        said, needed = json.loads(content)
        if passphrase != needed:
            import pyrage

            raise pyrage.DecryptError("no")
        return str(said).encode()

    monkeypatch.setattr("pyrage.passphrase.encrypt", sealed)
    monkeypatch.setattr("pyrage.passphrase.decrypt", opened)


@pytest.fixture
def first(world: World) -> Machine:
    """A machine that has sealed a folder."""
    machine = world.add()
    machine.engine.add("Read")
    machine.engine.log("read", note="a secret")
    machine.engine.sync_setup(machine.folder.place, seal=True)
    machine.is_synced = True
    return machine


def asked(world: World, first: Machine) -> tuple[Machine, str]:
    """A second machine that asks to be let in, and the code it shows."""
    second = world.add()
    world.carry(first, second)
    asked = second.engine.sync_ask(second.folder.place)
    assert second.engine.sync_ask(second.folder.place) == asked  # again
    world.carry(second, first)
    return second, asked.code


def let_in(world: World, first: Machine, second: Machine, code: str) -> None:
    first.engine.sync_admit(code)
    world.carry(first, second)
    assert second.engine.sync_place(second.folder.place).let_in
    second.engine.sync_setup(second.folder.place)
    second.is_synced = True


def secret_of(machine: Machine) -> str:
    vault = load_vault(machine.engine.store)
    assert vault is not None
    assert vault.secret is not None
    return vault.secret


def test_a_machine_is_let_in_by_the_code_it_shows(world: World, first: Machine) -> None:
    second, code = asked(world, first)
    assert len(first.engine.sync_status().asking) == 1
    status = second.engine.sync_status()
    assert status.folder is None
    assert "waits to be let into" in str(status.problem)
    with pytest.raises(Refusal, match="waits to be let into"):
        second.engine.sync()
    with pytest.raises(StoreError, match=f"run `unbroken sync admit {code}`"):
        second.engine.sync_setup(second.folder.place)
    with pytest.raises(Refusal, match="No machine that shows the code"):
        first.engine.sync_admit("AAAA-AAAA-AAAA-AAAA")
    let_in(world, first, second, code.lower().replace("-", ""))
    second.engine.log("read")
    world.settle()
    world.check()
    assert secret_of(first) == secret_of(second)
    for each in (first, second):
        status = each.engine.sync_status()
        assert status.sealed
        assert len(status.readers) == 2
        assert not status.passphrase
        assert status.asking == ()


def test_whoever_knows_the_passphrase_joins(quick: None, world: World) -> None:
    first, second = world.add(), world.add()
    first.engine.add("Read")
    first.engine.sync_setup(first.folder.place, passphrase=PHRASE)
    world.carry(first, second)
    place = second.engine.sync_place(second.folder.place)
    assert (place.sealed, place.passphrase, place.let_in) == (True, True, False)
    before = facts(second.engine), dict(second.folder.content)
    with pytest.raises(StoreError, match="not the passphrase"):
        second.engine.sync_setup(second.folder.place, passphrase="open barley, please")
    assert (facts(second.engine), second.folder.content) == before
    second.engine.sync_setup(second.folder.place, passphrase=PHRASE)
    first.is_synced = second.is_synced = True
    world.settle()
    world.check()
    assert second.engine.sync_status().passphrase


def test_no_secret_lies_in_the_folder_or_is_told(world: World, first: Machine) -> None:
    second, code = asked(world, first)
    waiting = Path(f"{second.path}-waiting")
    assert waiting.stat().st_mode & 0o777 == 0o600
    own = waiting.read_text().splitlines()[1]
    let_in(world, first, second, code)
    assert not waiting.exists()
    second.engine.log("read")
    world.settle()
    secret = secret_of(first)
    for each in (first, second):
        assert each.path.stat().st_mode & 0o777 == 0o600
        told = [
            *each.folder.content.values(),
            json.dumps(each.engine.export_document()).encode(),
            repr((each.engine.doctor(), each.engine.sync_status(), each.engine.journal())).encode(),
        ]
        for text in told:
            assert secret.encode() not in text
            assert own.encode() not in text
            assert b"AGE-SECRET-KEY" not in text
    assert not any(b"a secret" in each for each in first.folder.content.values())


def test_a_database_that_others_could_read_gets_private_with_the_key(world: World) -> None:
    machine = world.add()
    machine.path.chmod(0o644)
    machine.engine.sync_setup(machine.folder.place, seal=True)
    assert machine.path.stat().st_mode & 0o777 == 0o600


def test_a_folder_that_is_open_is_not_sealed_and_the_other_way_round(
    quick: None, world: World, first: Machine
) -> None:
    openly, other = world.add(), world.add()
    openly.engine.sync_setup(openly.folder.place)
    world.carry(openly, other)
    for given in ({"seal": True}, {"passphrase": PHRASE}):
        with pytest.raises(Refusal, match="without sealing it"):
            other.engine.sync_setup(other.folder.place, **given)
    with pytest.raises(Refusal, match="is not sealed"):
        other.engine.sync_ask(other.folder.place)
    with pytest.raises(Refusal, match="is not sealed"):
        openly.engine.sync_admit("CODE")
    other.folder.content = dict(first.folder.content)
    with pytest.raises(StoreError, match="is sealed; give its passphrase, or ask"):
        other.engine.sync_setup(other.folder.place)
    with pytest.raises(StoreError, match="has no passphrase"):
        other.engine.sync_setup(other.folder.place, passphrase=PHRASE)


def test_nothing_is_written_in_the_open_where_it_was_sealed(world: World, first: Machine) -> None:
    manifest = json.loads(first.folder.content["unbroken/vault.json"])
    manifest["recipients"] = None
    first.folder.content["unbroken/vault.json"] = json.dumps(manifest).encode()
    before = dict(first.folder.content)
    first.engine.log("read")
    assert "is not sealed any more" in str(first.engine.unsent_since)
    assert first.folder.content == before
    assert len(first.engine.history()) == 2
    manifest["recipients"] = ["age1another"]
    first.folder.content["unbroken/vault.json"] = json.dumps(manifest).encode()
    with pytest.raises(StoreError, match="has no key to it"):
        first.engine.sync()


def test_segments_of_another_folder_are_not_read_and_named(world: World, first: Machine) -> None:
    openly = world.add()
    openly.engine.add("Walk")
    openly.engine.sync_setup(openly.folder.place)
    for one, other in ((first, openly), (openly, first)):
        for name, content in list(other.folder.content.items()):
            if name.startswith("unbroken/d/") and name not in one.folder.content:
                one.folder.content[name] = content
    for each, said in ((first, "is not sealed, and this folder is"), (openly, "is sealed, and")):
        assert each.engine.sync_read() is None
        assert each.engine.sync().read == 0
        assert said in " ".join(each.engine.doctor().notes)
        assert len(each.engine.streaks()) == 1


def test_a_machine_that_is_not_wanted_asks_no_more(world: World, first: Machine) -> None:
    second, _ = asked(world, first)
    assert second.engine.sync_leave() == second.folder.place
    assert not any(name.endswith(".pub") for name in second.folder.content)
    with pytest.raises(Refusal, match="is not synced"):
        second.engine.sync_leave()


def test_waiting_ends_though_the_folder_is_gone(
    world: World, first: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    second, _ = asked(world, first)

    def gone(name: str) -> None:
        raise not_there(name)

    monkeypatch.setattr(second.folder, "delete", gone)
    assert second.engine.sync_leave() == second.folder.place
    assert not Path(f"{second.path}-waiting").exists()


def test_a_folder_that_nobody_has_written_to_lets_nobody_in(world: World, first: Machine) -> None:
    second = world.add()
    second.folder.content["unbroken/vault.json"] = first.folder.content["unbroken/vault.json"]
    with pytest.raises(Refusal, match="has arrived here yet"):
        second.engine.sync_ask(second.folder.place)


def test_a_copy_of_the_database_keeps_the_key(world: World, first: Machine) -> None:
    clone = world.clone(first)
    clone.engine.log("read")
    world.settle()
    world.check()
    assert len(first.engine.history()) == 2


def test_without_the_extra_one_sentence_says_what_to_install(
    world: World, first: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyrage", None)
    second = world.add()
    with pytest.raises(StoreError, match=r"pip install 'unbroken\[crypt\]'"):
        second.engine.sync_setup(second.folder.place, seal=True)
    assert second.folder.content == {}
    first.engine.log("read")
    assert "pip install 'unbroken[crypt]'" in str(first.engine.unsent_since)
    assert first.engine.sync_read() is None
    world.carry(first, second)
    with pytest.raises(StoreError, match=r"pip install 'unbroken\[crypt\]'"):
        second.engine.sync_ask(second.folder.place)


def test_a_machine_without_its_waiting_key_asks_anew(world: World, first: Machine) -> None:
    second, code = asked(world, first)
    first.engine.sync_admit(code)
    world.carry(first, second)
    Path(f"{second.path}-waiting").write_text("nonsense\n")
    assert not second.engine.sync_place(second.folder.place).let_in
    again = second.engine.sync_ask(second.folder.place)
    assert again.code != code
    world.carry(second, first)
    let_in(world, first, second, again.code)
    world.settle()
    world.check()


def test_the_key_is_that_of_the_folder(world: World, first: Machine) -> None:
    assert (
        Sealing(secret_of(first)).recipient
        in json.loads(first.folder.content["unbroken/vault.json"])["recipients"]
    )
    engine = open_engine(first.path, clock=first.clock)
    assert engine.is_synced
    engine.close()
