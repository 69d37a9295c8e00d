"""Addresses of places, which may hold a password."""

from __future__ import annotations


def shown(place: str) -> str:
    """A place as it may be shown to anybody: without the name and the password in an address."""
    scheme, divider, rest = place.partition("://")
    if not divider:
        return place
    host, slash, path = rest.partition("/")
    return f"{scheme}://{host.rpartition('@')[2]}{slash}{path}"
