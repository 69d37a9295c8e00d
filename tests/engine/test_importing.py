"""What an import says of streaks that are there, and how it is told and stopped."""

from __future__ import annotations

from typing import Any

import pytest

from unbroken.engine import documents
from unbroken.engine.bringing import NamesTaken
from unbroken.engine.errors import Refusal
from unbroken.engine.reports import Numbers
from unbroken.engine.service import Engine


def document(*keys: str, days: int = 3, **more: Any) -> dict[str, Any]:
    """Another tracker's streaks, each with logs on the first days of February."""
    logs = [
        {"activity_type": key, "activity_at": f"2026-02-{day:02}T12:00:00Z"}
        for day in range(1, days + 1)
        for key in keys
    ]
    return {"streaks": [{"activity_type": key} for key in keys], "logs": logs, **more}


def test_effects_are_those_of_streaks_that_were_there(engine: Engine) -> None:
    engine.add("Read")
    engine.add("Run")
    before = engine.status()
    tried = engine.import_document(document("read", "swim"), foreign=True, merge=True, dry_run=True)
    assert engine.status() == before
    done = engine.import_document(document("read", "swim"), foreign=True, merge=True)
    assert done == tried._replace(dry_run=False)
    [effect] = done.effects
    assert (effect.activity_type, effect.owner, effect.logs) == ("read", "me", 3)
    assert effect.before == Numbers(0, 0, None, None)
    assert effect.after == Numbers(0, 3, 3, "broken")
    assert [name for name, _ in done.rules] == ["swim"]
    assert (str(done.first_day), str(done.last_day)) == ("2026-02-01", "2026-02-03")


def test_a_skip_has_an_effect_too(engine: Engine) -> None:
    engine.import_document(document("read", days=2), foreign=True)
    whole = engine.export_document()
    whole["skips"] = [{"activity_type": "read", "owner_id": whole["owners"][0]["id"]}]
    whole["skips"][0] |= {"first_day": "2026-02-03"}
    [effect] = engine.import_document(whole, foreign=False).effects
    assert effect.logs == 0
    assert (effect.before.current_streak, effect.after.current_streak) == (0, 2)
    assert engine.import_document(whole, foreign=False).effects == ()


def test_everybody_who_is_touched_is_named(engine: Engine) -> None:
    engine.add("Read")
    ana = engine.add_owner("Ana", tz="UTC")
    whole = engine.export_document()
    at = {"activity_type": "read", "activity_at": "2026-02-01T12:00:00Z"}
    whole["logs"] = [{**at, "owner_id": each["id"]} for each in whole["owners"]]
    effects = engine.import_document(whole, foreign=False).effects
    assert {(each.owner, each.logs, each.before.longest_streak) for each in effects} == {
        ("me", 1, 0),
        (ana.name, 1, 0),
    }


def test_names_that_are_taken_are_told(engine: Engine) -> None:
    engine.add("Read")
    engine.add("Run")
    with pytest.raises(NamesTaken) as caught:
        engine.import_document(document("read", "swim", "run"), foreign=True)
    assert caught.value.names == ("read", "run")
    assert caught.value.code == "streak_exists"


def test_another_name_is_not_one_of_the_document_either(engine: Engine) -> None:
    engine.add("Read")
    both = document("read", "swim")
    both["streaks"][0]["name"] = "Books"
    with pytest.raises(Refusal, match="There is a streak “Swim” already; choose another name"):
        engine.import_document(both, foreign=True, name_as="Swim")
    engine.import_document(both, foreign=True, name_as="Swim!")
    assert {each.activity_type for each in engine.status()} == {"read", "swim", "swim-2"}
    engine.undo()
    engine.import_document(both, foreign=True, name_as="Books")
    assert {each.name for each in engine.status()} == {"Read", "swim", "Books"}


def test_the_name_of_several_cannot_be_another(engine: Engine) -> None:
    engine.add("Read")
    engine.add("Run")
    for keys in (("read", "run"), ("swim",)):
        with pytest.raises(Refusal) as caught:
            engine.import_document(document(*keys), foreign=True, name_as="Books")
        assert caught.value.code == "bad_name"


def test_an_import_is_told_step_by_step(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "STEP", 2)
    monkeypatch.setattr("unbroken.engine.bringing.STEP", 2)
    steps: list[tuple[int, int]] = []

    def progressed(done: int, total: int) -> None:
        steps.append((done, total))

    engine.import_document(document("a", "b"), foreign=True, progressed=progressed)
    assert steps == [(2, 12), (4, 12), (6, 12), (8, 12), (9, 12), (11, 12), (12, 12), (1, 1)]
    assert {each.activity_type: each.longest_streak for each in engine.status()} == {"a": 3, "b": 3}
    assert engine.doctor().ok


class Enough(Exception):
    """Stops an import."""


@pytest.mark.parametrize("last", range(1, 9))
def test_an_import_that_is_stopped_leaves_nothing(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, last: int
) -> None:
    monkeypatch.setattr(documents, "STEP", 2)
    monkeypatch.setattr("unbroken.engine.bringing.STEP", 2)
    engine.add("A")
    before = engine.export_document()
    count = 0

    def progressed(done: int, total: int) -> None:
        nonlocal count
        count += 1
        if count == last:
            raise Enough

    with pytest.raises(Enough):
        engine.import_document(document("a", "b"), foreign=True, merge=True, progressed=progressed)
    assert engine.export_document() == before
    assert engine.undo().label == "add A"
