"""A slow second reading of the rules: one streak of one owner, judged by walking day by day.

It shares no code with the program. Where the two differ, one of them has misread the rules.
Instants are whole microseconds since 1970 UTC, amounts whole thousandths.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Literal
from zoneinfo import ZoneInfo

Method = Literal["sum", "count", "days"]
Unit = Literal["daily", "weekly", "monthly", "quarterly", "yearly"]
Goal = Literal["at_least", "at_most"]
Status = Literal["in_progress", "completed", "broken"]
Timeline = tuple[tuple[int, str], ...]

SECOND = 1_000_000
HOUR = 3600
UTC_DAY = 86_400
ONE_DAY = timedelta(days=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Log:
    """One recorded activity, with the local date that was stored with it."""

    at: int
    day: date
    value: int
    recorded_at: int


@dataclass(frozen=True)
class Skip:
    """Excused dates, both ends included; `last` None is open-ended."""

    first: date
    last: date | None


@dataclass(frozen=True)
class Case:
    """Everything that a judgement depends on."""

    method: Method
    period: Unit
    every: int
    goal: Goal
    target: int
    targets: tuple[tuple[date, int], ...]
    length: int | None
    grace: int
    schedule: tuple[int, ...] | None
    starts_on: date
    strict: bool
    milestones: tuple[int, ...]
    zones: Timeline
    day_start: int
    week_start: int
    enrolled_at: int
    skips: tuple[Skip, ...]
    logs: tuple[Log, ...]
    now: int


@dataclass
class Attempt:
    """One progress record."""

    status: Status
    value: int
    started_at: int
    completed_at: int | None = None
    broken_at: int | None = None
    last_contribution_at: int | None = None
    last_completed_at: int | None = None


@dataclass(frozen=True)
class Progress:
    """What was done in the current period against its target."""

    value: int
    target: int
    met: bool
    first_day: date
    last_day: date
    starts_at: int
    ends_at: int


@dataclass(frozen=True)
class Verdict:
    """The judgement; rewards are (milestone target, attempt index, issued at)."""

    attempts: list[Attempt]
    current: int
    longest: int
    total: int
    rewards: list[tuple[int, int, int]]
    progress: Progress | None
    due: bool
    at_risk: bool


# --- days -----------------------------------------------------------------------------------------


def wall_clock(second: int, zone: str) -> datetime:
    """The naive time that the zone's clocks show."""
    return (EPOCH + timedelta(seconds=second)).astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def ahead(second: int, zone: str) -> timedelta:
    """How far the zone's clocks are ahead of UTC."""
    return wall_clock(second, zone) - (EPOCH + timedelta(seconds=second)).replace(tzinfo=None)


def raw_date(second: int, zone: str, day_start: int) -> date:
    """The wall clock's date after the day start is taken off the naive time."""
    return (wall_clock(second, zone) - timedelta(hours=day_start)).date()


@cache
def stretches(zone: str, utc_day: int) -> tuple[tuple[int, int], ...]:
    """One UTC day cut into (first, last) seconds in which the clocks are not moved."""
    first = utc_day * UTC_DAY
    found = []
    begin = first
    for hour in range(first, first + UTC_DAY, HOUR):
        low, high = hour, hour + HOUR
        if ahead(low, zone) == ahead(high, zone):
            continue
        while high - low > 1:
            middle = (low + high) // 2
            if ahead(middle, zone) == ahead(hour, zone):
                low = middle
            else:
                high = middle
        if begin <= low and high < first + UTC_DAY:
            found.append((begin, low))
            begin = high
    return (*found, (begin, first + UTC_DAY - 1))


def local_date(at: int, zone: str, day_start: int) -> date:
    """The latest raw date shown at any instant up to `at`.

    In a stretch of seconds the raw date only grows: its last second tells for all of it.
    """
    second = at // SECOND
    latest = raw_date(second, zone, day_start)
    for utc_day in range(second // UTC_DAY - 3, second // UTC_DAY + 1):
        for _, last in stretches(zone, utc_day):
            if last < second:
                latest = max(latest, raw_date(last, zone, day_start))
    return latest


@cache
def start_in_zone(day: date, zone: str, day_start: int) -> int:
    """The first instant at which the zone shows `day` or a later date."""
    middle = day.toordinal() - date(1970, 1, 1).toordinal()
    for utc_day in range(middle - 3, middle + 4):
        for first, last in stretches(zone, utc_day):
            if raw_date(last, zone, day_start) < day:
                continue
            low, high = first - 1, last
            while high - low > 1:
                second = (low + high) // 2
                if raw_date(second, zone, day_start) < day:
                    low = second
                else:
                    high = second
            return high * SECOND
    raise AssertionError(day)


def zone_at(timeline: Timeline, at: int) -> str:
    """The zone of the latest entry from `at` or before, else the first one's."""
    zone = timeline[0][1]
    for effective_from, name in timeline:
        if effective_from <= at:
            zone = name
    return zone


@cache
def start_of_day(timeline: Timeline, day: date, day_start: int) -> int:
    """The first instant at which `day` has started in the zone then in force."""
    for index, (effective_from, zone) in enumerate(timeline):
        if index > 0 and local_date(effective_from, zone, day_start) >= day:
            return effective_from
        start = start_in_zone(day, zone, day_start)
        if index + 1 == len(timeline) or start < timeline[index + 1][0]:
            return start
    raise AssertionError(day)


def exists(timeline: Timeline, day: date, day_start: int) -> bool:
    """Whether the date has any length for this owner."""
    return start_of_day(timeline, day, day_start) != start_of_day(
        timeline, day + ONE_DAY, day_start
    )


# --- periods --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Period:
    """A window of local dates, both ends included."""

    first: date
    last: date

    def days(self) -> list[date]:
        """Every date of it, existing or not."""
        return [self.first + k * ONE_DAY for k in range((self.last - self.first).days + 1)]


def unit_number(day: date, unit: Unit, week_start: int) -> int:
    """A number that goes up by one from each day, week, month, … to the next."""
    if unit == "daily":
        return day.toordinal()
    if unit == "weekly":
        return (day - ((day.weekday() - week_start) % 7) * ONE_DAY).toordinal() // 7
    if unit == "monthly":
        return day.year * 12 + day.month - 1
    if unit == "quarterly":
        return day.year * 4 + (day.month - 1) // 3
    return day.year


@cache
def window(day: date, unit: Unit, every: int, starts_on: date, week_start: int) -> Period:
    """The window of `every` units that holds the date."""

    def number(other: date) -> int:
        return (
            unit_number(other, unit, week_start) - unit_number(starts_on, unit, week_start)
        ) // every

    own = number(day)
    first = last = day
    while number(first - ONE_DAY) == own:
        first -= ONE_DAY
    while number(last + ONE_DAY) == own:
        last += ONE_DAY
    return Period(first, last)


class Rules:
    """What a case says about one date, one period or one log."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self._counted: dict[date, list[Log]] = {}
        for log in sorted(case.logs, key=lambda log: log.at):
            if self.counts(log):
                self._counted.setdefault(log.day, []).append(log)

    def start(self, day: date) -> int:
        """The start of a local day."""
        return start_of_day(self.case.zones, day, self.case.day_start)

    def today(self, at: int) -> date:
        """The local date where the owner is."""
        return local_date(at, zone_at(self.case.zones, at), self.case.day_start)

    def exists(self, day: date) -> bool:
        """Whether the date has any length."""
        return exists(self.case.zones, day, self.case.day_start)

    def period_of(self, day: date) -> Period | None:
        """The period that holds a date: None off schedule, or where none of its dates exists."""
        case = self.case
        if case.schedule is not None and day.weekday() not in case.schedule:
            return None
        period = window(day, case.period, case.every, case.starts_on, case.week_start)
        return period if any(self.exists(each) for each in period.days()) else None

    def excused(self, period: Period) -> bool:
        """Whether every existing date of a period is skipped."""
        return all(self.skipped(day) or not self.exists(day) for day in period.days())

    def skipped(self, day: date) -> bool:
        """Whether a skip holds the date."""
        return any(
            skip.first <= day and (skip.last is None or day <= skip.last)
            for skip in self.case.skips
        )

    def target(self, period: Period) -> int:
        """The target in force on a period's first day."""
        target = self.case.target
        for from_day, value in sorted(self.case.targets):
            if from_day <= period.first:
                target = value
        return target

    def counts(self, log: Log) -> bool:
        """Whether a log counts: in a period, and not too late for a strict streak."""
        period = self.period_of(log.day)
        if period is None:
            return False
        return not (self.case.strict and self.today(log.recorded_at) > period.last)

    def counted_days(self) -> list[date]:
        """The dates with a log that counts, in order."""
        return sorted(self._counted)

    def logs_of(self, period: Period) -> list[Log]:
        """The logs that count in a period, by the instant of the activity."""
        logs = [log for day in period.days() for log in self._counted.get(day, [])]
        return sorted(logs, key=lambda log: log.at)

    def total(self, logs: list[Log]) -> int:
        """What some logs of one period add up to."""
        if self.case.method == "sum":
            return sum(log.value for log in logs)
        if self.case.method == "count":
            return 1000 * len(logs)
        return 1000 * len({log.day for log in logs})

    def periods(self, first: date, last: date) -> list[Period]:
        """The periods that hold the dates from `first` to `last`, one after the other."""
        found: list[Period] = []
        day = first
        while day <= last:
            period = self.period_of(day)
            if period is not None:
                found.append(period)
                day = period.last
            day += ONE_DAY
        return found


# --- judging --------------------------------------------------------------------------------------


class Walk:
    """The state of a walk from the first period to the current one."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.case = rules.case
        self.attempts: list[Attempt] = []
        self.rewards: list[tuple[int, int, int]] = []
        self.missed_by_attempt = 0
        self.chain = 0
        self.longest = 0
        self.missed_since_met = 0

    def attempt(self) -> Attempt | None:
        """The attempt in progress."""
        if self.attempts and self.attempts[-1].status == "in_progress":
            return self.attempts[-1]
        return None

    def open(self, at: int) -> Attempt:
        """Begin an attempt."""
        self.missed_by_attempt = 0
        self.attempts.append(Attempt("in_progress", 0, at))
        return self.attempts[-1]

    def contribute(self, attempt: Attempt, log: Log) -> None:
        """Note whose log it is."""
        latest = attempt.last_contribution_at
        attempt.last_contribution_at = log.at if latest is None else max(latest, log.at)

    def meet(self, attempt: Attempt, at: int) -> None:
        """A period is met."""
        attempt.value += 1
        attempt.last_completed_at = at
        self.missed_by_attempt = 0
        self.rewards += [
            (milestone, len(self.attempts) - 1, at)
            for milestone in self.case.milestones
            if milestone == attempt.value
        ]
        if attempt.value == self.case.length:
            attempt.status = "completed"
            attempt.completed_at = at
        self.chain = self.chain + 1 if self.missed_since_met <= self.case.grace else 1
        self.longest = max(self.longest, self.chain)
        self.missed_since_met = 0

    def miss(self, at: int) -> None:
        """A period is missed; an attempt that this breaks is broken at `at`."""
        self.missed_since_met += 1
        attempt = self.attempt()
        if attempt is not None:
            self.missed_by_attempt += 1
            if self.missed_by_attempt > self.case.grace:
                attempt.status = "broken"
                attempt.broken_at = at

    def current(self) -> int:
        """The length of the chain while it is alive."""
        return self.chain if self.missed_since_met <= self.case.grace else 0


def walk_at_least(walk: Walk, today: date) -> None:
    """Judge a streak whose periods are met by reaching the target."""
    rules = walk.rules
    days = rules.counted_days()
    if not days:
        return
    for period in rules.periods(days[0], today):
        logs = rules.logs_of(period)
        met = False
        owner = walk.attempt()
        for number, log in enumerate(logs, 1):
            if owner is None:
                owner = walk.open(log.at)
            walk.contribute(owner, log)
            if not met and rules.total(logs[:number]) >= rules.target(period):
                met = True
                walk.meet(owner, log.at)
        if not met and period.last < today and not rules.excused(period):
            walk.miss(rules.start(period.last + ONE_DAY))


def walk_at_most(walk: Walk, today: date) -> None:
    """Judge a streak whose periods are met by staying at or below the target."""
    rules = walk.rules
    opening = max(rules.case.starts_on, rules.today(rules.case.enrolled_at))
    days = rules.counted_days()
    if days and days[0] < opening:
        first = rules.period_of(days[0])
        assert first is not None
        opening = first.first
    if opening > today:
        return
    walk.open(rules.start(opening))
    for period in rules.periods(opening, today):
        owner = walk.attempt()
        if owner is None:
            owner = walk.open(rules.start(period.first))
        logs = rules.logs_of(period)
        excused = rules.excused(period)
        exceeded = False
        for number, log in enumerate(logs, 1):
            walk.contribute(owner, log)
            if not exceeded and not excused and rules.total(logs[:number]) > rules.target(period):
                exceeded = True
                walk.miss(log.at)
        if period.last < today and not exceeded and not excused:
            walk.meet(owner, rules.start(period.last + ONE_DAY))


def judge(case: Case) -> Verdict:
    """Judge a case from nothing."""
    rules = Rules(case)
    walk = Walk(rules)
    today = max([rules.today(case.now), *rules.counted_days()])
    if case.goal == "at_least":
        walk_at_least(walk, today)
    else:
        walk_at_most(walk, today)

    progress = None
    due = at_risk = False
    period = rules.period_of(today)
    if period is not None:
        total = rules.total(rules.logs_of(period))
        target = rules.target(period)
        excused = rules.excused(period)
        met = total >= target if case.goal == "at_least" else total <= target
        progress = Progress(
            value=total,
            target=target,
            met=met,
            first_day=period.first,
            last_day=period.last,
            starts_at=rules.start(period.first),
            ends_at=rules.start(period.last + ONE_DAY),
        )
        if case.goal == "at_least":
            open_period = not met and not excused
            due = open_period and period.last >= case.starts_on
            attempt_ends = walk.attempt() is not None and walk.missed_by_attempt + 1 > case.grace
            chain_ends = walk.current() > 0 and walk.missed_since_met + 1 > case.grace
            at_risk = open_period and (attempt_ends or chain_ends)
        else:
            at_risk = not excused and target != 0 and total >= target

    return Verdict(
        attempts=walk.attempts,
        current=walk.current(),
        longest=walk.longest,
        total=len(case.logs),
        rewards=walk.rewards,
        progress=progress,
        due=due,
        at_risk=at_risk,
    )
