"""Which streaks are listed, and in what order; keys are named as `keys_in_force` has it. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType
from typing import Final, NamedTuple

from unbroken.core.text import unaccented
from unbroken.engine.preferences import Preferences
from unbroken.engine.urgency import ARCHIVED, LEFT, NOW, ORDERS, arranged
from unbroken.tui.model.streak_row import Row

VIEWS: Final = ("all", "due", "archived")
"""All that is not archived, what is left, what is archived."""

_NONE_HELD: Final[Mapping[str, str]] = MappingProxyType({})
_MARK: Final = "="
"""Before a heading of ours where it is remembered."""

_ORDER_WORDS: Final = {"own": "own order", "name": "by name"}
_VIEW_WORDS: Final = {"due": "due only", "archived": "archived"}


class Arrangement(NamedTuple):
    """How the list is looked at. `folded` are the headings whose streaks are put away.

    An owner's group is remembered by its name; `Done` and its like by theirs after a mark, so that
    a group of that name folds by itself.
    """

    order: str = ORDERS[0]
    view: str = VIEWS[0]
    sought: str = ""
    folded: frozenset[str] = frozenset()

    @classmethod
    def kept(cls, preferences: Preferences) -> Arrangement:
        """As the preferences remember it."""
        return cls(preferences.order, preferences.view, "", frozenset(preferences.folded))

    def to_keep(self) -> dict[str, str]:
        """What is remembered, as the preferences take it; what is archived is only looked at."""
        view = "all" if self.view == "archived" else self.view
        return {"order": self.order, "view": view, "folded": "\n".join(sorted(self.folded))}

    def next_order(self) -> Arrangement:
        """The same in the next order."""
        return self._replace(order=_after(ORDERS, self.order))

    def next_view(self, rows: Collection[Row]) -> Arrangement:
        """The same with the next view that lists any of the rows, and be it all of them."""
        near = self._replace(view=_after(VIEWS, self.view))
        while near.view != VIEWS[0] and not any(_is_seen(row, near.view) for row in rows):
            near = near._replace(view=_after(VIEWS, near.view))
        return near

    def turned(self, heading: str) -> Arrangement:
        """The same with a heading folded that was not, or the other way round."""
        return self._replace(folded=self.folded ^ {heading})

    def showing(self, row: Row) -> Arrangement:
        """What comes next to it that lists a row."""
        near = self
        if not _is_seen(row, near.view):
            near = near._replace(view="archived" if row.group == ARCHIVED else "all")
        if unaccented(near.sought) not in unaccented(row.name):
            near = near._replace(sought="")
        return near._replace(folded=near.folded - {row.own_group, _MARK + row.group})

    def words(self) -> str:
        """What is out of the ordinary: `own order · due only · “re”`."""
        parts = [_ORDER_WORDS.get(self.order), _VIEW_WORDS.get(self.view)]
        parts.append(f"“{self.sought}”" if self.sought else None)
        return " · ".join(part for part in parts if part)

    def why_fixed(self) -> str:
        """Why the streaks cannot be moved up and down as they are listed; empty if they can."""
        if self.order != "own":
            return "Streaks can be moved in your own order; <dashboard.order> changes the order."
        if self.sought or self.view != "all":
            return "All streaks must be in sight to be moved; <dashboard.clear_filter> shows them."
        return ""

    def way_to(self, row: Row) -> str:
        """What brings a hidden row back in sight."""
        if self.sought or not _is_seen(row, self.view):
            return "<dashboard.clear_filter> shows all."
        return "<streaks.fold> unfolds its heading."

    def nothing(self, rows: Iterable[Row]) -> str:
        """Why none of the rows is listed."""
        rows = tuple(rows)
        if not rows:
            return "There is no streak yet; <dashboard.new> makes one."
        if self.sought:
            sought = unaccented(self.sought)
            others = [row.name for row in rows if sought in unaccented(row.name)]
            if others:
                named = ", ".join(others)
                keys = "<dashboard.clear_filter> and <dashboard.view>"
                return f"Not in this view: {named}; {keys} show the other views."
            return f"No name has “{self.sought}” in it; <dashboard.clear_filter> shows all again."
        if self.view == "archived":
            return "No streak is archived; <dashboard.clear_filter> shows the others."
        if self.view == "all":
            return "All streaks are archived; <dashboard.view> lists them."
        return "Nothing is left for now; <dashboard.clear_filter> shows all."


def arrange(
    rows: Sequence[Row], arrangement: Arrangement, held: Mapping[str, str] = _NONE_HELD
) -> tuple[Row, ...]:
    """The rows to list, of all rows in the owner's own order.

    `held` are the groups in which streaks stay for now, by id, though they stand in another one.
    """
    placed = [row._replace(group=held.get(row.streak_id, row.group)) for row in rows]
    groups = {row.streak_id: row.group for row in rows}
    listed = _listed(placed, arrangement)
    return tuple(row._replace(group=groups[row.streak_id]) for row in listed)


def _listed(rows: Iterable[Row], arrangement: Arrangement) -> tuple[Row, ...]:
    sought = unaccented(arrangement.sought)
    folded = frozenset[str]() if sought else arrangement.folded  # what is found is shown
    seen = [
        row for row in rows if _is_seen(row, arrangement.view) and sought in unaccented(row.name)
    ]
    return _folded(_headed(seen, arrangement.order), folded)


def _headed(rows: Iterable[Row], order: str) -> list[Row]:
    """The rows in an order, each with its heading."""
    mark = "" if order == "own" else _MARK
    return [
        row._replace(heading=heading, folds=mark + heading if heading else "")
        for heading, row in arranged(rows, order, lambda row: row.place)
    ]


def _is_seen(row: Row, view: str) -> bool:
    if view == "due":
        return row.group in (NOW, LEFT)
    return (row.group == ARCHIVED) == (view == "archived")


def moved(rows: Iterable[Row], streak_id: str, by: int, *, whole: bool = False) -> list[str]:
    """The ids in the owner's own order, after a streak has gone up (-1) or down (1) in it.

    At the edge of its group, or with `whole` at once, the whole group goes past the next one; what
    is in no group stays in front. At either end nothing moves.
    """
    groups = [
        list(members) for _, members in groupby(_headed(rows, "own"), key=lambda row: row.heading)
    ]
    at = next(at for at, each in enumerate(groups) if streak_id in _ids(each))
    place, beside = _ids(groups[at]).index(streak_id), at + by
    if not whole and 0 <= place + by < len(groups[at]):
        groups[at].insert(place + by, groups[at].pop(place))
    elif 0 <= beside < len(groups) and groups[at][0].heading and groups[beside][0].heading:
        groups.insert(beside, groups.pop(at))
    return [streak_id for each in groups for streak_id in _ids(each)]


def _ids(rows: Iterable[Row]) -> list[str]:
    return [row.streak_id for row in rows]


def _folded(rows: Iterable[Row], folded: frozenset[str]) -> tuple[Row, ...]:
    """The rows with what is left of the folded groups."""
    shown: list[Row] = []
    for heading, grouped in groupby(rows, key=lambda row: row.folds):
        members = list(grouped)
        if heading and heading in folded:
            members = [members[0]._replace(folded=len(members), number=" ")]
        shown += members
    return tuple(shown)


def _after(names: tuple[str, ...], name: str) -> str:
    return names[(names.index(name) + 1) % len(names)]
