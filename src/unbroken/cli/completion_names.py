"""The answer to a press of TAB: names, one a line, each with what tells more of it behind a tab.

`unbroken [--db PATH] --names KIND` is for the scripts that `completion` prints. A press of TAB
waits for it, so it goes without a parser and without the engine, and it finds no fault.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from unbroken.cli import output
from unbroken.core.text import clean
from unbroken.engine.completion_names import KINDS, names


def print_names(options: Sequence[str], kinds: Sequence[str]) -> int:
    """Prints the names of a kind; `options` are the global ones before it."""
    path = None
    for at, option in enumerate(options):
        if option.startswith("--db"):
            path = option.partition("=")[2] or (*options, None)[at + 1]
    for kind in kinds[:1]:
        found = names(kind, path) if kind in KINDS else []
        lines = [
            f"{clean(name)}\t{clean(more)}\n" if more else f"{clean(name)}\n"
            for name, more in found
        ]
        output.write("".join(lines), sys.stdout, end="")
    return 0
