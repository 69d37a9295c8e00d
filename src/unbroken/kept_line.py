"""The line for prompts, kept beside the database for as long as it stays true.

`unbroken.db-due-plain` holds four lines: until which second since 1970 the second line, which is
the answer, is true; what `--check` answers, and since when; and what the answer is of. That is the
state of the database file, which SQLite counts in its bytes 24 to 27 with each change, and how the
question was put. A file that says anything else is passed over, and written anew.

It is read before anything is imported, so this needs nothing that a bare Python has not loaded.
"""

import os
import sys
import time

from unbroken.version import __version__

FORMATS = ("plain", "tmux")
"""The formats whose line holds for a while."""


def read_kept(argv: list[str]) -> tuple[str, int] | None:
    """The line that answers a command line with `due`, and the exit code that goes with it.

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
    path = given["--db"] or os.environ.get("UNBROKEN_DB")
    if (
        commands != ["due"]
        or len(formats) != 1
        or formats[0] not in FORMATS
        or os.environ.get("UNBROKEN_NOW")
    ):
        return None
    if not path:
        from unbroken.engine.data_folder import default_path  # only without a path

        path = default_path()
    owner = given["--owner"] or os.environ.get("UNBROKEN_OWNER") or None
    try:
        with open(_place(path, formats[0]), encoding="utf-8") as file:
            until, line, check, key, end = file.read().split("\n")
        code, since = map(int, check.split())
        holds = since <= time.time() < int(until)
    except (OSError, ValueError):
        return None
    if end or not holds or key != key_of(path, owner):
        return None
    return line, code if checks else 0


def key_of(path: str, owner: str | None) -> str | None:
    """What an answer is of: the state of a database file, and how it was asked.

    None where the file is being written, or cannot be looked at.
    """
    place = os.path.realpath(path)
    try:
        descriptor = os.open(place, os.O_RDONLY)
        try:
            found, counter = os.fstat(descriptor), os.pread(descriptor, 4, 24)
        finally:
            os.close(descriptor)
    except OSError:
        return None
    if os.path.exists(f"{place}-journal") or os.path.exists(f"{place}-wal"):
        return None
    state = (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, counter.hex())
    encoding = (sys.stdout and sys.stdout.encoding) or ""
    return repr((__version__, encoding.lower(), owner, *state))


def keep(path: str, format: str, line: str, code: int, holds: tuple[int, int], key: str) -> None:
    """Keeps a line that is true from one second since 1970 to another; or not, if that fails."""
    since, until = holds
    place = _place(path, format)
    folder, name = os.path.split(os.path.realpath(path))
    partial = os.path.join(folder, f".{name}.{os.getpid()}-{format}.partial")
    text = f"{until}\n{line}\n{code} {since}\n{key}\n"
    try:
        descriptor = os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        try:
            os.write(descriptor, text.encode())
        finally:
            os.close(descriptor)
        try:
            os.replace(partial, place)
        except OSError:
            os.unlink(partial)
    except OSError:
        return


def forget(path: str, format: str) -> None:
    """Takes away a line that may be true no more."""
    try:
        os.unlink(_place(path, format))
    except OSError:
        return


def _place(path: str, format: str) -> str:
    return f"{os.path.realpath(path)}-due-{format}"
