"""Text that wants to steer the terminal, through every command, every file and every screen."""

from __future__ import annotations

import json
import random
import shutil
from functools import partial
from pathlib import Path
from typing import Final

from textual.pilot import Pilot

from snapshots import sample, trackers
from torture.answers import answer_faults
from torture.apps import a_bench
from torture.doors import DATABASE, Raised, a_folder, run_here, standing_in
from torture.report import Report
from torture.scenes import SINCE, Line
from tui.spoiled import check_text, crowded, spoil
from tui.test_doubled_keys import EVERYWHERE

_PIECES: Final = (
    *(
        "\x1b]52;c;aGk=\x07",
        "\x1b[2J",
        "\x1b[31m",
        "\x9b31m",
        "\x90q\x9c",
        "\x1bc",
        "\x07",
        "\x08" * 9,
    ),
    *(
        "\r",
        "\n",
        "\r\n",
        "\t",
        "\x0b",
        "\x0c",
        "\x7f",
        "\x85",
        "\u2028",
        "\u2029",
        "\x1b",
        "\x9d0;x\x07",
    ),
    *("\u202e", "\u202d", "\u2066", "\u2067", "\u2069", "\u200e", "\u200f", "\u061c", "\u200b"),
    *(
        "日本語",
        "👩\u200d👩\u200d👧",
        "e\u0301\u0301\u0301",
        "\u0301",
        "ﷺ",
        "𝕏",
        "ﾊﾟ",
        "\ufe0f",
        "𒐫",
    ),
    *(
        "[/]",
        "[red]",
        "[@click=app.quit]x[/]",
        "{0}",
        "%s",
        "=cmd()",
        "＝1+1",
        "@x",
        "-x",
        "`id`",
        "$(id)",
    ),
    *(
        "x" * 400,
        "é" * 3000,
        "a b",
        "'",
        '"',
        "\\",
        "<b>",
        "&amp;",
        "..",
        ":",
        ";",
        ",",
        "#",
        "\ufeff",
    ),
)
_BY_BYTES: Final = ("\udcff", "\udcc3", "\udced\udca0\udc80", "\udcf5")
"""What a terminal makes of bytes that are no UTF-8."""


def run(count: int, seed: int, report: Report) -> None:
    """Tries `count` texts, each through all commands, a tracker's file, and a screen."""
    with a_folder() as room:
        with standing_in(room):
            sample.make(room / DATABASE, since=SINCE)
            trackers.write(room)
        for number, chance in report.rounds(count):
            text = "".join(chance.choices(_PIECES, k=chance.randint(1, 6)))
            with a_folder() as outer:
                folder = outer / "inner"
                shutil.copytree(room, folder)
                with standing_in(folder):
                    _through_commands(report, folder, text, chance)
            _through_a_screen(report, text, number, chance)


def _through_commands(report: Report, folder: Path, text: str, chance: random.Random) -> None:
    given = text.replace("\0", "") + chance.choice(("", *_BY_BYTES))
    bare = given.replace("/", "_")
    for line in (*_telling(given), *_naming(bare), *_written(folder, text, chance), *_reading()):
        _ask(report, line, chance)
    spoil(folder / DATABASE, text)
    for line in (*_reading(), *_changing()):
        _ask(report, line, chance)


def _ask(report: Report, line: Line, chance: random.Random) -> None:
    terminal = chance.random() < 0.5
    ran = run_here(*line, terminal=terminal)
    for fault in answer_faults(line, ran, terminal=terminal):
        report.found(f"{fault} (after others of this round)", [line])


def _telling(text: str) -> tuple[Line, ...]:
    """Lines that put a text into the database."""
    return (
        ("add", f"a{text}", "--unit", text, "--group", text, "--description", text),
        ("add", "Run", "--method", "sum", "--unit", f"k{text}", "--milestone", f"2={text}"),
        ("edit", "walk", "--name", f"w{text}", "--group", text, "--yes"),
        ("log", "gym", "--note", text, "--id", f"i{text}"),
        ("skip", "piano", "2026-03-10", "--reason", text),
        ("owner", "add", f"o{text}"),
        ("owner", "edit", "Ben", "--name", f"b{text}"),
    )


def _naming(text: str) -> tuple[Line, ...]:
    """Lines that name something by a text that there is not, or write to a file of that name."""
    return (
        *((name, text) for name in ("log", "why", "status", "remove", "restore", "import", text)),
        *(("--owner", text, "status"), ("--now", text, "due"), ("config", "symbols", text)),
        *(
            ("config", text),
            ("calendar", "walk", text),
            ("log", "gym", text),
            ("skip", "gym", text),
        ),
        *(
            ("log", "gym", "--at", text),
            ("log", "gym", "--tz", text),
            ("add", "x", "--color", text),
        ),
        *(("export", "--format", text), ("import", "wide.csv", "--columns", text), ("owner", text)),
        *(("status", f"--{text}"), ("history", "--from", text), ("progress", "--status", text)),
        *(
            ("export", "-o", f"e{text}"[:60]),
            ("backup", f"c{text}"[:60]),
            ("import", f"e{text}"[:60]),
        ),
        *(("--db", f"c{text}"[:60], "status"), ("restore", f"./c{text}"[:60], "--yes")),
    )


def _written(folder: Path, text: str, chance: random.Random) -> list[Line]:
    """A tracker's file in which the text stands beside every name, to be imported."""
    name = chance.choice([*trackers.TEXTS, *trackers.DOCUMENTS])
    path = folder / name
    if name in trackers.DOCUMENTS:
        path.write_text(json.dumps(_beside(json.loads(path.read_text()), text)))
    else:
        signs = text.encode("utf-8", "replace").decode()
        words = (
            "Gym",
            "Stroll",
            "Tea",
            "Novel",
            "Plank",
            "Vitamins",
            "Sing",
            "Iron",
            "good",
            "legs",
        )
        content = path.read_bytes().decode()
        for word in words:
            content = content.replace(word, word + signs)
        path.write_bytes(content.encode())
    source = name.partition("/")[0]
    return [("import", source, "--dry-run"), ("import", source), ("import", source, "--merge")]


def _beside(value: object, text: str) -> object:
    """A document with the text at the end of each of its texts that is a name or a note."""
    if isinstance(value, dict):
        wanted = ("name", "text", "note", "notes", "description", "tags")
        return {
            key: f"{each}{text}" if key in wanted and isinstance(each, str) else _beside(each, text)
            for key, each in value.items()
        }
    if isinstance(value, list):
        return [_beside(each, text) for each in value]
    return value


def _reading() -> tuple[Line, ...]:
    plain: tuple[Line, ...] = tuple(
        (name,)
        for name in (
            "status",
            "due",
            "progress",
            "history",
            "rewards",
            "calendar",
            "config",
            "owner",
        )
    )
    return (
        *plain,
        *(("--json", *line) for line in plain),
        *(
            ("status", "walk"),
            ("why", "walk"),
            ("due", "--short"),
            ("journal",),
            ("history", "--all-owners"),
        ),
        *(("export",), ("export", "--format", "csv"), ("export", "--format", "ics"), ("doctor",)),
        *(("calendar", "walk"), ("export", "--format", "harsh", "-o", "h", "--force")),
        ("export", "--format", "loop", "-o", "l", "--force"),
    )


def _changing() -> tuple[Line, ...]:
    return (
        *(
            ("undo",),
            ("redo",),
            ("log", "walk"),
            ("pause", "gym"),
            ("archive", "gym"),
            ("restore", "gym"),
        ),
        *(
            ("edit", "walk", "--grace", "2", "--yes"),
            ("remove", "piano", "--yes"),
            ("undo",),
            ("undo",),
        ),
    )


def _through_a_screen(report: Report, text: str, number: int, chance: random.Random) -> None:
    show = EVERYWHERE[number % len(EVERYWHERE)]

    async def act(pilot: Pilot[None]) -> None:
        check_text(pilot)
        await show(pilot)
        await pilot.pause(0.05)
        check_text(pilot)

    raised = Raised()
    size = chance.choice(((140, 40), (80, 24), (60, 20)))
    with a_bench(crowded, partial(spoil, text=text)) as made, raised:
        made.run(act, size=size)
    if raised.told:
        report.found(f"{show.__name__} at {size} with {text!r}: {raised.told[-800:]}")
