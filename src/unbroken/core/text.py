"""Text from people: made harmless for a terminal, and turned into a streak's key."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

LONGEST_NAME: Final = 200
"""Characters of a name, a unit or a group that are kept."""

REPLACEMENT: Final = "\ufffd"

_UNSAFE: Final = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
_LINE_END: Final = "\r\n?"
_MARKS: Final = r"[^\x00-\x7f\w]"
"""Accents are among these."""
_NOT_IN_A_KEY: Final = r"[^a-z0-9_.-]+"


def clean(text: str) -> str:
    """`text` without what could steer a terminal or turn its direction, in form NFC.

    Control characters, marks of writing direction, line and paragraph separators and lone
    surrogates become U+FFFD; a tab becomes a space, every kind of line end a newline. Joiners
    stay, since emoji need them.
    """
    if text.isascii() and text.isprintable():
        return text
    text = re.sub(_LINE_END, "\n", text).replace("\t", " ")
    return unicodedata.normalize("NFC", re.sub(_UNSAFE, REPLACEMENT, text))


def is_harmless(text: str) -> bool:
    """Whether a text has nothing in it that could steer a terminal."""
    return (text.isascii() and text.isprintable()) or not re.search(_UNSAFE, text)


def escaped(quoted: str) -> str:
    """JSON text in which what could steer a terminal stands as an escape: it says the same."""
    if quoted.isascii() and quoted.isprintable():
        return quoted
    return re.sub(_UNSAFE, lambda found: f"\\u{ord(found[0]):04x}", quoted)


def one_line(text: str, longest: int = LONGEST_NAME) -> str:
    """Cleaned text for a name: one line without outer spaces, at most `longest` characters."""
    return " ".join(clean(text).split())[:longest].rstrip()


def activity_type_of(name: str) -> str:
    """The activity type made from a name (docs/domain.md 1): lower case `a-z 0-9 - _ .`.

    Accents are dropped and every other run of characters becomes one hyphen; what leaves nothing
    is `habit`. Two names can give the same key: the caller makes it unique.
    """
    letters = unaccented(name[:LONGEST_NAME])
    return re.sub(_NOT_IN_A_KEY, "-", letters)[:LONGEST_NAME].strip("-") or "habit"


def unaccented(name: str) -> str:
    """A name without case and accents, to compare with."""
    if name.isascii():
        return name.lower()
    parts = unicodedata.normalize("NFKD", name.casefold())
    return re.sub(_MARKS, lambda found: "" if unicodedata.combining(found[0]) else found[0], parts)


def counted(count: int, noun: str) -> str:
    """A number with its noun: `1 day`, `1,234 days`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def listed(parts: Sequence[str]) -> str:
    """Several things: `Read`, `Read and Run`, `Read, Run and Walk`."""
    return ", ".join([*parts[:-2], " and ".join(parts[-2:])])
