"""A document of another machine, whose people are somebody here (docs/interfaces.md section 3)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from hand_clock import Hand
from unbroken.core.errors import ErrorCode, Refusal
from unbroken.engine.api import Engine, open_engine
from unbroken.engine.callers import Caller
from unbroken.engine.interchange.conflicts import NamesTaken

Days = set[int]

HERE: Days = {1, 3}
THERE: Days = {2, 3, 5}


def filled(engine: Engine, *names: str, days: Days, **rules: Any) -> Engine:
    """An engine with streaks that each have a log on days of February."""
    for name in names:
        engine.add(name, starts_on="2026-02-01", **rules)
        for day in sorted(days):
            engine.log(name, at=datetime(2026, 2, day, 12, tzinfo=UTC))
    return engine


@pytest.fixture
def here(engine: Engine) -> Engine:
    """The machine in use, with a log on the first and the third day."""
    return filled(engine, "Read", "Run", days=HERE)


@pytest.fixture
def other(clock: Hand) -> Iterator[Callable[[], Engine]]:
    """Makes engines of other machines, whose person is called the same."""
    engines: list[Engine] = []

    def make() -> Engine:
        engines.append(open_engine(":memory:", clock=clock))
        return engines[-1]

    yield make
    for each in engines:
        each.close()


@pytest.fixture
def there(other: Callable[[], Engine]) -> Engine:
    """Another machine, with logs on other days and a streak of its own."""
    return filled(other(), "Swim", "Read", days=THERE)


ME = {"": "me"}


def brought(engine: Engine, document: Any, persons: dict[str, str] | None = ME, **how: Any) -> Any:
    """What came in, joining streaks of a name unless said otherwise."""
    how = {"merge": True, **how}
    return engine.import_document(document, foreign=False, persons=persons, **how)


def test_what_the_other_machine_has_becomes_mine(here: Engine, there: Engine) -> None:
    document = there.export_document()
    with pytest.raises(NamesTaken):
        brought(here, document, merge=False)
    tried = brought(here, document, dry_run=True)
    done = brought(here, document)
    assert done == tried._replace(dry_run=False)
    assert (done.owners, done.streaks, done.enrolments, done.logs) == (0, 1, 1, 6)
    assert (done.newcomers, done.persons, done.owner_name) == ((), (("me", "me"),), "me")
    assert [each.name for each in here.owners()] == ["me"]
    assert {each.name: each.longest_streak for each in here.status()} == {
        "Read": 3,
        "Run": 1,
        "Swim": 2,
    }
    assert [each.name for each in here.status()] == ["Read", "Run", "Swim"]
    assert here.doctor().ok
    assert here.undo().label.startswith("import")
    assert here.redo()


def test_twice_is_once_also_without_a_word_of_it(here: Engine, there: Engine) -> None:
    document = there.export_document()
    brought(here, document)
    once = here.export_document()
    for persons in (ME, None, {"me": "me"}):
        again = brought(here, document, persons)
        assert (again.owners, again.streaks, again.enrolments, again.logs) == (0,) * 4
        assert again.persons == (("me", "me"),)
        assert here.export_document() == once
    there.log("read")
    assert brought(here, there.export_document(), None).logs == 1
    assert [each.name for each in here.owners()] == ["me"]


def test_another_name_goes_with_it(here: Engine, there: Engine) -> None:
    brought(here, there.export_document(), merge=False, name_as="Reading")
    assert {each.name: each.total_count for each in here.status()} == {
        "Read": 2,
        "Run": 2,
        "Reading": 3,
        "Swim": 3,
    }


def test_somebody_who_came_in_beside_me_is_not_me_any_more(here: Engine, there: Engine) -> None:
    document = there.export_document()
    assert brought(here, document, None).newcomers == ("me 2",)
    before = here.export_document()
    with pytest.raises(Refusal, match=r'“me 2” here already; .* `unbroken owner remove "me 2"`'):
        brought(here, document)
    assert here.export_document() == before
    assert brought(here, document, {"": "me 2"}).logs == 0
    here.remove_owner("me 2")
    assert brought(here, document).logs == 6


def test_where_there_is_only_one(here: Engine, there: Engine) -> None:
    document = there.export_document()
    for persons, said in (
        ({"Bo": "me"}, "In the file there is no owner “Bo”; there is only me."),
        ({"me": "Bo"}, "There is no owner “Bo”; there is only me."),
    ):
        with pytest.raises(Refusal) as caught:
            brought(here, document, persons)
        assert caught.value.message == said
    nobody = {"format": "unbroken", "version": 1, "owners": []}
    with pytest.raises(Refusal, match="The file names nobody"):
        brought(here, nobody, {"Bo": "me"})


def test_who_of_several_it_is(here: Engine, there: Engine) -> None:
    here.add_owner("Ana", tz="UTC")
    there.add_owner("Anna", tz="UTC")
    anna = there.acting_as(Caller(True, there.owner_named("Anna").id))
    anna.log("swim", at=datetime(2026, 2, 9, 12, tzinfo=UTC))
    document = there.export_document()
    with pytest.raises(Refusal, match=r'several people: “me”, “Anna”; .* --person "me=me"') as told:
        brought(here, document)
    assert told.value.code == ErrorCode.AMBIGUOUS_OWNER
    for persons, said in (
        ({"Bo": "me"}, "In the file there is no owner “Bo”; there are me, Anna."),
        ({"me": "Bo"}, "There is no owner “Bo”; there are me, Ana."),
    ):
        with pytest.raises(Refusal) as caught:
            brought(here, document, persons)
        assert caught.value.message == said
    done = brought(here, document, {"me": "me", "Anna": "Ana"})
    assert done.persons == (("me", "me"), ("Anna", "Ana"))
    assert [each.name for each in here.owners()] == ["me", "Ana"]
    logs = here.history("swim", all_owners=True)
    assert [len(logs), len(here.history("swim"))] == [4, 3]
    assert here.doctor().ok


def test_one_is_me_and_the_other_is_new(here: Engine, there: Engine) -> None:
    there.add_owner("Anna", tz="UTC")
    done = brought(here, there.export_document(), {"me": "me"})
    assert (done.owners, done.newcomers) == (1, ("Anna",))


def test_one_who_has_done_nothing_yet_is_somebody_too(engine: Engine, there: Engine) -> None:
    """Otherwise the document's person would take their place."""
    [me] = engine.owners()
    brought(engine, there.export_document())
    assert engine.owners() == [me]
    assert {each.name for each in engine.status()} == {"Swim", "Read"}


def test_somebody_stays_beside_one_who_is_new(engine: Engine, there: Engine) -> None:
    """Also where they have done nothing yet, here or there."""
    [me] = engine.owners()
    there.add_owner("Anna", tz="UTC")
    document = there.export_document()
    document |= {"streaks": [], "logs": [], "enrolments": []}
    done = brought(engine, document, {"me": "me"})
    assert (done.owners, done.newcomers) == (1, ("Anna",))
    assert next(each.id for each in engine.owners()) == me.id


def test_both_in_one_document_are_one(here: Engine, there: Engine) -> None:
    """The document knows me and who I am elsewhere."""
    [me] = here.owners()
    brought(there, here.export_document(), None)
    document = there.export_document()
    assert brought(here, document).logs == 6
    assert here.owners() == [me]
    assert {each.name: each.total_count for each in here.status()} == {
        "Read": 5,
        "Run": 2,
        "Swim": 3,
    }
    assert here.doctor().ok


def test_nobody_is_in_a_document_without_people(here: Engine) -> None:
    with pytest.raises(Refusal, match="names nobody"):
        brought(here, {"streaks": [{"activity_type": "read"}]})


def test_settings_and_travels_stay_those_of_here(here: Engine, there: Engine) -> None:
    there.edit_owner("me", tz="Asia/Tokyo", always=True, day_start=4, name="Jo")
    [me] = here.owners()
    done = brought(here, there.export_document())
    assert done.persons == (("Jo", "me"),)
    assert here.owners() == [me]


def test_a_pause_ends_where_the_streak_goes_on(here: Engine, there: Engine, clock: Hand) -> None:
    """A skip that goes on is a pause, and the streak here is none that is paused."""
    there.pause("read")
    there.pause("swim")
    clock.forward(days=3)
    document = there.export_document()
    done = brought(here, document)
    assert done.skips == 2
    assert [each.last_day for each in here.skips("read")] == [date(2026, 3, 3)]
    assert [each.last_day for each in here.skips("swim")] == [None]
    assert {each.name: each.status for each in here.status(archived=True)}["Read"] == "live"
    assert brought(here, document).skips == 0
    here.resume("swim")
    assert here.doctor().ok


@settings(max_examples=examples(150), deadline=None)
@given(
    ours=st.sets(st.integers(1, 26)),
    theirs=st.sets(st.integers(1, 26)),
    rules=st.sampled_from(
        [
            {},
            {"grace_periods": 1},
            {"aggregation_period": "weekly", "aggregation_target_value": 2},
            {"aggregation_period": "weekly", "aggregation_method": "days"},
            {"goal": "at_most", "aggregation_target_value": 1},
        ]
    ),
)
def test_two_machines_joined_are_as_one_that_had_it_all(
    ours: Days, theirs: Days, rules: dict[str, Any]
) -> None:
    clock = Hand(datetime(2026, 3, 1, 12, tzinfo=UTC))
    with (
        closing(open_engine(":memory:", clock=clock)) as here,
        closing(open_engine(":memory:", clock=clock)) as there,
        closing(open_engine(":memory:", clock=clock)) as whole,
    ):
        filled(here, "Read", days=ours, **rules)
        filled(there, "Read", days=theirs, **rules)
        filled(whole, "Read", days=ours, **rules)
        for day in sorted(theirs):
            at = datetime(2026, 2, day, 12, tzinfo=UTC) + timedelta(microseconds=1)
            whole.log("read", at=at)
        document = there.export_document()
        brought(here, document)
        ids = {each["id"] for each in document["logs"]}
        assert ids <= {each.id for each in here.history()}
        once = here.export_document()
        brought(here, document)
        assert here.export_document() == once
        assert _figures(here) == _figures(whole)
        assert here.doctor().ok


def _figures(engine: Engine) -> tuple[Any, ...]:
    [each] = engine.status()
    attempts = [
        (one.current_progress_value, one.streak_progress_status) for one in engine.progress()
    ]
    days = sorted(log.local_date for log in engine.history())
    return each.current_streak, each.longest_streak, each.total_count, each.due, attempts, days
