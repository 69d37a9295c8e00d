"""Command lines of which some words are right and others are anything at all."""

from __future__ import annotations

import random
import shutil
from functools import cache
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Final

import pytest

from snapshots import sample, trackers
from torture.answers import answer_faults
from torture.doors import DATABASE, a_folder, run_here, standing_in
from torture.report import Report
from torture.scenes import SINCE
from unbroken.cli.arguments import Parser
from unbroken.cli.registry import COMMANDS

LINES: Final = 25
"""Lines that are typed one after the other, on a database that is fresh at the first of them."""

_GLOBAL: Final = ("--json", "--db=u.db", "--owner=Ben", "--owner=ann", "--now=2026-03-12T09:00:00Z")
_USUAL: Final = (
    *(
        "read",
        "walk",
        "coffee",
        "gym",
        "yoga",
        "kanji",
        "museums",
        "no",
        "日本語",
        "Ann",
        "Ben",
        "me",
    ),
    *(
        "1",
        "20",
        "2.5",
        "12,5",
        "0",
        "-3",
        "1e3",
        "999999999999",
        "0.0001",
        "half",
        "1:30",
        "½",
        "٣",
    ),
    *("today", "yesterday", "-2h", "mon", "mon 21:30", "23:59", "2026-03-01", "2026-02-30", "now"),
    *("2026-03-09..2026-03-10", "2026-03-10..2026-03-09", "tomorrow..", "..", "2026-03", "2026-13"),
    *(
        "2026-03-10T23:30:00Z",
        "2026-03-10T23:30:00+14:00",
        "9999-12-31",
        "0001-01-01",
        "1970-01-01",
    ),
    *("Europe/Berlin", "UTC", "Mars/Base", "Europe", "GMT+5", "posix/UTC", "localtime"),
    *("daily", "weekly", "sum", "count", "days", "mon,wed", "monday", "3=Three", "3=", "=x", "x=3"),
    *("install", "status", "notify", "print", "08:30", "2h before", "8:30,21:00", "22:00-07:00"),
    *("first", "red", "#aa5500", "loop", "harsh", "csv", "json", "ics", "table", "day-first"),
    *("activity_types", "strict", "symbols", "ascii", "backups", "off", "theme", "order", "on"),
    *("./x.json", "out", "x.db", "./u.db", "backups", ".", "wide.csv", "long.csv", "dijo.json"),
    *("loop.db", "harsh", "habitbull.csv", "habits.org", "u.db", "there/y.csv", "./nothing.db"),
    *("date=day,habit=habit", "date=1", "date=1,date=2", "habit=99", "in_progress", "broken"),
)
_ODD: Final = (
    *("", " ", "-", "--", "---", "=", "--=", "-x", "-o", "-1", "+1", "1..2..3", "%s", "{}", "[/]"),
    *(
        "\x1b[2J",
        "\x1b]52;c;aGk=\x07",
        "\x00",
        "a\nb",
        "a\tb",
        "\r",
        "\x9b31m",
        "\u202eabc",
        "\u2066",
    ),
    *(
        "e\u0301" * 5,
        "\u0301" * 40,
        "👩\u200d👩\u200d👧",
        "𝟛",
        "１２",
        "ﬁ",
        "İ",
        "ß",
        "\ufeffx",
        "\u200b",
    ),
    *("x" * 300, "9" * 400, "é" * 5000, "\ud800", "\udcff\udcfe", "a\udc80", "NaN", "inf", "-inf"),
    *(
        "1e400",
        "1e-400",
        "0x10",
        "1_000",
        "null",
        "None",
        "true",
        "'; DROP TABLE logs; --",
        "\\",
        '"',
    ),
)
_SAFE: Final = frozenset(_USUAL)


def run(count: int, seed: int, report: Report) -> None:
    """Types `count` command lines."""
    with a_folder() as room:
        with standing_in(room):
            sample.make(room / DATABASE, since=SINCE)
            trackers.write(room)
            (room / "first").mkdir()
        for _, chance in report.rounds(count, LINES):
            with a_folder() as outer:
                folder = outer / "inner" / "folder"
                shutil.copytree(room, folder)
                with standing_in(folder) as patch:
                    leave_at_once(patch)
                    _type(report, folder, chance)


def leave_at_once(patch: pytest.MonkeyPatch) -> None:
    """What stays until somebody ends it, ends when it has begun."""

    def interrupt(_: float) -> None:
        raise KeyboardInterrupt

    patch.setattr("unbroken.cli.watch.time", SimpleNamespace(sleep=interrupt))
    told_to_stop = property(lambda _: True, lambda *_: None)
    patch.setattr("unbroken.http.server.Server.should_exit", told_to_stop, raising=False)


def _type(report: Report, folder: Path, chance: random.Random) -> None:
    lines: list[list[str]] = []
    for _ in range(LINES):
        argv = a_line(chance)
        lines.append(argv)
        typed = chance.choice((None, None, "y\n", "n\n", "\x04", "\udcff\n"))
        terminal = chance.random() < 0.2 and typed is None
        ran = run_here(*argv, typed=typed, terminal=terminal)
        for fault in answer_faults(argv, ran, terminal=terminal):
            report.found(f"{fault} (typed {typed!r})", lines)
            return
    ran = run_here("doctor")
    if ran.code:
        report.found(f"the doctor finds: {ran.out}{ran.err}", lines)


def a_line(chance: random.Random) -> list[str]:
    """A command with some of its options and words, some of them odd, some in a wrong place."""
    name = chance.choice(list(COMMANDS))
    valued, flags, words = _options(name)
    argv = [a_value(chance) for _ in range(chance.choice((words, words, words, 0, 1, 2, 3)))]
    for _ in range(chance.choice((0, 0, 1, 1, 2, 3, 5))):
        place = chance.randint(0, len(argv))
        if flags and chance.random() < 0.4:
            argv.insert(place, chance.choice(flags))
        elif chance.random() < 0.1:
            argv.insert(place, chance.choice(_GLOBAL))
        elif valued:
            option, value = chance.choice(valued), a_value(chance)
            argv[place:place] = [f"{option}={value}"] if chance.random() < 0.4 else [option, value]
    argv[:0] = name.split()
    if chance.random() < 0.1:
        argv.insert(0, chance.choice(_GLOBAL))
    if chance.random() < 0.05:
        chance.shuffle(argv)
    if chance.random() < 0.1:
        place = chance.randrange(len(argv))
        argv[place] = changed(argv[place], chance)
    return [
        each if each in _SAFE or each.startswith("--db=u") else _kept_here(each) for each in argv
    ]


def a_value(chance: random.Random) -> str:
    """A word that some option or command may like, or one that none does."""
    kind = chance.random()
    if kind < 0.75:
        return chance.choice(_USUAL)
    if kind < 0.92:
        return chance.choice(_ODD)
    return changed(chance.choice(_USUAL), chance)


def changed(text: str, chance: random.Random) -> str:
    """A text with a few characters added, left out or doubled."""
    signs = list(text)
    for _ in range(chance.randint(1, 4)):
        place = chance.randint(0, len(signs))
        how = chance.random()
        if how < 0.4:
            signs.insert(
                place, chance.choice((chance.choice("0129-+.,:=eTZ "), chance.choice(_ODD)))
            )
        elif how < 0.7:
            del signs[place : place + 1]
        else:
            signs[place:place] = signs[:place][-3:]
    return "".join(signs)


def _kept_here(word: str) -> str:
    """A word that names no place outside of the folder: what is fuzzed may be written to."""
    return word.replace("/", "_").replace("~", "_")


@cache
def _options(name: str) -> tuple[list[str], list[str], int]:
    """A command's options with a value, those without, and how many words it takes."""
    module, summary = COMMANDS[name]
    parser = Parser(name, summary)
    import_module(f"unbroken.cli.commands.{module}").declare(parser)
    options = [each for each in parser.arguments if each.flags]
    valued = [flag for each in options if each.nargs != 0 for flag in each.flags if flag != "--db"]
    flags = [flag for each in options if each.nargs == 0 for flag in each.flags]
    return sorted(valued), sorted({*flags, "--help"}), len(parser.arguments) - len(options)
