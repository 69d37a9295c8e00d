"""The chains and the periods that the engine answers fit what it says of the streak otherwise."""

from __future__ import annotations

from contextlib import closing
from datetime import date, timedelta

import pytest
from hypothesis import given, settings

from effort import examples
from engine.test_against_oracle import document_of, fair
from oracle.brute import Case
from oracle.cases import cases
from unbroken.core.errors import NotFound
from unbroken.core.instants import Instant, moment_of
from unbroken.engine.api import Engine, open_engine


@settings(max_examples=examples(150), deadline=None)
@given(cases())
def test_chains_periods_and_days_fit_the_status(case: Case) -> None:
    case = fair(case)
    with closing(open_engine(":memory:", clock=lambda: moment_of(Instant(case.now)))) as engine:
        engine.import_document(document_of(case, with_logs=True), foreign=False)
        [status] = engine.status("x")
        chains = engine.chains("x")
        assert max((each.length for each in chains), default=0) == status.longest_streak
        alive = [each.length for each in chains if each.alive]
        assert alive == [status.current_streak] * bool(status.current_streak)

        last = moment_of(Instant(case.now)).date() + timedelta(3)
        first = last - timedelta(60)
        [periods] = engine.periods("x", first, last).values()
        days = {each.date: each for each in engine.days("x", first, last)}
        for period in periods:
            inside = [day for at, day in days.items() if period.first_day <= at <= period.last_day]
            assert inside
            assert {day.state for day in inside} <= {period.state, "none"}
            if period.first_day >= first and period.last_day <= last:
                assert sum(day.value for day in inside) == period.value
        met = [each for each in periods if each.state == "met"]
        for each in met:
            assert sum(
                c.first_day <= each.first_day and each.last_day <= c.last_day for c in chains
            )


def test_a_chain_is_of_a_streak_that_there_is(engine: Engine) -> None:
    streak = engine.add("Walk")
    assert engine.chains("walk") == ()
    engine.log("walk")
    assert [each.length for each in engine.chains("walk")] == [1]
    assert set(engine.periods(None, date(2026, 3, 1), date(2026, 3, 1))) == {streak.id}
    with pytest.raises(NotFound):
        engine.chains("run")
