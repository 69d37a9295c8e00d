"""Reads an interchange document, section by section, into rows (docs/interfaces.md section 3).

A bad document is refused whole, naming the place. What is left out gets docs/domain.md's defaults.
"""

from __future__ import annotations

from collections.abc import Iterator
from operator import length_hint

from unbroken.core.amounts import ONE
from unbroken.core.ids import derived_id
from unbroken.core.instants import Instant
from unbroken.core.local_days import Day, LocalDays, is_date_of
from unbroken.core.results import FIRST_NAME
from unbroken.core.rule_validation import check_quiet_hours, check_weekday
from unbroken.core.text import clean, one_line
from unbroken.core.typing import Any, Final
from unbroken.engine.context import Progressed
from unbroken.engine.interchange.app_fields import (
    config_in,
    external_id_in,
    metadata_in,
    profile_in,
)
from unbroken.engine.interchange.document import (
    VERSION,
    Document,
    LogGroup,
    OwnerPart,
    StreakPart,
)
from unbroken.engine.interchange.document_fields import (
    amount_in,
    checked_at,
    day_in,
    id_in,
    instant_in,
    object_at,
    objects_in,
    refuse_at,
    refuse_twice,
    text_in,
    whole_in,
)
from unbroken.engine.interchange.streak_reader import rules_in, status_in, targets_in
from unbroken.engine.zones import zone_names
from unbroken.store.staged_logs import ID, Staged, StagedLogs
from unbroken.store.stored_values import Row

STEP: Final = 5000
"""Logs after which an import says how far it is."""


def read_document(
    document: Any,
    own: OwnerPart | None,
    now: Instant,
    staged: StagedLogs,
    progressed: Progressed | None = None,
) -> Document:
    """The rows of a document, all of which is checked; its logs are put among the `staged`.

    `own` is the owner in use, to whom everything belongs that names no owner: that of another
    tracker's document. `progressed` is told of the logs read. Raises Refusal, naming the place.
    """
    document = object_at("document", document)
    if document.get("format", "unbroken") != "unbroken":
        refuse_at("format", "must be “unbroken”")
    version = document.get("version", VERSION)
    if version != VERSION or isinstance(version, bool):
        refuse_at("version", f"{version!r:.20} is not known here; update Unbroken to read it")
    return _Reader(document, own, now, staged).read(progressed)


class _Reader:
    """Reads one document, whose sections may refer to those before them.

    Every method takes the place at which something stands in it, for the message of a refusal.
    """

    def __init__(
        self, document: dict[str, Any], own: OwnerPart | None, now: Instant, staged: StagedLogs
    ) -> None:
        self.document = document
        self.staged = staged
        self.own = own
        self.now = now
        self.zones = zone_names()
        self.owners: dict[str, OwnerPart] = {} if own is None else {own.row["id"]: own}
        self.streaks: dict[str, StreakPart] = {}
        self.streak_ids: set[str] = set()
        self.milestone_ids: set[str] = set()
        self.groups: list[LogGroup] = []
        self.group_of: dict[tuple[Any, Any], LogGroup] = {}
        """By activity type and owner, as logs name them."""
        self.seen: dict[tuple[object, ...], int] = {}

    def read(self, progressed: Progressed | None) -> Document:
        """Reads all sections, telling `progressed` of the logs; ids must be unique in each."""
        owners: list[OwnerPart] = []
        if self.own is None:  # what is another tracker's has no owners
            owners = [self._owner(place, each) for place, each in self._list("owners")]
        streaks = [self._streak(place, each) for place, each in self._list("streaks")]
        enrolments = [self._enrolment(place, each) for place, each in self._list("enrolments")]
        repeated = self._stage_logs(progressed)
        skips = [self._skip(place, each) for place, each in self._list("skips")]
        coupons = [self._coupon(place, each) for place, each in self._list("rewards")]
        if repeated is not None:
            refuse_twice(f"logs[{repeated[0]}]", repeated[1])
        for rows, name in ((skips, "skips"), (coupons, "rewards")):
            known: set[str] = set()
            for number, row in enumerate(rows):
                if row["id"] in known:
                    refuse_twice(f"{name}[{number}]", row["id"])
                known.add(row["id"])
        config = config_in(self.document.get("config"))
        return Document(
            owners, streaks, enrolments, self.groups, self.staged, skips, coupons, config
        )

    def _list(self, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
        return objects_in("", self.document, name)

    def _owner(self, place: str, given: dict[str, Any]) -> OwnerPart:
        owner_id = id_in(place, given)
        if owner_id is None:
            refuse_at(f"{place}.id", "is missing")
        row: Row = {
            "id": owner_id,
            "name": one_line(text_in(place, given, "name", FIRST_NAME)) or FIRST_NAME,
            "day_start": whole_in(place, given, "day_start", 0, 12),
            "week_start": checked_at(
                place, "week_start", lambda: check_weekday(given.get("week_start", "monday"))
            ),
            "grace_period_days": whole_in(place, given, "grace_period_days"),
            "external_id": external_id_in(place, given, "external_id"),
            "profile": profile_in(place, given),
            "quiet_hours": _quiet_hours(place, given),
        }
        entries: dict[Instant, str] = {}
        for here, zone in objects_in(place, given, "timezones"):
            since = instant_in(here, zone, "effective_from")
            if since in entries:
                refuse_at(f"{here}.effective_from", "stands there twice")
            entries[since] = self._zone(here, zone.get("timezone"))
        if not entries:
            refuse_at(f"{place}.timezones", "must be a list of at least one zone")
        part = OwnerPart(row, LocalDays(tuple(sorted(entries.items())), row["day_start"]))
        if owner_id in self.owners:
            refuse_at(f"{place}.id", "stands there twice")
        self.owners[owner_id] = part
        return part

    def _streak(self, place: str, given: dict[str, Any]) -> StreakPart:
        key = text_in(place, given, "activity_type", "")
        if not key:
            refuse_at(f"{place}.activity_type", "is missing")
        targets = targets_in(place, given)
        fields = rules_in(place, given, targets)
        if fields["activity_type"] in self.streaks:
            refuse_at(f"{place}.activity_type", f"“{key}” stands there twice")
        status = status_in(place, given, self.now)
        streak_id = id_in(place, given) or derived_id("streak", fields["activity_type"])
        if streak_id in self.streak_ids:
            refuse_twice(place, streak_id)
        self.streak_ids.add(streak_id)
        row = {"id": streak_id, **fields, **status}
        part = StreakPart(row, targets, self._milestones(place, given, row))
        self.streaks[fields["activity_type"]] = part
        return part

    def _milestones(self, place: str, given: dict[str, Any], row: Row) -> list[Row]:
        rows: list[Row] = []
        for here, each in objects_in(place, given, "milestones"):
            number = whole_in(here, each, "milestone_target_value", 1)
            title = one_line(text_in(here, each, "title", "")) or f"{number}"
            own = id_in(here, each) or derived_id("milestone", row["id"], number, title)
            if own in self.milestone_ids:
                refuse_twice(here, own)
            self.milestone_ids.add(own)
            rows.append({"id": own, "milestone_target_value": number, "title": title})
        return rows

    def _enrolment(self, place: str, given: dict[str, Any]) -> Row:
        return {
            "activity_type": self._known_streak(place, given),
            "owner_id": self._known_owner(place, given),
            "enrolled_at": instant_in(place, given, "enrolled_at", None),
            "position": whole_in(place, given, "position"),
        }

    def _stage_logs(self, progressed: Progressed | None) -> tuple[int, str] | None:
        """Reads the logs; answers the number and the id of the first whose id was there before."""
        given = self.document.get("logs", [])
        if not (isinstance(given, list) or hasattr(given, "__length_hint__")):
            refuse_at("logs", "must be a list")
        known: set[int] = set()
        repeated: set[str] = set()
        for number, log in enumerate(given):
            group, staged = self._log(f"logs[{number}]", number, log)
            self.staged.add(group.number, staged)
            hashed = hash(staged[ID])  # takes less memory; of equal ones the ids are compared
            if hashed in known:
                repeated.add(staged[ID])
            known.add(hashed)
            done = number + 1
            if progressed is not None and done % STEP == 0:
                progressed(done, max(done, length_hint(given)))
        return self.staged.first_repeated(repeated)

    def _log(self, place: str, number: int, given: Any) -> tuple[LogGroup, Staged]:
        """A log as it is staged, and its group."""
        if not isinstance(given, dict):
            refuse_at(place, "must be an object")
        try:
            group = self.group_of[given.get("activity_type"), given.get("owner_id")]
        except (KeyError, TypeError):
            group = self._group(place, given)
        at = instant_in(place, given, "activity_at")
        zone = given.get("timezone")
        zone = group.days.zone_at(at) if zone is None else self._zone(place, zone)
        if group.needs_value or given.get("value") is not None:
            value = amount_in(place, given, "value")
        else:
            value = ONE
        unique = given.get("unique_identifier")
        if unique is not None:
            unique = one_line(text_in(place, given, "unique_identifier", "")) or None
            group.has_identifiers = group.has_identifiers or unique is not None
        log_id = id_in(place, given)
        if log_id is None:
            log_id = self._next_id("log", group.activity_type, group.owner_id, at)
        day = _local_date(place, given, at) or group.days.date_at(at, zone)
        note, recorded_at = given.get("note", ""), given.get("recorded_at")
        if note != "":
            note = clean(text_in(place, given, "note", ""))
        if recorded_at == given["activity_at"]:
            recorded_at = at
        else:
            recorded_at = instant_in(place, given, "recorded_at", at)
        metadata = reference = None
        if "metadata" in given or "reference" in given:
            metadata = metadata_in(place, given)
            reference = external_id_in(place, given, "reference")
        group.count_in(at, day)
        return group, (
            *(number, log_id, at, zone, day, value, note, unique, recorded_at),
            *(metadata, reference),
        )

    def _group(self, place: str, given: dict[str, Any]) -> LogGroup:
        """The group of a log that names its streak and its owner as none before it did."""
        key, owner_id = self._known_streak(place, given), self._known_owner(place, given)
        group = self.group_of.get((key, owner_id))
        if group is None:
            streak = self.streaks[key].row
            needs_value = streak["aggregation_method"] == "sum" and bool(streak["unit"])
            days = self.owners[owner_id].days
            group = LogGroup(len(self.groups), key, owner_id, days, needs_value)
            self.groups.append(group)
            self.group_of[key, owner_id] = group
        self.group_of[key, given.get("owner_id")] = group
        return group

    def _skip(self, place: str, given: dict[str, Any]) -> Row:
        whole = given.get("activity_type") is None
        first, last = day_in(place, given, "first_day"), day_in(place, given, "last_day")
        if first is None:
            refuse_at(f"{place}.first_day", "is missing")
        if last is not None and last < first:
            refuse_at(f"{place}.last_day", "lies before first_day")
        key = None if whole else self._known_streak(place, given)
        owner_id = self._known_owner(place, given)
        own = self._next_id("skip", key or "", owner_id, f"{first}..{last}")
        return {
            "id": id_in(place, given) or own,
            "activity_type": key,
            "owner_id": owner_id,
            "first_day": first,
            "last_day": last,
            "reason": one_line(text_in(place, given, "reason", "")),
        }

    def _coupon(self, place: str, given: dict[str, Any]) -> Row:
        reward = id_in(place, given)
        if reward is None:
            refuse_at(f"{place}.id", "is missing")
        return {
            "id": reward,
            "coupon_code": external_id_in(place, given, "coupon_code"),
            "issued_at": instant_in(place, given, "reward_issued_at", None),
            "expires_at": instant_in(place, given, "reward_expiry_at", None),
        }

    def _next_id(self, *parts: object) -> str:
        """The id of something that came without one: the same each time it is read."""
        number = self.seen.get(parts, 0)
        self.seen[parts] = number + 1
        return derived_id(*parts, number)

    def _known_streak(self, place: str, given: dict[str, Any]) -> str:
        key = given.get("activity_type")
        if not isinstance(key, str) or key not in self.streaks:
            refuse_at(
                f"{place}.activity_type", f"“{str(key)[:40]}” is none of the document's streaks"
            )
        return str(self.streaks[key].row["activity_type"])

    def _known_owner(self, place: str, given: dict[str, Any]) -> str:
        if self.own is not None and given.get("owner_id") is None:
            return str(self.own.row["id"])
        owner_id = given.get("owner_id")
        owner = self.owners.get(owner_id.lower()) if isinstance(owner_id, str) else None
        if owner is None:
            refuse_at(f"{place}.owner_id", "is none of the document's owners")
        return str(owner.row["id"])

    def _zone(self, place: str, zone: Any) -> str:
        if zone is None:
            refuse_at(f"{place}.timezone", "is missing")
        if not isinstance(zone, str) or zone not in self.zones:
            refuse_at(f"{place}.timezone", f"“{str(zone)[:40]}” is not a time zone")
        return zone


def _quiet_hours(place: str, given: dict[str, Any]) -> str | None:
    text = text_in(place, given, "quiet_hours", "")
    if not text:
        return None
    return checked_at(place, "quiet_hours", lambda: check_quiet_hours(text))


def _local_date(place: str, given: dict[str, Any], at: Instant) -> Day | None:
    """The date that a log counts for."""
    day = day_in(place, given, "local_date")
    if day is not None and not is_date_of(at, day):
        refuse_at(f"{place}.local_date", "is no date that activity_at had anywhere")
    return day
