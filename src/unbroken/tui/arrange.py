"""Which streaks are listed, and in what order. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from itertools import groupby
from typing import Final, NamedTuple

from unbroken.tui.present import ARCHIVED, GROUPS, LEFT, RISK, Row

ORDERS: Final = ("risk", "own", "name")
"""At risk first, the owner's own, by name."""
VIEWS: Final = ("all", "due", "archived")
"""All that is not archived, what is left or at risk, what is archived."""

_ORDER_WORDS: Final = {"own": "own order", "name": "by name"}
_VIEW_WORDS: Final = {"due": "due only", "archived": "archived"}


class Arrangement(NamedTuple):
    """How the list is looked at. `folded` are the groups whose streaks are put away."""

    order: str = ORDERS[0]
    view: str = VIEWS[0]
    sought: str = ""
    folded: frozenset[str] = frozenset()

    def next_order(self) -> Arrangement:
        """The same in the next order."""
        return self._replace(order=_after(ORDERS, self.order))

    def next_view(self) -> Arrangement:
        """The same with the next view."""
        return self._replace(view=_after(VIEWS, self.view))

    def turned(self, group: str) -> Arrangement:
        """The same with a group folded that was not, or the other way round."""
        return self._replace(folded=self.folded ^ {group})

    def words(self) -> str:
        """What is out of the ordinary: `own order · due only · “re”`."""
        parts = [_ORDER_WORDS.get(self.order), _VIEW_WORDS.get(self.view)]
        parts.append(f"“{self.sought}”" if self.sought else None)
        return " · ".join(part for part in parts if part)

    def nothing(self) -> str:
        """Why nothing is listed."""
        if self.sought:
            return f"No name has “{self.sought}” in it; escape shows all again."
        if self.view == "archived":
            return "No streak is archived; v shows the others."
        return "Nothing is left for now; v shows all."


def arrange(rows: Iterable[Row], arrangement: Arrangement) -> tuple[Row, ...]:
    """The rows to list, of all rows in the owner's own order."""
    sought = plain(arrangement.sought)
    seen = [row for row in rows if _is_seen(row, arrangement.view) and sought in plain(row.name)]
    if arrangement.order == "name":
        return tuple(sorted(seen, key=lambda row: plain(row.name)))
    if arrangement.order == "own":
        return _filed(seen, arrangement.folded)
    listed = sorted(seen, key=lambda row: GROUPS.index(row.group))
    return tuple(row._replace(heading=row.group) for row in listed)


def plain(name: str) -> str:
    """A name without case and accents, to compare with."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _is_seen(row: Row, view: str) -> bool:
    if view == "due":
        return row.group in (RISK, LEFT)
    return (row.group == ARCHIVED) == (view == "archived")


def _filed(rows: list[Row], folded: frozenset[str]) -> tuple[Row, ...]:
    """By the owner's groups, in the order of their first streaks; those in none come first."""
    places = {"": -1}
    for at, row in enumerate(rows):
        places.setdefault(row.own_group, at)
    rows = sorted(rows, key=lambda row: places[row.own_group])
    filed: list[Row] = []
    for group, grouped in groupby(rows, key=lambda row: row.own_group):
        members = [row._replace(heading=group, folds=bool(group)) for row in grouped]
        if group in folded and group:
            members = [members[0]._replace(folded=len(members))]
        filed += members
    return tuple(filed)


def _after(names: tuple[str, ...], name: str) -> str:
    return names[(names.index(name) + 1) % len(names)]
