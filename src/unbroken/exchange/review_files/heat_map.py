"""The days of a year as squares of SVG, a column a week."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from unbroken.core.year_review import YearReview
from unbroken.exchange.review_files.markup import safe
from unbroken.wording.heat_map import day_words, legend, month_heads, shown_state, weeks_of

STYLE: Final = """
.month, .weekday, .legend { fill: var(--quiet); font-size: 11px; }
.met, .over { fill: var(--met); } .over { stroke: var(--ink); stroke-width: 1.5; }
.partial { fill: var(--partial); } .low, .tie { fill: var(--low); }
.missed { fill: none; stroke: var(--missed); stroke-width: 1.5; }
.open { fill: none; stroke: var(--quiet); stroke-width: 1; }
.skipped, .off, .none, .future { fill: var(--rest); }
.mark { fill: var(--quiet); }
"""
"""How days look; a colour is never all that tells one from another."""

_STEP: Final = 14
_SIDE: Final = 11
_LEFT: Final = 34
_TOP: Final = 18
HEIGHT: Final = _TOP + 7 * _STEP + 26
"""Units that it is high, its legend with it."""
WIDTH: Final = _LEFT + 54 * _STEP
"""Units that it is wide."""


def heat_map(review: YearReview) -> Iterator[str]:
    """The elements, to stand in an SVG at its origin."""
    weeks = weeks_of(review)
    for at, name in month_heads(weeks).items():
        yield f'<text class="month" x="{_LEFT + at * _STEP}" y="11">{name}</text>'
    for row, each in enumerate(review.weekdays):
        if row % 2 == 0:
            name, y = each.weekday[:3].capitalize(), _TOP + row * _STEP + 9
            yield f'<text class="weekday" x="0" y="{y}">{name}</text>'
    for at, week in enumerate(weeks):
        for row, day in enumerate(week):
            if day is not None:
                state = shown_state(review, day)
                place = _LEFT + at * _STEP, _TOP + row * _STEP
                yield _square(*place, state, safe(day_words(review, day)))
    yield from _legend(review)


def _square(x: int, y: int, state: str, said: str = "") -> str:
    title = f"<title>{said}</title>" if said else ""
    if state in ("missed", "open", "over"):  # an edge lies half outside
        shape = f'x="{x + 0.75}" y="{y + 0.75}" width="{_SIDE - 1.5}" height="{_SIDE - 1.5}"'
    else:
        shape = f'x="{x}" y="{y}" width="{_SIDE}" height="{_SIDE}"'
    square = f'<rect class="{state}" {shape} rx="2">{title}</rect>'
    if state == "skipped":
        middle = _SIDE / 2
        square += f'<circle class="mark" cx="{x + middle}" cy="{y + middle}" r="1.5"/>'
    return square


def _legend(review: YearReview) -> Iterator[str]:
    drawn = {shown_state(review, each) for each in review.days}
    x, y = _LEFT, _TOP + 7 * _STEP + 8
    for state, words in legend(review):
        if state in drawn:
            yield _square(x, y, state)
            yield f'<text class="legend" x="{x + 16}" y="{y + 9}">{words}</text>'
            x += 16 + 7 * len(words) + 18
