"""`owner list`: everybody in this database."""

from __future__ import annotations

from unbroken.cli.arguments import Parser
from unbroken.cli.output import Cell, columns, head
from unbroken.cli.session import Session
from unbroken.cli.timezone_timeline import travel_lines
from unbroken.core.results import Owner
from unbroken.engine.owner_clock import zone_of


def declare(parser: Parser) -> None:
    """It takes no words."""


def run(session: Session) -> None:
    """The owners, and the travel logs of those who have one."""
    owners = session.engine.owners()
    session.answer(owners, lambda: [*_table(session, owners), *travel_lines(owners)])


def _table(session: Session, owners: list[Owner]) -> list[str]:
    me = session.me().id
    rows: list[list[str | Cell]] = [head("", "Name", "Zone", "Day starts", "Week starts", "Grace")]
    for each in owners:
        rows.append(
            [
                ">" if each.id == me else "",
                each.name,
                zone_of(each, session.now),
                f"{each.day_start:02}:00",
                each.week_start.capitalize(),
                str(each.grace_period_days),
            ]
        )
    return columns(rows)
