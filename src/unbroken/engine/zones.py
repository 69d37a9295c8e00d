"""Time zone names, and the data behind them."""

from __future__ import annotations

import os
import zoneinfo
from functools import cache, lru_cache

from unbroken.core.errors import ErrorCode, Refusal
from unbroken.core.typing import Final

_NOT_PLACES: Final = ("localtime", "posixrules", "right/", "posix/")


def use_newest_zone_data() -> str:
    """Makes the newer of the system's and the packaged zone data the one in use; says which."""
    import tzdata  # only for its version

    packaged = tzdata.IANA_VERSION
    system = _system_version()
    if system is not None and system >= packaged:
        return f"{system} (the system's)"
    zone_names.cache_clear()
    zoneinfo.reset_tzpath(to=[os.path.join(os.path.dirname(tzdata.__file__), "zoneinfo")])
    return f"{packaged} (packaged)"


def _system_version() -> str | None:
    for folder in zoneinfo.TZPATH:
        try:
            with open(os.path.join(folder, "tzdata.zi"), encoding="ascii") as file:
                return file.readline().removeprefix("# version").strip()
        except (OSError, UnicodeDecodeError):
            continue
    return None


def zone_named(text: str) -> str:
    """The IANA name that is meant, whatever its case.

    Raises Refusal, naming the nearest ones, where there is none.
    """
    name = text.strip()
    known = zone_names()
    if name in known:
        return name
    for each in known:
        if each.casefold() == name.casefold():
            return each
    near = _nearest(name)
    hint = f"did you mean {', '.join(near)}?" if near else "use a name such as Europe/Berlin."
    raise Refusal(ErrorCode.UNKNOWN_ZONE, f"There is no time zone “{text[:60]}”; {hint}")


@lru_cache(128)
def _nearest(name: str) -> tuple[str, ...]:
    """The zones that may be meant; a batch may have the same mistake a thousand times."""
    from difflib import get_close_matches  # only for what is not known

    cities = {each.rsplit("/", 1)[-1].casefold(): each for each in zone_names()}
    wanted = name.rsplit("/", 1)[-1].replace(" ", "_").casefold()
    return tuple(cities[city] for city in get_close_matches(wanted, cities, 3, 0.6))


@cache
def zone_names() -> frozenset[str]:
    """Every IANA name that stands for a place."""
    return frozenset(
        name for name in zoneinfo.available_timezones() if not name.startswith(_NOT_PLACES)
    )


def machine_zone() -> str:
    """The IANA name of the machine's zone: `TZ`, then `/etc/localtime`, then tzlocal; or UTC."""
    known = zone_names()
    named = os.environ.get("TZ", "").removeprefix(":")
    if named in known:
        return named
    try:
        target = os.path.realpath("/etc/localtime", strict=True)
    except OSError:
        target = ""
    linked = target.partition("/zoneinfo/")[2].removeprefix("posix/").removeprefix("right/")
    if linked in known:
        return linked
    import tzlocal  # only where the system names no zone

    try:
        local = tzlocal.get_localzone_name()
    except (zoneinfo.ZoneInfoNotFoundError, LookupError, OSError, ValueError):
        local = None
    return local if local in known else "UTC"
