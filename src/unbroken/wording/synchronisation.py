"""What agreeing with other machines has settled, in words."""

from __future__ import annotations

from unbroken.core.instants import Instant, rfc3339
from unbroken.core.text import counted


def joined_sentence(name: str) -> str:
    """Two machines had made the same streak."""
    return f"“{name}” was made on two machines with the same rules; it is one streak now."


def renamed_sentence(wanted: str, name: str) -> str:
    """Two machines had given one name to what is not the same."""
    return f"“{wanted}” was made on two machines; the later one is “{name}” now."


def returned_sentence(name: str) -> str:
    """A streak was removed on one machine, and logged to on another."""
    return (
        f"“{name}” was removed on one machine while another logged to it; it is back, archived,"
        " with the logs that were not seen."
    )


def twice_sentence(count: int) -> str:
    """Logs came twice under one identifier."""
    return f"{counted(count, 'log')} came twice with one identifier; the first of each counts."


def ahead_sentence(device: str, at: int) -> str:
    """A machine's clock is far ahead; `at` is what it said, in microseconds since 1970."""
    said = rfc3339(Instant(at))[:10]
    return f"The clock of {device} says {said}; set it right there. Its changes count all the same."
