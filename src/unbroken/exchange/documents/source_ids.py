"""Ids that follow from where something stands in its source, so that nothing comes in twice."""

from __future__ import annotations

import json
from typing import Final

from unbroken.core.ids import named_id

NAMESPACE: Final = bytes.fromhex("6f1d3c528a0e5b7c9d432e7f10c4ab96")
"""The fixed namespace of all ids made from other trackers' files."""


def source_id(*parts: str) -> str:
    """The id made from where something stands in its source: the same at every import."""
    return named_id(NAMESPACE, json.dumps(parts))
