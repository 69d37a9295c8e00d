"""`sync`: what several machines record, brought together through a folder."""

from __future__ import annotations

import os
import sys

from unbroken.cli import output
from unbroken.cli.arguments import Parser
from unbroken.cli.session import Session
from unbroken.cli.usage_errors import UsageError
from unbroken.core.errors import ErrorCode, Refusal
from unbroken.core.reports import Synced, SyncPlace
from unbroken.core.typing import Final
from unbroken.wording.synchronisation import joining_lines, round_lines, status_lines

_ENVIRONMENT: Final = "UNBROKEN_SYNC_PASSPHRASE"


def declare(parser: Parser) -> None:
    parser.word(
        "words",
        "nothing to sync now; or: setup FOLDER, status, admit CODE, leave, rebuild",
        nargs="*",
    )
    parser.flag("--git", "with setup: the folder is a git repository; commit, pull and push it")
    parser.flag("--seal", "with setup: encrypt the folder, where no other machine uses it yet")
    parser.flag("--passphrase", "with setup: ask for the passphrase of a sealed folder")
    parser.value("--passphrase-file", "FILE", "with setup: its first line is the passphrase")
    parser.flag("--yes", "with setup: do not ask")


def run(session: Session) -> int | None:
    """Syncs now; or sets it up, says how it stands, lets others in, ends it, makes it whole."""
    session.reads_others = False
    match session.options.words:
        case []:
            _tell(session, session.engine.sync())
        case ["setup", folder]:
            return _set_up(session, folder)
        case ["status"]:
            _status(session)
        case ["admit", code]:
            admitted = session.engine.sync_admit(code)
            said = (
                f"{admitted.device} is let in; set it up there again, once the folder is in sync."
            )
            session.answer(admitted, lambda: [said])
        case ["leave"]:
            folder = session.engine.sync_leave()
            said = f"Synced no more; what was recorded stays here and in {folder}."
            session.answer({"folder": folder}, lambda: [said])
        case ["rebuild"]:
            from unbroken.cli.progress_line import ProgressLine  # seldom needed

            with ProgressLine("Rebuilding", seen=not session.json) as progress:
                done = session.engine.sync_rebuild(progressed=progress)
            _tell(session, done)
        case _:
            raise UsageError(
                "It is `unbroken sync`, or `unbroken sync` with setup FOLDER, status, admit CODE,"
                " leave or rebuild."
            )
    return None


def _set_up(session: Session, folder: str) -> int | None:
    """Says what would come and go, asks, and does it."""
    options, engine = session.options, session.engine
    if folder == "":
        raise UsageError("`sync setup` needs the path of a folder.")
    place = engine.sync_place(folder, git=options.git)
    passphrase = _passphrase(session, place)
    if place.sealed and not (passphrase is not None or place.let_in):
        return _ask_to_be_let_in(session, folder, place)
    given = {"git": options.git, "seal": options.seal, "passphrase": passphrase}
    from unbroken.cli.progress_line import ProgressLine  # once for each machine

    if not options.yes:
        with ProgressLine("Trying it out", seen=not session.json) as progress:
            tried = engine.sync_setup(folder, **given, dry_run=True, progressed=progress)
        session.require_person(f"sync to {folder}")
        session.say(joining_lines(tried))
        if not session.confirm(f"Sync to {folder}?"):
            session.say(["Nothing was changed."])
            return 1
    with ProgressLine("Joining", seen=not session.json) as progress:
        joined = engine.sync_setup(folder, **given, progressed=progress)
    session.answer(joined, lambda: joining_lines(joined))
    return None


def _ask_to_be_let_in(session: Session, folder: str, place: SyncPlace) -> int:
    """Asks the machines that are in; it is set up once one of them has answered."""
    asked = session.engine.sync_ask(folder, git=session.options.git)
    said = [
        f"{asked.folder} is sealed, and this machine waits to be let in.",
        f"On a machine that is in, run: unbroken sync admit {asked.code}",
        "Type the code there as it stands here, and set it up here again then.",
    ]
    if place.passphrase:
        said.append("Whoever knows its passphrase need not wait: set it up with --passphrase.")
    session.answer(asked, lambda: said)
    return 1


def _passphrase(session: Session, place: SyncPlace) -> str | None:
    """What was given, or is typed where it is asked for; it is never an argument.

    Raises UsageError where nobody can type it.
    """
    options, given = session.options, os.environ.get(_ENVIRONMENT)
    if options.passphrase_file is not None:
        given = _first_line(options.passphrase_file)
    elif options.passphrase:
        given = _typed(twice=place.sealed is None)
    return given


def _typed(*, twice: bool) -> str:
    """What a person types without seeing it. Raises UsageError where nobody is there."""
    if not output.is_terminal(sys.stdin):
        raise UsageError(
            f"Nobody can type a passphrase here; give it in {_ENVIRONMENT} or with"
            " --passphrase-file FILE."
        )
    from getpass import getpass  # only for a passphrase

    try:
        said = getpass("Passphrase of the folder: ", sys.stderr)
        if twice and getpass("The same again: ", sys.stderr) != said:
            raise UsageError("The two were not the same; nothing was changed.")
    except EOFError:
        raise UsageError("No passphrase was typed; nothing was changed.") from None
    return said


def _first_line(path: str) -> str:
    try:
        with open(path, encoding="utf-8") as file:
            return file.readline().rstrip("\r\n")
    except (OSError, ValueError):
        raise Refusal(ErrorCode.BAD_FILE, f"The passphrase cannot be read from {path}.") from None


def _tell(session: Session, done: Synced) -> None:
    session.answer(done, lambda: round_lines(done))


def _status(session: Session) -> None:
    found = session.engine.sync_status()
    session.answer(found, lambda: status_lines(found, session.me(), session.now))
