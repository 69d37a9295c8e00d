"""`owner add`: a new person."""

from __future__ import annotations

from unbroken.cli.arguments import Parser
from unbroken.cli.owner_options import (
    answer_owners,
    declare_owner_options,
    given_owner_options,
    owner_text,
)
from unbroken.cli.session import Session


def declare(parser: Parser) -> None:
    parser.word("name", "what the person is called")
    declare_owner_options(parser)


def run(session: Session) -> None:
    """Adds a person."""
    owner = session.engine.add_owner(session.options.name, **given_owner_options(session))
    answer_owners(session, f"Added {owner_text(session, owner)}")
