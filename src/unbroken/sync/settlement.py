"""What the rows of a database are, given what its registers hold: one answer, whatever the order.

The registers of all machines are a union in which the newest value of each wins. Everything that
this alone does not settle is settled here: streaks that were made twice, names that are taken,
streaks and people that somebody removed while somebody else logged (docs/sync.md). Logs are not
among the registers that are looked at, but for whose they are.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from operator import attrgetter

from unbroken.core.instants import DAY_SECONDS, MICROSECONDS, MILLISECOND
from unbroken.core.local_days import EPOCH_DAY, Day, iso
from unbroken.core.text import free_name, unaccented
from unbroken.core.typing import Any, Final, NamedTuple
from unbroken.store.stored_values import Row
from unbroken.sync.operations import stamp_of
from unbroken.sync.registers import ALIVE, MADE, ROW, Whose
from unbroken.sync.row_registers import ENROLLED, OWNER, REMOVED, STREAK


class Held(NamedTuple):
    """What a register holds, and since when; stamps sort as text."""

    stamp: str
    value: Any


_STAMP: Final = attrgetter("stamp")

Registers = Mapping[tuple[str, str], Mapping[str, Held]]
"""By kind and key of a record: its registers."""
Key = tuple[str, ...]


class Settled(NamedTuple):
    """The rows that are to be, by table and by what names a row on every machine."""

    rows: dict[str, dict[Key, Row]]
    streaks: dict[str, str]
    """By the id of each streak that was ever made: the id of the one it is, shown or not."""
    members: dict[str, list[str]]
    """By the id of a streak that several machines made: the ids of all that became it."""
    renamed: dict[str, str]
    """By the id of a streak or a person: the name that was taken, and so is not its own."""
    returned: set[str]
    """The streaks that were removed, and are back since there are logs that nobody removed."""

    def place(self, whose: Whose) -> Whose | None:
        """Where a log stands; None as long as not all that it belongs to is known."""
        streak = self.streaks.get(whose.streak)
        if streak is None or (whose.owner, streak) not in self.rows["enrolments"]:
            return None
        return Whose(whose.owner, streak)


def settle(registers: Registers, logged: Collection[Whose]) -> Settled:
    """The rows that follow from registers; `logged` says whose logs there are."""
    records: dict[str, dict[str, Mapping[str, Held]]] = {}
    for (kind, key), held in registers.items():
        records.setdefault(kind, {})[key] = held
    streaks = _Streaks(records.get("streak", {}), logged)
    timelines = _timelines(records.get("timezone", {}))
    people = {key: held for key, held in records.get("owner", {}).items() if key in timelines}
    owners = _owners(people, {each.owner for each in logged})
    rows: dict[str, dict[Key, Row]] = {
        "owners": {(key,): row for key, row in owners.items()},
        "streaks": {(key,): row for key, row in streaks.rows.items()},
        "timezones": _timezones(timelines, owners),
        "targets": _targets(records.get("target", {}), streaks),
        "milestones": _milestones(records.get("milestone", {}), streaks),
        "enrolments": _enrolments(records.get("enrolment", {}), streaks, owners, logged),
        "skips": _skips(records.get("skip", {}), streaks, owners),
        "settings": {
            (key,): {"key": key, "value": held[ROW].value}
            for key, held in records.get("setting", {}).items()
            if held[ROW].value is not None
        },
        "coupons": {
            (key,): {"id": key, **held[ROW].value}
            for key, held in records.get("coupon", {}).items()
            if held[ROW].value is not None
        },
    }
    renamed = {
        key: records["owner"][key]["name"].value["name"]
        for key, row in owners.items()
        if row["name"] != records["owner"][key]["name"].value["name"]
    }
    return Settled(rows, streaks.same, streaks.members, streaks.renamed | renamed, streaks.returned)


class _Streaks:
    """The streaks: which are one, which are there, and what they are called."""

    def __init__(self, found: Mapping[str, Mapping[str, Held]], logged: Collection[Whose]) -> None:
        self._found = {
            key: held for key, held in found.items() if {MADE, ALIVE, *STREAK} <= held.keys()
        }
        self._order = sorted(self._found, key=lambda key: (self._found[key][MADE].value["at"], key))
        self.members = self._grouped()
        self.same = {key: first for first, keys in self.members.items() for key in keys}
        self._logged = {self.same.get(each.streak) for each in logged}
        self.returned: set[str] = set()
        self.rows = {
            key: row for key in self._order if key in self.members and (row := self._row(key))
        }
        self.renamed: dict[str, str] = {}
        self._name_apart()

    def _grouped(self) -> dict[str, list[str]]:
        """By the first made: all that are the same, since no machine knew the other's."""
        groups: dict[str, list[str]] = {}
        alike: dict[str, list[str]] = {}
        for key in self._order:
            made = self._found[key][MADE].value
            firsts = alike.setdefault(made["like"], [])
            for first in firsts:
                if not set(groups[first]) & set(made["knew"]):
                    groups[first].append(key)
                    break
            else:
                firsts.append(key)
                groups[key] = [key]
        return groups

    def of(self, first: str, register: str) -> Held:
        """What a streak holds: of its twins, only what was changed after they were made."""
        written = [
            self._found[key][register]
            for key in self.members[first]
            if self.counts(key, self._found[key][register].stamp)
        ]
        return max(written, key=_STAMP)

    def counts(self, key: str, stamp: str) -> bool:
        """Whether what was written about a streak counts for the one that it is."""
        return self.same[key] == key or stamp > self._found[key][MADE].stamp

    def _row(self, first: str) -> Row | None:
        alive = [self._found[key][ALIVE] for key in self.members[first]]
        is_alive = any(each.value for each in alive)
        if not is_alive and first not in self._logged:
            return None
        row: Row = {"id": first}
        for register in STREAK:
            row |= self.of(first, register).value
        if not is_alive:
            self.returned.add(first)
            if row["status"] != "archived":
                removed_at = stamp_of(max(alive, key=_STAMP).stamp).milliseconds * MILLISECOND
                row |= {"status": "archived", "archived_at": removed_at}
        return row

    def _name_apart(self) -> None:
        """Of two streaks with one activity type or name, the later gets a number."""
        for column, plain in (("activity_type", str), ("name", unaccented)):
            wanted = {key: row[column] for key, row in self.rows.items()}
            mark = "-" if column == "activity_type" else " "
            for key, name in named_apart(wanted, plain, mark).items():
                self.rows[key][column] = name
                self.renamed.setdefault(key, wanted[key])


def named_apart(
    wanted: Mapping[str, str], plain: Callable[[str], str], mark: str
) -> dict[str, str]:
    """By key: other names for those whose name an earlier one has."""
    firsts: dict[str, str] = {}
    for key, name in wanted.items():
        firsts.setdefault(plain(name), key)
    taken = set(firsts)
    others = {}
    for key, name in wanted.items():
        if firsts[plain(name)] == key:
            continue
        others[key] = free_name(name, lambda name: plain(name) in taken, mark)
        taken.add(plain(others[key]))
    return others


def _owners(found: Mapping[str, Mapping[str, Held]], logged: set[str]) -> dict[str, Row]:
    """The people, in the order in which they were made; there is always somebody."""
    whole = {key: held for key, held in found.items() if {MADE, ALIVE, *OWNER} <= held.keys()}
    order = sorted(whole, key=lambda key: (whole[key][MADE].value["at"], key))
    shown = [key for key in order if whole[key][ALIVE].value or key in logged]
    rows: dict[str, Row] = {}
    external: set[str] = set()
    for key in shown or order[:1]:
        row: Row = {"id": key}
        for register in OWNER:
            row |= whole[key][register].value
        if row["external_id"] in external:
            row["external_id"] = None
        external |= {row["external_id"]} - {None}
        rows[key] = row
    wanted = {key: row["name"] for key, row in rows.items()}
    for key, name in named_apart(wanted, str.casefold, " ").items():
        rows[key]["name"] = name
    return rows


def _timelines(
    found: Mapping[str, Mapping[str, Held]],
) -> dict[str, dict[int, Mapping[str, Held]]]:
    """By owner: the entries of their timezone timeline, removed ones too, by their instant."""
    entries: dict[str, dict[int, Mapping[str, Held]]] = {}
    for key, held in found.items():
        owner, since = key.split("/")
        if {"zone", ALIVE} <= held.keys():
            entries.setdefault(owner, {})[int(since)] = held
    return entries


def _timezones(
    timelines: Mapping[str, Mapping[int, Mapping[str, Held]]], owners: Collection[str]
) -> dict[Key, Row]:
    rows: dict[Key, Row] = {}
    for owner in owners:
        timeline = timelines[owner]
        there = [since for since, held in timeline.items() if held[ALIVE].value]
        for since in there or [min(timeline)]:  # a person is always somewhere
            row = {"owner_id": owner, "effective_from": since}
            rows[owner, str(since)] = {**row, "timezone": timeline[since]["zone"].value}
    return rows


def _newest(
    written: Iterable[tuple[Key, Held]],
) -> dict[Key, Held]:
    newest: dict[Key, Held] = {}
    for key, held in written:
        if key not in newest or newest[key].stamp < held.stamp:
            newest[key] = held
    return newest


def _targets(found: Mapping[str, Mapping[str, Held]], streaks: _Streaks) -> dict[Key, Row]:
    def written() -> Iterator[tuple[Key, Held]]:
        for key, held in found.items():
            streak, day = key.split("/")
            first = streaks.same.get(streak)
            if first in streaks.rows and streaks.counts(streak, held[ROW].stamp):
                yield (str(first), day), held[ROW]

    return {
        key: {"streak_id": key[0], "from_day": key[1], "aggregation_target_value": held.value}
        for key, held in _newest(written()).items()
        if held.value is not None
    }


def _milestones(found: Mapping[str, Mapping[str, Held]], streaks: _Streaks) -> dict[Key, Row]:
    rows: dict[Key, Row] = {}
    known: set[tuple[Any, ...]] = set()
    for key in sorted(found):
        value = found[key][ROW].value
        first = None if value is None else streaks.same.get(value["streak_id"])
        if first not in streaks.rows:
            continue
        row = {**value, "id": key, "streak_id": first}
        said = (first, row["milestone_target_value"], row["title"])
        if said not in known:
            known.add(said)
            rows[(key,)] = row
    return rows


def _enrolments(
    found: Mapping[str, Mapping[str, Held]],
    streaks: _Streaks,
    owners: Collection[str],
    logged: Collection[Whose],
) -> dict[Key, Row]:
    """Who takes part: whoever was enrolled and not removed since, or has logs that were not."""
    needed = {(each.owner, streaks.same.get(each.streak)) for each in logged}
    gathered: dict[tuple[str, str], list[Mapping[str, Held]]] = {}
    for key, held in found.items():
        owner, streak = key.split("/")
        first = streaks.same.get(streak)
        if owner in owners and first in streaks.rows:
            gathered.setdefault((owner, str(first)), []).append(held)
    rows: dict[Key, Row] = {}
    for (owner, streak), parts in gathered.items():
        every: list[int] = []
        standing: list[int] = []
        for held in parts:
            removed = held[REMOVED].stamp if REMOVED in held else ""
            for register, each in held.items():
                if register.startswith(ENROLLED):
                    every.append(each.value)
                    if each.stamp > removed:
                        standing.append(each.value)
        if not every or not (standing or (owner, streak) in needed):
            continue
        positions = [held["position"] for held in parts if "position" in held]
        rows[owner, streak] = {
            "owner_id": owner,
            "streak_id": streak,
            "enrolled_at": min(standing or every),
            "position": max(positions, key=_STAMP).value if positions else 0,
        }
    return rows


def _skips(
    found: Mapping[str, Mapping[str, Held]], streaks: _Streaks, owners: Collection[str]
) -> dict[Key, Row]:
    rows: dict[Key, Row] = {}
    for key, held in found.items():
        value = held[ROW].value
        if value is None or value["owner_id"] not in owners:
            continue
        streak = value["streak_id"]
        first = None if streak is None else streaks.same.get(streak)
        if streak is not None and first not in streaks.rows:
            continue
        row = {**value, "id": key, "streak_id": first}
        if first is not None and row["last_day"] is None:
            row["last_day"] = _end_of_pause(streaks, first)
        if row["last_day"] is None or row["first_day"] <= row["last_day"]:
            rows[(key,)] = row
    return rows


def _end_of_pause(streaks: _Streaks, streak: str) -> str | None:
    """The day before a streak was resumed on a machine that did not know of the pause."""
    if streaks.rows[streak]["status"] != "live":
        return None
    milliseconds = stamp_of(streaks.of(streak, "status").stamp).milliseconds
    day = EPOCH_DAY + milliseconds * MILLISECOND // (DAY_SECONDS * MICROSECONDS)
    return iso(Day(day - 1))
