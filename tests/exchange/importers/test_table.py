"""Plain tables, long and wide."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from exchange.importers.plans import Read, logs_of, rules_of
from unbroken.exchange import registry
from unbroken.exchange.contract import Choices, CivilInstants, ExchangeError
from unbroken.exchange.import_file import columns_of

OTHERWISE = "`--columns date=…,habit=…,value=…` reads them otherwise."


def table(tmp_path: Path, text: str, name: str = "table.csv") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def skips_of(document: dict[str, list[dict[str, str]]]) -> list[tuple[str, str]]:
    return [(each["activity_type"], each["first_day"]) for each in document["skips"]]


def test_a_long_table(
    tmp_path: Path, moments: CivilInstants, untouched: Callable[[], None]
) -> None:
    path = table(
        tmp_path,
        "Comment;Date;Task;Amount;Unit;Category;Mood\n"
        "good;2026-03-01;Run;2,5;km;Body;fine\n;2026-03-01;Run;1;km;Body;\n"
        ";2026-03-02;Run;1,234;km;Body;\n;2026-03-01;Floss;x;;;\nill;2026-03-02;Floss;skip;;;\n"
        "late;2026-03-03;Floss;no;;;\n;2026-03-04;Floss;;;;\n;soon;Floss;y;;;\n",
    )
    untouched()
    assert registry.detect(path) is None  # with a cell that is no date only where one says so
    plan = registry.read(path, moments, "table")
    keys = ("name", "unit", "group", "aggregation_method")
    assert [tuple(s[key] for key in keys) for s in plan.document["streaks"]] == [
        ("Run", "km", "Body", "sum"),
        ("Floss", None, None, "count"),
    ]
    assert logs_of(plan) == [
        ("run", "2026-03-01", Decimal("2.5"), "good"),
        ("run", "2026-03-01", 1, ""),
        ("floss", "2026-03-01", 1, ""),
    ]
    assert skips_of(plan.document) == [("floss", "2026-03-02")]
    assert [tuple(note) for note in plan.notes] == [
        (
            "",
            "Its columns were read so: the date from “Date”, the habit from “Task”, the value from "
            "“Amount”, the note from “Comment”, the unit from “Unit”, the group from “Category”; "
            + OTHERWISE,
        ),
        ("", "The goals of 2 habits are not in the file; they are now daily with target 1."),
        ("", "2 entries were left out: their dates or values cannot be read."),
        ("Floss", "1 note was left out: it stands on a day without a done mark."),
        ("", "Left out, since nothing is known of it: “Mood”."),
    ]


def test_a_wide_table(tmp_path: Path, importing: Read, untouched: Callable[[], None]) -> None:
    path = table(
        tmp_path,
        "Date,Floss,Read,Floss,Name\n2026-03-01,Y,30,✓,n\n2026-03-02,S,12.5,-,\n\n,,,,\n"
        "2026-03-03,,0,1,y\n",
    )
    untouched()
    plan = importing(path)
    assert plan.format == "table"
    assert [row[0] for row in rules_of(plan)] == ["count", "sum", "count", "count"]
    assert logs_of(plan) == [
        ("floss", "2026-03-01", 1, ""),
        ("read", "2026-03-01", 30, ""),
        ("read", "2026-03-02", Decimal("12.5"), ""),
        ("floss-2", "2026-03-01", 1, ""),
        ("floss-2", "2026-03-03", 1, ""),
        ("name", "2026-03-03", 1, ""),
    ]
    assert skips_of(plan.document) == [("floss", "2026-03-02")]
    assert plan.notes[0].text == (
        "Its columns were read so: the date from “Date”, and a habit each from “Floss”, “Read”, "
        "“Floss”, “Name”; " + OTHERWISE
    )


def test_the_root_table_of_loops_export(tmp_path: Path, importing: Read) -> None:
    plan = importing(
        table(
            tmp_path,
            "Date,Floss,Run,\n2026-03-03,3,2500,\n2026-03-02,2,-1,\n2026-03-01,1,0,\n",
            "Checkmarks.csv",
        )
    )
    assert logs_of(plan) == [
        ("floss", "2026-03-02", 1, ""),
        ("run", "2026-03-03", Decimal("2.5"), ""),
    ]
    assert skips_of(plan.document) == [("floss", "2026-03-03")]
    assert plan.notes[0].text.startswith("It was read as the table in the root of Loop's export")
    assert plan.notes[2].text.startswith("1 automatic mark was left out")


def test_dates_of_a_table(tmp_path: Path, moments: CivilInstants) -> None:
    path = table(tmp_path, "day\thabit\n01/02/2026\tRun\n03/02/2026\tRun\n")
    plan = registry.read(path, moments)
    assert [log[1] for log in logs_of(plan)] == ["2026-01-02", "2026-03-02"]
    assert plan.notes[0].text.endswith("from “habit”, and every entry is done; " + OTHERWISE)
    assert "`--dates day-first`" in plan.notes[1].text
    plan = registry.read(path, moments, choices=Choices(dates="day-first"))
    assert [log[1] for log in logs_of(plan)] == ["2026-02-01", "2026-02-03"]


def test_columns_are_named(tmp_path: Path, moments: CivilInstants) -> None:
    path = table(tmp_path, "Entered,When it was,What,Much\n2026-05-05,2026-03-01,Run,3\n")
    assert registry.detect(path) is None
    columns = columns_of('date=When it was,habit="What",value=4')
    plan = registry.read(path, moments, choices=Choices(columns=columns))
    assert logs_of(plan) == [("run", "2026-03-01", 3, "")]
    assert plan.notes[-1].text == "Left out, since nothing is known of it: “Entered”."
    with pytest.raises(ExchangeError, match="There is no column “Why”; there are “Entered”, “When"):
        registry.read(path, moments, choices=Choices(columns=(("date", "Why"),)))


def test_a_table_without_a_heading(tmp_path: Path, moments: CivilInstants) -> None:
    path = table(tmp_path, '20260301,1,"at 21:00"\n20260302,2,\n', "floss.csv")
    assert registry.detect(path) is None
    columns = columns_of("date=1,value=2,note=3")
    plan = registry.read(path, moments, choices=Choices(columns=columns))
    assert logs_of(plan) == [("floss", "2026-03-01", 1, "at 21:00"), ("floss", "2026-03-02", 2, "")]
    assert "the date from column 1" in plan.notes[0].text
    with pytest.raises(ExchangeError, match="is not a table with a column of dates"):
        registry.read(path, moments, "table")


def test_values_of_one_habit(tmp_path: Path, importing: Read) -> None:
    plan = importing(table(tmp_path, "date,value\n2026-03-01,3\n", "Water.csv"))
    assert logs_of(plan) == [("water", "2026-03-01", 3, "")]


@pytest.mark.parametrize(
    "text",
    [
        "full_date,date,weekday,mood\n2026-03-01,March 1,Sunday,good\n",
        "date\n2026-03-01\n",
        "date,Floss\n",
        "date,Floss\nsoon,1\n",
        "a,b\n1,2\n",
        "date,habit,value\n2026-03-01,Run,much\n",
        "hello\n",
    ],
)
def test_what_is_no_table(tmp_path: Path, text: str) -> None:
    assert registry.detect(table(tmp_path, text)) is None


def test_scores_are_never_marks(tmp_path: Path, moments: CivilInstants) -> None:
    head = "Task Name,Task ID,Task Type,Date,Value\n"
    path = table(tmp_path, f"{head}Floss,d1,daily,2026-03-01 21:26:05,1\n")
    with pytest.raises(ExchangeError, match="Habitica's history of scores"):
        registry.read(path, moments)


@pytest.mark.parametrize("text", ["", "date", "date=", "when=1", "date=1,date=2", "date=1,,"])
def test_columns_that_are_none(text: str) -> None:
    if not text:
        assert columns_of(text) == ()
        return
    with pytest.raises(ExchangeError, match="is not a column; write date=NAME"):
        columns_of(text)


def test_a_name_with_a_comma() -> None:
    assert columns_of('date="On, when",habit=A') == (("date", "On, when"), ("habit", "A"))
