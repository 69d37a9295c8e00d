"""Peewee's models by the names of their tables, loaded when the first of them is used."""

from __future__ import annotations

from unbroken.core.typing import Any


def model(table: str) -> Any:
    """The model of a table.

    Peewee takes longer to import than a whole command that reads or logs: those go without.
    """
    from unbroken.store.models import BY_TABLE  # Peewee takes longer than a command

    return BY_TABLE[table]
