"""The one list of a person's fields, and what is written out by hand beside it."""

from __future__ import annotations

import json
import re
from pathlib import Path

from unbroken.cli.arguments import Parser
from unbroken.cli.owner_options import declare_owner_options
from unbroken.core.owner_fields import DEFAULTS, FIELDS, SETTINGS, STORED
from unbroken.store.connection import MEMORY, Store
from unbroken.store.owners import OwnerRow
from unbroken.store.schema import ADDED
from unbroken.tui.model.field_help import FIELDS as HELP
from unbroken.tui.widgets.settings_form import LABELS

GLOBAL = {*vars(Parser("", "").read([]))}
"""The options of every command."""
PAGE = (Path(__file__).parents[2] / "docs" / "interfaces.md").read_text(encoding="utf-8")


def test_the_list_is_in_the_order_of_documents() -> None:
    [document] = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    [owner] = json.loads(document)["owners"]
    assert [*owner] == [field.name for field in FIELDS if field.name in owner]


def test_columns_are_those_of_the_table() -> None:
    store = Store(MEMORY)
    columns = {
        name: (kind, not required)
        for _, name, kind, required, _, _ in store.rows("PRAGMA table_info(owners)")
    }
    store.close()
    del columns["position"]
    assert [*columns] == [field.name for field in STORED]
    assert columns == {
        field.name: ("INTEGER" if field.default == 0 else "TEXT", field.default is None)
        for field in STORED
    }


def test_rows_of_before_hold_the_defaults() -> None:
    assert ADDED["owners"].items() <= DEFAULTS.items()


def test_rows_have_every_field() -> None:
    stored = {field.name for field in STORED}
    assert {*OwnerRow._fields, "day_start"} == {*stored, "days"}


def test_every_setting_has_an_option_and_a_field() -> None:
    parser = Parser("owner edit", "")
    declare_owner_options(parser)
    assert {"tz", *SETTINGS} == {*vars(parser.read([]))} - GLOBAL
    assert {*SETTINGS} <= LABELS.keys() & HELP["settings"].keys()
