"""Rows of a database as they must be to be worked with, made of rows that a fault has touched.

What is wrong with a row is told in words and the row is kept as it was, to be set aside. As much of
it as still has a meaning goes on: a log whose date is gone gets it from its time, one whose owner
is gone gets an owner. Only what says nothing any more is left out. What is judged is left to the
judge. A row that nothing is wrong with comes out as it went in.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from unbroken.core.amounts import LARGEST, ONE, decimal_of
from unbroken.core.errors import Refusal, Unreadable
from unbroken.core.ids import derived_id
from unbroken.core.instants import DAY_SECONDS, MICROSECONDS, Instant
from unbroken.core.json_text import number_text
from unbroken.core.local_days import LocalDays, day_of, iso, local_date
from unbroken.core.rule_validation import DEFAULTS, KEY, check_rules, free_key
from unbroken.core.rules import LARGEST_COUNT, WEEKDAYS
from unbroken.core.streak_fields import STORED, Kind, StreakField
from unbroken.core.text import activity_type_of, clean, counted, is_harmless, one_line
from unbroken.store.journal import read_part
from unbroken.store.raw_tables import Tables
from unbroken.store.stored_values import Garbled, Row, check_instants, check_zone, stored_day

# --- findings


class Finding(NamedTuple):
    """What is wrong with a row: in words, with the row as it was."""

    text: str
    table: str
    row: Row
    kept: bool
    """Whether the row goes on, mended."""


class Fault(Exception):
    """A row that says nothing any more."""


def described(findings: Iterable[Finding]) -> Iterator[str]:
    """What is wrong, each sort once, with how often where it is more than once."""
    for text, times in Counter(each.text for each in findings).items():
        yield f"{text} ({times:,} times)" if times > 1 else text


def said(value: Any) -> str:
    """A stored value in the words of a finding: texts in quotation marks."""
    if value is None:
        return "nothing"
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    text = one_line(str(value), 40)
    return f"“{text}”" if isinstance(value, str) else text


def called(value: Any, otherwise: str) -> str:
    """What a finding calls an owner or a streak, by a name that may be damaged."""
    return one_line(value, 40) if isinstance(value, str) and value.strip() else otherwise


# --- rows


class Rows:
    """The rows of a database as they were, and as they become, table after table."""

    def __init__(self, raw: Mapping[str, list[Row]], now: Instant) -> None:
        self.raw: dict[str, list[Row]] = defaultdict(list, raw)
        self.now = now
        self.made: dict[str, dict[Any, Row]] = defaultdict(dict)
        """By table and id."""
        self.findings: list[Finding] = []
        self.faults: list[str] = []
        """What is wrong with the row at hand."""
        self.renamed: dict[tuple[str, Any], str] = {}
        """By table and id as it was: the id that a row got in its place."""
        self.enrolment_of: dict[Any, int] = {}
        """By the id of an enrolment as it was: the one that its logs belong to."""
        self.days: dict[str, LocalDays] = {}
        """By owner."""
        self.fractions: dict[str, list[int]] = defaultdict(list)
        """By whose streak: the fractions among the amounts of one that counts logs or days."""
        self._seen: set[tuple[Any, ...]] = set()

    def mend(self, table: str, mend: Callable[[Rows, Row], Row], key: str = "id") -> None:
        """Makes each row of a table anew; where that raises Fault, the row is left out."""
        made = self.made[table]
        for row in self.raw[table]:
            self.faults = []
            try:
                new = mend(self, dict(row))
            except Fault as fault:
                self.find(str(fault), table, row, kept=False)
                continue
            for text in self.faults:
                self.find(text, table, row, kept=True)
            made[new[key]] = new

    def find(self, text: str, table: str, row: Row, *, kept: bool) -> None:
        """Notes what is wrong with a row."""
        self.findings.append(Finding(text, table, row, kept))

    def fitting(self, value: Any, fits: bool, whose: str, noun: str, instead: Any) -> Any:
        """The value where it fits, else another, which is noted."""
        if fits:
            return value
        self.faults.append(f"{whose}: {said(value)} is no {noun}")
        return instead

    def is_new(self, *key: Any) -> bool:
        """Whether this is the first time that something is asked after."""
        known = key in self._seen
        self._seen.add(key)
        return not known

    def name(self, table: str, key: str) -> str:
        """What an owner or a streak is called."""
        return str(self.made[table][key]["name"])


# --- values

LAST: Final = 1 << 20
"""A place behind all others."""
_PLACE: Final = 1 << 40
BOUNDS: Final = {
    "position": (-_PLACE, _PLACE, LAST),
    "day_start": (0, 12, 0),
    "week_start": (0, 6, 0),
    "grace_period_days": (0, LARGEST_COUNT, 0),
}
"""By column: the least and the most it can be, and what it is instead."""


def text_of(rows: Rows, row: Row, column: str, whose: str, *, lines: bool = False) -> str:
    """A text that people wrote, without what could steer a terminal."""
    value, noun = row[column], column.removesuffix("_name")
    if isinstance(value, Garbled):
        rows.faults.append(f"{whose}: the {noun} is not UTF-8")
        value = value.decode("utf-8", "replace")
    elif not isinstance(value, str):
        rows.faults.append(f"{whose}: {said(value)} is no text for the {noun}")
        return ""
    elif is_harmless(value.replace("\n", "") if lines else value):
        return value
    else:
        rows.faults.append(f"{whose}: the {noun} has control characters in it")
    return clean(value).strip() if lines else one_line(value, len(value))


def whole_of(rows: Rows, row: Row, column: str, whose: str) -> Any:
    """A whole number that lies in the bounds of its column."""
    least, most, instead = BOUNDS[column]
    value = row[column]
    return rows.fitting(value, is_between(value, least, most), whose, column, instead)


def is_between(value: Any, least: int, most: int) -> bool:
    """Whether it is a whole number in some bounds."""
    return isinstance(value, int) and least <= value <= most


def is_day(value: Any) -> bool:
    """Whether it is a local date."""
    return passes(stored_day, value)


def is_instant(value: Any) -> bool:
    """Whether it is an instant that a calendar has a date for."""
    return value is not None and passes(check_instants, value)


def is_zone(value: Any) -> bool:
    """Whether it is a zone that the zone data has."""
    return passes(check_zone, value)


def is_key(value: Any) -> bool:
    """Whether it is a text that something can be known by."""
    return isinstance(value, str) and bool(value) and is_harmless(value)


def passes(check: Callable[[Any], object], value: Any) -> bool:
    """Whether a check does not find that a value is Unreadable."""
    try:
        check(value)
    except Unreadable:
        return False
    return True


# --- ids


def own_id(rows: Rows, table: str, row: Row, whose: str) -> Any:
    """The row's id, or another where it is none, or another row's."""
    value, made = row["id"], rows.made[table]
    if is_key(value) and value not in made:
        return value
    new = derived_id(table, *map(_plain, row.values()))
    if new in made or made.get(value) == row:
        raise Fault(f"{whose}: it is there twice")
    what = "its id is there twice" if value in made else f"{said(value)} is no id"
    rows.faults.append(f"{whose}: {what}")
    rows.renamed.setdefault((table, value), new)
    return new


def own_number(rows: Rows, table: str, row: Row, whose: str) -> Any:
    """The row's number, or another where it is none, or another row's."""
    value, made = row["id"], rows.made[table]
    known = [each["id"] for each in rows.raw[table] if type(each["id"]) is int]
    fits = is_between(value, 1, 1 << 62) and value not in made
    return rows.fitting(value, fits, whose, "number of a row", max(0, *known, *made) + 1)


def refer(
    rows: Rows,
    table: str,
    row: Row,
    column: str,
    parent: str,
    make: Callable[[Any], str] | None = None,
) -> str:
    """The id of the row that a column refers to, or of that which is meant, or of a new one.

    Raises Fault where none is meant, and none is made.
    """
    key = row[column]
    if key not in rows.made[parent]:
        text = f"the table {table} refers to a row of {parent} that is not there"
        found = _meant(rows, parent, key)
        if found is None:
            if make is None:
                raise Fault(text)
            found = make(key)
        rows.faults.append(text)
        row[column] = found
    return str(row[column])


def new_id(table: str, key: Any) -> str:
    """The id of a row that is made since others refer to it: as they do, where that is an id."""
    return str(key) if is_key(key) else derived_id(table, _plain(key))


def _meant(rows: Rows, parent: str, key: Any) -> str | None:
    near = [each for each in rows.made[parent] if _is_near(each, key)]
    return rows.renamed.get((parent, key), near[0] if len(near) == 1 else None)


def _is_near(one: str, other: Any) -> bool:
    """Whether two ids differ in one place, as by a flipped bit."""
    if isinstance(other, Garbled):
        other = other.decode("latin-1")
    if not isinstance(other, str) or len(one) != len(other):
        return False
    return sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _plain(value: Any) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)


# --- owners


def mend_owner(rows: Rows, row: Row) -> Row:
    """An owner, by a name that nobody else has."""
    whose = called(row["name"], "an owner")
    row["id"] = own_id(rows, "owners", row, whose)
    wanted = text_of(rows, row, "name", whose) or "Recovered"
    row["name"] = _free_name(rows, wanted)
    if row["name"] != wanted:
        rows.faults.append(f"{wanted}: another owner has that name")
    for column in BOUNDS:
        row[column] = whole_of(rows, row, column, whose)
    return row


def new_owner(rows: Rows, key: Any) -> str:
    """Somebody for what belonged to an owner that is gone."""
    found = new_id("owners", key)
    row: Row = {"id": found, "name": _free_name(rows, "Recovered")}
    row |= {column: instead for column, (_, _, instead) in BOUNDS.items()}
    rows.made["owners"].setdefault(found, row)
    return found


def _free_name(rows: Rows, wanted: str) -> str:
    taken = {row["name"].casefold() for row in rows.made["owners"].values()}
    name, number = wanted, 1
    while name.casefold() in taken:
        number += 1
        name = f"{wanted} {number}"
    return name


# --- zones


def mend_timezone(rows: Rows, row: Row) -> Row:
    """An entry of a travel log."""
    owner = refer(rows, "timezones", row, "owner_id", "owners")
    at, zone, whose = row["effective_from"], row["timezone"], rows.name("owners", owner)
    if not is_instant(at):
        raise Fault(f"{whose}: {said(at)} is no instant")
    if not is_zone(zone):
        raise Fault(
            f"{whose}: {said(zone)} is no time zone known here;"
            f' give the right one with `unbroken owner edit "{whose}" --always --tz ZONE`'
        )
    if not rows.is_new("timezones", owner, at):
        raise Fault(f"{whose}: the travel log has two entries at one instant")
    row["id"] = own_number(rows, "timezones", row, whose)
    return row


def give_zones(rows: Rows) -> None:
    """An owner without a zone gets that of their latest log, or UTC; then all have their days."""
    made = rows.made["timezones"]
    for key, owner in rows.made["owners"].items():
        if all(row["owner_id"] != key for row in made.values()):
            if all(row["owner_id"] != key for row in rows.raw["timezones"]):
                text = f"{owner['name']}: the travel log of {owner['name']} is empty"
                rows.find(text, "owners", owner, kept=True)
            number = max(made, default=0) + 1
            made[number] = {
                "id": number,
                "owner_id": key,
                "effective_from": 0,
                "timezone": _latest_zone(rows, key),
            }
        entries = [
            (row["effective_from"], row["timezone"])
            for row in made.values()
            if row["owner_id"] == key
        ]
        rows.days[key] = LocalDays(tuple(sorted(entries)), owner["day_start"])


def _latest_zone(rows: Rows, owner: str) -> str:
    mine = {key for key, row in rows.made["enrolments"].items() if row["owner_id"] == owner}
    found = [
        (row["activity_at"], row["timezone"])
        for row in rows.raw["logs"]
        if rows.enrolment_of[row["enrolment_id"]] in mine
        and is_instant(row["activity_at"])
        and is_zone(row["timezone"])
    ]
    return max(found, default=(0, "UTC"))[1]


# --- streaks

_CALLED: Final = {"every": "number of periods", "starts_on": "date", "archived_at": "instant"}
"""By field: what it is called beside other values of its kind."""


def mend_streak(rows: Rows, row: Row) -> Row:
    """A streak, with rules that go together."""
    whose = called(row["name"], "a streak")
    for field in STORED[1:]:
        row[field.column] = _field(rows, field, row, whose)
    row["name"] = row["name"] or row["activity_type"] or "Recovered"
    taken = activity_types(rows)
    if row["activity_type"] in taken:
        rows.faults.append(f"{whose}: another streak has its activity type")
        row["activity_type"] = None
    row["activity_type"] = row["activity_type"] or free_key(activity_type_of(row["name"]), taken)
    row["position"] = whole_of(rows, row, "position", whose)
    if (row["status"] == "archived") != (row["archived_at"] is not None):
        rows.faults.append(f"{whose}: its status and the time it was archived contradict")
        row["archived_at"] = rows.now if row["status"] == "archived" else None
    _agree(rows, row, whose)
    row["id"] = own_id(rows, "streaks", row, whose)
    return row


def new_streak(rows: Rows, key: Any, enrolments: Collection[Any]) -> str:
    """A streak for the logs of enrolments of which the streak is gone."""
    kind = free_key("recovered", activity_types(rows))
    row = {
        "id": (found := new_id("streaks", key)),
        **DEFAULTS,
        "activity_type": kind,
        "name": kind.replace("-", " ").capitalize(),
        "starts_on": _first_day(rows, enrolments),
        "status": "live",
        "archived_at": None,
        "position": LAST,
    }
    rows.made["streaks"].setdefault(found, row)
    return found


def activity_types(rows: Rows) -> set[str]:
    """Those that are taken."""
    return {row["activity_type"] for row in rows.made["streaks"].values()}


def enrolments_in(rows: Rows, streak: Any) -> set[Any]:
    """The ids, as they were, of the enrolments in a streak."""
    return {row["id"] for row in rows.raw["enrolments"] if row["streak_id"] == streak}


def _first_day(rows: Rows, enrolments: Collection[Any]) -> str:
    """When a streak began of which that is gone: with its first log, or today."""
    days = (row["local_date"] for row in rows.raw["logs"] if row["enrolment_id"] in enrolments)
    return min(filter(is_day, days), default=iso(local_date(rows.now, "UTC", 0)))


def _field(rows: Rows, field: StreakField, row: Row, whose: str) -> Any:
    value = row[field.column]
    if value is None and field.is_optional:
        return None
    if field.kind in (Kind.NAME, Kind.TEXT):
        return text_of(rows, row, field.column, whose) or (None if field.is_optional else "")
    if _fits(field, value):
        return value
    instead = field.default
    if field.kind == Kind.DAY:
        instead = _first_day(rows, enrolments_in(rows, row["id"]))
    return rows.fitting(value, False, whose, _CALLED.get(field.name, field.noun), instead)


def _fits(field: StreakField, value: Any) -> bool:
    match field.kind:
        case Kind.CHOICE:
            return value in field.choices
        case Kind.WHOLE:
            return is_between(value, field.least, field.most)
        case Kind.TARGET:
            return is_between(value, 0, LARGEST)
        case Kind.FLAG:
            return is_between(value, 0, 1)
        case Kind.DAY:
            return is_day(value)
        case Kind.INSTANT:
            return is_instant(value)
        case Kind.KEY:
            return isinstance(value, str) and bool(re.fullmatch(KEY, value))
        case Kind.WEEKDAYS:
            days = map(str, range(len(WEEKDAYS)))
            return isinstance(value, str) and set(value.split(",")).issubset(days)
        case _:
            return is_key(value)


def _agree(rows: Rows, row: Row, whose: str) -> None:
    """Rules that do not go together get their defaults, one after another.

    Of the targets it is the last that must go with them: others are of other times.
    """
    later = _last_target(rows, row)
    for _ in range(4):
        try:
            check_rules({}, row | later)
            return
        except Refusal as refusal:
            column = refusal.field or "aggregation_target_value"
            rows.faults.append(f"{whose}: {refusal.message.rstrip('.')}")
            row[column] = DEFAULTS[column]
            later = {}


def _last_target(rows: Rows, streak: Row) -> Row:
    """The target of a streak that is in force last, where there are several."""
    mine = [
        (row["from_day"], row["aggregation_target_value"])
        for row in rows.raw["targets"]
        if row["streak_id"] == streak["id"]
        and is_day(row["from_day"])
        and is_between(row["aggregation_target_value"], 0, LARGEST)
    ]
    return {"aggregation_target_value": max(mine)[1]} if mine else {}


# --- targets_and_milestones


def mend_target(rows: Rows, row: Row) -> Row:
    """A later target of a streak."""
    streak = refer(rows, "targets", row, "streak_id", "streaks")
    whose = rows.name("streaks", streak)
    day, value = row["from_day"], row["aggregation_target_value"]
    if not is_day(day):
        raise Fault(f"{whose}: {said(day)} is no date")
    if not is_between(value, 0, LARGEST):
        raise Fault(f"{whose}: {said(value)} is no target")
    if not rows.is_new("targets", streak, day):
        raise Fault(f"{whose}: two targets hold from one day on")
    row["id"] = own_number(rows, "targets", row, whose)
    return row


def mend_milestone(rows: Rows, row: Row) -> Row:
    """A milestone of a streak."""
    streak = refer(rows, "milestones", row, "streak_id", "streaks")
    whose = f"{rows.name('streaks', streak)}, a milestone"
    number = row["milestone_target_value"]
    if not is_between(number, 1, LARGEST_COUNT):
        raise Fault(f"{whose}: {said(number)} is no number of periods")
    row["id"] = own_id(rows, "milestones", row, whose)
    row["title"] = text_of(rows, row, "title", whose) or "Recovered"
    return row


# --- enrolments

_NOT_JUDGED: Final = {
    **dict.fromkeys(
        ("total_count", "total", "reached", "chain", "longest", "chain_missed", "attempt_missed"), 0
    ),
    **dict.fromkeys(("last_activity_at", "last_activity_date", "cursor_day", "last_day")),
    "record_id": None,
}
"""What is judged, of an enrolment of which nothing was judged yet."""


def mend_enrolment(rows: Rows, row: Row) -> Row:
    """An enrolment, with its streak and its owner; where they are gone, with new ones."""
    before = row["id"]
    mine = enrolments_in(rows, row["streak_id"])
    streak = refer(
        rows, "enrolments", row, "streak_id", "streaks", lambda key: new_streak(rows, key, mine)
    )
    owner = refer(rows, "enrolments", row, "owner_id", "owners", lambda key: new_owner(rows, key))
    whose = f"{rows.name('streaks', streak)} of {rows.name('owners', owner)}"
    other = _enrolment(rows, streak, owner)
    if other is not None:
        rows.enrolment_of.setdefault(before, other)
        raise Fault(f"{whose}: it is there twice")
    row["id"] = own_number(rows, "enrolments", row, whose)
    rows.enrolment_of.setdefault(before, row["id"])
    at = row["enrolled_at"]
    row["enrolled_at"] = rows.fitting(at, is_instant(at), whose, "instant", _began(rows, before))
    row["position"] = whole_of(rows, row, "position", whose)
    return row | _NOT_JUDGED


def adopt_logs(rows: Rows) -> None:
    """Logs of an enrolment that is gone get one: as its progress records name it, or new."""
    made = rows.made["enrolments"]
    for key in dict.fromkeys(row["enrolment_id"] for row in rows.raw["logs"]):
        if key in rows.enrolment_of:
            continue
        streak, owner = _named_in_records(rows, key)
        found = _enrolment(rows, streak, owner)
        if found is None:
            free = is_between(key, 1, 1 << 62) and key not in made
            found = key if free else max(made, default=0) + 1
            own = {"id": found, "streak_id": streak, "owner_id": owner, "position": LAST}
            made[found] = {**own, "enrolled_at": _began(rows, key), **_NOT_JUDGED}
        rows.enrolment_of[key] = found


def _enrolment(rows: Rows, streak: str, owner: str) -> int | None:
    for key, row in rows.made["enrolments"].items():
        if (row["streak_id"], row["owner_id"]) == (streak, owner):
            return int(key)
    return None


def _began(rows: Rows, enrolment: Any) -> Instant:
    """When somebody began a streak of which that is gone: with their first log, or now."""
    times = (row["activity_at"] for row in rows.raw["logs"] if row["enrolment_id"] == enrolment)
    return min(filter(is_instant, times), default=rows.now)


def _named_in_records(rows: Rows, enrolment: Any) -> tuple[str, str]:
    owners, streaks = rows.made["owners"], rows.made["streaks"]
    for row in rows.raw["progress_records"]:
        named = row["unique_identifier"]
        if row["enrolment_id"] == enrolment and isinstance(named, str):
            streak, _, owner = named.partition(":")
            if streak in streaks and owner in owners:
                return streak, owner
    new = new_streak(rows, ("of", enrolment), {enrolment})
    return new, next(iter(owners), None) or new_owner(rows, "first")


# --- logs_and_skips

_HALF_A_DAY: Final = DAY_SECONDS // 2 * MICROSECONDS


def mend_log(rows: Rows, row: Row) -> Row:
    """A log, as long as its time or its date can be read."""
    key = rows.enrolment_of[row["enrolment_id"]]
    enrolment = rows.made["enrolments"][key]
    streak, owner = rows.made["streaks"][enrolment["streak_id"]], enrolment["owner_id"]
    of = f"{streak['name']} of {rows.name('owners', owner)}"
    whose = f"{of}, log {said(row['id']).strip('“”')}"
    if key != row["enrolment_id"]:
        rows.faults.append("the table logs refers to a row of enrolments that is not there")
        row["enrolment_id"] = key
    row["id"] = own_id(rows, "logs", row, whose)
    at, day, days = row["activity_at"], row["local_date"], rows.days[owner]
    if not is_instant(at):
        if not is_day(day):
            raise Fault(f"{whose}: neither its time nor its date can be read")
        rows.faults.append(f"{whose}: {said(at)} is no instant")
        at = row["activity_at"] = Instant(days.start_of(day_of(day)) + _HALF_A_DAY)
    zone, recorded = row["timezone"], row["recorded_at"]
    zone = rows.fitting(zone, is_zone(zone), whose, "time zone known here", days.zone_at(at))
    row["timezone"] = zone
    if not is_day(day):
        row["local_date"] = rows.fitting(day, False, whose, "date", iso(days.date_at(at, zone)))
    row["recorded_at"] = rows.fitting(recorded, is_instant(recorded), whose, "instant", at)
    row["value"] = _amount(rows, row["value"], streak, whose)
    if row["value"] % ONE and streak["aggregation_method"] != "sum":
        rows.fractions[of].append(row["value"])
    row["note"] = text_of(rows, row, "note", whose, lines=True)
    row["unique_identifier"] = _unique(rows, row, whose)
    return row


def _amount(rows: Rows, value: Any, streak: Row, whose: str) -> Any:
    if is_between(value, 1, LARGEST):
        return value
    amount = decimal_of(value) if type(value) is int else None
    text = f"{whose}: {said(value) if amount is None else number_text(amount)} is no amount"
    if streak["aggregation_method"] == "sum":
        raise Fault(text)
    rows.faults.append(text)
    return ONE


def _unique(rows: Rows, row: Row, whose: str) -> str | None:
    value = row["unique_identifier"]
    if value is None:
        return None
    if is_key(value) and not rows.is_new("logs", row["enrolment_id"], value):
        rows.faults.append(f"{whose}: its unique identifier is there twice")
        return None
    found: str | None = rows.fitting(value, is_key(value), whose, "unique identifier", None)
    return found


def mend_skip(rows: Rows, row: Row) -> Row:
    """A skip of one streak, or of everything of its owner."""
    owner = refer(rows, "skips", row, "owner_id", "owners")
    what = "a skip"
    if row["streak_id"] is not None:
        what = rows.name("streaks", refer(rows, "skips", row, "streak_id", "streaks"))
    whose = f"{what} of {rows.name('owners', owner)}"
    first, last = row["first_day"], row["last_day"]
    for day in (first, first if last is None else last):
        if not is_day(day):
            raise Fault(f"{whose}: {said(day)} is no date")
    if last is not None and last < first:
        raise Fault(f"{whose}: {said(last)} is before {said(first)}")
    row["id"] = own_id(rows, "skips", row, whose)
    row["reason"] = text_of(rows, row, "reason", whose)
    return row


# --- journal


def mend_journal(rows: Rows) -> None:
    """Entries of the journal with all their parts; one that cannot be read goes whole."""
    parts: dict[Any, list[Row]] = defaultdict(list)
    for part in rows.raw["change_parts"]:
        parts[part["change_id"]].append(part)
    made, made_parts = rows.made["changes"], rows.made["change_parts"]
    for row in rows.raw["changes"]:
        mine = parts.pop(row["id"], [])
        if row["id"] in made or not _is_whole(row, mine):
            text = "the journal: a change cannot be read, and so not be taken back"
            rows.find(text, "changes", row, kept=False)
            for part in mine:
                rows.find(text, "change_parts", part, kept=False)
            continue
        if not is_harmless(row["label"]):
            text = "the journal: the words of a change have control characters in them"
            rows.find(text, "changes", row, kept=True)
        made[row["id"]] = row | {"label": clean(row["label"])}
        made_parts.update((part["id"], part) for part in mine)
    for orphans in parts.values():
        for part in orphans:
            text = "the table change_parts refers to a row of changes that is not there"
            rows.find(text, "change_parts", part, kept=False)


def _is_whole(row: Row, parts: list[Row]) -> bool:
    return (
        type(row["id"]) is int
        and isinstance(row["label"], str)
        and is_key(row["owner_id"])
        and is_instant(row["made_at"])
        and is_between(row["undone"], 0, 1)
        and bool(parts)
        and all(type(part["id"]) is int and passes(read_part, part["data"]) for part in parts)
    )


# --- all


class Salvaged(NamedTuple):
    """Rows to work with, and what was wrong with those they were made of."""

    tables: Tables
    findings: list[Finding]
    notes: list[str]
    """What is odd, but can be so."""


def salvaged(raw: Mapping[str, list[Row]], now: Instant) -> Salvaged:
    """The rows of a database, each as it is or mended: table after table, each behind those it
    refers to. What is judged is left out.
    """
    rows = Rows(raw, now)
    rows.mend("settings", _setting, "key")
    rows.mend("owners", mend_owner)
    rows.mend("streaks", mend_streak)
    rows.mend("enrolments", mend_enrolment)
    adopt_logs(rows)
    rows.mend("timezones", mend_timezone)
    give_zones(rows)
    rows.mend("targets", mend_target)
    rows.mend("milestones", mend_milestone)
    rows.mend("logs", mend_log)
    rows.mend("skips", mend_skip)
    mend_journal(rows)
    notes = [
        f"{whose}: {counted(len(amounts), 'log')} with an amount that is no number of times"
        f" ({number_text(decimal_of(amounts[0]))}); each counts as one"
        for whose, amounts in rows.fractions.items()
    ]
    tables = {name: list(made.values()) for name, made in rows.made.items()}
    return Salvaged(tables, rows.findings, notes)


def _setting(rows: Rows, row: Row) -> Row:
    key, value = row["key"], row["value"]
    whose = f"the setting {said(key).strip('“”')}"
    try:
        json.loads(value if isinstance(value, str) else "")
    except ValueError:
        raise Fault(f"{whose}: {said(value)} is no value") from None
    if not is_key(key) or key in rows.made["settings"]:
        raise Fault(f"{whose}: it is no setting, or there twice")
    return row
