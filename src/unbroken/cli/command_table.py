"""Every command with its words and options, read off its parser: for completion and manual page."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module

from unbroken.cli.arguments import Argument, Parser
from unbroken.cli.registry import COMMANDS
from unbroken.core.rules import METHODS, WEEKDAYS
from unbroken.core.streak_fields import FIELDS
from unbroken.core.typing import Final, NamedTuple
from unbroken.engine.preferences import PREFERENCES
from unbroken.engine.settings import OF_THE_OWNER, SETTINGS
from unbroken.exchange.registry import IMPORTERS


class Values(NamedTuple):
    """What can stand for a word or an option's value: these words, names of a kind, or files.

    Where it is none of them, people write what they like.
    """

    words: tuple[str, ...] = ()
    names: str = ""
    files: bool = False


class Word(NamedTuple):
    """A word of a command; `repeats` says that more of the same may follow it."""

    metavar: str
    help: str
    values: Values
    required: bool
    repeats: bool


class Option(NamedTuple):
    """An option; without a metavar it takes no value."""

    flags: tuple[str, ...]
    metavar: str
    help: str
    values: Values


class Command(NamedTuple):
    """A command by its name, which for one of a family is two words."""

    name: str
    summary: str
    words: tuple[Word, ...]
    options: tuple[Option, ...]


_DAYS: Final = tuple(day[:3] for day in WEEKDAYS)
_NAMED: Final = ("today", "yesterday", "tomorrow")
_FREE: Final = Values()
_PERIODS: Final = next(each.choices for each in FIELDS if each.name == "aggregation_period")
_BY_METAVAR: Final = {
    "STREAK": Values(names="streaks"),
    "PERSON": Values(names="owners"),
    "ZONE": Values(names="zones"),
    "FILE": Values(files=True),
    "PATH": Values(files=True),
    "METHOD": Values(METHODS),
    "PERIOD": Values(_PERIODS),
    "DAYS": Values((*_DAYS, ",".join(_DAYS[:5]))),
    "DAY": Values((*_NAMED, *_DAYS)),
    "WHEN": Values(("now", "yesterday", "-15m", "-1h", *_DAYS)),
    "HOUR": Values(tuple(map(str, range(13)))),
    "KEY": Values((*SETTINGS, *OF_THE_OWNER, *PREFERENCES)),
    "HOURS": Values(("22:00-07:00",)),
    "SINCE": Values(("first",)),
}
_BY_PLACE: Final = {
    "--owner": Values(names="owners"),
    "--group": Values(names="groups"),
    "--week-start": Values(WEEKDAYS),
    "import --from": Values(tuple(IMPORTERS)),
    "report year": Values(names="streaks"),
    "restore streak": Values(names="archived", files=True),
    "config value": Values(("on", "off", "ascii", "unicode")),
}
"""By option, or by command and word or option: where that tells more than the metavar does."""
_DAY_WORDS: Final = {"skip": "streaks", "unskip": "streaks"}
"""Commands whose first word is a name of a kind, and whose others are days."""


def commands() -> list[Command]:
    """All of them, those of a family among them, without the global options."""
    return [_command(name) for name in COMMANDS]


def global_options() -> list[Option]:
    """The options that every command takes."""
    parser = Parser("", "")
    parser.declare_globals()
    return [*_options(parser.arguments, ""), Option(("--help", "-h"), "", "say more", _FREE)]


def _command(name: str) -> Command:
    module, summary = COMMANDS[name]
    parser = Parser(name, summary)
    import_module(f"unbroken.cli.commands.{module}").declare(parser)
    arguments = parser.arguments
    words = [_word(each, name) for each in arguments if not each.flags]
    if name in _DAY_WORDS:
        first = words[0]._replace(values=Values(names=_DAY_WORDS[name]), repeats=False)
        words = [first, words[0]._replace(values=_BY_METAVAR["DAY"])]
    return Command(name, summary, tuple(words), tuple(_options(arguments, name)))


def _word(argument: Argument, command: str) -> Word:
    return Word(
        argument.metavar,
        argument.help,
        _values(argument, command),
        argument.nargs is None,
        argument.nargs == "*",
    )


def _options(arguments: Iterable[Argument], command: str) -> list[Option]:
    return [
        Option(
            each.flags,
            each.metavar,
            each.help,
            _FREE if each.nargs == 0 else _values(each, command),
        )
        for each in arguments
        if each.flags
    ]


def _values(argument: Argument, command: str) -> Values:
    place = argument.flags[0] if argument.flags else argument.dest
    if argument.choices:
        return Values(tuple(argument.choices))
    found = _BY_PLACE.get(f"{command} {place}") or _BY_PLACE.get(place)
    return found or _BY_METAVAR.get(argument.metavar, _FREE)
