"""Every command on the sample: its exit code, and what it writes, as text and as JSON.

Each case begins with a fresh copy of the sample; a case of several lines runs them one after the
other. Ids of the sample stand as they are, also those that follow from them; new ones are
numbered. The help of argparse differs between Python versions in its line breaks and in how an
option with a short form is shown, so white space is folded in it and the short forms made alike.
"""

from __future__ import annotations

import re
import shlex
import textwrap
from datetime import date
from pathlib import Path

import pytest

from snapshots import sample, trackers
from snapshots.driving import Driver, ids_in, listing
from snapshots.golden import check_golden
from unbroken import open_engine

Case = str | tuple[str, ...]

CASES: dict[str, list[Case]] = {
    "add": [
        "add Juggle",
        "add Write --method sum --target 12.5 --unit pages --length 30 --grace 1 --schedule"
        " mon,wed,fri --starts-on 2026-03-02 --strict --color green --group Mind --description"
        " 'Novel' --milestone 7=Week --milestone 30=Done",
        "add Beer --at-most --target 3 --period weekly --every 2 --type beer.cans",
        "add Read",
        "add ''",
        "add Juggle --target -1",
        "add Juggle --every 0",
        "add Juggle --schedule funday",
        "add Juggle --starts-on 2026-13-01",
        "add Juggle --milestone x",
        "add Juggle --at-most --at-least",
        "add Juggle --method never",
    ],
    "edit": [
        "edit read --target 30 --yes",
        "edit read --target 10 --whole-history --yes",
        "edit gym --name Sport --period daily --target 1 --yes",
        "edit walk --grace 0 --strict --description 'Every day' --yes",
        "edit drawing --no-length --no-milestones --yes",
        "edit read --milestone 7= --milestone 60=Sixty --yes",
        "edit guitar --no-schedule --starts-on 2026-02-01 --yes",
        "edit read --name Walk --yes",
        "edit read --target 30",
        "edit read --yes",
        "edit none --target 3 --yes",
        "edit read --length 0 --yes",
        "edit read --whole-history --yes",
        "edit walk --owner Ben --target 2 --yes",
    ],
    "log": [
        "log walk",
        "log read 30.125 --note 'in bed'",
        "log read 30 --at 2026-02-21 --id given-x",
        ("log walk --id once", "log walk --id once"),
        ("log drawing 6", "log drawing --at yesterday"),
        "log walk --at 'yesterday 21:30'",
        "log walk --at -2h --tz Asia/Tokyo",
        "log meditate --at 2026-02-10",
        "log coffee 2",
        "log no-sugar",
        "log guitar --at 2026-03-08",
        "log swim",
        "log yoga",
        "log Juggle --new",
        "log museums",
        "log wal --owner Ben",
        "log read --owner Ben",
        "log nothing",
        "log g",
        "log ''",
        "log read",
        "log read much",
        "log read 0",
        "log read -3",
        "log read 1e30",
        "log walk --at 2026-03-12",
        "log walk --at 2026-03-11T10:00:01Z",
        "log walk --at soon",
        "log walk --tz Mars/Base",
        "log walk --tz europe/berln",
        "log",
        "log walk 1 2",
        "log walk --loud",
        "log walk --at",
        "log walk --owner Nobody",
    ],
    "undo": [
        "undo",
        ("log read 3", "undo", "status read"),
        ("log walk", "undo --now 2026-03-11T12:30:00Z"),
        ("remove gym --yes", "undo", "edit read --target 3 --yes", "undo", "undo"),
        ("log walk", "undo --owner Ben"),
    ],
    "redo": [
        "redo",
        ("log read 3", "undo", "redo", "redo"),
        ("skip walk 2026-03-02", "undo", "redo"),
    ],
    "journal": [
        "journal",
        (
            "log walk",
            "log read 12.5 --at yesterday",
            "skip walk 2026-03-02..2026-03-04",
            "edit gym --grace 2 --yes",
            "undo",
            "journal",
            "journal --limit 2",
        ),
        "journal --owner Ben",
        "journal --limit 0",
        "journal --limit",
        ("log walk", "log walk", "undo --to 1 --dry-run", "undo --to 1", "redo --to 1", "journal"),
        ("log walk", "undo --to 2", "undo --to x", "redo --to 1", "undo --dry-run"),
    ],
    "status": [
        "status",
        "status read",
        "status walk --owner Ben",
        "status museums",
        "status drawing",
        "status nothing",
        "status READ",
        "status --now 2026-03-20T22:00:00Z",
        "status --owner Ben",
        "status --order own",
        "status --watch",
    ],
    "due": [
        "due",
        "due --short",
        "due --owner Ben",
        "due --short --now 2026-03-12T01:30:00Z",
        "due --format tmux",
        "due --format waybar",
        "due --check",
    ],
    "ask": ["ask", "ask --at 2026-03-04", "ask --at tomorrow", "ask --owner Ben"],
    "progress": [
        "progress walk",
        "progress walk --all-owners",
        "progress --status completed",
        "progress --status broken",
        "progress --status in_progress",
        "progress --status lost",
        "progress swim",
        "progress --all-owners --owner Ben",
        "progress nothing",
    ],
    "why": [
        *(f"why {each['activity_type']}" for each in sample.STREAKS),
        *("why walk --owner Ben", "why nothing", "why", "why walk --now 2026-03-14T12:00:00Z"),
    ],
    "history": [
        "history --from 2026-03-08",
        "history read --from 2026-02-09 --to 2026-02-12",
        "history walk --owner Ben --from 2026-02-26",
        "history --all-owners --from 2026-03-10",
        "history swim",
        "history --from 2026-03-08 --to 2026-03-01",
        "history --from never",
        "history --all-owners --owner Ben",
        "history nothing",
    ],
    "calendar": [
        "calendar",
        "calendar read 2026-02",
        "calendar gym",
        "calendar coffee 2026-01",
        "calendar guitar 2026-01",
        "calendar walk --owner Ben",
        "calendar 2026-02",
        "calendar read 2026-13",
        "calendar nothing",
    ],
    "notes": [
        "notes",
        "notes --limit 1",
        "notes a --streak walk",
        "notes nowhere",
        "notes --limit many",
        "notes --streak nothing",
    ],
    "stats": [
        "stats",
        *(f"stats {each['activity_type']}" for each in sample.STREAKS),
        "stats read --from 2026-02-01 --to 2026-02-28",
        "stats walk --owner Ben",
        "stats read --from 2026-03-02 --to 2026-03-01",
        "stats read --from never",
        "stats nothing",
    ],
    "rewards": ["rewards", "rewards read", "rewards --all-owners", "rewards walk", "rewards none"],
    "skip": [
        "skip walk 2026-02-19 --reason ill",
        "skip read 2026-03-02..2026-03-04",
        "skip --all 2026-03-11..2026-03-15 --reason 'A holiday'",
        "skip gym 2026-03-10",
        "skip walk yesterday --owner Ben",
        "skip walk",
        "skip walk 2026-03-05..2026-03-01",
        "skip none 2026-03-05",
        "skip walk someday",
    ],
    "unskip": [
        "unskip guitar 2026-01-20..2026-01-21",
        "unskip --all 2026-02-14",
        "unskip walk 2026-03-01",
        "unskip walk",
    ],
    "pause": ["pause walk", "pause yoga", "pause museums", "pause none", "pause walk --owner Ben"],
    "resume": ["resume yoga", "resume walk", ("pause walk", "status walk", "resume walk")],
    "archive": ["archive walk", "archive museums", "archive walk --owner Ben", "archive"],
    "restore": [
        "restore museums",
        "restore walk",
        "restore ./none.db --yes",
        (
            "backup copy.db",
            "log walk",
            "remove read --yes",
            "restore ./copy.db --yes",
            "status walk",
        ),
        ("backup copy.db", "log walk", "restore ./copy.db"),
    ],
    "remove": [
        "remove gym --yes",
        "remove walk --yes",
        "remove walk",
        "remove none --yes",
        "remove walk --yes --owner Ben",
    ],
    "owner": [
        "owner",
        "owner list",
        "owner add Cid --tz America/St_Johns --day-start 4 --week-start sunday --grace 2",
        "owner add ann",
        "owner add Cid --tz Nowhere/Land",
        "owner add Cid --day-start 13",
        "owner add Cid --week-start someday",
        "owner edit Ann --name Anna --day-start 0 --week-start sunday --grace 1",
        "owner edit Ann --tz Asia/Tokyo",
        "owner edit Ann --tz Asia/Tokyo --always",
        "owner edit Ann --tz Asia/Tokyo --since '2026-03-05 12:00'",
        "owner edit Ann --entry first --tz Europe/Vienna",
        "owner edit Ann --entry 2026-02-10T09:00:00Z --drop",
        "owner edit Ann --entry first --drop",
        "owner edit Ann",
        "owner edit Nobody --name X",
        "owner edit Ann --name Anna --owner Ben",
        "owner edit Ben --day-start 2 --owner Ben",
        "owner remove Ben",
        "owner remove Ann",
        "owner remove Nobody",
        "owner remove Ann --owner Ben",
        "owner add Cid --owner Ben",
        "owner feed Ann",
        "owner list --owner Ben",
    ],
    "config": [
        "config",
        "config symbols",
        ("config symbols ascii", "status read"),
        "config activity_types read,walk",
        "config strict on",
        "config strict maybe",
        "config colour",
        "config colour red",
        "config symbols ''",
        "config strict on --owner Ben",
    ],
    "backup": [
        ("backup copy.db", "backup copy.db", "--db copy.db status walk"),
        "backup",
        "backup ''",
        "backup no/folder/copy.db",
        "backup mine.db --owner Ben",
    ],
    "doctor": ["doctor", "doctor --repair", "doctor --owner Ben", "doctor all"],
    "demo": ["demo"],
    "completion": ["completion tcsh", "completion", "--names streaks", "--names owners"],
    "usage": [
        "",
        "statsu",
        "nonsense",
        "--loud",
        "--version",
        "status --now yesterday",
        "status --now 1066-10-14T00:00:00Z",
        "status --db ''",
        "status --owner ''",
        "status --owner Nobody",
        "status --db .",
        "status --db notes.txt",
        "export --format xml",
        "export --format loop",
        "export --format loop-db",
        "export -o ''",
        "import",
        "import none.json",
        "import notes.txt",
        "import notes.txt --from abacus",
        "import u.db",
        "import notes.txt --merge --as X",
    ],
}


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample."""
    path = tmp_path_factory.mktemp("sample") / "full.db"
    sample.make(path)
    return path


@pytest.fixture(scope="module")
def short(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample with its last two weeks only."""
    path = tmp_path_factory.mktemp("sample") / "short.db"
    sample.make(path, since=date(2026, 2, 25))
    return path


@pytest.fixture
def driver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, full: Path) -> Driver:
    """Runs command lines in the test's own folder."""
    driver = Driver(tmp_path, monkeypatch)
    driver.known = ids_in(full)
    return driver


def words(line: str, *more: str) -> list[str]:
    return [*shlex.split(line), *more]


@pytest.mark.parametrize("name", CASES)
def test_text_and_json(name: str, driver: Driver, full: Path, tmp_path: Path) -> None:
    said = []
    (tmp_path / "notes.txt").write_text("hello\n")
    for case in CASES[name]:
        lines = (case,) if isinstance(case, str) else case
        for more in ((), ("--json",)):
            driver.use(full)
            for each in tmp_path.glob("*.db"):
                if each.name != "u.db":
                    each.unlink()
            told = "".join(driver.told(words(line, *more)) for line in lines)
            said.append(told)
    check_golden(f"commands/{name}.txt", "".join(said))


def test_at_a_terminal(driver: Driver, full: Path) -> None:
    """Colours, questions and their answers, and an output without the shapes."""
    said = []
    for line, how in (
        ("status", {"typed": ""}),
        ("due --short", {"typed": ""}),
        ("ask", {"typed": "12.5\ny\ns\nu\nq\n"}),
        ("calendar gym", {"typed": ""}),
        ("why drawing", {"typed": ""}),
        ("log piano", {"typed": ""}),
        ("history walk --from 2026-03-08", {"typed": ""}),
        ("edit read --target 40", {"typed": "n\n"}),
        ("edit read --target 40", {"typed": "yes\n"}),
        ("remove gym", {"typed": "\n"}),
        ("remove gym", {"typed": "y\n"}),
        ("status", {"encoding": "ascii"}),
        ("status kanji --json", {"encoding": "ascii"}),
        ("calendar read", {"encoding": "ascii"}),
    ):
        driver.use(full)
        said.append(driver.told(words(line), **how))
    check_golden("commands/terminal.txt", "".join(said))


@pytest.mark.parametrize("format", ["json", "csv", "ics"])
def test_an_export(format: str, driver: Driver, short: Path, tmp_path: Path) -> None:
    driver.use(short)
    ran = driver.run("export", "--format", format)
    assert (ran.code, ran.err) == (0, "")
    check_golden(f"exports/export.{format}", ran.out)
    said = driver.told(words(f"export --format {format} -o out"))
    assert (tmp_path / "out").read_bytes().decode() == ran.out
    said += driver.told(words(f"export --format {format} -o out"))
    said += driver.told(words(f"export --format {format} -o out --force --json"))
    said += driver.told(words(f"export --format {format} --owner Ben -o own"))
    check_golden(f"exports/{format}_to_a_file.txt", said)


@pytest.mark.parametrize("format", ["loop", "harsh"])
def test_an_export_to_a_folder(format: str, driver: Driver, short: Path, tmp_path: Path) -> None:
    driver.use(short)
    said = driver.told(words(f"export --format {format} -o out"))
    said += driver.told(words(f"export --format {format} -o out --json"))
    said += driver.told(words(f"export --format {format} -o out --force --json"))
    check_golden(f"exports/{format}.txt", said + driver.steady(listing(tmp_path / "out")))


def test_imports(driver: Driver, short: Path, full: Path, tmp_path: Path) -> None:
    """What each kind of file would bring, and what it brings."""
    trackers.write(tmp_path)
    driver.use(full)
    assert driver.run("export", "-o", "all.json").code == 0
    assert driver.run("export", "--format", "harsh", "-o", "own-harsh").code == 0
    assert driver.run("export", "--format", "loop", "-o", "own-loop").code == 0
    said = []
    for name in trackers.FILES:
        driver.use(short)
        said.append(driver.told(words(f"import {name} --dry-run")))
        said.append(driver.told(words(f"import {name} --dry-run --json")))
        said.append(driver.told(words(f"import {name} --merge")))
    said.append(driver.told(words("undo")))
    for line in (
        "import all.json --dry-run",
        "import all.json",
        "import own-harsh --merge --dry-run",
        "import own-loop --merge --dry-run --json",
        "import own-harsh",
        "import harsh --as Again --dry-run",
        "import habitctl --from harsh",
        "import harsh --owner Ben --merge",
        "import long.csv --dates day-first --dry-run",
        "import wide.csv --dates day-first --columns date=1,habit=2 --dry-run",
        "import wide.csv --columns when=1",
        "import harsh --dates day-first",
    ):
        driver.use(short)
        said.append(driver.told(words(line)))
    said.append(driver.told(words("doctor")))
    check_golden("commands/import.txt", "".join(said))


def test_what_imports_leave_is_whole(driver: Driver, full: Path, tmp_path: Path) -> None:
    """All of the sample there and back, byte for byte."""
    driver.use(full)
    assert driver.run("export", "-o", "all.json").code == 0
    assert driver.run("--db", "new.db", "import", "all.json").code == 0
    again = driver.run("--db", "new.db", "export").out
    assert again == (tmp_path / "all.json").read_text(encoding="utf-8")
    engine = open_engine(tmp_path / "new.db", clock=lambda: sample.MOMENT)
    assert engine.doctor().ok
    engine.close()


def steady_help(text: str) -> str:
    """Help without line breaks, and the short forms of options as Python 3.13 shows them."""
    folded = " ".join(text.split())
    folded = re.sub(r"(--\w+) ([A-Z]+), (-\w) \2", r"\1, \3 \2", folded)
    return textwrap.fill(folded, 96, break_long_words=False, break_on_hyphens=False)


def test_help(driver: Driver) -> None:
    overview = driver.run("--help")
    names = re.findall(r"^  ([a-z]+) {2,}", overview.out.partition("options,")[0], re.MULTILINE)
    assert len(names) > 20
    said = [overview.out]
    inner = ("owner list", "owner add", "owner edit", "owner remove")
    for name in (*names, *inner):
        ran = driver.run(*name.split(), "--help")
        assert (ran.code, ran.err) == (0, "")
        said.append(f"$ unbroken {name} --help\n{steady_help(ran.out)}\n")
    for argv in (("-h",), ("status", "-h"), ("--help", "--json")):
        said.append(driver.told(argv))
    check_golden("commands/help.txt", "\n".join(said))
