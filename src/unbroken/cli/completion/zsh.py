"""Completion for zsh."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from unbroken.cli.command_table import Command, Option, Values, Word, commands, global_options
from unbroken.cli.registry import FAMILIES
from unbroken.core.typing import Final

_SCRIPT: Final = """\
#compdef unbroken
# Completion of unbroken for zsh.

_unbroken_names() {  # names of a kind, each with what tells more of it
    local -a database found
    local index
    for ((index = 2; index < ${#_unbroken_line}; index++)); do
        [[ $_unbroken_line[index] == --db ]] && database=(--db ${~_unbroken_line[index+1]})
        [[ $_unbroken_line[index] == --db=* ]] && database=(--db ${~_unbroken_line[index]#--db=})
    done
    found=(${(f)"$($_unbroken_line[1] $database --names $1 2>/dev/null)"})
    found=(${${found//:/\\\\:}//$'\\t'/:})
    _describe -t $1 $1 found -M 'm:{a-zA-Z}={A-Za-z}'
}

_unbroken() {
    local context state state_descr line
    typeset -A opt_args
    local -a _unbroken_line=("${(@Q)words}") everywhere commands
    everywhere=(
@GLOBALS@
    )
    commands=(
@COMMANDS@
    )
    _arguments -C $everywhere '(- *)--version[the version]' '1:command:->command' '*::word:->words'
    case $state in
        command) _describe -t commands command commands ;;
        words) _unbroken_words ;;
    esac
}

_unbroken_words() {
    case $words[1] in
@CASES@
    esac
}

if [[ $funcstack[1] == _unbroken ]]; then
    _unbroken "$@"
else
    compdef _unbroken unbroken
fi
"""


def script() -> str:
    """The whole script."""
    known = commands()
    outer = [each for each in known if " " not in each.name]
    cases = []
    for command in outer:
        if command.name in FAMILIES:
            inner = [each for each in known if each.name.startswith(f"{command.name} ")]
            cases.append(_family(command, inner))
        else:
            cases.append(_case(command.name, command, 8))
    return (
        _SCRIPT.replace("@GLOBALS@", _lines(_options(global_options()), 8))
        .replace("@COMMANDS@", _lines(map(_described, outer), 8))
        .replace("@CASES@", "\n".join(cases))
    )


def _case(name: str, command: Command, indent: int) -> str:
    blank = " " * indent
    specs = [*_options(command.options), *_words(command.words)]
    if not specs:
        return f"{blank}{name}) _arguments $everywhere ;;"
    return (
        f"{blank}{name})\n{blank}    _arguments $everywhere \\\n"
        + " \\\n".join(f"{blank}        {each}" for each in specs)
        + f"\n{blank}    ;;"
    )


def _family(command: Command, inner: Iterable[Command]) -> str:
    inner = list(inner)
    short = [each._replace(name=each.name.removeprefix(f"{command.name} ")) for each in inner]
    lines = [
        f"        {command.name})",
        f"            commands=({' '.join(map(_described, short))})",
        "            _arguments -C $everywhere '1:command:->command' '*::word:->inner'",
        "            case $state in",
        "                command) _describe -t commands command commands ;;",
        "                inner)",
        "                    case $words[1] in",
        *(_case(each.name, each, 24) for each in short),
        "                    esac",
        "                    ;;",
        "            esac",
        "            ;;",
    ]
    return "\n".join(lines)


def _options(options: Iterable[Option]) -> Iterator[str]:
    for option in options:
        others = f"({' '.join(option.flags)})" if len(option.flags) > 1 else ""
        for flag in option.flags:
            value = (
                f":{_escaped(option.metavar)}:{_action(option.values)}" if option.metavar else ""
            )
            star = "*" if option.metavar == "N=TITLE" else ""  # the one that may be repeated
            sign = "" if not option.metavar else "=" if flag.startswith("--") else "+"
            yield _quoted(f"{others}{star}{flag}{sign}[{_escaped(option.help)}]{value}")


def _words(words: Iterable[Word]) -> Iterator[str]:
    for number, word in enumerate(words, 1):
        at = "*" if word.repeats else str(number)
        optional = "" if word.required or word.repeats else ":"
        yield _quoted(f"{at}:{optional}{_escaped(word.metavar)}:{_action(word.values)}")


def _action(values: Values) -> str:
    """What completes a value. A space before it keeps zsh from adding arguments of its own."""
    if values.names and values.files:
        return f" _alternative 'names:name: _unbroken_names {values.names}' 'files:file:_files'"
    if values.names:
        return f" _unbroken_names {values.names}"
    if values.files:
        return "_files"
    return f"({' '.join(values.words)})" if values.words else " "


def _described(command: Command) -> str:
    return _quoted(f"{command.name}:{command.summary}")


def _escaped(text: str) -> str:
    for char in "\\[]:":
        text = text.replace(char, f"\\{char}")
    return text


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


def _lines(texts: Iterable[str], indent: int) -> str:
    return "\n".join(" " * indent + each for each in texts)
