"""org-habit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from exchange.importers.plans import Read, logs_of, rules_of
from unbroken.exchange import registry


def org(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "habits.org"
    path.write_text(text, encoding="utf-8")
    return path


def habit(repeater: str, *log: str) -> str:
    head = f"* TODO Floss\nSCHEDULED: <2026-03-03 Tue {repeater}>\n:PROPERTIES:\n:STYLE: habit\n"
    return f"{head}:END:\n:LOGBOOK:\n" + "".join(f"{line}\n" for line in log) + ":END:\n"


def test_headings(tmp_path: Path, importing: Read, untouched: Callable[[], None]) -> None:
    path = org(
        tmp_path,
        "#+TITLE: Mine\n* Areas\n** TODO [#A] Floss your  teeth   :health:home:\n"
        "   SCHEDULED: <2026-03-03 mar. .+2d/4d> DEADLINE: <2026-03-05>\n"
        "   :PROPERTIES:\n   :STYLE:    habit\n   :ID:       abc\n   :MOOD:     good\n"
        "   :LAST_REPEAT: [2026-03-02 lun. 21:00]\n   :END:\n   :LOGBOOK:\n"
        '   - État "DONE"       de "TODO"       [2026-03-02 lun. 21:05] \\\\\n'
        "     with mint\n     and thread\n"
        '   - État "DONE" de "TODO" [2026-03-01 dim.]\n'
        '   - État "CANCELLED" de "TODO" [2026-02-27 ven.] \\\\\n     ill\n'
        '   - État "SKIPPED" de "TODO" [2026-02-26 jeu.]\n'
        '   - État "DONE" de "TODO" [2026-02-31 lun.]\n'
        "   CLOCK: [2026-03-02 lun. 21:00]--[2026-03-02 lun. 21:05] =>  0:05\n"
        "   :END:\n   Every evening.\n   - twice\n"
        "** TODO Not a habit\n** DONE Old :ARCHIVE:\n:PROPERTIES:\n:style: Habit\n:END:\n",
    )
    untouched()
    plan = importing(path)
    assert plan.format == "org-habit"
    keys = ("name", "description", "group", "status")
    assert [tuple(s[key] for key in keys) for s in plan.document["streaks"]] == [
        ("Floss your teeth", "Every evening.\n- twice", "health", "live"),
        ("Old", "", None, "archived"),
    ]
    assert rules_of(plan) == [
        ("count", "daily", 4, "at_least", 1),
        ("count", "daily", 1, "at_least", 1),
    ]
    assert [(log["activity_at"], log["note"]) for log in plan.document["logs"]] == [
        ("2026-03-01T12:00:00Z", ""),
        ("2026-03-02T21:05:00Z", "with mint\nand thread"),
    ]
    assert [each["first_day"] for each in plan.document["skips"]] == ["2026-02-26"]
    assert [note.text for note in plan.notes] == [
        "Only its first tag was kept, as its group.",
        "It was due after 2d and late after 4d; the latter is its rule now.",
        "It counted over a rolling window of days; Unbroken counts fixed periods such as calendar "
        "weeks and months, so its streaks can differ.",
        "1 entry was left out: its date or value cannot be read.",
        "1 change to “CANCELLED” was left out: it is not done then.",
        "1 note was left out: it stands on a day without a done mark.",
        "It had no target; its target is now once a day.",
        "Left out, since nothing is known of it: “MOOD”, “CLOCK”.",
    ]


@pytest.mark.parametrize(
    ("repeater", "rules"),
    [
        (".+1d", ("count", "daily", 1, "at_least", 1)),
        ("++3d", ("count", "daily", 3, "at_least", 1)),
        ("+1w", ("days", "weekly", 1, "at_least", 1)),
        (".+2d/2w", ("count", "daily", 14, "at_least", 1)),
        ("+2m", ("days", "monthly", 2, "at_least", 1)),
        ("++1y", ("days", "yearly", 1, "at_least", 1)),
        (".+6h", ("count", "daily", 1, "at_least", 1)),
        ("+0d", ("count", "daily", 1, "at_least", 1)),
        ("", ("count", "daily", 1, "at_least", 1)),
    ],
)
def test_repeaters(tmp_path: Path, importing: Read, repeater: str, rules: tuple[Any, ...]) -> None:
    assert rules_of(importing(org(tmp_path, habit(repeater)))) == [rules]


def test_states_that_a_file_names(tmp_path: Path, importing: Read) -> None:
    log = ['- Status "ERLEDIGT" von "OFFEN" [2026-03-02 Mo]', '- Status "OFFEN" [2026-03-01 So]']
    log += ['- Status "GETAN" von "OFFEN" [2026-03-03 Di 25:61]']
    text = "#+TODO: OFFEN(o) | ERLEDIGT(e!) GETAN\n" + habit(".+1d", *log)
    plan = importing(org(tmp_path, text))
    assert [log[1] for log in logs_of(plan)] == ["2026-03-02", "2026-03-03"]
    plan = importing(org(tmp_path, habit(".+1d", log[0])))
    assert [log[1] for log in logs_of(plan)] == ["2026-03-02"]


@pytest.mark.parametrize("text", ["", "* TODO x\n", ":STYLE: habit\n", "\x00\n* x\n"])
def test_what_holds_no_habit(tmp_path: Path, text: str) -> None:
    assert registry.detect(org(tmp_path, text)) is None
