"""How the app's modules import each other."""

from __future__ import annotations

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import unbroken.tui

FOLDER = Path(unbroken.tui.__file__).parent


def imported(file: Path) -> set[str]:
    """The modules of the app that a file imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{each.name}" for each in node.names)}
        elif isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
    return found


def test_no_module_imports_itself_by_way_of_others() -> None:
    """Imports inside functions and those for types count too."""
    modules = {}
    for file in FOLDER.rglob("*.py"):
        if file.name != "__init__.py":
            place = file.relative_to(FOLDER.parent).with_suffix("")
            modules[".".join(("unbroken", *place.parts))] = file
    assert "unbroken.tui.app" in modules
    graph = {name: imported(file) & set(modules) for name, file in modules.items()}
    assert tuple(TopologicalSorter(graph).static_order())  # raises CycleError where there is one
