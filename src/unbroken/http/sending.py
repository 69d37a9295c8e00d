"""Sending an event to a webhook, and to which addresses one may be sent (docs/service.md)."""

from __future__ import annotations

import asyncio
import hmac
import socket
import ssl
from collections.abc import Sequence
from functools import cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Final
from urllib.parse import SplitResult, quote, urlsplit

import h11

from unbroken.core.reports import Delivery

SEND_SECONDS: Final = 10.0
"""For how long an event may take to be taken, from asking for the address on."""
_NAT64: Final = IPv6Network("64:ff9b::/96")
_SAFE: Final = "/%:=&?~+!$,;'@()*[]"


class NotPublic(ValueError):
    """An address that only this machine or its own network reaches."""


def is_public(address: str) -> bool:
    """Whether an address is one of the internet; one that carries another counts as that, too."""
    found = ip_address(address.partition("%")[0])
    if not found.is_global or found.is_multicast:
        return False
    carried = _carried(found) if isinstance(found, IPv6Address) else None
    return carried is None or is_public(str(carried))


def _carried(address: IPv6Address) -> IPv4Address | None:
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (None if teredo is None else teredo[1])


def place_of(url: str) -> tuple[str, int]:
    """The host and the port of a URL. Raises ValueError where it has none."""
    parts = urlsplit(url)
    if not parts.hostname or parts.port == 0:
        raise ValueError("no host")
    parts.hostname.encode("idna")
    return parts.hostname, parts.port or (443 if parts.scheme == "https" else 80)


async def addresses(url: str, *, private: bool) -> Sequence[tuple[str, int]]:
    """The addresses that a URL leads to now; with `private` any will do.

    Raises NotPublic where one is not, ValueError for no URL, OSError where its host is not known.
    """
    host, port = place_of(url)
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    places = [(str(place[0]), int(place[1])) for *_, place in found]
    for address, _ in places:
        if not private and not is_public(address):
            raise NotPublic(address)
    return places


def signature(secret: str, at: int, body: str) -> str:
    """The HMAC-SHA256 of `timestamp.body`, by which who is told knows who tells."""
    return hmac.digest(secret.encode(), f"{at}.{body}".encode(), "sha256").hex()


async def send(delivery: Delivery, at: int, *, private: bool) -> bool | None:
    """Whether an event was taken: answered with a status of 200 to 299. None: nobody answered.

    It goes to the very address that was looked at, so that no name can lead there and then
    elsewhere; and it goes nowhere else, whatever it is answered.
    """
    try:
        async with asyncio.timeout(SEND_SECONDS):
            places = await addresses(delivery.url, private=private)
            return 200 <= await _status(delivery, at, places) < 300
    except (OSError, ValueError, h11.ProtocolError):
        return None


async def _status(delivery: Delivery, at: int, places: Sequence[tuple[str, int]]) -> int:
    url = urlsplit(delivery.url)
    reader, writer = await _connected(url, places)
    peer, body = h11.Connection(h11.CLIENT), delivery.body.encode()
    target = quote(url.path or "/", _SAFE) + (f"?{quote(url.query, _SAFE)}" if url.query else "")
    headers = {
        "host": url.netloc.rpartition("@")[2].encode("idna").decode(),
        "content-type": "application/json",
        "content-length": str(len(body)),
        "connection": "close",
        "x-unbroken-delivery": delivery.id,
        "x-unbroken-timestamp": str(at),
        "x-unbroken-signature": signature(delivery.secret, at, delivery.body),
    }
    request = h11.Request(method="POST", target=target, headers=list(headers.items()))
    try:
        for event in (request, h11.Data(data=body), h11.EndOfMessage()):
            writer.write(peer.send(event) or b"")
        while not isinstance(answer := peer.next_event(), h11.Response):
            if answer is h11.NEED_DATA:
                peer.receive_data(await reader.read(65_536))
        return answer.status_code
    finally:
        writer.close()


async def _connected(
    url: SplitResult, places: Sequence[tuple[str, int]]
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A connection to the first of some addresses that takes one."""
    context = _context() if url.scheme == "https" else None
    name = url.hostname if context else None
    for number, (address, port) in enumerate(places):
        try:
            return await asyncio.open_connection(address, port, ssl=context, server_hostname=name)
        except OSError:
            if number == len(places) - 1:
                raise
    raise OSError("no address")


@cache
def _context() -> ssl.SSLContext:
    return ssl.create_default_context()
