"""Ways of a reminder to its person: a notification of the desktop, the terminal, or a line.

A reminder is noted as sent before it is: where one way fails, it goes the next.
"""

from __future__ import annotations

import html
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from typing import Final

from unbroken.cli import output
from unbroken.cli.session import Session
from unbroken.core.errors import Refusal
from unbroken.core.reports import Reminder
from unbroken.core.text import one_line
from unbroken.engine.day_actions import log_missing

ANSWERED_WITHIN: Final = 240.0
"""Seconds for which an answer is waited for: the next run must not find this one still there."""
_LOOK_EVERY: Final = 0.2
_LONGEST: Final = 300
_BUS: Final = "DBUS_SESSION_BUS_ADDRESS"
_NOTIFIED_BY_9: Final = frozenset(("iTerm.app", "WezTerm", "ghostty"))
"""Programs (TERM_PROGRAM) that take OSC 9 for a notification; most others take OSC 777."""
_MUTE: Final = ("linux", "dumb")
"""Terminals (TERM) that know no notifications."""


def deliver(session: Session, reminders: Sequence[Reminder], via: str | None) -> None:
    """Sends reminders one way, or by the first that there is."""
    here = "terminal" if output.is_terminal(sys.stdout) else "print"
    way = via or ("notify" if _can_notify() else here)
    if way == "notify":
        reminders, way = notify(session, reminders), here
    if way == "terminal":
        for each in reminders:
            output.write(_signal(each), sys.stdout, end="")
    session.say(f"{each.name}: {each.text}" for each in reminders)


def _signal(reminder: Reminder) -> str:
    """The bell, and what makes a notification of many terminals, without a sign of its own."""
    title, body = (text.replace(";", ",") for text in _said(reminder))
    if os.environ.get("TERM", "") in _MUTE:
        return "\a"
    if os.environ.get("TERM_PROGRAM") in _NOTIFIED_BY_9 or "KITTY_WINDOW_ID" in os.environ:
        return f"\a\x1b]9;{title}: {body}\x1b\\"
    return f"\a\x1b]777;notify;{title};{body}\x1b\\"


def _said(reminder: Reminder) -> tuple[str, str]:
    """Name and text, with nothing in them that could steer a terminal or a desktop."""
    return one_line(reminder.name), one_line(reminder.text, _LONGEST)


def _can_notify() -> bool:
    """Whether there is a desktop to notify, and what does it."""
    return shutil.which("notify-send") is not None and _BUS in _environment()


def _environment() -> dict[str, str]:
    """The environment with the way to the desktop in it, which a cron job does not have."""
    found = dict(os.environ)
    if _BUS not in found and hasattr(os, "getuid"):
        bus = f"/run/user/{os.getuid()}/bus"
        if os.path.exists(bus):
            found[_BUS] = f"unix:path={bus}"
    return found


def notify(session: Session, reminders: Sequence[Reminder]) -> list[Reminder]:
    """Notifies the desktop of each, with a button that logs; answers those that could not be."""
    environment = _environment()
    command = ["notify-send", "--app-name=Unbroken"]
    try:
        known = subprocess.run(
            ["notify-send", "--help"], capture_output=True, check=False, timeout=10
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return list(reminders)
    if b"--action" in known:
        command.append("--action=done=Done")
        if output.is_terminal(sys.stdout) and not session.json:
            session.say(["Waiting for an answer to the notification; Ctrl-C leaves it there."])
    waiting: dict[int, subprocess.Popen[bytes]] = {}
    for number, each in enumerate(reminders):
        title, body = _said(each)
        waiting[number] = subprocess.Popen(
            [*command, "--", title, html.escape(body, quote=False)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
    failed = []
    for number, answer in _answers(waiting):
        if answer is None:
            failed.append(reminders[number])
        elif answer.strip() == b"done":
            _log(session, reminders[number])
    return failed


def _answers(
    waiting: dict[int, subprocess.Popen[bytes]],
) -> Iterable[tuple[int, bytes | None]]:
    """What each program has answered as soon as it has; None where it failed. One that takes too
    long is ended: what it showed stays, without its button.
    """
    until = time.monotonic() + ANSWERED_WITHIN
    while waiting:
        for number, program in list(waiting.items()):
            late = time.monotonic() >= until
            if program.poll() is None and late:
                program.terminate()
            if program.poll() is not None or late:
                del waiting[number]
                said, _ = program.communicate()
                yield number, said if late or program.returncode == 0 else None
        if waiting:
            time.sleep(_LOOK_EVERY)


def _log(session: Session, reminder: Reminder) -> None:
    """Logs what somebody says is done: as of now, once or what is missing."""
    session.look_again()
    try:
        log_missing(session.engine, reminder.activity_type)
    except Refusal as error:
        output.error_line(error.message)
