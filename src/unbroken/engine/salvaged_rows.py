"""Rows of a database as they must be to be worked with, made of rows that a fault has touched.

What is wrong with a row is told in words and the row is kept as it was, to be set aside. As much of
it as still has a meaning goes on: a log whose date is gone gets it from its time, one whose owner
is gone gets an owner. Only what says nothing any more is left out. What is judged is left to the
judge. A row that nothing is wrong with comes out as it went in.
"""

from __future__ import annotations

import json
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any, Final, NamedTuple

from unbroken.core.amounts import LARGEST, ONE, decimal_of
from unbroken.core.errors import Refusal, Unreadable
from unbroken.core.ids import derived_id
from unbroken.core.instants import Instant
from unbroken.core.json_text import number_text
from unbroken.core.local_days import EPOCH_DAY, Day, LocalDays, day_of, iso, start_of_day
from unbroken.core.members import LONGEST_ID
from unbroken.core.rule_validation import DEFAULTS, check_rules
from unbroken.core.rules import LARGEST_COUNT, WEEKDAYS
from unbroken.core.streak_fields import STORED, Kind
from unbroken.core.text import activity_type_of, clean, counted, is_harmless, one_line
from unbroken.store.raw_tables import Tables
from unbroken.store.stored_values import (
    MAYBE_TEXT,
    MAYBE_WHOLE,
    TEXT,
    WHOLE,
    Garbled,
    Row,
    Types,
    check_instants,
    check_numbers,
    check_types,
    check_zone,
    stored_day,
    stored_object,
)

_KEY: Final = r"[a-z0-9_.-]{1,200}"
_NOON: Final = 12 * 3600 * 1_000_000
_OF_APPS: Final[dict[str, Types]] = {
    "coupons": (TEXT, MAYBE_TEXT, MAYBE_WHOLE, MAYBE_WHOLE),
    "webhooks": (TEXT, TEXT, TEXT, TEXT, WHOLE),
    "deliveries": (TEXT, TEXT, TEXT, WHOLE, WHOLE),
    "announced": (TEXT, WHOLE),
}
"""What apps that record over HTTP add, with the types of the columns."""

_DERIVED: Final = ("progress_records", "reward_logs", "replies")
"""The tables that the judge writes anew."""
_SUMMARY: Final = {
    "total_count": 0,
    "last_activity_at": None,
    "last_activity_date": None,
    "cursor_day": None,
    "total": 0,
    "reached": 0,
    "chain": 0,
    "longest": 0,
    "chain_missed": 0,
    "attempt_missed": 0,
    "last_day": None,
    "record_id": None,
}
"""An enrolment of which nothing was judged yet."""


class Finding(NamedTuple):
    """What is wrong with a row: in words, with the row as it was."""

    text: str
    table: str
    row: Row
    kept: bool
    """Whether the row goes on, mended."""


class Salvaged(NamedTuple):
    """Rows to work with, and what was wrong with those they were made of."""

    tables: Tables
    findings: list[Finding]
    notes: list[str]
    """What is odd, but can be so."""


def salvaged(raw: Mapping[str, list[Row]], now: Instant) -> Salvaged:
    """The rows of a database, each as it is or mended."""
    return _Salvage(raw, now).run()


class _Fault(Exception):
    """A row that says nothing any more."""


class _Salvage:
    def __init__(self, raw: Mapping[str, list[Row]], now: Instant) -> None:
        self._raw, self._now = raw, now
        self._made: Tables = {}
        self._findings: list[Finding] = []
        self._notes: list[str] = []
        self._odd: dict[str, list[int]] = {}
        """By whose streak: the fractions among the amounts of a streak that counts logs or days."""
        self._names: dict[Any, str] = {}
        """By id: what owners and streaks are called, for the words."""
        self._moved: dict[Any, int] = {}
        """By the id of an enrolment that was there twice: the one that stays."""
        self._days: dict[str, LocalDays] = {}
        self._faults: list[str] = []
        """What is wrong with the row at hand."""
        self._ids: dict[str, set[Any]] = {}
        """By table: the ids that are taken."""
        self._renamed: dict[tuple[str, Any], str] = {}
        """By table and id as it was: the id that a row got in its place."""
        self._enrolments: dict[Any, Row] = {}
        self._streaks: dict[Any, Row] = {}

    def run(self) -> Salvaged:
        """Table after table, each behind those it refers to."""
        self._settings()
        self._table("owners", self._owner)
        self._table("streaks", self._streak)
        self._table("enrolments", self._enrolment)
        self._adopt_logs()
        self._table("timezones", self._timezone)
        self._give_zones()
        self._table("targets", self._target)
        self._table("milestones", self._milestone)
        self._enrolments = {row["id"]: row for row in self._made["enrolments"]}
        self._streaks = {row["id"]: row for row in self._made["streaks"]}
        self._table("logs", self._log)
        self._table("skips", self._skip)
        for table, types in _OF_APPS.items():
            self._table(table, partial(self._kept, table=table, types=types))
        self._changes()
        for whose, values in self._odd.items():
            example = number_text(decimal_of(values[0]))
            self._notes.append(
                f"{whose}: {counted(len(values), 'log')} with an amount that is no number of times"
                f" ({example}); each counts as one"
            )
        for name in _DERIVED:
            self._made[name] = []
        return Salvaged(self._made, self._findings, self._notes)

    # the frame

    def _rows(self, table: str) -> list[Row]:
        return self._raw.get(table, [])

    def _table(self, table: str, mend: Callable[[Row], Row]) -> None:
        made = self._made.setdefault(table, [])
        for row in self._rows(table):
            self._faults = []
            try:
                new = mend(dict(row))
            except (_Fault, KeyError) as fault:
                said = str(fault) if isinstance(fault, _Fault) else f"it has no {fault.args[0]}"
                self._find(said, table, row, kept=False)
                continue
            for said in self._faults:
                self._find(said, table, row, kept=True)
            made.append(new)

    def _find(self, said: str, table: str, row: Row, *, kept: bool) -> None:
        self._findings.append(Finding(said, table, row, kept))

    def _known(self, table: str, column: str = "id") -> set[Any]:
        return {row[column] for row in self._made.get(table, [])}

    # values

    def _text(self, row: Row, column: str, whose: str, *, lines: bool = False) -> str:
        """A text that people wrote, without what could steer a terminal."""
        value, called = row[column], column.removesuffix("_name")
        if isinstance(value, Garbled):
            self._faults.append(f"{whose}: the {called} is not UTF-8")
            value = value.decode("utf-8", "replace")
        elif not isinstance(value, str):
            self._faults.append(f"{whose}: {_said(value)} is no text for the {called}")
            return ""
        elif is_harmless(value.replace("\n", "") if lines else value):
            return value
        else:
            self._faults.append(f"{whose}: the {called} has control characters in it")
        return clean(value).strip() if lines else one_line(value, len(value))

    def _try(self, check: Callable[[Any], Any], value: Any, whose: str, instead: Any) -> Any:
        """The value where it passes a check, else another, which is noted."""
        try:
            check(value)
        except Unreadable as fault:
            self._faults.append(f"{whose}: {fault.what}")
            return instead
        return value

    def _within(
        self, row: Row, column: str, whose: str, bounds: tuple[int, int], other: int
    ) -> int:
        value = row[column]
        if type(value) is int and bounds[0] <= value <= bounds[1]:
            return value
        self._faults.append(f"{whose}: {_said(value)} is no {column}")
        return other

    def _own_id(self, table: str, row: Row, whose: str) -> Any:
        """The row's id, or another where it is none, or is there already."""
        value = row["id"]
        if isinstance(value, str) and value and is_harmless(value):
            if value not in self._known_ids(table):
                self._known_ids(table).add(value)
                return value
            self._faults.append(f"{whose}: its id is there twice")
        else:
            self._faults.append(f"{whose}: {_said(value)} is no id")
        new = derived_id(table, *(_plain(each) for each in row.values()))
        if new in self._known_ids(table):
            raise _Fault(f"{whose}: it is there twice")
        self._known_ids(table).add(new)
        self._renamed.setdefault((table, value), new)
        return new

    def _own_number(self, table: str, row: Row, whose: str) -> int:
        value: Any = row["id"]
        ids = self._known_ids(table)
        if not isinstance(value, int) or value in ids or value < 1:
            self._faults.append(f"{whose}: {_said(value)} is no number of a row, or there twice")
            others = {each["id"] for each in self._rows(table) if type(each["id"]) is int}
            value = max(ids | others, default=0) + 1
        ids.add(value)
        return int(value)

    def _known_ids(self, table: str) -> set[Any]:
        return self._ids.setdefault(table, set())

    # settings

    def _settings(self) -> None:
        made = self._made["settings"] = []
        for row in self._rows("settings"):
            key, value = row.get("key"), row.get("value")
            try:
                if not isinstance(key, str) or not is_harmless(key):
                    raise ValueError
                json.loads(value if isinstance(value, str) else "")
            except ValueError:
                said = f"the setting {_said(key)[1:-1]}: {_said(value)} is no value"
                self._find(said, "settings", row, kept=False)
            else:
                made.append(row)

    # owners

    def _owner(self, row: Row) -> Row:
        whose = _name(row["name"], "an owner")
        before = row["id"]
        row["id"] = self._own_id("owners", row, whose)
        row["name"] = self._free_name(self._text(row, "name", whose))
        row["position"] = self._within(row, "position", whose, (-(1 << 40), 1 << 40), 1 << 20)
        row["day_start"] = self._within(row, "day_start", whose, (0, 12), 0)
        row["week_start"] = self._within(row, "week_start", whose, (0, 6), 0)
        row["grace_period_days"] = self._within(
            row, "grace_period_days", whose, (0, LARGEST_COUNT), 0
        )
        self._of_app(row, whose, "external_id", _is_external_id, None)
        self._of_app(row, whose, "profile", _is_object, "{}")
        if row["external_id"] is not None and row["external_id"] in self._known(
            "owners", "external_id"
        ):
            self._faults.append(f"{whose}: another owner has that external id")
            row["external_id"] = None
        self._names[before] = self._names[row["id"]] = row["name"]
        return row

    def _free_name(self, wanted: str) -> str:
        taken = {row["name"].casefold() for row in self._made["owners"]}
        wanted = wanted or "Recovered"
        name, number = wanted, 1
        while name.casefold() in taken:
            number += 1
            name = f"{wanted} {number}"
        if number > 1:
            self._faults.append(f"{wanted}: another owner has that name")
        return name

    def _timezone(self, row: Row) -> Row:
        owner = row["owner_id"] = self._require("timezones", "owners", row["owner_id"])
        at = row["effective_from"]
        whose = self._names[owner]
        advice = f'give the right one with `unbroken owner edit "{whose}" --always --tz ZONE`'
        try:
            check_instants(at)
            if at is None:
                raise Unreadable("None is no instant")
            check_zone(row["timezone"])
        except Unreadable as fault:
            end = f"; {advice}" if "zone" in fault.what else ""
            raise _Fault(f"{whose}: {fault.what}{end}") from None
        if any(
            (each["owner_id"], each["effective_from"]) == (owner, at)
            for each in self._made["timezones"]
        ):
            raise _Fault(f"{whose}: the travel log has two entries at one instant")
        row["id"] = self._own_number("timezones", row, whose)
        return row

    def _give_zones(self) -> None:
        """An owner without a zone gets that of their latest log, or UTC."""
        placed = self._known("timezones", "owner_id")
        for owner in self._made["owners"]:
            if owner["id"] not in placed:
                whose = owner["name"]
                if not any(row.get("owner_id") == owner["id"] for row in self._rows("timezones")):
                    said = f"{whose}: the travel log of {whose} is empty"
                    self._find(said, "owners", owner, kept=True)
                self._made["timezones"].append(
                    {
                        "id": max(self._known("timezones"), default=0) + 1,
                        "owner_id": owner["id"],
                        "effective_from": 0,
                        "timezone": self._latest_zone(owner["id"]),
                    }
                )
        entries: dict[str, list[tuple[Instant, str]]] = {}
        for row in self._made["timezones"]:
            entries.setdefault(row["owner_id"], []).append((row["effective_from"], row["timezone"]))
        for owner in self._made["owners"]:
            timeline = tuple(sorted(entries[owner["id"]]))
            self._days[owner["id"]] = LocalDays(timeline, owner["day_start"])

    def _latest_zone(self, owner: str) -> str:
        mine = {row["id"] for row in self._made["enrolments"] if row["owner_id"] == owner}
        found = (0, "UTC")
        for row in self._rows("logs"):
            at = row["activity_at"]
            if row["enrolment_id"] in mine and type(at) is int and at > found[0]:
                try:
                    check_zone(row["timezone"])
                except Unreadable:
                    continue
                found = (at, row["timezone"])
        return found[1]

    # streaks

    def _streak(self, row: Row) -> Row:
        whose = _name(row["name"], "a streak")
        before = row["id"]
        row["id"] = self._own_id("streaks", row, whose)
        for field in STORED[1:]:
            row[field.column] = self._field(field, row, whose)
        if not row["name"]:
            row["name"] = row["activity_type"] or "Recovered"
        taken = self._known("streaks", "activity_type")
        if not row["activity_type"] or row["activity_type"] in taken:
            if row["activity_type"]:
                self._faults.append(f"{whose}: another streak has its activity type")
            row["activity_type"] = _free(activity_type_of(row["name"]), taken)
        row["position"] = self._within(row, "position", whose, (-(1 << 40), 1 << 40), 1 << 20)
        if (row["status"] == "archived") != (row["archived_at"] is not None):
            self._faults.append(f"{whose}: its status and the time it was archived contradict")
            row["archived_at"] = self._now if row["status"] == "archived" else None
        self._check_together(row, whose)
        self._names[before] = self._names[row["id"]] = row["name"]
        return row

    def _field(self, field: Any, row: Row, whose: str) -> Any:
        value = row[field.column]
        if value is None and field.is_optional:
            return None
        if field.kind in (Kind.NAME, Kind.TEXT):
            return self._text(row, field.column, whose) or (None if field.is_optional else "")
        instead = field.default
        if field.kind == Kind.CHOICE:
            ok, instead = value in field.choices, field.default or field.choices[0]
        elif field.kind == Kind.KEY:
            ok = isinstance(value, str) and bool(re.fullmatch(_KEY, value))
        elif field.kind == Kind.COLOUR:
            ok = isinstance(value, str) and is_harmless(value)
        elif field.kind == Kind.WHOLE:
            ok = type(value) is int and field.least <= value <= field.most
            if type(value) is int and not ok and field.column == "every":
                self._faults.append(f"{whose}: {value} is no number of periods")
                return instead
        elif field.kind == Kind.TARGET:
            ok = type(value) is int and 0 <= value <= LARGEST
        elif field.kind == Kind.WEEKDAYS:
            ok = isinstance(value, str) and _is_schedule(value)
            if not ok:
                self._faults.append(f"{whose}: {_said(value)} is no schedule")
                return None
        elif field.kind == Kind.FLAG:
            ok, instead = value in (0, 1), 0
        elif field.kind == Kind.DAY:
            return self._try(stored_day, value, whose, self._first_day(row["id"]))
        else:
            return self._try(check_instants, value, whose, None)
        if not ok:
            self._faults.append(f"{whose}: {_said(value)} is no {field.noun}")
            return instead
        return value

    def _first_day(self, streak: Any) -> str:
        """When a streak began of which that is gone: with its first log, or today."""
        mine = {row["id"] for row in self._rows("enrolments") if row.get("streak_id") == streak}
        days = [row["local_date"] for row in self._rows("logs") if row["enrolment_id"] in mine]
        return min(filter(_is_day, days), default=iso(_utc_day(self._now)))

    def _check_together(self, row: Row, whose: str) -> None:
        """Rules that do not go together get their defaults, one after another.

        Of the targets it is the last that must go with them: others are of other times.
        """
        later = self._last_target(row)
        for _ in range(4):
            rules = {column: row[column] for column in DEFAULTS}
            if later is not None:
                rules["aggregation_target_value"] = later
            try:
                check_rules({}, rules)
                return
            except Refusal as refusal:
                column = refusal.field or "aggregation_target_value"
                self._faults.append(f"{whose}: {refusal.message.rstrip('.')}")
                row[column] = DEFAULTS[column]
                later = None

    def _last_target(self, row: Row) -> int | None:
        """The target of a streak that is in force last, where there are several."""
        mine = [
            (each["from_day"], each["aggregation_target_value"])
            for each in self._rows("targets")
            if each["streak_id"] == row["id"] and _is_day(each["from_day"])
        ]
        _, value = max(mine, default=("", None))
        return value if type(value) is int and 0 <= value <= LARGEST else None

    def _target(self, row: Row) -> Row:
        streak = row["streak_id"] = self._require("targets", "streaks", row["streak_id"])
        whose = self._names[streak]
        value = row["aggregation_target_value"]
        try:
            stored_day(row["from_day"])
            check_numbers(value)
        except Unreadable as fault:
            raise _Fault(f"{whose}: {fault.what}") from None
        if any(
            (each["streak_id"], each["from_day"]) == (streak, row["from_day"])
            for each in self._made["targets"]
        ):
            raise _Fault(f"{whose}: two targets hold from one day on")
        row["id"] = self._own_number("targets", row, whose)
        return row

    def _milestone(self, row: Row) -> Row:
        row["streak_id"] = self._require("milestones", "streaks", row["streak_id"])
        whose = f"{self._names[row['streak_id']]}, a milestone"
        row["id"] = self._own_id("milestones", row, whose)
        number = row["milestone_target_value"]
        if not (type(number) is int and 1 <= number <= LARGEST_COUNT):
            raise _Fault(f"{whose}: {_said(number)} is no number of periods")
        row["title"] = self._text(row, "title", whose) or "Recovered"
        return row

    def _meant(self, parent: str, key: Any) -> str | None:
        """The row of a table that is meant by an id: by its own, or where it nearly is one's."""
        known = self._known_ids(parent)
        if key in known:
            return str(key)
        near = [each for each in known if _is_near(each, key)]
        return self._renamed.get((parent, key), str(near[0]) if len(near) == 1 else None)

    def _require(self, table: str, parent: str, key: Any) -> str:
        found = self._meant(parent, key)
        said = f"the table {table} refers to a row of {parent} that is not there"
        if found is None:
            raise _Fault(said)
        if found != key:
            self._faults.append(said)
        return found

    # enrolments

    def _enrolment(self, row: Row) -> Row:
        before = row["id"]
        said = "the table enrolments refers to a row of {} that is not there"
        for parent, column in (("streaks", "streak_id"), ("owners", "owner_id")):
            if row[column] not in self._known_ids(parent):
                self._faults.append(said.format(parent))
                row[column] = self._parent(parent, row[column])
        whose = f"{self._names[row['streak_id']]} of {self._names[row['owner_id']]}"
        for other in self._made["enrolments"]:
            if (other["streak_id"], other["owner_id"]) == (row["streak_id"], row["owner_id"]):
                self._moved[before] = other["id"]
                raise _Fault(f"{whose}: it is there twice")
        row["id"] = self._own_number("enrolments", row, whose)
        if row["id"] != before:
            self._moved[before] = row["id"]
        row["enrolled_at"] = self._try(_instant, row["enrolled_at"], whose, self._first_at(before))
        row["position"] = self._within(row, "position", whose, (-(1 << 40), 1 << 40), 1 << 20)
        return row | _SUMMARY

    def _first_at(self, enrolment: Any) -> Instant:
        """When somebody began a streak of which that is gone: with their first log, or now."""
        times = [
            row["activity_at"] for row in self._rows("logs") if row["enrolment_id"] == enrolment
        ]
        return min(filter(_is_instant, times), default=self._now)

    def _parent(self, table: str, key: Any) -> str:
        """The owner or streak that is meant by an id that none has, or a new one."""
        found = self._meant(table, key)
        if found is not None:
            return found
        return self._new_owner(key) if table == "owners" else self._new_streak(key)

    def _new_owner(self, key: Any) -> str:
        new = key if _is_id(key) else derived_id("owner", _plain(key))
        if new not in self._known_ids("owners"):
            self._known_ids("owners").add(new)
            known, self._faults = self._faults, []
            name = self._free_name("Recovered")
            self._faults = known
            self._made["owners"].append(
                {
                    "id": new,
                    "name": name,
                    "position": len(self._made["owners"]) + (1 << 20),
                    "day_start": 0,
                    "week_start": 0,
                    "grace_period_days": 0,
                    "external_id": None,
                    "profile": "{}",
                }
            )
            self._names[new] = name
        return str(new)

    def _new_streak(self, key: Any) -> str:
        new = key if _is_id(key) else derived_id("streak", _plain(key))
        if new not in self._known_ids("streaks"):
            self._known_ids("streaks").add(new)
            taken = self._known("streaks", "activity_type")
            kind = _free("recovered", taken)
            name = "Recovered" + kind.removeprefix("recovered").replace("-", " ")
            self._made["streaks"].append(
                {
                    "id": new,
                    **DEFAULTS,
                    "activity_type": kind,
                    "name": name,
                    "starts_on": self._first_day(key),
                    "strict": 0,
                    "status": "live",
                    "archived_at": None,
                    "position": len(self._made["streaks"]) + (1 << 20),
                }
            )
            self._names[new] = name
        return str(new)

    def _adopt_logs(self) -> None:
        """Logs of an enrolment that is gone get one: as its progress records name it, or new."""
        known = self._known("enrolments") | self._moved.keys()
        gone = Counter(
            row["enrolment_id"] for row in self._rows("logs") if row["enrolment_id"] not in known
        )
        for key in gone:
            streak, owner = self._named_in_records(key)
            found = next(
                (
                    each["id"]
                    for each in self._made["enrolments"]
                    if (each["streak_id"], each["owner_id"]) == (streak, owner)
                ),
                None,
            )
            if found is None:
                found = key if type(key) is int and key > 0 else max(known, default=0, key=_number)
                while found in self._known_ids("enrolments"):
                    found += 1
                self._known_ids("enrolments").add(found)
                own = {"id": found, "streak_id": streak, "owner_id": owner, "position": 1 << 20}
                at = self._first_at(key)
                self._made["enrolments"].append({**own, "enrolled_at": at, **_SUMMARY})
            self._moved[key] = found

    def _named_in_records(self, enrolment: Any) -> tuple[str, str]:
        for row in self._rows("progress_records"):
            named = row.get("unique_identifier")
            if row.get("enrolment_id") == enrolment and isinstance(named, str):
                streak, _, owner = named.partition(":")
                if {streak} <= self._known_ids("streaks") and {owner} <= self._known_ids("owners"):
                    return streak, owner
        owners = [row["id"] for row in self._made["owners"]]
        return self._new_streak(("of", enrolment)), owners[0] if owners else self._new_owner(
            "first"
        )

    # logs and skips

    def _log(self, row: Row) -> Row:
        key = self._moved.get(row["enrolment_id"], row["enrolment_id"])
        enrolment = self._enrolments[key]
        streak, owner = self._streaks[enrolment["streak_id"]], enrolment["owner_id"]
        whose = f"{streak['name']} of {self._names[owner]}, log {_said(row['id'])[1:-1]}"
        if key != row["enrolment_id"]:
            self._faults.append("the table logs refers to a row of enrolments that is not there")
            row["enrolment_id"] = key
        row["id"] = self._own_id("logs", row, whose)
        days = self._days[owner]
        at, day = row["activity_at"], row["local_date"]
        if not _is_instant(at) and not _is_day(day):
            raise _Fault(f"{whose}: neither its time nor its date can be read")
        if not _is_instant(at):
            self._faults.append(f"{whose}: {_said(at, bare=True)} is no instant")
            at = Instant((day_of(day) - EPOCH_DAY) * 2 * _NOON + _NOON)
            zone = days.zone_at(at)
            at = Instant(start_of_day(day_of(day), zone, days.day_start) + _NOON)
        row["timezone"] = self._try(check_zone, row["timezone"], whose, days.zone_at(at))
        if not _is_day(day):
            self._faults.append(f"{whose}: {_said(day)} is no date")
            day = iso(days.date_at(at, row["timezone"]))
        row["activity_at"], row["local_date"] = at, day
        row["recorded_at"] = self._try(_instant, row["recorded_at"], whose, at)
        row["value"] = self._value(row["value"], streak, whose)
        row["note"] = self._text(row, "note", whose, lines=True)
        row["unique_identifier"] = self._unique(row, whose)
        self._of_app(row, whose, "metadata", _is_object, None)
        self._of_app(row, whose, "reference", _is_external_id, None)
        return row

    def _value(self, value: Any, streak: Row, whose: str) -> int:
        summed = streak["aggregation_method"] == "sum"
        if not (type(value) is int and 1 <= value <= LARGEST):
            said = number_text(decimal_of(value)) if type(value) is int else _said(value)
            if summed:
                raise _Fault(f"{whose}: {said} is no amount")
            self._faults.append(f"{whose}: {said} is no amount")
            return ONE
        if value % ONE and not summed:
            self._odd.setdefault(whose.partition(", log ")[0], []).append(value)
        return value

    def _unique(self, row: Row, whose: str) -> str | None:
        value = row["unique_identifier"]
        if value is None:
            return None
        known = self._known_ids(f"unique {row['enrolment_id']}")
        if not isinstance(value, str) or not is_harmless(value) or not value:
            self._faults.append(f"{whose}: {_said(value)} is no unique identifier")
            return None
        if value in known:
            self._faults.append(f"{whose}: its unique identifier is there twice")
            return None
        known.add(value)
        return value

    def _skip(self, row: Row) -> Row:
        owner = row["owner_id"] = self._require("skips", "owners", row["owner_id"])
        streak = row["streak_id"]
        if streak is not None:
            streak = row["streak_id"] = self._require("skips", "streaks", streak)
        what = self._names[streak] if streak is not None else "a skip"
        whose = f"{what} of {self._names[owner]}"
        try:
            first = stored_day(row["first_day"])
            last = row["last_day"]
            if last is not None and stored_day(last) < first:
                raise Unreadable(f"{_said(last)} is before {_said(row['first_day'])}")
        except Unreadable as fault:
            raise _Fault(f"{whose}: {fault.what}") from None
        row["id"] = self._own_id("skips", row, whose)
        row["reason"] = self._text(row, "reason", whose)
        return row

    # what apps add

    def _of_app(
        self, row: Row, whose: str, column: str, is_right: Callable[[Any], bool], default: Any
    ) -> None:
        """Mends a column that a file of an older version has not."""
        value = row.setdefault(column, default)
        if value != default and not is_right(value):
            self._faults.append(f"{whose}: {_said(value)} is no {column.replace('_', ' ')}")
            row[column] = default

    def _kept(self, row: Row, table: str, types: Types) -> Row:
        """A row of which nothing can be mended."""
        try:
            check_types(tuple(row.values()), types)
        except Unreadable as fault:
            raise _Fault(f"the table {table}: {fault.what}") from None
        if table == "deliveries" and row["webhook_id"] not in self._known("webhooks"):
            raise _Fault("the table deliveries refers to a row of webhooks that is not there")
        if row["id"] in self._known(table):
            raise _Fault(f"the table {table}: {_said(row['id'])} is there twice")
        return row

    # the journal

    def _changes(self) -> None:
        """Entries of the journal with all their parts; one that cannot be read goes whole."""
        parts: dict[Any, list[Row]] = {}
        for part in self._rows("change_parts"):
            parts.setdefault(part["change_id"], []).append(part)
        made, made_parts = self._made.setdefault("changes", []), []
        for row in self._rows("changes"):
            mine = parts.pop(row["id"], [])
            try:
                made.append(self._change(dict(row), mine))
            except _Fault as fault:
                for table, each in (("changes", row), *(("change_parts", part) for part in mine)):
                    self._find(str(fault), table, each, kept=False)
            else:
                made_parts += mine
        for orphans in parts.values():
            for each in orphans:
                said = "the table change_parts refers to a row of changes that is not there"
                self._find(said, "change_parts", each, kept=False)
        self._made["change_parts"] = made_parts

    def _change(self, row: Row, parts: list[Row]) -> Row:
        said = "the journal: a change cannot be read, and so not be taken back"
        label, owner = row["label"], row["owner_id"]
        whole = (
            type(row["id"]) is int
            and isinstance(label, str)
            and _is_id(owner)
            and _is_instant(row["made_at"])
            and row["undone"] in (0, 1)
            and bool(parts)
            and all(map(_is_part, parts))
        )
        if not whole or row["id"] in self._known_ids("changes"):
            raise _Fault(said)
        if not self._known_ids("change_parts").isdisjoint(part["id"] for part in parts):
            raise _Fault(said)
        self._known_ids("change_parts").update(part["id"] for part in parts)
        self._known_ids("changes").add(row["id"])
        if not is_harmless(label):
            said = "the journal: the words of a change have control characters in them"
            self._find(said, "changes", dict(row), kept=True)
            row["label"] = one_line(label)
        return row


def _is_object(value: Any) -> bool:
    """Whether a value is a JSON object as it is stored."""
    try:
        stored_object(value)
    except (Unreadable, TypeError):
        return False
    return True


def _is_external_id(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= LONGEST_ID and one_line(value) == value


def _is_part(part: Row) -> bool:
    """Whether a part of a change can be read."""
    if type(part["id"]) is not int or type(part["data"]) is not bytes:
        return False
    try:
        read = json.loads(zlib.decompress(part["data"]))
    except (zlib.error, ValueError):
        return False
    return isinstance(read, dict) and isinstance(read.get("operations"), list)


def _is_schedule(text: str) -> bool:
    known = [str(day) for day in range(len(WEEKDAYS))]
    return all(day in known for day in text.split(","))


def _is_day(value: Any) -> bool:
    try:
        stored_day(value)
    except Unreadable:
        return False
    return True


def _is_instant(value: Any) -> bool:
    try:
        _instant(value)
    except Unreadable:
        return False
    return True


def _instant(value: Any) -> None:
    check_instants(value)
    if value is None:
        raise Unreadable("nothing is no instant")


def _is_id(value: Any) -> bool:
    return isinstance(value, str) and bool(value) and is_harmless(value)


def _is_near(one: Any, other: Any) -> bool:
    """Whether two ids differ in one place, as by a flipped bit."""
    if isinstance(other, Garbled):
        other = other.decode("latin-1")
    if not isinstance(one, str) or not isinstance(other, str) or len(one) != len(other):
        return False
    return sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _utc_day(at: Instant) -> Day:
    return Day(EPOCH_DAY + at // (2 * _NOON))


def _free(wanted: str, taken: Iterable[Any]) -> str:
    number, key, known = 1, wanted, set(taken)
    while key in known:
        number += 1
        key = f"{wanted}-{number}"
    return key


def _number(value: Any) -> int:
    return value if type(value) is int else 0


def _plain(value: Any) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)


def _name(value: Any, otherwise: str) -> str:
    return one_line(value, 40) if isinstance(value, str) and value.strip() else otherwise


def _said(value: Any, *, bare: bool = False) -> str:
    """A value in the words of a finding."""
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    text = one_line(str(value), 40)
    return text if bare else f"“{text}”"


def described(findings: Iterable[Finding]) -> Iterator[str]:
    """What is wrong, each sort once, with how often where it is more than once."""
    for text, times in Counter(each.text for each in findings).items():
        yield f"{text} ({times:,} times)" if times > 1 else text
