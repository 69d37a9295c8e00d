"""Vaults and segments for the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from unbroken.sync.operations import Operation, Stamp
from unbroken.sync.segments import Segment, digest_of, text_of
from unbroken.sync.transports.folder import Folder
from unbroken.sync.vault import Vault, create_vault

LAPTOP = "11111111-1111-4111-8111-111111111111"
SERVER = "22222222-2222-4222-8222-222222222222"
VAULT = "33333333-3333-4333-8333-333333333333"
NOW = 1_800_000_000_000
"""Milliseconds since 1970."""


def segment(number: int, device: str = LAPTOP, *, last: int = 0, previous: str = "") -> Segment:
    """A segment with an operation for each of its numbers."""
    last = last or number
    operations = tuple(
        Operation(
            Stamp(NOW + each, 0, device), "log", f"{device[:1]}-{each}", "row", {"amount": each}
        )
        for each in range(number, last + 1)
    )
    return Segment(device, number, last, previous, {}, "1.0", operations)


def segments_of(vault: Vault, device: str, after: int) -> Iterator[Segment]:
    """All of the segments of a device that go beyond a number, as far as they can be read."""
    return map(vault.whole, vault.glances(device, after))


def chain(count: int, device: str = LAPTOP) -> list[Segment]:
    """Segments 1 to `count` of a device, each naming the one before."""
    made, previous = [], ""
    for number in range(1, count + 1):
        made.append(segment(number, device, previous=previous))
        previous = digest_of(text_of(made[-1]))
    return made


def new_vault(path: Path) -> Vault:
    """A vault in a folder, which is made."""
    path.mkdir(parents=True, exist_ok=True)
    return create_vault(Folder(path), VAULT)


def keys(segments: list[Segment]) -> list[str]:
    """Which records the operations are about."""
    return [operation.key for each in segments for operation in each.operations]


def folder_of(path: Path, device: str = LAPTOP) -> Path:
    """Where the segments of a device lie."""
    return path / "unbroken" / "d" / device


def s3_options(server: str) -> dict[str, Any]:
    """What leads to an S3 server of the tests."""
    return {"key": "me", "secret": "secret", "endpoint_url": server}
