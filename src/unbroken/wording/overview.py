"""Streaks side by side, or owners of one: the figures that stand in a line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from unbroken.core.figures import Overview
from unbroken.core.typing import Final
from unbroken.wording.told import Section, Told, in_columns, percent, points

OVERVIEW_TITLES: Final = ("Met", "All", "30 days", "Change", "Strength", "Run", "Best")
"""What `overview_row` tells."""
_FEWER: Final = ("Met", "All", "Strength", "Run")
"""Those of them that stand where it is narrow."""
_TOO_SOON: Final = "too soon"
"""To say how strong a limit is that is new."""
_ALL: Final = 72
"""Cells from which there is room for all of them and a name."""


def overview_row(found: Overview) -> tuple[str, ...]:
    """Met, share, the last 30 days and their change, strength, run, best."""
    return (
        f"{found.met:,} of {found.asked:,}",
        percent(found.share),
        percent(found.month.share),
        points(found.month.change),
        _TOO_SOON if is_too_soon(found) else percent(found.strength),
        f"{found.current_streak:,}",
        f"{found.longest_streak:,}",
    )


def is_too_soon(found: Overview) -> bool:
    """Whether a limit is too new to say how strong it is."""
    return found.early and found.goal == "at_most"


def together(found: Sequence[Overview], cells: int) -> Iterator[Section]:
    """Owners of one streak side by side, where there are two or more."""
    if len(found) > 1:
        yield Section("Together", tuple(_lines(found, cells)))


def _lines(found: Sequence[Overview], cells: int) -> Iterator[Told]:
    """A line each, the name last."""
    titles = OVERVIEW_TITLES if cells >= _ALL else _FEWER
    places = [OVERVIEW_TITLES.index(title) for title in titles]
    rows = [tuple(overview_row(each)[at] for at in places) for each in found]
    head, *lines = in_columns(rows, titles)
    yield ((head, "quiet"),)
    for line, each in zip(lines, found, strict=True):
        yield (f"{line}  ", "plain"), (each.owned_by.name, "strong")
