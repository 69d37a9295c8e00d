"""The entry of the command line: finds the command, runs it, turns failures into exit codes."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from types import SimpleNamespace

from unbroken.cli import output
from unbroken.cli.command_line import find_command
from unbroken.cli.registry import COMMANDS
from unbroken.cli.session import Session
from unbroken.cli.usage_errors import HelpAsked, UsageError
from unbroken.core.errors import ErrorCode, Refusal, StoreError
from unbroken.core.text import one_line
from unbroken.core.typing import Any, Final

DONE: Final = 0
REFUSED: Final = 1
USAGE: Final = 2
UNUSABLE: Final = 3
INTERRUPTED: Final = 130
PIPE_CLOSED: Final = 141

_LONGEST_MESSAGE: Final = 1000


def run() -> None:
    """The console entry point.

    A command is over before collecting garbage could pay, and has nothing to tidy up: what it
    wrote is flushed, the file is closed. An app turns the collecting on again, and ends normally,
    but for looking through all that its screens have left.
    """
    gc.disable()
    code = main(sys.argv[1:], is_process=True)
    if gc.isenabled():
        gc.freeze()
        sys.exit(code)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):
            stream.flush()
    os._exit(code)


def main(argv: Sequence[str], *, is_process: bool = False) -> int:
    """Runs one command line; answers the exit code (docs/interfaces.md section 1).

    Where it is a process of its own, what takes long and nobody waits for is left to a child.
    """
    as_json = "--json" in argv
    try:
        return _run_or_help(list(argv), as_json, is_process)
    except UsageError as error:
        return _fail(USAGE, ErrorCode.USAGE, str(error), as_json)
    except Refusal as error:
        return _fail(REFUSED, error.code, error.message, as_json)
    except StoreError as error:
        return _fail(UNUSABLE, error.code, error.message, as_json)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        output.discard()
        return PIPE_CLOSED
    except OSError as error:
        output.discard()
        reason = (error.strerror or "no reason given").lower()
        return _fail(REFUSED, ErrorCode.SYSTEM, f"The system refused it: {reason}.", as_json)


def _run_or_help(argv: list[str], as_json: bool, is_process: bool) -> int:
    try:
        return _run(argv, is_process)
    except HelpAsked as asked:
        return _print_help(asked, as_json)


def _run(argv: list[str], is_process: bool) -> int:
    before, name, behind = find_command(argv)
    if name is None:
        return _without_command(before, behind)
    module, summary = COMMANDS[name]
    command = import_module(f"unbroken.cli.commands.{module}")
    from unbroken.cli.arguments import Parser  # the app starts without a parser

    parser = Parser(name, summary)
    command.declare(parser)
    session = Session(parser.read(before + behind), is_process=is_process)
    try:
        code = command.run(session) or DONE
        left_out = session.passed_over()
        if left_out and not session.has_changed:
            raise StoreError(ErrorCode.DAMAGED, left_out)
        return code
    except output.Unwritten as error:
        if not session.has_changed:
            raise
        output.discard()
        reason = (error.strerror or "no reason given").lower()
        output.error_line(f"It was done, but the answer could not be written: {reason}.")
        return DONE
    finally:
        session.close()


def _without_command(before: list[str], behind: list[str]) -> int:
    if behind and behind[0] in ("--help", "-h"):
        from unbroken.cli.help_text import overview  # only for help and hints

        raise HelpAsked("help", overview())
    if behind and behind[0] == "--version":
        from unbroken.version import __version__  # only for --version

        raise HelpAsked("version", __version__)
    if behind and behind[0] == "--names":
        from unbroken.cli.completion_names import print_names  # only for a press of TAB

        return print_names(before, behind[1:])
    if behind:
        option = one_line(behind[0], 40)
        raise UsageError(f"There is no option {option} before a command; see `unbroken --help`.")
    session = Session(_global_options(before))
    if session.json:
        raise UsageError("--json needs a command, such as `unbroken status --json`.")
    if not (output.is_terminal(sys.stdout) and output.is_terminal(sys.stdin)):
        raise UsageError("The app needs a terminal; name a command, such as `unbroken status`.")
    app = import_module("unbroken.tui.run")
    code = app.run_app(
        session.path,
        owner=session.owner,
        clock=session.clock(),
        clock_is_set=session.clock_is_set,
    )
    return int(code)


def _global_options(before: list[str]) -> Any:
    """The options without a command; mostly there are none, and then no parser is loaded."""
    if not before:
        return SimpleNamespace(db=None, owner=None, now=None, json=False)
    from unbroken.cli.arguments import Parser  # the app starts without a parser

    return Parser("", "").read(before)


def _print_help(asked: HelpAsked, as_json: bool) -> int:
    text = asked.text
    if as_json:
        from unbroken.core.json_text import json_text  # only with --json

        text = json_text({asked.key: asked.text}, ascii_only=output.is_ascii_only())
    elif asked.key == "version":
        text = f"unbroken {asked.text}"
    output.write(text, sys.stdout)
    return DONE


def _fail(exit_code: int, code: ErrorCode, message: str, as_json: bool) -> int:
    """One plain sentence on standard error, or the error as an object."""
    line = one_line(message, _LONGEST_MESSAGE)
    if as_json:
        from unbroken.core.json_text import json_text  # only with --json

        line = json_text({"error": {"code": code, "message": line}}, ascii_only=True)
    output.error_line(line)
    return exit_code
