"""The names of segments, `d/DEVICE/FIRST-LAST.seg`: which numbers each covers, and so which go on
from where, which are in others, and which are to be merged.
"""

from __future__ import annotations

from unbroken.core.typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:  # every command that shares loads this, and none needs these for it
    from collections.abc import Iterable

ROOT: Final = "unbroken"
"""The folder of the vault, in the one that a person names."""
DEVICES: Final = "d/"
MANY: Final = 32
"""Segments of about one size that are merged into one."""

_ENDING: Final = "seg"
_DIGITS: Final = 6


class Span(NamedTuple):
    """The numbers that a segment covers, as its name says them."""

    first: int
    last: int

    @property
    def name(self) -> str:
        """The name of its file."""
        return f"{self.first:0{_DIGITS}}-{self.last:0{_DIGITS}}.{_ENDING}"

    @property
    def level(self) -> int:
        """How often it has been merged: by how much it covers."""
        level, covered = 0, self.last - self.first + 1
        while covered >= MANY:
            covered //= MANY
            level += 1
        return level

    def covers(self, other: Span) -> bool:
        """Whether the other one is in it and smaller."""
        return self.first <= other.first and other.last <= self.last and self != other


def place_of(file: str) -> tuple[str, Span] | None:
    """The device and the numbers that the path of a segment says; None for any other file."""
    device, _, name = file.removeprefix(DEVICES).partition("/")
    numbers = numbers_of(name)
    if numbers is None or not file.startswith(DEVICES) or device.startswith("."):
        return None
    return device, Span._make(numbers)


def numbers_of(name: str) -> tuple[int, int] | None:
    """The numbers that the name of a segment says; None for that of any other file.

    Each listing has very many names: they are plain numbers, which take a third of the time.
    """
    said, _, ending = name.rpartition(".")
    first, _, last = said.partition("-")
    if ending != _ENDING or not (first.isdigit() and last.isdigit() and name.isascii()):
        return None
    numbers = int(first), int(last)
    is_named = len(first) == len(last) == _DIGITS or Span._make(numbers).name == name
    return numbers if is_named and 1 <= numbers[0] <= numbers[1] else None


def spans_in(files: Iterable[str]) -> dict[str, list[Span]]:
    """What segments of each device there are among files."""
    found: dict[str, list[Span]] = {}
    for file in files:
        place = place_of(file)
        if place is not None:
            found.setdefault(place[0], []).append(place[1])
    return found


def newest_in(files: Iterable[str]) -> dict[str, int]:
    """The highest number of each device among files."""
    names: dict[str, list[str]] = {}
    for file in files:
        folder, _, name = file.rpartition("/")
        names.setdefault(folder, []).append(name)
    newest = {}
    for folder, found in names.items():
        numbers = [each[1] for each in map(numbers_of, found) if each is not None]
        place = folder.removeprefix(DEVICES)
        if numbers and place != folder and "/" not in place and not place.startswith("."):
            newest[place] = max(numbers)
    return newest


def path_of(device: str, span: Span) -> str:
    """Where a segment lies, from the folder on that a person names."""
    return f"{ROOT}/{DEVICES}{device}/{span.name}"


def reach_of(spans: Iterable[tuple[int, int]]) -> int:
    """Up to which number nothing is missing."""
    reach = 0
    for first, last in sorted(spans):
        if first > reach + 1:
            break
        reach = max(reach, last)
    return reach


def outermost(spans: Iterable[Span]) -> list[Span]:
    """Those that no other covers, in order."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda each: (each.first, -each.last)):
        if not kept or span.last > kept[-1].last:
            kept.append(span)
    return kept


def mergeable(spans: list[Span]) -> list[Span]:
    """Neighbours that were merged equally often and are enough to be merged, or none."""
    run: list[Span] = []
    for span in spans:
        if run and not (span.first == run[-1].last + 1 and span.level == run[-1].level):
            if len(run) >= MANY:
                break
            run = []
        run.append(span)
    return run if len(run) >= MANY else []
