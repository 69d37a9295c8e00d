"""The row that a draft will make."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from tui.support import Bench
from unbroken.core.results import TargetChange
from unbroken.engine.api import Engine
from unbroken.tui.model.dashboard_page import load_page
from unbroken.tui.model.draft_row import draft_row
from unbroken.tui.model.streak_row import Row, rows_of


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
