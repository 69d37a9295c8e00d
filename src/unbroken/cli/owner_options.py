"""The options of a person, shared by `owner add` and `owner edit`, and their common answer."""

from __future__ import annotations

from unbroken.cli.arguments import Parser
from unbroken.cli.session import Session
from unbroken.core.owner_fields import SETTINGS
from unbroken.core.results import Owner
from unbroken.core.typing import Any
from unbroken.engine.owner_clock import zone_of
from unbroken.wording.option_help import OWNER


def declare_owner_options(parser: Parser) -> None:
    """The zone of a person, and when their days and weeks begin."""
    parser.value("--tz", "ZONE", OWNER["--tz"])
    parser.value("--day-start", "HOUR", OWNER["--day-start"])
    parser.value("--week-start", "DAY", OWNER["--week-start"])
    parser.value("--grace", "N", OWNER["--grace"], dest="grace_period_days")
    parser.value("--quiet-hours", "HOURS", OWNER["--quiet-hours"])


def given_owner_options(session: Session) -> dict[str, Any]:
    """What was given of them, by the names of the owner's fields."""
    options = session.options
    given = {name: getattr(options, name) for name in ("tz", *SETTINGS)}
    return {name: value for name, value in given.items() if value is not None}


def answer_owners(session: Session, *lines: str) -> None:
    """Everybody as JSON, or the lines for people."""
    if session.json:
        session.say_json(session.engine.owners())
    else:
        session.say(lines)


def owner_text(session: Session, owner: Owner) -> str:
    """`Ann: Europe/Rome, days start at 04:00, weeks on Sunday.`"""
    zone = zone_of(owner, session.now)
    week = owner.week_start.capitalize()
    quiet = f", quiet {owner.quiet_hours}" if owner.quiet_hours else ""
    return f"{owner.name}: {zone}, days start at {owner.day_start:02}:00, weeks on {week}{quiet}."
