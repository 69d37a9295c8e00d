"""How the app looks on this machine: a TOML file in the platform's config folder.

The database may be another machine's too, so it keeps none of this (docs/decisions/0007). Only the
app and the command `config` read the file: it would cost the start of every other command.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from unbroken.core.errors import ErrorCode, Refusal
from unbroken.core.text import one_line, uncapitalised
from unbroken.core.typing import TYPE_CHECKING, Any, Final, NamedTuple
from unbroken.engine.settings import Setting, one_of
from unbroken.engine.urgency import ORDERS
from unbroken.store.atomic_files import write_text
from unbroken.store.settings import load_settings

if TYPE_CHECKING:
    from unbroken.engine.api import Engine


class Preferences(NamedTuple):
    """What a person has chosen, or how the app looks at first."""

    theme: str = "unbroken-dark"
    order: str = ORDERS[0]
    view: str = "all"
    folded: tuple[str, ...] = ()
    declined_zone: str = ""
    recent: tuple[str, ...] = ()

    def with_text(self, key: str, text: str) -> Preferences:
        """The same with the value that a text says; an empty text gives the default.

        Raises Refusal for a text that will not do.
        """
        preference = PREFERENCES[key]
        return self._replace(**{key: preference.read(text) if text else preference.default})

    def values(self) -> dict[str, Any]:
        """By key, as JSON and TOML have them."""
        values = self._asdict()
        return values | {key: list(values[key]) for key in _LISTS}


def _groups(text: str) -> tuple[str, ...]:
    return tuple(sorted({*_lines(text)}))


def _lines(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one_line(line) for line in text.splitlines() if line.strip()))


_AT_FIRST: Final = Preferences()
_LISTS: Final = ("folded", "recent")
"""What a list of texts says, each on a line where it is written as one text."""

PREFERENCES: Final = {
    "theme": Setting(_AT_FIRST.theme, one_line, "the app's theme"),
    "order": Setting(_AT_FIRST.order, one_of(*ORDERS), "the order of the app's list"),
    "view": Setting(
        _AT_FIRST.view,
        one_of("all", "due"),
        "what the app's list shows at first: all, or what is due",
    ),
    "folded": Setting(_AT_FIRST.folded, _groups, "headings folded in the app's list, one a line"),
    "declined_zone": Setting(
        _AT_FIRST.declined_zone,
        one_line,
        "the machine's zone that was asked about and not moved to",
    ),
    "recent": Setting(_AT_FIRST.recent, _lines, "what was chosen last among the app's commands"),
}


THEMES: Final = (
    *("unbroken-dark", "unbroken-light", "ansi-dark", "ansi-light", "atom-one-dark"),
    *("atom-one-light", "catppuccin-frappe", "catppuccin-latte", "catppuccin-macchiato"),
    *("catppuccin-mocha", "dracula", "flexoki", "gruvbox", "monokai", "nord", "rose-pine"),
    *("rose-pine-dawn", "rose-pine-moon", "solarized-dark", "solarized-light", "textual-dark"),
    *("textual-light", "tokyo-night"),
)
"""The themes that come with the app; a person's own are files (`own_themes`)."""


class Loaded(NamedTuple):
    """The preferences of a file, with what could not be read of it, for which defaults hold."""

    preferences: Preferences = _AT_FIRST
    faults: tuple[str, ...] = ()

    @property
    def warning(self) -> str:
        """The faults in one sentence; empty where there are none."""
        told = "; ".join(self.faults)
        return told and f"Preferences that cannot be read are as at first. {told}."


def preferences_path() -> Path:
    """Where the file lies: `UNBROKEN_PREFERENCES`, else `preferences.toml` in the platform's
    config folder.
    """
    named = os.environ.get("UNBROKEN_PREFERENCES")
    if named:
        return Path(named)
    from platformdirs import user_config_path  # its import is felt where a path is given

    return user_config_path("unbroken", appauthor=False) / "preferences.toml"


def own_themes(path: Path) -> Path:
    """The folder of a person's own themes beside a file of preferences: each called as its file."""
    return path.parent / "themes"


def check_theme(name: str, path: Path) -> None:
    """Raises Refusal for a theme that there is none of, neither of ours nor in `own_themes`."""
    folder = own_themes(path)
    own = sorted(each.stem for each in folder.glob("*.toml"))
    known = [*THEMES[:2], *own, *THEMES[2:]]
    if not name or one_line(name) in known:
        return
    from difflib import get_close_matches  # only for what is wrong

    meant = get_close_matches(name, known, 1, 0.7)
    raise Refusal(
        ErrorCode.BAD_SETTING,
        f"There is no theme “{one_line(name, 40)}”{f' (did you mean {meant[0]}?)' if meant else ''}"
        f"; there are {', '.join(known)}, and a file of your own in {folder} is one too.",
    )


def load(path: Path) -> Loaded | None:
    """The preferences of a file; None where there is none yet."""
    try:
        table = _table(path)
    except Refusal as error:
        return Loaded(faults=(error.message.rstrip("."),))
    return None if table is None else _checked(table, path)


def load_or_take_over(path: Path, engine: Engine) -> Loaded:
    """The preferences of a file. Where there is none yet, those that were kept in the database,
    where versions before had them; they go into the file, if it can be written.

    The rows in the database stay for the other machines that use it.
    """
    found = load(path)
    if found is not None:
        return found
    former = _former(engine)
    if former:
        try:
            write_table(path, former, replace=False)
        except FileExistsError:  # another program was faster
            return load(path) or Loaded()
        except Refusal:
            pass  # whoever next chooses something is told
    return _checked(former, path)


def save(path: Path, changes: Mapping[str, str]) -> None:
    """Writes what texts say into a file, as `Preferences.with_text` reads them.

    All else in the file stays, except comments. Raises Refusal where a text will not do, or the
    file cannot be read or written; it is as it was then.
    """
    chosen = _AT_FIRST
    for key, text in changes.items():
        chosen = chosen.with_text(key, text)
    values = chosen.values()
    table = _table(path) or {}
    write_table(path, table | {key: values[key] for key in changes}, replace=True)


def _table(path: Path) -> dict[str, Any] | None:
    """What a file says; None where there is none. Raises Refusal where it cannot be read."""
    try:
        text = path.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError):
        raise Refusal(ErrorCode.BAD_FILE, f"{path} cannot be read.") from None
    import tomllib  # on many machines there is no file

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Refusal(ErrorCode.BAD_FILE, f"{path}: {error}.") from None


def _checked(table: Mapping[str, Any], path: Path) -> Loaded:
    """What a table says of each preference."""
    chosen, faults = _AT_FIRST, []
    for key in PREFERENCES:
        if key in table:
            try:
                chosen = chosen.with_text(key, _text(key, table[key]))
            except Refusal as error:
                said = error.message.rstrip(".")
                faults.append(f"{path}: {key}: {uncapitalised(said)}")
    return Loaded(chosen, tuple(faults))


def _text(key: str, value: Any) -> str:
    """A value as the text that says it. Raises Refusal for one of another kind."""
    if key not in _LISTS:
        if not isinstance(value, str):
            raise Refusal(ErrorCode.BAD_SETTING, "Write it as text.")
        return value
    if not (isinstance(value, list) and all(isinstance(each, str) for each in value)):
        raise Refusal(ErrorCode.BAD_SETTING, "Write it as a list of texts.")
    return "\n".join(value)


def _former(engine: Engine) -> dict[str, Any]:
    """What the database has of versions before; nothing of what cannot be read."""
    stored = load_settings(engine.store)
    former: dict[str, Any] = {}
    for key in PREFERENCES:
        if key in stored:
            import json  # few databases have any, and each is read once

            try:
                chosen = _AT_FIRST.with_text(key, _text(key, json.loads(stored[key])))
            except (Refusal, ValueError):
                continue
            former[key] = chosen.values()[key]
    return former


def write_table(path: Path, table: Mapping[str, Any], *, replace: bool) -> None:
    """Writes a file whole or not at all; a link is followed.

    Raises Refusal where it cannot be written; without `replace`, FileExistsError where it is there.
    """
    import tomli_w  # what only reads goes without

    try:
        target = path.resolve() if path.is_symlink() else path
        if target.exists() and not target.is_file():
            raise Refusal(ErrorCode.BAD_FILE, f"{path} cannot be written: it is not a file.")
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        raise _unwritable(path, error) from error
    try:
        write_text(target, [tomli_w.dumps(table)], replace=replace)
    except FileExistsError:
        raise
    except (OSError, ValueError) as error:
        raise _unwritable(path, error) from error


def _unwritable(path: Path, error: OSError | ValueError) -> Refusal:
    told = error.strerror if isinstance(error, OSError) else None
    reason = (told or "the path is not usable").lower()
    return Refusal(ErrorCode.BAD_FILE, f"{path} cannot be written: {reason}.")
