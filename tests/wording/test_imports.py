"""What an import says."""

from __future__ import annotations

from datetime import date

import pytest

from unbroken.core.exchange_results import ImportReport, Note
from unbroken.core.reports import Imported, Joined, Numbers
from unbroken.wording.imports import effect_text, import_lines, note_text

NOTHING = Imported(0, 0, 0, 0, 0, 0, None, None, (), (), False)
BEFORE = Numbers(2, 5, 3, "in_progress")
JOINED = Joined("read", "Read", "Ann", 2, BEFORE, Numbers(4, 5, 3, "in_progress"))


def test_an_import_of_nothing() -> None:
    report = ImportReport("beaver", NOTHING._replace(unchanged=1), ())
    assert list(import_lines(report)) == [
        "Imported 0 streaks, 0 logs (format beaver).",
        "1 row was there already.",
    ]
    assert not report.can_be_undone


@pytest.mark.parametrize("dry_run", [True, False])
def test_an_import_with_everything(dry_run: bool) -> None:
    rules, effects = (("Run", "At least once a day."),), (JOINED, JOINED._replace(owner="Ben"))
    imported = NOTHING._replace(
        streaks=1,
        logs=3,
        skips=1,
        rules=rules,
        effects=effects,
        dry_run=dry_run,
        first_day=date(2026, 1, 1),
        last_day=date(2026, 2, 1),
    )
    report = ImportReport("loop-db", imported, (Note("Run", "It has a tale."), Note("", "Gone.")))
    assert list(import_lines(report)) == [
        f"{'Would import' if dry_run else 'Imported'} 1 streak, 3 logs, 1 skip"
        " (format loop-db), from 2026-01-01 to 2026-02-01.",
        "  Run: At least once a day.",
        f"What {'it would do' if dry_run else 'it did'} to streaks that were there:",
        "  Read (Ann): 2 more logs; in a row 2, then 4.",
        "  Read (Ben): 2 more logs; in a row 2, then 4.",
        "Please note:",
        "  Run: It has a tale.",
        "  Gone.",
    ]
    assert report.can_be_undone is not dry_run


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("me 2",), "It belongs to me 2, who is new here."),
        (("Ann", "Ben"), "It belongs to Ann and Ben, who are new here."),
    ],
)
def test_whose_it_is_that_came(names: tuple[str, ...], said: str) -> None:
    report = ImportReport("unbroken", NOTHING._replace(owners=2, newcomers=names), ())
    assert said in list(import_lines(report))


def test_numbers_that_stay() -> None:
    alone = JOINED._replace(logs=1, after=BEFORE)
    assert effect_text(alone) == "1 more log; its numbers stay as they are."


def test_a_note_names_its_habit() -> None:
    assert note_text(Note("Run", "It is gone.")) == "Run: It is gone."
    assert note_text(Note("", "It is gone.")) == "It is gone."
