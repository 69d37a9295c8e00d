"""`doctor`: a check of the database and of what is stored of progress, and its repair."""

from __future__ import annotations

from collections.abc import Iterator

from unbroken.cli.arguments import Parser
from unbroken.cli.session import Session
from unbroken.core.reports import Checked
from unbroken.core.text import counted


def declare(parser: Parser) -> None:
    parser.flag("--repair", "store anew what was judged wrongly")


def run(session: Session) -> int | None:
    """Checks the file, and that stored progress equals progress judged anew."""
    repair = session.options.repair
    checked = session.engine.doctor(repair=repair)
    session.answer(checked, lambda: _lines(checked, repair=repair))
    return None if checked.ok else 1


def _lines(checked: Checked, *, repair: bool) -> Iterator[str]:
    yield f"Database  {checked.path} (schema {checked.schema_version})"
    counts = (
        counted(checked.owners, "owner"),
        counted(checked.streaks, "streak"),
        counted(checked.logs, "log"),
    )
    yield f"Holds     {', '.join(counts)}"
    yield f"Zone data {checked.zone_data}"
    if not checked.problems:
        yield "All is well: stored progress equals progress judged anew."
        return
    yield f"Found {counted(len(checked.problems), 'problem')}:"
    for problem in checked.problems:
        yield f"  {problem}"
    if checked.repaired:
        yield f"Repaired {checked.repaired:,} of them."
    if repair and not checked.ok:
        yield "What is left needs a backup: `unbroken restore ./COPY.db` puts one in place."
    elif not checked.ok:
        yield "`unbroken doctor --repair` stores progress anew; a damaged file needs a backup."
