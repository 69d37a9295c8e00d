"""`stats`: what the numbers of a history say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from unbroken.cli.all_owners import declare_whose, owner_names
from unbroken.cli.arguments import Parser
from unbroken.cli.day_span import declare_span, given_span
from unbroken.cli.output import Cell, columns, fit, head, paint
from unbroken.cli.sections import room, section_lines, set_in
from unbroken.cli.session import Session
from unbroken.core.figures import Overview, Statistics
from unbroken.engine.owner_clock import days_of
from unbroken.wording.figures import headline, sections
from unbroken.wording.overview import OVERVIEW_TITLES, overview_row, together
from unbroken.wording.past import Past, past_sections


def declare(parser: Parser) -> None:
    declare_whose(parser)
    declare_span(parser)


def run(session: Session) -> None:
    """The figures of one streak with charts, or of every live one in a line; or everybody's."""
    options, engine, span = session.options, session.engine, given_span(session)
    if options.all_owners:
        both = engine.overview(options.streak, **span, all_owners=True)
        session.answer(both, lambda: _overview(session, both))
    elif options.streak is not None:
        found = engine.statistics(options.streak, **span)
        session.answer(found[0] if found else None, lambda: _page(session, found))
    elif session.json:
        session.say_json(engine.statistics(**span))
    else:
        session.say(_overview(session, engine.overview(**span)))


def _page(session: Session, found: Sequence[Statistics]) -> Iterator[str]:
    if not found:
        yield "You take part in that streak once you log to it; then it has figures."
        return
    streak = session.engine.streak(session.options.streak)
    cells = room()
    yield paint(streak.name, "strong")
    yield ""
    yield from map(set_in, headline(found[0], streak, cells, session.shapes))
    name, engine = streak.activity_type, session.engine
    past = Past(engine.progress(name), engine.rewards(name), days_of(session.me()))
    several = engine.caller.admin and len(engine.owners()) > 1
    span = given_span(session)
    owners = engine.overview(name, **span, all_owners=True) if several else ()
    yield from section_lines(sections(found[0], streak, cells, session.shapes))
    yield from section_lines(past_sections(past, found[0], streak, cells, session.shapes))
    yield from section_lines(together(owners, cells))


def _overview(session: Session, found: Sequence[Overview]) -> Iterator[str]:
    if not found:
        yield "No streak of yours has figures yet; `unbroken log` begins one."
        return
    names = owner_names(session)
    rows: list[Sequence[str | Cell]] = [head("Streak", *OVERVIEW_TITLES, *([""] if names else []))]
    rows += [
        [
            fit(each.name, 28, session.shapes),
            *overview_row(each),
            *([names[each.owned_by_id]] if names else []),
        ]
        for each in found
    ]
    yield from columns(rows, right=range(1, 1 + len(OVERVIEW_TITLES)))
