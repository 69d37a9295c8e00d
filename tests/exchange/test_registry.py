"""Finding a file's format, and saying so when there is none."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from exchange.importers.plans import write_json
from unbroken.exchange import registry
from unbroken.exchange.contract import CivilInstants, ExchangeError

KNOWN = "unbroken, loop-db, loop-csv, harsh, habitctl, dijo, beaver, mhabit, habitbull, tickmate"


@pytest.mark.parametrize("name", list(registry.IMPORTERS))
def test_each_module_names_its_format(name: str) -> None:
    module = registry.importer(name)
    assert name == module.FORMAT
    assert module.TITLE


@pytest.mark.parametrize("name", list(registry.EXPORTERS))
def test_each_exporter_names_its_format(name: str) -> None:
    module = registry.exporter(name)
    assert name == module.FORMAT
    assert module.TITLE
    assert module.PURPOSE.endswith(".")
    assert "{day}" in module.FILE_NAME
    assert hasattr(module, "former_files") == module.IS_FOLDER


@pytest.mark.parametrize(
    ("package", "table"),
    [("importers", registry.IMPORTERS), ("exporters", registry.EXPORTERS)],
)
def test_no_format_is_forgotten(package: str, table: dict[str, str]) -> None:
    names = {file.stem for file in (Path(registry.__file__).parent / package).glob("*.py")}
    modules = {name: import_module(f"unbroken.exchange.{package}.{name}") for name in names}
    assert {name for name in names if hasattr(modules[name], "FORMAT")} == {*table.values()}


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00" * 100, b"hello\n", b"PK\x03\x04broken", b"SQLite format 3\0", b"[]", b"{}"],
)
def test_an_unknown_file(tmp_path: Path, moments: CivilInstants, content: bytes) -> None:
    path = tmp_path / "thing"
    path.write_bytes(content)
    assert registry.detect(path) is None
    with pytest.raises(ExchangeError) as caught:
        registry.read(path, moments)
    assert str(caught.value).startswith("“thing” is of no format that can be imported; known are")
    assert KNOWN in str(caught.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "“thing.csv” is empty."),
        ("date,habit,value\n2026-01-01,Run,abc\n", "In the table “thing.csv” not every row"),
        ("Datum;Gewohnheit;Wert\n01.02.2026;Laufen;3\n", "--columns date=…,habit=…,value=…"),
    ],
)
def test_a_table_that_is_not_understood_by_itself(
    tmp_path: Path, moments: CivilInstants, content: str, said: str
) -> None:
    path = tmp_path / "thing.csv"
    path.write_text(content, encoding="utf-8")
    assert registry.detect(path) is None
    with pytest.raises(ExchangeError) as caught:
        registry.read(path, moments)
    assert said in str(caught.value)


@pytest.mark.parametrize("name", list(registry.IMPORTERS))
@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"[[]]", b"a,b\n\x00", b"PK\x05\x06"])
def test_a_format_forced_on_the_wrong_file(
    tmp_path: Path, moments: CivilInstants, name: str, content: bytes
) -> None:
    path = tmp_path / "thing"
    path.write_bytes(content)
    with pytest.raises(ExchangeError, match="“thing”"):
        registry.read(path, moments, name)


@pytest.mark.parametrize("name", list(registry.IMPORTERS))
def test_folders_pipes_and_nothing(tmp_path: Path, moments: CivilInstants, name: str) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path in (tmp_path, pipe, tmp_path / "none"):
        assert registry.detect(path) is None
        with pytest.raises(ExchangeError):
            registry.read(path, moments, name)


def test_unknown_words(tmp_path: Path, moments: CivilInstants) -> None:
    with pytest.raises(ExchangeError, match="There is no file or folder “none”"):
        registry.read(tmp_path / "none", moments)
    with pytest.raises(ExchangeError, match="There is no file or folder"):
        registry.read(tmp_path / "a\0b", moments)
    with pytest.raises(ExchangeError, match="There is no format “csv”; known are unbroken, loop"):
        registry.read(tmp_path, moments, "csv")


def forbid(monkeypatch: pytest.MonkeyPatch, owner: object, call: str, forbidden: Path) -> None:
    """Lets one call fail for one path as it does where there is no permission."""
    real = getattr(owner, call)

    def refuse(path: Path, *args: object, **more: object) -> object:
        if Path(path) == forbidden:
            raise PermissionError(13, "Permission denied")
        return real(path, *args, **more)

    monkeypatch.setattr(owner, call, refuse)


@pytest.mark.parametrize("format", [None, "beaver", "loop-csv", "harsh", "tickmate"])
@pytest.mark.parametrize("call", ["open", "stat"])
def test_a_file_that_may_not_be_read(
    tmp_path: Path,
    moments: CivilInstants,
    monkeypatch: pytest.MonkeyPatch,
    call: str,
    format: str | None,
) -> None:
    path = tmp_path / "x.json"
    path.write_text('{"habits": []}')
    forbid(monkeypatch, Path, call, path)
    with pytest.raises(ExchangeError) as caught:
        registry.read(path, moments, format)
    assert str(caught.value) == (
        "“x.json” cannot be read: permission denied;"
        " allow yourself to read it, or choose another file."
    )


def test_a_folder_that_may_not_be_read(
    tmp_path: Path, moments: CivilInstants, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "habits"
    folder.mkdir()
    forbid(monkeypatch, os, "scandir", folder)
    with pytest.raises(ExchangeError, match="“habits” cannot be read: permission denied"):
        registry.read(folder, moments)


@pytest.mark.parametrize("call", ["open", "stat"])
@pytest.mark.parametrize("name", ["habits", "log", "Habits.csv"])
def test_a_folder_of_files_that_may_not_be_read(
    tmp_path: Path, moments: CivilInstants, monkeypatch: pytest.MonkeyPatch, name: str, call: str
) -> None:
    for each in (name, "habits", "log"):
        (tmp_path / each).write_text("")
    forbid(monkeypatch, Path, call, tmp_path / name)
    with pytest.raises(ExchangeError, match=f"“{name}” cannot be read: permission denied"):
        registry.read(tmp_path, moments)


def test_a_file_that_is_nearly_json(tmp_path: Path, moments: CivilInstants) -> None:
    path = tmp_path / "x.json"
    path.write_text('{"habits": [\n,]}')
    with pytest.raises(ExchangeError, match=r"“x\.json”, line 2, column 1: this is not JSON"):
        registry.read(path, moments)


@pytest.mark.parametrize(
    "document",
    [
        [{"type": "Bit"}],
        {"habits": 5},
        {"habits": [5]},
        {"habits": [{"name": "x"}]},
        {"habits": [{"name": "x", "records": 5, "type": 1, "start_date": 1}], "x": "habits"},
        {"habits": [{"name": "x", "records": [1]}]},
        {"data": []},
    ],
)
def test_strange_shapes_end_in_a_plan_or_a_sentence(
    tmp_path: Path, moments: CivilInstants, document: Any
) -> None:
    path = write_json(tmp_path / "x.json", document)
    found = registry.detect(path)
    assert found in (None, "mhabit")
    if found:
        assert registry.read(path, moments).document["logs"] == []


def test_a_huge_file_is_not_read(tmp_path: Path, moments: CivilInstants) -> None:
    path = tmp_path / "huge.json"
    with path.open("wb") as stream:
        stream.write(b'{"format": "unbroken"')
        stream.truncate(300 * 1024 * 1024)
    with pytest.raises(ExchangeError, match=r"“huge\.json” is too large; the most is 256 MB\."):
        registry.read(path, moments, "unbroken")


def test_modules_are_imported_when_needed() -> None:
    code = (
        "import sys; from unbroken.exchange import registry; "
        "print([m for m in ('sqlite3', 'zipfile', 'csv', 'json', 'peewee') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
