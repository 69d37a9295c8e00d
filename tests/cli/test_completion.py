"""What shells complete at TAB, tried in the shells that this machine has."""

from __future__ import annotations

import os
import pty
import select
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cli.conftest import Unbroken
from unbroken.cli.command_table import Values, commands, global_options

FREE = {"NAME", "ACTIVITY_TYPE", "N", "AMOUNT", "TEXT", "N=TITLE", "VALUE", "UNIQUE", "MONTH"}
FREE |= {"COLUMNS", "INSTANT", "NUMBER", "TIME"}
FREE |= {"ADDRESS", "PORT", "NAMES", "URLS", "LIST", "EXTERNAL_ID", "WORDS"}
"""What people write as they like."""

CASES = {
    "unbroken st": {"start", "stats", "status", "stop"},
    "unbroken --d": {"--db"},
    "unbroken log ": {"walk", "yoga-1"},
    "unbroken log w": {"walk"},
    "unbroken log walk --at y": {"yesterday"},
    "unbroken log walk --n": {"--note", "--new", "--now"},
    "unbroken log --at now w": {"walk"},
    "unbroken report w": {"walk"},
    "unbroken restore p": {"piano"},
    "unbroken due --format ": {"plain", "json", "waybar", "tmux"},
    "unbroken add --period d": {"daily"},
    "unbroken add X --group B": {"Body"},
    "unbroken skip walk to": {"today", "tomorrow"},
    "unbroken skip walk today to": {"today", "tomorrow"},
    "unbroken owner e": {"edit"},
    "unbroken owner edit m": {"me"},
    "unbroken owner edit me --day-": {"--day-start"},
    "unbroken --owner m": {"me"},
    "unbroken --db none.db log ": set(),
    "unbroken --db other.db log ": {"swim"},
    "unbroken import ot": {"other.db"},
    "unbroken log walk --tz Europe/Berl": {"Europe/Berlin"},
}
"""Command lines to what completes their last word."""


@pytest.fixture
def shell_folder(unbroken: Unbroken, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two databases, a script for each shell, and the command on the path."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    for line in ("add Walk", "add 'Yoga 1' --group Body", "add Piano", "archive piano"):
        assert unbroken(*shlex.split(line)).code == 0
    assert unbroken("--db", "other.db", "add", "Swim").code == 0
    for shell in ("bash", "zsh", "fish"):
        ran = unbroken("completion", shell)
        assert (ran.code, ran.err) == (0, "")
        (tmp_path / f"complete.{shell}").write_text(ran.out, encoding="utf-8")
    command = tmp_path / "bin" / "unbroken"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m unbroken "$@"\n')
    command.chmod(0o755)
    monkeypatch.setenv("PATH", f"{command.parent}:{os.environ['PATH']}")
    return tmp_path


def run(*argv: str) -> str:
    done = subprocess.run(argv, capture_output=True, encoding="utf-8", timeout=120, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def needs(shell: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(shell) is None, reason=f"there is no {shell} here")


@needs("bash")
def test_bash(shell_folder: Path) -> None:
    said = ["source complete.bash"]
    for line in CASES:
        words = [*shlex.split(line), *([""] if line.endswith(" ") else [])]
        said.append(
            f"COMP_WORDS=({shlex.join(words)}); COMP_CWORD={len(words) - 1}; _unbroken;"
            " echo ${COMPREPLY[@]}"
        )
    found = run("bash", "--norc", "-c", "\n".join(said)).splitlines()
    assert dict(zip(CASES, map(set, map(str.split, found)), strict=True)) == CASES


@needs("bash")
def test_bash_has_a_value_behind_an_equals_sign(shell_folder: Path) -> None:
    """There it stands as a word of its own, and so does the sign."""
    words = "COMP_WORDS=(unbroken due --format = w); COMP_CWORD=4"
    script = f"source complete.bash; {words}; _unbroken; echo ${{COMPREPLY[@]}}"
    assert run("bash", "--norc", "-c", script) == "waybar\n"


@needs("fish")
def test_fish(shell_folder: Path) -> None:
    said = ["source complete.fish"]
    said += [f"echo (complete -C {shlex.quote(line)} | string split -f1 \\t)" for line in CASES]
    found = run("fish", "--no-config", "-c", "\n".join(said)).splitlines()
    assert dict(zip(CASES, map(set, map(str.split, found)), strict=True)) == CASES


@needs("fish")
def test_fish_tells_more_of_each(shell_folder: Path) -> None:
    found = run("fish", "--no-config", "-c", "source complete.fish; complete -C 'unbroken log y'")
    assert found == "yoga-1\tYoga 1\n"


@needs("zsh")
def test_zsh(shell_folder: Path) -> None:
    """Typed into a terminal, where one TAB completes what there is one of."""
    ready = (
        "autoload -Uz compinit; compinit -u -D; source complete.zsh; PROMPT=\n"
        'tell() { zle complete-word; print -r -- "<$BUFFER>"; BUFFER= }\n'
        "zle -N tell; bindkey '^T' tell; echo re''ady\n"
    )
    cases = {line: found for line, found in CASES.items() if len(found) == 1 and "=" not in line}
    process, terminal = pty.fork()
    if not process:
        os.environ["TERM"] = "dumb"
        os.execvp("zsh", ["zsh", "-f"])
    try:
        type_and_wait(terminal, ready, "ready\r\n")
        for line, (found,) in cases.items():
            whole = line.rpartition(" ")[0] + " " + found
            answer = type_and_wait(terminal, f"{line}\x14", ">\r\n").rpartition("<")[2]
            assert answer.rstrip("\r\n >=") == whole
    finally:
        os.close(terminal)
        os.waitpid(process, 0)


def type_and_wait(terminal: int, text: str, awaited: str) -> str:
    """Types a text, and answers what the shell wrote up to what is awaited."""
    os.write(terminal, text.encode())
    written, until = "", time.monotonic() + 60
    while awaited not in written:
        assert time.monotonic() < until, written
        if select.select([terminal], [], [], 1)[0]:
            written += os.read(terminal, 65536).decode(errors="replace")
    return written


def test_everything_that_takes_a_value_is_known_or_free() -> None:
    options = [each for command in commands() for each in command.options] + global_options()
    words = [each for command in commands() for each in command.words]
    free = {each.metavar for each in options if each.values == Values()} - {""}
    free |= {each.metavar for each in words if each.values == Values()}
    assert free == FREE


def test_no_option_takes_a_value_in_one_command_and_none_in_another() -> None:
    """The script for fish tells them apart by their names alone."""
    everywhere = [each for command in commands() for each in command.options] + global_options()
    valued = {flag for each in everywhere if each.metavar for flag in each.flags}
    plain = {flag for each in everywhere if not each.metavar for flag in each.flags}
    assert valued & plain == set()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_script_has_every_command_and_option(unbroken: Unbroken, shell: str) -> None:
    script = unbroken("completion", shell).out
    for command in commands():
        assert command.name.rpartition(" ")[2] in script
        for each in command.options:
            assert all(flag in script or f"-l {flag[2:]}" in script for flag in each.flags)


def test_names(unbroken: Unbroken, tmp_path: Path) -> None:
    unbroken("add", "Café", "--type", "coffee")
    unbroken("add", "Old")
    unbroken("archive", "old")
    assert unbroken("--names", "streaks").out == "coffee\tCafé\n"
    assert unbroken("--names", "archived").out == "old\tOld\n"
    assert unbroken("--names", "owners").out == "me\n"
    assert unbroken("--names", "groups") == (0, "", "")
    assert "Europe/Berlin\n" in unbroken("--names", "zones").out
    for wrong in (("--names", "wishes"), ("--names",), ("--db", "--names", "streaks")):
        assert unbroken(*wrong).out == ""


def test_a_press_of_tab_makes_and_changes_nothing(unbroken: Unbroken, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("hello")
    for name in ("none.db", "notes.txt", "."):
        assert unbroken("--db", str(tmp_path / name), "--names", "streaks") == (0, "", "")
        assert unbroken(f"--db={tmp_path / name}", "--names", "streaks") == (0, "", "")
    assert [each.name for each in tmp_path.iterdir()] == ["notes.txt"]


def test_a_shell_that_is_not_known(unbroken: Unbroken) -> None:
    assert unbroken("completion", "tcsh").code == 2
    assert unbroken("completion", "bash", "--json").code == 2
