"""`ask`: a walk through what is open on a day."""

from __future__ import annotations

from datetime import date

from unbroken.cli.arguments import Parser
from unbroken.cli.session import Session
from unbroken.cli.usage_errors import UsageError
from unbroken.cli.walk import Walk
from unbroken.engine.day_actions import check_day_to_log
from unbroken.engine.owner_clock import today_of
from unbroken.wording.dates import long_day


def declare(parser: Parser) -> None:
    parser.flag("--yesterday", "about yesterday; the same as --at yesterday")
    parser.value("--at", "DAY", "about another day than today")
    parser.set_defaults(streak=None)


def run(session: Session) -> int | None:
    """Asks about each streak that is open on the day, and says at the end what was done."""
    if session.json:
        raise UsageError("`ask` is for people; programs use `due --json` and `log`.")
    today = today_of(session.me(), session.now)
    day = _day(session) or today
    check_day_to_log(session.engine, day)
    walk = Walk(session, day, today)
    if not walk.questions:
        session.say([_nothing(session, day, today)])
        return None
    return walk.go()


def _day(session: Session) -> date | None:
    options = session.options
    if options.yesterday and options.at is not None:
        raise UsageError("Name one day: --yesterday or --at DAY.")
    text = "yesterday" if options.yesterday else options.at
    return None if text is None else session.day(text)


def _nothing(session: Session, day: date, today: date) -> str:
    from unbroken.cli.dashboard_text import empty_text  # only where there is nothing to ask

    if not session.engine.status():
        return empty_text(session)
    return "All done." if day == today else f"Nothing is open on {long_day(day, today.year)}."
