"""A made-up, believable year of ten streaks of every kind, and one put away.

It is always the same for the same moment.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random
from typing import Any, Final, NamedTuple

from unbroken.core.ids import derived_id
from unbroken.engine.api import Engine
from unbroken.engine.owner_clock import today_of

_DAYS: Final = 365
_SEED: Final = 1913


class _Habit(NamedTuple):
    """One streak: its rules, and what was logged on a day so many days ago."""

    rules: dict[str, Any]
    logs: Callable[[Random, date, int], list[tuple[int, float, str]]]
    """Answers (minute of the day, value, note) of each log."""
    skips: tuple[tuple[int, int, str], ...] = ()
    """(first day, last day, reason), in days ago."""
    archived: int | None = None
    """How many days ago it was put away."""
    began: int = _DAYS
    """How many days ago it was made."""


def fill(engine: Engine, now: datetime) -> None:
    """Fills an empty database with the demo's year, up to `now`."""
    present = today_of(engine.owner(), now)
    random = Random(_SEED)
    streaks: list[dict[str, Any]] = []
    logs: list[dict[str, Any]] = []
    skips: list[dict[str, Any]] = []
    enrolments: list[dict[str, Any]] = []
    moments = engine.moments()
    for habit in _HABITS:
        key = habit.rules["activity_type"]
        begins = present - timedelta(days=habit.began)
        streak = {**habit.rules, "starts_on": begins.isoformat()}
        if habit.archived is not None:
            streak["archived_at"] = moments.on(present - timedelta(days=habit.archived))
        streaks.append(streak)
        enrolments.append({"activity_type": key, "enrolled_at": moments.on(begins)})
        for ago in range(_DAYS, -1, -1):
            day = present - timedelta(days=ago)
            for minute, value, note in habit.logs(random, day, ago):
                at = moments.at(day, minute // 60, minute % 60, 0)
                if at is None or datetime.fromisoformat(at) >= now:
                    continue
                log = {"activity_type": key, "activity_at": at, "local_date": day.isoformat()}
                own = derived_id("demo", key, len(logs))  # which orders what is of one instant
                logs.append({"id": own, **log, "value": value, "note": note})
        skips += [
            {
                "activity_type": key,
                "first_day": (present - timedelta(days=first)).isoformat(),
                "last_day": (present - timedelta(days=last)).isoformat(),
                "reason": reason,
            }
            for first, last, reason in habit.skips
        ]
    document = {"streaks": streaks, "enrolments": enrolments, "logs": logs, "skips": skips}
    engine.import_document(document, foreign=True, undoable=False)


def _chance(random: Random, part: float) -> bool:
    return random.random() < part


def _read(random: Random, day: date, ago: int) -> list[tuple[int, float, str]]:
    if ago == 0:
        return [(7 * 60 + 40, 14, "on the train")]
    if ago in (42, 97, 98, 203):
        return [(22 * 60, 8, "")] if ago == 97 else []
    first = random.choice((10, 12, 15, 20, 25, 30))
    note = random.choice(("", "", "", "on the train", "one chapter", "in bed"))
    return [(7 * 60 + random.randrange(50), first, note), (22 * 60 + random.randrange(40), 15, "")]


def _gym(random: Random, day: date, ago: int) -> list[tuple[int, float, str]]:
    wanted = day.weekday() in (0, 2, 4) and ago not in range(150, 166)
    if not wanted or (ago > 0 and _chance(random, 0.06)):
        return []
    return [(18 * 60 + random.randrange(60), 1, random.choice(("", "legs", "back", "")))]


def _meditate(random: Random, day: date, ago: int) -> list[tuple[int, float, str]]:
    if ago and (ago % 29 == 0 or ago in (61, 62)):
        return []
    return [(6 * 60 + 30 + random.randrange(20), 1, "")]


def _guitar(random: Random, day: date, ago: int) -> list[tuple[int, float, str]]:
    if day.weekday() > 4 or ago == 0 or ago in (33, 120, 121):
        return []
    return [(20 * 60 + random.randrange(50), 1, random.choice(("", "scales", "that solo", "")))]


def _water(random: Random, day: date, ago: int) -> list[tuple[int, float, str]]:
    glasses = 3 if ago == 0 else random.choice((7, 8, 8, 9, 9, 10))
    return [(8 * 60 + number * 70, 0.25, "") for number in range(glasses)]


def _coffee(random: Random, day: date, ago: int) -> list[tuple[int, float, str]]:
    cups = 3 if ago in (64, 211) else random.choice((1, 1, 2, 2))
    return [(8 * 60 + number * 180, 1, "") for number in range(1 if ago == 0 else cups)]


def _sugar(random: Random, day: date, ago: int) -> list[tuple[int, float, str]]:
    return [(15 * 60, 1, "birthday cake")] if ago in (88, 240) else []


def _family(random: Random, day: date, ago: int) -> list[tuple[int, float, str]]:
    return [(17 * 60, 1, random.choice(("", "mum", "Ada")))] if day.weekday() == 6 else []


def _running(random: Random, day: date, ago: int) -> list[tuple[int, float, str]]:
    if day.weekday() not in (1, 3, 5) or (ago and _chance(random, 0.1)) or ago == 0:
        return []
    distance = random.choice((5, 5.5, 6.2, 7.5, 8, 10.25))
    return [(7 * 60, distance, random.choice(("", "rain", "new shoes", "")))]


def _drawing(random: Random, day: date, ago: int) -> list[tuple[int, float, str]]:
    return [(21 * 60, 1, "")] if 0 < ago <= 18 or 40 <= ago < 70 else []


def _museums(random: Random, day: date, ago: int) -> list[tuple[int, float, str]]:
    return [(14 * 60, 1, "")] if ago in (71, 98, 126, 170, 214, 260, 301, 333) else []


def _streak(key: str, name: str, **rules: Any) -> dict[str, Any]:
    return {"activity_type": key, "name": name, **rules}


def _titles(*titles: tuple[int, str]) -> list[dict[str, Any]]:
    return [{"milestone_target_value": number, "title": title} for number, title in titles]


_HABITS: Final = (
    _Habit(
        _streak(
            "read",
            "Read",
            aggregation_method="sum",
            aggregation_target_value=20,
            unit="min",
            group="Mind",
            color="green",
            milestones=_titles((30, "A month of pages"), (100, "A hundred evenings")),
        ),
        _read,
    ),
    _Habit(_streak("meditate", "Meditate", group="Mind", grace_periods=1, strict=True), _meditate),
    _Habit(
        _streak("guitar", "Guitar", group="Mind", color="purple")
        | {"schedule": ["monday", "tuesday", "wednesday", "thursday", "friday"]},
        _guitar,
        ((100, 94, "a week by the sea"),),
    ),
    _Habit(
        _streak("gym", "Gym", group="Body", color="orange", grace_periods=1)
        | {
            "aggregation_method": "days",
            "aggregation_period": "weekly",
            "aggregation_target_value": 3,
        },
        _gym,
        ((166, 150, "a bad knee"),),
    ),
    _Habit(
        _streak("run", "Running", group="Body", unit="km", aggregation_method="sum")
        | {"aggregation_period": "monthly", "aggregation_target_value": 60},
        _running,
    ),
    _Habit(
        _streak("water", "Water", group="Body", unit="l", aggregation_method="sum", color="blue")
        | {"aggregation_target_value": 2},
        _water,
    ),
    _Habit(
        _streak("coffee", "Coffee", goal="at_most", aggregation_target_value=2, group="Less"),
        _coffee,
    ),
    _Habit(
        _streak("no-sugar", "No sugar", goal="at_most", aggregation_target_value=0, group="Less")
        | {"milestones": _titles((30, "Thirty clean days"))},
        _sugar,
    ),
    _Habit(
        _streak("family", "Call the family", aggregation_period="weekly", every=2, group="People"),
        _family,
    ),
    _Habit(
        _streak("drawing", "Thirty drawings", completion_target_value=30, color="pink")
        | {"milestones": _titles((10, "Ten sheets"), (20, "Twenty sheets"))},
        _drawing,
        ((39, 19, "no paper left"),),
        began=69,
    ),
    _Habit(
        _streak("museums", "Museums", aggregation_period="yearly", aggregation_target_value=6)
        | {"status": "archived"},
        _museums,
        archived=60,
    ),
)
