"""The program's first lines: what needs nothing else loaded is answered here.

An installer's own start script would load regular expressions first, which takes longer; even
`__future__` is a module to be loaded.
"""

import os
import sys

from unbroken.version import __version__


def run() -> None:
    """Answers the command line, and ends the process."""
    argv = sys.argv[1:]
    if argv == ["--version"] and _is_written(f"unbroken {__version__}"):
        os._exit(0)
    if "due" in argv:
        from unbroken.kept_line import read_kept  # only the line for prompts is kept

        kept = read_kept(argv)
        if kept is not None and _is_written(kept[0]):
            os._exit(kept[1])
    from unbroken.cli.main import run  # what is above goes without

    run()


def _is_written(line: str) -> bool:
    """Writes a line, if it can be written whole and at once."""
    try:
        encoded = f"{line}\n".encode(sys.stdout.encoding, "replace")
        return os.write(sys.stdout.fileno(), encoded) == len(encoded)
    except (OSError, ValueError, AttributeError):  # the whole program says what is wrong
        return False
