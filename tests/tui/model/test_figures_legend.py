"""What the help of figures says of shares."""

from __future__ import annotations

from decimal import Decimal

from unbroken.tui.model.calendar_legend import calendar_legend
from unbroken.tui.model.figures_legend import (
    EVERY_ONE,
    legend_of_all,
    legend_of_one,
    legend_of_year,
)
from unbroken.wording.symbols import UNICODE
from unbroken.wording.told import percent


def test_where_there_are_shares_it_is_said_when_they_are_whole() -> None:
    assert (percent(Decimal(1)), percent(Decimal("0.999999"))) == (EVERY_ONE[0], "99%")
    calendar = calendar_legend(UNICODE, of_one=False, yearly=True)
    for group in (*legend_of_all(), *legend_of_one(), *legend_of_year(), calendar):
        assert EVERY_ONE in [(line.keys, line.does) for line in group.lines]
    days = calendar_legend(UNICODE, of_one=True, yearly=False).lines
    assert EVERY_ONE[0] not in [line.keys for line in days]
