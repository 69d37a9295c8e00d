"""A whole visit in a real pseudo-terminal: the program, its keys, and what it leaves behind."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from unbroken.engine.api import open_engine
from unbroken.engine.clock import fixed_clock
from unbroken.engine.when import read_instant

NOW = "2026-11-21T20:10:00Z"
CALENDAR = "Mon  Tue  Wed"
"""Stands over a month, and nowhere else."""
PATIENCE = 60
"""Seconds after which a text that does not come is missed."""


class Terminal:
    """A pseudo-terminal of 80x24, with the program in it."""

    def __init__(self, database: Path) -> None:
        self.ours, self.theirs = pty.openpty()
        fcntl.ioctl(self.theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.before = termios.tcgetattr(self.theirs)
        self.written, self.gone = b"", False
        home = str(database.parent)
        told = {"TERM": "xterm-256color", "HOME": home, "UNBROKEN_DB": str(database), "TZ": "UTC"}
        environment = {**os.environ, **told, "UNBROKEN_NOW": NOW, "UNBROKEN_KEYS": os.devnull}
        environment["UNBROKEN_PREFERENCES"] = str(database.with_name("preferences.toml"))
        self.program = subprocess.Popen(
            [sys.executable, "-m", "unbroken"],
            stdin=self.theirs,
            stdout=self.theirs,
            stderr=self.theirs,
            env=environment,
            start_new_session=True,
        )

    def press(self, keys: str, then: str) -> None:
        """Presses keys, and reads on until a text comes that was not there before."""
        seen = len(self.written)
        os.write(self.ours, keys.encode())
        self.until(then, seen)

    def press_until_taken(self, key: str, then: str, after: bytes = b"") -> None:
        """Presses a key again each second until a new text comes, also `after` what was sent.

        After the start of a key that there is not, whatever follows within a tenth of a second
        is read as a part of it.
        """
        seen, ends = len(self.written), time.monotonic() + PATIENCE
        while then.encode() not in self.written[seen:]:
            told = f"{then!r} did not come after {after!r}: {self.written[-500:]!r}"
            assert time.monotonic() < ends, told
            os.write(self.ours, key.encode())
            for _ in range(10):
                if then.encode() not in self.written[seen:]:
                    self._read(0.1)

    def until(self, text: str, start: int = 0) -> None:
        """Reads until a text is on its way to the screen."""
        ends = time.monotonic() + PATIENCE
        while text.encode() not in self.written[start:]:
            assert time.monotonic() < ends, f"{text!r} did not come: {self.written[-500:]!r}"
            self._read(1)

    def leave(self, key: str) -> int:
        """Presses the key that quits; reads what is still written, and answers the exit code."""
        os.write(self.ours, key.encode())
        ends = time.monotonic() + PATIENCE
        while self.program.poll() is None:
            assert time.monotonic() < ends, "it did not end"
            self._read(0.2)
        while self._read(0.1):
            pass
        return self.program.returncode

    def _read(self, seconds: float) -> bool:
        ready, _, _ = select.select([self.ours], [], [], seconds)
        if ready:
            self.written += os.read(self.ours, 1 << 16)
        return bool(ready)

    def vanish(self) -> None:
        """Nobody reads any more, as when a window is closed."""
        os.close(self.theirs)
        os.close(self.ours)
        self.gone = True

    def close(self) -> None:
        """Ends what is left."""
        if self.program.poll() is None:
            self.program.kill()
        self.program.wait()
        if not self.gone:
            self.vanish()


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "visit.db"
    engine = open_engine(path, clock=fixed_clock(read_instant(NOW)))
    engine.add("Read", aggregation_method="sum", unit="min", aggregation_target_value=20)
    engine.add("Walk")
    engine.close()
    return path


@pytest.fixture
def terminal(database: Path) -> Iterator[Terminal]:
    made = Terminal(database)
    yield made
    made.close()


def test_a_visit(terminal: Terminal, database: Path) -> None:
    terminal.until("Walk")
    terminal.press("2", "done")
    terminal.press("1", "ow many min")  # the cursor stands on the first letter
    terminal.press("12\r", "12 / 20")
    terminal.press("c", CALENDAR)
    terminal.press("\x1b", "This period")
    terminal.press("u", "Took back")
    assert terminal.leave("q") == 0

    assert termios.tcgetattr(terminal.theirs) == terminal.before
    last = dict(re.findall(rb"\x1b\[\?(\d+)([hl])", terminal.written))
    assert last.pop(b"25") == b"h", "the cursor is shown again"
    assert last.pop(b"1049") == b"l", "what was on the screen before is back"
    titles = re.findall(rb"\x1b\]2;(.*?)\x07|\x1b\[(2[23]);2t", terminal.written)
    assert [titles[0][1], titles[-1][1]] == [b"22", b"23"], "the title that it had is back"
    assert "Unbroken · 1 left" in [told.decode() for told, _ in titles]
    mouse_and_paste = {b"1000", b"1003", b"1006", b"2004"}
    assert mouse_and_paste <= last.keys()
    assert all(last[mode] == b"l" for mode in mouse_and_paste)

    engine = open_engine(database, clock=fixed_clock(read_instant(NOW)))
    assert [log.activity_type for log in engine.history()] == ["walk"]
    assert engine.doctor().ok
    engine.close()


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_the_program_ends_when_its_terminal_is_gone(
    terminal: Terminal, number: signal.Signals
) -> None:
    """Even while it has more to write than anybody takes."""
    terminal.until("Walk")
    os.write(terminal.ours, b"c" + b"jk" * 40)
    terminal.vanish()
    terminal.program.send_signal(number)
    assert terminal.program.wait(PATIENCE) in (0, 1, 128 + number)


@pytest.mark.parametrize("numbers", [(), (signal.SIGHUP, signal.SIGCONT)])
def test_nothing_stays_of_it_when_its_terminal_is_gone(
    terminal: Terminal, numbers: tuple[signal.Signals, ...]
) -> None:
    """Whether the system says nothing, or wakes up what it hangs up, as after a closed window."""
    terminal.until("Walk")
    terminal.vanish()
    for number in numbers:
        terminal.program.send_signal(number)
    assert terminal.program.wait(PATIENCE) in (0, 1, 128 + signal.SIGHUP)


def test_a_stop_without_notice_is_gone_on_from(terminal: Terminal) -> None:
    terminal.until("Walk")
    for number in (signal.SIGSTOP, signal.SIGCONT, signal.SIGCONT):
        terminal.program.send_signal(number)
    terminal.press_until_taken("c", CALENDAR)
    assert terminal.leave("q") == 0
    assert termios.tcgetattr(terminal.theirs) == terminal.before


NOTHING = (b"\xff", b"\xe9", b"\x9b", b"\xc3", b"\xed\xa0\x80", b"\x1b[99999999u", b"\x1b[1:2:3;9u")


def test_bytes_that_mean_nothing_are_passed_over(terminal: Terminal) -> None:
    """One that is not UTF-8, or a key that there is not; what comes after it is read as ever."""
    terminal.until("Walk")
    for sent in NOTHING:
        os.write(terminal.ours, sent)
        terminal.press_until_taken("c", CALENDAR, sent)
        terminal.press("\x1b", "This period")  # twice, it would take the next key with it
    assert terminal.leave("q") == 0


def test_a_paste_in_another_encoding_is_pasted_with_marks(
    terminal: Terminal, database: Path
) -> None:
    terminal.until("Walk")
    terminal.press("n", "New streak")
    os.write(terminal.ours, b"\x1b[200~Caf\xe9\x1b[201~")
    terminal.until("Caf\ufffd")
    os.write(terminal.ours, b"\x1b")
    terminal.press("", "Leave without saving?")
    terminal.press("y", "This period")
    assert terminal.leave("q") == 0
