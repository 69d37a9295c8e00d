"""`due`: what is still open, most urgent first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from unbroken.cli import status_line
from unbroken.cli.answer_validity import keep_line, keep_table
from unbroken.cli.arguments import Parser
from unbroken.cli.session import Session
from unbroken.cli.usage_errors import UsageError
from unbroken.core.results import Enrolment
from unbroken.core.typing import Final
from unbroken.engine.urgency import LEFT, NOW, stand_of
from unbroken.kept_answers import LINES, TABLES, key_of

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
    is named. An answer that holds for a while is kept for those who ask next.
    """
    options = session.options
    if options.format and (options.short or session.json):
        raise UsageError("Name one format: --format, --short or --json.")
    format = options.format or ("plain" if options.short else None)
    kept = TABLES["due"] if format is None else LINES.get(format, "")
    key = key_of(session.path, session.owner, kept)
    enrolments = session.engine.due()
    still = [each for each in enrolments if stand_of(each).group in (NOW, LEFT)]
    code = (AT_RISK if any(each.at_risk for each in still) else DUE) if still else 0
    if session.json or format == "json":
        session.say_json(enrolments)
    elif format is not None:
        line = _say_line(session, still, format)
        if kept:
            keep_line(session, kept, line, key, still, code)
    elif not options.check:
        said = _say_table(session, still, enrolments)
        keep_table(session, kept, said, key, enrolments)
    return code if options.check else None


def _say_table(session: Session, due: Sequence[Enrolment], enrolments: Sequence[Enrolment]) -> str:
    from unbroken.cli.dashboard_text import empty_text, table  # one line for a bar goes without

    limits = _limits(enrolments)
    if due:
        streaks = {each.id: each for each in session.engine.streaks()}
        return session.say([*table(session, [("", each) for each in due], streaks), *limits])
    nothing = "All done." if session.engine.status() else empty_text(session)
    return session.say([nothing, *limits])


def _limits(enrolments: Sequence[Enrolment]) -> Iterator[str]:
    """The limits that are used up: they ask for nothing, but have no room left."""
    from unbroken.wording.status import still_asked  # one line for a bar goes without

    for each in enrolments:
        task = each.task_progress
        if not each.due and task is not None and task.goal == "at_most":
            yield f"{each.name}: {still_asked(task)}"


def _say_line(session: Session, due: Sequence[Enrolment], format: str) -> str:
    known = session.engine.status() if not due or format == "waybar" else due
    nothing = "all done" if known else "no streak yet"
    if format == "waybar":
        session.say_json(status_line.waybar(due, known, session.shapes, nothing))
        return ""
    said = status_line.plain if format == "plain" else status_line.tmux
    return session.say([said(due, session.shapes, nothing)])
