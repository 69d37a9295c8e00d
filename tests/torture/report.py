"""What a harness tried and found, and how to see a finding again."""

from __future__ import annotations

import random
import re
import shlex
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

_SHOWN = 5
"""Findings that are shown in full, one of a kind; the others are counted."""


class Finding(NamedTuple):
    """Something that must not be: in which round, what, and the command lines that lead to it."""

    round: int
    what: str
    lines: tuple[str, ...]


class Report:
    """Counts what one harness tries, gathers what it finds, and ends it when its time is over."""

    def __init__(
        self, name: str, seed: int, *, first: int = 0, seconds: float | None = None
    ) -> None:
        self.name, self.seed, self.first, self.seconds = name, seed, first, seconds
        self.tried = 0
        self.skipped: list[str] = []
        """What could not be tried on this machine, and why."""
        self.findings: list[Finding] = []
        self._began = time.monotonic()
        self._round = first

    def rounds(self, count: int, size: int = 1) -> Iterator[tuple[int, random.Random]]:
        """Numbers of rounds that try `size` things each, `count` in all, each with its chance.

        What happens in a round depends on the seed and on its number alone, so that it can be
        seen again by itself.
        """
        for number in range(self.first, self.first + -(-count // size)):
            self._round = number
            if self.seconds is not None and time.monotonic() - self._began > self.seconds:
                return
            yield number, random.Random(f"{self.seed} {self.name} {number}")
            self.tried += size

    def skip(self, what: str) -> None:
        """Notes what cannot be tried here."""
        if what not in self.skipped:
            self.skipped.append(what)

    def found(self, what: str, lines: Iterable[Sequence[str]] = ()) -> None:
        """Notes a finding with the command lines that lead to it."""
        told = tuple(f"unbroken {_quoted(line)}".rstrip() for line in lines)
        self.findings.append(Finding(self._round, what, told))

    def told(self, command: str) -> str:
        """The line of the harness, and what it found below it."""
        passed = time.monotonic() - self._began
        rate = self.tried / passed if passed else 0
        found = f"{len(self.findings)} found" if self.findings else "nothing found"
        lines = [
            f"{self.name}: {self.tried:,} tried in {passed:.0f} s ({rate:.1f} a second), {found}"
        ]
        lines += [f"  left out: {what}" for what in self.skipped]
        kinds = {re.sub(r"\d+", "N", each.what): each for each in reversed(self.findings)}
        shown = list(kinds.values())[::-1][:_SHOWN]
        for each in shown:
            lines += [f"  - {each.what}"]
            lines += [f"      $ {line}" for line in each.lines]
            again = f"--seed {self.seed} --first {each.round} --count 1"
            lines.append(f"      again: {command} {self.name} {again}")
        if len(self.findings) > len(shown):
            others = ", some of other kinds" if len(kinds) > len(shown) else " of these kinds"
            lines.append(f"  … and {len(self.findings) - len(shown)} more{others}")
        return "\n".join(lines)


def _quoted(line: Sequence[str]) -> str:
    """Words as a shell takes them, whatever signs they have."""
    return shlex.join(line) if all(map(str.isprintable, line)) else str(list(line))


Run = Callable[[int, int, Report], None]
"""A harness: how many things it tries, the seed of its chance, and where it says what it found."""
