"""`doctor`: a check of the database and of what is stored of progress, and its repair."""

from __future__ import annotations

from collections.abc import Iterator

from unbroken.cli.arguments import Parser
from unbroken.cli.session import Session
from unbroken.core.errors import ErrorCode, StoreError
from unbroken.core.reports import Checked
from unbroken.core.text import counted


def declare(parser: Parser) -> None:
    parser.flag("--repair", "mend it after a copy, and set aside what cannot be read")


def run(session: Session) -> int | None:
    """Checks the file, its rows, the copies, and that stored progress is as judged anew."""
    repair = session.options.repair
    try:
        checked = session.engine.doctor(repair=repair)
    except StoreError as error:
        if error.code not in (ErrorCode.DAMAGED, ErrorCode.NOT_A_DATABASE):
            raise
        from unbroken.engine.doctor import doctor_unusable  # seldom needed

        session.release()
        checked = doctor_unusable(session.path, session.now, error, repair=repair)
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
    yield from (f"Odd, but no fault: {note}" for note in checked.notes)
    if not checked.problems:
        yield "All is well: stored progress equals progress judged anew."
        return
    yield f"Found {counted(len(checked.problems), 'problem')}:"
    for problem in checked.problems:
        yield f"  {problem}"
    if checked.repaired:
        yield f"Repaired {checked.repaired:,} of them."
    if checked.copy is not None:
        yield f"As it was it is kept in {checked.copy}"
    if checked.set_aside is not None:
        yield f"What was changed or left out is in {checked.set_aside}, a row to a line."
    if repair and not checked.ok:
        yield "What is left needs a copy: `unbroken restore ./COPY.db` puts one in place."
    elif not checked.ok:
        yield "`unbroken doctor --repair` mends this; it keeps the file as it is beside it."
