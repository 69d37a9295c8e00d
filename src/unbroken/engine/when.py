"""Words for times and days, as people write them (docs/interfaces.md 1, WHEN)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from datetime import time as wall_time
from zoneinfo import ZoneInfo

from unbroken.core.errors import ErrorCode, Refusal
from unbroken.core.instants import Instant, instant_of, moment_of
from unbroken.core.local_days import Day, LocalDays, day_of, iso
from unbroken.core.results import Owner
from unbroken.core.rules import WEEKDAYS
from unbroken.core.text import counted, one_line
from unbroken.core.typing import Final
from unbroken.engine.owner_clock import days_of

NOON: Final = wall_time(12)

_INSTANT: Final = r"(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:\d\d)(?:\.(\d+))?([Zz]|[+-]\d\d:\d\d)"
_AGO: Final = r"-(?:(\d{1,5})h)?(?:(\d{1,6})m)?"
_TIME: Final = r"(\d{1,2}):(\d\d)(?::(\d\d))?"
_DAY: Final = 86_400
_AGES: Final = (("hour", 3600), ("minute", 60), ("second", 1))
"""What the ages of a day are told in, and from how many seconds on."""
_SAID_AGO: Final = r"(\d{1,6}) ?(h|hours?|m|min|minutes?) ago"
_DAYS_AGO: Final = r"(\d{1,5}) ?(d|days?|w|weeks?) ago(?= |$)"
_DATE: Final = r"(?:(\d{1,2}) ([a-z]{3,9})|([a-z]{3,9}) (\d{1,2}))(?= |$)"
_NAMED_DAYS: Final = {"yesterday": -1, "today": 0, "tomorrow": 1}


def read_instant(text: str) -> datetime:
    """A strict RFC 3339 instant, in UTC; digits beyond the microsecond are cut.

    Raises Refusal for anything else, a time without an offset above all.
    """
    match = re.fullmatch(_INSTANT, text.strip(), re.ASCII)
    if match is None:
        raise _unreadable(text, "write an instant such as 2026-03-31T21:30:00Z")
    day, clock, fraction, offset = match.groups()
    digits = (fraction or "0")[:6].ljust(6, "0")
    zone = "+00:00" if offset in "Zz" else offset
    try:
        return datetime.fromisoformat(f"{day}T{clock}.{digits}{zone}").astimezone(UTC)
    except (ValueError, OverflowError):
        raise _unreadable(text, "there is no such instant") from None


def ago(moment: datetime, now: datetime) -> str:
    """How long ago something was, in words: `3 hours ago`."""
    seconds = int(abs(now - moment).total_seconds())
    if seconds <= 10:
        return "a few seconds ago"
    if seconds < _DAY:
        noun, size = next(age for age in _AGES if seconds >= age[1])
        return f"{counted(seconds // size, noun)} ago"
    import pendulum  # takes longer than a command; what is undone is rarely so old

    words = pendulum.instance(now).diff_for_humans(pendulum.instance(moment), absolute=True)
    return f"{words} ago"


def read_when(text: str, now: datetime, owner: Owner, tz: str | None = None) -> datetime:
    """The instant that a WHEN means, in UTC.

    Local times are read in the owner's zone of that time, or in `tz`. A day alone means noon, or
    now if it is the owner's local day; a wall time belongs to the calendar date it is written
    with, and without a date it is the one of the local day that goes on at `now`. The result can
    lie in the future: that is for the engine to refuse. Raises Refusal (`bad_time`) for what
    cannot be read, and for a local time that does not exist; of two the first is meant.
    """
    said = _short_form(text)
    if said == "now":
        return now
    ago = re.fullmatch(_AGO, said, re.ASCII)
    if ago is not None and said != "-":
        return now - timedelta(hours=int(ago[1] or 0), minutes=int(ago[2] or 0))
    if re.fullmatch(_INSTANT, said, re.ASCII):
        return read_instant(said)
    days = days_of(owner, tz)
    today = days.date_at(instant_of(now))
    head, tail = _parted(said, today)
    clock = _time(tail) if tail else None
    if tail and clock is None:
        raise _unreadable(text)
    if head in ("", "today") and clock is not None:
        return _at(_date_of_clock(clock, now, days, today), clock, days, text)
    day = _day(head, today)
    if day is None:
        raise _beyond("time", head, _unreadable(text))
    if clock is None:
        return now if day == today else _noon(day, days, text)
    found = _at(day, clock, days, text)
    if found > now and _weekday(head) is not None:
        return _at(Day(day - 7), clock, days, text)
    return found


def read_day(text: str, now: datetime, owner: Owner) -> date:
    """The local date that a word or a `YYYY-MM-DD` means; a weekday, or a day of a month without
    its year, is the latest such day.

    Raises Refusal (`bad_date`) for anything else.
    """
    today = days_of(owner).date_at(instant_of(now))
    day = _day(" ".join(_parted(_short_form(text), today)).strip(), today)
    if day is None:
        hint = "write 2026-03-31, 31 mar, today, yesterday, tomorrow, a weekday or 3 days ago."
        refusal = Refusal(ErrorCode.BAD_DATE, f"“{one_line(text, 40)}” is not a date; {hint}")
        raise _beyond("date", text.strip(), refusal)
    return date.fromordinal(day)


def read_days(text: str, now: datetime, owner: Owner) -> tuple[date, date]:
    """A range `DAY..DAY`, or one day as a range of its own."""
    first, dots, last = text.partition("..")
    begins = read_day(first, now, owner)
    return begins, read_day(last, now, owner) if dots else begins


def _unreadable(
    text: str,
    hint: str = "write 2026-03-31 21:30, 31 mar, 21:30, yesterday, wed, 3 days ago or -2h",
) -> Refusal:
    return Refusal(ErrorCode.BAD_TIME, f"“{one_line(text, 40)}” is not a time; {hint}.")


def _beyond(noun: str, word: str, otherwise: Refusal) -> Refusal:
    """The refusal of a day that no month has, or whose year is beyond those that are kept
    (docs/domain.md 2.10).
    """
    if _no_month_has(word):
        return Refusal(otherwise.code, f"There is no such day as “{word}”; write another day.")
    try:
        day_of(word)
    except ValueError:
        return otherwise
    hint = f"is not a {noun} in the years 1970 to 2100; write another day."
    return Refusal(otherwise.code, f"“{word}” {hint}")


def _no_month_has(word: str) -> bool:
    """Whether it is written as a day is, but there is none like it: `2026-02-30`, `31 nov`."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", word, re.ASCII):
        try:
            date.fromisoformat(word)
        except ValueError:
            return True
        return False
    dated = re.fullmatch(_DATE, " ".join(word.casefold().split()), re.ASCII)
    return dated is not None and bool(_months(dated[2] or dated[3]))


def _short_form(text: str) -> str:
    """The shortest form of what is said: `3 hours ago` is `-3h`, `9pm` is `21:00`."""
    said = " ".join(text.casefold().split()).removeprefix("last ")
    if said.endswith(("m", "m.")):
        from unbroken.core.clock_times import on_full_clock  # few times are of half a day

        said = on_full_clock(said)
    ago = re.fullmatch(_SAID_AGO, said, re.ASCII)
    return said if ago is None else f"-{ago[1]}{ago[2][0]}"


def _parted(said: str, today: Day) -> tuple[str, str]:
    """What is said of the day, and of the time of day."""
    ago, dated = re.match(_DAYS_AGO, said, re.ASCII), re.match(_DATE, said, re.ASCII)
    if ago is not None:
        days = int(ago[1]) * (7 if ago[2].startswith("w") else 1)
        return iso(Day(today - days)), said[ago.end() :].strip()
    if dated is not None:
        found = _latest(dated[2] or dated[3], int(dated[1] or dated[4]), today)
        return found or dated[0], said[dated.end() :].strip()
    if re.fullmatch(_TIME, said, re.ASCII):
        return "", said
    if re.fullmatch(r"\d{4}-\d\d-\d\dt.*", said, re.ASCII):
        said = f"{said[:10]} {said[11:]}"
    head, _, tail = said.partition(" ")
    return head, tail


def _time(text: str) -> wall_time | None:
    match = re.fullmatch(_TIME, text, re.ASCII)
    if match is None:
        return None
    try:
        return wall_time(int(match[1]), int(match[2]), int(match[3] or 0))
    except ValueError:
        return None


def _day(word: str, today: Day) -> Day | None:
    if word in _NAMED_DAYS:
        return Day(today + _NAMED_DAYS[word])
    weekday = _weekday(word)
    if weekday is not None:
        return Day(today - (today - 1 - weekday) % 7)
    try:
        day = day_of(word)
    except ValueError:
        return None
    return day if word[:4].isdecimal() and "1970" <= word[:4] <= "2100" else None


def _latest(name: str, day: int, today: Day) -> str | None:
    """The latest date of a day of a month that is not to come; None where there is no such day."""
    months = _months(name)
    this_year = date.fromordinal(today).year
    for year in range(this_year, this_year - 9, -1):  # a 29 February may be eight years back
        try:
            found = date(year, months[0], day)
        except (ValueError, IndexError):
            continue
        if found.toordinal() <= today:
            return found.isoformat()
    return None


def _months(name: str) -> list[int]:
    """The months that begin so."""
    from unbroken.wording.dates import MONTHS  # few dates are written so

    return [at for at, each in enumerate(MONTHS, 1) if each.casefold().startswith(name)]


def _weekday(word: str) -> int | None:
    found = [day for day, name in enumerate(WEEKDAYS) if len(word) > 1 and name.startswith(word)]
    return found[0] if len(found) == 1 else None


def _date_of_clock(clock: wall_time, now: datetime, days: LocalDays, today: Day) -> Day:
    """The calendar date of a wall time that is written alone.

    Before the hour at which the day starts it is the date that the wall shows, so that at 01:30
    both `23:00` and `01:00` are of the evening that goes on.
    """
    if clock.hour >= days.day_start:
        return today
    return Day(_wall(now, days.zone_at(instant_of(now))).toordinal())


def _wall(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)


def _noon(day: Day, days: LocalDays, text: str) -> datetime:
    """Noon of a day, or the start of the day where its noon was flown over."""
    found = _instant(day, NOON, days)
    if found is None and days.start_of(day) < days.start_of(Day(day + 1)):
        found = days.start_of(day)
    if found is None:
        raise _missing(text)
    return moment_of(found)


def _at(day: Day, clock: wall_time, days: LocalDays, text: str) -> datetime:
    found = _instant(day, clock, days)
    if found is None:
        raise _missing(text)
    return moment_of(found)


def _missing(text: str) -> Refusal:
    return Refusal(
        ErrorCode.BAD_TIME,
        f"“{one_line(text, 40)}” did not exist there: the clocks were moved past it.",
    )


def _instant(day: Day, clock: wall_time, days: LocalDays) -> Instant | None:
    """The first instant at which the wall clock of the zone in force shows a time."""
    naive = datetime.combine(date.fromordinal(day), clock)
    found = []
    for zone in {zone for _, zone in days.entries}:
        for fold in (0, 1):
            local = naive.replace(tzinfo=ZoneInfo(zone), fold=fold)
            at = instant_of(local.astimezone(UTC))
            if _wall(moment_of(at), zone) == naive and days.zone_at(at) == zone:
                found.append(at)
    return min(found, default=None)
