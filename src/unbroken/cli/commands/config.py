"""`config`: the settings, shown or changed."""

from __future__ import annotations

from collections.abc import Iterator

from unbroken.cli.arguments import Parser
from unbroken.cli.output import Cell, columns, error_line
from unbroken.cli.session import Session
from unbroken.core.errors import NotFound
from unbroken.core.text import one_line
from unbroken.core.typing import Any
from unbroken.engine.permissions import require_admin
from unbroken.engine.preferences import (
    PREFERENCES,
    check_theme,
    load_or_take_over,
    preferences_path,
    save,
)
from unbroken.engine.settings import OF_THE_OWNER, SETTINGS

_KNOWN = SETTINGS | OF_THE_OWNER | PREFERENCES
"""Those of the database, of the owner, and of the machine."""


def declare(parser: Parser) -> None:
    parser.word("key", "the setting", nargs="?")
    parser.word("value", "its new value; empty for the default", nargs="?")


def run(session: Session) -> None:
    """Shows settings, or changes one."""
    key, value = session.options.key, session.options.value
    if value is not None:
        _change(session, key, value)
    engine = session.engine
    found = load_or_take_over(preferences_path(), engine)
    if found.warning:
        error_line(found.warning)
    own = {name: getattr(session.me(), name) for name in OF_THE_OWNER}
    settings = engine.settings() | own | found.preferences.values()
    if key is not None and key not in settings:
        raise _unknown(key)
    shown = settings if key is None else {key: settings[key]}
    session.answer(settings, lambda: _lines(shown))


def _change(session: Session, key: str, value: str) -> None:
    engine = session.engine
    if key in SETTINGS:
        engine.configure(key, value)
        return
    if key in OF_THE_OWNER:
        given: dict[str, Any] = {key: value}
        engine.edit_owner(session.me().id, **given)
        return
    require_admin(engine.caller, "configure")
    if key not in PREFERENCES:
        raise _unknown(key)
    path = preferences_path()
    if key == "theme":
        check_theme(value, path)
    load_or_take_over(path, engine)
    save(path, {key: value})


def _unknown(key: str) -> NotFound:
    known = ", ".join(_KNOWN)
    return NotFound(
        f"There is no setting “{one_line(key)[:40]}”; there are {known}, and of a person, for"
        " `unbroken owner edit`, the time zone and when the day and the week start."
    )


def _lines(shown: dict[str, Any]) -> Iterator[str]:
    rows: list[list[str | Cell]] = []
    for key, value in shown.items():
        text = ",".join(map(str, value)) if isinstance(value, list) else str(value)
        text = "" if value is None else text
        rows.append([key, text, (_KNOWN[key].meaning, "dim")])
    yield from columns(rows)
