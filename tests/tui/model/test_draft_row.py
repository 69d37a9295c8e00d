"""The row that a draft will make."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from tui.support import Bench
from unbroken.core.results import TargetChange
from unbroken.engine.api import Engine
from unbroken.tui.model.dashboard_page import load_page
from unbroken.tui.model.draft_row import EditedRow, draft_row, edited_row
from unbroken.tui.model.streak_row import Row, rows_of


def test_a_streak_that_there_is_reads_as_it_stands_by_the_new_rules(
    bench: Callable[..., Bench],
) -> None:
    def rows(engine: Engine) -> list[EditedRow | None]:
        engine.add("Read", aggregation_method="sum", unit="min", aggregation_target_value=20)
        engine.log("read", 25)
        page, before = load_page(engine), engine.streak("read")
        edits: list[dict[str, Any]] = [
            {},
            {"name": "Lesen", "aggregation_target_value": 50},
            {"aggregation_period": "weekly"},
        ]
        tried = [engine.edit("read", dry_run=True, **rules) for rules in edits]
        return [
            edited_row(page, before, each.streak, each.streak.name, each.effects[0].after)
            for each in tried
        ]

    as_it_is, more, weekly = bench().edit(rows)
    assert as_it_is is not None and more is not None and weekly is not None
    assert (as_it_is.row.state, as_it_is.row.now, as_it_is.is_present) == ("met", "1", True)
    assert (more.row.state, more.row.now, more.is_present) == ("partial", "0", True)
    assert (more.row.name, more.row.amounts[-1]) == ("Lesen", "25/50")
    assert (weekly.row.state, weekly.row.now, weekly.is_present) == ("open", "1", False)


def test_a_draft_reads_as_its_row_will(bench: Callable[..., Bench]) -> None:
    def rows(engine: Engine) -> tuple[Row, Row]:
        engine.add("Swim", every=2, completion_target_value=3, aggregation_target_value=4)
        engine.status("swim")
        page = load_page(engine)
        streak = next(each for each in page.streaks.values() if each.name == "Swim")
        later = TargetChange(page.today + timedelta(1), Decimal(9))
        drafted = draft_row(page, streak._replace(targets=(later,)), "Swim")
        return drafted, next(row for row in rows_of(page) if row.name == "Swim")

    drafted, listed = bench().edit(rows)
    assert drafted.attempt == listed.attempt
    assert drafted.attempt is not None
    assert drafted.attempt.label == "period 1 of 3"
    assert drafted.amounts == listed.amounts
