"""`add`: a new streak, with its rules and milestones."""

from __future__ import annotations

from collections.abc import Iterator

from unbroken.cli.arguments import Parser
from unbroken.cli.rule_options import declare_rules, given_milestones, given_rules
from unbroken.cli.session import Session
from unbroken.core.results import Streak
from unbroken.wording.rules import milestone_lines, reminder_lines, rule_remarks


def declare(parser: Parser) -> None:
    parser.word("name", "what the streak is called")
    declare_rules(parser)


def run(session: Session) -> None:
    """Makes a streak and enrols the owner."""
    streak = session.engine.add(
        session.options.name, milestones=given_milestones(session), **given_rules(session)
    )
    session.answer(streak, lambda: _lines(streak))


def _lines(streak: Streak) -> Iterator[str]:
    yield f"Made {streak.name}: {streak.rule}"
    yield from rule_remarks(streak)
    yield from milestone_lines(streak.milestones)
    yield from reminder_lines(streak)
    yield f"Log to it with `unbroken log {streak.activity_type}`."
