"""Who may import whom, and what a start must not load."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import unbroken

SOURCE = Path(unbroken.__file__).parent
FORBIDDEN = {
    "core": (
        *("unbroken.store", "unbroken.sync", "unbroken.engine", "unbroken.exchange"),
        *("unbroken.wording", "unbroken.cli", "unbroken.tui"),
        *("peewee", "pendulum", "textual", "rich", "sqlite3"),
    ),
    "store": (
        *("unbroken.sync", "unbroken.engine", "unbroken.exchange", "unbroken.wording"),
        *("unbroken.cli", "unbroken.tui"),
    ),
    "sync": (
        *("unbroken.engine", "unbroken.exchange", "unbroken.wording"),
        *("unbroken.cli", "unbroken.tui", "peewee", "textual", "rich", "sqlite3"),
    ),
    "wording": (
        *("unbroken.store", "unbroken.sync", "unbroken.engine", "unbroken.exchange"),
        *("unbroken.cli", "unbroken.tui", "peewee", "textual", "rich"),
    ),
    "exchange": (
        *("unbroken.store", "unbroken.cli", "unbroken.tui"),
        *("peewee", "textual", "rich"),
    ),
    "exchange/importers": ("unbroken.engine",),
    "exchange/documents": ("unbroken.engine",),
    "exchange/exporters": ("unbroken.engine",),
    "exchange/readers": ("unbroken.engine",),
    "engine": ("unbroken.exchange", "unbroken.cli", "unbroken.tui", "textual", "rich"),
    "cli": ("unbroken.store", "peewee"),
    "tui": ("unbroken.store", "unbroken.cli", "unbroken.http", "peewee"),
    "http": ("unbroken.store", "unbroken.cli", "unbroken.tui", "peewee", "textual", "rich"),
}
ALLOWED = {"exchange/output_files.py": frozenset({"unbroken.store.atomic_files"})}
"""The one way to write a file whole knows no table, so that exports are written by it too."""


@cache
def nodes_of(file: Path) -> tuple[ast.AST, ...]:
    """All that stands in a file."""
    return tuple(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))


def imported(file: Path) -> set[str]:
    """Every module that a file imports, anywhere in it."""
    names: set[str] = set()
    for node in nodes_of(file):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


@pytest.mark.parametrize("room", sorted(FORBIDDEN))
def test_imports_run_one_way(room: str) -> None:
    files = list((SOURCE / room).rglob("*.py"))
    assert files
    for file in files:
        allowed = ALLOWED.get(file.relative_to(SOURCE).as_posix(), frozenset())
        for name in imported(file) - allowed:
            for forbidden in FORBIDDEN[room]:
                assert not (name + ".").startswith(forbidden + "."), (file.name, name)


def test_only_the_engines_clock_reads_the_time() -> None:
    for file in SOURCE.rglob("*.py"):
        if file.name == "clock.py":
            continue
        for node in nodes_of(file):
            if isinstance(node, ast.Attribute) and node.attr in ("now", "utcnow", "today"):
                owner = node.value
                name = owner.id if isinstance(owner, ast.Name) else getattr(owner, "attr", "")
                assert name not in ("datetime", "date", "pendulum"), (file.name, node.lineno)


@pytest.mark.parametrize(
    ("statement", "absent"),
    [
        ("import unbroken", ("peewee", "sqlite3", "zoneinfo")),
        (
            "from unbroken import open_engine; open_engine(':memory:').status()",
            ("textual", "rich", "pendulum", "asyncio", "importlib.metadata"),
        ),
    ],
)
def test_what_is_not_needed_is_not_loaded(statement: str, absent: tuple[str, ...]) -> None:
    code = f"import sys\n{statement}\nprint([m for m in {absent!r} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"


SQL = re.compile(r"\b(SELECT|INSERT INTO|UPDATE \w+ SET|DELETE FROM|PRAGMA|CREATE TABLE|VACUUM)\b")


def texts_in(file: Path) -> Iterator[str]:
    """The texts in a file that are no docstrings."""
    prose = {
        id(statement.value)
        for statement in nodes_of(file)
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    }
    for node in nodes_of(file):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield node.value


def test_sql_stands_in_the_store_alone() -> None:
    """What reads other programs' SQLite files has statements of its own, over their tables."""
    elsewhere = [
        (file.relative_to(SOURCE).as_posix(), text)
        for file in SOURCE.rglob("*.py")
        if file.relative_to(SOURCE).parts[0] not in ("store", "exchange")
        for text in texts_in(file)
        if SQL.search(text)
    ]
    assert elsewhere == []
    assert any(SQL.search(text) for text in texts_in(SOURCE / "store" / "logs.py"))


def test_what_is_sqlites_own_stands_in_few_modules() -> None:
    """All other statements are plain enough for another database."""
    own = re.compile(r"\b(PRAGMA|VACUUM|sqlite_master|AUTOINCREMENT|STRICT)\b")
    found = {
        file.stem
        for file in (SOURCE / "store").glob("*.py")
        if any(own.search(text) for text in texts_in(file))
    }
    assert found == {
        *("backup", "connection", "integrity", "migrations", "raw_tables", "schema"),
    }


def test_no_module_imports_itself_by_way_of_others() -> None:
    """Imports inside functions and those for types count too."""
    modules = {}
    for file in SOURCE.rglob("*.py"):
        place = file.relative_to(SOURCE.parent).with_suffix("")
        modules[".".join(place.parts).removesuffix(".__init__")] = file
    graph = {name: _modules_in(file) & set(modules) - {name} for name, file in modules.items()}
    assert tuple(TopologicalSorter(graph).static_order())  # raises CycleError where there is one


def _modules_in(file: Path) -> set[str]:
    """Every module that a file imports, also as a name of its package."""
    found: set[str] = set()
    for node in nodes_of(file):
        if isinstance(node, ast.ImportFrom) and node.module:
            inner = {f"{node.module}.{each.name}" for each in node.names}
            found |= inner if node.module.count(".") < 2 else {node.module, *inner}
        elif isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
    return found


def test_an_import_inside_a_function_says_why() -> None:
    """Only a start-up that is felt is a reason: the line, or the one before it, says which."""
    for file in SOURCE.rglob("*.py"):
        lines = file.read_text(encoding="utf-8").splitlines()
        for node in nodes_of(file):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                for each in ast.walk(node):
                    if isinstance(each, ast.Import | ast.ImportFrom):
                        around = lines[each.lineno - 4 : each.lineno]
                        assert any("#" in line for line in around), (file.name, each.lineno)


NOT_OF_ONE_ROOM = frozenset({"oracle", "snapshots", "torture", "benchmarks"})
"""Folders of the tests that look at the product as a whole."""


def test_the_tests_stand_where_the_source_does() -> None:
    """What is in `src/unbroken/tui/screens` is tested in `tests/tui/screens`."""
    tests = Path(__file__).parent
    for file in tests.rglob("test_*.py"):
        room = file.parent.relative_to(tests)
        if not NOT_OF_ONE_ROOM & set(room.parts):
            # A folder named `http` would hide the standard library's from the tests.
            source = Path(*("http" if part == "service" else part for part in room.parts))
            assert (SOURCE / source / "__init__.py").is_file(), file
