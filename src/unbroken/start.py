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
    if "due" in argv or "status" in argv:
        from unbroken.kept_answers import read_kept  # of no other command an answer is kept

        kept = read_kept(argv)
        if kept is not None and _is_written(kept[0]):
            os._exit(kept[1])
    from unbroken.cli.main import run  # what is above goes without

    run()


def _is_written(text: str) -> bool:
    """Writes an answer, if it can be written whole."""
    try:
        encoded = f"{text}\n".encode(sys.stdout.encoding, "replace")
        place = sys.stdout.fileno()
        while encoded:
            encoded = encoded[os.write(place, encoded) :]
    except (OSError, ValueError, AttributeError):  # the whole program says what is wrong
        return False
    return True
