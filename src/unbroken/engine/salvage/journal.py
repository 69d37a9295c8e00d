"""Entries of the journal: whole, or not at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from unbroken.core.text import clean, is_harmless
from unbroken.core.typing import Any
from unbroken.engine.salvage.rows import Rows
from unbroken.engine.salvage.values import is_between, is_instant, is_key, passes
from unbroken.store.operations import read_part
from unbroken.store.stored_values import Row


def _can_be_read(data: bytes) -> bool:
    return passes(read_part, data)


def mend_journal(rows: Rows) -> None:
    """Entries of the journal with all their parts; one that cannot be read goes whole."""
    parts: dict[Any, list[Row]] = defaultdict(list)
    for part in rows.raw["change_parts"]:
        parts[part["change_id"]].append(part)
    made, made_parts = rows.made["changes"], rows.made["change_parts"]
    for row in rows.raw["changes"]:
        mine = parts.pop(row["id"], [])
        if row["id"] in made or not is_whole(row, mine):
            text = "the journal: a change cannot be read, and so not be taken back"
            rows.find(text, "changes", row, kept=False)
            for part in mine:
                rows.find(text, "change_parts", part, kept=False)
            continue
        if not is_harmless(row["label"]):
            text = "the journal: the words of a change have control characters in them"
            rows.find(text, "changes", row, kept=True)
        made[row["id"]] = row | {"label": clean(row["label"])}
        made_parts.update((part["id"], part) for part in mine)
    for orphans in parts.values():
        for part in orphans:
            text = "the table change_parts refers to a row of changes that is not there"
            rows.find(text, "change_parts", part, kept=False)


def is_whole(
    row: Row, parts: list[Row], is_readable: Callable[[bytes], bool] = _can_be_read
) -> bool:
    """Whether an entry can be read with parts of it."""
    return (
        type(row["id"]) is int
        and isinstance(row["label"], str)
        and is_key(row["owner_id"])
        and is_instant(row["made_at"])
        and is_between(row["undone"], 0, 1)
        and bool(parts)
        and all(type(part["id"]) is int and is_readable(part["data"]) for part in parts)
    )
