"""The table of commands and the modules that it names."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from unbroken.cli import commands
from unbroken.cli.command_line import Words, find_command
from unbroken.cli.registry import COMMANDS, FAMILIES
from unbroken.cli.usage_errors import HelpAsked, UsageError


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_module_of_its_own(name: str) -> None:
    module = COMMANDS[name][0]
    assert [each for each in COMMANDS if COMMANDS[each][0] == module and each not in FAMILIES] == [
        f"{name} list" if name in FAMILIES else name
    ]
    command = import_module(f"unbroken.cli.commands.{module}")
    assert callable(command.declare)
    assert callable(command.run)


def test_every_module_is_of_a_command() -> None:
    folder = Path(commands.__file__).parent
    files = {each.stem for each in folder.glob("*.py") if each.stem != "__init__"}
    assert files == {module for module, _ in COMMANDS.values()}


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        ("log read 3", Words([], "log", ["read", "3"])),
        ("--db x --json log --at now", Words(["--db", "x", "--json"], "log", ["--at", "now"])),
        ("--owner=Ann owner --db x", Words(["--owner=Ann", "--db", "x"], "owner list", [])),
        ("owner --json add Bo", Words(["--json"], "owner add", ["Bo"])),
        ("--json", Words(["--json"], None, [])),
        ("--help log", Words([], None, ["--help", "log"])),
    ],
)
def test_a_command_line_is_taken_apart(argv: str, words: Words) -> None:
    assert find_command(argv.split()) == words


@pytest.mark.parametrize(
    ("argv", "error"),
    [("lgo", UsageError), ("owner x", UsageError), ("owner --help", HelpAsked)],
)
def test_what_names_no_command(argv: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        find_command(argv.split())
