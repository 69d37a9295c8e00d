"""What `open_engine` gives: every public method and property, and every type they speak of.

The names count, and neither the module nor the base class that something stands in.
"""

from __future__ import annotations

import ast
import builtins
import importlib
import importlib.util
import inspect
import re
import sys
from collections import abc
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, cast

from snapshots.golden import check_golden
from unbroken import open_engine

_PATH = re.compile(r"\b(?:[A-Za-z_]\w*\.)+(?=[A-Za-z_])")
_MISSING = object()
_UNNAMED = ("Any", "Path", "Self", "date", "datetime", "Decimal")
"""Names that need no explaining here: they are of no module of ours."""


class Known:
    """What was described, and what is still to be."""

    def __init__(self) -> None:
        self.waiting: dict[str, tuple[object, str]] = {}
        self.seen: set[str] = set()

    def text(self, annotation: Any, module: str) -> str:
        """An annotation with bare names only; the types of ours in it are noted."""
        if annotation is inspect.Parameter.empty:
            return "?"
        if annotation is None or annotation is type(None):
            return "None"
        said = annotation if isinstance(annotation, str) else inspect.formatannotation(annotation)
        said = re.sub(r"ForwardRef\('([^']*)'\)", r"\1", said)
        said = ast.unparse(ast.parse(_PATH.sub("", said), mode="eval"))
        for node in ast.walk(ast.parse(said, mode="eval")):
            if isinstance(node, ast.Name) and node.id not in _UNNAMED:
                self._note(node.id, module)
        return said

    def _note(self, name: str, module: str) -> None:
        found = resolved(name, module)
        known = found is not _MISSING or any(hasattr(each, name) for each in (builtins, abc))
        assert known, f"what is {name} in {module}?"
        if name not in self.seen and is_ours(found, module):
            self.seen.add(name)
            self.waiting[name] = (found, module)

    def signature(self, function: Any, module: str) -> str:
        """`(parameters) -> result`, without self."""
        called = inspect.signature(function)
        parameters = [
            each.replace(annotation=inspect.Parameter.empty)
            for each in called.parameters.values()
            if each.name != "self"
        ]
        said: list[str] = []
        star = False
        for each in parameters:
            if each.kind is each.VAR_POSITIONAL:
                star = True
            elif each.kind is each.KEYWORD_ONLY and not star:
                said.append("*")
                star = True
            given = called.parameters[each.name]
            text = f"{each.replace(default=each.empty)}: {self.text(given.annotation, module)}"
            if given.default is not given.empty:
                default = given.default
                shown = default.__name__ if inspect.isroutine(default) else repr(default)
                text += f" = {shown}"
            said.append(text)
            if each.kind is each.POSITIONAL_ONLY:
                said.append("/")
        return f"({', '.join(said)}) -> {self.text(called.return_annotation, module)}"


def resolved(name: str, module: str) -> object:
    """What a name means in a module, also where it is imported for types only."""
    loaded = sys.modules.get(module)
    if hasattr(loaded, name):
        return getattr(loaded, name)
    target, original = imported_by(module).get(name, (None, name))
    return _MISSING if target is None else getattr(importlib.import_module(target), original)


@cache
def imported_by(module: str) -> dict[str, tuple[str, str]]:
    """The names that a module imports from others, each with the module and the name there."""
    loaded = sys.modules[module]
    found: dict[str, tuple[str, str]] = {}
    for node in ast.walk(ast.parse(inspect.getsource(loaded))):
        if isinstance(node, ast.ImportFrom):
            dots = "." * node.level + (node.module or "")
            target = importlib.util.resolve_name(dots, loaded.__package__)
            found |= {alias.asname or alias.name: (target, alias.name) for alias in node.names}
    return found


def is_ours(found: object, module: str) -> bool:
    """Whether something is a type of the product, or a name that it gives to one."""
    if found is _MISSING or inspect.ismodule(found):
        return False
    if isinstance(found, type):
        return found.__module__.partition(".")[0] == "unbroken"
    return getattr(found, "__origin__", None) is not None and hasattr(found, "__args__")


def members(kind: type, known: Known) -> Iterator[str]:
    """The public methods and properties of a class, by name, wherever they are inherited from."""
    for name in sorted(each for each in dir(kind) if not each.startswith("_")):
        found = inspect.getattr_static(kind, name)
        if isinstance(found, staticmethod | classmethod):
            found = found.__func__
        if isinstance(found, property) or hasattr(found, "func"):  # the latter is cached
            getter: Any = found.fget if isinstance(found, property) else found.func
            result = inspect.signature(getter).return_annotation
            yield f"{name}: {known.text(result, getter.__module__)}"
        elif inspect.isfunction(found):
            yield f"{name}{known.signature(found, found.__module__)}"


def described(name: str, found: object, module: str, known: Known) -> Iterator[str]:
    """A type: its fields in order, then its methods."""
    if not isinstance(found, type):
        yield f"{name} = {known.text(found, module)}"
        return
    fields = getattr(found, "_fields", None) or tuple(getattr(found, "__dataclass_fields__", ()))
    if not fields and issubclass(found, str):
        yield f"{name}: " + ", ".join(map(str, cast(Any, found)))
        return
    yield f"{name}:"
    kinds: dict[str, Any] = {}
    for base in reversed(found.__mro__):
        kinds.update(inspect.get_annotations(base))
    defaults = getattr(found, "_field_defaults", {})
    for field in fields:
        default = f" = {defaults[field]!r}" if field in defaults else ""
        yield f"    {field}: {known.text(kinds[field], found.__module__)}{default}"
    for member in members(found, known):
        if member.partition("(")[0] not in ("count", "index"):
            yield f"    {member}"


def test_the_public_api(tmp_path: Path) -> None:
    now = datetime(2026, 3, 11, 10, tzinfo=UTC)
    engine = open_engine(tmp_path / "u.db", clock=lambda: now)
    engine.close()
    known = Known()
    lines = [f"open_engine{known.signature(open_engine, open_engine.__module__)}", ""]
    engine_type = type(engine)
    known.seen.add(engine_type.__name__)
    known.waiting.pop(engine_type.__name__, None)
    lines += ["The engine:", *(f"    {each}" for each in members(engine_type, known))]
    types: dict[str, list[str]] = {}
    while known.waiting:
        name, (found, module) = known.waiting.popitem()
        types[name] = list(described(name, found, module, known))
    for name in sorted(types):
        lines += ["", *types[name]]
    check_golden("public_api.txt", "\n".join(lines) + "\n")
