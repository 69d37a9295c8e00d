"""Keys and what they do, in groups, as text in one column or two. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from textwrap import wrap
from typing import Final, NamedTuple

from rich.cells import cell_len
from textual.content import Content

from unbroken.core.text import capitalised, unaccented
from unbroken.tui.model.field_help import FieldHelp

_KEYS: Final = (6, 12)
"""The most cells that keys take beside their words, where it is narrow and where it is not; longer
ones have a line to themselves.
"""
_NARROW: Final = 50
_SHORT: Final = 20
"""Lines for which one column is enough."""
_BETWEEN: Final = 4
_COLUMN: Final = 52
"""Cells of a column that are enough for two of them to stand side by side."""
_LEAST: Final = 10
"""Cells in which a text is still told in lines; what has less room is cut at its edge."""


class HelpLine(NamedTuple):
    """Keys that do the same, and what that is. `also` are other words that it is found by."""

    keys: str
    does: str
    also: str = ""


class HelpGroup(NamedTuple):
    """Keys that belong together, below what they are called."""

    title: str
    lines: tuple[HelpLine, ...]


def help_content(
    groups: Sequence[HelpGroup], about: FieldHelp | None, width: int, sought: str = ""
) -> Content:
    """What a field means, then the groups; of both only what has a text in it."""
    found = found_in(groups, sought)
    wide = are_many(found) and width >= 2 * _COLUMN + _BETWEEN
    column = (width - _BETWEEN) // 2 if wide else width
    most = _KEYS[column >= _NARROW]
    lengths = (cell_len(each.keys) for group in found for each in group.lines)
    keys = max((each for each in lengths if each <= most), default=0)
    blocks = [_block(group, keys, column) for group in found]
    lines = _beside(blocks, column) if wide else _below(blocks)
    if about is not None and not sought:
        lines = [*_about(about, width), Content(), *lines]
    if not lines:
        return Content.styled(f"No key has “{sought}” in what it does.", "$text-muted")
    return Content("\n").join(lines)


def are_many(groups: Iterable[HelpGroup]) -> bool:
    """Whether groups are more than one column has room for."""
    return sum(len(group.lines) + 2 for group in groups) > _SHORT


def found_in(groups: Iterable[HelpGroup], sought: str) -> list[HelpGroup]:
    """The groups with the lines that have a text in their keys, words or title."""
    text, found = unaccented(sought.strip()), []
    for title, lines in groups:
        within = text in unaccented(title)
        fit = [each for each in lines if within or text in unaccented(" ".join(each))]
        if fit:
            found.append(HelpGroup(title, tuple(fit)))
    return found


def _below(blocks: Iterable[list[Content]]) -> list[Content]:
    lines: list[Content] = []
    for block in blocks:
        lines += [*([Content()] if lines else []), *block]
    return lines


def _beside(blocks: list[list[Content]], column: int) -> list[Content]:
    """Two columns of about the same height."""
    total, left, at = sum(len(each) + 1 for each in blocks), 0, 0
    while at < len(blocks) and left < total / 2:
        left += len(blocks[at]) + 1
        at += 1
    pairs = zip_longest(_below(blocks[:at]), _below(blocks[at:]), fillvalue=Content())
    return [
        Content.assemble(one, " " * (column + _BETWEEN - one.cell_length), other)
        for one, other in pairs
    ]


def _block(group: HelpGroup, keys: int, width: int) -> list[Content]:
    lines = [Content.styled(group.title, "$text-muted bold")]
    for each in group.lines:
        told = _wrapped(each.does, width - keys - 2)
        if cell_len(each.keys) > keys:
            lines.append(Content.styled(each.keys, "bold"))
            lines += [Content(" " * (keys + 2) + part) for part in told]
            continue
        gap = " " * (keys - cell_len(each.keys) + 2)
        lines.append(Content.assemble((each.keys, "bold"), gap, told[0]))
        lines += [Content(" " * (keys + 2) + part) for part in told[1:]]
    return lines


def _about(about: FieldHelp, width: int) -> list[Content]:
    says = capitalised(about.says)
    sentences = [f"{says}." if not says.endswith(".") else says, about.more]
    lines = [Content(part) for said in sentences if said for part in _wrapped(said, width)]
    most = max((cell_len(text) for text, _ in about.as_in), default=0)
    if about.as_in:
        lines.append(Content())
    for text, means in about.as_in:
        told = _wrapped(means, width - most - 2)
        for at, part in enumerate(told):
            shown = (text if at == 0 else "").ljust(most)
            lines.append(Content.assemble((shown, "bold"), "  ", (part, "$text-muted")))
    if about.option:
        lines += [
            Content(),
            *(Content.styled(part, "$text-muted") for part in _wrapped(about.option, width)),
        ]
    return lines


def _wrapped(text: str, width: int) -> list[str]:
    """A text in lines of so many cells, of which there may be none."""
    return wrap(text, max(width, _LEAST)) or [""]
