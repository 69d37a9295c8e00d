"""Completion for fish."""

from __future__ import annotations

from collections.abc import Iterator

from unbroken.cli.command_table import Option, Values, commands, global_options
from unbroken.cli.registry import FAMILIES
from unbroken.core.typing import Final

_SCRIPT: Final = """\
# Completion of unbroken for fish.

function __unbroken_line --description 'The words before the cursor, without options'
    set -l value no
    for token in (commandline -opc)[2..-1]
        if test $value = yes
            set value no
        else if string match -q -- '-*' $token
            contains -- $token @VALUED@; and set value yes
        else
            echo $token
        end
    end
end

function __unbroken_at --description 'Whether so many words follow a command'
    set -l line (__unbroken_line)
    set -l command (string split ' ' -- $argv[1])
    if test -z "$argv[1]"
        test (count $line) -eq 0
        return
    end
    test "$line[1..$(count $command)]" = "$argv[1]"; or return 1
    set -q argv[2]; or return 0
    set -l others (math (count $line) - (count $command))
    test $others -$argv[3] $argv[2]
end

function __unbroken_names --description 'Names of a kind, each with what tells more of it'
    set -l tokens (commandline -opc)
    set -l database
    for index in (seq 2 (count $tokens))
        switch $tokens[$index]
            case --db
                set database --db $tokens[(math $index + 1)]
            case '--db=*'
                set database $tokens[$index]
        end
    end
    $tokens[1] $database --names $argv[1] 2>/dev/null
end

complete -c unbroken -f
@LINES@
"""


def script() -> str:
    """The whole script."""
    known, everywhere = commands(), global_options()
    lines = [_line(each, "") for each in everywhere]
    lines.append("complete -c unbroken -n '__unbroken_at \"\"' -l version -d 'the version'")
    for command in known:
        outer, _, inner = command.name.rpartition(" ")
        where = f'__unbroken_at "{outer}"' + (" 0 eq" if outer else "")
        lines.append(_complete(where, f"-a {inner} -d {_quoted(command.summary)}"))
        if command.name in FAMILIES:
            continue
        lines += [_line(each, f'__unbroken_at "{command.name}"') for each in command.options]
        for number, word in enumerate(command.words):
            compare = "ge" if word.repeats else "eq"
            where = f'__unbroken_at "{command.name}" {number} {compare}'
            lines += [_complete(where, each) for each in _values(word.values)]
    valued = [flag for each in everywhere for flag in each.flags if each.metavar]
    valued += [flag for c in known for each in c.options if each.metavar for flag in each.flags]
    return _SCRIPT.replace("@VALUED@", " ".join(dict.fromkeys(valued))).replace(
        "@LINES@", "\n".join(lines)
    )


def _line(option: Option, where: str) -> str:
    flags = " ".join(
        f"-l {flag[2:]}" if flag.startswith("--") else f"-s {flag[1:]}" for flag in option.flags
    )
    values = ""
    if option.metavar:
        values = " -r" if option.values.files else " -x"
        values += "".join(f" {each}" for each in _values(option.values))
    return _complete(where, f"{flags}{values} -d {_quoted(option.help)}")


def _complete(where: str, what: str) -> str:
    condition = f" -n {_quoted(where)}" if where else ""
    return f"complete -c unbroken{condition} {what}"


def _values(values: Values) -> Iterator[str]:
    if values.words:
        yield f"-k -a {_quoted(' '.join(values.words))}"
    if values.names:
        yield f"-k -a {_quoted(f'(__unbroken_names {values.names})')}"
    if values.files:
        yield "-F"


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
