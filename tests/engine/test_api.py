"""The page of operations says of each what the function that carries it out says."""

from __future__ import annotations

import inspect
from importlib import import_module

import pytest

from unbroken.engine.api import Engine

OPERATIONS = {
    name: method
    for name, method in vars(Engine).items()
    if inspect.isfunction(method) and "module" in inspect.getclosurevars(method).nonlocals
}


def function_of(name: str) -> object:
    """The function that an operation's name stands for."""
    closure = inspect.getclosurevars(OPERATIONS[name]).nonlocals
    return getattr(import_module(f"unbroken.engine.{closure['module']}"), name)


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_signatures_agree(name: str) -> None:
    function = function_of(name)
    assert callable(function)
    declared = inspect.signature(OPERATIONS[name])
    carried_out = inspect.signature(function)
    named = list(carried_out.parameters.values())
    assert [each.name for each in named[:2]] == ["context", "caller"]
    assert [_said(each) for each in list(declared.parameters.values())[1:]] == [
        _said(each) for each in named[2:]
    ]
    assert declared.return_annotation == carried_out.return_annotation


def _said(parameter: inspect.Parameter) -> tuple[object, ...]:
    return parameter.name, parameter.kind, parameter.default, parameter.annotation
