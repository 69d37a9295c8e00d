"""`restore`: an archived streak brought back, or the whole database from a copy."""

from __future__ import annotations

import os
from pathlib import Path

from unbroken.cli.arguments import Parser
from unbroken.cli.session import Session
from unbroken.core.errors import ErrorCode, Refusal, StoreError
from unbroken.core.reports import Restored
from unbroken.core.typing import Final
from unbroken.wording.changes import restore_sentences, unusable_sentences

_REPLACED: Final = (ErrorCode.DAMAGED, ErrorCode.NOT_A_DATABASE, ErrorCode.NEWER_VERSION)
"""What is wrong with a database that a copy may replace unread."""


def declare(parser: Parser) -> None:
    parser.word("streak", "the archived streak, or a copy of the database as `./copy.db`")
    parser.flag("--yes", "do not ask")


def run(session: Session) -> int | None:
    """Brings an archived streak back; or, for the path of a copy, all that is in it."""
    text = session.options.streak
    if "/" in text or os.sep in text or text.endswith(".db"):
        return _restore_copy(session, text)
    streak = session.engine.restore(text)
    session.answer(streak, lambda: [f"{streak.name} is back."])
    return None


def _restore_copy(session: Session, text: str) -> int | None:
    """Puts a copy in the database's place, after saying what is lost and gained."""
    source = Path(text)
    if not source.exists():
        raise Refusal(ErrorCode.BAD_FILE, f"There is no file {text}; name the path of a copy.")
    try:
        session.engine.owners()
    except StoreError as error:
        if error.code not in _REPLACED:
            raise
        return _replace(session, source, error)
    tried = session.engine.restore_copy(source, dry_run=True)
    session.require_person(f"restore {text}")
    if not session.confirm(" ".join([*restore_sentences(tried), "Restore it?"])):
        session.say(["Nothing was changed."])
        return 1
    _tell(session, session.engine.restore_copy(source))
    return None


def _replace(session: Session, source: Path, error: StoreError) -> int | None:
    """Puts a copy in the place of a database that cannot be used, which is kept aside."""
    from unbroken.engine.backups import restore_unusable  # seldom needed

    path, now = session.path, session.now
    tried = restore_unusable(path, source, now, dry_run=True)
    session.require_person(f"restore {source}")
    if not session.confirm(" ".join([*unusable_sentences(tried, error.code), "Restore it?"])):
        session.say(["Nothing was changed."])
        return 1
    session.release()
    _tell(session, restore_unusable(path, source, now))
    return None


def _tell(session: Session, restored: Restored) -> None:
    kept = restored.replaced
    session.answer(restored, lambda: [f"Restored. The file it replaced is kept as {kept}."])
