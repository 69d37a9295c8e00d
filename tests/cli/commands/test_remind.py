"""`remind`: what is due is sent once, one way or another; and what sends it by itself."""

from __future__ import annotations

import configparser
import json
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli.conftest import Typed, Unbroken

Answered = Callable[..., Any]

EVENING = ("--now", "2026-03-11T22:30:00Z")
TEXT = "Read: 0 of 20 min today, 20 min to go. 1 h left; 2 in a row are at stake."


@pytest.fixture(autouse=True)
def machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine without a desktop, systemd or cron; its programs are those of the folder."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    for name in ("TERM_PROGRAM", "KITTY_WINDOW_ID", "TERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "argv", ["unbroken"])
    program(folder, "unbroken", "")
    return folder


def program(folder: Path, name: str, script: str) -> None:
    """Puts a program on the machine."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


@pytest.fixture
def reminded(unbroken: Unbroken, read: None) -> None:
    assert unbroken("edit", "read", "--remind", "8:30", "--remind", "2h before", "--yes").code == 0


@pytest.mark.usefixtures("reminded")
def test_a_line_each_and_only_once(unbroken: Unbroken) -> None:
    assert unbroken("remind").out == ""
    assert unbroken("remind", "--dry-run", *EVENING).out == f"{TEXT} (2h before)\n"
    assert unbroken("remind", *EVENING).out == f"{TEXT}\n"
    again = unbroken("remind", *EVENING)
    assert (again.code, again.out, again.err) == (0, "", "")


@pytest.mark.usefixtures("reminded")
def test_as_json(answered: Answered) -> None:
    [tried] = answered("remind", "--dry-run", *EVENING)
    assert list(tried) == [
        *("streak_id", "activity_type", "name", "owned_by_id", "times", "came_at", "ends_at"),
        "text",
    ]
    assert (tried["times"], tried["came_at"]) == (["2h before"], "2026-03-11T22:00:00Z")
    assert answered("remind", *EVENING) == [tried]
    assert answered("remind", *EVENING) == []


@pytest.mark.usefixtures("reminded")
@pytest.mark.parametrize(
    ("name", "value", "sign"),
    [
        ("TERM_PROGRAM", "WezTerm", "\a\x1b]9;Read: {text}\x1b\\"),
        ("TERM", "xterm", "\a\x1b]777;notify;Read;{text}\x1b\\"),
        ("TERM", "linux", "\a"),
    ],
)
def test_a_terminal_rings(
    unbroken: Unbroken, monkeypatch: pytest.MonkeyPatch, name: str, value: str, sign: str
) -> None:
    monkeypatch.setenv(name, value)
    text = TEXT.removeprefix("Read: ").replace(";", ",")
    ran = unbroken("remind", "--via", "terminal", *EVENING)
    assert ran.out == f"{sign.format(text=text)}{TEXT}\n"


def test_no_name_steers_the_terminal_or_the_desktop(
    unbroken: Unbroken, machine: Path, tmp_path: Path
) -> None:
    assert unbroken("add", "A;b\x1b]0;x\x07 <i>", "--remind", "8:30", "--unit", "<b>&").code == 0
    tomorrow = ("--now", "2026-03-12T09:00:00Z")
    said = unbroken("remind", "--via", "terminal", *tomorrow).out
    assert said.count("\x1b") == 2
    assert "\x1b]777;notify;A,b�]0,x� <i>;0 of 1 <b>& today" in said
    unbroken("edit", "A", "--remind", "8:31", "--yes", "--now", "2026-03-12T08:30:00Z")
    program(machine, "notify-send", NOTIFY.format(folder=tmp_path, answer=""))
    assert unbroken("remind", *tomorrow).out == ""
    assert (tmp_path / "sent").read_text().splitlines() == [
        "--app-name=Unbroken --action=done=Done -- A;b�]0;x� <i>"
        " 0 of 1 &lt;b&gt;&amp; today, 1 to go. 15 h left."
    ]


NOTIFY = """
if [ "$1" = --help ]; then echo "  -A, --action=[NAME=]Text"; exit; fi
echo "$@" >> {folder}/sent
{answer}
"""


@pytest.mark.usefixtures("reminded")
def test_done_logs_what_is_missing(unbroken: Unbroken, machine: Path, tmp_path: Path) -> None:
    unbroken("log", "read", "14")
    program(machine, "notify-send", NOTIFY.format(folder=tmp_path, answer="echo done"))
    ran = unbroken("remind", *EVENING)
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert (tmp_path / "sent").read_text().count("\n") == 1
    history = json.loads(unbroken("history", "read", "--json", *EVENING).out)
    assert [each["value"] for each in history[:2]] == [6, 14]


@pytest.mark.usefixtures("reminded")
@pytest.mark.parametrize("answer", ["exit 1", None])
def test_where_the_desktop_fails_a_line_is_printed(
    unbroken: Unbroken, machine: Path, tmp_path: Path, answer: str | None
) -> None:
    if answer is not None:
        program(machine, "notify-send", NOTIFY.format(folder=tmp_path, answer=answer))
    assert unbroken("remind", "--via", "notify", *EVENING).out == f"{TEXT}\n"


@pytest.mark.usefixtures("reminded")
def test_nobody_waits_for_ever(
    unbroken: Unbroken, machine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("unbroken.cli.reminder_delivery.ANSWERED_WITHIN", 0.0)
    program(machine, "notify-send", NOTIFY.format(folder=tmp_path, answer="exec /bin/sleep 60"))
    assert unbroken("remind", *EVENING).out == ""


@pytest.mark.usefixtures("reminded")
def test_without_systemd_it_is_a_line_for_cron(
    unbroken: Unbroken, answered: Answered, machine: Path, tmp_path: Path
) -> None:
    said = unbroken("remind", "install", "--owner", "me").out.splitlines()
    database = tmp_path / "u.db"
    line = f"*/5 * * * * {machine}/unbroken --db {database} --owner me remind"
    assert said == [
        "There is no systemd for this user; add this line with `crontab -e`:",
        line,
    ]
    assert answered("remind", "status")["kind"] is None
    program(machine, "crontab", f"echo {shlex.quote(line)}")
    status = answered("remind", "status")
    assert (status["kind"], status["active"], status["cron"]) == ("cron", True, [line])
    assert status["reminders"] == {"read": ["08:30", "2h before"]}
    assert unbroken("remind", "uninstall").out == f"Remove this with `crontab -e`:\n{line}\n"
    assert not (tmp_path / "config").exists()


SYSTEMD = 'echo "$@" >> {folder}/told'


@pytest.mark.usefixtures("reminded")
def test_the_timer_of_systemd(
    unbroken: Unbroken, answered: Answered, machine: Path, tmp_path: Path
) -> None:
    program(machine, "systemctl", SYSTEMD.format(folder=tmp_path))
    folder = tmp_path / "config" / "systemd" / "user"
    shown = unbroken("remind", "install", "--print").out
    assert not folder.exists()
    nasty = str(tmp_path / 'a "b" %h $x.db')
    assert unbroken("--db", nasty, "remind", "install").code == 0
    service, timer = (folder / f"unbroken-remind.{each}" for each in ("service", "timer"))
    parsed = configparser.RawConfigParser()
    parsed.read([service, timer])
    quoted = str(tmp_path / 'a \\"b\\" %%h $$x.db')
    assert parsed["Service"]["ExecStart"] == f'"{machine}/unbroken" "--db" "{quoted}" "remind"'
    assert (parsed["Timer"]["OnCalendar"], parsed["Timer"]["Persistent"]) == ("*:0/5", "true")
    assert timer.read_text() in shown
    assert (tmp_path / "told").read_text().splitlines() == [
        "--user show-environment",
        "--user daemon-reload",
        "--user enable --now unbroken-remind.timer",
    ]
    assert "but for another program, database or owner" in unbroken("remind", "status").out
    assert unbroken("remind", "install").code == 0
    status = answered("remind", "status")
    assert (status["kind"], status["active"], status["current"]) == ("systemd", True, True)
    assert unbroken("remind", "uninstall").out == "The timer is removed.\n"
    assert list(folder.iterdir()) == []
    assert unbroken("remind", "uninstall").out == "Nothing was installed.\n"


@pytest.mark.usefixtures("reminded")
def test_systemd_that_refuses_is_told(unbroken: Unbroken, machine: Path) -> None:
    refuse = 'test "$2" = show-environment || { echo "No medium found" >&2; exit 1; }'
    program(machine, "systemctl", refuse)
    ran = unbroken("remind", "install")
    said = "systemd refused `systemctl --user daemon-reload`: No medium found.\n"
    assert (ran.code, ran.err) == (1, said)


@pytest.mark.parametrize(
    "line", ["remind --print", "remind install --dry-run", "remind often", "remind --via pigeon"]
)
def test_wrong_usage(unbroken: Unbroken, line: str) -> None:
    assert unbroken(*line.split()).code == 2


def test_somebody_at_a_terminal_is_told_that_there_is_nothing(
    unbroken: Unbroken, monkeypatch: pytest.MonkeyPatch, read: None
) -> None:
    out = Typed()
    monkeypatch.setattr(sys, "stdout", out)
    unbroken("remind")
    assert out.getvalue() == "Nothing is to be reminded of now.\n"


@pytest.mark.usefixtures("read")
def test_the_flags_of_a_streak(unbroken: Unbroken, answered: Answered) -> None:
    assert answered("edit", "read", "--remind", "21:00,8:30", "--yes")["reminders"] == [
        "08:30",
        "21:00",
    ]
    assert "  reminds at 08:30 and 21:00" in unbroken("status", "read").out.splitlines()
    assert answered("edit", "read", "--no-remind", "--yes")["reminders"] is None
    assert answered("edit", "read", "--remind", "9:00", "--yes")["reminders"] == ["09:00"]
    assert answered("edit", "read", "--remind", "", "--yes")["reminders"] is None
    assert unbroken("edit", "read", "--remind", "9:00", "--no-remind", "--yes").code == 2
    ran = unbroken("edit", "read", "--remind", "noon", "--yes")
    assert ran.err == "“noon” is no time of a reminder; write 08:30, or 2h before.\n"


@pytest.mark.usefixtures("read")
def test_quiet_hours_are_set_in_two_ways(unbroken: Unbroken, answered: Answered) -> None:
    assert answered("config", "quiet_hours", "22:00-7:00")["quiet_hours"] == "22:00-07:00"
    assert answered("owner")[0]["quiet_hours"] == "22:00-07:00"
    assert "quiet 22:00-07:00." in unbroken("owner", "edit", "me", "--grace", "1").out
    assert answered("owner", "edit", "me", "--quiet-hours", "")[0]["quiet_hours"] is None
    ran = unbroken("config", "quiet_hours", "nights")
    assert (ran.code, ran.err) == (
        1,
        "“nights” are no quiet hours; write them as 22:00-07:00.\n",
    )
