"""The parser of one command; only that of the command in use is built, which saves time."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any, Final, NoReturn

from unbroken.cli.usage_errors import HelpAsked, UsageError
from unbroken.core.text import one_line

_WIDTH: Final = 96
_DASHES: Final = "\0--"
"""Stands for a value `--`, which argparse takes for the end of the options; nobody can type it."""


def _hidden(option: str) -> str:
    """An option with its value glued on, so that argparse leaves a value `--` alone."""
    name, glue, value = (
        option.partition("=") if option.startswith("--") else (option[:2], "", option[2:])
    )
    return f"{name}{glue}{_DASHES}" if value == "--" else option


class Parser(argparse.ArgumentParser):
    """The words and options of one command, the global options among them.

    Options and words may come in any order, and an option's value may begin with a dash.
    """

    def __init__(self, command: str, summary: str) -> None:
        super().__init__(
            prog=f"unbroken {command}",
            description=summary[:1].upper() + summary[1:] + ".",
            formatter_class=lambda prog: argparse.HelpFormatter(prog, width=_WIDTH),
            add_help=False,
            allow_abbrev=False,
        )
        self.command = command
        self._valued: set[str] = set()
        self._flags: set[str] = set()

    def word(
        self,
        name: str,
        meaning: str,
        *,
        nargs: str | None = None,
        choices: Sequence[str] | None = None,
    ) -> None:
        """A positional word; `nargs` is `?` or `*` where it may be left out."""
        self.add_argument(name, metavar=name.upper(), help=meaning, nargs=nargs, choices=choices)

    def value(self, name: str, metavar: str, meaning: str, **more: Any) -> None:
        """An option with a value; None where it is not given."""
        names = (name, more.pop("short")) if "short" in more else (name,)
        self._valued.update(names)
        self.add_argument(*names, metavar=metavar, help=meaning, **more)

    def flag(self, name: str, meaning: str) -> None:
        """An option without a value."""
        self._flags.add(name)
        self.add_argument(name, action="store_true", help=meaning)

    def read(self, argv: Sequence[str]) -> argparse.Namespace:
        """The values of a command line. Raises UsageError, or HelpAsked."""
        self.declare_globals()
        options, words = self._sorted(argv)
        if "--help" in options or "-h" in options:
            raise HelpAsked("help", self._help())
        options = [_hidden(each) for each in options]
        found = self.parse_args([*options, *(["--", *words] if words else [])])
        for name, value in vars(found).items():
            if value == _DASHES:
                setattr(found, name, "--")
            elif isinstance(value, list):
                setattr(found, name, ["--" if each == _DASHES else each for each in value])
        return found

    def _help(self) -> str:
        """What argparse says of the words and options, and the examples of the command."""
        from unbroken.cli.examples import EXAMPLES, example_lines  # only for help

        return "\n\n".join(
            [self.format_help().rstrip(), "\n".join(example_lines(EXAMPLES[self.command]))]
        )

    def declare_globals(self) -> None:
        """The options that every command takes."""
        self.value("--db", "PATH", "the database file")
        self.value("--owner", "NAME", "whose streaks")
        self.value("--now", "INSTANT", "stands in for the clock")
        self.flag("--json", "one JSON document on standard output")
        self._flags.update(("--help", "-h"))

    def error(self, message: str) -> NoReturn:
        """Raises UsageError with what argparse finds wrong, as one plain sentence."""
        problem = message.removeprefix("argument ").replace("arguments: -- ", "words: ").rstrip(".")
        raise UsageError(f"{self.prog}: {problem}; see `{self.prog} --help`.")

    def _sorted(self, argv: Sequence[str]) -> tuple[list[str], list[str]]:
        """Options with their values glued on, and words."""
        options: list[str] = []
        words: list[str] = []
        waiting = list(reversed(argv))
        while waiting:
            token = waiting.pop()
            if token == "--":
                words.extend(reversed(waiting))
                break
            if not token.startswith("-") or token == "-" or token[1:2].isdigit():
                words.append(token)
            elif token in self._valued and waiting and not self._is_option(waiting[-1]):
                value = waiting.pop()
                options.append(f"{token}={value}" if token.startswith("--") else f"{token}{value}")
            elif self._is_option(token) or token.startswith(("-o", "-h")):
                options.append(token)
            else:
                self.error(f"there is no option {one_line(token, 40)}")
        return options, words

    def _is_option(self, token: str) -> bool:
        return token == "--" or token.partition("=")[0] in self._valued | self._flags
