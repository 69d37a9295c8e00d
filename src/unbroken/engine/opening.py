"""Opening the engine, or the one concern of it that a command needs."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TypeVar

from unbroken.engine.callers import Caller
from unbroken.engine.clock import Clock, system_clock
from unbroken.engine.context import Desk
from unbroken.engine.owner_rows import find_person, load_people
from unbroken.engine.zones import use_newest_zone_data
from unbroken.store.connection import Store

if TYPE_CHECKING:
    from pathlib import Path

Kind = TypeVar("Kind", bound=Desk)


def default_path() -> str:
    """Where the database lies if nobody says otherwise: the platform's user data directory."""
    from platformdirs import user_data_dir

    return os.path.join(user_data_dir("unbroken", appauthor=False), "unbroken.db")


def open_desk(
    kind: type[Kind],
    path: Path | str | None = None,
    *,
    owner: str | None = None,
    caller: Caller | None = None,
    clock: Clock = system_clock,
    timeout: float = 5.0,
) -> Kind:
    """Opens one concern of the engine, or all of it, as `service.open_engine` says."""
    use_newest_zone_data()
    store = Store(path or os.environ.get("UNBROKEN_DB") or default_path(), timeout=timeout)
    try:
        if not store.rows("SELECT 1 FROM owners"):
            _make_first_owner(store)
        if caller is None:
            people = load_people(store)
            first = next(iter(people))
            meant = first if owner is None else find_person(people.values(), owner).id
            caller = Caller(meant == first, meant)
        return kind(store, clock, caller)
    except BaseException:
        store.close()
        raise


def _make_first_owner(store: Store) -> None:
    """A database has at least one owner (DOMAIN.md 1); the first start makes them."""
    from unbroken.engine.owners import insert_owner
    from unbroken.engine.unit_of_work import Change
    from unbroken.engine.zones import machine_zone

    with store.writing():
        if not store.rows("SELECT 1 FROM owners"):
            insert_owner(Change(store), {"name": "me"}, machine_zone())
