"""How machines get the key of a sealed vault."""

from __future__ import annotations

import re
import sys
from base64 import b64decode
from pathlib import Path

import pytest

from effort import thorough
from sync.places import LAPTOP, SERVER, VAULT, segment, segments_of
from unbroken.core.errors import SyncError
from unbroken.sync.errors import Torn
from unbroken.sync.pairing import (
    admit,
    ask_to_join,
    asking,
    code_of,
    key_by_pairing,
    key_by_passphrase,
    let,
    plain_code,
    set_passphrase,
    withdraw,
)
from unbroken.sync.sealing import Sealing, new_identity
from unbroken.sync.transports.folder import Folder
from unbroken.sync.vault import create_vault, open_vault, read_manifest


def refused(caught: pytest.ExceptionInfo[SyncError]) -> str:
    assert caught.value.code == "sealed"
    return caught.value.message


def test_a_machine_is_let_in_and_reads_what_was_before(tmp_path: Path) -> None:
    place, key = Folder(tmp_path), Sealing(new_identity())
    create_vault(place, VAULT, key).append(segment(1))
    assert read_manifest(place).recipients == (key.recipient,)
    identity = new_identity()
    recipient = ask_to_join(place, SERVER, identity)
    assert ask_to_join(place, SERVER, identity) == recipient  # again
    assert asking(place) == {SERVER: recipient}
    assert key_by_pairing(place, SERVER, identity) is None
    assert let(place.files("unbroken")) == (frozenset(), (SERVER,), False)
    admit(place, key, SERVER, recipient)
    assert asking(place) == {}
    assert let(place.files("unbroken")) == (frozenset({SERVER}), (), False)
    got = key_by_pairing(place, SERVER, identity)
    assert got is not None
    assert got.identity == key.identity
    assert list(segments_of(open_vault(place, got), LAPTOP, 0)) == [segment(1)]
    with pytest.raises(Torn):
        key_by_pairing(place, SERVER, new_identity())
    files = b"".join(each.read_bytes() for each in tmp_path.rglob("*") if each.is_file())
    assert b"AGE-SECRET-KEY" not in files


def test_a_machine_that_lost_its_key_asks_with_another(tmp_path: Path) -> None:
    place, key = Folder(tmp_path), Sealing(new_identity())
    create_vault(place, VAULT, key)
    admit(place, key, SERVER, ask_to_join(place, SERVER, new_identity()))
    identity = new_identity()
    recipient = ask_to_join(place, SERVER, identity)
    admit(place, key, SERVER, recipient)
    got = key_by_pairing(place, SERVER, identity)
    assert got is not None
    assert got.identity == key.identity


def test_a_code_is_of_both_keys_and_typed_as_people_do() -> None:
    """Whoever carries the folder can exchange neither key without another code."""
    code = code_of("age1machine", "age1vault")
    assert re.fullmatch("([A-Z2-7]{4}-){3}[A-Z2-7]{4}", code)
    assert code not in (code_of("age1other", "age1vault"), code_of("age1machine", "age1other"))
    assert plain_code(f" {code.lower().replace('-', ' ')}") == plain_code(code)


def test_who_asks_no_more_is_not_asked_for(tmp_path: Path) -> None:
    place = Folder(tmp_path)
    ask_to_join(place, SERVER, new_identity())
    withdraw(place, SERVER)
    assert asking(place) == {}


IDENTITY = "AGE-SECRET-KEY-1QF22LJ8JG2UTUHHW6Q5SNLFDN3QL0HGV8Z490M8QY5VN7J4R8JVSADNGYK"
SEALED = b64decode(
    "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCA3N3VLQ0YwR1JUU0dqTTBhTzg4S2NnIDEKQXlaaWR5eElIY3JT"
    "cXdEMUhza24vQ2dNOWFtcFdKUTdLOTk2RUtsOXY3TQotLS0gTm9xOEptclBnV0lPRXdXTFVBU3crbWxnVElKSUhCNm0z"
    "WkZrbUVjVDFScwpshxZw/T00TnmDSi+S5GeKbp9AgIzHYeD0T1eHqm1+qpwXXh3eB0hIKzAnFtsIWW/cID/5B/jjvOBD"
    "DMxPDZaEtHjgil25PlZ6wkOMWh1mCmBQ5ZqiLrT6mX6lfdsuQrqgrQxRc8RERQNm"
)
"""The identity, sealed with “open sesame” by a machine so slow that it takes no time."""


def test_a_passphrase_that_is_set_opens_the_vault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not thorough():  # to seal with one takes a second of a free machine, on purpose
        monkeypatch.setattr("pyrage.passphrase.encrypt", lambda content, passphrase: SEALED)
    place, key = Folder(tmp_path), Sealing(IDENTITY)
    assert not let(place.files("unbroken")).passphrase
    with pytest.raises(SyncError) as caught:
        key_by_passphrase(place, "open sesame")
    assert "no passphrase" in refused(caught)
    set_passphrase(place, key, "open sesame")
    assert let(place.files("unbroken")).passphrase
    assert key_by_passphrase(place, "open sesame").identity == IDENTITY


def test_another_passphrase_opens_nothing(tmp_path: Path) -> None:
    place = Folder(tmp_path)
    place.write_new("unbroken/keys/passphrase.age", SEALED)
    assert key_by_passphrase(place, "open sesame").identity == IDENTITY
    with pytest.raises(SyncError) as caught:
        key_by_passphrase(place, "open barley")
    assert "not the passphrase" in refused(caught)
    place.delete("unbroken/keys/passphrase.age")
    place.write_new("unbroken/keys/passphrase.age", SEALED.replace(b" 1\n", b" 40\n"))
    with pytest.raises(SyncError) as caught:
        key_by_passphrase(place, "open sesame")
    assert "too slow" in refused(caught)


def test_what_is_no_key_is_told(tmp_path: Path) -> None:
    with pytest.raises(SyncError) as caught:
        Sealing("AGE-SECRET-KEY-1NONE")
    assert "no key" in refused(caught)
    with pytest.raises(SyncError) as caught:
        admit(Folder(tmp_path), Sealing(new_identity()), SERVER, "age1none")
    assert "no key" in refused(caught)


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyrage", None)
    with pytest.raises(SyncError) as caught:
        new_identity()
    assert caught.value.code == "not_installed"
    assert "pip install 'unbroken[crypt]'" in caught.value.message
