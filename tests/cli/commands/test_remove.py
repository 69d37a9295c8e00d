"""remove."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest

from ..conftest import Typed

Answered = Callable[..., Any]
Unbroken = Callable[..., Any]


@pytest.mark.usefixtures("read")
def test_remove(unbroken: Unbroken, answered: Answered) -> None:
    ran = unbroken("remove", "read")
    assert (ran.code, ran.err) == (2, "Nobody can be asked here; add --yes to remove Read.\n")
    assert unbroken("remove", "read", "--json").code == 2
    assert unbroken("remove", "nothing", "--yes").code == 1
    ran = unbroken("remove", "read", "--yes")
    assert ran.out == "Removed Read with your 2 logs; `unbroken undo` brings it back.\n"
    assert (
        unbroken("undo").out == "Took back: remove Read, 1 streak and 2 logs (a few seconds ago).\n"
    )
    assert answered("remove", "read", "--yes")["name"] == "Read"


@pytest.mark.usefixtures("read")
def test_remove_says_what_goes_of_everybody(
    unbroken: Unbroken, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked() -> str:
        monkeypatch.setattr("sys.stdin", Typed("n\n"))
        return unbroken("remove", "read").err.removesuffix(" [y/N] ")

    assert asked() == "Remove Read with your 2 logs?"
    for name, times in (("Ann", 2), ("Bo", 1), ("Cy", 0)):
        assert unbroken("owner", "add", name, "--tz", "UTC").code == 0
        for _ in range(times):
            assert unbroken("--owner", name, "log", "read", "20").code == 0
        if name == "Ann":
            assert asked() == "Remove Read with 4 logs, 2 of them of Ann?"
    assert asked() == "Remove Read with 5 logs, 2 of them of Ann and 1 of them of Bo?"
    ran = unbroken("--owner", "Ann", "remove", "read", "--yes")
    assert ran.err == "Only the first owner of this database may remove a streak.\n"


@pytest.mark.usefixtures("read")
def test_an_answer_that_is_no_text_is_no(
    unbroken: Unbroken, answered: Answered, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Latin(io.TextIOWrapper):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdin", Latin(io.BytesIO(b"\xffy\n"), encoding="utf-8"))
    ran = unbroken("remove", "read")
    assert (ran.code, ran.err) == (1, "Remove Read with your 2 logs? [y/N] ")
    assert len(answered("status")) == 1
