"""Running the command line in this process, on a copy of the sample."""

from __future__ import annotations

import io
import os
import re
import sqlite3
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest

from snapshots.golden import UUID, numbered_ids
from stored_ids import text_of
from unbroken import __version__
from unbroken.cli.main import main


class Stream(io.TextIOWrapper):
    """A standard stream that may be a terminal."""

    def __init__(self, text: str = "", *, terminal: bool = False, encoding: str = "utf-8") -> None:
        super().__init__(io.BytesIO(text.encode()), encoding=encoding, newline="")
        self._terminal = terminal

    def isatty(self) -> bool:
        """Whether it is to pass for a terminal."""
        return self._terminal

    @property
    def text(self) -> str:
        """What was written."""
        self.flush()
        raw = self.buffer
        assert isinstance(raw, io.BytesIO)
        return raw.getvalue().decode()


class Ran(NamedTuple):
    """What one command line did."""

    code: int
    out: str
    err: str


class Driver:
    """Runs command lines in a folder, and says what they did with nothing in it that varies.

    Ids that are in the sample stay as they are; new ones are u1, u2, … in order of appearance.
    """

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.known: frozenset[str] = frozenset()
        self._monkeypatch = monkeypatch

    def use(self, sample: Path) -> None:
        """Puts a fresh copy of the sample into the folder."""
        (self.folder / "u.db").write_bytes(sample.read_bytes())

    def run(self, *argv: str, typed: str | None = None, encoding: str = "utf-8") -> Ran:
        """Runs one command line; with `typed`, at a terminal where somebody types that."""
        terminal = typed is not None
        out, err = (Stream(terminal=terminal, encoding=encoding) for _ in range(2))
        with self._monkeypatch.context() as patch:
            patch.setattr(sys, "stdin", Stream(typed or "", terminal=terminal))
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            code = main(argv)
        return Ran(code, out.text, err.text)

    def told(self, argv: Sequence[str], **how: str) -> str:
        """A command line and what it did, as a golden file has it."""
        ran = self.run(*argv, **how)
        said = [f"$ unbroken {' '.join(map(quoted, argv))}".rstrip()]
        said += [f"# {name}: {value!r}" for name, value in how.items()]
        said.append(f"exit {ran.code}")
        said += [f"--- {name}\n{text}" for name, text in zip(("out", "err"), ran[1:], strict=True)]
        return self.steady("\n".join(said).rstrip("\n") + "\n\n")

    def steady(self, text: str) -> str:
        """The text without paths of this run, new ids, and what depends on the machine."""
        text = text.replace(str(self.folder), "FOLDER").replace(__version__, "VERSION")
        text = re.sub(r"\d{4}[a-z] \((the system's|packaged)\)", "ZONE-DATA", text)
        return numbered_ids(text, self.known)


def quoted(word: str) -> str:
    """A word of a command line as one would type it."""
    return word if word and not re.search(r"[\s'\"|*]", word) else f"'{word}'"


def ids_in(path: Path) -> frozenset[str]:
    """Every id in a database file."""
    with closing(sqlite3.connect(path)) as connection:
        logs = {text_of(key) for (key,) in connection.execute("SELECT id FROM logs")}
        return frozenset(logs.union(UUID.findall("\n".join(connection.iterdump()))))


def listing(folder: Path) -> str:
    """The files below a folder, with what is in them."""
    files = sorted(each for each in folder.rglob("*") if each.is_file())
    return "".join(
        f"=== {os.path.relpath(each, folder)}\n{each.read_bytes().decode()}\n" for each in files
    )
