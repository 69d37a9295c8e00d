"""Sections of figures on the terminal, below a title each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from unbroken.cli.output import paint, width
from unbroken.core.typing import Final
from unbroken.wording.told import Section, Told

_WIDTH: Final = 80
_NARROW: Final = 38
_INSET: Final = "  "
_INK: Final = {
    **dict.fromkeys(("met", "over", "partial", "low"), "met"),
    **dict.fromkeys(("quiet", "skipped", "open", "kept", "tie"), "dim"),
    "strong": "strong",
    "missed": "missed",
}


def room() -> int:
    """The cells that their lines may have."""
    return max(min(width(), _WIDTH) - len(_INSET), _NARROW)


def section_lines(sections: Iterable[Section]) -> Iterator[str]:
    """Their lines, set in below the titles that they have."""
    for section in sections:
        if section.title:
            yield ""
            yield paint(section.title, "dim")
        yield from map(set_in, section.lines)


def set_in(told: Told) -> str:
    """A line of a section; one without any text is empty."""
    said = "".join(paint(text, _INK.get(look, "")) for text, look in told)
    return _INSET + said.rstrip() if told else ""
