"""`completion`: what makes a shell complete commands, options, values and streaks at TAB."""

from __future__ import annotations

from importlib import import_module

from unbroken.cli.arguments import Parser
from unbroken.cli.session import Session
from unbroken.cli.usage_errors import UsageError
from unbroken.core.typing import Final

SHELLS: Final = ("bash", "zsh", "fish")


def declare(parser: Parser) -> None:
    parser.word("shell", "bash, zsh or fish", choices=SHELLS)


def run(session: Session) -> None:
    """Prints the script for a shell."""
    shell = session.options.shell
    if session.json:
        raise UsageError("A script is for a shell; leave --json out.")
    module = import_module(f"unbroken.cli.completion.{shell}")
    session.say([module.script().rstrip()])
