"""What is due in one line, as the bars and prompts take it that show it."""

from __future__ import annotations

from collections.abc import Sequence

from unbroken.cli.output import fit
from unbroken.core.results import Enrolment
from unbroken.core.typing import Any, Final
from unbroken.engine.urgency import NOW, counts_of, stand_of
from unbroken.wording.amounts import amount, behind
from unbroken.wording.dates import time_left
from unbroken.wording.status import count_texts
from unbroken.wording.symbols import Shapes, dot

_TMUX_COLOURS: Final = {"now": "#[fg=yellow]", "due": "", "done": "#[fg=green]"}


def urgency(due: Sequence[Enrolment]) -> str:
    """`done`, `due`, or `now` where no time is left; so the class of waybar is called too."""
    if any(stand_of(each).group == NOW for each in due):
        return "now"
    return "due" if due else "done"


def plain(due: Sequence[Enrolment], shapes: Shapes, nothing: str) -> str:
    """`2 left · 1 now · Read 14/20 min`, or `nothing` where nothing is due."""
    if not due:
        return nothing
    return dot(shapes).join([*_counts(due), *_most_urgent(due, shapes)])


def tmux(due: Sequence[Enrolment], shapes: Shapes, nothing: str) -> str:
    """The same for a status line of tmux, the numbers in a colour.

    A `#` of a name is written twice, so that it stands for itself there.
    """
    colour = _TMUX_COLOURS[urgency(due)]
    numbers = dot(shapes).join(_counts(due)) if due else nothing
    painted = f"{colour}{numbers}#[default]" if colour else numbers
    first = (each.replace("#", "##") for each in _most_urgent(due, shapes))
    return dot(shapes).join([painted, *first])


def waybar(
    due: Sequence[Enrolment], all_of_them: Sequence[Enrolment], shapes: Shapes, nothing: str
) -> dict[str, Any]:
    """What waybar takes of a custom module with the return-type `json`.

    It reads text and tooltip as markup, so what would be markup in a name is escaped. `percentage`
    is how many of the streaks that ask for something today are done.
    """
    numbers = counts_of(all_of_them)
    asked = numbers.done + numbers.left + numbers.now
    lines = [f"{_short(each, shapes)}{_left(each, shapes)}" for each in due]
    kind = urgency(due)
    return {
        "text": _escaped(plain(due, shapes, nothing)),
        "tooltip": _escaped("\n".join(lines) or nothing),
        "alt": kind,
        "class": kind,
        "percentage": 100 * numbers.done // asked if asked else 100,
    }


def _counts(due: Sequence[Enrolment]) -> list[str]:
    numbers = counts_of(due)
    _, left, now, _ = count_texts(*numbers)
    return [*([left] if numbers.left else []), *([now] if numbers.now else [])]


def _most_urgent(due: Sequence[Enrolment], shapes: Shapes) -> list[str]:
    return [_short(each, shapes) for each in due[:1] if each.task_progress is not None]


def _short(each: Enrolment, shapes: Shapes) -> str:
    """`Read 14/20 min`."""
    task, name = each.task_progress, fit(each.name, 20, shapes)
    if task is None:
        return name
    return f"{name} {amount(task.value)}/{amount(task.target)}{behind(task.unit)}"


def _left(each: Enrolment, shapes: Shapes) -> str:
    task = each.task_progress
    return "" if task is None else f"{dot(shapes)}{time_left(task.seconds_left)}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
