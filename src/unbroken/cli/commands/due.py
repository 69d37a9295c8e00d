"""`due`: what is still open, most urgent first."""

from __future__ import annotations

from collections.abc import Sequence

from unbroken import kept_line
from unbroken.cli import status_line
from unbroken.cli.arguments import Parser
from unbroken.cli.session import Session
from unbroken.cli.usage_errors import UsageError
from unbroken.core.results import Enrolment
from unbroken.core.text import clean
from unbroken.core.typing import Final
from unbroken.engine.urgency import LEFT, NOW, stand_of

FORMATS: Final = ("plain", "json", "waybar", "tmux")
DUE: Final = 10
AT_RISK: Final = 11
"""What `--check` answers, else 0; at risk as `at_risk` of the JSON says it."""


def declare(parser: Parser) -> None:
    parser.flag("--short", "one line for a status bar; the same as --format plain")
    parser.value(
        "--format", "FORMAT", "for a status bar: plain, json, waybar or tmux", choices=FORMATS
    )
    parser.flag("--check", "exit 0 if nothing is due, 10 if something is, 11 if it is at risk")
    parser.set_defaults(streak=None)


def run(session: Session) -> int | None:
    """The streaks that ask for something today; in a format for bars in one line.

    With `--check` the exit code says whether there are any, and nothing else does unless a format
    is named. A line that holds for a while is kept for those who ask next.
    """
    options = session.options
    if options.format and (options.short or session.json):
        raise UsageError("Name one format: --format, --short or --json.")
    format = options.format or ("plain" if options.short else None)
    key = kept_line.key_of(session.path, session.owner)
    enrolments = session.engine.due()
    still = [each for each in enrolments if stand_of(each).group in (NOW, LEFT)]
    code = (AT_RISK if any(each.at_risk for each in still) else DUE) if still else 0
    if session.json or format == "json":
        session.say_json(enrolments)
    elif format is not None:
        line = _say_line(session, still, format)
        if format in kept_line.FORMATS:
            _keep(session, still, key, (format, line, code))
    elif not options.check:
        _say_table(session, still)
    return code if options.check else None


def _say_table(session: Session, due: Sequence[Enrolment]) -> None:
    from unbroken.cli.dashboard_text import empty_text, table  # one line for a bar goes without

    if due:
        streaks = {each.id: each for each in session.engine.streaks()}
        session.say(table(session, [("", each) for each in due], streaks))
    else:
        session.say(["All done." if session.engine.status() else empty_text(session)])


def _say_line(session: Session, due: Sequence[Enrolment], format: str) -> str:
    known = session.engine.status() if not due or format == "waybar" else due
    nothing = "all done" if known else "no streak yet"
    if format == "waybar":
        session.say_json(status_line.waybar(due, known, session.shapes, nothing))
        return ""
    said = status_line.plain if format == "plain" else status_line.tmux
    line = clean(said(due, session.shapes, nothing))
    session.say([line])
    return line


def _keep(
    session: Session, due: Sequence[Enrolment], key: str | None, answer: tuple[str, str, int]
) -> None:
    """Keeps a line once it is said, unless the database was changed while it was found.

    Where other machines write into a folder, no file here tells how long a line holds.
    """
    if key is None or session.clock_is_set or session.passed_over() or session.engine.is_synced:
        return
    until = status_line.holds_until(due, session.me(), session.now)
    span = int(session.now.timestamp()), int(until.timestamp())

    def keep() -> None:
        kept_line.keep(session.path, *answer, span, key)
        if kept_line.key_of(session.path, session.owner) != key:
            kept_line.forget(session.path, answer[0])

    session.afterwards.append(keep)
