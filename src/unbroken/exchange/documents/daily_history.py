"""One owner's history in a document, as trackers hold it that have one mark a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final, NamedTuple

from unbroken.core.text import clean
from unbroken.exchange.contract import ExportedFolder, ExportSource
from unbroken.exchange.notes import NoteTally

DAYS: Final = {"daily": 1, "weekly": 7, "monthly": 30, "quarterly": 91, "yearly": 365}
"""How many days stand for a period where only rolling windows of days are known."""

WITHOUT_TIMES: Final = (
    "Times of day, time zones and ids were left out: that format has one entry a day and no more."
)
"""What is said once of every folder."""


class DayLogs(NamedTuple):
    """What was recorded on one local date."""

    times: int
    total: Decimal
    note: str


class History(NamedTuple):
    """One streak of one owner; days are `YYYY-MM-DD`."""

    streak: Mapping[str, Any]
    target: int | Decimal
    """The target that holds today."""
    logs: dict[str, DayLogs]
    skips: dict[str, str]
    """The reason of every skipped day up to today that has no log."""


def exported(
    files: Mapping[str, Iterable[str]], found: Sequence[History], notes: NoteTally
) -> ExportedFolder:
    """A folder of files, each given by its lines, in which histories were written."""
    texts = {path: "".join(f"{line}\n" for line in lines) for path, lines in files.items()}
    days = sum(len(each.logs) for each in found)
    return ExportedFolder(texts, notes.collected(), len(found), days)


def frequency(streak: Mapping[str, Any], target: int | Decimal) -> tuple[int, int]:
    """(times, days): on how many days of a rolling window there must be an entry."""
    days = DAYS[streak["aggregation_period"]] * streak["every"]
    if streak["schedule"]:
        return (len(streak["schedule"]), 7) if len(streak["schedule"]) < 7 else (1, 1)
    if streak["aggregation_method"] == "sum" or target <= 1:
        return 1, days
    return min(int(target), days), days


def histories(source: ExportSource, notes: NoteTally) -> list[History]:
    """The streaks that the owner is enrolled in, in their order, with what no format holds noted;
    skips are taken up to today.
    """
    document, owner_id, today = source.document, source.owner_id, source.today
    streaks = {each["activity_type"]: each for each in document["streaks"]}
    own = [each for each in document["enrolments"] if each["owner_id"] == owner_id]
    own.sort(key=lambda each: each["position"])
    others = len(document["owners"]) - 1
    if others:
        notes.tally(
            "1 other owner was left out: only the owner in use is written.",
            "{n} other owners were left out: only the owner in use is written.",
            n=others,
        )
    if any(log["owner_id"] == owner_id for log in document["logs"]):
        notes.tally(WITHOUT_TIMES, WITHOUT_TIMES)
    logs: dict[str, list[Mapping[str, Any]]] = {each["activity_type"]: [] for each in own}
    for log in document["logs"]:
        if log["owner_id"] == owner_id:
            logs[log["activity_type"]].append(log)
    skips = [each for each in document["skips"] if each["owner_id"] == owner_id]
    for skip in skips:
        if skip["last_day"] is None or skip["last_day"] > today.isoformat():
            notes.tally("1 skip was cut off after today.", "{n} skips were cut off after today.")
    grace = next(each for each in document["owners"] if each["id"] == owner_id)["grace_period_days"]
    found = []
    for each in own:
        key = each["activity_type"]
        mine = [skip for skip in skips if skip["activity_type"] in (None, key)]
        found.append(_history(streaks[key], logs[key], mine, today, notes))
        _note_rules(streaks[key], grace, notes)
    return found


def _history(
    streak: Mapping[str, Any],
    logs: list[Mapping[str, Any]],
    skips: Iterable[Mapping[str, Any]],
    today: date,
    notes: NoteTally,
) -> History:
    by_day: dict[str, DayLogs] = {}
    for log in sorted(logs, key=lambda log: (log["local_date"], log["activity_at"])):
        day, note = log["local_date"], clean(log["note"]).strip()
        before = by_day.get(day, DayLogs(0, Decimal(0), ""))
        joined = "; ".join(part for part in (before.note, note) if part)
        by_day[day] = DayLogs(before.times + 1, before.total + Decimal(log["value"]), joined)
        if before.times:
            notes.tally(
                "1 log was joined to another of its day: there is one entry a day.",
                "{n} logs were joined to others of their days: there is one entry a day.",
                streak["name"],
            )
    begins = min([streak["starts_on"], *by_day])
    skipped: dict[str, str] = {}
    for skip in skips:
        last = min(date.fromisoformat(skip["last_day"] or today.isoformat()), today)
        skipped_day = max(date.fromisoformat(skip["first_day"]), date.fromisoformat(begins))
        while skipped_day <= last:
            key = skipped_day.isoformat()
            if key in by_day:
                notes.tally(
                    "1 skipped day was left out: it has a log.",
                    "{n} skipped days were left out: they have logs.",
                    streak["name"],
                )
            else:
                skipped.setdefault(key, clean(skip["reason"]).strip())
            skipped_day += timedelta(days=1)
    target = streak["aggregation_target_value"]
    for change in streak["targets"]:
        if change["from_day"] <= today.isoformat():
            target = change["aggregation_target_value"]
    return History(streak, target, by_day, skipped)


def _note_rules(streak: Mapping[str, Any], owners_grace: int, notes: NoteTally) -> None:
    """Notes the rules of a streak that no tracker with one mark a day holds."""
    grace = owners_grace if streak["grace_periods"] is None else streak["grace_periods"]
    for there, what in (
        (grace, "grace"),
        (streak["milestones"], "milestones"),
        (streak["completion_target_value"] is not None, "length"),
        (streak["strict"], "strictness about late logs"),
        (streak["targets"], "changes of target"),
        (streak["schedule"], "weekdays"),
    ):
        if there:
            left_out(what, streak["name"], notes)
    if not streak["schedule"] and (streak["aggregation_period"], streak["every"]) != ("daily", 1):
        notes.tally(
            "Its periods became a rolling window of days, so its streaks can differ.",
            "The periods of {n} habits became rolling windows, so their streaks can differ.",
            streak["name"],
        )


def left_out(what: str, name: str, notes: NoteTally) -> None:
    """Notes something about a habit that cannot be written."""
    verb = "were" if what.endswith(("s of target", "milestones", "weekdays")) else "was"
    notes.tally(
        f"Its {what} {verb} left out: there is no such thing in that format.",
        f"{{n}} habits lost their {what}: there is no such thing in that format.",
        name,
    )
