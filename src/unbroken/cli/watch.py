"""A picture in the terminal that is drawn anew whenever what it shows has changed."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable

from unbroken.cli import output
from unbroken.cli.session import Session
from unbroken.cli.usage_errors import UsageError
from unbroken.core.typing import Final

_LOOK_EVERY: Final = 1.0
"""Seconds between two looks at the file, the clock and the size of the terminal."""
_HOME, _CLEAR, _TO_LINE_END, _BELOW = "\x1b[H", "\x1b[2J", "\x1b[K", "\x1b[J"


def watch(session: Session, lines: Callable[[], Iterable[str]]) -> None:
    """Draws the lines, again when another program has changed the database, at each full minute
    (so when the day ends), and when the terminal has another size. Ctrl-C ends it.

    Nothing of the terminal is changed that would have to be restored, however the program ends.
    Raises UsageError where there is no terminal.
    """
    if session.json or not output.is_terminal(sys.stdout):
        raise UsageError("--watch draws in a terminal; leave it out, or use one without --json.")
    seen, shown = None, list[str]()
    try:
        while True:
            file, size = session.look_again(), (output.width(), output.height())
            minute = session.now.replace(second=0, microsecond=0)
            found = file, session.engine.version(), minute, size
            if found != seen:
                resized = seen is None or size != seen[-1]
                drawn = _cut(list(lines()), size[1])
                if resized or drawn != shown:
                    _draw(_CLEAR + _HOME if resized else _HOME, drawn)
                seen, shown = found, drawn
            time.sleep(_LOOK_EVERY)
    except KeyboardInterrupt:
        output.write("", sys.stdout)


def _draw(start: str, lines: Iterable[str]) -> None:
    output.write(start, sys.stdout, end="")
    for line in lines:
        output.say(line, sys.stdout, end=f"{_TO_LINE_END}\n")
    output.write(_BELOW, sys.stdout, end="")


def _cut(lines: list[str], height: int) -> list[str]:
    """The lines that leave the last one of the terminal free, with how many are not shown."""
    if len(lines) < height:
        return lines
    kept = lines[: max(height - 2, 1)]
    return [*kept, output.paint(f"{len(lines) - len(kept)} more lines", "dim")]
