"""`unbroken report`: a year in review as text, as JSON and as a file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.conftest import Unbroken


@pytest.fixture(autouse=True)
def a_streak(unbroken: Unbroken) -> None:
    unbroken("add", "Read", "--method", "sum", "--unit", "min", "--target", "20")
    unbroken("log", "read", "25")


def test_this_year_of_all_and_of_one(unbroken: Unbroken) -> None:
    year = json.loads(unbroken("report", "--json").out)
    assert (year["streak"], year["figures"]["met"], year["figures"]["perfect_days"]) == (None, 1, 1)
    out = unbroken("report").out
    assert out.startswith(f"{year['year']} in review\n")
    assert "1 of 1" in out and "Read" in out and out.isprintable() is False
    assert "Total" in unbroken("report", "read").out
    assert unbroken("report", str(year["year"]), "read").out == unbroken("report", "read").out


def test_what_is_no_year(unbroken: Unbroken) -> None:
    assert unbroken("report", "1850").err == "Name a year from 1970 to 2026.\n"
    refused = unbroken("report", "read", "2026")
    assert refused.code == 2
    assert "write it first" in refused.err
    assert unbroken("report", "2020").out.endswith("Nothing was asked for or logged in 2020.\n")
    assert unbroken("report", "nothing").code == 1


@pytest.mark.parametrize("ending", ["svg", "html", "MD"])
def test_a_file(unbroken: Unbroken, tmp_path: Path, ending: str) -> None:
    target = tmp_path / f"year.{ending}"
    assert unbroken("report", "-o", str(target)).out == f"Wrote {target}: 2026 in review.\n"
    assert "1 of 1" in target.read_text(encoding="utf-8")
    assert "--force" in unbroken("report", "-o", str(target)).err
    said = json.loads(unbroken("report", "-o", str(target), "--force", "--json").out)
    assert said == {"file": str(target), "year": 2026}
    refused = unbroken("report", "-o", str(tmp_path / "year.pdf"))
    assert (refused.code, refused.err) == (2, "Name a file that ends in .svg, .html or .md.\n")
