"""Writes an interchange document's rows inside one change."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Literal

from unbroken.core.errors import ErrorCode, Refusal
from unbroken.core.instants import Instant
from unbroken.core.local_days import Day, optional_date
from unbroken.core.reports import Arrival, Imported, Measure
from unbroken.core.results import Streak
from unbroken.core.text import free_name
from unbroken.engine.answers.streak import streak_answer
from unbroken.engine.context import Progressed
from unbroken.engine.interchange.conflicts import (
    Match,
    NamesTaken,
    checked_name,
    find_matches,
    renamed,
)
from unbroken.engine.interchange.document import Document, LogGroup, OwnerPart, Span, StreakPart
from unbroken.engine.interchange.document_fields import refuse_at
from unbroken.engine.interchange.reader import STEP
from unbroken.engine.recalculation import recalculate
from unbroken.store.enrolments import enrolment_keys, last_enrolment_position
from unbroken.store.identifiers import has_rows, known_ids
from unbroken.store.logs import unique_identifiers
from unbroken.store.owners import OwnerRow, is_unused, last_owner_position, load_owners
from unbroken.store.settings import load_settings
from unbroken.store.skips import is_paused
from unbroken.store.staged_logs import DAY, ID, LOG_COLUMNS, UNIQUE
from unbroken.store.stored_values import Row, batched
from unbroken.store.streaks import last_streak_position, load_streaks
from unbroken.store.unit_of_work import UnitOfWork


class DocumentWriter:
    """Writes a document's rows inside one change."""

    def __init__(
        self,
        work: UnitOfWork,
        parts: Document,
        owner: OwnerRow,
        now: Instant,
        progressed: Progressed | None,
        *,
        foreign: bool,
        hosts: Collection[str] = (),
    ) -> None:
        self.work = work
        self.store = work.store
        self.parts = parts
        self.owner = owner
        self.now = now
        self.progressed = progressed
        self.foreign = foreign
        self.hosts = hosts
        """The ids of those here who people of the document are."""
        self.unchanged = 0
        self.joined: Counter[tuple[str, str]] = Counter()
        """By streak id and owner: how many logs are new."""
        self.new_streaks: set[str] = set()
        self.newcomers: list[str] = []
        self.present = load_streaks(self.store)
        self.matches = find_matches(self.store, parts, self.present)
        """By activity type: what is there already of the document's streaks."""
        self.merged: list[Match] = []
        """The streaks that logs of others join."""
        self.groups: dict[tuple[str, str], list[LogGroup]] = {}
        """By activity type and owner: what is known of the document's logs."""
        for each in parts.groups:
            self.groups.setdefault((each.activity_type, each.owner_id), []).append(each)

    def write(self, *, merge: bool, name_as: str | None) -> Imported:
        """Writes everything; answers what was new."""
        owners = self._owners()
        streaks = self._streaks(merge, name_as)
        enrolled, enrolments = self._enrolments(streaks)
        skips = self._skips(streaks)
        for row in self._new("coupons", self.parts.coupons):
            self.work.insert("coupons", row)
        self._write_config()
        groups = self._groups_by_enrolment(enrolled)
        new = self._new_logs(groups)
        for number, [each, *_] in groups.items():
            if new[number].count:
                self.joined[streaks[each.activity_type], each.owner_id] = new[number].count
        self._refuse_resting()
        self._write_logs(groups, new)
        today = self.owner.days.date_at(self.now)
        answers = {
            each.id: streak_answer(each, self.owner, today)
            for each in load_streaks(self.store).values()
        }
        rules = tuple(
            (each.name, each.rule) for each in answers.values() if each.id in self.new_streaks
        )
        return Imported(
            owners,
            len(self.new_streaks),
            enrolments,
            sum(each.count for each in new.values()),
            skips,
            self.unchanged,
            *_dates(new.values()),
            rules,
            (),
            False,
            tuple(
                self._arrival(part, answers[streaks[part.row["activity_type"]]])
                for part in self.parts.streaks
            ),
            tuple(self.newcomers),
        )

    def _arrival(self, part: StreakPart, streak: Streak) -> Arrival:
        key = part.row["activity_type"]
        match = self.matches.get(key)
        groups = [each for each in self.parts.groups if each.activity_type == key]
        stands: Literal["new", "joins", "known"] = "new"
        if streak.id not in self.new_streaks:
            stands = "known" if match is None or match.is_same else "joins"
        count = sum(each.span.count for each in groups)
        dates = _dates(each.span for each in groups)
        new_logs = sum(each for (joined, _), each in self.joined.items() if joined == streak.id)
        there = Measure(part.row["aggregation_method"], part.row["unit"])
        here = Measure(streak.aggregation_method, streak.unit)
        return Arrival(key, streak.name, streak.rule, count, *dates, stands, new_logs, there, here)

    def _new(self, table: str, rows: list[Row]) -> list[Row]:
        """The rows whose id is not in the table yet."""
        ids = [row["id"] for row in rows] if has_rows(self.store, table) else []
        known = known_ids(self.store, table, ids)
        self.unchanged += len(known)
        return [row for row in rows if row["id"] not in known]

    def _owners(self) -> int:
        rows = [part.row for part in self.parts.owners]
        new = {row["id"] for row in self._new("owners", rows)}
        present = load_owners(self.store)
        known = set(present) & {*self.hosts, *(row["id"] for row in rows)}
        if len(present) == 1 and is_unused(self.store) and new and not known:
            self.work.delete_in("timezones", owner_id=list(present))
            self.work.delete_in("owners", id=list(present))
            present = {}
        names = {owner.name.casefold() for owner in present.values()}
        position = last_owner_position(self.store)
        for part in self.parts.owners:
            if part.row["id"] not in new:
                self._join_timeline(part, present[part.row["id"]])
                continue
            position += 1
            name = free_name(part.row["name"], lambda name: name.casefold() in names)
            names.add(name.casefold())
            self.work.insert("owners", {**part.row, "name": name, "position": position})
            if present:
                self.newcomers.append(name)
            self._insert_zones(part)
        return len(new)

    def _insert_zones(self, part: OwnerPart, but: frozenset[Instant] = frozenset()) -> None:
        for at, zone in part.days.entries:
            if at not in but:
                row = {"owner_id": part.row["id"], "effective_from": at, "timezone": zone}
                self.work.insert("timezones", row)

    def _join_timeline(self, part: OwnerPart, owner: OwnerRow) -> None:
        """Adds the entries of a timeline that the owner's own does not have."""
        self._insert_zones(part, frozenset(at for at, _ in owner.days.entries))

    def _streaks(self, merge: bool, name_as: str | None) -> dict[str, str]:
        """By the document's activity types: the ids of the streaks."""
        streaks = {part.row["activity_type"]: part.row["id"] for part in self.parts.streaks}
        streaks |= {key: match.streak.id for key, match in self.matches.items() if match.is_same}
        taken = [key for key, match in self.matches.items() if not match.is_same]
        if taken and name_as is None and not merge:
            raise NamesTaken([self.matches[key].streak.name for key in taken])
        if name_as is not None:
            name_as = checked_name(name_as, self.parts, self.present, self.matches)
        self.unchanged += sum(part.row["id"] in self.present for part in self.parts.streaks)
        known = {streak.activity_type for streak in self.present.values()}
        position = last_streak_position(self.store)
        for number, part in enumerate(self.parts.streaks):
            key = part.row["activity_type"]
            match = self.matches.get(key)
            if match is not None and (match.is_same or name_as is None):
                streaks[key] = match.streak.id
                if match.streak.id != part.row["id"]:
                    self.merged.append(match)
                continue
            if match is not None and name_as is not None:
                part = renamed(part, name_as, {*known, *streaks})
            self._refuse_known_milestones(f"streaks[{number}]", part)
            position += 1
            self.new_streaks.add(part.row["id"])
            self._insert_streak(part, key, position)
        return streaks

    def _refuse_known_milestones(self, place: str, part: StreakPart) -> None:
        """Raises Refusal for a milestone of a new streak that another one has."""
        known = {each.id for streak in self.present.values() for each in streak.milestones}
        for number, milestone in enumerate(part.milestones):
            if milestone["id"] in known:
                refuse_at(f"{place}.milestones[{number}].id", "is another streak's already")

    def _refuse_resting(self) -> None:
        """Raises Refusal where logs would join a streak that takes none (docs/domain.md 3)."""
        joined = {streak for streak, _ in self.joined}
        for streak, is_same in self.merged:
            if streak.id in joined and streak.status != "live":
                verb = "resume" if streak.status == "paused" else "restore"
                alone = len(self.merged) == 1 and not is_same
                other = " or import with --as NAME to bring it in under another name"
                raise Refusal(
                    ErrorCode(streak.status),
                    f"{streak.name} is {streak.status} and takes no logs; {verb} it first"
                    f"{other if alone else ''}.",
                )

    def _insert_streak(self, part: StreakPart, documents_key: str, position: int) -> None:
        row = {**part.row, "position": position}
        if row["starts_on"] is None:
            firsts = [
                each.earliest_day
                for each in self.parts.groups
                if each.activity_type == documents_key
            ]
            row["starts_on"] = min(firsts, default=self.owner.days.date_at(self.now))
        self.work.insert("streaks", row)
        for day, target in part.targets:
            values = {"from_day": day, "aggregation_target_value": target}
            self.work.insert("targets", {"streak_id": row["id"], **values})
        for milestone in part.milestones:
            self.work.insert("milestones", {**milestone, "streak_id": row["id"]})

    def _enrolments(self, streaks: dict[str, str]) -> tuple[dict[tuple[str, str], int], int]:
        """By activity type and owner: the ids of the enrolments; and how many are new."""
        present = {(streak, owner): number for number, streak, owner in enrolment_keys(self.store)}
        wanted = {(row["activity_type"], row["owner_id"]): row for row in self.parts.enrolments}
        if self.foreign:
            for place, part in enumerate(self.parts.streaks):
                pair = (part.row["activity_type"], self.owner.id)
                wanted.setdefault(pair, {"enrolled_at": None, "position": place})
        for key, owner in self.groups:
            wanted.setdefault((key, owner), {"enrolled_at": None, "position": None})
        last = last_enrolment_position(self.store)
        enrolled: dict[tuple[str, str], int] = {}
        count = 0
        for pair, row in wanted.items():
            known = present.get((streaks[pair[0]], pair[1]))
            if known is not None:
                enrolled[pair] = known
                continue
            at = row["enrolled_at"]
            if at is None:
                earliest = [each.earliest_at for each in self.groups.get(pair, ())]
                at = min((each for each in earliest if each is not None), default=self.now)
            position = row["position"]
            if position is None or self.foreign:
                last += 1
                position = last
            values = {"owner_id": pair[1], "enrolled_at": at, "position": position}
            new = self.work.insert("enrolments", {"streak_id": streaks[pair[0]], **values})
            enrolled[pair] = present[streaks[pair[0]], pair[1]] = new["id"]
            count += 1
        return enrolled, count

    def _groups_by_enrolment(
        self, enrolled: Mapping[tuple[str, str], int]
    ) -> dict[int, list[LogGroup]]:
        """By enrolment, in their order: the groups of logs that come into it."""
        groups: dict[int, list[LogGroup]] = {}
        for pair, several in self.groups.items():
            groups.setdefault(enrolled[pair], []).extend(several)
        return dict(sorted(groups.items()))

    def _new_logs(self, groups: Mapping[int, list[LogGroup]]) -> dict[int, Span]:
        """By enrolment: the span of the logs that are not there yet; the others are dropped."""
        is_known = has_rows(self.store, "logs")
        spans = {}
        once = unique_identifiers(self.store)
        for enrolment, several in groups.items():
            spans[enrolment] = span = Span()
            if not is_known and len(several) == 1 and not several[0].has_identifiers:
                spans[enrolment] = several[0].span
                continue
            for batch in batched(self.parts.logs.logs([each.number for each in several])):
                ids = (log[ID] for log in batch) if is_known else ()
                known = known_ids(self.store, "logs", ids)
                for log in batch:
                    unique = (enrolment, log[UNIQUE])
                    if log[ID] in known or (log[UNIQUE] is not None and unique in once):
                        self.unchanged += 1
                        self.parts.logs.drop(log)
                    else:
                        once.add(unique)
                        span.count_in(log[DAY])
        return spans

    def _write_logs(self, groups: Mapping[int, list[LogGroup]], new: Mapping[int, Span]) -> None:
        """Writes logs, and judges their enrolments after every few thousand of them."""
        total = sum(each.count for each in new.values())
        done = judged = 0
        for enrolment, several in groups.items():
            for rows in self.parts.logs.rows([each.number for each in several], enrolment, STEP):
                self.work.insert_logs(LOG_COLUMNS, rows)
                done += len(rows)
                if self.progressed is not None:
                    self.progressed(done, total)
            if done - judged >= STEP:
                recalculate(self.work)
                judged = done

    def _write_config(self) -> None:
        """An app's settings, as far as they are as they were at first."""
        known = load_settings(self.store)
        for key, value in self.parts.config.items():
            if value and key not in known:
                self.work.insert("settings", {"key": key, "value": json.dumps(value)})

    def _skips(self, streaks: dict[str, str]) -> int:
        count = 0
        for row in self._new("skips", self.parts.skips):
            streak_id = streaks.get(row.pop("activity_type"))
            last_day = self._last_day(row, streak_id)
            if last_day is None or last_day >= row["first_day"]:
                self.work.insert("skips", {**row, "last_day": last_day, "streak_id": streak_id})
                count += 1
        return count

    def _last_day(self, row: Row, streak_id: str | None) -> Day | None:
        """The last day of a skip; a pause ends where the streak that it joins goes on."""
        last_day: Day | None = row["last_day"]
        if last_day is None and streak_id in self.present and not is_paused(self.store, streak_id):
            return Day(self.owner.days.date_at(self.now) - 1)
        return last_day


def _dates(spans: Iterable[Span]) -> tuple[date | None, date | None]:
    """The first and the last date of all."""
    days = [day for each in spans if each.count for day in (each.first, each.last)]
    return optional_date(min(days, default=None)), optional_date(max(days, default=None))
