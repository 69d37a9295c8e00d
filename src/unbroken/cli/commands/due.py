"""`due`: what is still open, most urgent first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from unbroken.cli.arguments import Parser
from unbroken.cli.dashboard_text import empty_text, table
from unbroken.cli.output import fit
from unbroken.cli.session import Session
from unbroken.core.results import Enrolment
from unbroken.engine.urgency import LEFT, NOW, counts_of, stand_of
from unbroken.wording.amounts import amount
from unbroken.wording.status import count_texts
from unbroken.wording.symbols import dot


def declare(parser: Parser) -> None:
    parser.flag("--short", "one line for a status bar")
    parser.set_defaults(streak=None)


def run(session: Session) -> None:
    """The streaks that ask for something today; with `--short` in one line."""
    enrolments = session.engine.due()
    still = [each for each in enrolments if stand_of(each).group in (NOW, LEFT)]
    short = session.options.short
    session.answer(
        enrolments, lambda: [_short(session, still)] if short else _lines(session, still)
    )


def _lines(session: Session, enrolments: Sequence[Enrolment]) -> Iterator[str]:
    if enrolments:
        yield from table(enrolments, session.shapes)
    else:
        yield "All done." if session.engine.status() else empty_text(session)


def _short(session: Session, enrolments: Sequence[Enrolment]) -> str:
    if not enrolments:
        return "all done" if session.engine.status() else "no streak yet"
    numbers = counts_of(enrolments)
    _, left, now, _ = count_texts(*numbers)
    parts = [left] if numbers.left else []
    if numbers.now:
        parts.append(now)
    shapes, first = session.shapes, enrolments[0]
    task = first.task_progress
    if task is not None:
        unit = f" {task.unit}" if task.unit else ""
        done = f"{amount(task.value)}/{amount(task.target)}{unit}"
        parts.append(f"{fit(first.name, 20, shapes)} {done}")
    return dot(shapes).join(parts)
