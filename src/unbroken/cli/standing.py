"""The dashboard as text: one row a streak, what is at risk first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from unbroken.cli.output import Cell, columns, fit, width
from unbroken.cli.wording import amount, dot, fraction, of_target, period_words
from unbroken.core.shapes import Shapes, time_left
from unbroken.engine.results import Enrolment, TaskProgress

_HEAD = ("", "Streak", "", "This period", "Left", "Now", "Best")
_RIGHT = (5, 6)
_NAME = 28


def ranked(enrolments: Sequence[Enrolment]) -> list[Enrolment]:
    """At risk first, then what is left, what is done, what rests; inside each the owner's order."""

    def rank(each: Enrolment) -> tuple[bool, bool, bool]:
        return each.status != "live", not each.at_risk, not each.due

    return sorted(enrolments, key=rank)


def table(enrolments: Sequence[Enrolment], shapes: Shapes) -> list[str]:
    """Rows with their head, in the order given."""
    bar = 15 if width() >= 80 else 7 if width() >= 56 else 0
    rows: list[Sequence[str | Cell]] = [[(text, "dim") for text in _HEAD]]
    for each in enrolments:
        rows.append(_row(each, shapes, bar))
        rows.extend(_attempt_row(each, shapes, bar))
    return columns(rows, _RIGHT)


def counts(enrolments: Sequence[Enrolment], shapes: Shapes) -> str:
    """`3 done · 3 left · 1 at risk`."""
    left = sum(each.due for each in enrolments)
    risk = sum(each.at_risk for each in enrolments)
    done = sum(is_done(each) for each in enrolments)
    said = [f"{done} done", f"{left} left"]
    return dot(shapes).join([*said, f"{risk} at risk"] if risk else said)


def is_done(each: Enrolment) -> bool:
    """Whether the open period is met as it stands."""
    return each.status == "live" and each.task_progress is not None and each.task_progress.met


def mark(each: Enrolment, shapes: Shapes) -> Cell:
    """The shape of a state, and its colour."""
    task = each.task_progress
    if each.status != "live":
        return shapes.dash, "dim"
    if each.at_risk:
        return shapes.risk, "risk"
    if task is None:
        return " ", ""
    if task.goal == "at_most":
        return (shapes.open, "") if task.value <= task.target else (shapes.missed, "missed")
    if task.met:
        return shapes.met, "met"
    if not each.due:
        return shapes.skipped, "dim"
    return (shapes.partial, "") if task.value else (shapes.open, "")


def _row(each: Enrolment, shapes: Shapes, bar: int) -> list[str | Cell]:
    task = each.task_progress if each.status == "live" else None
    shape = mark(each, shapes)
    return [
        shape,
        (fit(each.name, _NAME, shapes), "strong" if each.at_risk else ""),
        (_bar(fraction(task), shapes, bar) if task else "", shape[1]),
        _amounts(each, task),
        (_left(each, task, shapes), shape[1] if each.at_risk else ""),
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


def _amounts(each: Enrolment, task: TaskProgress | None) -> str:
    if each.status != "live":
        return each.status
    if task is None:
        return "off today"
    unit = f" {task.unit}" if task.unit else ""
    if task.goal == "at_most":
        return f"none so far {period_words(task)}" if not task.value else of_target(task)
    if not each.due and not task.met:
        return f"skipped {period_words(task)}"
    return f"{amount(task.value)} / {amount(task.target)}{unit} {period_words(task)}"


def _left(each: Enrolment, task: TaskProgress | None, shapes: Shapes) -> str:
    if task is None or not (each.due or each.at_risk):
        return shapes.dash
    return time_left(task.seconds_left)
