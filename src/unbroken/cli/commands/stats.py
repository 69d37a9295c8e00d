"""`stats`: what the numbers of a history say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from unbroken.cli.arguments import Parser
from unbroken.cli.day_span import declare_span, given_span
from unbroken.cli.output import Cell, columns, fit, head, paint, width
from unbroken.cli.session import Session
from unbroken.core.figures import Statistics
from unbroken.core.typing import Final
from unbroken.engine.owner_clock import zone_of
from unbroken.wording.figures import OVERVIEW_TITLES, headline, overview_row, sections
from unbroken.wording.past import Past, past_sections
from unbroken.wording.told import Told

_WIDTH: Final = 80
_NARROW: Final = 38
_INK: Final = {"strong": "strong", "quiet": "dim", "met": "met", "missed": "missed"}


def declare(parser: Parser) -> None:
    parser.word("streak", "only this one", nargs="?")
    declare_span(parser)


def run(session: Session) -> None:
    """The figures of one streak with charts, or of every live one in a line."""
    options = session.options
    found = session.engine.statistics(
        options.streak,
        **given_span(session),
    )
    if options.streak is None:
        session.answer(found, lambda: _overview(session, found))
    else:
        session.answer(found[0] if found else None, lambda: _page(session, found))


def _page(session: Session, found: Sequence[Statistics]) -> Iterator[str]:
    if not found:
        yield "You take part in that streak once you log to it; then it has figures."
        return
    streak = session.engine.streak(session.options.streak)
    cells = max(min(width(), _WIDTH) - 2, _NARROW)
    yield paint(streak.name, "strong")
    yield ""
    yield from map(_line, headline(found[0], streak, cells, session.shapes))
    name, engine = streak.activity_type, session.engine
    zone = zone_of(session.me(), session.now)
    past = Past(engine.progress(name), engine.rewards(name), zone)
    for section in (
        *sections(found[0], streak, cells, session.shapes),
        *past_sections(past, found[0], streak, cells, session.shapes),
    ):
        yield ""
        yield paint(section.title, "dim")
        yield from map(_line, section.lines)


def _line(told: Told) -> str:
    return "  " + "".join(paint(text, _INK.get(look, "")) for text, look in told).rstrip()


def _overview(session: Session, found: Sequence[Statistics]) -> Iterator[str]:
    if not found:
        yield "No streak of yours has figures yet; `unbroken log` begins one."
        return
    rows: list[Sequence[str | Cell]] = [head("Streak", *OVERVIEW_TITLES)]
    rows += [[fit(each.name, 28, session.shapes), *overview_row(each)] for each in found]
    yield from columns(rows, right=range(1, 1 + len(OVERVIEW_TITLES)))
