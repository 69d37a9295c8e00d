"""`owner remove`: a person removed with their logs."""

from __future__ import annotations

from unbroken.cli.arguments import Parser
from unbroken.cli.owner_options import answer_owners
from unbroken.cli.session import Session


def declare(parser: Parser) -> None:
    parser.word("person", "whom to remove, by name")


def run(session: Session) -> None:
    """Removes a person with their logs."""
    owner = session.engine.remove_owner(session.options.person)
    answer_owners(
        session, f"Removed {owner.name} with their logs; `unbroken undo` brings them back."
    )
