"""How soon the app shows its first frame and answers a key, and how much it writes then, beside an
empty Textual app; and how soon insight says its figures, beside an empty screen.

Run it with: python tests/benchmarks/app.py [ROUNDS]. It makes a database of 100 streaks and ten
years in a temporary folder, and drives both apps in a pseudo-terminal of 80x24.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import sqlite3
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.commands import NOW, compile_as_installed, make

ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 7
KEYS = 30
SCREENS = [[b"c"], [b"\x1b", b"l"], [b"\x1b", b"?"]]
"""The calendar, the log dialog and the help, each by the keys that lead there from the last."""
FIGURES = {
    "insight of one": (b"i", b"Completion"),
    "insight of all": (b"I", b"Strength"),
    "year in review": (b"Y", b"Best month"),
}
"""Each with its key and a word that stands only where its figures do."""
OPENED = {
    "the editor": (b"e", b"What kind"),
    "a month of one": (b"c", b"in a row"),
    "a month of all": (b"C", b"All streaks"),
}
"""Other screens, each with its key and a word that comes with what it shows."""
NOTICED = 1.5
"""Seconds within which the app has noticed, and shown, what another program has written."""
EMPTY = """
from textual.app import App
from textual.screen import Screen
from textual.widgets import Static
class Blank(Screen):
    BINDINGS = [("escape", "dismiss", "back")]
    def compose(self):
        yield Static("Blank")
class Empty(App):
    BINDINGS = [("j,k", "turn", "turn"), ("i", "open", "open")]
    count = 0
    def action_open(self):
        self.push_screen(Blank())
    def compose(self):
        yield Static("Streak 0")
    def action_turn(self):
        self.count += 1
        self.query_one(Static).update(f"Streak {self.count}")
Empty().run()
"""


class Window:
    """A program in a pseudo-terminal."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        self.started = time.perf_counter()
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.execvpe(command[0], command, environment)
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))

    def read(self, seconds: float) -> bytes:
        """What is written within so many seconds, at most one piece of it."""
        ready, _, _ = select.select([self.terminal], [], [], seconds)
        return os.read(self.terminal, 1 << 16) if ready else b""

    def until(self, text: bytes, seconds: float = 60) -> float:
        """Milliseconds from the start until a text is on its way to the screen."""
        seen = b""
        while text not in seen:
            piece = self.read(seconds)
            if not piece:
                raise SystemExit(f"{text!r} did not come; the last output was {seen[-300:]!r}")
            seen += piece
        return (time.perf_counter() - self.started) * 1000

    def opens(self, key: bytes, text: bytes) -> float:
        """Milliseconds until a key has brought a text; then it is gone back from."""
        self.started = time.perf_counter()
        os.write(self.terminal, key)
        opened = self.until(text)
        self.quiet_shortly()
        os.write(self.terminal, b"\x1b")
        self.quiet()
        return opened

    def quiet(self) -> None:
        """Waits until nothing is written any more."""
        while self.read(0.4):
            pass

    def press(self, key: bytes) -> float:
        """Milliseconds until a key is answered."""
        start = time.perf_counter()
        os.write(self.terminal, key)
        if not self.read(2):
            raise SystemExit(f"{key!r} was not answered")
        answered = (time.perf_counter() - start) * 1000
        self.quiet_shortly()
        return answered

    def quiet_shortly(self) -> None:
        """Lets the rest of an answer come."""
        while self.read(0.05):
            pass

    def answer(self, key: bytes) -> int:
        """How many bytes are written for a key."""
        os.write(self.terminal, key)
        written = 0
        while piece := self.read(0.4):
            written += len(piece)
        return written

    def idle(self, seconds: float) -> int:
        """How many bytes are written while nothing happens."""
        ends, written = time.perf_counter() + seconds, 0
        while (left := ends - time.perf_counter()) > 0:
            written += len(self.read(left))
        return written

    def idle_at(self, keys: list[bytes]) -> int:
        """The same on the screen that keys lead to."""
        for key in keys:
            os.write(self.terminal, key)
            self.quiet()
        return self.idle(2)

    def leave(self) -> float:
        """Milliseconds until ctrl+q has ended the program."""
        start = time.perf_counter()
        os.write(self.terminal, b"\x11")
        while True:
            try:
                if not self.read(60):
                    raise SystemExit("it did not end")
            except OSError:  # nobody is there any more
                break
        os.waitpid(self.pid, 0)
        os.close(self.terminal)
        return (time.perf_counter() - start) * 1000

    def close(self) -> None:
        """Ends the program."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.terminal)


def measure(name: str, command: list[str], environment: dict[str, str]) -> None:
    """Prints a line for one app."""
    frames, keys, written, idle = [], [], [0], 0
    for _ in range(ROUNDS):
        window = Window(command, environment)
        frames.append(window.until(b"Streak"))
        window.quiet()
        keys += [window.press(b"k" if number % 2 else b"j") for number in range(KEYS)][1:]
        written = [window.answer(b"k" if number % 2 else b"j") for number in range(4)]
        idle = window.idle(2) + sum(window.idle_at(screen) for screen in SCREENS)
        window.close()
    keys.sort()
    print(
        f"{name:20} first frame {statistics.median(frames):6.0f} ms"
        f"   a key {statistics.median(keys):5.1f} ms, 90th percentile"
        f" {keys[len(keys) * 9 // 10]:5.1f} ms   {statistics.median(written):6.0f} bytes a key"
        f"   idle {idle} bytes"
    )


def measure_figures(environment: dict[str, str]) -> None:
    """Prints a line for each screen of figures, opened by turns with an empty one: how much later
    than that one its figures are there, worked out anew and known already.
    """
    empty = Window([sys.executable, "-c", EMPTY], environment)
    ours = Window([sys.executable, "-m", "unbroken"], environment)
    for window in (empty, ours):
        window.until(b"Streak")
        window.quiet()
    for name, (key, text) in FIGURES.items():
        times = []
        for _ in range(ROUNDS + 1):
            outdate(environment["UNBROKEN_DB"])
            ours.idle(NOTICED)
            times.append(
                (empty.opens(b"i", b"Blank"), ours.opens(key, text), ours.opens(key, text))
            )
        beside, anew, again = (statistics.median(each) for each in zip(*times[1:], strict=True))
        first = times[0][1] - times[0][0]
        print(
            f"{name:20} {beside:4.0f} ms an empty screen   figures {anew - beside:4.0f} ms later,"
            f" known ones {again - beside:4.0f} ms   the very first time {first:5.0f} ms"
        )
    for name, (key, text) in OPENED.items():
        pairs = [(empty.opens(b"i", b"Blank"), ours.opens(key, text)) for _ in range(ROUNDS)]
        beside = statistics.median(each[0] for each in pairs)
        later = statistics.median(each[1] for each in pairs) - beside
        print(f"{name:20} {beside:4.0f} ms an empty screen   it {later:4.0f} ms later")
    print(f"{'undo':20} {statistics.median(undone(ours, environment)):4.0f} ms until it is told")
    left = ours.leave(), empty.leave()
    print(f"{'quitting':20} {left[0]:4.0f} ms   the empty app {left[1]:4.0f} ms")


def undone(window: Window, environment: dict[str, str]) -> Iterator[float]:
    """Milliseconds until `u` has told what it took back: a log that a command has made."""
    for _ in range(ROUNDS):
        command = [sys.executable, "-m", "unbroken", "log", "habit-000", "--now", NOW]
        subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
        window.idle(NOTICED)
        window.started = time.perf_counter()
        os.write(window.terminal, b"u")
        yield window.until(b"Took back")
        window.quiet()


def outdate(database: str) -> None:
    """Writes to a database as another program does, so that nothing is known of it any more.

    The values must be other ones: SQLite leaves a page alone that is to hold what it holds.
    """
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE streaks SET position = position + 1")


def main() -> None:
    """Measures the empty app, then ours over one year and over ten."""
    compile_as_installed()
    with tempfile.TemporaryDirectory() as name:
        environment = {**os.environ, "TERM": "xterm-256color", "UNBROKEN_NOW": NOW}
        environment["HOME"] = name
        measure("an empty app", [sys.executable, "-c", EMPTY], environment)
        for years in (1, 10):
            environment["UNBROKEN_DB"] = str(make(Path(name), years))
            measure(f"{years} years", [sys.executable, "-m", "unbroken"], environment)
            measure_figures(environment)


if __name__ == "__main__":
    main()
