"""`demo`: the app on a made-up year of data; nothing is kept."""

from __future__ import annotations

import sys
from importlib import import_module

from unbroken.cli import output
from unbroken.cli.arguments import Parser
from unbroken.cli.session import Session
from unbroken.cli.usage_errors import UsageError


def declare(parser: Parser) -> None:
    """It takes no words."""


def run(session: Session) -> int:
    """Opens the app in memory."""
    if session.json or not (output.is_terminal(sys.stdout) and output.is_terminal(sys.stdin)):
        raise UsageError("The demo is an app; open it in a terminal, without --json.")
    app = import_module("unbroken.tui.run")
    code = app.run_app(
        ":memory:",
        owner=None,
        clock=session.clock(),
        clock_is_set=session.clock_is_set,
        demo=True,
    )
    return int(code)
