"""Taking a command line apart at the name of its command."""

from __future__ import annotations

from unbroken.cli.registry import COMMANDS, FAMILIES
from unbroken.cli.usage_errors import GLOBAL_VALUES, HelpAsked, UsageError
from unbroken.core.typing import Final, NamedTuple

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

    The word `help` in front of a command, or alone, is its `--help`. Raises UsageError for a
    command that is not there, and HelpAsked for the help of a family.
    """
    words = _first_word(argv)
    before, word, behind = words
    if word is None:
        return words
    if word == "help":
        return find_command([*before, *behind, "--help"])
    if word not in COMMANDS:
        from unbroken.cli.help_text import unknown_command  # only for help and hints

        raise UsageError(unknown_command(word))
    if word not in FAMILIES:
        return words
    inner = _first_word(behind)
    name = f"{word} {inner.command or 'list'}"
    if name not in COMMANDS:
        from unbroken.core.text import one_line  # only in a refusal

        wrong = one_line(inner.command or "", 40)
        raise UsageError(f"There is no command “{word} {wrong}”; see `unbroken {word} --help`.")
    if inner.command is None and not _HELP.isdisjoint(inner.behind):
        from unbroken.cli.help_text import family_overview  # only for help and hints

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
