"""A day in full: its period, and its logs. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from textwrap import wrap
from typing import Final

from rich.cells import cell_len

from unbroken.tui.drawing.line import Line, Span, fit, text_line
from unbroken.tui.model.calendar_page import CalendarPage
from unbroken.tui.model.calendar_statistics import chain_words
from unbroken.tui.model.calendar_words import (
    Facts,
    LogRow,
    StateRow,
    facts_of,
    log_rows,
    state_rows,
)
from unbroken.wording.amounts import on_point
from unbroken.wording.symbols import ASCII, Shapes

_HOLD: Final = "limits that hold so far"
_LONGER: Final = "open for longer"


def day_lines(
    page: CalendarPage, day: date, chosen: str | None, shapes: Shapes, width: int
) -> list[Line]:
    """A day in full: its period's bar, and its logs with the chosen one marked."""
    facts = facts_of(page, day)
    if facts is None:
        return []
    lines = [text_line(fit(facts.day, width, shapes), "strong")]
    if facts.period:
        lines.append(text_line(fit(facts.period, width, shapes), "quiet"))
    lines.append(Line(_progress(facts, shapes, width)))
    if facts.remark:
        lines.append(text_line(fit(facts.remark, width, shapes), "quiet"))
    lines.append(Line())
    states = _state_lines(state_rows(page, day), shapes, width)
    lines += [*states, Line()] if states else []
    lines += _log_lines(log_rows(page, day), chosen, shapes, width)
    chain = wrap(chain_words(page, day), max(width, 1))
    return lines + ([Line(), *(text_line(each, "quiet") for each in chain)] if chain else [])


def _progress(facts: Facts, shapes: Shapes, width: int) -> tuple[Span, ...]:
    """A bar with its amount where there is something to fill, else the state in words."""
    shape = Span(f"{shapes.of_state(facts.state)} ", facts.state)
    if facts.part is None:
        said = f"{facts.said}: {facts.amount}" if facts.amount else facts.said
        return shape, Span(fit(said, max(width - 2, 0), shapes))
    filled, empty = shapes.bar(facts.part, max(min(width - cell_len(facts.amount) - 5, 16), 4))
    look = facts.state if facts.state in ("met", "missed") else "partial"
    room = max(width - len(filled) - len(empty) - 4, 0)
    amount = fit(facts.amount, min(room, cell_len(facts.amount)), shapes)
    return Span(filled, look), Span(empty, "tie"), Span(f"  {amount}  "), shape


def _state_lines(states: Sequence[StateRow], shapes: Shapes, width: int) -> list[Line]:
    """Each streak's shape, name and amount, in columns; limits that hold and what is open for
    longer stand below the others, each below a heading.
    """
    longest, most = (
        max((cell_len(text) for text in texts), default=0)
        for texts in ([each.name for each in states], [each.amount for each in states])
    )
    names = min(longest, max(width // 2 - 2, width - most - 4, 0))
    lines: list[Line] = []
    above = ""
    for each in states:
        heading = _HOLD if each.holds else "" if each.asks else _LONGER
        if heading != above:
            lines += [Line()] if lines else []
            lines.append(text_line(fit(heading, width, shapes), "quiet"))
        above = heading
        shape = shapes.now if each.state == "now" else shapes.of_state(each.state)
        amount = fit(each.amount, min(cell_len(each.amount), max(width - names - 4, 0)), shapes)
        look = "quiet" if each.state == "skipped" else "plain"
        name = Span(fit(each.name, names, shapes), look)
        lines.append(Line((Span(f"{shape} ", each.state), name, Span(f"  {amount}", "quiet"))))
    return lines


def _log_lines(
    logs: Sequence[LogRow], chosen: str | None, shapes: Shapes, width: int
) -> list[Line]:
    """The logs in columns, as wide as the widest of each."""
    if not logs:
        return [text_line("no logs", "quiet")]
    times = max(cell_len(each.time) for each in logs)
    told = on_point([each.amount for each in logs])
    amounts = min(max(map(cell_len, told)), 12)
    names = min(max(cell_len(each.name) for each in logs), width // 3)
    lines: list[Line] = []
    for each, said in zip(logs, told, strict=True):
        here = each.log_id == chosen
        cursor = (">" if shapes is ASCII else "›") if here else " "
        spans = [
            Span(cursor, "cursor", "cursor" if here else ""),
            Span(" "),
            Span(fit(each.time, times + 2, shapes)),
            Span(fit(each.name, names, shapes) + "  " if names else ""),
            Span(fit(said, amounts, shapes) + "  " if amounts else "", "strong"),
        ]
        left = max(width - sum(cell_len(span.text) for span in spans), 0)
        spans.append(Span(fit(each.note, left, shapes), "quiet"))
        ground = "chosen" if here else ""
        lines.append(
            Line(tuple(span._replace(ground=span.ground or ground) for span in spans), each.log_id)
        )
    return lines
