"""What sends reminders by itself: a timer of systemd for this user, else a line for cron.

Nothing stays running: every few minutes a command looks whether something is due. It is the full
path of this program, with the database and the owner that were named.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from unbroken.cli.reminder_delivery import ANSWERED_WITHIN
from unbroken.cli.session import Session
from unbroken.core.errors import ErrorCode, Refusal
from unbroken.core.typing import Final
from unbroken.engine.reminder_senders import UNIT, cron_lines, units_folder

MINUTES: Final = 5
_MUTE: Final = "notify-send is not installed, so a desktop would show nothing; install libnotify."
_SERVICE: Final = """\
[Unit]
Description=Unbroken: send the reminders that are due

[Service]
Type=oneshot
ExecStart={command}
TimeoutStartSec={limit}
"""
_TIMER: Final = """\
[Unit]
Description=Unbroken: look for reminders every {minutes} minutes

[Timer]
OnCalendar=*:0/{minutes}
Persistent=true
AccuracySec=1s

[Install]
WantedBy=timers.target
"""


def install(session: Session) -> None:
    """Writes the units of systemd and starts the timer; without systemd, says what to tell cron.

    With `--print` it only shows what would be written. Raises Refusal where systemd will not.
    """
    units = _units(session)
    if session.options.print:
        found = {str(path): text for path, text in units.items()}
        session.answer({"units": found, "cron": _cron_line(session)}, lambda: _shown(units))
        return
    if not _has_systemd():
        line = _cron_line(session)
        session.answer({"kind": "cron", "cron": line}, lambda: _cron_words(line))
        return
    for path, text in units.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    _systemctl("daemon-reload")
    _systemctl("enable", "--now", f"{UNIT}.timer")
    session.answer(
        {"kind": "systemd", "files": [str(path) for path in units]},
        lambda: _installed_words(session),
    )


def uninstall(session: Session) -> None:
    """Stops the timer and removes the units; a line for cron is for its person to remove."""
    there = [path for path in _units(session) if path.exists()]
    if there:
        if _has_systemd():
            _systemctl("disable", "--now", f"{UNIT}.timer")
        for path in there:
            path.unlink()
        if _has_systemd():
            _systemctl("daemon-reload")
    lines = cron_lines()
    session.answer(
        {"removed": [str(path) for path in there], "cron": lines},
        lambda: _uninstalled_words(there, lines),
    )


def tell(session: Session) -> None:
    """Says what sends reminders, and which there are."""
    units, lines = _units(session), cron_lines()
    there = all(path.exists() for path in units)
    active = there and _has_systemd() and _is_active()
    current = there and all(
        path.read_text(encoding="utf-8") == text for path, text in units.items()
    )
    me = session.me()
    streaks = {each.id: each for each in session.engine.streaks()}
    mine = [streaks[each.streak_id] for each in session.engine.status()]
    times = {each.activity_type: list(each.reminders) for each in mine if each.reminders}
    answer = {
        "kind": "systemd" if there else "cron" if lines else None,
        "active": active or bool(lines),
        "current": current or (not there and bool(lines)),
        "files": [str(path) for path in units if path.exists()],
        "cron": lines,
        "quiet_hours": me.quiet_hours,
        "reminders": times,
    }

    def said() -> Iterator[str]:
        yield _state_words(there=there, active=active, current=current, in_cron=bool(lines))
        if not _can_show():
            yield _MUTE
        if me.quiet_hours:
            yield f"Quiet hours: {me.quiet_hours}."
        for each in mine:
            if each.reminders:
                yield f"{each.name}: {', '.join(each.reminders)}"
        if not times:
            yield "No streak has reminders; `unbroken edit STREAK --remind 08:30` gives it one."

    session.answer(answer, said)


def _state_words(*, there: bool, active: bool, current: bool, in_cron: bool) -> str:
    if there and not active:
        return "The timer is installed, but does not run; `unbroken remind install` starts it."
    if there and not current:
        return (
            "The timer runs, but for another program, database or owner;"
            " `unbroken remind install` makes it this one."
        )
    if there:
        return f"The timer of systemd looks every {MINUTES} minutes."
    if in_cron:
        return f"A line of cron looks every {MINUTES} minutes, or as it says."
    return "Nothing sends reminders by itself; `unbroken remind install` sets it up."


def _installed_words(session: Session) -> Iterator[str]:
    yield f"The timer of systemd now looks for reminders every {MINUTES} minutes."
    for path in _units(session):
        yield f"  {path}"
    yield "`unbroken remind uninstall` takes that back."
    if not _can_show():
        yield _MUTE


def _cron_words(line: str) -> Iterator[str]:
    yield "There is no systemd for this user; add this line with `crontab -e`:"
    yield line


def _uninstalled_words(removed: list[Path], lines: list[str]) -> Iterator[str]:
    if removed:
        yield "The timer is removed."
    if lines:
        yield "Remove this with `crontab -e`:"
        yield from lines
    if not (removed or lines):
        yield "Nothing was installed."


def _shown(units: dict[Path, str]) -> Iterator[str]:
    for path, text in units.items():
        yield f"# {path}"
        yield text


def _units(session: Session) -> dict[Path, str]:
    """The units' files, with what is to stand in them."""
    folder = units_folder()
    command = " ".join(map(_for_systemd, _command(session)))
    limit = int(ANSWERED_WITHIN) + 30
    return {
        folder / f"{UNIT}.service": _SERVICE.format(command=command, limit=limit),
        folder / f"{UNIT}.timer": _TIMER.format(minutes=MINUTES),
    }


def _command(session: Session) -> list[str]:
    """The command that sends what is due."""
    name = os.path.basename(sys.argv[0])
    found = shutil.which(sys.argv[0]) if name.partition(".")[0] == "unbroken" else None
    program = [sys.executable, "-m", "unbroken"] if found is None else [os.path.abspath(found)]
    database = session.options.db or os.environ.get("UNBROKEN_DB")
    program += ["--db", os.path.abspath(database)] if database else []
    program += ["--owner", session.owner] if session.owner else []
    return [*program, "remind"]


def _for_systemd(word: str) -> str:
    """A word as systemd reads it on the line of a command."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped.replace("%", "%%").replace("$", "$$")}"'


def _cron_line(session: Session) -> str:
    command = " ".join(map(shlex.quote, _command(session))).replace("%", "\\%")
    return f"*/{MINUTES} * * * * {command}"


def _can_show() -> bool:
    return shutil.which("notify-send") is not None


def _has_systemd() -> bool:
    """Whether systemd runs for this user."""
    if shutil.which("systemctl") is None:
        return False
    asked = ["systemctl", "--user", "show-environment"]
    return subprocess.run(asked, capture_output=True, check=False).returncode == 0


def _is_active() -> bool:
    asked = ["systemctl", "--user", "is-active", "--quiet", f"{UNIT}.timer"]
    return subprocess.run(asked, capture_output=True, check=False).returncode == 0


def _systemctl(*words: str) -> None:
    """Tells systemd to do something. Raises Refusal, with its own words, where it does not."""
    done = subprocess.run(
        ["systemctl", "--user", *words], capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise Refusal(
            ErrorCode.SYSTEM, f"systemd refused `systemctl --user {' '.join(words)}`: {said}."
        )
