"""Reading the terminal without giving up, whatever bytes come, and for no longer than it is there.

Textual's own driver decodes its input strictly, and parses it in a thread whose first error ends
the app: one byte that is not UTF-8 (a paste in Latin-1, a terminal that sends 8-bit meta keys) or
one report of a key that there is not is enough. Where the terminal is gone it reads nothing, again
and again. The decoder is made inside of a long method, so the least that helps is to give that
method's module one that replaces what it cannot decode, and says when there is nothing any more.
"""

from __future__ import annotations

import os
import signal
from codecs import getincrementaldecoder
from typing import Any

from textual.drivers import linux_driver
from textual.drivers.linux_driver import LinuxDriver


class TerminalGone(Exception):
    """Nobody is at the other end of the terminal any more."""


class InputDecoder(getincrementaldecoder("utf-8")):  # type: ignore[misc]
    """What cannot be decoded becomes U+FFFD. Raises TerminalGone where nothing was read."""

    def __init__(self) -> None:
        super().__init__("replace")

    def decode(self, data: bytes, final: bool = False) -> str:
        if not data:
            raise TerminalGone
        return str(super().decode(data, final))


class TerminalDriver(LinuxDriver):
    """Textual's driver, which goes on reading after what it cannot understand, and gives the window
    the app's title for as long as the app is there.
    """

    def start_application_mode(self) -> None:
        """Takes the terminal; the title that it had is put aside."""
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if self._writer_thread is not None:
            self.write("\x1b[22;2t")
            self.name_window(self._app.title)

    def stop_application_mode(self) -> None:
        """Gives the terminal back, and its title."""
        self.write("\x1b[23;2t")
        super().stop_application_mode()

    def name_window(self, title: str) -> None:
        """Gives the terminal's window a title."""
        self.write(f"\x1b]2;{title}\x07")

    def run_input_thread(self) -> None:
        """Reads until the app ends; what was read together with an impossible report is lost.

        Where the terminal is gone without a word of the system, this is the word.
        """
        vars(linux_driver)["getincrementaldecoder"] = lambda _: InputDecoder
        while not self.exit_event.is_set():
            try:
                super().run_input_thread()
            except (ValueError, ArithmeticError):
                continue  # such as a key with a number that no character has
            except (TerminalGone, OSError):
                if not self.exit_event.is_set():
                    os.kill(os.getpid(), signal.SIGHUP)
                return

    def _sigcont_application(self, *arguments: Any) -> None:
        """Takes the terminal again; first lets go of it, if the app was stopped without notice.

        Else there would be two who read it.
        """
        if not self._must_signal_resume:
            self.suspend_application_mode()
            self._must_signal_resume = True
        super()._sigcont_application(*arguments)
