"""The JSON keys of results: every field is written or named as left out, as the page says."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import Any

import pytest

from unbroken.core import figures, reports, results, year_review
from unbroken.core.day_states import CalendarPeriod
from unbroken.core.exchange_results import Note
from unbroken.core.json_shapes import KEYS, LEFT_OUT, members_of
from unbroken.core.json_text import json_text
from unbroken.engine.api import Engine
from unbroken.engine.calendar import ChainDays, Recent

PAGE = Path(__file__).parents[2] / "docs" / "interfaces.md"
RESULTS: list[Any] = [
    *(
        each
        for module in (results, reports, figures, year_review)
        for each in vars(module).values()
        if hasattr(each, "_fields") and each.__module__ == module.__name__
        if each is not reports.Sentence  # of which `Why.lines` has the text
    ),
    *(CalendarPeriod, ChainDays, Recent, Note),
]
ON_THE_PAGE = {
    "Streak": "streak",
    "ProgressRecord": "progress record",
    "TaskProgress": "task_progress",
    "Enrolment": "enrolment",
    "Recording": "recording",
    "Log": "log",
    "Reward": "reward",
    "CalendarDay": "calendar day",
    "Skip": "skip",
    "Owner": "owner",
    "Change": "change",
    "Statistics": "statistics",
}
PLAIN = {
    "Any",
    "Iterator",
    "None",
    "Path",
    "Self",
    "Settings",
    "bool",
    "bytes",
    "dict",
    "int",
    "list",
    "str",
    "tuple",
}
"""What stands in the answers of the engine without being a result."""
OF_PROGRAMS = {"OwnersMoments", "Caller", "Clock", "Month"}
"""What the engine hands to code beside it, and no program reads as JSON."""


@pytest.mark.parametrize("result", RESULTS, ids=lambda each: each.__name__)
def test_every_field_is_written_or_left_out(result: Any) -> None:
    name = result.__name__
    fields = [key for key in KEYS[name] if not isinstance(getattr(result, key), property)]
    assert (*fields, *LEFT_OUT.get(name, ())) == result._fields


def test_no_keys_are_of_a_class_that_is_gone() -> None:
    names = [each.__name__ for each in RESULTS]
    assert sorted(KEYS) == sorted(names)
    assert set(LEFT_OUT) <= set(KEYS)


def test_every_answer_of_the_engine_has_keys() -> None:
    for name, method in inspect.getmembers(Engine, inspect.isfunction):
        answer = str(inspect.signature(method).return_annotation)
        for word in re.findall(r"\w+", answer.removeprefix("<class '")):
            if not name.startswith("_"):
                assert word in KEYS.keys() | PLAIN | OF_PROGRAMS, (name, answer)


@pytest.mark.parametrize(("name", "title"), ON_THE_PAGE.items())
def test_keys_are_those_of_the_page(name: str, title: str) -> None:
    page = PAGE.read_text(encoding="utf-8").partition("## 2.")[2].partition("## 3.")[0]
    said = " ".join(page.split())
    line = re.search(rf"- \*\*{title}\*\*(?: \(.*?\))?: `([^`]+)`", said)
    assert line is not None
    keys = re.sub(r" (\[\{.*?\}\]|\{.*?\}|\(.*?\))", "", line[1])
    assert tuple(keys.split(", ")) == KEYS[name]


def test_a_field_that_is_left_out_is_not_written() -> None:
    values: list[Any] = [None] * len(results.Enrolment._fields)
    assert tuple(dict(members_of(results.Enrolment(*values)))) == KEYS["Enrolment"]


def test_a_class_without_keys_is_refused() -> None:
    class Unknown(results.OwnerRef):
        pass

    with pytest.raises(TypeError, match="Unknown has no JSON keys"):
        json_text(Unknown("1", "x"))
