"""The parser of one command; only that of the command in use is built, which saves time.

A line as it should be is taken apart here. What is wrong with any other, and how help is laid out,
is for argparse to say, which takes as long to load as a command's own modules.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from types import SimpleNamespace

from unbroken.cli.usage_errors import HelpAsked, UsageError
from unbroken.core.text import capitalised, either, one_line
from unbroken.core.typing import TYPE_CHECKING, Any, Final, NamedTuple, NoReturn

if TYPE_CHECKING:
    from argparse import ArgumentParser

_WIDTH: Final = 96
_DASHES: Final = "\0--"
"""Stands for a value `--`, which argparse takes for the end of the options; nobody can type it."""


_CALLED: Final = dict.fromkeys(("when", "date", "time", "day", "on"), "at")
"""What people call options that are called otherwise here."""


class Argument(NamedTuple):
    """A word (which has no `flags`) or an option of a command.

    `nargs` is `?` or `*` for a word that may be left out, and 0 for an option without a value.
    """

    dest: str
    flags: tuple[str, ...]
    metavar: str
    help: str
    nargs: str | int | None = None
    choices: Sequence[str] | None = None
    default: Any = None
    repeats: bool = False
    """Whether an option may be given several times, for a list of its values."""


class _Irregular(Exception):
    """A line that is not as it should be."""


class Parser:
    """The words and options of one command, the global options among them.

    Options and words may come in any order, and an option's value may begin with a dash.
    """

    def __init__(self, command: str, summary: str) -> None:
        self.command = command
        self.summary = summary
        self.arguments: list[Argument] = []
        self._defaults: dict[str, Any] = {}

    def word(
        self,
        name: str,
        meaning: str,
        *,
        nargs: str | None = None,
        choices: Sequence[str] | None = None,
    ) -> None:
        """A positional word; `nargs` is `?` or `*` where it may be left out."""
        self.arguments.append(Argument(name, (), name.upper(), meaning, nargs, choices))

    def value(
        self,
        name: str,
        metavar: str,
        meaning: str,
        *,
        short: str | None = None,
        dest: str | None = None,
        choices: Sequence[str] | None = None,
        default: str | None = None,
        repeats: bool = False,
    ) -> None:
        """An option with a value; `default` where it is not given."""
        flags = (name,) if short is None else (name, short)
        dest = dest or _dest(name)
        self.arguments.append(
            Argument(dest, flags, metavar, meaning, None, choices, default, repeats)
        )

    def flag(self, name: str, meaning: str) -> None:
        """An option without a value."""
        self.arguments.append(Argument(_dest(name), (name,), "", meaning, 0, None, False))

    def set_defaults(self, **values: Any) -> None:
        """What the command finds beside what it has declared."""
        self._defaults |= values

    def read(self, argv: Sequence[str]) -> Any:
        """The values of a command line. Raises UsageError, or HelpAsked."""
        self.declare_globals()
        options, words = self._sorted(argv)
        if "--help" in options or "-h" in options:
            raise HelpAsked("help", self._help())
        try:
            return self._values(options, words)
        except _Irregular:
            return self._refused(options, words)

    def declare_globals(self) -> None:
        """The options that every command takes."""
        self.value("--db", "PATH", "the database file")
        self.value("--owner", "NAME", "whose streaks")
        self.value("--now", "INSTANT", "stands in for the clock")
        self.flag("--json", "one JSON document on standard output")

    def _values(self, options: Sequence[str], words: Sequence[str]) -> SimpleNamespace:
        """What the options and words of a line say. Raises _Irregular where something is wrong."""
        found = self._defaults | {each.dest: each.default for each in self.arguments}
        by_flag = {flag: each for each in self.arguments for flag in each.flags}
        for option in options:
            flag, glue, value = _unglued(option)
            argument = by_flag.get(flag)
            if argument is None or bool(glue) == (argument.nargs == 0):
                raise _Irregular
            given = self._checked(argument, value) if glue else True
            found[argument.dest] = (
                [*(found[argument.dest] or ()), given] if argument.repeats else given
            )
        waiting = list(words)
        for argument in self.arguments:
            if argument.flags:
                continue
            if argument.nargs == "*":
                found[argument.dest] = [self._checked(argument, each) for each in waiting]
                waiting = []
            elif waiting:
                found[argument.dest] = self._checked(argument, waiting.pop(0))
            elif argument.nargs is None:
                raise _Irregular
        if waiting:
            raise _Irregular
        return SimpleNamespace(**found)

    def _checked(self, argument: Argument, value: str) -> str:
        """A value. Raises UsageError for one that is none of those that there are."""
        choices = argument.choices
        if choices is None or value in choices:
            return value
        from difflib import get_close_matches  # only for what is wrong

        name = argument.flags[0] if argument.flags else argument.metavar
        problem = f"{name} is {either(choices)}, not “{one_line(value, 40)}”"
        raise self._fault(problem, get_close_matches(value.casefold(), choices, 1, 0.6))

    def _fault(self, problem: str, meant: Sequence[str]) -> UsageError:
        """What is wrong with a line, with what may be meant, if anything may."""
        if not meant:
            return _usage_error(f"unbroken {self.command}", problem)
        return UsageError(f"unbroken {self.command}: {problem}; did you mean {meant[0]}?")

    def _refused(self, options: Sequence[str], words: Sequence[str]) -> Any:
        """What argparse says of a line: what is wrong with it."""
        hidden = [_hidden(each) for each in options]
        return self._argparse().parse_args([*hidden, *(["--", *words] if words else [])])

    def _help(self) -> str:
        """What argparse says of the words and options, and the examples of the command."""
        from unbroken.cli.examples import EXAMPLES, example_lines  # only for help

        examples = example_lines(EXAMPLES[self.command])
        return "\n\n".join([self._argparse().format_help().rstrip(), "\n".join(examples)])

    def _argparse(self) -> ArgumentParser:
        """The same words and options, as argparse takes them."""
        import argparse  # only for help, and for what is wrong

        prog, explained = f"unbroken {self.command}", self._explained

        class Told(argparse.ArgumentParser):
            def error(self, message: str) -> NoReturn:
                raise _usage_error(prog, explained(message))

        parser = Told(
            prog=prog,
            description=f"{capitalised(self.summary)}.",
            formatter_class=lambda prog: argparse.HelpFormatter(prog, width=_WIDTH),
            add_help=False,
            allow_abbrev=False,
        )
        for each in self.arguments:
            if each.nargs == 0:
                parser.add_argument(*each.flags, action="store_true", help=each.help)
                continue
            named: dict[str, Any] = {"dest": each.dest} if each.flags else {"nargs": each.nargs}
            parser.add_argument(
                *(each.flags or (each.dest,)),
                metavar=each.metavar,
                help=each.help,
                choices=each.choices,
                default=each.default,
                action="append" if each.repeats else "store",
                **named,
            )
        return parser

    def _explained(self, message: str) -> str:
        """What argparse says of words and values that are missing or too many, with what to do."""
        said, colon, words = message.partition(": ")
        if colon and said == "the following arguments are required":
            named = words.split(", ")
            missing = [each for each in self.arguments if not each.flags and each.metavar in named]
            return " and ".join(f"{each.metavar} is missing: {each.help}" for each in missing)
        if colon and said == "unrecognized arguments":
            takes_words = any(not each.flags for each in self.arguments)
            instead = _INSTEAD.get(self.command, _QUOTES if takes_words else "")
            return f"there is no place for “{words.removeprefix('-- ')}”{instead}"
        for each in self.arguments:
            if each.flags and said == f"argument {'/'.join(each.flags)}":
                needs = f"needs a value: {each.help}"
                return f"{each.flags[0]} {'takes no value' if each.nargs == 0 else needs}"
        return message

    def _sorted(self, argv: Sequence[str]) -> tuple[list[str], list[str]]:
        """Options with their values glued on, and words."""
        valued = {flag for each in self.arguments if each.nargs != 0 for flag in each.flags}
        known = valued | {flag for each in self.arguments for flag in each.flags}
        known |= {"--help", "-h"}

        def is_option(token: str) -> bool:
            return token == "--" or token.partition("=")[0] in known

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
            elif token in valued and waiting and not is_option(waiting[-1]):
                value = waiting.pop()
                options.append(f"{token}={value}" if token.startswith("--") else f"{token}{value}")
            elif is_option(token) or token.startswith(("-o", "-h")):
                options.append(token)
            else:
                raise self._unknown(token, known)
        return options, words

    def _unknown(self, token: str, known: Iterable[str]) -> UsageError:
        """The refusal of an option that there is not, with the one that may be meant."""
        from difflib import get_close_matches  # only for what is wrong

        names, name = {each.strip("-") for each in known}, token.partition("=")[0].strip("-")
        called = [_CALLED.get(name, "")]
        meant = called if names.issuperset(called) else get_close_matches(name, names, 1, 0.7)
        problem = f"there is no option {one_line(token, 40)}"
        return self._fault(problem, [f"--{each}" for each in meant])


_QUOTES: Final = "; put words that belong together into quotes"
_SEVERAL: Final = "; --to NUMBER says up to which change"
_INSTEAD: Final = {
    "export": "; -o FILE says where to",
    "undo": _SEVERAL,
    "redo": _SEVERAL,
    "config": "; write KEY VALUE",
}
"""By command: what those want who write words that it does not take."""


def _usage_error(prog: str, message: str) -> UsageError:
    """What is wrong with a line, as one plain sentence."""
    problem = message.removeprefix("argument ").rstrip(".")
    return UsageError(f"{prog}: {problem}; see `{prog} --help`.")


def _dest(flag: str) -> str:
    return flag.lstrip("-").replace("-", "_")


def _unglued(option: str) -> tuple[str, str, str]:
    """An option, whether a value is glued on, and the value."""
    if option.startswith("--"):
        return option.partition("=")
    return option[:2], option[2:], option[2:].removeprefix("=")


def _hidden(option: str) -> str:
    """An option with its value glued on, so that argparse leaves a value `--` alone."""
    flag, glue, value = _unglued(option)
    joint = "=" if option.startswith("--") else ""
    return f"{flag}{joint}{_DASHES}" if glue and value == "--" else option
