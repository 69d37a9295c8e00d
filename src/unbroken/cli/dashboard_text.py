"""The dashboard as text: one row a streak, the most urgent first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from unbroken.cli.output import Cell, columns, fit, head, width
from unbroken.cli.session import Session
from unbroken.core.results import Enrolment, TaskProgress
from unbroken.engine.urgency import GROUPS, LEFT, NOW, Stand, counts_of, stand_of
from unbroken.wording.amounts import amount
from unbroken.wording.dates import short_day, time_left
from unbroken.wording.status import count_texts, fraction, of_target, period_words, rest_text
from unbroken.wording.symbols import Shapes, dot

_HEAD = ("", "Streak", "", "This period", "Ends", "Run", "Best")
_RIGHT = (5, 6)
_NAME = 28


def ranked(enrolments: Sequence[Enrolment]) -> list[Enrolment]:
    """What cannot wait first, then left, done, missed, resting; inside each the owner's order."""
    return sorted(enrolments, key=lambda each: GROUPS.index(stand_of(each).group))


def table(enrolments: Sequence[Enrolment], shapes: Shapes) -> list[str]:
    """Rows with their head, in the order given."""
    bar = 15 if width() >= 80 else 7 if width() >= 56 else 0
    rows: list[Sequence[str | Cell]] = [head(*_HEAD)]
    for each in enrolments:
        rows.append(_row(each, shapes, bar))
        rows.extend(_attempt_row(each, shapes, bar))
    return columns(rows, _RIGHT)


def counts(enrolments: Sequence[Enrolment], shapes: Shapes) -> str:
    """`3 done · 3 left · 1 missed · 1 now`; of the last two only what there is."""
    numbers = counts_of(enrolments)
    done, left, now, missed = count_texts(*numbers)
    parts = [done, left]
    if numbers.missed:
        parts.append(missed)
    if numbers.now:
        parts.append(now)
    return dot(shapes).join(parts)


def empty_text(session: Session) -> str:
    """Why there is no streak to show, and what to do about it."""
    known = session.engine.streaks()
    if session.options.streak is not None:
        return "You have not logged to that streak yet; `unbroken log` begins it."
    if any(each.status != "archived" for each in known):
        other = ", or `unbroken add` another" if session.engine.caller.admin else ""
        return f"You are in no streak yet; log to one that is there{other}."
    if known:
        return "Every streak is archived; `unbroken restore` brings one back."
    return "No streak yet; make the first one, for example `unbroken add Read`."


def _mark(stand: Stand, shapes: Shapes) -> Cell:
    """The shape of a state, and its colour."""
    if stand.rests in ("archived", "paused"):
        return shapes.dash, "dim"
    if stand.state == "now":
        return shapes.now, "risk"
    meaning = {"met": "met", "missed": "missed", "skipped": "dim"}.get(stand.state, "")
    return shapes.of_state(stand.state), meaning


def _row(each: Enrolment, shapes: Shapes, bar: int) -> list[str | Cell]:
    stand = stand_of(each)
    task = None if stand.rests else each.task_progress
    shape = _mark(stand, shapes)
    urgent = stand.group == NOW
    return [
        shape,
        (fit(each.name, _NAME, shapes), "strong" if urgent else ""),
        (_bar(fraction(task), shapes, bar) if task else "", shape[1]),
        _rest(each, stand) if task is None else _amounts(task),
        (_left(stand, task, shapes), shape[1] if urgent else ""),
        f"{each.current_streak:,}",
        f"{each.longest_streak:,}",
    ]


def _attempt_row(each: Enrolment, shapes: Shapes, bar: int) -> Iterator[list[str | Cell]]:
    """A second row for an attempt that has a length."""
    record = each.progress
    if record is None or not record.completion_target_value:
        return
    value, length = record.current_progress_value, record.completion_target_value
    state = "" if record.streak_progress_status == "in_progress" else record.streak_progress_status
    yield [
        "",
        ("  attempt", "dim"),
        (_bar(value / length, shapes, bar), "dim"),
        f"{value:,} of {length:,}{f', {state}' if state else ''}",
    ]


def _bar(part: float, shapes: Shapes, cells: int) -> str:
    return "".join(shapes.bar(part, cells)) if cells else ""


def _rest(each: Enrolment, stand: Stand) -> str:
    """Why a streak rests."""
    if each.task_progress is not None and stand.rests == "skipped":
        return f"skipped {period_words(each.task_progress)}"
    begins = "" if each.begins_on is None else short_day(each.begins_on)
    return rest_text(stand.rests, begins)


def _amounts(task: TaskProgress) -> str:
    unit = f" {task.unit}" if task.unit else ""
    if task.goal == "at_most":
        return f"none so far {period_words(task)}" if not task.value else of_target(task)
    return f"{amount(task.value)} / {amount(task.target)}{unit} {period_words(task)}"


def _left(stand: Stand, task: TaskProgress | None, shapes: Shapes) -> str:
    if task is None or stand.group not in (NOW, LEFT):
        return shapes.dash
    return time_left(task.seconds_left)
