"""The models by name, loaded when the first of them is used.

Peewee takes longer to import than a whole command that reads or logs; those commands go without.
"""

from __future__ import annotations

from typing import Any


def __getattr__(name: str) -> Any:
    if name.startswith("__"):
        raise AttributeError(name)
    from unbroken.store import models

    return getattr(models, name)
