"""The streaks of a file as a table: what each is, how much there is of it, what becomes of it.

Pure.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Final

from rich.cells import cell_len

from unbroken.core.reports import Arrival
from unbroken.tui.drawing.line import fit
from unbroken.wording.symbols import Shapes

ROOMY: Final = 60
"""From so many cells on there are dates, and rules where these have room."""
_NAME: Final = (8, 24)
"""The fewest and the most cells of a name beside other columns."""
_RULE: Final = 14
_DATE: Final = 10
_CLASH: Final = {"new": "", "joins": "joins", "known": "was there"}


def table_lines(
    arrivals: Sequence[Arrival], left_out: Collection[str], width: int, shapes: Shapes
) -> tuple[str, list[str]]:
    """The heads, and a line a streak with a shape that says whether it comes in."""
    logs = max(4, *(len(str(each.logs)) for each in arrivals)) if arrivals else 4
    clash = max(5, *(len(_CLASH[each.stands]) for each in arrivals)) if arrivals else 5
    room = width - 2 - 2 - logs - 2 - clash
    rule = 0
    if width >= ROOMY:
        room -= 2 * (_DATE + 2)
        name = min(max(_NAME[0], *(cell_len(each.name) for each in arrivals)), _NAME[1])
        rule = room - name - 2 if room - name - 2 >= _RULE else 0
        room = name if rule else room

    def line(mark: str, each: Iterable[str]) -> str:
        name, said, count, first, last, what = each
        parts = [fit(name, max(room, 1), shapes)]
        parts += [fit(said, rule, shapes)] if rule else []
        parts += [count.rjust(logs)]
        parts += [first.ljust(_DATE), last.ljust(_DATE)] if width >= ROOMY else []
        return f"{mark} {'  '.join((*parts, what.ljust(clash)))}"

    heads = line(" ", ("Streak", "Rule", "Logs", "From", "To", "Clash"))
    return heads, [
        line(
            shapes.missed if each.activity_type in left_out else shapes.met,
            (
                each.name,
                each.rule,
                str(each.logs),
                str(each.first_day or ""),
                str(each.last_day or ""),
                _CLASH[each.stands],
            ),
        )
        for each in arrivals
    ]
