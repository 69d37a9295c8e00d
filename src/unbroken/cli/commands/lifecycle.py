"""The life cycle of a streak: pause, resume, archive, restore, remove."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from unbroken.cli.parsing import Parser
from unbroken.cli.session import Session
from unbroken.cli.wording import count

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


def remove(session: Session) -> int | None:
    """Deletes a streak with its logs, after asking."""
    engine = session.engine
    streak = engine.streak(session.options.streak)
    session.require_person(f"remove {streak.name}")
    logs = sum(each.total_count for each in engine.status(streak.activity_type))
    what = f"{streak.name} with {'your ' if logs else ''}{count(logs, 'log')}"
    if not session.confirm(f"Remove {what}?"):
        session.say(["Nothing was changed."])
        return 1
    removed = engine.remove(streak.activity_type)
    session.answer(removed, lambda: [f"Removed {what}; `unbroken undo` brings it back."])
    return None


COMMANDS: Final = {
    **{action: (declare, _change(action)) for action in _SAID},
    "remove": (declare_remove, remove),
}
