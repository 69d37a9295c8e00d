"""Files of every tracker, and documents of our own, with something wrong in them: each is read, or
refused in one sentence; what was read can be taken back, and the doctor is content.
"""

from __future__ import annotations

import copy
import json
import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from snapshots import sample, trackers
from torture.answers import answer_faults
from torture.doors import DATABASE, a_folder, run_here, standing_in
from torture.report import Report
from torture.scenes import SINCE, Line, facts
from unbroken.exchange.registry import IMPORTERS

_ODD_VALUES: Final[tuple[Any, ...]] = (
    *(
        None,
        True,
        False,
        0,
        1,
        -1,
        2**31,
        2**63,
        2**64,
        10**30,
        0.1,
        -0.5,
        1e308,
        "",
        " ",
        "x",
        "0",
    ),
    *("2026-02-30", "2026-03-01", "2026-03-01T10:00:00Z", "9999-12-31", "0000-00-00", "31/12/2026"),
    *(
        "NaN",
        "-1",
        "1e9",
        "\x1b[2J",
        "\u202e",
        "x" * 500,
        "true",
        "y",
        [],
        {},
        [[]],
        [1, "a"],
        {"a": 1},
    ),
)
_ODD_BYTES: Final = (
    *(
        b"",
        b"\0",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\r",
        b"\r\n",
        b"\n\n",
        b'"',
        b"'",
        b",",
        b";",
        b"\t",
    ),
    *(
        b"-",
        b"0",
        b"9" * 40,
        b"1e9",
        b"{",
        b"}",
        b"[",
        b"]",
        b"null",
        b"\\u0000",
        b"\\ud800",
        b"\x1b[2J",
    ),
    *("\u202e".encode(), "é".encode("latin-1"), b": ", b"!", b"2026-02-30", b"32/13/2026", b"true"),
)


def run(count: int, seed: int, report: Report) -> None:
    """Imports `count` files."""
    with a_folder() as room:
        with standing_in(room):
            sample.make(room / DATABASE, since=SINCE)
            trackers.write(room)
            for line in (("-o", "ours.json"), ("--format", "loop-db", "-o", "ours-loop.db")):
                assert run_here("export", *line).code == 0
            before = facts(room / DATABASE, journal=False)
        sources = [*trackers.FILES, "ours.json", "ours-loop.db"]
        for number, chance in report.rounds(count):
            with a_folder() as folder:
                source = sources[number % len(sources)]
                for name in (DATABASE, source):
                    _copied(room / name, folder / name)
                with standing_in(folder):
                    spoil_source(folder / source, room, chance)
                    for fault, lines in _faults(folder, source, before, chance):
                        report.found(f"{source}: {fault}", lines)


def _faults(
    folder: Path, source: str, before: str, chance: random.Random
) -> list[tuple[str, list[Line]]]:
    options: list[Line] = [
        (),
        ("--merge",),
        ("--dates", "day-first"),
        ("--as", "Other"),
        ("--json",),
    ]
    line: Line = ("import", source, *chance.choice(options))
    if chance.random() < 0.2:
        line = (*line, "--from", chance.choice(list(IMPORTERS)))
    if chance.random() < 0.4:
        line = (*line, "--dry-run")
    ran = run_here(*line)
    faults = [(fault, [line]) for fault in answer_faults(line, ran)]
    if faults or ran.code:
        return faults
    if "--dry-run" in line:
        now = facts(folder / DATABASE, journal=False)
        return [] if now == before else [("a trial changed it", [line])]
    lines: list[Line] = [line]
    for then in (("doctor",), ("status",), ("export",), ("undo",), ("doctor",)):
        after = run_here(*then)
        lines.append(then)
        faults += [(fault, lines) for fault in answer_faults(then, after)]
        nothing = then == ("undo",) and "nothing to undo" in after.err
        if after.code and not nothing:
            faults.append((f"{then[0]} answers {after.code}: {after.out}{after.err}", lines))
    if not faults and facts(folder / DATABASE, journal=False) != before:
        faults.append(("undo does not lead back to what was before", lines))
    return faults


def spoil_source(path: Path, room: Path, chance: random.Random) -> None:
    """Makes a few things wrong in a file, or in one of a folder."""
    if path.is_dir():
        path = chance.choice(sorted(each for each in path.rglob("*") if each.is_file()))
    if path.suffix == ".db" and chance.random() < 0.7:
        _spoil_rows(path, chance)
    elif path.suffix == ".json" and chance.random() < 0.7:
        document = json.loads(path.read_text(encoding="utf-8"))
        for _ in range(chance.choice((1, 1, 2, 4))):
            document = _spoilt(document, chance)
        path.write_text(json.dumps(document), encoding="utf-8")
    else:
        content = path.read_bytes()
        for _ in range(chance.choice((0, 1, 1, 2, 4, 8))):
            content = _spoilt_bytes(content, chance)
        path.write_bytes(content)


def _spoilt(document: Any, chance: random.Random) -> Any:
    """The document with one of its values another, gone, doubled, or beside a new one."""
    document = copy.deepcopy(document)
    places: list[tuple[Any, Any]] = []
    waiting = [document] if isinstance(document, (dict, list)) else []
    while waiting:
        found = waiting.pop()
        keys = list(found) if isinstance(found, dict) else range(len(found))
        places += [(found, key) for key in keys]
        waiting += [found[key] for key in keys if isinstance(found[key], (dict, list))]
    if not places:
        return chance.choice(_ODD_VALUES)
    holder, key = chance.choice(places)
    how = chance.random()
    if how < 0.6:
        holder[key] = copy.deepcopy(chance.choice(_ODD_VALUES))
    elif how < 0.75:
        del holder[key]
    elif how < 0.85 and isinstance(holder, list):
        holder.append(copy.deepcopy(holder[key]))
    elif how < 0.95:
        other, place = chance.choice(places)
        holder[key] = copy.deepcopy(other[place])
    elif isinstance(holder, dict):
        holder[f"{key}2"] = holder.pop(key)
    return document


def _spoilt_bytes(content: bytes, chance: random.Random) -> bytes:
    """The bytes with some flipped, cut, doubled, or others between them."""
    place = chance.randint(0, len(content))
    end = min(len(content), place + chance.choice((1, 1, 3, 20)))
    how = chance.random()
    if how < 0.3:
        return content[:place] + chance.choice(_ODD_BYTES) + content[place:]
    if how < 0.5:
        return content[:place] + content[end:]
    if how < 0.65:
        return content[:end] + content[place:]
    if how < 0.75:
        return content[:place]
    if how < 0.85:
        lines = content.splitlines(keepends=True)
        chance.shuffle(lines)
        return b"".join(lines)
    return content[:place] + bytes([chance.randrange(256)]) + content[end:]


def _spoil_rows(path: Path, chance: random.Random) -> None:
    """Gives a few cells of a database a value that they should not have, or takes a table away."""
    with closing(sqlite3.connect(path)) as file, file:
        tables = [
            name
            for (name,) in file.execute(
                "SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite_%'"
            )
        ]
        for _ in range(chance.choice((1, 1, 2, 4))):
            table = chance.choice(tables)
            columns = [row[1] for row in file.execute(f'PRAGMA table_info("{table}")')]
            if not columns:
                continue
            how = chance.random()
            column = chance.choice(columns)
            if how < 0.85:
                values = [each for each in _ODD_VALUES if _fits_a_cell(each)]
                value = chance.choice((*values, b"\xff\xfe", b""))
                try:
                    file.execute(f'UPDATE "{table}" SET "{column}" = ?', (value,))
                except sqlite3.IntegrityError:
                    continue
            elif how < 0.95:
                file.execute(f'DELETE FROM "{table}"')
            else:
                file.execute(f'ALTER TABLE "{table}" RENAME COLUMN "{column}" TO "{column}_2"')


def _fits_a_cell(value: object) -> bool:
    return not isinstance(value, (list, dict)) and not (
        isinstance(value, int) and abs(value) >= 2**63
    )


def _copied(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target)
    else:
        shutil.copy2(source, target)
