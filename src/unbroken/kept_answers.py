"""Answers kept beside the database for as long as they stay true: lines for prompts, and tables.

Each is a file: `unbroken.db-due-plain` begins with the second since 1970 until which the answer is
true, and the answer, which is one line there. Two more lines end it: what `--check` answers, and
since when; and what the answer is of. That is the state of the database file, which SQLite counts
in its bytes 24 to 27 with each change, and how the question was put. A file that says anything else
is passed over, and written anew.

It is read before anything is imported, so this needs nothing that a bare Python has not loaded.
"""

import os
import sys
import time

from unbroken.version import __version__

LINES = {"plain": "due-plain", "tmux": "due-tmux"}
"""By format the lines that are kept."""
TABLES = {"due": "due-table", "status": "status-table"}
"""By command the tables that are kept, where nothing more is asked."""


def read_kept(argv: list[str]) -> tuple[str, int] | None:
    """The answer to a command line, and the exit code that goes with it.

    None where none is kept that is true, and where something else is asked.
    """
    given, rest = {"--db": "", "--owner": ""}, iter(argv)
    formats: list[str] = []
    commands: list[str] = []
    checks = False
    for token in rest:
        name, glue, value = token.partition("=")
        if name in given:
            given[name] = value if glue else next(rest, "")
        elif name == "--format":
            formats.append(value if glue else next(rest, ""))
        elif token == "--short":
            formats.append("plain")
        elif token == "--check":
            checks = True
        else:
            commands.append(token)
    if commands == ["due"] and len(formats) == 1:
        kept = LINES.get(formats[0])
    elif len(commands) == 1 and not (formats or checks):
        kept = TABLES.get(commands[0])
    else:
        kept = None
    if kept is None or os.environ.get("UNBROKEN_NOW"):
        return None
    path = given["--db"] or os.environ.get("UNBROKEN_DB")
    if not path:
        from unbroken.engine.data_folder import default_path  # only without a path

        path = default_path()
    owner = given["--owner"] or os.environ.get("UNBROKEN_OWNER") or None
    try:
        with open(_place(path, kept), encoding="utf-8", newline="\n") as file:
            until, *lines, check, key, end = file.read().split("\n")
        code, since = map(int, check.split())
        holds = since <= time.time() < int(until)
    except (OSError, ValueError):
        return None
    if end or not holds or key != key_of(path, owner, kept):
        return None
    return "\n".join(lines), code if checks else 0


def key_of(path: str, owner: str | None, kept: str) -> str | None:
    """What an answer is of: the state of a database file, and how it was asked.

    None where the file is being written, or cannot be looked at.
    """
    try:
        place = os.path.realpath(path)
        descriptor = os.open(place, os.O_RDONLY)
        try:
            found, counter = os.fstat(descriptor), os.pread(descriptor, 4, 24)
        finally:
            os.close(descriptor)
    except (OSError, ValueError):
        return None
    if os.path.exists(f"{place}-journal") or os.path.exists(f"{place}-wal"):
        return None
    state = (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, counter.hex())
    encoding = (sys.stdout and sys.stdout.encoding) or ""
    asked = (__version__, encoding.lower(), owner, *state)
    return repr((*asked, *_terminal()) if kept in TABLES.values() else asked)


def _terminal() -> tuple[object, ...]:
    """What a table's width and colours depend on."""
    try:
        size = tuple(os.get_terminal_size(sys.stdout.fileno()))
    except (OSError, ValueError, AttributeError):  # it is no terminal
        return ()
    return (*size, os.environ.get("TERM"), os.environ.get("NO_COLOR"))


def keep(path: str, kept: str, text: str, code: int, holds: tuple[int, int], key: str) -> None:
    """Keeps an answer that is true from one second since 1970 to another; or not, if that fails."""
    since, until = holds
    place = _place(path, kept)
    folder, name = os.path.split(os.path.realpath(path))
    partial = os.path.join(folder, f".{name}.{os.getpid()}-{kept}.partial")
    whole = f"{until}\n{text}\n{code} {since}\n{key}\n"
    try:
        descriptor = os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        try:
            with open(descriptor, "w", encoding="utf-8", newline="\n") as file:
                file.write(whole)
            os.replace(partial, place)
        except OSError:
            os.unlink(partial)
    except OSError:
        return


def forget(path: str, kept: str) -> None:
    """Takes away an answer that may be true no more."""
    try:
        os.unlink(_place(path, kept))
    except OSError:
        return


def _place(path: str, kept: str) -> str:
    return f"{os.path.realpath(path)}-{kept}"
