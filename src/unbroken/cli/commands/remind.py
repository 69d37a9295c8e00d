"""`remind`: reminders sent, or what sends them set up."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from unbroken.cli import output
from unbroken.cli.arguments import Parser
from unbroken.cli.session import Session
from unbroken.cli.usage_errors import UsageError
from unbroken.core.reports import Reminder

WAYS = ("notify", "terminal", "print")


def declare(parser: Parser) -> None:
    parser.word(
        "what",
        "nothing to send what is due; install, uninstall or status of what does that by itself",
        nargs="?",
        choices=("install", "uninstall", "status"),
    )
    parser.value("--via", "WAY", "notify, terminal or print; else what there is", choices=WAYS)
    parser.flag("--dry-run", "only say what would be sent")
    parser.flag("--print", "with install: only show what would be written")


def run(session: Session) -> None:
    """Sends what is due now, each reminder once a period, or sees to it that this is done."""
    options = session.options
    if options.print and options.what != "install":
        raise UsageError("--print goes with install: `unbroken remind install --print`.")
    if options.what is None:
        _send(session)
        return
    if options.dry_run:
        raise UsageError("--dry-run goes with `unbroken remind` alone.")
    from unbroken.cli import reminder_schedule  # only where it is set up

    match options.what:
        case "install":
            reminder_schedule.install(session)
        case "uninstall":
            reminder_schedule.uninstall(session)
        case "status":
            reminder_schedule.tell(session)


def _send(session: Session) -> None:
    options = session.options
    reminders = session.engine.remind(dry_run=options.dry_run)
    if options.dry_run or not reminders:
        session.answer(reminders, lambda: _would_send(reminders))
        return
    from unbroken.cli.reminder_delivery import deliver, notify  # mostly nothing is due

    if not session.json:
        deliver(session, reminders, options.via)
        return
    session.say_json(reminders)
    if options.via == "notify":
        notify(session, reminders)


def _would_send(reminders: Sequence[Reminder]) -> Iterator[str]:
    for each in reminders:
        yield f"{each.name}: {each.text} ({', '.join(each.times)})"
    if not reminders and (output.is_terminal(sys.stdout)):
        yield "Nothing is to be reminded of now."
