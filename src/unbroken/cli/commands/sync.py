"""`sync`: what several machines record, brought together through a folder."""

from __future__ import annotations

from unbroken.cli.arguments import Parser
from unbroken.cli.session import Session
from unbroken.cli.usage_errors import UsageError
from unbroken.core.reports import Synced
from unbroken.wording.synchronisation import joining_lines, round_lines, status_lines


def declare(parser: Parser) -> None:
    parser.word("words", "nothing to sync now; or: setup FOLDER, status, leave, rebuild", nargs="*")
    parser.flag("--git", "with setup: the folder is a git repository; commit, pull and push it")
    parser.flag("--yes", "with setup: do not ask")


def run(session: Session) -> int | None:
    """Syncs now; or sets it up, says how it stands, ends it, makes it whole again."""
    session.reads_others = False
    match session.options.words:
        case []:
            _tell(session, session.engine.sync())
        case ["setup", folder]:
            return _set_up(session, folder)
        case ["status"]:
            _status(session)
        case ["leave"]:
            folder = session.engine.sync_leave()
            said = f"Synced no more; what was recorded stays here and in {folder}."
            session.answer({"folder": folder}, lambda: [said])
        case ["rebuild"]:
            _tell(session, session.engine.sync_rebuild())
        case _:
            raise UsageError(
                "It is `unbroken sync`, or `unbroken sync` with setup FOLDER, status, leave or"
                " rebuild."
            )
    return None


def _set_up(session: Session, folder: str) -> int | None:
    """Says what would come and go, asks, and does it."""
    options = session.options
    if folder == "":
        raise UsageError("`sync setup` needs the path of a folder.")
    if not options.yes:
        session.require_person(f"sync to {folder}")
        session.say(joining_lines(session.engine.sync_setup(folder, git=options.git, dry_run=True)))
        if not session.confirm(f"Sync to {folder}?"):
            session.say(["Nothing was changed."])
            return 1
    joined = session.engine.sync_setup(folder, git=options.git)
    session.answer(joined, lambda: joining_lines(joined))
    return None


def _tell(session: Session, done: Synced) -> None:
    session.answer(done, lambda: round_lines(done))


def _status(session: Session) -> None:
    found = session.engine.sync_status()
    session.answer(found, lambda: status_lines(found, session.me(), session.now))
