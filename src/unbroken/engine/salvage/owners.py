"""Owners, and new ones for what belonged to those that are gone."""

from __future__ import annotations

from unbroken.core.owner_fields import DEFAULTS
from unbroken.core.reminders import read_quiet_hours
from unbroken.core.text import free_name
from unbroken.core.typing import Any
from unbroken.engine.salvage.app_rows import mend_apps_owner
from unbroken.engine.salvage.findings import called
from unbroken.engine.salvage.ids import new_id, own_id
from unbroken.engine.salvage.rows import Rows
from unbroken.engine.salvage.values import BOUNDS, LAST, passes_text, text_of, whole_of
from unbroken.store.stored_values import Row


def mend_owner(rows: Rows, row: Row) -> Row:
    """An owner, by a name that nobody else has."""
    whose = called(row["name"], "an owner")
    row["id"] = own_id(rows, "owners", row, whose)
    wanted = text_of(rows, row, "name", whose) or "Recovered"
    row["name"] = _free_name(rows, wanted)
    if row["name"] != wanted:
        rows.faults.append(f"{wanted}: another owner has that name")
    for column in BOUNDS:
        row[column] = whole_of(rows, row, column, whose)
    mend_apps_owner(rows, row, whose)
    hours = row["quiet_hours"]
    fits = hours is None or passes_text(read_quiet_hours, hours)
    row["quiet_hours"] = rows.fitting(hours, fits, whose, "quiet hours", None)
    return row


def new_owner(rows: Rows, key: Any) -> str:
    """Somebody for what belonged to an owner that is gone."""
    found = new_id("owners", key)
    row: Row = {"id": found, "name": _free_name(rows, "Recovered"), "position": LAST, **DEFAULTS}
    rows.made["owners"].setdefault(found, row)
    return found


def _free_name(rows: Rows, wanted: str) -> str:
    taken = {row["name"].casefold() for row in rows.made["owners"].values()}
    return free_name(wanted, lambda name: name.casefold() in taken)
