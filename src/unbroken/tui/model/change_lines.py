"""The changes of the journal as the screen lists them, and the question before some are turned."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from unbroken.core.local_days import zone_info
from unbroken.core.reports import Change, Turned
from unbroken.core.results import Owner
from unbroken.core.text import counted
from unbroken.engine.timezone_timeline import in_force
from unbroken.wording.dates import day_and_month, local_clock, near_day
from unbroken.wording.journal import change_words, program_words


class ChangeLine(NamedTuple):
    """A change, and when and where it was made in words; where that is elsewhere than the change in
    the line above. `short` is when in fewer cells.
    """

    change: Change
    when: str
    short: str
    where: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """In ever fewer cells: `log Read: 20 min today (command line)`, without the place, and
        `log Read`; one that is taken back says so first.
        """
        back = "taken back: " if self.change.undone else ""
        done = f"{back}{change_words(self.change)}"
        return (
            *([f"{done} ({self.where})"] if self.where else []),
            done,
            f"{back}{self.change.label}",
        )


def change_lines(owner: Owner, changes: Sequence[Change], now: datetime) -> list[ChangeLine]:
    """The lines, on the wall clock where the owner is now."""
    zone = in_force(owner, now).timezone
    today = now.astimezone(zone_info(zone)).date()
    places = ["", *(program_words(each, zone) for each in changes)]
    lines = []
    for each, above, place in zip(changes, places, places[1:], strict=False):
        day, clock = (
            each.made_at.astimezone(zone_info(zone)).date(),
            local_clock(each.made_at, zone),
        )
        short = clock if day == today else day_and_month(day, today.year).partition(" ")[2]
        where = "" if place == above else place
        lines.append(ChangeLine(each, f"{near_day(day, today)} {clock}", short, where))
    return lines


def turn_question(change: Change, count: int) -> str:
    """What turning all changes up to a chosen one means, `count` of them."""
    asked = "Do {} again?" if change.undone else "Take {} back?"
    upto = "" if count == 1 else "The last of them is: "
    return f"{asked.format(counted(count, 'change'))}\n{upto}{change_words(change)}"


def turned_words(change: Change, turned: Turned) -> str:
    """What is said once it is done."""
    done = "done again" if change.undone else "taken back"
    count = len(turned.changes)
    return f"{counted(count, 'change')} {'is' if count == 1 else 'are'} {done}."
