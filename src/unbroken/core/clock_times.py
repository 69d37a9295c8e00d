"""Times of the day as the clocks of half a day have them."""

from __future__ import annotations

import re

from unbroken.core.typing import Final

_HALF_DAY: Final = r"(?:(?<= )|^)(\d{1,2})(?::([0-5]\d))? ?([ap])(?:m|\.m\.)$"


def on_full_clock(said: str) -> str:
    """What ends in a time of half a day with that of the whole one: `mon 8:30 pm` is `mon 20:30`.

    Anything else is as it was.
    """
    found = re.search(_HALF_DAY, said, re.ASCII | re.IGNORECASE)
    if found is None or not 1 <= int(found[1]) <= 12:
        return said
    hour = int(found[1]) % 12 + 12 * (found[3] in "pP")
    return f"{said[: found.start()]}{hour:02}:{found[2] or '00'}"
