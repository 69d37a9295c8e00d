"""A year in review as a file: whole by itself, harmless, and with the numbers of the command."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from unbroken import demo
from unbroken.core.year_review import YearReview
from unbroken.engine.api import open_engine
from unbroken.exchange.review_files import KINDS
from unbroken.wording.heat_map import day_words, heat_map, weeks_of
from unbroken.wording.symbols import ASCII, UNICODE, Shapes
from unbroken.wording.year_review import fact_columns, facts, sections, tables

NOW = datetime(2026, 11, 21, 20, 10, tzinfo=UTC)
HOSTILE = "</title><script>alert(1)</script>\"'& | `x` *y* [z](http://evil.example) \x1b[31m\u202e"


@pytest.fixture(scope="module")
def reviews() -> Iterator[list[YearReview]]:
    """Of all, of one of each kind, and of a year without anything; one with a hostile name."""
    engine = open_engine(":memory:", clock=lambda: NOW)
    demo.fill(engine, NOW)
    engine.add("Evil", milestones=((1, HOSTILE),))
    engine.edit("evil", name=HOSTILE)
    engine.log("evil")
    keys = (None, "evil", "read", "coffee", "gym")
    yield [engine.year_review(year, key) for key in keys for year in (2026, 2025, 1999)]
    engine.close()


class Told(HTMLParser):
    """What a page says, what elements it has, and what they refer to."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.elements: set[str] = set()
        self.attributes: dict[str, list[str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        for name, value in attrs:
            self.attributes.setdefault(name, []).append(value or "")

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def read(ending: str, text: str) -> Told:
    told = Told()
    told.feed(text)
    if ending == ".svg":
        ElementTree.fromstring(text)
    return told


@pytest.mark.parametrize("ending", [".svg", ".html"])
def test_a_file_is_whole_by_itself_and_harmless(reviews: list[YearReview], ending: str) -> None:
    for review in reviews:
        text = KINDS[ending](review)
        told = read(ending, text)
        assert not told.elements & {"script", "link", "img", "iframe", "object", "a", "image"}
        assert not set(told.attributes) & {"href", "src", "xlink:href", "onload", "onclick"}
        assert re.findall(r"url\(|@import|\x1b|\u202e", text) == []
        assert "prefers-color-scheme: dark" in text
        addresses = set(re.findall(r'https?://[^"\s<)]*', text)) - {"http://www.w3.org/2000/svg"}
        assert addresses <= {"http://evil.example"}  # as text, in a name


@pytest.mark.parametrize("ending", [".svg", ".html", ".md"])
def test_every_figure_is_in_every_file(reviews: list[YearReview], ending: str) -> None:
    for review in reviews:
        if not review.figures.logs:
            continue
        text = KINDS[ending](review)
        said = "\n".join(read(ending, text).text) if ending != ".md" else text
        for fact in facts(review):
            assert fact.value in said, (fact, ending)
            assert fact.before in said, (fact, ending)
        for table in tables(review):
            for row in table.rows:
                cells = row.cells[:-1] if table.name else row.cells
                assert all(cell in said for cell in cells), (row, ending)


@pytest.mark.parametrize("ending", [".svg", ".html", ".md"])
def test_what_a_line_is_about_stands_first(reviews: list[YearReview], ending: str) -> None:
    text = KINDS[ending](reviews[0])
    told = " ".join(" ".join(read(ending, text).text).replace("|", " ").split())
    below = told[told.index("Streaks") :]
    assert below.index("Streak ") < below.index("Met") < below.index("Share")
    assert below.index("Read") < below.index("320 of 324")


def test_the_figures_leave_no_line_half_empty(reviews: list[YearReview]) -> None:
    counts = {len(list(facts(review))) for review in reviews}
    assert {count: fact_columns(count) for count in counts} == {8: 4, 9: 3}
    assert "--columns: 3" in KINDS[".html"](reviews[0])
    tops = re.findall(r'class="line" x1="[^"]*" x2="[^"]*" y1="(\d+)"', KINDS[".svg"](reviews[0]))
    assert [tops.count(each) for each in dict.fromkeys(tops)] == [3, 3, 3]


def test_a_wide_name_stays_out_of_the_bar_beside_it() -> None:
    engine = open_engine(":memory:", clock=lambda: NOW)
    engine.add("走" * 40, activity_type="run")
    engine.log("run")
    text = KINDS[".svg"](engine.year_review())
    run = re.findall(r'<text x="([\d.]+)" y="(\d+)">(走+…)</text>', text)[0]
    [bar] = re.findall(rf'<rect class="met" x="([\d.]+)" y="{int(run[1]) - 9}"', text)
    assert float(run[0]) + 13 * len(run[2]) < float(bar)  # a sign of 13 pixels is as wide
    engine.close()


def test_nothing_that_people_wrote_is_markdown(reviews: list[YearReview]) -> None:
    text = KINDS[".md"](reviews[0])
    assert "<script" not in text
    assert r"\*y\* \[z\](http://evil.example)" in text
    assert r"\| \`x\`" in text


@pytest.mark.parametrize("shapes", [UNICODE, ASCII], ids=("unicode", "ascii"))
def test_lines_fit_and_say_what_the_files_say(reviews: list[YearReview], shapes: Shapes) -> None:
    for review in reviews:
        for cells in (38, 58, 78):
            told = list(sections(review, cells, shapes))
            lines = ["".join(text for text, _ in line) for each in told for line in each.lines]
            named = {row.cells[-1] for table in tables(review) if table.name for row in table.rows}
            for line in lines:
                assert len(line) <= cells or any(line.endswith(name) for name in named), line
                assert shapes is UNICODE or line.isascii() or HOSTILE[0] in line or named
            said = "\n".join(lines)
            assert all(fact.value in said for fact in facts(review))


def test_that_weekdays_are_of_daily_streaks_alone_stands_where_others_are_left_out(
    reviews: list[YearReview],
) -> None:
    for review, some in ((reviews[0], True), (reviews[6], False), (reviews[12], False)):
        told = list(sections(review, 58, UNICODE))
        lines = ["".join(text for text, _ in line) for line in told[0].lines]
        assert ("Weekdays are told of daily streaks alone." in lines) is some
        assert any(each.title.startswith("Weekdays (daily)") for each in told) is some
        note = "So are perfect days; the map counts longer periods too."
        assert all((note in KINDS[ending](review)) is some for ending in (".html", ".md"))


def test_each_day_has_its_place(reviews: list[YearReview]) -> None:
    for review in reviews:
        days = [each for week in weeks_of(review) for each in week if each is not None]
        assert days == list(review.days)
        assert all(len(week) == 7 for week in weeks_of(review))
        for cells in (38, 78):
            drawn = [line for line in heat_map(review, cells, UNICODE) if len(line[0][0]) == 4]
            assert len(drawn) == (14 if cells == 38 else 7)


def test_the_day_of_a_limit_that_holds_so_far(reviews: list[YearReview]) -> None:
    coffee = next(each for each in reviews if each.streak and each.streak.name == "Coffee")
    assert day_words(coffee, coffee.days[-1]) == "Sat 21 Nov: 1 of 2, holds so far"
    for kind in KINDS.values():
        assert "holds so far" in kind(coffee)
