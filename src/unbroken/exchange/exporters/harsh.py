"""An owner's habits as harsh's folder with the text files `habits` and `log`."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Final

from unbroken.core.text import LONGEST_NAME, clean, one_line
from unbroken.exchange.contract import ExportedFolder, ExportSource
from unbroken.exchange.documents.daily_history import (
    History,
    exported,
    frequency,
    histories,
    left_out,
)
from unbroken.exchange.exporters.spreadsheet import local_text
from unbroken.exchange.notes import NoteTally

FORMAT: Final = "harsh"
TITLE: Final = "harsh (folder)"
PURPOSE: Final = "Your own days, one line each; times of day and most finer rules are left out."
FILE_NAME: Final = "unbroken-{day}-harsh"
IS_FOLDER: Final = True

_LOOSE_COLON: Final = re.compile(r"(?<!\S):|:(?!\S)")
"""A colon beside a space, which would part fields."""


def export(source: ExportSource) -> ExportedFolder:
    """The owner's habits with their days; skips are written up to today."""
    notes = NoteTally()
    found = histories(source, notes)
    owner = next(each for each in source.document["owners"] if each["id"] == source.owner_id)
    zone = owner["timezones"][-1]["timezone"]
    names = _names(found, notes)
    groups: dict[str, list[str]] = {"": []}
    log: list[tuple[str, str]] = []
    for history, name in zip(found, names, strict=True):
        heading = one_line(history.streak["group"] or "")
        line = f"{name}: {frequency_text(history)}"
        if history.streak["status"] == "archived":
            line += f": {_ended(history, zone, source.today)}"
        groups.setdefault(heading, []).append(line)
        log += _entries(history, name, notes)
        _note_losses(history, notes)
    habits = ["# Habits, written by Unbroken"]
    for heading, lines in groups.items():
        habits += [f"! {heading}", *lines] if heading else lines
    log.sort(key=lambda entry: entry[0])
    return exported({"habits": habits, "log": [line for _, line in log]}, found, notes)


def former_files(target: Path) -> tuple[str, ...]:
    """None: the two files of an earlier export have the names of the new ones."""
    return ()


def safe_name(name: str) -> str:
    """A name that harsh reads as it is written."""
    plain = _LOOSE_COLON.sub("-", one_line(name)).lstrip("#! ")
    return plain or "Habit"


def frequency_text(history: History) -> str:
    """`N`, `Nw`, `T/I` or `T/Iw`; 0, which is tracking only, for a limit."""
    streak = history.streak
    if streak["goal"] == "at_most":
        return "0"
    times, days = frequency(streak, history.target)
    if times >= days:
        return "1"
    weekly = streak["aggregation_period"] == "weekly"
    if times == 1:
        return f"{days // 7}w" if weekly else str(days)
    return f"{times}/{days // 7}w" if weekly and days > 7 else f"{times}/{days}"


def _names(found: list[History], notes: NoteTally) -> list[str]:
    """Names as harsh can hold them, each once: it knows a habit by its name alone."""
    names: list[str] = []
    for history in found:
        name = base = safe_name(history.streak["name"])
        count = 1
        while name in names:
            count += 1
            name = f"{base[: LONGEST_NAME - 8]} ({count})"
        names.append(name)
        if name != history.streak["name"]:
            notes.tally(
                f"It is called “{name}” there: harsh could not read its name, or has it twice.",
                "{n} habits have other names there: harsh could not read them, or has them twice.",
                history.streak["name"],
            )
    return names


def _ended(history: History, zone: str, today: date) -> str:
    """The local date on which an archived habit ended."""
    archived_at = history.streak["archived_at"]
    ended = local_text(archived_at, zone)[:10] if archived_at else max(history.logs, default="")
    return min(ended or today.isoformat(), today.isoformat())


def _entries(history: History, name: str, notes: NoteTally) -> list[tuple[str, str]]:
    """(day, line) of every day with a log or a skip."""
    entries = []
    counts = history.streak["aggregation_method"] != "sum"
    for day, logs in history.logs.items():
        comment = _comment(logs.note, history, notes)
        line = f"{day} : {name} : y"
        if not counts or logs.total != 1:
            line += f" : {comment} : {_plain(f'{logs.total:f}')}"
        elif comment:
            line += f" : {comment}"
        entries.append((day, line))
    for day, reason in history.skips.items():
        comment = _comment(reason, history, notes)
        entries.append((day, f"{day} : {name} : s" + (f" : {comment}" if comment else "")))
    return entries


def _comment(note: str, history: History, notes: NoteTally) -> str:
    """A note as one line that holds nothing that parts fields."""
    comment = _LOOSE_COLON.sub("-", " ".join(clean(note).split()))
    if comment != note:
        notes.tally(
            "1 note was put on one line without “ : ”, as harsh needs it.",
            "{n} notes were put on one line without “ : ”, as harsh needs them.",
            history.streak["name"],
        )
    return comment


def _plain(number: str) -> str:
    return number.rstrip("0").rstrip(".") if "." in number else number


def _note_losses(history: History, notes: NoteTally) -> None:
    """Notes what of a habit harsh does not hold."""
    streak = history.streak
    for what in ("description", "color", "unit"):
        if streak[what]:
            left_out("colour" if what == "color" else what, streak["name"], notes)
    if streak["goal"] == "at_most":
        notes.tally(
            "It is a limit, which harsh does not know: it is only tracked there.",
            "{n} habits are limits, which harsh does not know: they are only tracked there.",
            streak["name"],
        )
    elif streak["aggregation_method"] == "sum" or (
        streak["aggregation_method"] == "count" and history.target > 1
    ):
        notes.tally(
            "Every day with an entry is done there: harsh has no target for amounts.",
            "In {n} habits every day with an entry is done: harsh has no target for amounts.",
            streak["name"],
        )
