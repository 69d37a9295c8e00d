"""Every command: its module, what it does in a few words, and how a command line names it."""

from __future__ import annotations

from typing import Final, NamedTuple

from unbroken.cli.usage_errors import GLOBAL_VALUES, HelpAsked, UsageError

COMMANDS: Final = {
    "demo": ("demo", "the app on a made-up year of data; nothing is kept"),
    "add": ("add", "make a streak"),
    "edit": ("edit", "change a streak's rules, after showing what that does"),
    "log": ("log", "record an activity"),
    "undo": ("undo", "take back the last change"),
    "redo": ("redo", "do again what was taken back"),
    "status": ("status", "the dashboard as text"),
    "due": ("due", "what is still open, most urgent first"),
    "progress": ("progress", "attempts, oldest first"),
    "why": ("why", "why a streak broke, is at risk, or is alive"),
    "history": ("history", "what was logged, newest first"),
    "calendar": ("calendar", "a month as text"),
    "rewards": ("rewards", "milestones that were reached"),
    "skip": ("skip", "excuse dates"),
    "unskip": ("unskip", "excuse dates no longer"),
    "pause": ("pause", "rest a streak until it is resumed"),
    "resume": ("resume", "end a pause"),
    "archive": ("archive", "hide a streak"),
    "restore": ("restore", "bring an archived streak back, or everything from a copy"),
    "remove": ("remove", "delete a streak with its logs"),
    "owner": ("owner_list", "people, their zones, days and weeks"),
    "owner list": ("owner_list", "everybody in this database"),
    "owner add": ("owner_add", "add a person"),
    "owner edit": ("owner_edit", "change a person's name, zone, day or week"),
    "owner remove": ("owner_remove", "remove a person with their logs"),
    "config": ("config", "show or change settings"),
    "import": ("import_file", "read other trackers' files and our own"),
    "export": (
        "export_file",
        "write everything as JSON or CSV, or for other trackers and calendars",
    ),
    "backup": ("backup", "write a consistent copy of the database"),
    "doctor": ("doctor", "check the database, and repair what is stored of progress"),
}
"""Name to (module of `cli.commands`, summary)."""

FAMILIES: Final = ("owner",)
"""Commands whose next word belongs to their name; without one it is `list`."""

_HELP: Final = frozenset({"--help", "-h"})


class Words(NamedTuple):
    """A command line taken apart at its command.

    `command` is None where there is none, or where an option that is not global comes first; then
    `behind` begins with that.
    """

    before: list[str]
    command: str | None
    behind: list[str]


def find_command(argv: list[str]) -> Words:
    """Takes a command line apart.

    Raises UsageError for a command that is not there, and HelpAsked for the help of a family.
    """
    words = _first_word(argv)
    before, word, behind = words
    if word is None:
        return words
    if word not in COMMANDS:
        from unbroken.cli.help_text import unknown_command

        raise UsageError(unknown_command(word))
    if word not in FAMILIES:
        return words
    inner = _first_word(behind)
    name = f"{word} {inner.command or 'list'}"
    if name not in COMMANDS:
        from unbroken.core.text import one_line

        wrong = one_line(inner.command or "", 40)
        raise UsageError(f"There is no command “{word} {wrong}”; see `unbroken {word} --help`.")
    if inner.command is None and not _HELP.isdisjoint(inner.behind):
        from unbroken.cli.help_text import family_overview

        raise HelpAsked("help", family_overview(word))
    return Words(before + inner.before, name, inner.behind)


def _first_word(argv: list[str]) -> Words:
    """The first word that is neither a global option nor its value."""
    before: list[str] = []
    index = 0
    while index < len(argv):
        token = argv[index]
        if token in GLOBAL_VALUES:
            before += argv[index : index + 2]
            index += 2
        elif token == "--json" or token.startswith(tuple(f"{name}=" for name in GLOBAL_VALUES)):
            before.append(token)
            index += 1
        elif token.startswith("-"):
            break
        else:
            return Words(before, token, argv[index + 1 :])
    return Words(before, None, argv[index:])
