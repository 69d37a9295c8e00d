"""Ids that follow from where something stands in its source, so that nothing comes in twice."""

from __future__ import annotations

import json
import uuid
from typing import Final

NAMESPACE: Final = uuid.UUID("6f1d3c52-8a0e-5b7c-9d43-2e7f10c4ab96")
"""The fixed namespace of all ids made from other trackers' files."""


def source_id(*parts: str) -> str:
    """The id made from where something stands in its source: the same at every import."""
    return str(uuid.uuid5(NAMESPACE, json.dumps(parts)))
