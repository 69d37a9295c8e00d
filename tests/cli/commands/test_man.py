"""man."""

from __future__ import annotations

import json
import re
import shutil
import subprocess

import pytest

from cli.conftest import Unbroken
from unbroken.cli.command_table import commands, global_options
from unbroken.cli.registry import FAMILIES

needs_groff = pytest.mark.skipif(shutil.which("groff") is None, reason="there is no groff here")


def test_the_page_has_every_command_and_option(unbroken: Unbroken) -> None:
    ran = unbroken("man")
    assert (ran.code, ran.err) == (0, "")
    page = ran.out.replace(r"\-", "-")
    assert page.startswith(".TH UNBROKEN 1")
    for command in commands():
        if command.name in FAMILIES:
            continue
        _, found, after = page.partition(f"\\fBunbroken {command.name}\\fR")
        assert found, command.name
        own = after.partition("\n.RE\n")[0]
        for option in command.options:
            assert ", ".join(option.flags) in own
        for word in command.words:
            assert word.help in own.replace(r"\(aq", "'")
    for option in global_options():
        assert ", ".join(option.flags) in page.partition(".SH OPTIONS")[2]
    assert json.loads(unbroken("man", "--json").out) == {"man": ran.out}


@needs_groff
def test_groff_finds_nothing_wrong_with_it(unbroken: Unbroken) -> None:
    done = subprocess.run(
        ["groff", "-man", "-ww", "-z", "-Kutf8", "-Tutf8"],
        input=unbroken("man").out,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    assert done.stderr == ""


@needs_groff
def test_a_reader_sees_what_the_help_says(unbroken: Unbroken) -> None:
    done = subprocess.run(
        ["groff", "-man", "-Kutf8", "-Tutf8", "-rLL=100n"],
        input=unbroken("man").out,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    seen = re.sub(r"\x1b\[[0-9;]*m|.\x08", "", done.stdout)
    assert "unbroken log STREAK [VALUE]" in seen
    assert "unbroken log gym --at 'yesterday 18:30' --note legs" in seen
    assert "--output, -o FILE" in seen
    assert "EXIT STATUS" in seen
