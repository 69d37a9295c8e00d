"""Pictures are drawn anew with one Python only."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Begin = Callable[..., None]


@pytest.fixture
def begin(pytestconfig: pytest.Config, monkeypatch: pytest.MonkeyPatch) -> Begin:
    """Begins a run in which pictures are drawn anew or only compared, and made with a Python."""
    guard = pytestconfig.pluginmanager.getplugin(str(Path(__file__).with_name("conftest.py")))
    assert guard is not None

    def begin(*, anew: bool, python: tuple[int, int]) -> None:
        monkeypatch.setattr(pytestconfig.option, "update_snapshots", anew)
        monkeypatch.setattr(guard, "PICTURES_PYTHON", python)
        guard.pytest_configure(pytestconfig)

    return begin


def test_another_python_is_refused(begin: Begin) -> None:
    major, minor = sys.version_info[:2]
    expected = rf"with Python {major}\.{minor + 1} only; this is Python {major}\.{minor}\."
    with pytest.raises(pytest.UsageError, match=expected):
        begin(anew=True, python=(major, minor + 1))


def test_the_right_python_may_and_any_may_compare(begin: Begin) -> None:
    major, minor = sys.version_info[:2]
    begin(anew=True, python=(major, minor))
    begin(anew=False, python=(major, minor + 1))
