"""The figures in words and charts: what they say, and that they fit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from unbroken import demo
from unbroken.core.figures import Statistics
from unbroken.core.instants import FIRST_INSTANT
from unbroken.core.local_days import LocalDays
from unbroken.core.results import Streak
from unbroken.engine.api import open_engine
from unbroken.engine.owner_clock import days_of
from unbroken.wording.figures import headline, sections
from unbroken.wording.overview import overview_row
from unbroken.wording.past import Past, past_sections
from unbroken.wording.symbols import ASCII, UNICODE, Shapes
from unbroken.wording.told import Section, percent, points

NOW = datetime(2026, 11, 21, 20, 10, tzinfo=UTC)
UTC_DAYS = LocalDays(((FIRST_INSTANT, "UTC"),))


@pytest.fixture(scope="module")
def known() -> Iterator[list[tuple[Statistics, Streak, Past]]]:
    """Ten streaks of a year, of every kind."""
    engine = open_engine(":memory:", clock=lambda: NOW)
    demo.fill(engine, NOW)
    streaks = {each.id: each for each in engine.streaks()}
    yield [
        (
            each,
            streaks[each.streak_id],
            Past(engine.progress(each.activity_type), engine.rewards(each.activity_type), UTC_DAYS),
        )
        for each in engine.statistics()
    ]
    engine.close()


@pytest.mark.parametrize("cells", [38, 78, 138])
@pytest.mark.parametrize("shapes", [UNICODE, ASCII], ids=("unicode", "ascii"))
def test_lines_fit_and_charts_say_their_numbers(
    known: list[tuple[Statistics, Streak, Past]], cells: int, shapes: Shapes
) -> None:
    for found, streak, past in known:
        for section in (
            Section("", tuple(headline(found, streak, cells, shapes))),
            *sections(found, streak, cells, shapes),
            *past_sections(past, found, streak, cells, shapes),
        ):
            for told in section.lines:
                text = "".join(piece for piece, _ in told)
                assert len(text) <= cells, (streak.name, section.title, text)
                assert shapes is UNICODE or text.isascii()
            said = "".join(piece for told in section.lines for piece, _ in told)
            assert any(char.isdigit() for char in said), section.title
            if section.title.startswith("Strength"):
                rows = [piece for told in section.lines[:-1] for piece, _ in told]
                carrying = sum(any(row[x] != " " for row in rows) for x in range(len(rows[0])))
                assert carrying >= min(cells, 60)


def test_a_limit_tells_its_slips(known: list[tuple[Statistics, Streak, Past]]) -> None:
    found, streak, past = next(each for each in known if each[1].goal == "at_most")
    assert found.slips is not None
    told = {each.title: each for each in sections(found, streak, 78, UNICODE)}
    first = "".join(piece for piece, _ in told["Slips"].lines[0])
    assert first.startswith(f"{found.slips.days_since} days since the last one")
    assert "Limit and done" in told
    [attempts] = past_sections(past, found, streak, 78, UNICODE)
    said = ["".join(piece for piece, _ in line).split() for line in attempts.lines]
    assert [line[0] for line in said] == [
        f"{each.current_progress_value}" for each in past.attempts[-6:]
    ]
    assert [line[2] for line in said] == ["slip"] * (len(said) - 1) + ["goes"]


def test_what_was_won_and_why_attempts_ended(
    known: list[tuple[Statistics, Streak, Past]],
) -> None:
    found, streak, past = next(each for each in known if each[1].completion_target_value)
    attempts, won = past_sections(past, found, streak, 78, UNICODE)
    said = ["".join(piece for piece, _ in line).split(maxsplit=2) for line in attempts.lines]
    assert said[0][2].startswith("completed ") and said[-1][2].rstrip() == "goes on"
    assert [line[1][0].strip() for line in won.lines] == [each.title for each in past.rewards[-6:]]
    early = found._replace(last_day=past.attempts[0].streak_started_at.date() - timedelta(days=1))
    assert not [*past_sections(past, early, streak, 78, UNICODE)]


def test_the_past_is_told_by_the_days_that_were_the_owners_then() -> None:
    moment = [datetime(2026, 3, 1, 12, tzinfo=UTC)]
    engine = open_engine(":memory:", clock=lambda: moment[0])
    engine.edit_owner(engine.owner().name, tz="Asia/Tokyo", always=True, day_start=4)
    engine.add("Walk", milestones=((2, "Two"),), completion_target_value=2)
    for at in (datetime(2026, 3, 2, 3, tzinfo=UTC), datetime(2026, 3, 3, 18, tzinfo=UTC)):
        moment[0] = at  # noon in Tokyo, and three in the night, which is of the 3rd still
        engine.log("walk")
    moment[0] = datetime(2026, 3, 9, 12, tzinfo=UTC)
    engine.edit_owner(engine.owner().name, tz="America/New_York")
    [found], streak = engine.statistics("walk"), engine.streak("walk")
    past = Past(engine.progress("walk"), engine.rewards("walk"), days_of(engine.owner()))
    attempts, won = past_sections(past, found, streak, 78, UNICODE)
    assert "completed 3 Mar" in text_of(attempts)
    assert text_of(won).startswith("3 Mar")
    assert engine.year_review(streak="walk").milestones[0].day == date(2026, 3, 3)
    # asked up to a day before, it went on, and how many it came to is not said
    [early] = engine.statistics("walk", last=date(2026, 3, 2))
    [attempts] = past_sections(past, early, streak, 78, UNICODE)
    assert text_of(attempts).split()[0].strip("━") == ""
    assert text_of(attempts).endswith("goes on")
    engine.close()


def text_of(section: Section) -> str:
    return "\n".join("".join(piece for piece, _ in line) for line in section.lines)


def test_a_strength_that_still_grows_is_told_as_so_far() -> None:
    now = datetime(2026, 3, 2, 12, tzinfo=UTC)
    engine = open_engine(":memory:", clock=lambda: now)
    engine.add("Call", aggregation_period="weekly")
    engine.log("call")
    [found] = engine.statistics("call")
    said = [
        "".join(piece for piece, _ in line)
        for line in headline(found, engine.streak("call"), 78, UNICODE)
    ]
    assert said[0] == "1 of 1 week  100%" and said[2].startswith("strength 1% so far")
    engine.close()


def test_what_is_not_known_yet_is_not_told() -> None:
    now = datetime(2026, 3, 1, 12, tzinfo=UTC)
    moments = [now]
    engine = open_engine(":memory:", clock=lambda: moments[0])
    engine.add("Sugar", goal="at_most")
    engine.add("Run", aggregation_method="sum")
    [limit] = engine.statistics("sugar")
    said = [
        "".join(piece for piece, _ in line)
        for line in headline(limit, engine.streak("sugar"), 78, UNICODE)
    ]
    assert said == [
        "Nothing is decided yet",
        "strength: too soon to say · run 0 · best 0 · 0 logs",
    ]
    for days, early in ((11, True), (12, False)):
        moments[0] = now + timedelta(days)
        [limit] = engine.statistics("sugar")
        lines = [*headline(limit, engine.streak("sugar"), 78, UNICODE)]
        assert ("too soon" in "".join(piece for each in lines for piece, _ in each)) is early
        titles = [each.title for each in sections(limit, engine.streak("sugar"), 78, UNICODE)]
        assert ("Strength by week" in titles) is not early
        [row] = engine.overview("sugar")
        assert ("too soon" in overview_row(row)) is early
        [limit] = engine.statistics("sugar", first=moments[0].date())
        assert limit.early is early
    moments[0] = now
    [before] = engine.statistics("run", last=date(2025, 2, 1))
    assert not [*sections(before, engine.streak("run"), 78, UNICODE)]
    engine.log("run", 10**9)
    [huge] = engine.statistics("run")
    told = {each.title: text_of(each) for each in sections(huge, engine.streak("run"), 78, UNICODE)}
    assert told["Target and done"].splitlines()[0].endswith(" 100,000,000,000%")
    engine.close()


def test_a_share_is_cut_to_whole_per_cents() -> None:
    assert [percent(each) for each in (None, Decimal("0.999999"), Decimal(1))] == [
        "-",
        "99%",
        "100%",
    ]
    assert [points(each) for each in (None, Decimal("0.5"), Decimal("-0.016"), Decimal(0))] == [
        *("", "+50", "-1", "same"),
    ]


def test_a_part_of_one_is_no_target_of_what_is_counted() -> None:
    now = datetime(2026, 11, 28, 12, tzinfo=UTC)
    with closing(open_engine(":memory:", clock=lambda: now)) as engine:
        engine.add("Call", aggregation_period="weekly")
        engine.add("Swim", aggregation_period="weekly", aggregation_method="sum", unit="km")
        told = []
        for found in engine.statistics():
            [aims] = [
                each
                for each in sections(found, engine.streak(found.activity_type), 78, UNICODE)
                if each.title == "Target and done"
            ]
            told.append(["".join(piece for piece, _ in line).split()[0] for line in aims.lines])
    assert told == [["quarter", "year"], ["week", "month", "quarter", "year"]]


@pytest.mark.parametrize("shapes", [UNICODE, ASCII], ids=("unicode", "ascii"))
def test_the_bar_of_the_headline_has_an_end_to_be_compared_with(
    known: list[tuple[Statistics, Streak, Past]], shapes: Shapes
) -> None:
    for found, streak, _ in known:
        [drawn] = [line for line in headline(found, streak, 78, shapes) if line[0][1] == "met"]
        assert [look for _, look in drawn] == ["met", "quiet"]
        assert len("".join(text for text, _ in drawn)) == 60
        assert found.share is not None
        assert drawn[1][0] or found.share > Decimal("0.98")


def test_attempts_are_drawn_from_the_first_that_is_told_on() -> None:
    now = [datetime(2026, 1, 1, 12, tzinfo=UTC)]
    with closing(open_engine(":memory:", clock=lambda: now[0])) as engine:
        engine.add("Walk")
        for day in [*range(200), *range(202, 310, 2), 310]:
            engine.log("walk", at=now[0])
            now[0] = datetime(2026, 1, 1, 12, tzinfo=UTC) + timedelta(day)
        [found] = engine.statistics("walk")
        past = Past(engine.progress("walk"), engine.rewards("walk"), UTC_DAYS)
        told = list(past_sections(past, found, engine.streak("walk"), 78, UNICODE))
    [attempts] = [each for each in told if each.title == "Attempts"]
    drawn = [line[1][0] for line in attempts.lines]
    assert len(drawn) == 6
    assert drawn[0].startswith("━")
    assert len({each.index("━") for each in drawn}) == 6
