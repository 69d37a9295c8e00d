"""The manual page as roff, for `man`: every command with its words, options and examples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from unbroken.cli.command_table import Command, Option, Word, commands, global_options
from unbroken.cli.examples import EXAMPLES, OVERVIEW, Example
from unbroken.cli.help_text import GROUPS
from unbroken.cli.registry import FAMILIES
from unbroken.core.text import capitalised
from unbroken.core.typing import Final
from unbroken.version import __version__

_DESCRIPTION: Final = (
    "Unbroken tracks habits, and knows whether a streak is alive: in your own day, week and month, "
    "across midnight, travel and daylight-saving nights.",
    "Without a command the app opens. A STREAK is given by its activity type, its name, or the "
    "beginning of either.",
)
_STATUS: Final = (
    ("0", "done"),
    ("1", "refused by a rule, or answered with no"),
    ("2", "wrong usage"),
    ("3", "the database cannot be used"),
    ("10, 11", "only from due --check: something is due, something is at risk"),
    ("130", "interrupted"),
    ("141", "the reader of a pipe has gone"),
)
_ENVIRONMENT: Final = (
    ("UNBROKEN_DB", "the database file"),
    ("UNBROKEN_OWNER", "whose streaks"),
    ("UNBROKEN_NOW", "an instant that stands in for the clock"),
    ("UNBROKEN_KEYS", "the file with the app's keys"),
    ("UNBROKEN_PREFERENCES", "the file that says how the app looks"),
    ("NO_COLOR", "no colours, if it is set"),
)
_FILES: Final = (
    ("~/.local/share/unbroken/unbroken.db", "the database; another platform has its own place"),
    ("~/.local/share/unbroken/backups", "copies of it"),
    ("~/.config/unbroken/keys.toml", "other keys for the app"),
    ("~/.config/unbroken/preferences.toml", "how the app looks on this machine"),
)


def manual_page() -> str:
    """The whole page, in section 1."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    known = {each.name: each for each in commands()}
    yield f'.TH UNBROKEN 1 "" "Unbroken {__version__}" "User Commands"'
    yield from (".SH NAME", r"unbroken \- a habit tracker for the terminal", ".SH SYNOPSIS")
    yield r"\fBunbroken\fR [\fIoptions\fR] [\fIcommand\fR ...]"
    yield ".SH DESCRIPTION"
    for paragraph in _DESCRIPTION:
        yield from (".PP", _text(paragraph))
    yield ".SH COMMANDS"
    for purpose, names in GROUPS.items():
        yield f".SS {_text(purpose.capitalize())}"
        for name in names:
            inner = [each for each in known if each.startswith(f"{name} ")]
            for each in inner if name in FAMILIES else [name]:
                yield from _command(known[each])
    yield ".SH OPTIONS"
    yield "They are taken before or after a command."
    yield from _options(global_options())
    yield from _entries("--version", "the version")
    for title, rows in (
        ("EXIT STATUS", _STATUS),
        ("ENVIRONMENT", _ENVIRONMENT),
        ("FILES", _FILES),
    ):
        yield f".SH {title}"
        for term, meaning in rows:
            yield from _entries(term, meaning)
    yield ".SH EXAMPLES"
    yield from _examples(OVERVIEW)


def _command(command: Command) -> Iterator[str]:
    words = "".join(f" {_shown(word)}" for word in command.words)
    yield from (".TP", rf"\fBunbroken {_text(command.name)}\fR{words}")
    yield _text(f"{capitalised(command.summary)}.")
    yield ".RS"
    for word in command.words:
        yield from _entries(word.metavar, word.help)
    yield from _options(command.options)
    yield from _examples(EXAMPLES[command.name])
    yield ".RE"


def _shown(word: Word) -> str:
    name = rf"\fI{_text(word.metavar)}\fR" + " ..." * word.repeats
    return name if word.required else f"[{name}]"


def _options(options: Iterable[Option]) -> Iterator[str]:
    for each in options:
        value = f" {each.metavar}" if each.metavar else ""
        yield from _entries(", ".join(each.flags) + value, each.help)


def _entries(term: str, meaning: str) -> Iterator[str]:
    yield from (".TP", rf"\fB{_text(term)}\fR", _text(meaning))


def _examples(examples: Iterable[Example]) -> Iterator[str]:
    for line, does in examples:
        yield from (".PP", f"{_text(does)}:", ".br", rf"\fB    unbroken {_text(line)}\fR")


def _text(text: str) -> str:
    """Text as roff shows it unchanged, also at the start of a line."""
    escaped = text.replace("\\", r"\e").replace("-", r"\-").replace("'", r"\(aq")
    return rf"\&{escaped}" if escaped.startswith(".") else escaped
