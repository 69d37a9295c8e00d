"""The one list of a streak's fields, and what is written out by hand beside it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from unbroken.core.amounts import decimal_of
from unbroken.core.results import Streak
from unbroken.core.rule_validation import DEFAULTS, check_rules
from unbroken.core.rules import Rules
from unbroken.core.streak_fields import FIELDS, RULES, STORED, Kind, StreakField
from unbroken.store.connection import MEMORY, Store
from unbroken.store.schema import ADDED
from unbroken.store.streaks import StreakRow
from unbroken.tui.model.rule_draft import Draft, as_written
from unbroken.wording.rule_fields import ENTRIES, FLAGS, LINES, SWITCHES

PAGE = (Path(__file__).parents[2] / "docs" / "interfaces.md").read_text(encoding="utf-8")
NAMES = tuple(field.name for field in FIELDS)


def name_of(field: StreakField) -> str:
    return field.name


def test_the_list_is_in_the_order_of_documents() -> None:
    [document] = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    [streak] = json.loads(document)["streaks"]
    assert tuple(streak) == NAMES


def test_every_kind_is_used() -> None:
    assert {field.kind for field in FIELDS} == set(Kind)


def test_answers_have_every_field() -> None:
    assert Streak._fields == (*NAMES, "rule")


def test_rows_have_every_field() -> None:
    stored = (field.name for field in STORED)
    assert StreakRow._fields == (*stored, "position", "targets", "milestones")
    assert set(StreakRow._fields) == {*NAMES, "position"}


def test_columns_are_those_of_the_table() -> None:
    store = Store(MEMORY)
    columns = {
        name: not required
        for _, name, _, required, _, _ in store.rows("PRAGMA table_info(streaks)")
    }
    store.close()
    assert columns == {
        **{field.column: field.is_optional for field in STORED},
        "position": False,
    }
    first = [each for each in columns if each not in ADDED["streaks"]]
    assert first == [*(each.column for each in STORED if each.column in first), "position"]
    assert [*columns] == [*first, *ADDED["streaks"]]  # what came later stands behind


def test_the_judge_takes_every_field_that_it_depends_on() -> None:
    assert {field.judged_as for field in FIELDS} - {None} == set(Rules._fields)


@pytest.mark.parametrize("field", [each for each in RULES if each.judged_as], ids=name_of)
def test_the_judge_has_the_same_defaults(field: StreakField) -> None:
    if field.name not in ("grace_periods", "starts_on"):
        assert getattr(Rules(), field.judged_as or "") == field.default


def test_what_is_no_rule_is_refused_and_what_is_one_is_not() -> None:
    given: dict[str, Any] = {field.name: None for field in RULES if field.is_optional}
    assert check_rules(given, DEFAULTS) == DEFAULTS


@pytest.mark.parametrize("field", RULES, ids=name_of)
def test_a_default_is_a_value_of_its_kind(field: StreakField) -> None:
    if field.choices:
        assert field.default in field.choices
    if field.kind == Kind.WHOLE and not field.is_optional:
        assert field.least <= field.default <= field.most


def test_the_draft_has_every_rule_with_its_default() -> None:
    assert set(Draft._fields) == {*(field.name for field in RULES), "milestones"}
    for field in RULES:
        default = decimal_of(field.default) if field.kind == Kind.TARGET else field.default
        assert getattr(Draft(), field.name) == as_written(field, default)


def test_every_rule_has_a_flag() -> None:
    flags = [each.field for each in FLAGS]
    assert len(flags) == len(set(flags))
    switched = {each.field for each in SWITCHES}
    assert {*flags, *switched} == {field.name for field in RULES} - {"name"}
    assert {field.name for field in RULES if field.kind == Kind.FLAG} <= switched


def test_the_flags_are_those_of_the_page() -> None:
    said = PAGE.partition("Rules flags of `add` and `edit`: `")[2].partition("`.")[0]
    told = set(re.findall(r"--[a-z-]+", said)) - {"--milestone"}
    assert told == {each.flag for each in (*FLAGS, *SWITCHES)}


def test_the_editor_has_an_entry_for_every_rule() -> None:
    entries = [entry.field for line in LINES for entry in line.entries]
    assert sorted(entries) == sorted(Draft._fields)
    for field in RULES:
        words = ENTRIES[field.name].words
        if field.kind == Kind.CHOICE:
            assert sorted(value for _, value in words) == sorted(field.choices)
        if field.kind == Kind.FLAG:
            assert len(words) == 1
        if field.kind == Kind.WHOLE:
            assert ENTRIES[field.name].refused
