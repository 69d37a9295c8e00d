"""Completion for bash, from version 3.2 on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from unbroken.cli.command_table import Command, Option, Values, commands, global_options
from unbroken.cli.registry import FAMILIES
from unbroken.core.typing import Final

_SCRIPT: Final = """\
# Completion of unbroken for bash.

_unbroken_values() {  # @KIND for names, / for files, else the words themselves
    local each name more
    for each in $1; do
        case $each in
            @*)
                while IFS=$'\\t' read -r name more; do
                    [[ $name == "$cur"* ]] && COMPREPLY+=("$(printf %q "$name")")
                done < <("${COMP_WORDS[0]}" "${database[@]}" --names "${each#@}" 2>/dev/null)
                ;;
            /)
                while IFS= read -r name; do
                    COMPREPLY+=("$name")
                done < <(compgen -f -- "$cur")
                compopt -o filenames 2>/dev/null
                ;;
            -) ;;
            *) [[ $each == "$cur"* ]] && COMPREPLY+=("$each") ;;
        esac
    done
}

_unbroken() {
    local cur=${COMP_WORDS[COMP_CWORD]} command='' option='' at=0 index token
    local valued flags words values
    local -a database=()
    COMPREPLY=()
    [[ $cur == = ]] && cur=''
    _unbroken_command
    for ((index = 1; index < COMP_CWORD; index++)); do
        token=${COMP_WORDS[index]}
        if [[ $token == = ]]; then
            continue
        elif [[ -n $option ]]; then
            [[ $option == --db ]] && database=(--db "${token/#\\~/$HOME}")
            option=''
        elif [[ $token == -* ]]; then
            [[ " $valued " == *" $token "* ]] && option=$token
        elif [[ -z $command ]]; then
            command=$token
            _unbroken_command
        elif [[ $command == @FAMILIES@ ]]; then
            command+=" $token"
            _unbroken_command
        else
            at=$((at + 1))
        fi
    done
    if [[ -n $option ]]; then
        _unbroken_option
        _unbroken_values "$values"
    elif [[ $cur == -* ]]; then
        _unbroken_values "$valued $flags"
    else
        for values in $words; do
            [[ $at -eq 0 || $values == *+ ]] && break
            at=$((at - 1))
            values=''
        done
        values=${values%+}
        _unbroken_values "${values//,/ }"
    fi
}

_unbroken_command() {  # the options of a command, and what its words are: , between choices
    case $command in
@COMMANDS@
        *) valued='' flags='' words='' ;;
    esac
    valued+=' @VALUED@'
    flags+=' @FLAGS@'
}

_unbroken_option() {  # what the value of an option is
    case "$command $option" in
@OPTIONS@
        *) values='' ;;
    esac
}

complete -F _unbroken unbroken
"""


def script() -> str:
    """The whole script."""
    known, everywhere = commands(), global_options()
    names = [each.name for each in known if " " not in each.name]
    cases = [_case("", (), [",".join(names)])]
    for command in known:
        if command.name in FAMILIES:
            inner = [each.name.partition(" ")[2] for each in known if _is_in(each, command)]
            cases.append(_case(command.name, (), [",".join(inner)]))
        else:
            words = [_words(each.values) + "+" * each.repeats for each in command.words]
            cases.append(_case(command.name, command.options, words))
    places = [("*", everywhere), *((f"'{each.name}'", each.options) for each in known)]
    values = [
        f"        {where}' {flag}') values='{' '.join(_parts(option.values))}' ;;"
        for where, options in places
        for option in options
        for flag in option.flags
        if option.metavar
    ]
    return (
        _SCRIPT.replace("@FAMILIES@", "|".join(FAMILIES))
        .replace("@COMMANDS@", "\n".join(cases))
        .replace("@VALUED@", " ".join(_flags(everywhere, valued=True)))
        .replace("@FLAGS@", " ".join(_flags(everywhere, valued=False)))
        .replace("@OPTIONS@", "\n".join(values))
    )


def _case(name: str, options: Iterable[Option], words: Iterable[str]) -> str:
    valued, flags = (" ".join(_flags(options, valued=each)) for each in (True, False))
    if not name:
        flags = "--version"
    return f"        '{name}') valued='{valued}' flags='{flags}' words='{' '.join(words)}' ;;"


def _flags(options: Iterable[Option], *, valued: bool) -> Iterator[str]:
    return (flag for each in options if bool(each.metavar) == valued for flag in each.flags)


def _words(values: Values) -> str:
    """One word for the values of one place; `-` where people write what they like."""
    return ",".join(_parts(values)) or "-"


def _parts(values: Values) -> list[str]:
    return [
        *values.words,
        *([f"@{values.names}"] if values.names else []),
        *(["/"] if values.files else []),
    ]


def _is_in(command: Command, family: Command) -> bool:
    return command.name.startswith(f"{family.name} ")
