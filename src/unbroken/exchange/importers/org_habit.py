"""org-habit of Emacs: an `.org` file, in which headings with `STYLE: habit` are habits.

A habit is scheduled again so long after it was done (`.+2d/4d`: not before two days, and no later
than four); the latter is its rule here. Its log holds a line for each change of state, whose words
may be in any language: it is done where the state is one of those that end a task, which the file
may name (`#+TODO: … | DONE`). Without meaning here are other headings, priorities, and the
date that comes next. What else stands below a heading is its description.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

from unbroken.core.rules import LARGEST_EVERY
from unbroken.exchange.contract import CivilInstants, ExchangeError, Plan
from unbroken.exchange.documents.builder import DocumentBuilder, ImportedHabit, habit_name
from unbroken.exchange.documents.day_marks import DONE, SKIP
from unbroken.exchange.documents.frequency import rule_fields
from unbroken.exchange.readers import cell_values
from unbroken.exchange.readers.text_file import lines

FORMAT: Final = "org-habit"
TITLE: Final = "org-habit of Emacs (.org)"

OPEN_STATES: Final = frozenset(
    {
        *("TODO", "NEXT", "STARTED", "DOING", "INPROGRESS", "IN-PROGRESS", "WAIT", "WAITING"),
        *("HOLD", "SOMEDAY", "CANCELLED", "CANCELED", "CANCEL", "KILL", "KILLED", "MISSED"),
        *("FAILED", "NO"),
    }
)
"""States that are not done, where the file does not say which are."""
SKIP_STATES: Final = frozenset({"SKIP", "SKIPPED"})
LONGEST_LINE: Final = 20_000
"""Characters of a line that are read."""
UNITS: Final = {"h": ("daily", 1), "d": ("daily", 1), "w": ("weekly", 7)}
LONG_UNITS: Final = {"m": "monthly", "y": "yearly"}

_STYLE: Final = re.compile(r"\s*:STYLE:\s*habit\s*", re.IGNORECASE)
_HEADING: Final = re.compile(r"(\*+)\s+(.*)")
_TAGS: Final = re.compile(r"(.*) :([\w@#%:]+):")
_PRIORITY: Final = re.compile(r"\[#[A-Za-z0-9]\]\s*")
_KEYWORDS: Final = re.compile(r"#\+(?:TODO|SEQ_TODO|TYP_TODO):\s*(.*)", re.IGNORECASE)
_PLANNED: Final = re.compile(r"(SCHEDULED|DEADLINE|CLOSED):\s*[<\[]([^<>\[\]]*)[>\]]")
_REPEATER: Final = re.compile(r"(?:\.\+|\+\+|\+)([0-9]{1,6})([hdwmy])(?:/([0-9]{1,6})([hdwmy]))?")
_PROPERTY: Final = re.compile(r"\s*:([\w-]+):(?:\s+(.*))?")
_STAMP: Final = re.compile(
    r"\[([0-9]{4}-[0-9]{2}-[0-9]{2})(?:\s+[^\]\s0-9]+)?(?:\s+([0-9]{1,2}):([0-9]{2}))?[^\[\]]*\]"
)
_CHANGE: Final = re.compile(r'\s*-\s[^"\[]*"([^"]*)"[^\[]*(.*)')
_DRAWERS: Final = frozenset({"PROPERTIES", "LOGBOOK", "END"})
_IDLE_PROPERTIES: Final = frozenset(
    {"STYLE", "ID", "CUSTOM_ID", "LAST_REPEAT", "REPEAT_TO_STATE", "LOGGING", "ARCHIVE_TIME"}
)
_IDLE_PREFIX: Final = "ARCHIVE_"


class _Change(NamedTuple):
    state: str
    stamp: str
    note: list[str]


class _Entry:
    """A heading with what stands below it, up to the next."""

    def __init__(self, heading: str) -> None:
        self.heading = heading
        self.is_habit = False
        self.planned: dict[str, str] = {}
        self.properties: dict[str, str] = {}
        self.changes: list[_Change] = []
        self.body: list[str] = []
        self._indent = 0

    def add(self, line: str) -> None:
        """Takes one line below the heading."""
        change = _CHANGE.fullmatch(line)
        planned = _PLANNED.findall(line)
        known = _PROPERTY.fullmatch(line)
        if _STYLE.fullmatch(line):
            self.is_habit = True
        elif line.lstrip().startswith("CLOCK:"):
            self.properties["CLOCK"] = line.strip()
        elif planned and not self.changes:
            self.planned.update(planned)
        elif change and _STAMP.search(change[2]):
            self._indent = len(line) - len(line.lstrip())
            self.changes.append(_Change(change[1].strip(), change[2], []))
        elif known and (known[1].upper() in _DRAWERS or not self.changes):
            if known[1].upper() not in _DRAWERS:
                self.properties[known[1].upper()] = (known[2] or "").strip()
            self._indent = 10_000 if known[1].upper() == "END" else self._indent
        elif line.strip() and self.changes and len(line) - len(line.lstrip()) > self._indent:
            self.changes[-1].note.append(line.strip())
        elif line.strip():
            self.body.append(line.strip())


def recognises(path: Path) -> bool:
    """True for a text file with a heading, and a habit's style below one."""
    if path.suffix.casefold() not in (".org", ".org_archive"):
        return False
    try:
        headed = False
        for _, line in lines(path):
            headed = headed or _HEADING.match(line) is not None
            if headed and _STYLE.fullmatch(line):
                return True
    except ExchangeError:
        pass
    return False


def read(path: Path, instants: CivilInstants) -> Plan:
    """All habits in the order of the file."""
    builder = DocumentBuilder(FORMAT, instants)
    keywords: dict[str, bool] = {}
    habits = [entry for entry in _entries(path, keywords) if entry.is_habit]
    if not habits:
        raise ExchangeError(f"“{path.name}” holds no heading with the property STYLE: habit.")
    for entry in habits:
        _read_habit(builder, entry, keywords, instants)
    return builder.plan()


def _entries(path: Path, keywords: dict[str, bool]) -> Iterator[_Entry]:
    """The headings one after the other; the file's own states are put into `keywords`."""
    entry = None
    for _, line in lines(path):
        heading = _HEADING.fullmatch(line)
        named = _KEYWORDS.match(line)
        if heading:
            if entry is not None:
                yield entry
            entry = _Entry(heading[2])
        elif named:
            _add_keywords(named[1], keywords)
        elif entry is not None:
            entry.add(line[:LONGEST_LINE])
    if entry is not None:
        yield entry


def _add_keywords(text: str, keywords: dict[str, bool]) -> None:
    """States of a `#+TODO` line, and whether each ends a task: those behind a bar, or the last."""
    words = [word.partition("(")[0] for word in text.split()]
    bar = words.index("|") if "|" in words else len(words) - 1
    for place, word in enumerate(words):
        if word != "|":
            keywords[word] = place >= bar


def _read_habit(
    builder: DocumentBuilder, entry: _Entry, keywords: dict[str, bool], instants: CivilInstants
) -> None:
    title, tags = _title(entry, keywords)
    name = habit_name(title)
    archived = "ARCHIVE" in tags
    groups = [tag for tag in tags if tag != "ARCHIVE"]
    if len(groups) > 1:
        builder.notes.tally(
            "Only its first tag was kept, as its group.",
            "Only the first tag of {n} habits was kept, as their group.",
            name,
        )
    builder.notes.unknown(
        key
        for key, value in entry.properties.items()
        if value and key not in _IDLE_PROPERTIES and not key.startswith(_IDLE_PREFIX)
    )
    habit = builder.habit(
        entry.properties.get("ID") or title,
        title,
        _rules(builder, entry, name),
        description="\n".join(entry.body),
        group=groups[0] if groups else None,
        archived=archived,
    )
    counts: Counter[date] = Counter()
    for change in reversed(entry.changes):  # the latest stands first
        _record(builder, habit, change, keywords, instants, counts)


def _title(entry: _Entry, keywords: dict[str, bool]) -> tuple[str, list[str]]:
    """A heading without its state, priority and tags, and the tags."""
    text, tags = " ".join(entry.heading.split()), ""
    tagged = _TAGS.fullmatch(text)
    if tagged:
        text, tags = tagged[1], tagged[2]
    first, _, rest = text.partition(" ")
    if first in keywords or first in OPEN_STATES or first == "DONE":
        text = rest.strip()
    return _PRIORITY.sub("", text, count=1).strip(), [tag for tag in tags.split(":") if tag]


def _rules(builder: DocumentBuilder, entry: _Entry, name: str) -> dict[str, Any]:
    """Once in the longest time that its repeater allows."""
    planned = entry.planned.get("SCHEDULED") or entry.planned.get("DEADLINE") or ""
    repeater = _REPEATER.search(planned)
    if repeater is None:
        builder.notes.aimless(name)
        return rule_fields(method="count", target=1)
    least, unit = int(repeater[1]), repeater[2]
    most, longest = (int(repeater[3]), repeater[4]) if repeater[3] else (least, unit)
    if repeater[3] and (most, longest) != (least, unit):
        builder.notes.tally(
            f"It was due after {least}{unit} and late after {most}{longest}; the latter is its "
            "rule now.",
            "{n} habits were due after one time and late after another; the latter is their rule "
            "now.",
            name,
        )
    if longest == "h":
        builder.notes.tally(
            "It was due every so many hours; it is now a daily habit.",
            "{n} habits were due every so many hours; they are now daily.",
            name,
        )
        return rule_fields(method="count", target=1)
    most = max(most, 1)
    if longest in LONG_UNITS:
        builder.notes.rolling(name)
        every = min(most, LARGEST_EVERY)
        return rule_fields(method="days", period=LONG_UNITS[longest], every=every, target=1)
    return builder.yes_no(1, most * UNITS[longest][1], name)


def _record(
    builder: DocumentBuilder,
    habit: ImportedHabit,
    change: _Change,
    keywords: dict[str, bool],
    instants: CivilInstants,
    counts: Counter[date],
) -> None:
    stamp = _STAMP.search(change.stamp)
    day = cell_values.day_of(stamp[1]) if stamp else None
    note = "\n".join(change.note)
    state = change.state
    if state.upper() in SKIP_STATES:
        habit.record(day, SKIP, note=note, nth=-1)
        return
    done = keywords[state] if state in keywords else state.upper() not in OPEN_STATES
    if not done or state.upper() in OPEN_STATES:
        builder.notes.tally(
            f"1 change to “{state[:40]}” was left out: it is not done then.",
            f"{{n}} changes to “{state[:40]}” were left out: it is not done then.",
            habit.name,
        )
        if note:
            builder.notes.lost_note(habit.name)
        return
    if day is None:
        builder.notes.unreadable(habit.name)
        return
    at = None
    if stamp and stamp[2] and int(stamp[2]) < 24 and int(stamp[3]) < 60:
        at = instants.at(day, int(stamp[2]), int(stamp[3]), 0)
    habit.record(day, DONE, note=note, at=at, nth=counts[day])
    counts[day] += 1
