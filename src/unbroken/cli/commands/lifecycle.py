"""The life cycle of a streak: pause, resume, archive, restore, remove."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from unbroken.cli.arguments import Parser
from unbroken.cli.session import Session
from unbroken.core.errors import Refusal
from unbroken.core.reports import Restored
from unbroken.core.text import counted, listed
from unbroken.wording.changes import removal_text

_SAID: Final = {
    "pause": "{name} rests from today on, until `unbroken resume {key}`.",
    "resume": "{name} goes on today.",
    "archive": "{name} is archived; `unbroken restore {key}` brings it back.",
    "restore": "{name} is back.",
}


def declare(parser: Parser) -> None:
    parser.word("streak", "the streak that is meant")


def declare_remove(parser: Parser) -> None:
    declare(parser)
    parser.flag("--yes", "do not ask")


def _change(action: str) -> Callable[[Session], None]:
    """The command that does one of the engine's actions on a streak."""

    def act(session: Session) -> None:
        streak = getattr(session.engine, action)(session.options.streak)
        said = _SAID[action].format(name=streak.name, key=streak.activity_type)
        session.answer(streak, lambda: [said])

    return act


def declare_restore(parser: Parser) -> None:
    parser.word("streak", "the archived streak, or a copy of the database as `./copy.db`")
    parser.flag("--yes", "do not ask")


def restore(session: Session) -> int | None:
    """Brings an archived streak back; or, for the path of a copy, all that is in it."""
    text = session.options.streak
    if "/" in text or os.sep in text or text.endswith(".db"):
        return _restore_copy(session, text)
    _change("restore")(session)
    return None


def _restore_copy(session: Session, text: str) -> int | None:
    """Puts a copy in the database's place, after saying what is lost and gained."""
    source = Path(text)
    if not source.exists():
        raise Refusal("bad_file", f"There is no file {text}; name the path of a copy.")
    would = session.engine.restore_copy(source, dry_run=True)
    session.require_person(f"restore {text}")
    if not session.confirm(" ".join([*_consequences(would), "Restore it?"])):
        session.say(["Nothing was changed."])
        return 1
    done = session.engine.restore_copy(source)
    session.answer(done, lambda: [f"Restored. The file it replaced is kept as {done.replaced}."])
    return None


def _consequences(would: Restored) -> Iterator[str]:
    """What is lost, what comes back and what changes back, in sentences."""
    kinds = {"log": would.logs, "streak": would.streaks, "skip": would.skips, "owner": would.owners}
    lost = [counted(each.lost, noun) for noun, each in kinds.items() if each.lost]
    gained = [counted(each.gained, noun) for noun, each in kinds.items() if each.gained]
    yield f"The copy has {counted(would.logs.after, 'log')}, the database {would.logs.before:,}."
    yield f"{listed(lost) or 'Nothing'} would be lost."
    if gained:
        yield f"{listed(gained)} would come back."
    if would.streaks.changed:
        yield f"The rules of {counted(would.streaks.changed, 'streak')} would change back."
    changed = [
        counted(each.changed, noun)
        for noun, each in kinds.items()
        if each.changed and noun != "streak"
    ]
    if changed:
        yield f"{listed(changed)} would change back."


def remove(session: Session) -> int | None:
    """Deletes a streak with everybody's logs, after asking."""
    engine = session.engine
    streak = engine.streak(session.options.streak)
    session.require_person(f"remove {streak.name}")
    what = f"{streak.name} with {removal_text(engine.removal(streak.activity_type))}"
    if not session.confirm(f"Remove {what}?"):
        session.say(["Nothing was changed."])
        return 1
    removed = engine.remove(streak.activity_type)
    session.answer(removed, lambda: [f"Removed {what}; `unbroken undo` brings it back."])
    return None


COMMANDS: Final = {
    **{action: (declare, _change(action)) for action in _SAID},
    "restore": (declare_restore, restore),
    "remove": (declare_remove, remove),
}
