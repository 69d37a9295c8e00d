"""Ids of logs as they lie in a file, which tests read and write behind the store's back."""

from __future__ import annotations

from typing import Any
from uuid import UUID


def sql_of(log_id: str) -> str:
    """The id of a log, for a statement."""
    return f"X'{UUID(log_id).hex}'"


def text_of(stored: Any) -> str:
    """The id of a log as everybody knows it, of a file of any version."""
    return str(UUID(bytes=stored)) if isinstance(stored, bytes) else str(stored)
