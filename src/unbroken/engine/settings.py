"""The settings of a database: what each may be, reading them and changing them.

How the app looks on a machine, its theme and its keys, is in `preferences`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from unbroken.core.errors import ErrorCode, NotFound, Refusal, Unreadable
from unbroken.core.results import Settings
from unbroken.core.rules import LARGEST_COUNT
from unbroken.core.text import activity_type_of, either, one_line
from unbroken.core.typing import Any, Final, NamedTuple
from unbroken.engine.callers import Caller
from unbroken.engine.context import Context, owner_id_of
from unbroken.engine.permissions import require_admin
from unbroken.store.connection import Store
from unbroken.store.owners import members
from unbroken.store.settings import load_settings


class Setting(NamedTuple):
    """A setting: its default, how its text is read, and what it means in words."""

    default: Any
    read: Callable[[str], Any]
    meaning: str
    undoable: bool = True
    """False for what concerns only how things look or are kept: undo takes back what people did."""


def _on_or_off(text: str) -> bool:
    if text not in ("on", "off"):
        raise Refusal(ErrorCode.BAD_SETTING, "That is either on or off.")
    return text == "on"


def _whole(text: str) -> int:
    from unbroken.core.rule_validation import check_whole  # what reads a setting goes without

    return check_whole("grace", text, 0, LARGEST_COUNT)


def _types(text: str) -> list[str]:
    return sorted({activity_type_of(part) for part in text.split(",") if part.strip()})


def one_of(*known: str) -> Callable[[str], str]:
    """Reads a text that must be one of those known."""

    def read(text: str) -> str:
        if text not in known:
            raise Refusal(ErrorCode.BAD_SETTING, f"That is one of {either(known)}.")
        return text

    return read


SETTINGS: Final = {
    "activity_types": Setting(
        [], _types, "activity types that logging may make streaks for; empty for any"
    ),
    "backups": Setting(
        True, _on_or_off, "on, or off for no daily copies beside the database", False
    ),
    "grace_period_days": Setting(
        0,
        _whole,
        "missed periods in a row that people of an app over HTTP are forgiven;"
        " yours: `owner edit --grace`",
    ),
    "strict": Setting(
        False, _on_or_off, "on, or off: whether new streaks are strict unless said otherwise"
    ),
    "symbols": Setting(
        "unicode",
        one_of("unicode", "ascii"),
        "unicode, or ascii where the font lacks the shapes",
        False,
    ),
}


OF_THE_OWNER: Final = {
    "quiet_hours": Setting(
        None, str, "when the owner is reminded of nothing, as 22:00-07:00; empty for never"
    ),
}
"""What is set in the same way, but is the owner's own: `edit_owner` takes it."""


def settings(context: Context, caller: Caller) -> Settings:
    """Every setting."""
    if not caller.admin:
        owner_id_of(caller)
    stored = load_settings(context.store)
    return {key: setting_value(stored, key) for key in SETTINGS}


def configure(context: Context, caller: Caller, key: str, text: str) -> Settings:
    """Gives a setting the value that a text says; an empty text gives it its default."""
    require_admin(caller, "configure")
    setting = SETTINGS.get(key)
    if setting is None:
        known = ", ".join(SETTINGS)
        raise NotFound(f"There is no setting “{one_line(key)[:40]}”; there are {known}.")
    import json  # a command that only reads may go without

    data = json.dumps(setting.read(text) if text else setting.default)
    with context.changing(caller, f"set {key}", journaled=setting.undoable) as work:
        if key in load_settings(context.store):
            work.update("settings", key, value=data)
        else:
            work.insert("settings", {"key": key, "value": data})
        if key == "grace_period_days":
            for member in members(context.store):
                work.update("owners", member, grace_period_days=json.loads(data))
    return settings(context, caller)


def setting_value(stored: Store | Mapping[str, str], key: str) -> Any:
    """The value of one setting, of all as they are stored. Raises Unreadable for one that is none.

    Of several, what is stored is better loaded once.
    """
    if not isinstance(stored, Mapping):
        stored = load_settings(stored)
    if key not in stored:
        return SETTINGS[key].default
    import json  # most databases have every setting as it was at first

    try:
        return json.loads(stored[key])
    except ValueError:
        raise Unreadable(f"the setting {key} has no value that can be read") from None
