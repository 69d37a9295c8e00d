"""Which places a database can be synced to, and what is said where it is synced to none."""

from __future__ import annotations

import os

from unbroken.core.errors import ErrorCode, Refusal
from unbroken.engine.synchronisation.folder import GIT, shown_place
from unbroken.store.connection import MEMORY, Store
from unbroken.store.sync import load_vault
from unbroken.sync.waiting import read_waiting
from unbroken.wording.synchronisation import waits_sentence


def stored_place(folder: str, *, git: bool) -> str:
    """A place that a person names, as it is stored."""
    place = folder if "://" in folder else os.path.abspath(os.path.expanduser(folder))
    return f"{GIT}{place}" if git else place


def check_place(store: Store, folder: str) -> None:
    """Raises Refusal for a place that nothing can be synced to, and where it is done already."""
    refuse_synced(store)
    if store.path == MEMORY:
        raise Refusal(ErrorCode.IN_MEMORY, "This database is only in memory and is not synced.")
    if "://" in folder:
        return
    place = os.path.abspath(os.path.expanduser(folder))
    if not os.path.isdir(place):
        raise Refusal(ErrorCode.BAD_FILE, f"There is no folder {place}; make it first.")
    inside = os.path.realpath(store.path)
    if os.path.commonpath([inside, os.path.realpath(place)]) == os.path.realpath(place):
        raise Refusal(
            ErrorCode.BAD_FILE,
            f"The database itself lies in {place}, where two machines would overwrite it; choose"
            " another folder, or move the database out of it first.",
        )


def refuse_synced(store: Store) -> None:
    """Raises Refusal for a database that is synced."""
    vault = load_vault(store)
    if vault is not None:
        raise Refusal(
            ErrorCode.SYNCED,
            f"This database is synced to {shown_place(vault.place)} already; end that with"
            " `unbroken sync leave` first.",
        )


def not_arrived() -> Refusal:
    """There is a vault, and nothing in it yet."""
    return Refusal(
        ErrorCode.NOT_ARRIVED,
        "The folder has a vault, but nothing of what is in it has arrived here yet; wait until"
        " the folder is complete, then set it up again. If no other machine uses it, delete"
        " the folder “unbroken” in it first.",
    )


def not_synced(store: Store) -> Refusal:
    """The database is synced to no folder; or not yet, where it waits to be let into one."""
    said = waiting_text(store) or (
        "This database is not synced; `unbroken sync setup FOLDER` starts it."
    )
    return Refusal(ErrorCode.NOT_SYNCED, said)


def waiting_text(store: Store) -> str | None:
    """Where a database waits to be let in, in a sentence; None where it does not."""
    waiting = read_waiting(store.path)
    return None if waiting is None else waits_sentence(shown_place(waiting.place))
