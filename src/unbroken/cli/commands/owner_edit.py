"""`owner edit`: a person's name, zone, day or week, or their travel log, changed."""

from __future__ import annotations

from unbroken.cli.arguments import Parser
from unbroken.cli.owner_options import (
    answer_owners,
    declare_owner_options,
    given_owner_options,
    owner_text,
)
from unbroken.cli.session import Session
from unbroken.cli.timezone_timeline import (
    declare_travels,
    edit_travels,
    is_about_travels,
    travel_lines,
)
from unbroken.cli.usage_errors import UsageError


def declare(parser: Parser) -> None:
    parser.word("person", "whom to change, by name")
    parser.value("--name", "TEXT", "a new name")
    declare_owner_options(parser)
    parser.flag("--always", "the zone takes the place of the one in force, not only from now on")
    declare_travels(parser)


def run(session: Session) -> None:
    """Changes a person, or their travel log."""
    options, given = session.options, given_owner_options(session)
    if is_about_travels(session):
        owner = edit_travels(session)
        answer_owners(session, f"Changed the travel log of {owner.name}.", *travel_lines([owner]))
        return
    if options.name is not None:
        given["name"] = options.name
    if not given:
        raise UsageError("Say what to change, such as --tz Europe/Berlin.")
    if options.always and options.tz is None:
        raise UsageError("--always goes with --tz; say the zone.")
    owner = session.engine.edit_owner(options.person, always=options.always, **given)
    answer_owners(session, f"Changed {owner_text(session, owner)}")
