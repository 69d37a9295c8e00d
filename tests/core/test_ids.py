"""Ids: those of the module `uuid`, made faster."""

from __future__ import annotations

from uuid import RFC_4122, UUID, uuid5

import pytest

from unbroken.core.ids import derived_id, new_id

NAMESPACE = UUID("6f0b8f6a-54b1-5c7e-9f5e-3c1d8a7be0d2")
"""It never changes: ids that follow from others lie in people's databases and documents."""


@pytest.mark.parametrize(
    "parts",
    [(), ("a",), ("a:b", "c"), ("streak", "日本語 💪"), ("", ""), *((n,) for n in range(99))],
)
def test_a_derived_id_is_a_uuid5(parts: tuple[object, ...]) -> None:
    assert derived_id(*parts) == str(uuid5(NAMESPACE, ":".join(map(str, parts))))


def test_a_new_id_is_a_random_uuid() -> None:
    ids = [new_id() for _ in range(200)]
    assert len(set(ids)) == 200
    for text in ids:
        known = UUID(text)
        assert (str(known), known.version, known.variant) == (text, 4, RFC_4122)
