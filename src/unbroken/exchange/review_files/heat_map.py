"""The days of a year as squares of SVG, a column a week."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from unbroken.core.year_review import YearReview
from unbroken.exchange.review_files.markup import safe
from unbroken.wording.heat_map import day_words, legend_of, month_heads, shown_state, weeks_of

STYLE: Final = """
.month, .weekday, .legend { fill: var(--quiet); font-size: 11px; }
.met, .over, .partial, .low, .tie { fill: var(--met); }
.over { stroke: var(--ink); stroke-width: 1.5; }
.ring { fill: none; stroke: var(--met); stroke-width: 1.5; }
.missed { fill: none; stroke: var(--missed); stroke-width: 1.5; }
.open { fill: none; stroke: var(--quiet); stroke-width: 1.5; }
.rest, .off, .none, .future { fill: var(--rest); }
.mark { fill: var(--quiet); }
"""
"""How days look; what tells one from another is its shape."""

_STEP: Final = 14
_SIDE: Final = 11
_LEFT: Final = 34
_TOP: Final = 18
HEIGHT: Final = _TOP + 7 * _STEP + 26
"""Units that it is high, its legend with it."""
WIDTH: Final = _LEFT + 54 * _STEP
"""Units that it is wide."""
_SMALLER: Final = {"low": (3, 0), "tie": (1, 3)}
"""By how much a state's square is smaller and lower."""


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
    if state == "partial":
        return f"<g>{title}{_rect('ring', x, y)}{_rect(state, x, y, 3)}</g>"
    if state in ("open", "kept"):
        centre = f'cx="{x + _SIDE / 2}" cy="{y + _SIDE / 2}"'
        return f'<circle class="open" {centre} r="{_SIDE / 2 - 1}">{title}</circle>'
    if state == "skipped":
        return f"<g>{title}{_rect('rest', x, y)}{_rect('mark', x, y, 4)}</g>"
    less, flatter = _SMALLER.get(state, (0, 0))
    return _rect(state, x, y, less, flatter, title)


def _rect(look: str, x: int, y: int, less: float = 0, flatter: float = 0, said: str = "") -> str:
    """A square, smaller on each side by `less` and lower by `flatter`; an edge lies within it."""
    less += 0.75 if look in ("missed", "over", "ring") else 0
    side, height = _SIDE - 2 * less, _SIDE - 2 * less - 2 * flatter
    shape = f'x="{x + less}" y="{y + less + flatter}" width="{side}" height="{height}"'
    return f'<rect class="{look}" {shape} rx="{min(2, height / 2)}">{said}</rect>'


def _legend(review: YearReview) -> Iterator[str]:
    drawn = {shown_state(review, each) for each in review.days}
    x, y = _LEFT, _TOP + 7 * _STEP + 8
    for state, words in legend_of(review.streak):
        if state in drawn:
            yield _square(x, y, state)
            yield f'<text class="legend" x="{x + 16}" y="{y + 9}">{words}</text>'
            x += 16 + 7 * len(words) + 18
