"""Why a database cannot be used, each in one plain sentence."""

from __future__ import annotations

import sqlite3

from unbroken.core.errors import Clash, ErrorCode, StoreError, Unreadable
from unbroken.core.typing import Final

_KINDS: Final = (
    (("SQLITE_BUSY", "SQLITE_LOCKED"), ErrorCode.LOCKED),
    (("SQLITE_NOTADB",), ErrorCode.NOT_A_DATABASE),
    (("SQLITE_CORRUPT",), ErrorCode.DAMAGED),
    (("SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_READONLY", "SQLITE_AUTH"), ErrorCode.NO_ACCESS),
    (("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_TOOBIG", "SQLITE_NOMEM"), ErrorCode.DISK),
)
_NO_SUCH: Final = "no such "
"""How SQLite begins to say that a table or a column is gone: the queries name only our own."""
_FORMAT: Final = "unsupported file format"
"""What SQLite says of a head whose number of the format is none; it gives that error no name."""
UNDECODABLE: Final = "Could not decode to UTF-8"
"""How the module for SQLite begins to say that a text is damaged."""
_SENTENCES: Final = {
    ErrorCode.LOCKED: "{path} is in use by another program; close that or try again in a moment.",
    ErrorCode.NOT_A_DATABASE: "{path} is not an Unbroken database; name another file with --db.",
    ErrorCode.DAMAGED: "{path} is damaged; `unbroken doctor --repair` mends what can be read of it,"
    " or restore a copy with `unbroken restore FILE`.",
    ErrorCode.NO_ACCESS: "{path} cannot be opened for writing;"
    " check who may use the file and its folder.",
    ErrorCode.DISK: "The disk refused to write {path}; free some space and try again."
    " Nothing was changed.",
    ErrorCode.NEWER_VERSION: "{path} was made by a newer version of Unbroken;"
    " update Unbroken to open it.",
}


def store_error(code: ErrorCode, path: str) -> StoreError:
    """The error of a kind, about a file."""
    return StoreError(code, _SENTENCES[code].format(path=path))


def translated(error: BaseException, path: str) -> StoreError | None:
    """What an SQLite error (or Peewee's wrapping of one) means to a person; None if it is none."""
    if isinstance(error, UnicodeDecodeError):
        return store_error(ErrorCode.DAMAGED, path)
    origin: BaseException | None = error
    while origin is not None and not isinstance(origin, sqlite3.Error):
        origin = origin.__cause__ or origin.__context__
    name = getattr(origin, "sqlite_errorname", None) or ""
    if str(origin).startswith(UNDECODABLE):
        return Unreadable("a text in it is not UTF-8")
    if name == "SQLITE_ERROR" and str(origin).startswith(_NO_SUCH):
        return Unreadable(f"it has no {str(origin).removeprefix(_NO_SUCH).replace(':', '')}")
    if name.startswith("SQLITE_CONSTRAINT"):
        return Clash(f"its rows do not go together ({origin})")
    if name == "SQLITE_ERROR" and str(origin) == _FORMAT:
        return store_error(ErrorCode.DAMAGED, path)
    if name == "SQLITE_READONLY_DBMOVED":
        return StoreError(
            ErrorCode.NO_ACCESS, f"{path} is not there any more; put it back, or start again."
        )
    for prefixes, code in _KINDS:
        if name.startswith(prefixes):
            return store_error(code, path)
    return None
