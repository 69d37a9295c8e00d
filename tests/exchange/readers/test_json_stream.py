"""A document read item by item says what one that is read whole says."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from unbroken import open_engine
from unbroken.core.errors import Refusal
from unbroken.exchange.contract import ExchangeError
from unbroken.exchange.import_file import ImportRequest, import_from
from unbroken.exchange.readers import json_file, json_stream
from unbroken.exchange.readers.json_stream import StreamedList

DOCUMENT: dict[str, Any] = {
    "format": "unbroken",
    "version": 1,
    "owners": [],
    "logs": [
        {"id": "ä\\\n}", "value": 12.5, "metadata": {"deep": [1, {}]}},
        {"id": "", "value": -1e3, "note": None},
        17,
        [],
        {},
    ],
    "skips": [{"first_day": "2026-03-01"}],
    "config": None,
    "last": 1.25,
}
INDENTED = json.dumps(DOCUMENT, indent=1, ensure_ascii=False) + "\n"
NARROW = json.dumps(DOCUMENT, separators=(",", ":"))


def streamed(path: Path, most: int = 100) -> dict[str, Any]:
    """The whole document, read as a stream where it can be."""
    with closing(StreamedList(path, "logs", most)) as logs:
        if not logs.find(("format", "version")):
            document = json_file.load(path)
            assert isinstance(document, dict)
            return document
        return {"logs": list(logs), **logs.document}


@pytest.fixture(params=[1, 2, 3, 7, 50, 1 << 18])
def at_once(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """So many characters are read at once."""
    monkeypatch.setattr(json_stream, "_AT_ONCE", request.param)


@pytest.mark.parametrize(
    "text", [INDENTED, NARROW, f"\ufeff  {NARROW}\n\n", json.dumps(DOCUMENT | {"logs": []})]
)
@pytest.mark.usefixtures("at_once")
def test_it_reads_the_same(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(text, encoding="utf-8")
    whole = json_file.load(path)
    del whole["config"]
    assert streamed(path) == whole
    with closing(StreamedList(path, "logs", 100)) as logs:
        assert logs.find(("owners",))
        assert not logs.document.keys() & {"skips", "logs", "last"}


@pytest.mark.parametrize("text", [INDENTED, NARROW])
def test_every_document_that_breaks_off_is_refused_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setattr(json_stream, "_AT_ONCE", 40)
    path = tmp_path / "x.json"
    for end in range(2, len(text.rstrip())):
        path.write_text(text[:end], encoding="utf-8")
        with pytest.raises(ExchangeError) as whole:
            json_file.load(path)
        with pytest.raises(ExchangeError) as parts:
            streamed(path)
        assert str(parts.value) == str(whole.value)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"last": 1.25', '"last": 1, "logs": []', "has the key “logs” twice in one place"),
        ('"last": 1.25', '"skips": 1', "has the key “skips” twice in one place"),
        ('"note": null', '"note": 1, "note": 2', "has the key “note” twice in one place"),
        ("12.5", "NaN", "holds NaN, which is not a number"),
        ("12.5", "1e99", "holds a number beyond all use"),
        ("17", "[" * 70 + "]" * 70, "is nested too deeply"),
        ("17", "[" * 99_000, "is nested too deeply"),
        ("17", "17 18", "this is not JSON"),
        ("17", ",", "this is not JSON"),
        ('"last": 1.25\n}', '"last": 1.25\n} 1', "this is not JSON (Extra data)"),
        ("ä", "\udcff", "is not UTF-8 text"),
    ],
)
@pytest.mark.usefixtures("at_once")
def test_what_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    path = tmp_path / "x.json"
    assert old in INDENTED
    path.write_text(INDENTED.replace(old, new), encoding="utf-8", errors="surrogateescape")
    with pytest.raises(ExchangeError) as whole:
        json_file.load(path)
    with pytest.raises(ExchangeError) as parts:
        streamed(path)
    assert said in str(parts.value)
    assert str(parts.value) == str(whole.value)


def test_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.json"
    path.write_text(INDENTED, encoding="utf-8")
    with pytest.raises(ExchangeError, match=r"“x\.json” holds too many logs; the most is 4\."):
        streamed(path, 4)
    monkeypatch.setattr(json_stream, "_AT_ONCE", 100)
    monkeypatch.setattr(json_file, "MOST_VALUES", 20)
    with pytest.raises(ExchangeError, match="holds too many values; the most is 20"):
        streamed(path)


def test_a_file_that_is_mended_meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_stream, "_AT_ONCE", 80)
    path = tmp_path / "x.json"
    path.write_text(INDENTED.replace("17", "17 18"), encoding="utf-8")
    with closing(StreamedList(path, "logs", 100)) as logs:
        assert logs.find(("version",))
        path.write_text(INDENTED, encoding="utf-8")
        with pytest.raises(ExchangeError, match=r"^“x\.json” was changed while it was read\.$"):
            list(logs)


@pytest.mark.parametrize(
    ("end", "said"),
    [
        ("]}", "logs[0].activity_type: “None” is none of the document's streaks."),
        ("]} x", "this is not JSON (Extra data)"),
        (", {}]}", "holds too many logs; the most is 1."),
    ],
)
def test_a_broken_file_is_told_of_before_a_wrong_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: str, said: str
) -> None:
    monkeypatch.setattr("unbroken.exchange.importers.unbroken_json.MOST_LOGS", 1)
    path = tmp_path / "x.json"
    sections = '"owners": [], "streaks": [], "enrolments": []'
    path.write_text(f'{{"format": "unbroken", "version": 1, {sections}, "logs": [{{}}{end}')
    engine = open_engine(tmp_path / "x.db")
    with pytest.raises(Refusal) as caught:
        import_from(engine, ImportRequest(path), None, dry_run=False)
    assert said in caught.value.message
    engine.close()
