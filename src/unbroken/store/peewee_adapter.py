"""Peewee on a connection that is open already."""

from __future__ import annotations

import sqlite3

from peewee import PeeweeException, SqliteDatabase

__all__ = ["PeeweeException", "adopt"]


class _Adopted(SqliteDatabase):
    """A database whose connection is given to it instead of being made by it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__(None)
        self._given = connection
        self.init("adopted")

    def _connect(self) -> sqlite3.Connection:
        return self._given


def adopt(connection: sqlite3.Connection) -> SqliteDatabase:
    """Peewee's view of a connection, for queries of the models."""
    database = _Adopted(connection)
    database.connect()
    return database
