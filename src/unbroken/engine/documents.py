"""Reads an interchange document with care (INTERFACES.md section 3).

A bad document is refused whole, naming the place. What is left out gets DOMAIN.md's defaults.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple, NoReturn, TypeVar
from uuid import UUID

from unbroken.core.amounts import LARGEST, ONE, AmountError, thousandths
from unbroken.core.days import (
    FIRST_INSTANT,
    LAST_INSTANT,
    Day,
    Instant,
    LocalDays,
    day_of,
    instant_of,
    local_date,
)
from unbroken.core.rules import LARGEST_COUNT
from unbroken.core.text import clean, one_line
from unbroken.engine.desk import Progressed
from unbroken.engine.errors import Refusal
from unbroken.engine.ids import derived_id
from unbroken.engine.ruling import (
    DEFAULTS,
    FIRST_DAY,
    LAST_DAY,
    check_rules,
    check_weekday,
    check_whole,
)
from unbroken.engine.zones import zone_names
from unbroken.store.tables import Row

VERSION: Final = 1
STATUSES: Final = ("live", "paused", "archived")
STEP: Final = 5000
"""Logs after which an import says how far it is."""

Read = TypeVar("Read")


class OwnerPart(NamedTuple):
    """An owner of a document; the rows are those of the tables."""

    row: Row
    days: LocalDays


class StreakPart(NamedTuple):
    """A streak of a document. `starts_on` is None where it is left to the earliest log."""

    row: Row
    targets: list[tuple[Day, int]]
    milestones: list[Row]


class Document(NamedTuple):
    """A whole document as rows; enrolments, logs and skips name their streak and owner."""

    owners: list[OwnerPart]
    streaks: list[StreakPart]
    enrolments: list[Row]
    logs: list[Row]
    skips: list[Row]


def read_document(
    document: Any, own: OwnerPart | None, now: Instant, progressed: Progressed | None = None
) -> Document:
    """Checks a document and answers its rows.

    `own` is the owner in use, to whom everything belongs that names no owner: that of another
    tracker's document. `progressed` is told of the logs read. Raises Refusal, naming the place.
    """
    if not isinstance(document, dict):
        _refuse("document", "must be a JSON object")
    if document.get("format", "unbroken") != "unbroken":
        _refuse("format", "must be “unbroken”")
    version = document.get("version", VERSION)
    if version != VERSION or isinstance(version, bool):
        _refuse("version", f"{version!r:.20} is not known here; update Unbroken to read it")
    return _Reader(document, own, now).read(progressed)


class _Reader:
    """Reads one document; every method takes the place it is at, for the message."""

    def __init__(self, document: dict[str, Any], own: OwnerPart | None, now: Instant) -> None:
        self.document = document
        self.own = own
        self.now = now
        self.zones = zone_names()
        self.owners: dict[str, OwnerPart] = {} if own is None else {own.row["id"]: own}
        self.streaks: dict[str, StreakPart] = {}
        self.seen: dict[tuple[str, ...], int] = {}

    def read(self, progressed: Progressed | None) -> Document:
        owners = [self._owner(place, each) for place, each in self._list("owners")]
        streaks = [self._streak(place, each) for place, each in self._list("streaks")]
        enrolments = [self._enrolment(place, each) for place, each in self._list("enrolments")]
        logs: list[Row] = []
        for place, each in self._list("logs"):
            logs.append(self._log(place, each))
            if progressed is not None and len(logs) % STEP == 0:
                progressed(len(logs), len(self.document["logs"]))
        skips = [self._skip(place, each) for place, each in self._list("skips")]
        for rows, name in ((logs, "logs"), (skips, "skips")):
            _refuse_twice(name, (row["id"] for row in rows))
        return Document(owners, streaks, enrolments, logs, skips)

    def _list(self, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
        items = self.document.get(name, [])
        if not isinstance(items, list):
            _refuse(name, "must be a list")
        for number, item in enumerate(items):
            place = f"{name}[{number}]"
            if not isinstance(item, dict):
                _refuse(place, "must be an object")
            yield place, item

    def _owner(self, place: str, given: dict[str, Any]) -> OwnerPart:
        owner_id = _id(place, given)
        if owner_id is None:
            _refuse(f"{place}.id", "is missing")
        row: Row = {
            "id": owner_id,
            "name": one_line(_text(place, given, "name", "me")) or "me",
            "day_start": _whole(place, given, "day_start", 0, 12),
            "week_start": _at(
                place, "week_start", lambda: check_weekday(given.get("week_start", "monday"))
            ),
            "grace_period_days": _whole(place, given, "grace_period_days"),
        }
        zones = given.get("timezones")
        if not isinstance(zones, list) or not zones:
            _refuse(f"{place}.timezones", "must be a list of at least one zone")
        entries: dict[Instant, str] = {}
        for number, zone in enumerate(zones):
            here = f"{place}.timezones[{number}]"
            if not isinstance(zone, dict):
                _refuse(here, "must be an object")
            since = _instant(here, zone, "effective_from")
            if since in entries:
                _refuse(f"{here}.effective_from", "stands there twice")
            entries[since] = self._zone(here, zone.get("timezone"))
        part = OwnerPart(row, LocalDays(tuple(sorted(entries.items())), row["day_start"]))
        if owner_id in self.owners:
            _refuse(f"{place}.id", "stands there twice")
        self.owners[owner_id] = part
        return part

    def _streak(self, place: str, given: dict[str, Any]) -> StreakPart:
        key = given.get("activity_type")
        if key is None:
            _refuse(f"{place}.activity_type", "is missing")
        rules = {
            name: given[field]
            for name in DEFAULTS
            for field in ("group" if name == "group_name" else name,)
            if field in given
        }
        rules["name"] = _text(place, given, "name", str(key)) or str(key)
        fields = _at(place, "", lambda: check_rules(rules, DEFAULTS))
        if fields["activity_type"] in self.streaks:
            _refuse(f"{place}.activity_type", f"“{key}” stands there twice")
        status = given.get("status", "live")
        if status not in STATUSES:
            _refuse(f"{place}.status", f"must be one of {', '.join(STATUSES)}")
        archived_at = None
        if status == "archived":
            archived_at = _instant(place, given, "archived_at", self.now)
        streak_id = _id(place, given) or derived_id("streak", fields["activity_type"])
        row = {"id": streak_id, **fields, "status": status, "archived_at": archived_at}
        part = StreakPart(
            row, self._targets(place, given, row), self._milestones(place, given, row)
        )
        self.streaks[fields["activity_type"]] = part
        return part

    def _targets(self, place: str, given: dict[str, Any], row: Row) -> list[tuple[Day, int]]:
        targets: dict[Day, int] = {}
        for here, each in _objects(place, given, "targets"):
            day = _day(here, each, "from_day")
            if day is None:
                _refuse(f"{here}.from_day", "is missing")
            if day in targets:
                _refuse(f"{here}.from_day", "stands there twice")
            targets[day] = _amount(
                here, each, "aggregation_target_value", zero_allowed=row["goal"] == "at_most"
            )
        return sorted(targets.items())

    def _milestones(self, place: str, given: dict[str, Any], row: Row) -> list[Row]:
        rows: list[Row] = []
        for here, each in _objects(place, given, "milestones"):
            number = _whole(here, each, "milestone_target_value", 1)
            title = one_line(_text(here, each, "title", "")) or f"{number}"
            own = _id(here, each) or derived_id("milestone", row["id"], number, title)
            rows.append({"id": own, "milestone_target_value": number, "title": title})
        _refuse_twice(f"{place}.milestones", (each["id"] for each in rows))
        return rows

    def _enrolment(self, place: str, given: dict[str, Any]) -> Row:
        return {
            "activity_type": self._known_streak(place, given),
            "owner_id": self._known_owner(place, given),
            "enrolled_at": _instant(place, given, "enrolled_at", None),
            "position": _whole(place, given, "position"),
        }

    def _log(self, place: str, given: dict[str, Any]) -> Row:
        key, owner_id = self._known_streak(place, given), self._known_owner(place, given)
        days = self.owners[owner_id].days
        at = _instant(place, given, "activity_at")
        zone = given.get("timezone")
        zone = days.zone_at(at) if zone is None else self._zone(place, zone)
        streak = self.streaks[key].row
        if "value" in given or (streak["aggregation_method"] == "sum" and streak["unit"]):
            value = _amount(place, given, "value")
        else:
            value = ONE
        unique = given.get("unique_identifier")
        if unique is not None:
            unique = one_line(_text(place, given, "unique_identifier", "")) or None
        return {
            "id": _id(place, given) or self._next_id("log", key, owner_id, str(at)),
            "activity_type": key,
            "owner_id": owner_id,
            "activity_at": at,
            "timezone": zone,
            "local_date": _local_date(place, given, at) or days.date_at(at, zone),
            "value": value,
            "note": clean(_text(place, given, "note", "")),
            "unique_identifier": unique,
            "recorded_at": _instant(place, given, "recorded_at", at),
        }

    def _skip(self, place: str, given: dict[str, Any]) -> Row:
        whole = given.get("activity_type") is None
        first, last = _day(place, given, "first_day"), _day(place, given, "last_day")
        if first is None:
            _refuse(f"{place}.first_day", "is missing")
        if last is not None and last < first:
            _refuse(f"{place}.last_day", "lies before first_day")
        key = None if whole else self._known_streak(place, given)
        owner_id = self._known_owner(place, given)
        own = self._next_id("skip", key or "", owner_id, f"{first}..{last}")
        return {
            "id": _id(place, given) or own,
            "activity_type": key,
            "owner_id": owner_id,
            "first_day": first,
            "last_day": last,
            "reason": one_line(_text(place, given, "reason", "")),
        }

    def _next_id(self, *parts: str) -> str:
        """The id of something that came without one: the same each time it is read."""
        number = self.seen.get(parts, 0)
        self.seen[parts] = number + 1
        return derived_id(*parts, number)

    def _known_streak(self, place: str, given: dict[str, Any]) -> str:
        key = given.get("activity_type")
        if not isinstance(key, str) or key not in self.streaks:
            _refuse(
                f"{place}.activity_type", f"“{str(key)[:40]}” is none of the document's streaks"
            )
        return str(self.streaks[key].row["activity_type"])

    def _known_owner(self, place: str, given: dict[str, Any]) -> str:
        if self.own is not None and "owner_id" not in given:
            return str(self.own.row["id"])
        owner_id = given.get("owner_id")
        owner = self.owners.get(owner_id.lower()) if isinstance(owner_id, str) else None
        if owner is None:
            _refuse(f"{place}.owner_id", "is none of the document's owners")
        return str(owner.row["id"])

    def _zone(self, place: str, zone: Any) -> str:
        if not isinstance(zone, str) or zone not in self.zones:
            _refuse(f"{place}.timezone", f"“{str(zone)[:40]}” is not a time zone")
        return zone


def _refuse(place: str, message: str) -> NoReturn:
    raise Refusal(
        "bad_document", f"{place}: {one_line(message).rstrip('.')}. Nothing was imported."
    )


def _refuse_twice(place: str, ids: Iterator[str]) -> None:
    known: set[str] = set()
    for each in ids:
        if each in known:
            _refuse(place, f"the id {each} stands there twice")
        known.add(each)


def _at(place: str, name: str, read: Callable[[], Read]) -> Read:
    """Reads something; a refusal of it names the place."""
    try:
        return read()
    except Refusal as error:
        field = name or error.field
        _refuse(f"{place}.{field}" if field else place, error.message)


def _objects(place: str, given: dict[str, Any], name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    items = given.get(name) or []
    if not isinstance(items, list):
        _refuse(f"{place}.{name}", "must be a list")
    for number, item in enumerate(items):
        here = f"{place}.{name}[{number}]"
        if not isinstance(item, dict):
            _refuse(here, "must be an object")
        yield here, item


def _id(place: str, given: dict[str, Any]) -> str | None:
    value = given.get("id")
    if value is None:
        return None
    try:
        plain = str(UUID(value))
        return str(value) if value == plain else plain  # the same text is kept once
    except (ValueError, AttributeError, TypeError):
        _refuse(f"{place}.id", "must be a UUID")


def _text(place: str, given: dict[str, Any], name: str, default: str) -> str:
    value = given.get(name)
    if value is None:
        return default
    if not isinstance(value, str):
        _refuse(f"{place}.{name}", "must be text")
    return value


def _whole(
    place: str, given: dict[str, Any], name: str, least: int = 0, most: int = LARGEST_COUNT
) -> int:
    """A whole number; one that may be 0 is 0 where it is left out."""
    value = given.get(name)
    if value is None and least == 0:
        return 0
    return _at(place, name, lambda: check_whole(name, value, least, most))


_MISSING: Final = Instant(-1)


def _instant(place: str, given: dict[str, Any], name: str, default: Any = _MISSING) -> Any:
    """An RFC 3339 instant; without a default it must be there."""
    value = given.get(name)
    if value is None:
        if default is _MISSING:
            _refuse(f"{place}.{name}", "is missing")
        return default
    try:
        moment = datetime.fromisoformat(value)
        at = instant_of(moment if moment.tzinfo is UTC else moment.astimezone(UTC))
    except (ValueError, TypeError, OverflowError):
        _refuse(f"{place}.{name}", "must be an instant such as 2026-03-31T08:00:00Z")
    if moment.tzinfo is None:
        _refuse(f"{place}.{name}", "must say its offset, such as Z")
    if not FIRST_INSTANT <= at <= LAST_INSTANT:
        _refuse(f"{place}.{name}", "must lie in the years 1970 to 2100")
    return at


def _day(place: str, given: dict[str, Any], name: str) -> Day | None:
    value = given.get(name)
    if value is None:
        return None
    try:
        day = day_of(value)
    except (ValueError, TypeError):
        _refuse(f"{place}.{name}", "must be a date such as 2026-03-31")
    if not FIRST_DAY - 1 <= day <= LAST_DAY + 1:
        _refuse(f"{place}.{name}", "must lie in the years 1970 to 2100")
    return day


def _local_date(place: str, given: dict[str, Any], at: Instant) -> Day | None:
    """The date that a log counts for, which no zone and no day start put further off than a day."""
    day = _day(place, given, "local_date")
    if day is not None and abs(day - local_date(at, "UTC", 0)) > 1:
        _refuse(f"{place}.local_date", "is no date that activity_at had anywhere")
    return day


def _amount(place: str, given: dict[str, Any], name: str, *, zero_allowed: bool = False) -> int:
    value = given.get(name)
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value * ONE <= LARGEST:
        return value * ONE
    if value is None or isinstance(value, bool | list | dict | str):
        _refuse(f"{place}.{name}", "must be a number")
    try:
        return thousandths(str(value), zero_allowed=zero_allowed)
    except AmountError as error:
        _refuse(f"{place}.{name}", str(error))
