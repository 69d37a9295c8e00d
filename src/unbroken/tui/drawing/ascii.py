"""Signs outside ASCII as ASCII ones, wherever they come from: borders, words, the library.

Letters stay as they are: a name is a person's own.
"""

from __future__ import annotations

from typing import Final

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_SIGNS: Final = str.maketrans(
    {
        **dict.fromkeys("─╌┄╴╶▔·—–╸╺□", "-"),
        **dict.fromkeys("│┃▎▏▊▋▌▍▐▕╵╷", "|"),
        **dict.fromkeys("╭╮╰╯┌┐└┘├┤┬┴┼┏┓┗┛▣", "+"),
        **dict.fromkeys("▂▃▄▅▆▇▀▖▗▘▝", " "),
        **dict.fromkeys("“”", '"'),
        **dict.fromkeys("‘’", "'"),
        **dict.fromkeys("→›▸▶▹", ">"),
        **dict.fromkeys("←‹◂◀", "<"),
        **dict.fromkeys("▾▼↓", "v"),
        **dict.fromkeys("▴▲↑", "^"),
        **dict.fromkeys("░▒▓", ":"),
        "▁": "_",
        "━": "=",
        "…": "~",
        "×": "x",
        "■": "#",
        "◆": "@",
        "█": "@",
        "○": "o",
        "●": "*",
    }
)
"""Each of one cell, as what stands for it is."""


class AsciiFilter(LineFilter):
    """Draws each sign of the app in ASCII."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments, each as wide as it was."""
        return [
            segment
            if segment.text.isascii()
            else Segment(segment.text.translate(_SIGNS), segment.style, segment.control)
            for segment in segments
        ]
