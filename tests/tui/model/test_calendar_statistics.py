"""Months, years and chains in numbers and words, for streaks of every kind."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tui.support import SetClock
from unbroken.engine.api import Engine, open_engine
from unbroken.tui.drawing.calendar_day import day_lines
from unbroken.tui.drawing.calendar_month import Choice
from unbroken.tui.drawing.calendar_year import year_lines
from unbroken.tui.model.calendar_page import CalendarPage, load_calendar
from unbroken.tui.model.calendar_statistics import (
    chain_words,
    share_words,
    summary_words,
    week_words,
    year_words,
)
from unbroken.tui.model.calendar_words import state_rows
from unbroken.wording.symbols import UNICODE
from unbroken.wording.told import Told
from unbroken.wording.year_review import sections

MARCH = date(2026, 3, 1)
NOW = datetime(2026, 3, 21, 12, tzinfo=UTC)


def kept(engine: Engine, days: Iterable[int], amount: int | None = None) -> None:
    """Logs on some days of March."""
    for day in days:
        engine.log("x", amount, at=NOW.replace(day=day))


def page_of(rules: dict[str, Any], days: Iterable[int], **more: Any) -> CalendarPage:
    """March 2026 of a streak that began with it, with logs on some of its days."""
    clock = SetClock(NOW.replace(day=1, hour=1))
    engine = open_engine(":memory:", clock=clock)
    engine.add("X", **{"starts_on": MARCH, **rules})
    clock.now = NOW
    kept(engine, days)
    for first, last in more.get("skips", ()):
        engine.skip("x", MARCH.replace(day=first), MARCH.replace(day=last))
    page = load_calendar(engine, "x", MARCH, year=True)
    engine.close()
    return page


WEEKLY = {"aggregation_period": "weekly"}
KINDS: list[tuple[str, dict[str, Any], Iterable[int], dict[str, Any], str]] = [
    ("nothing yet", {"starts_on": date(2026, 3, 21)}, [], {}, "nothing met or missed this month"),
    ("open today", {}, range(1, 21), {}, "20 of 20 met, 20 in a row"),
    ("met today", {}, range(1, 22), {}, "21 of 21 met, 21 in a row"),
    ("partly met today", {"aggregation_target_value": 2}, [21], {}, "0 of 20 met"),
    ("a gap", {}, [*range(1, 9), *range(10, 21)], {}, "19 of 20 met, 11 in a row"),
    (
        "a gap forgiven",
        {"grace_periods": 1},
        [*range(1, 9), *range(10, 21)],
        {},
        "19 of 20 met, 19 in a row",
    ),
    (
        "skipped days",
        {},
        [*range(1, 9), *range(12, 21)],
        {"skips": [(9, 11)]},
        "17 of 17 met, 17 in a row",
    ),
    (
        "met though skipped",
        {},
        range(1, 21),
        {"skips": [(9, 11)]},
        "20 of 20 met, 20 in a row",
    ),
    (
        "off days",
        {"schedule": ["monday", "friday"]},
        [2, 6, 9, 13, 16],
        {},
        "5 of 6 met, 5 in a row",
    ),
    ("days before the start", {"starts_on": date(2026, 3, 11)}, range(11, 21), {}, "10 of 10"),
    ("at most", {"goal": "at_most", "aggregation_target_value": 0}, [5], {}, "19 of 20 met"),
    (
        "at most, run",
        {"goal": "at_most", "aggregation_target_value": 0},
        [5, 21],
        {},
        "19 of 21 met, 15 in a row",
    ),
    (
        "weeks",
        WEEKLY,
        [1, 4, 10, 17],
        {},
        "4 of 4 weeks met, 4 in a row",
    ),
    ("a week missed", WEEKLY, [1, 4, 17], {}, "3 of 4 weeks met, 2 in a row"),
    ("a week excused", WEEKLY, [1, 4, 17], {"skips": [(9, 15)]}, "3 of 3 weeks met"),
    ("months", {"aggregation_period": "monthly"}, [3], {}, "1 of 1 month met"),
    ("an open month", {"aggregation_period": "monthly"}, [], {}, "nothing met or missed"),
    ("pairs of days", {"every": 2}, [1, 3, 7], {}, "3 of 10 periods met, 2 in a row"),
]


@pytest.mark.parametrize(
    ("rules", "days", "more", "told"), [each[1:] for each in KINDS], ids=[each[0] for each in KINDS]
)
def test_the_month_in_numbers(
    rules: dict[str, Any], days: Iterable[int], more: dict[str, Any], told: str
) -> None:
    page = page_of(rules, days, **more)
    assert summary_words(page).startswith(told)
    year = re.sub(r", (\d+) in a row", r" · longest run \1", told)
    year = year.replace("this month", "this year")
    assert year_words(page).replace(" days met", " met").startswith(year)


def test_a_year_is_told_as_its_review_tells_it() -> None:
    """A run that began in the year before has its whole length; of all, months have the shares."""
    clock = SetClock(datetime(2025, 12, 20, 12, tzinfo=UTC))
    engine = open_engine(":memory:", clock=clock)
    engine.add("X")
    engine.add("Gym", aggregation_period="weekly", aggregation_target_value=2)
    for _ in range(12):
        engine.log("x")
        clock.now += timedelta(days=1)
    for _ in range(10):
        engine.log("x")
        clock.now += timedelta(days=1)
    engine.log("gym")
    review = engine.year_review(2026, "x")
    assert review.figures.longest_run == 22
    page = load_calendar(engine, "x", date(2026, 1, 1), year=True)
    assert year_words(page) == "10 of 10 days met · longest run 22"
    page = load_calendar(engine, None, date(2026, 1, 1), year=True)
    drawn = year_lines(page, Choice(date(2026, 1, 1)), UNICODE, 120, 12)
    [january] = [each for each in engine.year_review(2026).months if each.asked]
    below = "".join(span.text for span in drawn[8].spans)
    assert below.split() == [f"{100 * january.met // january.asked}%"]
    engine.close()


def test_a_date_that_never_was_is_not_counted() -> None:
    clock = SetClock(datetime(2011, 12, 28, 20, tzinfo=UTC))
    engine = open_engine(":memory:", clock=clock)
    engine.edit_owner(engine.owner().id, tz="Pacific/Apia", always=True)
    engine.add("X", starts_on=date(2011, 12, 28))
    for day in (28, 29, 30):
        clock.now = datetime(2011, 12, day, 20, tzinfo=UTC)
        engine.log("x")
    page = load_calendar(engine, "x", date(2011, 12, 31))
    assert [day for day in range(28, 32) if day in {each.day for each in page.logs}] == [28, 29, 31]
    assert summary_words(page) == "3 of 3 met, 3 in a row"
    assert chain_words(page, date(2011, 12, 31)) == "3 days in a row since 28 December"
    engine.close()


@pytest.mark.parametrize(
    ("rules", "days", "day", "told"),
    [
        ({}, range(1, 21), 20, "20 days in a row since 1 March"),
        ({}, range(1, 21), 21, "20 days in a row since 1 March"),
        ({}, range(1, 21), 22, ""),
        ({}, range(1, 20), 21, ""),
        ({}, [1, *range(3, 8), 10], 5, "5 days in a row, 3 March to 7 March"),
        ({}, [1, *range(3, 8), 10], 1, "1 day in a row, 1 March"),
        ({}, [1, *range(3, 8), 10], 2, ""),
        ({"grace_periods": 1}, [18, 20], 19, "2 days in a row since 18 March"),
        (WEEKLY, [4, 10, 17], 8, "3 weeks in a row since 2 March"),
        ({"every": 2}, [1, 3, 7], 8, "1 period in a row, 7 March to 8 March"),
        ({"goal": "at_most"}, [], 20, "20 days in a row since 1 March"),
        ({"aggregation_period": "yearly"}, [1], 9, "1 year in a row since 1 January"),
    ],
)
def test_the_chain_in_words(
    rules: dict[str, Any], days: Iterable[int], day: int, told: str
) -> None:
    assert chain_words(page_of(rules, days), MARCH.replace(day=day)) == told


def test_a_chain_of_other_years_says_so() -> None:
    clock = SetClock(datetime(2024, 12, 30, 12, tzinfo=UTC))
    engine = open_engine(":memory:", clock=clock)
    engine.add("X")
    for day in (datetime(2024, 12, 31, 12, tzinfo=UTC), datetime(2025, 1, 1, 12, tzinfo=UTC)):
        clock.now = day
        engine.log("x")
    page = load_calendar(engine, "x", date(2025, 1, 1))
    assert chain_words(page, date(2025, 1, 1)) == "2 days in a row since 31 December 2024"
    clock.now = NOW
    page = load_calendar(engine, "x", date(2025, 1, 1))
    told = "2 days in a row, 31 December 2024 to 1 January 2025"
    assert chain_words(page, date(2025, 1, 1)) == told
    engine.close()


def test_a_year_of_all_says_where_longer_periods_count_and_where_not() -> None:
    clock = SetClock(NOW)
    engine = open_engine(":memory:", clock=clock)
    engine.add("Day", starts_on=MARCH)
    said = "0 of 20 days all met"
    for longer in (False, True):
        if longer:
            engine.add("Gym", aggregation_period="weekly", starts_on=MARCH)
        page = load_calendar(engine, None, NOW.date(), year=True)
        assert year_words(page, 80) == said + (" · longer periods count too" if longer else "")
        assert year_words(page, 40) == said
        head = year_lines(page, Choice(NOW.date()), UNICODE, 80, 12)[0].spans[0].text
        assert head.endswith("Dec daily" if longer else "Dec")
        lines = ["".join(text for text, _ in line) for line in _figures(engine)]
        assert ("So are perfect days; the map counts longer periods too." in lines) is longer
    engine.close()


def _figures(engine: Engine) -> Iterable[Told]:
    return next(iter(sections(engine.year_review(), 58, UNICODE))).lines


def test_what_is_open_for_longer_asks_for_nothing_on_a_day(tmp_path: Path) -> None:
    clock = SetClock(NOW.replace(day=4))
    engine = open_engine(tmp_path / "x.db", clock=clock)
    engine.add("Week", aggregation_period="weekly", aggregation_target_value=2)
    engine.add("Day")
    engine.add("Month", aggregation_period="monthly")
    for name in ("week", "month"):
        engine.log(name)
    page = load_calendar(engine, None, MARCH)
    told = [(each.name, each.state, each.asks) for each in state_rows(page, clock.now.date())]
    assert told == [("Day", "open", True), ("Month", "met", True), ("Week", "partial", False)]
    lines = day_lines(page, clock.now.date(), None, UNICODE, 40)
    said = ["".join(span.text for span in line.spans).split() for line in lines]
    assert said[1][-4:-1] == ["of", "2", "met"]
    assert said.index(["open", "for", "longer"]) == 6
    assert said[7][:2] == ["▣", "Week"]
    engine.close()


def test_all_streaks_by_their_states(tmp_path: Path) -> None:
    clock = SetClock(NOW.replace(day=1))
    engine = open_engine(tmp_path / "x.db", clock=clock)
    engine.add("X")
    engine.add("Y")
    page = load_calendar(engine, None, MARCH)
    assert summary_words(page) == "nothing met or missed this month"
    engine.log("x")
    page = load_calendar(engine, None, MARCH, year=True)
    assert summary_words(page) == year_words(page) == "no day is over yet; 1 of 2 met today"
    clock.now = NOW.replace(day=2)
    page = load_calendar(engine, None, MARCH)
    assert [each.state for each in state_rows(page, MARCH)] == ["met", "missed"]
    assert [each.state for each in state_rows(page, MARCH.replace(day=2))] == ["open", "open"]
    assert summary_words(page) == "0 of 1 day all met"
    assert share_words(page.days, page.today) == "50%"
    engine.close()


def test_what_another_month_shares_is_kept_until_something_changes() -> None:
    clock = SetClock(NOW)
    engine = open_engine(":memory:", clock=clock)
    engine.add("X")
    first = load_calendar(engine, "x", MARCH, year=True)
    engine.log("x")
    stale = load_calendar(engine, "x", date(2026, 4, 1), known=first)
    assert (stale.chains, stale.year) == (first.chains, first.year)
    assert load_calendar(engine, "x", MARCH).chains[0].length == 1
    assert load_calendar(engine, "x", date(2025, 3, 1), year=True, known=first).year != first.year
    engine.close()


@pytest.mark.parametrize(
    ("rules", "last", "said"),
    [
        ({}, 20, "5/5"),  # today is open
        ({}, 21, "6/6"),
        ({"goal": "at_most", "aggregation_target_value": 2}, 20, "5/5"),  # and it holds
        ({"aggregation_period": "weekly"}, 20, "5 ×"),
    ],
)
def test_a_week_counts_the_days_that_are_decided(
    rules: dict[str, Any], last: int, said: str
) -> None:
    page = page_of(rules, range(1, last + 1))
    week = [each for each in page.days if date(2026, 3, 16) <= each.date <= date(2026, 3, 22)]
    assert week_words(page, week) == said
