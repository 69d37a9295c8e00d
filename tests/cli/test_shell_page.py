"""The page about shells and bars: every command line on it is one that the parser takes."""

from __future__ import annotations

import re
import shlex
from importlib import import_module
from pathlib import Path

import pytest

from unbroken.cli.arguments import Parser
from unbroken.cli.command_line import find_command
from unbroken.cli.registry import COMMANDS

PAGE = Path(__file__).parents[2] / "docs" / "shell.md"
WORD = r" (?:(?:--)?[a-z]+(?:-[a-z]+)*|'[^']*')"
LINES = sorted(set(re.findall(rf"\bunbroken((?:{WORD})+)", PAGE.read_text("utf-8"))))


@pytest.mark.parametrize("line", LINES)
def test_a_command_line_of_the_page_is_understood(line: str) -> None:
    _, name, behind = find_command(shlex.split(line))
    assert name is not None
    module, summary = COMMANDS[name]
    parser = Parser(name, summary)
    import_module(f"unbroken.cli.commands.{module}").declare(parser)
    parser.read(behind)


def test_the_page_names_every_format_of_due() -> None:
    assert {" due --short", " due --format tmux", " due --format waybar", " due --check"} <= set(
        LINES
    )
