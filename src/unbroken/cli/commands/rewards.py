"""`rewards`: milestones that were reached, oldest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from unbroken.cli.all_owners import declare_whose, owner_names
from unbroken.cli.arguments import Parser
from unbroken.cli.output import Cell, columns, fit, head
from unbroken.cli.session import Session
from unbroken.core.results import Reward
from unbroken.engine.owner_clock import zone_of
from unbroken.wording.dates import local_text


def declare(parser: Parser) -> None:
    declare_whose(parser)


def run(session: Session) -> None:
    """The rewards of one streak, or of all."""
    options = session.options
    rewards = session.engine.rewards(options.streak, all_owners=options.all_owners)
    session.answer(rewards, lambda: _lines(session, rewards))


def _lines(session: Session, rewards: Sequence[Reward]) -> Iterator[str]:
    if not rewards:
        yield "No reward yet; `unbroken edit STREAK --milestone 7=TITLE` sets one."
        return
    names = owner_names(session)
    streaks = {each.id: each.name for each in session.engine.streaks()}
    zone = zone_of(session.me(), session.now)
    rows: list[Sequence[str | Cell]] = [head("Reached", "Streak", "At", "Reward")]
    for each in rewards:
        rows.append(
            [
                local_text(each.reward_issued_at, zone),
                fit(streaks.get(each.streak_id, each.activity_type), 28, session.shapes),
                f"{each.milestone_target_value:,}",
                each.title,
                names.get(each.owned_by_id, ""),
            ]
        )
    yield from columns(rows, right=(2,))
