"""What every answer of a command line must be, whatever was asked."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Final

from snapshots.driving import Ran
from unbroken.core.text import cells

FOREIGN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""What could steer a terminal or turn its direction."""
_OUR_COLOURS: Final = re.compile(r"\x1b\[[0-9;]*m")
_OUR_REDRAWING: Final = re.compile(r"\x1b\[(?:H|2?J|K)")
"""How a picture that is watched begins anew, clears a line's end, and what is below it."""
_CODES: Final = (0, 1, 2, 3)
_CHECKED: Final = (*_CODES, 10, 11)
"""What `due --check` may answer besides."""
_LONGEST: Final = 1100
"""Characters of a refusal."""
_ESCAPED: Final = 12 * _LONGEST
"""Those of one as JSON, in which a character can be a pair of escapes."""


def answer_faults(argv: Sequence[str], ran: Ran, *, terminal: bool = False) -> Iterator[str]:
    """What is wrong with an answer."""
    if "Traceback" in ran.err:
        yield f"a traceback: {ran.err.strip()[-400:]}"
        return
    if ran.code not in (_CHECKED if "--check" in argv else _CODES):
        yield f"it answers {ran.code}"
    for name, text in (("output", ran.out), ("errors", ran.err)):
        plain = _OUR_COLOURS.sub("", text) if terminal else text
        plain = _OUR_REDRAWING.sub("", plain) if terminal and "--watch" in argv else plain
        plain = plain.replace("\r\n", "\n") if "export" in argv else plain
        if found := FOREIGN.search(plain):
            yield f"{found[0]!r} reaches the terminal in its {name}"
    said = ran.err.strip("\n")
    said = _joined(said) if terminal else said
    longest = _ESCAPED if "--json" in argv else _LONGEST
    if ran.code in (2, 3) and (not said or "\n" in said or len(said) > longest):
        yield f"it refuses in other than one sentence: {said[:200]!r}"
    if ran.code == 1 and not ran.out and not said:
        yield "it refuses and says nothing"
    if "--json" in argv:
        yield from _faults_of_json(ran)


def _faults_of_json(ran: Ran) -> Iterator[str]:
    """With `--json`, an answer is one document, and so is a refusal."""
    try:
        if ran.out:
            json.loads(ran.out)
        if ran.code in (2, 3) or (ran.code == 1 and not ran.out):
            json.loads(ran.err.strip("\n").rpartition("\n")[2])["error"]["message"]
    except (ValueError, KeyError, TypeError) as error:
        yield f"its JSON cannot be read ({error}): {(ran.out + ran.err)[:200]!r}"


def _joined(said: str) -> str:
    """What a terminal of 80 columns was told, with the lines joined that were broken to fit."""
    first, *lines = said.split("\n")
    joined = [first]
    for line, before in zip(lines, (first, *lines), strict=False):
        word = line.partition(" ")[0]
        if word and cells(before) + 1 + cells(word) > 80:
            joined[-1] += f" {line}"
        else:
            joined.append(line)
    return "\n".join(joined)
