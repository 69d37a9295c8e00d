"""Text from people: made harmless for a terminal, and turned into a streak's key."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache

from unbroken.core.typing import Final

LONGEST_NAME: Final = 200
"""Characters of a name, a unit or a group that are kept."""

REPLACEMENT: Final = "\ufffd"

_TURNING: Final = frozenset(
    map(chr, (0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2066, 0x206A)))
)
"""Separators of lines, and marks that turn the direction of writing."""
_IN_A_KEY: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_.-")


def clean(text: str, kept: str = "") -> str:
    """`text` without what could steer a terminal or turn its direction, in form NFC.

    Control characters, marks of writing direction, line and paragraph separators and lone
    surrogates become U+FFFD; a tab becomes a space, every kind of line end a newline. Joiners
    stay, since emoji need them, and so does each character of `kept`.
    """
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    if not all(map(str.isprintable, text.split("\n"))):
        text = "".join(
            REPLACEMENT if _is_unsafe(each) and each not in kept else each for each in text
        )
    return unicodedata.normalize("NFC", text)


def is_harmless(text: str) -> bool:
    """Whether a text has nothing in it that could steer a terminal."""
    return text.isprintable() or not any(map(_is_unsafe, text))


def escaped(quoted: str) -> str:
    """JSON text in which what could steer a terminal stands as an escape: it says the same."""
    if quoted.isprintable():
        return quoted
    return "".join(f"\\u{ord(each):04x}" if _is_unsafe(each) else each for each in quoted)


def _is_unsafe(char: str) -> bool:
    """Whether a character could steer a terminal; regular expressions take longer to load."""
    if char.isprintable() or char in "\t\n":
        return False
    return char in _TURNING or unicodedata.category(char) in ("Cc", "Cs")


def one_line(text: str, longest: int = LONGEST_NAME) -> str:
    """Cleaned text for a name: one line without outer spaces, at most `longest` characters."""
    return " ".join(clean(text).split())[:longest].rstrip()


def activity_type_of(name: str) -> str:
    """The activity type made from a name (docs/domain.md 1): lower case `a-z 0-9 - _ .`.

    Accents are dropped, letters of other scripts become Latin ones, and every other run of
    characters becomes one hyphen; what leaves nothing is `habit`. Two names can give the same key:
    the caller makes it unique.
    """
    letters = name[:LONGEST_NAME]
    letters = letters.lower() if letters.isascii() else "".join(map(_latin, letters.casefold()))
    words = "".join(each if each in _IN_A_KEY else " " for each in letters).split()
    return "-".join(words)[:LONGEST_NAME].strip("-") or "habit"


def _latin(letter: str) -> str:
    """A letter or mark of any script in those of English; anything else as it is."""
    plain = unaccented(letter)
    if plain.isascii() or unicodedata.category(letter)[0] not in "LMN":
        return plain
    from anyascii import anyascii  # most names are in Latin letters

    return anyascii(letter).lower()


def unaccented(name: str) -> str:
    """A name without case and accents, to compare with."""
    if name.isascii():
        return name.lower()
    return unicodedata.normalize("NFKD", name.casefold()).translate(_MARKS)


class _Marks(dict[int, int | None]):
    """What becomes of each sign without its marks, learnt as signs come up."""

    def __missing__(self, sign: int) -> int | None:
        kept = self[sign] = None if unicodedata.combining(chr(sign)) else sign
        return kept


_MARKS: Final = _Marks()


def free_name(wanted: str, is_taken: Callable[[str], bool], mark: str = " ") -> str:
    """The name wanted; where it is taken, with a mark and the first free number from 2 on."""
    number, name = 1, wanted
    while is_taken(name):
        number += 1
        name = f"{wanted}{mark}{number}"
    return name


def capitalised(text: str) -> str:
    """A text whose first letter is a capital one, the rest as it is."""
    return text[:1].upper() + text[1:]


def uncapitalised(text: str) -> str:
    """A text whose first letter is a small one, the rest as it is."""
    return text[:1].lower() + text[1:]


def counted(count: int, noun: str) -> str:
    """A number with its noun: `1 day`, `1,234 days`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def listed(parts: Sequence[str], word: str = "and") -> str:
    """Several things: `Read`, `Read and Run`, `Read, Run and Walk`."""
    return ", ".join([*parts[:-2], f" {word} ".join(parts[-2:])])


def either(parts: Sequence[str]) -> str:
    """One of several things: `Read`, `Read or Run`, `Read, Run or Walk`."""
    return listed(parts, "or")


def there_are(parts: Sequence[str]) -> str:
    """What there is to choose from: `there is only Read`, `there are Read, Run`."""
    return f"there {'are' if parts[1:] else 'is only'} {', '.join(parts)}"


def cells(text: str) -> int:
    """How many columns a text takes."""
    return len(text) if text.isascii() else _cells(text)


@lru_cache(4096)
def _cells(text: str) -> int:
    """The same of any text; a table has few others, such as bars and marks, again and again."""
    taken = 0
    for char in text:
        if unicodedata.category(char) not in ("Mn", "Me", "Cf"):
            taken += 2 if unicodedata.east_asian_width(char) in "WF" else 1
    return taken
