"""The dashboard as text: one row a streak, in as many columns as the terminal has room for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

from unbroken.cli.output import OF_STATES, Cell, columns, fit, head, paint, width
from unbroken.cli.session import Session
from unbroken.core.results import Enrolment, Streak
from unbroken.core.text import cells
from unbroken.core.typing import Final, NamedTuple
from unbroken.engine.owner_clock import today_of
from unbroken.engine.urgency import LEFT, NOW, Stand, counts_of, stand_of
from unbroken.wording.open_period import OpenPeriod, ends_texts, open_period, running_words
from unbroken.wording.status import STRIPS, count_texts
from unbroken.wording.symbols import Shapes, dot

_NAME: Final = 28
_ATTEMPT: Final = "  attempt"
_GAP: Final = 2
_BAR: Final = (8, 15)
"""Cells of a bar where there is little room, and where there is enough."""


class _Row(NamedTuple):
    """One streak in words."""

    enrolment: Enrolment
    stand: Stand
    heading: str
    period: OpenPeriod


class _Room(NamedTuple):
    """How many cells each column takes; 0 where there is no room for it."""

    name: int
    bar: int = 0
    amount: int = 0
    left: int = 0
    best: int = 0
    strip: int = 0


def table(
    session: Session,
    headed: Sequence[tuple[str, Enrolment]],
    streaks: Mapping[str, Streak],
    *,
    strip: bool = False,
) -> Iterator[str]:
    """The streaks with their headings, in the order given, each with a line for its attempt.

    With `strip` the last periods are told as well, of each as many as there is room for.
    """
    shapes, today = session.shapes, today_of(session.me(), session.now)
    rows = [
        _row(session, heading, each, streaks[each.streak_id], today) for heading, each in headed
    ]
    room = _measured(rows, width(), strip=strip)
    ids = {row.enrolment.streak_id for row in rows}
    recent = session.engine.recent(ids, room.strip) if room.strip else {}
    texts: list[Sequence[str | Cell]] = [_heads(room)]
    ends = [paint(f"  Last {room.strip}", "dim") if room.strip else ""]
    headings = [""]
    for row in rows:
        attempt = list(_attempt_cells(row.enrolment, room, shapes))
        texts += [_cells(row, room, shapes), *attempt]
        states = recent[row.enrolment.streak_id].states if room.strip else ()
        ends += ["  " + _strip(states, shapes), *("" for _ in attempt)]
        headings += [row.heading, *(row.heading for _ in attempt)]
    right = range(len(texts[0]) - (2 if room.best else 1), len(texts[0]))
    lines = [each + end for each, end in zip(columns(texts, right), ends, strict=True)]
    for heading, those in groupby(zip(headings, lines, strict=True), key=lambda each: each[0]):
        if heading:
            yield ""
            yield paint(heading, "risk" if heading == NOW else "strong")
        for _, line in those:
            yield line.rstrip()


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
    if session.passed_over():
        return "There may be streaks, but none that can be read."
    if session.options.streak is not None:
        return "You have not logged to that streak yet; `unbroken log` begins it."
    live = [each.activity_type for each in known if each.status != "archived"]
    if live:
        other = ", or `unbroken add` another" if session.engine.caller.admin else ""
        return (
            f"You are in no streak yet; `unbroken log` begins one that is there, such as {live[0]}"
            f"{other}."
        )
    if known:
        return "Every streak is archived; `unbroken restore` brings one back."
    return "No streak yet; make the first one, for example `unbroken add Read`."


def _row(session: Session, heading: str, each: Enrolment, streak: Streak, today: date) -> _Row:
    stand = stand_of(each)
    left = ends_texts(each, today, presses=stand.group in (NOW, LEFT))
    running = running_words(each, session.now, session.shapes)
    return _Row(each, stand, heading, open_period(streak, each, stand.rests, left, running))


def _measured(rows: Sequence[_Row], room: int, *, strip: bool) -> _Room:
    """The columns that fit into so many cells; those that are missed most come first."""
    name = max(len(_ATTEMPT), *(min(cells(row.enrolment.name), _NAME) for row in rows))
    now = max(3, *(len(f"{row.enrolment.current_streak:,}") for row in rows))
    amounts = [max(11, *(cells(row.period.amounts[at]) for row in rows)) for at in (-1, 0)]
    lefts = [row.period.left for row in rows if row.period.left]
    left = [max(4, *(cells(each[at]) for each in lefts), 0) for at in (-1, 0)]
    best = max(4, *(len(f"{row.enrolment.longest_streak:,}") for row in rows))
    rest = room - 1 - _GAP - name - _GAP - now
    found = _Room(max(name + min(rest, 0), 1))
    wanted = [("amount", amounts[0]), ("left", left[0]), ("best", best), ("strip", STRIPS[0])]
    wanted += [("amount", amounts[1]), ("bar", _BAR[0]), ("left", left[1])]
    wanted += [*(("strip", count) for count in STRIPS[1:]), ("bar", _BAR[1])]
    for column, taken in wanted:
        had = getattr(found, column)
        price = taken - had + (0 if had else _GAP)
        if price <= rest and (strip or column != "strip"):
            rest -= price
            found = found._replace(**{column: taken})
    return found


def _heads(room: _Room) -> list[str | Cell]:
    titles = ["", "Streak"]
    titles += [""] if room.bar else []
    titles += ["This period"] if room.amount else []
    titles += ["Ends"] if room.left else []
    return head(*titles, "Run", *(["Best"] if room.best else []))


def _cells(row: _Row, room: _Room, shapes: Shapes) -> list[str | Cell]:
    each, stand = row.enrolment, row.stand
    mark, urgent = _mark(stand, shapes), stand.group == NOW
    texts: list[str | Cell] = [mark, (fit(each.name, room.name, shapes), "strong" * urgent)]
    if room.bar:
        part = row.period.part
        texts.append(("" if part is None else _bar(part, room.bar, shapes), mark[1]))
    if room.amount:
        texts.append(_fitting(row.period.amounts, room.amount))
    if room.left:
        left = _fitting(row.period.left, room.left) if row.period.left else shapes.dash
        texts.append((left, mark[1] if urgent else ""))
    texts.append(f"{each.current_streak:,}")
    return [*texts, f"{each.longest_streak:,}"] if room.best else texts


def _attempt_cells(each: Enrolment, room: _Room, shapes: Shapes) -> Iterator[list[str | Cell]]:
    """A second row for an attempt that has a length."""
    record = each.progress
    if record is None or not record.completion_target_value:
        return
    value, length = record.current_progress_value, record.completion_target_value
    state = "" if record.streak_progress_status == "in_progress" else record.streak_progress_status
    texts: list[str | Cell] = ["", (fit(_ATTEMPT, room.name, shapes), "dim")]
    if room.bar:
        texts.append((_bar(value / length, room.bar, shapes), "dim"))
    if room.amount:
        said = f"{value:,} of {length:,}"
        texts.append(_fitting((f"{said}, {state}" if state else said, said), room.amount))
    yield texts


def _mark(stand: Stand, shapes: Shapes) -> Cell:
    """The shape of a state, and its colour."""
    if stand.rests in ("archived", "paused"):
        return shapes.dash, "dim"
    if stand.state == "now":
        return shapes.now, "risk"
    return shapes.of_state(stand.state), OF_STATES.get(stand.state, "")


def _bar(part: float, room: int, shapes: Shapes) -> str:
    return "".join(shapes.bar(part, room))


def _fitting(texts: Sequence[str], room: int) -> str:
    """The first of some texts that fits, or the shortest."""
    return next((text for text in texts if cells(text) <= room), texts[-1])


def _strip(states: Sequence[str], shapes: Shapes) -> str:
    """A shape a period, the latest at the right."""
    return "".join(
        paint(shapes.of_state(state) * len(list(same)), OF_STATES.get(state, ""))
        for state, same in groupby(states)
    )
