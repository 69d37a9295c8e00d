"""Reading the terminal without giving up, whatever bytes come.

Textual's own driver decodes its input strictly, and parses it in a thread whose first error ends
the app: one byte that is not UTF-8 (a paste in Latin-1, a terminal that sends 8-bit meta keys) or
one report of a key that there is not is enough. The decoder is made inside of a long method, so
the least that helps is to give that method's module one that replaces what it cannot decode.
"""

from __future__ import annotations

from codecs import IncrementalDecoder, getincrementaldecoder
from collections.abc import Callable
from functools import partial

from textual.drivers import linux_driver
from textual.drivers.linux_driver import LinuxDriver


def replacing_decoder(encoding: str) -> Callable[[], IncrementalDecoder]:
    """In place of `codecs.getincrementaldecoder`: what cannot be decoded becomes U+FFFD."""
    return partial(getincrementaldecoder(encoding), errors="replace")


class TerminalDriver(LinuxDriver):
    """Textual's driver, which goes on reading after what it cannot understand."""

    def run_input_thread(self) -> None:
        """Reads until the app ends; what was read together with an impossible report is lost."""
        vars(linux_driver)["getincrementaldecoder"] = replacing_decoder
        while not self.exit_event.is_set():
            try:
                super().run_input_thread()
            except (ValueError, ArithmeticError):
                continue  # such as a key with a number that no character has
