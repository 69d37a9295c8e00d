"""Loop's CSV export, zipped or not."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from unbroken.exchange import registry
from unbroken.exchange.contract import CivilInstants, ExchangeError, Plan
from unbroken.exchange.importers import loop_csv

Read = Callable[[Path], Plan]

NEW = (
    "Position,Name,Type,Question,Description,FrequencyNumerator,FrequencyDenominator,Color,Unit,"
    "Target Type,Target Value,Archived?\n"
)
FILES = {
    "Habits.csv": NEW + '001,"Read, daily",YES_NO,Did you?,,1,1,#FF8F00,,,,true\n'
    "002,💪,NUMERICAL,,long,1,7,#00897B,km,AT_LEAST,7.5,false\n"
    "003,Same,YES_NO,,,2,7,#00897B,,,,false\n"
    "004,Same,YES_NO,,,1,1,#00897B,,,,false\n",
    "Checkmarks.csv": "Date,Read,💪,\n2026-01-01,YES_MANUAL,1000,\n",
    "001 Read daily/Checkmarks.csv": "Date,Value,Notes\n2026-01-04,YES_MANUAL,\n"
    '2026-01-03,YES_AUTO,auto\n2026-01-02,SKIP,"a ""b""\nc"\n2026-01-01,NO,\n'
    "2025-12-31,UNKNOWN,hm\n",
    "002/Checkmarks.csv": "Date,Value,Notes\n2026-01-04,2500,far\n2026-01-03,NO,\n"
    "2026-01-02,YES_MANUAL,\n2026-01-01,SKIP,\n",
    "003 Same/Checkmarks.csv": "Date,Value,Notes\n2026-01-01,YES_MANUAL,\nsoon,YES_MANUAL,\n",
    "004 Same/Checkmarks.csv": "Date,Value,Notes\n2026-01-01,YES_MANUAL,\n2026-01-02,WHAT,\n",
    "009 Stray/Checkmarks.csv": "Date,Value,Notes\n",
}


def folder(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def zipped(path: Path, files: dict[str, str], top: str = "") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(top + name, text)
    return path


def test_a_folder(tmp_path: Path, importing: Read, untouched: Callable[[], None]) -> None:
    path = folder(tmp_path / "loop", FILES)
    untouched()
    plan = importing(path)
    keys = ("name", "activity_type", "description", "unit", "color", "status")
    assert [tuple(s[key] for key in keys) for s in plan.document["streaks"]] == [
        ("Read, daily", "read-daily", "Did you?", None, "#ff8f00", "archived"),
        ("💪", "habit", "long", "km", "#00897b", "live"),
        ("Same", "same", "", None, "#00897b", "live"),
        ("Same", "same-2", "", None, "#00897b", "live"),
    ]
    amounts = plan.document["streaks"][1]
    assert amounts["aggregation_method"] == "sum"
    assert amounts["aggregation_target_value"] == Decimal("7.5")
    logs = plan.document["logs"]
    assert [(g["activity_type"], g["local_date"], g["value"], g["note"]) for g in logs] == [
        ("read-daily", "2026-01-04", 1, ""),
        ("habit", "2026-01-02", Decimal("0.002"), ""),
        ("habit", "2026-01-04", Decimal("2.5"), "far"),
        ("same", "2026-01-01", 1, ""),
        ("same-2", "2026-01-01", 1, ""),
    ]
    assert [(s["first_day"], s["reason"]) for s in plan.document["skips"]] == [
        ("2026-01-02", 'a "b"\nc'),
        ("2026-01-01", ""),
    ]
    assert [tuple(note) for note in plan.notes] == [
        ("", "1 automatic mark was left out: Unbroken works them out itself."),
        ("Read, daily", "2 notes were left out: they stand on days without a done mark."),
        (
            "",
            "2 habits counted over a rolling window of days; Unbroken counts fixed periods such "
            "as calendar weeks and months, so their streaks can differ.",
        ),
        ("Same", "2 entries were left out: their dates or values cannot be read."),
        ("Same", "Another habit is called like it: this one's activity type is same-2."),
        ("", "1 entry was left out: it belongs to no habit of the file."),
    ]


@pytest.mark.parametrize("top", ["", "export/"])
def test_a_zip_is_the_same(
    tmp_path: Path, importing: Read, untouched: Callable[[], None], top: str
) -> None:
    path = zipped(tmp_path / "loop.zip", FILES, top)
    unpacked = folder(tmp_path / "loop", FILES)
    untouched()
    assert importing(path) == importing(unpacked)


@pytest.mark.parametrize(
    ("header", "row"),
    [
        (
            "Position,Name,Question,Description,NumRepetitions,Interval,Color",
            "001,A,Q,D,2,3,#00897B",
        ),
        ("Position,Name,Description,NumRepetitions,Interval,Color", "001,A,D,2,3,#00897B"),
    ],
)
def test_older_layouts(tmp_path: Path, importing: Read, header: str, row: str) -> None:
    marks = "2015-01-03,2\n2015-01-02,1\n2015-01-01,0\n"
    path = folder(
        tmp_path / "old", {"Habits.csv": f"{header}\n{row}\n", "001 A/Checkmarks.csv": marks}
    )
    plan = importing(path)
    (streak,) = plan.document["streaks"]
    assert (streak["every"], streak["aggregation_target_value"]) == (3, 2)
    assert streak["description"].endswith("D")
    assert [log["local_date"] for log in plan.document["logs"]] == ["2015-01-03"]


@pytest.mark.parametrize("name", ["../001/Checkmarks.csv", "/etc/x", "a\\..\\..\\x", "C:/x"])
def test_a_zip_that_climbs_out(tmp_path: Path, moments: CivilInstants, name: str) -> None:
    path = zipped(tmp_path / "bad.zip", {**FILES, name: "x"})
    assert registry.detect(path) is None
    with pytest.raises(ExchangeError, match=r"“bad\.zip” holds a file that climbs out of it\."):
        loop_csv.read(path, moments)


def test_zips_that_are_bombs(tmp_path: Path, moments: CivilInstants) -> None:
    marks = "001 Read daily/Checkmarks.csv"
    tight = zipped(tmp_path / "tight.zip", {**FILES, marks: "\n" * 1_000_000})
    with pytest.raises(ExchangeError, match="is packed too tightly to be trusted"):
        loop_csv.read(tight, moments)
    large = zipped(tmp_path / "large.zip", {**FILES, "x": "0" * (65 * 1024 * 1024)})
    with pytest.raises(ExchangeError, match=r"“large\.zip” is too large unpacked"):
        loop_csv.read(large, moments)
    many = zipped(tmp_path / "many.zip", {**FILES, **{f"f{n}": "" for n in range(10_001)}})
    with pytest.raises(ExchangeError, match=r"“many\.zip” holds too many files"):
        loop_csv.read(many, moments)


def test_an_unusual_packing(tmp_path: Path, moments: CivilInstants) -> None:
    path = tmp_path / "loop.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("Habits.csv", FILES["Habits.csv"])
    with pytest.raises(ExchangeError, match="is packed in an unusual way"):
        loop_csv.read(path, moments)


def test_a_damaged_zip(tmp_path: Path, moments: CivilInstants) -> None:
    path = zipped(tmp_path / "loop.zip", FILES)
    raw = bytearray(path.read_bytes())
    raw[60:90] = b"\xff" * 30
    path.write_bytes(raw)
    with pytest.raises(ExchangeError, match=r"“loop\.zip”: “Habits\.csv” is damaged\."):
        loop_csv.read(path, moments)


def test_unreadable_csv(tmp_path: Path, moments: CivilInstants) -> None:
    marks = "001 Read daily/Checkmarks.csv"
    path = folder(tmp_path / "loop", {**FILES, marks: "2026-01-01,2," + "x" * 200_000})
    with pytest.raises(ExchangeError, match="line 1: this is not readable as CSV"):
        loop_csv.read(path, moments)
    (path / marks).write_bytes(b"2026-01-01,2,\xff\n")
    with pytest.raises(ExchangeError, match="is not UTF-8 text"):
        loop_csv.read(path, moments)
