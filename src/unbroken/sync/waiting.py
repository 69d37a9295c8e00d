"""What lies beside a database that waits to be let into a sealed folder."""

from __future__ import annotations

import os

from unbroken.core.typing import NamedTuple
from unbroken.store.atomic_files import write_new
from unbroken.sync.identity import place_of


class Waiting(NamedTuple):
    """For which folder a database waits, and as whom."""

    device: str
    """The device that it is to be."""
    identity: str
    """The secret key of that, which what it is given will be sealed to."""
    place: str
    """The folder, as it is stored."""


def read_waiting(path: str) -> Waiting | None:
    """For which folder a database waits; None where it waits for none."""
    try:
        with open(_waiting(path), encoding="utf-8", errors="surrogateescape") as file:
            device, identity, place = file.read().removesuffix("\n").split("\n", 2)
            return Waiting(device, identity, place)
    except (OSError, ValueError):
        return None


def write_waiting(path: str, waiting: Waiting) -> None:
    """Keeps a secret beside the database, readable by its owner alone. Raises OSError."""
    remove_waiting(path)
    write_new(_waiting(path), ("\n".join(waiting) + "\n").encode("utf-8", "surrogateescape"))


def remove_waiting(path: str) -> None:
    """Waits no more."""
    try:
        os.unlink(_waiting(path))
    except OSError:
        return


def _waiting(path: str) -> str:
    return f"{place_of(path)}-waiting"
